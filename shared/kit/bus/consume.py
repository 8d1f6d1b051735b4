"""From the stream to a service's handlers: effect and inbox row in one transaction, acknowledged after the commit.

The library's `fetch` may sleep through a restart and waits for a full batch, so pulls are made here: a request that
lives two seconds, asked again as soon as it is used up or has gone quiet.
"""

import asyncio
import json
from collections import deque
from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any, Union

import asyncpg
import msgspec
import structlog
from nats.errors import Error as NatsError

from shared.kit.bus.connect import Bus
from shared.kit.db import DatabaseAway, Db, Tx
from shared.kit.log import REQUEST_ID
from shared.kit.metrics import CONSUMED, DEAD_LETTERS
from shared.messages.base import Message

log = structlog.get_logger()
BATCH = 200
PULL_SECONDS = 2.0
PARK_AFTER = 5

Handler = Callable[["Inbound", Sequence[Any]], Awaitable[None]]
AWAY = (DatabaseAway, OSError, TimeoutError, asyncpg.PostgresConnectionError, asyncpg.InterfaceError,
        asyncpg.CannotConnectNowError, asyncpg.AdminShutdownError, asyncpg.CrashShutdownError)  # fmt: skip


class Inbound(msgspec.Struct, frozen=True):
    """What a handler works with: its transaction and the time; `after_commit` is for what others may see only then."""

    tx: Tx
    now: datetime
    hub: Any

    def after_commit(self, call: Callable[[], object]) -> None:
        self.tx.after_commit(call)


