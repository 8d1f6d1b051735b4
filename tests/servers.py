"""Real servers and services for tests: one PostgreSQL and one NATS a run, a fresh database a module, apps in process.

Knows how to stand things up; knows nothing of what any test wants to see.
"""

import asyncio
import json
import subprocess
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

import asyncpg
import httpx
import msgspec
from joserfc import jwt
from joserfc.jwk import OKPKey
from litestar import Litestar
from msgspec import Struct

from deploy.embedded.nats import start_nats
from deploy.embedded.ports import free_ports
from shared.kit.bus.consume import Reader
from shared.kit.bus.streams import publisher_of, stream_of
from shared.kit.config import Config
from shared.kit.http.auth import ISSUER
from shared.kit.migrate import migrate
from shared.kit.service import Service, build
from shared.messages.base import Message, subject_of

ROOT = Path(__file__).parent.parent
DEAD_BUS = "nats://127.0.0.1:1"
"""No NATS: a service must work without it."""


def free_port() -> int:
    return free_ports(1)[0]


class Keys(Struct, frozen=True):
    """The signing key of this run's tokens."""

    private: Any
    public_file: Path
    private_file: Path

    def token(
        self, member_id: UUID, name: str = "Somebody", *, roles: tuple[str, ...] = (), must_change: bool = False
    ) -> str:
        claims = {
            "iss": ISSUER,
            "sub": str(member_id),
            "sid": str(uuid4()),
            "name": name,
            "roles": list(roles),
            "must_change": must_change,
            "exp": int(time.time()) + 3600,
        }
        return str(jwt.encode({"alg": "Ed25519"}, claims, self.private, algorithms=["Ed25519"]))


def make_keys(folder: Path) -> Keys:
    key = OKPKey.generate_key("Ed25519")
    public, private = folder / "public.json", folder / "private.json"
    public.write_text(json.dumps(key.as_dict(private=False)))
    private.write_text(json.dumps(key.as_dict(private=True)))
    return Keys(key, public, private)


class Databases:
    """Databases of one cluster: a migrated template a service, cloned for whoever asks."""

    def __init__(self, admin_url: str) -> None:
        self.admin_url = admin_url
        self.templates: set[str] = set()

    def url(self, name: str) -> str:
        return self.admin_url.rsplit("/", 1)[0] + "/" + name

    async def fresh(self, service: str) -> str:
        """The URL of a new, migrated, empty database of a service."""
        template = f"template_{service}"
        connection = await asyncpg.connect(self.admin_url)
        try:
            if template not in self.templates:
                await connection.execute(f"create database {template}")
                await migrate(self.url(template), ROOT / "services" / service / "migrations")
                self.templates.add(template)
            name = f"{service}_{uuid4().hex[:12]}"
            await connection.execute(f"create database {name} template {template}")
        finally:
            await connection.close()
        return self.url(name)


class NatsServer:
    """A NATS that can be killed and started again on the same folder."""

    def __init__(self, folder: Path, port: int) -> None:
        self.folder = folder
        self.port = port
        self.url = f"nats://127.0.0.1:{port}"
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        self.process = start_nats(self.folder, self.port)

    def kill(self) -> None:
        if self.process is not None:
            self.process.kill()
            self.process.wait()

    def seed_file(self, user: str) -> Path:
        return self.folder / "keys" / f"{user}.nk"

    def seed(self, user: str) -> str:
        return self.seed_file(user).read_text().strip()


class Running(Struct):
    """A service running in this process."""

    app: Litestar
    service: Service
    keys: Keys
    http: httpx.AsyncClient
    database: str

    def as_(self, member_id: UUID, name: str = "Somebody", *, roles: tuple[str, ...] = ()) -> dict[str, str]:
        """Headers of a signed-in program: JSON answers."""
        token = self.keys.token(member_id, name, roles=roles)
        return {"Authorization": f"Bearer {token}", "Accept": "application/json"}

    async def deliver(self, *messages: Message) -> None:
        """Hand messages to the service the way its reader does, inbox and transaction included."""
        for message in messages:
            await self.reader(type(message)).apply([(Raw.of(message), message)])

    async def deliver_batch(self, messages: list[Message]) -> None:
        """The same for many messages of one stream in one transaction."""
        await self.reader(type(messages[0])).apply([(Raw.of(message), message) for message in messages])

    def reader(self, kind: type[Message]) -> Reader:
        state = self.app.state
        return Reader(state.bus, state.db, stream_of(publisher_of(kind)), self.service.inbox, state.hub)

    async def journal(self, kind: type[Message]) -> list[Any]:
        """Every message of a kind the service has journalled, oldest first."""
        async with self.app.state.db.acquire() as tx:
            rows = await tx.fetch("select subject, body from journal order by seq")
        tag = str(kind.__struct_config__.tag)
        return [msgspec.json.decode(row["body"], type=kind) for row in rows if row["subject"].startswith(tag + ".")]


class Raw(Struct):
    """A message as the bus hands it over."""

    headers: dict[str, str]
    data: bytes
    subject: str

    @staticmethod
    def of(message: Message) -> "Raw":
        return Raw({"Nats-Msg-Id": uuid4().hex}, msgspec.json.encode(message), subject_of(message))


def config_of(service: str, keys: Keys, database: str, bus: str = DEAD_BUS) -> Config:
    return Config(
        service=service,
        port=0,
        database=database,
        bus=bus,
        bus_seed_file=None,
        public_key_file=keys.public_file,
        private_key_file=keys.private_file,
        door="http://127.0.0.1:8080",
        timezone=ZoneInfo("Asia/Shanghai"),
        build=ROOT / "build" / "web",
        log="json",
    )


def dummy_config(service: str, keys: Keys) -> Config:
    """Settings of an application that is looked at and never started."""
    return config_of(service, keys, "postgres://nobody@127.0.0.1:1/none")


@asynccontextmanager
async def running(service: Service, keys: Keys, database: str, *, bus: str = DEAD_BUS) -> AsyncIterator[Running]:
    """The service's own application on a real database, spoken to over HTTP."""
    config = config_of(service.name, keys, database, bus)
    app = build(service, config)
    async with lifespan(app):
        await asyncio.wait_for(app.state.vitals.started.wait(), 30)
        transport = httpx.ASGITransport(app=app, client=("127.0.0.1", 50000))  # type: ignore[arg-type]
        async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1:8080") as http:
            yield Running(app, service, keys, http, database)


@asynccontextmanager
async def lifespan(app: Litestar) -> AsyncIterator[None]:
    """Run an application's start and stop, each in the same task, as a server does."""
    started, stop = asyncio.Event(), asyncio.Event()
    sent: list[Any] = [{"type": "lifespan.startup"}]

    async def receive() -> Any:
        if sent:
            return sent.pop()
        await stop.wait()
        return {"type": "lifespan.shutdown"}

    async def send(message: Any) -> None:
        if message["type"].endswith("failed"):
            raise AssertionError(message)
        started.set()

    scope: Any = {"type": "lifespan", "asgi": {"version": "3.0"}, "state": {}}
    task = asyncio.create_task(app(scope, receive, send))
    waiting = asyncio.create_task(started.wait())
    await asyncio.wait({task, waiting}, return_when=asyncio.FIRST_COMPLETED)
    if task.done():
        task.result()
    try:
        yield
    finally:
        stop.set()
        await task
