"""Changes that arrive together become one statement. Knows nothing of sheets; a caller is answered after the commit.

It never waits for company: the first change goes at once, and what comes in while two flushes are under way makes up
the next. A flush that fails is written again one by one, so that one bad change cannot take its neighbours with it.
"""

import asyncio
from collections import deque
from collections.abc import Callable
from uuid import UUID

from prometheus_client import Counter, Histogram

from services.scoring.change import Change
from services.scoring.sql import sheets
from shared.kit.db import DatabaseAway, Db

MOST = 200
IN_FLIGHT = 2
FLUSHED = Histogram(
    "saishi_flush_changes", "Changes written by one statement", buckets=(1, 2, 4, 8, 16, 32, 64, 128, 200)
)
MARKS = Counter("saishi_marks", "Marks kept")
FALLBACKS = Counter("saishi_flush_fallbacks", "Flushes that failed and were written one by one")
Waiting = tuple[Change, "asyncio.Future[bool]"]


class Coalescer:
    def __init__(self, db: Db, wake: Callable[[], None]) -> None:
        self.db = db
        self.wake = wake
        self.waiting: deque[Waiting] = deque()
        self.flights: set[asyncio.Task[None]] = set()

    async def submit(self, change: Change) -> bool:
        """Write a change. True once it is durable, False when its sheet has moved on in the meantime.

        A caller never submits two changes of one sheet at a time.
        """
        done: asyncio.Future[bool] = asyncio.get_running_loop().create_future()
        self.waiting.append((change, done))
        if len(self.flights) < IN_FLIGHT:
            flight = asyncio.create_task(self.fly())
            self.flights.add(flight)
        return await done

    async def fly(self) -> None:
        try:
            while self.waiting:
                batch = [self.waiting.popleft() for _ in range(min(MOST, len(self.waiting)))]
                await self.flush(batch)
        finally:
            # In the same step as the last look at `waiting`: a flight that has landed but is still counted would
            # leave a change that comes in just then waiting for the next one, which in a quiet hall never comes.
            self.flights.discard(asyncio.current_task())

    async def flush(self, batch: list[Waiting]) -> None:
        try:
            await self.write(batch)
        except DatabaseAway as error:
            refuse(batch, error)
        except Exception as error:
            # Any failure of the statement is one change's fault until each has been tried alone.
            if len(batch) == 1:
                refuse(batch, error)
                return
            FALLBACKS.inc()
            for single in batch:
                await self.flush([single])

    async def write(self, batch: list[Waiting]) -> None:
        changes = [change for change, _ in batch]
        marks = [mark for change in changes for mark in change.marks]
        async with self.db.acquire() as tx:
            moved = await sheets.move_on(
                tx, [change.sheet for change in changes], marks, [change.message for change in changes]
            )
            # The statement has committed: nobody waits until the connection is back in its pool.
            self.wake()
            answer(batch, moved)
        FLUSHED.observe(len(batch))
        MARKS.inc(sum(len(change.marks) for change in changes if change.sheet_id in moved))


def answer(batch: list[Waiting], moved: set[UUID]) -> None:
    for change, done in batch:
        if not done.done():
            done.set_result(change.sheet_id in moved)


def refuse(batch: list[Waiting], error: Exception) -> None:
    for _, done in batch:
        if not done.done():
            done.set_exception(error)
