"""Whether a service lives, is ready, and how it feels; for the supervisor, the operator and Prometheus alone."""

import asyncio
import json
from datetime import UTC, datetime
from typing import Any

import asyncpg
from litestar import Response, Router, get
from litestar.di import NamedDependency
from msgspec import Struct
from nats.errors import Error as NatsError
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest

from shared.kit.bus import journal
from shared.kit.bus.connect import Bus
from shared.kit.bus.relay import Relay
from shared.kit.bus.streams import streams_read_by
from shared.kit.db import DatabaseAway, Db
from shared.kit.http.auth import anyone
from shared.kit.http.replies import json as as_json
from shared.kit.live import Hub


class Reading(Struct, frozen=True):
    """How far a reader is behind its stream."""

    pending: int
    unacknowledged: int


class Health(Struct, kw_only=True):
    service: str
    ready: bool = False
    database: bool = False
    bus: bool = False
    problems: list[str] = []
    journal_unsent: int = 0
    journal_oldest_seconds: float = 0.0
    reading: dict[str, Reading] = {}
    dead_letters: int = 0
    last_message_at: datetime | None = None
    live_streams: int = 0
    at: datetime


@get("/health/live", guards=[anyone])
async def live() -> dict[str, bool]:
    return {"live": True}


@get("/health/ready", guards=[anyone])
async def ready(vitals: NamedDependency["Vitals"]) -> Response[bytes]:
    """503 while PostgreSQL is away or unsafe. The bus may be away: screens of this service go on without it."""
    health = await vitals.look()
    return as_json(health, 200 if health.ready else 503)


@get("/metrics", guards=[anyone])
async def metrics() -> Response[bytes]:
    return Response(generate_latest(), media_type=CONTENT_TYPE_LATEST)


router = Router("/", route_handlers=[live, ready, metrics])


class Vitals:
    """What health is read from."""

    def __init__(self, service: str, db: Db, bus: Bus, relay: Relay, hub: Hub, readers: list[Any]) -> None:
        self.service = service
        self.db = db
        self.bus = bus
        self.relay = relay
        self.hub = hub
        self.readers = readers
        self.started = asyncio.Event()

    async def look(self) -> Health:
        health = Health(service=self.service, at=datetime.now(UTC), problems=[], reading={})
        await self.look_at_database(health)
        await self.look_at_bus(health)
        seen = [reader.last_message_at for reader in self.readers if reader.last_message_at]
        health.last_message_at = max(seen, default=None)
        health.live_streams = self.hub.streams
        health.ready = health.database and self.started.is_set()
        return health

    async def look_at_database(self, health: Health) -> None:
        try:
            async with self.db.acquire() as tx:
                row = await tx.fetchrow(
                    "select current_setting('fsync') as fsync, current_setting('synchronous_commit') as commit, "
                    "current_setting('full_page_writes') as pages"
                )
                unsafe = [name for name, value in dict(row or {}).items() if value == "off"]
                if unsafe:
                    health.problems.append(f"PostgreSQL runs with {', '.join(unsafe)} off: a result could be lost.")
                    return
                if not self.started.is_set():
                    return
                found = await journal.state(tx)
                health.journal_unsent = found.unsent
                health.journal_oldest_seconds = found.oldest_seconds
                health.dead_letters = await tx.fetchval("select count(*) from dead_letter")
                health.database = True
        except (DatabaseAway, OSError, TimeoutError, asyncpg.PostgresError, asyncpg.InterfaceError) as error:
            health.problems.append(f"PostgreSQL does not answer: {error!r}")

    async def look_at_bus(self, health: Health) -> None:
        health.bus = await self.bus.answers()
        if not health.bus:
            health.problems.append("NATS does not answer.")
            return
        for stream in streams_read_by(self.service):
            subject = f"$JS.API.CONSUMER.INFO.{stream}.{self.service}"
            try:
                answer = await self.bus.client.request(subject, b"", timeout=1)
            except (NatsError, TimeoutError, OSError):
                health.problems.append(f"The consumer on {stream} does not answer.")
                continue
            found = json.loads(answer.data)
            if "error" in found:
                health.problems.append(f"The consumer on {stream} is missing.")
                continue
            health.reading[stream] = Reading(found["num_pending"], found["num_ack_pending"])
