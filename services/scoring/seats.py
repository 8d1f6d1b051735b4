"""What a paired tablet sees: its court and the sheet of the match called there, once or as a stream."""

import asyncio
from contextlib import suppress
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import msgspec
from litestar import Request, Response, Router, asgi, get

from services.scoring.change import encode
from services.scoring.hall import Hall, hall_of
from services.scoring.sql import copies, seats
from services.scoring.sql.seats import SeatRow
from services.scoring.views import Named, SeatRef, SeatView
from services.scoring.watch import Watcher
from shared.kit.http.auth import anyone
from shared.kit.live import COMMENT_EVERY, HEADERS, disconnect, part


@get("/seat", guards=[anyone])
async def show(request: Request[Any, Any, Any]) -> Response[bytes]:
    hall = hall_of(request)
    seat = await hall.seated.seat(request)
    await touch(hall, seat)
    body = await seat_view(hall, seat, None)
    return Response(body, media_type="application/json", headers={"Cache-Control": "no-store"})


@asgi("/seat/live", guards=[anyone], copy_scope=True)
async def live(scope: Any, receive: Any, send: Any) -> None:
    """The seat's state as JSON in events named `seat`, at once and whenever it changes."""
    request: Request[Any, Any, Any] = Request(scope)
    hall = hall_of(request)
    seat = await hall.seated.seat(request)
    await send({"type": "http.response.start", "status": 200, "headers": HEADERS})
    await send(part(b"retry: 2000\n\n"))
    watcher = hall.watch.join(seat.court_id)
    ended = [asyncio.create_task(disconnect(receive)), asyncio.create_task(wait_closing(hall))]
    for task in ended:
        task.add_done_callback(lambda _task: watcher.woken.set())
    try:
        await feed(hall, request, watcher, ended, send)
    finally:
        hall.watch.leave(seat.court_id, watcher)
        for task in ended:
            task.cancel()
    with suppress(OSError):
        await send({"type": "http.response.body", "body": b"", "more_body": False})


async def wait_closing(hall: Hall) -> None:
    await hall.closing.wait()


async def feed(
    hall: Hall, request: Request[Any, Any, Any], watcher: Watcher, ended: list["asyncio.Task[None]"], send: Any
) -> None:
    shown = b""
    while not any(task.done() for task in ended):
        with suppress(TimeoutError):
            await asyncio.wait_for(watcher.woken.wait(), COMMENT_EVERY)
        quiet = not watcher.woken.is_set()
        watcher.woken.clear()
        seat = await hall.seated.seat(request)
        if quiet:
            await touch(hall, seat)
        # What another replica heard or wrote reaches this stream after a quiet while, at the latest.
        body = await seat_view(hall, seat, None if quiet else watcher)
        if body != shown:
            shown = body
            await send(part(b"event: seat\ndata: " + body + b"\n\n"))
        elif quiet:
            await send(part(b": still here\n\n"))


async def seat_view(hall: Hall, seat: SeatRow, watcher: Watcher | None) -> bytes:
    """The seat's state; without a watcher nothing remembered is trusted."""
    court = await hall.events.court(seat.court_id)
    event = await hall.events.event(court.event_id)
    sheet_id = await sheet_at(hall, court.id, watcher)
    sheet = None
    if sheet_id:
        held = await (hall.book.look(sheet_id) if watcher else hall.book.reread(sheet_id))
        sheet = msgspec.Raw(held.view)
    ref = SeatRef(seat.id, seat.place, seat.revoked_for)
    return encode(SeatView(ref, Named(court.id, court.name), Named(event.id, event.name), sheet))


async def sheet_at(hall: Hall, court_id: UUID, watcher: Watcher | None) -> UUID | None:
    """The sheet shown at a court; remembered only while somebody is there to hear that it changed."""
    if watcher is not None and court_id in hall.watch.sheets:
        return hall.watch.sheets[court_id]
    async with hall.db.acquire() as tx:
        found: UUID | None = await copies.sheet_at_court(tx, court_id)
    if watcher is not None and not watcher.woken.is_set():
        hall.watch.sheets[court_id] = found
    return found


async def touch(hall: Hall, seat: SeatRow) -> None:
    """Store now and then that the tablet was seen, so that a restart does not forget it."""
    now = datetime.now(UTC)
    if not hall.seated.due(seat, now):
        return
    async with hall.db.acquire() as tx:
        await seats.touch(tx, seat.id, now)


router = Router("/scoring", route_handlers=[show, live])
