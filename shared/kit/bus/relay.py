"""From the journal to the stream: one relay a service, in commit order, moving its cursor only over what NATS has.

Reading by `seq > last` loses rows of transactions that commit late; reading `(xid, seq)` below the oldest running
transaction does not. Several states of one aggregate in one window go out as the newest alone: a message is the
whole present state, and the stream keeps only the last.
"""

import asyncio
from collections.abc import Sequence
from contextlib import suppress
from typing import Any

import asyncpg
import structlog
from nats.errors import Error as NatsError

from shared.kit.bus.connect import Bus
from shared.kit.metrics import RELAYED

log = structlog.get_logger()
WINDOW = 500
POLL_SECONDS = 0.2
ACK_SECONDS = 3
LOCK = 7_360_002


class Relay:
    def __init__(self, url: str, bus: Bus) -> None:
        self.url = url
        self.bus = bus
        self.woken = asyncio.Event()
        self.last_sent_at: float | None = None
        self._jetstream: Any = None

    def wake(self) -> None:
        self.woken.set()

    async def run(self) -> None:
        """Relay for ever; a lost connection to PostgreSQL gives the lock to a standby and is opened anew."""
        while True:
            with suppress(OSError, asyncpg.PostgresError, asyncpg.InterfaceError, TimeoutError):
                await self.hold_and_pump()
            await asyncio.sleep(0.3)

    async def hold_and_pump(self) -> None:
        connection = await asyncpg.connect(self.url, timeout=5, command_timeout=10)
        try:
            # A cursor lost in a crash only sends again what NATS and the readers' inboxes know already.
            await connection.execute("set synchronous_commit = off")
            while not await connection.fetchval("select pg_try_advisory_lock($1)", LOCK):
                await asyncio.sleep(0.5)
            while True:
                if not self.bus.connected:
                    await asyncio.sleep(0.05)
                    continue
                self.woken.clear()
                if await self.pump(connection) == 0:
                    with suppress(TimeoutError):
                        await asyncio.wait_for(self.woken.wait(), POLL_SECONDS)
        finally:
            await connection.close(timeout=2)

    async def pump(self, connection: Any) -> int:
        """Send one window of the journal; returns how many rows the cursor moved over."""
        rows = await connection.fetch(
            "select j.xid::text as xid, j.seq, j.id, j.subject, j.body, j.request_id "
            "from journal j where (j.xid, j.seq) > (select c.xid, c.seq from relay_cursor c) "
            "and j.xid < pg_snapshot_xmin(pg_current_snapshot()) order by j.xid, j.seq limit 500"
        )
        if not rows:
            return 0
        sent = await self.send(rows)
        if sent == 0:
            await asyncio.sleep(0.2)
            return 0
        last = rows[sent - 1]
        await connection.execute("update relay_cursor set xid = $1::text::xid8, seq = $2", last["xid"], last["seq"])
        self.last_sent_at = asyncio.get_running_loop().time()
        RELAYED.inc(sent)
        return sent

    async def send(self, rows: Sequence[Any]) -> int:
        """Publish the newest row of each subject; returns the length of the acknowledged beginning of `rows`."""
        newest = {row["subject"]: row for row in rows}
        jetstream = self.jetstream()
        futures = {}
        try:
            for subject, row in newest.items():
                futures[subject] = await jetstream.publish_async(subject, row["body"], headers=headers_of(row))
            await asyncio.wait(futures.values(), timeout=ACK_SECONDS)
        except (NatsError, OSError, TimeoutError) as error:
            log.warning("relay could not publish", error=repr(error))
        acked = {subject for subject, future in futures.items() if taken(future)}
        return next((place for place, row in enumerate(rows) if row["subject"] not in acked), len(rows))

    def jetstream(self) -> Any:
        if self._jetstream is None:
            self._jetstream = self.bus.client.jetstream(timeout=ACK_SECONDS)
        return self._jetstream


def headers_of(row: Any) -> dict[str, str]:
    headers = {"Nats-Msg-Id": str(row["id"])}
    if row["request_id"]:
        headers["Saishi-Request-Id"] = row["request_id"]
    return headers


def taken(future: "asyncio.Future[Any]") -> bool:
    """Whether NATS acknowledged. A future left over from a lost connection never ends and holds a slot: cancel it."""
    if not future.done():
        future.cancel()
        return False
    return not future.cancelled() and future.exception() is None
