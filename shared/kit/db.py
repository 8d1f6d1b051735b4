"""The way to PostgreSQL: one pool a service, transactions that tell the relay, rows into Structs. Knows no table."""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterable, Sequence
from contextlib import asynccontextmanager
from typing import Any, TypeVar

import asyncpg
import msgspec
import structlog

log = structlog.get_logger()
T = TypeVar("T")
Row = Any
POOL_SIZE = 4
"""Per service. Marks that arrive together are coalesced, so more connections only add contention on two cores."""


class DatabaseAway(Exception):
    """PostgreSQL does not answer yet, or not any more."""


class Tx:
    """A connection inside a transaction. What is asked of `after_commit` runs once the commit is durable."""

    __slots__ = ("_after", "connection", "recorded")

    def __init__(self, connection: Any) -> None:
        self.connection = connection
        self.recorded = False
        self._after: list[Callable[[], object]] = []

    async def execute(self, statement: str, *values: Any) -> str:
        return str(await self.connection.execute(statement, *values))

    async def executemany(self, statement: str, rows: Iterable[Sequence[Any]]) -> None:
        await self.connection.executemany(statement, rows)

    async def fetch(self, statement: str, *values: Any) -> list[Row]:
        return list(await self.connection.fetch(statement, *values))

    async def fetchrow(self, statement: str, *values: Any) -> Row | None:
        return await self.connection.fetchrow(statement, *values)

    async def fetchval(self, statement: str, *values: Any) -> Any:
        return await self.connection.fetchval(statement, *values)

    def after_commit(self, call: Callable[[], object]) -> None:
        self._after.append(call)

    def committed(self) -> None:
        for call in self._after:
            call()


def one(struct: type[T], row: Row) -> T:
    """The row as a Struct; the row must be there."""
    return msgspec.convert(dict(row), struct, strict=False)


def maybe(struct: type[T], row: Row | None) -> T | None:
    return None if row is None else one(struct, row)


def many(struct: type[T], rows: Iterable[Row]) -> list[T]:
    return [one(struct, row) for row in rows]


async def leave_as_it_is(_connection: Any) -> None:
    """Nobody here changes a session's state, so a connection needs no round trip to be given back."""


async def set_codecs(connection: Any) -> None:
    for name in ("json", "jsonb"):
        head = b"\x01" if name == "jsonb" else b""
        await connection.set_type_codec(
            name,
            schema="pg_catalog",
            format="binary",
            encoder=lambda value, head=head: head + msgspec.json.encode(value),
            decoder=lambda data, head=head: msgspec.json.decode(data[len(head) :]),
        )


class Db:
    """The pool of one service. It may be opened before PostgreSQL answers; until then every use is `DatabaseAway`."""

    def __init__(self, url: str, wake: Callable[[], None]) -> None:
        self.url = url
        self.wake = wake
        self.pool: Any = None
        self.ready = asyncio.Event()

    async def open(self) -> None:
        """Wait for PostgreSQL and open the pool."""
        while self.pool is None:
            try:
                self.pool = await asyncpg.create_pool(
                    self.url,
                    min_size=1,
                    max_size=POOL_SIZE,
                    init=set_codecs,
                    reset=leave_as_it_is,
                    command_timeout=15,
                    timeout=5,
                )
            except (OSError, asyncpg.PostgresError, TimeoutError) as error:
                log.warning("database away", error=str(error))
                await asyncio.sleep(0.3)

    async def close(self) -> None:
        if self.pool is not None:
            self.pool.terminate()

    @asynccontextmanager
    async def acquire(self) -> AsyncIterator[Tx]:
        """A connection outside a transaction: each statement commits by itself."""
        if self.pool is None:
            raise DatabaseAway
        async with self.pool.acquire(timeout=10) as connection:
            yield Tx(connection)

    @asynccontextmanager
    async def tx(self) -> AsyncIterator[Tx]:
        """A transaction: committed on leaving, rolled back on any exception; the relay hears of journal entries."""
        async with self.acquire() as tx:
            async with tx.connection.transaction():
                yield tx
            tx.committed()
            if tx.recorded:
                self.wake()
