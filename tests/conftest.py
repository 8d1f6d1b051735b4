"""What every test may ask for: real PostgreSQL, real NATS, keys, and services on fresh databases."""

import asyncio
from collections.abc import Iterator
from pathlib import Path

import pytest

from shared.kit.bus.streams import set_up
from tests.servers import Databases, Keys, NatsServer, free_port, make_keys


@pytest.fixture(scope="session")
def keys(tmp_path_factory: pytest.TempPathFactory) -> Keys:
    return make_keys(tmp_path_factory.mktemp("keys"))


@pytest.fixture(scope="session")
def databases(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Databases]:
    """One PostgreSQL for the run. Without fsync: what is durable is tested on the running suite, not here."""
    from deploy.embedded.postgres import start_postgres, stop_postgres

    port = free_port()
    folder: Path = tmp_path_factory.mktemp("postgres")
    process = start_postgres(folder / "data", port, "for-tests", settings={"fsync": "off", "max_connections": "200"})
    yield Databases(f"postgres://saishi:for-tests@127.0.0.1:{port}/postgres")
    stop_postgres(process)


@pytest.fixture
def nats_server(tmp_path: Path) -> Iterator[NatsServer]:
    """A NATS of its own with streams, consumers and rights as in production."""
    server = NatsServer(tmp_path / "nats", free_port())
    server.start()
    asyncio.run(set_up(server.url, server.seed("admin")))
    yield server
    server.kill()