class Reader:
    """One durable consumer of one service, working in batches."""

    def __init__(self, bus: Bus, db: Db, stream: str, handlers: Mapping[type[Message], Handler], hub: Any) -> None:
        self.bus = bus
        self.db = db
        self.stream = stream
        self.handlers = handlers
        self.hub = hub
        self.decode = msgspec.json.Decoder(Union[tuple(handlers)]).decode  # noqa: UP007
        self.queue: deque[Any] = deque()
        self.arrived = asyncio.Event()
        self.remaining = 0
        self.last_message_at: datetime | None = None

    async def run(self) -> None:
        while self.bus.client is None or self.db.pool is None:
            await asyncio.sleep(0.05)
        await self.bus.client.subscribe(inbox := self.bus.client.new_inbox(), cb=self.take)
        while True:
            if self.remaining <= 0:
                await self.ask(inbox)
            if await self.quiet():
                self.remaining = 0
                continue
            batch = [self.queue.popleft() for _ in range(min(BATCH, len(self.queue)))]
            if self.remaining <= 0:
                await self.ask(inbox)
            await self.work(batch)

    async def take(self, message: Any) -> None:
        if message.headers and "Status" in message.headers:
            # The pull ended (408, 409) or there is nothing (404): ask again.
            self.remaining = 0
        else:
            self.remaining -= 1
            self.queue.append(message)
        self.arrived.set()

    async def quiet(self) -> bool:
        """Whether nothing came for as long as a pull lives; a pull lost in a restart must not be waited for."""
        if self.queue:
            return False
        self.arrived.clear()
        try:
            await asyncio.wait_for(self.arrived.wait(), PULL_SECONDS + 0.5)
        except TimeoutError:
            return True
        return not self.queue

    async def ask(self, inbox: str) -> None:
        pull = {"batch": BATCH, "expires": int(PULL_SECONDS * 1e9)}
        try:
            await self.bus.client.publish(
                f"$JS.API.CONSUMER.MSG.NEXT.{self.stream}.{self.bus.service}", json.dumps(pull).encode(), reply=inbox
            )
            self.remaining = BATCH
        except (NatsError, OSError) as error:
            log.warning("pull failed", stream=self.stream, error=repr(error))
            await asyncio.sleep(0.2)

    async def work(self, batch: list[Any]) -> None:
        """Handle a batch together; where that fails, one by one, so that one bad message cannot hold its neighbours."""
        decoded = [(raw, message) for raw in batch if (message := await self.read(raw)) is not None]
        if not decoded:
            return
        if await self.settle(decoded):
            return
        for pair in decoded:
            if not await self.settle([pair]):
                await self.put_off(pair[0])

    async def read(self, raw: Any) -> Message | None:
        try:
            return self.decode(raw.data)  # type: ignore[no-any-return]
        except (msgspec.DecodeError, UnicodeDecodeError) as error:
            await self.bury(raw, repr(error))
            return None

    async def settle(self, pairs: list[tuple[Any, Message]]) -> bool:
        """One transaction over the messages not handled before. Waits while PostgreSQL is away; False on a failure."""
        REQUEST_ID.set(request_id_of(pairs[0][0]))
        while True:
            try:
                await self.apply(pairs)
            except AWAY as error:
                log.warning("reader waits for the database", stream=self.stream, error=repr(error))
                await asyncio.sleep(0.3)
                continue
            except Exception as error:
                log.exception("message failed", stream=self.stream, count=len(pairs), error=repr(error))
                self.last_error = repr(error)
                return False
            break
        for raw, message in pairs:
            await self.answer(raw, b"+ACK")
            CONSUMED.labels(type(message).__name__).inc()
        self.last_message_at = datetime.now(UTC)
        return True

    async def apply(self, pairs: list[tuple[Any, Message]]) -> None:
        async with self.db.tx() as tx:
            fresh = await unseen(tx, self.stream, [id_of(raw) for raw, _ in pairs])
            grouped: dict[type[Message], list[Message]] = {}
            for raw, message in pairs:
                if id_of(raw) in fresh:
                    grouped.setdefault(type(message), []).append(message)
            inbound = Inbound(tx, datetime.now(UTC), self.hub)
            for kind, messages in grouped.items():
                await self.handlers[kind](inbound, messages)

    async def put_off(self, raw: Any) -> None:
        deliveries = raw.metadata.num_delivered
        if deliveries >= PARK_AFTER:
            await self.bury(raw, self.last_error)
            return
        await self.answer(raw, json.dumps({"delay": int(deliveries * 0.5e9)}).encode(), b"-NAK ")

    async def bury(self, raw: Any, error: str) -> None:
        """Put a message aside where the operator sees it, and let the others flow."""
        DEAD_LETTERS.inc()
        log.error("dead letter", stream=self.stream, subject=raw.subject, error=error)
        async with self.db.acquire() as tx:
            await tx.execute(
                "insert into dead_letter (source, message_id, subject, body, error, deliveries) "
                "values ($1, $2, $3, $4, $5, $6) on conflict do nothing",
                self.stream,
                id_of(raw),
                raw.subject,
                raw.data,
                error,
                raw.metadata.num_delivered,
            )
        await self.answer(raw, b"+TERM")

    async def answer(self, raw: Any, word: bytes, lead: bytes = b"") -> None:
        try:
            await self.bus.client.publish(raw.reply, lead + word)
        except (NatsError, OSError) as error:
            # Unacknowledged means delivered once more; the inbox knows it then.
            log.warning("ack failed", error=repr(error))

    last_error: str = ""


def id_of(raw: Any) -> str:
    found = (raw.headers or {}).get("Nats-Msg-Id")
    return str(found) if found else f"{raw.metadata.stream}-{raw.metadata.sequence.stream}"


def request_id_of(raw: Any) -> str | None:
    found = (raw.headers or {}).get("Saishi-Request-Id")
    return None if found is None else str(found)


async def unseen(tx: Tx, source: str, ids: list[str]) -> set[str]:
    """Enter message ids into the inbox; returns those that were not there."""
    rows = await tx.fetch(
        "insert into inbox (source, message_id) select $1, unnest($2::text[]) on conflict do nothing "
        "returning message_id",
        source,
        ids,
    )
    return {row["message_id"] for row in rows}
