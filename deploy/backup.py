"""`saishi backup`: all four databases as of one moment, and the key that signs tokens, in one file.

The streams are not copied: a stream is only the newest rows of a journal, and the journals are in the databases.
For one moment of all four, the services are paused for the few milliseconds in which four snapshots are taken, so no
database knows of a thing whose cause another does not have.
"""

import asyncio
import os
import signal
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import AsyncExitStack, contextmanager, suppress
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import asyncpg

from deploy.archive import SIGNING_KEY, dump_name, write_archive
from deploy.embedded.databases import connection
from deploy.embedded.ports import free_ports
from deploy.embedded.postgres import (
    BIN,
    SUPERUSER,
    PostgresFailed,
    last_words,
    launch_postgres,
    make_cluster,
    stop_postgres,
    wait_for_postgres,
)
from deploy.keys import Secrets, make_secrets
from deploy.layout import SERVICES, Layout
from deploy.parts import plan_of_running
from deploy.state import Lock, is_held, running_state
from deploy.words import FAILED, CannotGoOn


def back_up(layout: Layout, file: Path) -> str:
    """Write the backup; returns the sentence that says what was written.

    Raises:
        CannotGoOn: there is nothing to back up, or the file cannot be written.
    """
    if not layout.secrets.exists():
        raise CannotGoOn(f"There is nothing in {layout.data} to back up.")
    if file.exists():
        raise CannotGoOn(f"{file} exists already; a backup never writes over another.")
    secrets = make_secrets(layout.secrets)
    try:
        with server(layout, secrets) as (url, pids), tempfile.TemporaryDirectory(dir=layout.data) as folder:
            dumps = asyncio.run(dump_all(url, list(secrets.of_databases), pids, Path(folder)))
            write_archive(file, dumps | {SIGNING_KEY: secrets.private_key})
    except PostgresFailed as error:
        raise CannotGoOn(str(error), FAILED) from None
    except OSError as error:
        raise CannotGoOn(f"The backup could not be written to {file}: {error.strerror}.", FAILED) from None
    return f"{file} holds everything ({file.stat().st_size / 1e6:.1f} MB). Keep it as you keep a key."


@contextmanager
def server(layout: Layout, secrets: Secrets) -> Iterator[tuple[str, Sequence[int]]]:
    """The superuser's URL and the services to pause: of the running suite, else of PostgreSQL started for this."""
    if is_held(layout):
        state = running_state(layout)
        services = [child.pid for name, child in state.children.items() if name in SERVICES and child.pid]
        yield plan_of_running(layout, secrets, state).postgres_url, services
        return
    with alone(layout, secrets) as url:
        yield url, ()


@contextmanager
def alone(layout: Layout, secrets: Secrets) -> Iterator[str]:
    """Our PostgreSQL without anything else, and the folder locked against a start meanwhile."""
    lock = Lock(layout)
    lock.take()
    try:
        port = free_ports(1)[0]
        cluster = make_cluster(layout.postgres, secrets.superuser)
        process = launch_postgres(cluster, port, log=layout.log("postgres"))
        try:
            wait_for_postgres(cluster, process)
            yield f"postgres://{SUPERUSER}:{secrets.superuser}@127.0.0.1:{port}/postgres"
        finally:
            stop_postgres(process)
    finally:
        lock.release()


async def dump_all(url: str, roles: Sequence[str], pids: Sequence[int], folder: Path) -> dict[str, Path]:
    """Dump every database from snapshots taken while nothing moved; returns the dumps by their name in the file."""
    async with AsyncExitStack() as stack:
        connections = {role: await asyncpg.connect(in_database(url, role)) for role in roles}
        for each in connections.values():
            stack.push_async_callback(each.close)
            await each.execute("set idle_in_transaction_session_timeout = 0")
        with paused(pids):
            snapshots = await asyncio.gather(*(take_snapshot(each) for each in connections.values()))
        places = {dump_name(role): folder / f"{role}.dump" for role in roles}
        taken = zip(roles, snapshots, places.values(), strict=True)
        await asyncio.gather(*(dump(in_database(url, role), snapshot, place) for role, snapshot, place in taken))
        return places


@contextmanager
def paused(pids: Sequence[int]) -> Iterator[None]:
    """Hold these processes still. What they had already asked PostgreSQL to commit commits; nobody can act on it."""
    try:
        for pid in pids:
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGSTOP)
        yield
    finally:
        for pid in pids:
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGCONT)


async def take_snapshot(connection: "asyncpg.Connection[asyncpg.Record]") -> str:
    await connection.execute("begin isolation level repeatable read read only")
    return str(await connection.fetchval("select pg_export_snapshot()"))


async def dump(url: str, snapshot: str, place: Path) -> None:
    command = ["--format=custom", "--no-owner", "--no-privileges", f"--snapshot={snapshot}", f"--file={place}"]
    process = await asyncio.create_subprocess_exec(
        BIN / "pg_dump", *command, env=environment(url), stderr=asyncio.subprocess.PIPE
    )
    _out, trouble = await process.communicate()
    if process.returncode:
        raise PostgresFailed(f"pg_dump failed: {last_words(trouble.decode())}")


def environment(url: str) -> Mapping[str, str]:
    return os.environ | connection(url)


def in_database(url: str, database: str) -> str:
    parts = urlsplit(url)
    return urlunsplit((parts.scheme, parts.netloc, f"/{database}", parts.query, ""))
