"""A running search, seen from the service: its process, what it tells, when it stops. Knows no page of its own.

Several copies of the service may run: who asks a search to stop only writes so, and the copy that runs it reads that.
"""

import asyncio
import contextlib
import sys
from datetime import UTC, datetime
from uuid import UUID

import msgspec
import structlog

from services.events.planner.told import Better, Ended, Found, Impossible, NoneFound
from services.events.sql import planning as sql
from shared.kit.db import Db
from shared.kit.live import Hub
from shared.rules.scheduling import Hall

log = structlog.get_logger()
LOOK_EVERY = 1.0
MARGIN = 120
"""Seconds beyond those asked for in which a search may still find out why no plan exists."""
LONGEST_LINE = 16 * 1024 * 1024
ongoing: set[asyncio.Task[None]] = set()


def start(db: Db, hub: Hub, event_id: UUID, search: UUID, hall: Hall, seconds: int) -> None:
    task = asyncio.create_task(run(db, hub, event_id, search, hall, seconds))
    ongoing.add(task)
    task.add_done_callback(ongoing.discard)


async def run(db: Db, hub: Hub, event_id: UUID, search: UUID, hall: Hall, seconds: int) -> None:
    """Run the process to its end, to a stop or to its limit; keep every better plan."""
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "services.events.planner",
        str(seconds),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.DEVNULL,
        limit=LONGEST_LINE,
    )
    try:
        await feed(process, hall)
        async with asyncio.timeout(seconds + MARGIN):
            last = await listen(db, hub, event_id, search, process)
        await end(db, search, last)
    except (TimeoutError, OSError, msgspec.DecodeError) as error:
        log.warning("search for a plan failed", search=str(search), error=repr(error))
        await end(db, search, None)
    finally:
        with contextlib.suppress(ProcessLookupError):
            process.kill()
        await process.wait()
        tell(hub, event_id)


async def feed(process: asyncio.subprocess.Process, hall: Hall) -> None:
    if process.stdin is None:
        raise AssertionError("the process was started with a pipe")
    process.stdin.write(msgspec.json.encode(hall))
    with contextlib.suppress(ConnectionError):
        await process.stdin.drain()
    process.stdin.close()


async def listen(db: Db, hub: Hub, event_id: UUID, search: UUID, process: asyncio.subprocess.Process) -> Found | None:
    """What it tells, line by line, until it ends or somebody asks it to stop; the last thing it told."""
    if process.stdout is None:
        raise AssertionError("the process was started with a pipe")
    last: Found | None = None
    line = asyncio.ensure_future(process.stdout.readline())
    try:
        while True:
            done, _open = await asyncio.wait({line}, timeout=LOOK_EVERY)
            if done:
                told = line.result()
                if not told:
                    return last
                last = msgspec.json.decode(told, type=Found)
                line = asyncio.ensure_future(process.stdout.readline())
            async with db.tx() as tx:
                if done and isinstance(last, Better):
                    await sql.better(tx, search, last.plan, last.cost, last.bound, datetime.now(UTC))
                stopped = await sql.hear(tx, search, datetime.now(UTC))
            tell(hub, event_id)
            if stopped:
                return last or Ended(False, 0.0)
    finally:
        line.cancel()


async def end(db: Db, search: UUID, last: Found | None) -> None:
    state, best, refusal = "ended", False, None
    match last:
        case Ended(best=best):
            pass
        case Impossible() | NoneFound():
            state, refusal = "impossible", last
        case None:
            state = "failed"
    async with db.tx() as tx:
        await sql.end(tx, search, state, best, refusal, datetime.now(UTC))


def tell(hub: Hub, event_id: UUID) -> None:
    for lang in ("zh", "en"):
        hub.changed(f"planning:{event_id}:{lang}")
