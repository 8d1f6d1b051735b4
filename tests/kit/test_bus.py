"""Journal → relay → stream → reader over a real PostgreSQL and a real NATS with the rights of production."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from uuid import UUID, uuid4

import asyncpg
import nats
import pytest

from shared.kit.background import end
from shared.kit.bus import journal
from shared.kit.bus.connect import Bus
from shared.kit.bus.consume import PARK_AFTER, Handler, Inbound, Reader
from shared.kit.bus.relay import Relay
from shared.kit.db import Db
from shared.messages.base import Message
from shared.messages.scoring import ScoreChanged, SheetClosed
from tests.servers import Databases, NatsServer


def score(sheet: UUID, revision: int) -> ScoreChanged:
    return ScoreChanged(
        id=sheet,
        revision=revision,
        match_id=sheet,
        attempt=1,
        games=((revision, 0),),
        marked_at=datetime(2026, 1, 1, tzinfo=UTC),
    )


class Publisher:
    """The scoring side: a database, its journal and its relay."""

    def __init__(self, url: str, server: NatsServer) -> None:
        self.bus = Bus("scoring", server.url, server.seed_file("scoring"))
        self.relay = Relay(url, self.bus)
        self.db = Db(url, self.relay.wake)

    async def tell(self, *messages: ScoreChanged) -> None:
        async with self.db.tx() as tx:
            await journal.record_all(tx, list(messages))

    async def unsent(self) -> int:
        async with self.db.acquire() as tx:
            return (await journal.state(tx)).unsent


class Listener:
    """The events side: what its handlers were given, in a database with an inbox."""

    def __init__(self, url: str, server: NatsServer) -> None:
        self.bus = Bus("events", server.url, server.seed_file("events"))
        self.db = Db(url, lambda: None)
        self.newest: dict[UUID, int] = {}
        self.handled = 0
        self.poison: UUID | None = None
        handlers: dict[type[Message], Handler] = {ScoreChanged: self.on_score, SheetClosed: self.on_score}
        self.reader = Reader(self.bus, self.db, "SCORING", handlers, None)

    async def on_score(self, inbound: Inbound, messages: Sequence[ScoreChanged]) -> None:
        if self.poison in {message.id for message in messages}:
            raise ValueError("poison")
        inbound.after_commit(lambda: self.take(messages))

    def take(self, messages: Sequence[ScoreChanged]) -> None:
        self.handled += len(messages)
        for message in messages:
            self.newest[message.id] = max(message.revision, self.newest.get(message.id, 0))


@asynccontextmanager
async def wired(databases: Databases, server: NatsServer) -> AsyncIterator[tuple[Publisher, Listener]]:
    publisher = Publisher(await databases.fresh("scoring"), server)
    listener = Listener(await databases.fresh("events"), server)
    await asyncio.gather(publisher.bus.open(), publisher.db.open(), listener.bus.open(), listener.db.open())
    tasks = [asyncio.create_task(publisher.relay.run()), asyncio.create_task(listener.reader.run())]
    try:
        yield publisher, listener
    finally:
        await end(tasks)
        for side in (publisher, listener):
            await side.bus.close()
            await side.db.close()


async def until(condition: object, seconds: float = 15) -> None:
    async with asyncio.timeout(seconds):
        while not condition():  # type: ignore[operator]
            await asyncio.sleep(0.01)


async def test_what_is_journalled_reaches_the_reader_at_its_newest_revision(
    databases: Databases, nats_server: NatsServer
) -> None:
    async with wired(databases, nats_server) as (publisher, listener):
        sheets = [uuid4() for _ in range(50)]
        for revision in range(1, 11):
            await publisher.tell(*[score(sheet, revision) for sheet in sheets])

        await until(lambda: set(listener.newest.values()) == {10} and len(listener.newest) == 50)
        assert await publisher.unsent() == 0


async def test_a_rolled_back_transaction_tells_nobody(databases: Databases, nats_server: NatsServer) -> None:
    async with wired(databases, nats_server) as (publisher, listener):
        gone, kept = uuid4(), uuid4()
        with pytest.raises(ZeroDivisionError):
            async with publisher.db.tx() as tx:
                await journal.record(tx, score(gone, 1))
                raise ZeroDivisionError
        await publisher.tell(score(kept, 1))

        await until(lambda: kept in listener.newest)
        assert gone not in listener.newest


async def test_a_slow_transaction_is_not_overtaken_and_lost(databases: Databases, nats_server: NatsServer) -> None:
    async with wired(databases, nats_server) as (publisher, listener):
        slow, fast = uuid4(), uuid4()
        async with publisher.db.tx() as tx:
            await journal.record(tx, score(slow, 1))
            await publisher.tell(score(fast, 1))
            await asyncio.sleep(0.5)

        await until(lambda: {slow, fast} <= set(listener.newest))


async def test_killing_nats_loses_nothing(databases: Databases, nats_server: NatsServer) -> None:
    async with wired(databases, nats_server) as (publisher, listener):
        sheets = [uuid4() for _ in range(200)]
        await publisher.tell(*[score(sheet, 1) for sheet in sheets])
        await asyncio.to_thread(nats_server.kill)
        await publisher.tell(*[score(sheet, 2) for sheet in sheets])
        await asyncio.to_thread(nats_server.start)
        await publisher.tell(*[score(sheet, 3) for sheet in sheets[:100]])

        await until(lambda: sum(listener.newest.values()) == 100 * 3 + 100 * 2, 25)
        assert await publisher.unsent() == 0


async def test_a_message_sent_twice_is_handled_once(databases: Databases, nats_server: NatsServer) -> None:
    async with wired(databases, nats_server) as (publisher, listener):
        sheet = uuid4()
        await publisher.tell(score(sheet, 1))
        await until(lambda: listener.handled == 1)

        async with publisher.db.acquire() as tx:
            await tx.execute("update relay_cursor set xid = '0', seq = 0")
        other = uuid4()
        await publisher.tell(score(other, 1))

        await until(lambda: other in listener.newest)
        assert listener.handled == 2


async def test_poison_is_put_aside_and_the_others_flow(databases: Databases, nats_server: NatsServer) -> None:
    async with wired(databases, nats_server) as (publisher, listener):
        listener.poison = uuid4()
        others = [uuid4() for _ in range(20)]
        await publisher.tell(score(listener.poison, 1), *[score(other, 1) for other in others])

        await until(lambda: set(others) <= set(listener.newest))
        async with asyncio.timeout(30):
            while await dead_letters(listener) == 0:
                await asyncio.sleep(0.1)
        async with listener.db.acquire() as tx:
            row = await tx.fetchrow("select error, deliveries from dead_letter")
        assert row is not None
        assert "poison" in row["error"]
        assert row["deliveries"] == PARK_AFTER


async def test_an_unreadable_message_is_put_aside_at_once(databases: Databases, nats_server: NatsServer) -> None:
    async with wired(databases, nats_server) as (publisher, listener):
        async with publisher.db.tx() as tx:
            await tx.execute(
                "insert into journal (subject, aggregate, revision, body) values ($1, $2, 1, $3)",
                f"scoring.score.changed.v1.{uuid4()}",
                uuid4(),
                b"{not json",
            )
        async with asyncio.timeout(10):
            while await dead_letters(listener) == 0:
                await asyncio.sleep(0.05)
        assert listener.handled == 0


async def dead_letters(listener: Listener) -> int:
    async with listener.db.acquire() as tx:
        return int(await tx.fetchval("select count(*) from dead_letter"))


async def test_a_rebuilt_journal_refills_an_emptied_stream(databases: Databases, nats_server: NatsServer) -> None:
    async with wired(databases, nats_server) as (publisher, listener):
        sheets = [uuid4() for _ in range(30)]
        for revision in (1, 2):
            await publisher.tell(*[score(sheet, revision) for sheet in sheets])
        await until(lambda: set(listener.newest.values()) == {2})
        admin = await nats.connect(nats_server.url, nkeys_seed_str=nats_server.seed("admin"))
        await admin.jetstream().purge_stream("SCORING")
        listener.newest.clear()

        async with publisher.db.tx() as tx:
            again = await journal.rebuild(tx)

        await until(lambda: len(listener.newest) == 30 and set(listener.newest.values()) == {2})
        assert again == 30
        await admin.close()


@pytest.mark.parametrize(
    ("subject", "why"),
    [
        ("members.member.changed.v1.x", "another service's subject"),
        ("$JS.API.STREAM.PURGE.SCORING", "purging a stream"),
        ("$JS.API.CONSUMER.CREATE.MEMBERS.spy", "making a consumer"),
        ("$JS.API.STREAM.MSG.GET.MEMBERS", "reading another's stream past its consumer"),
    ],
)
async def test_a_service_may_not_do_more_than_its_part(subject: str, why: str, nats_server: NatsServer) -> None:
    refused: list[str] = []

    async def note(error: Exception) -> None:
        refused.append(str(error).lower())

    client = await nats.connect(
        nats_server.url,
        nkeys_seed_str=nats_server.seed("scoring"),
        inbox_prefix="_INBOX.scoring",
        error_cb=note,
    )
    await client.publish(subject, b"{}")
    await client.flush()
    await until(lambda: refused, 3)
    assert "permissions violation" in refused[0], why
    await client.close()


async def test_the_relay_of_a_second_replica_stands_by(databases: Databases, nats_server: NatsServer) -> None:
    async with wired(databases, nats_server) as (publisher, listener):
        first = uuid4()
        await publisher.tell(score(first, 1))
        await until(lambda: first in listener.newest)
        standby = Relay(publisher.db.url, publisher.bus)
        task = asyncio.create_task(standby.run())
        await asyncio.sleep(0.5)

        second = uuid4()
        await publisher.tell(score(second, 1))
        await until(lambda: second in listener.newest)
        assert standby.last_sent_at is None

        connection = await asyncpg.connect(publisher.db.url)
        await connection.execute(
            "select pg_terminate_backend(pid) from pg_locks where locktype = 'advisory' and granted and objid = 7360002"
        )
        third = uuid4()
        await publisher.tell(score(third, 1))
        await until(lambda: third in listener.newest)
        await connection.close()
        await end([task])
