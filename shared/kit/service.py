"""Puts a service together: settings, database, bus, hub and routes into one Litestar application and one process."""

import asyncio
import gc
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import asyncpg
import structlog
from litestar import Litestar, Request, asgi
from litestar.config.app import AppConfig
from litestar.datastructures import State
from litestar.di import Provide
from litestar.types import ControllerRouterHandler
from msgspec import Struct

from shared.kit.background import end, supervise
from shared.kit.bus.connect import Bus
from shared.kit.bus.consume import Handler, Reader
from shared.kit.bus.relay import Relay
from shared.kit.bus.streams import streams_read_by
from shared.kit.config import Config
from shared.kit.db import Db, Tx
from shared.kit.http.auth import Verifier, Who, anyone, same_site, who_of
from shared.kit.http.errors import Constraints
from shared.kit.http.gate import Gate
from shared.kit.http.health import Vitals
from shared.kit.http.health import router as health_router
from shared.kit.http.replies import HANDLERS
from shared.kit.http.sessions import Revocations
from shared.kit.live import MAX_TOPICS, Hub, Render
from shared.kit.migrate import migrate
from shared.messages.base import Message
from shared.messages.members import SessionRevoked
from shared.messages.readers import PUBLISHERS, READERS
from shared.web.pages import Pages

log = structlog.get_logger()
MAX_BODY = 12 * 1024 * 1024


def public_topics(_topic: str, _who: Who) -> bool:
    return True


class Service(Struct, frozen=True, kw_only=True):
    """What a service is made of. `folder` holds its migrations and pages."""

    name: str
    folder: Path
    handlers: Sequence[ControllerRouterHandler]
    inbox: Mapping[type[Message], Handler]
    render: Render | None = None
    """Draws a live topic's fragment."""
    may_listen: Callable[[str, Who], bool] = public_topics
    constraints: Constraints = {}
    """Sentences for broken database constraints."""
    prepare: Callable[[Config], None] | None = None
    """Runs before anything else, with the settings."""
    english: Mapping[str, str] = {}
    """English names of what the suite ships and keeps in Chinese."""
    on_start: Callable[[State], Awaitable[None]] | None = None
    """Runs once the database is migrated and open, before the readers start."""


async def provide_tx(state: State) -> AsyncIterator[Tx]:
    async with state.db.tx() as tx:
        yield tx


def provide_who(request: Request[Any, Any, Any]) -> Who:
    return who_of(request)


def provide_now() -> datetime:
    return datetime.now(UTC)


def build(service: Service, config: Config) -> Litestar:
    """The Litestar application of a service."""
    if service.prepare is not None:
        service.prepare(config)
    bus = Bus(service.name, config.bus, config.bus_seed_file)
    relay = Relay(config.database, bus)
    db = Db(config.database, relay.wake)
    hub = Hub(db, service.render)
    verifier = Verifier(config.public_key_file)
    revocations = Revocations(verifier)
    readers = make_readers(service, bus, db, hub, revocations)
    vitals = Vitals(service.name, db, bus, relay, hub, readers)
    bus.probe = (service.name if service.name in PUBLISHERS else next(iter(streams_read_by(service.name)))).upper()

    async def start(app: Litestar) -> None:
        await db_ready(config, service, db)
        await revocations.load(db)
        if service.on_start is not None:
            await service.on_start(app.state)
        settle_memory()
        vitals.started.set()
        log.info("service ready", service=service.name, port=config.port)

    @asynccontextmanager
    async def life(app: Litestar) -> AsyncIterator[None]:
        tasks = [supervise("boot", forever_after(start(app)))]
        tasks.append(supervise("bus", forever_after(bus.open())))
        tasks.append(supervise("relay", after(vitals, relay.run)))
        tasks.append(supervise("revocations", after(vitals, lambda: revocations.run(db))))
        tasks += [supervise(f"reader {reader.stream}", after(vitals, reader.run)) for reader in readers]
        yield
        hub.close()
        await end(tasks)
        await bus.close()
        await db.close()

    app = Litestar(
        route_handlers=[*service.handlers, health_router, live_route(service, hub)],
        dependencies={
            "tx": Provide(provide_tx),
            "db": Provide(lambda: db, sync_to_thread=False, use_cache=True),
            "hub": Provide(lambda: hub, sync_to_thread=False, use_cache=True),
            "vitals": Provide(lambda: vitals, sync_to_thread=False, use_cache=True),
            "who": Provide(provide_who, sync_to_thread=False),
            "now": Provide(provide_now, sync_to_thread=False),
        },
        guards=[same_site],
        exception_handlers=HANDLERS,
        lifespan=[life],
        on_app_init=[without_openapi],
        request_max_body_size=MAX_BODY,
        state=State(
            {
                "config": config,
                "db": db,
                "hub": hub,
                "bus": bus,
                "relay": relay,
                "verifier": verifier,
                "vitals": vitals,
                "constraints": service.constraints,
                "pages": Pages(service.folder / "pages", config.build, config.timezone, service.english),
            }
        ),
    )
    # Around the router too, so that an unknown address has its log line and its refusal in the reader's language.
    app.asgi_handler = Gate(app.asgi_handler, verifier, service.name)
    return app


def settle_memory() -> None:
    """What is there at the start stays; collecting it again and again took a tenth of the time under load."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 50)


def without_openapi(config: AppConfig) -> AppConfig:
    config.openapi_config = None
    return config


async def db_ready(config: Config, service: Service, db: Db) -> None:
    """Wait for PostgreSQL, migrate, open the pool."""
    while True:
        try:
            await migrate(config.database, service.folder / "migrations")
            break
        except (OSError, TimeoutError, asyncpg.PostgresConnectionError, asyncpg.CannotConnectNowError) as error:
            log.warning("database away", error=repr(error))
            await asyncio.sleep(0.2)
    await db.open()


async def forever_after(work: Awaitable[None]) -> None:
    """Work that ends, in a task that must not."""
    await work
    await asyncio.Event().wait()


async def after(vitals: Vitals, work: Callable[[], Awaitable[None]]) -> None:
    await vitals.started.wait()
    await work()


def make_readers(service: Service, bus: Bus, db: Db, hub: Hub, revocations: Revocations) -> list[Reader]:
    handlers: dict[type[Message], Handler] = dict(service.inbox)
    if SessionRevoked in READERS[service.name]:
        handlers[SessionRevoked] = revocations.on_session_revoked
    if set(handlers) != set(READERS[service.name]):
        raise AssertionError(f"{service.name} handles other messages than shared/messages/readers.py says")
    return [
        Reader(bus, db, stream, {message: handlers[message] for message in messages}, hub)
        for stream, messages in streams_read_by(service.name).items()
    ]


def live_route(service: Service, hub: Hub) -> Any:
    @asgi(f"/{service.name}/live", guards=[anyone], copy_scope=True)
    async def live(scope: Any, receive: Any, send: Any) -> None:
        request: Request[Any, Any, Any] = Request(scope)
        who = who_of(request)
        asked = request.query_params.getall("topic", [])[:MAX_TOPICS]
        await hub.serve([topic for topic in asked if service.may_listen(topic, who)], receive, send)

    return live
