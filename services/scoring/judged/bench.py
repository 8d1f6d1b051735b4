"""What a panel's tablet sees: the running stages of its panel and its own seat's ballots, once or as a stream.

Never a name or a unit of who performs, never another judge's mark.
"""

import asyncio
from contextlib import suppress
from datetime import UTC, datetime
from typing import Any

import msgspec
from litestar import Request, Response, Router, asgi, get

from services.scoring.hall import Hall, hall_of
from services.scoring.judged.bench_view import BenchSeat, BenchView, ContestView, contest_view
from services.scoring.judged.devices import AnyRequest, device_of
from services.scoring.judged.ground import ground_of
from services.scoring.judged.panel_pairings import desk_of
from services.scoring.seats import wait_closing
from services.scoring.sql import judged
from services.scoring.sql import panel_devices as sql
from services.scoring.sql.panel_devices import DeviceSeat
from services.scoring.views import Named
from services.scoring.watch import Watcher
from shared.kit.db import Tx
from shared.kit.http.auth import anyone
from shared.kit.live import COMMENT_EVERY, HEADERS, disconnect, part

encode = msgspec.json.Encoder().encode


@get("/bench", guards=[anyone])
async def show(request: AnyRequest) -> Response[bytes]:
    view = await bench_view(request)
    return Response(encode(view), media_type="application/json", headers={"Cache-Control": "no-store"})


@asgi("/bench/live", guards=[anyone], copy_scope=True)
async def live(scope: Any, receive: Any, send: Any) -> None:
    """The bench as JSON in events named `bench`, at once and whenever it changes."""
    request: AnyRequest = Request(scope)
    hall = hall_of(request)
    async with hall.db.acquire() as tx:
        device = await device_of(request, tx)
    await send({"type": "http.response.start", "status": 200, "headers": HEADERS})
    await send(part(b"retry: 2000\n\n"))
    watcher = join(hall, device)
    ended = [asyncio.create_task(disconnect(receive)), asyncio.create_task(wait_closing(hall))]
    for task in ended:
        task.add_done_callback(lambda _task: watcher.woken.set())
    try:
        await feed(request, watcher, ended, send)
    finally:
        leave(hall, device, watcher)
        for task in ended:
            task.cancel()
    with suppress(OSError):
        await send({"type": "http.response.body", "body": b"", "more_body": False})


def join(hall: Hall, device: DeviceSeat) -> Watcher:
    """Woken by what concerns the panel, and by what concerns this seat alone."""
    watcher = hall.benches.join(device.panel_id)
    hall.benches.watchers.setdefault(device.seat_id, set()).add(watcher)
    return watcher


def leave(hall: Hall, device: DeviceSeat, watcher: Watcher) -> None:
    hall.benches.leave(device.panel_id, watcher)
    hall.benches.leave(device.seat_id, watcher)


async def feed(request: AnyRequest, watcher: Watcher, ended: list["asyncio.Task[None]"], send: Any) -> None:
    shown = None
    while not any(task.done() for task in ended):
        with suppress(TimeoutError):
            await asyncio.wait_for(watcher.woken.wait(), COMMENT_EVERY)
        quiet = not watcher.woken.is_set()
        watcher.woken.clear()
        # What another replica wrote reaches this stream after a quiet while, at the latest.
        view = await bench_view(request)
        said = msgspec.structs.replace(view, server_time=None)
        if said != shown:
            shown = said
            await send(part(b"event: bench\ndata: " + encode(view) + b"\n\n"))
        elif quiet:
            await send(part(b": still here\n\n"))


async def bench_view(request: AnyRequest) -> BenchView:
    """The bench of the tablet that asks, in force or not."""
    hall = hall_of(request)
    async with hall.db.tx() as tx:
        device = await device_of(request, tx)
        now = datetime.now(UTC)
        await sql.touch(tx, device.id, now)
        contests = await contests_of(request, tx, device)
    event = await hall.events.event(device.event_id)
    return BenchView(
        seat=BenchSeat(device.seat_id, device.number, device.name, device.role, device.revoked_for),
        panel={"id": device.panel_id, "name": device.panel, "version": device.panel_version},
        event=Named(event.id, event.name),
        server_time=now,
        contests=contests,
        desk=None if device.revoked_for else desk_of(device.event_id, device.marks),
    )


async def contests_of(request: AnyRequest, tx: Tx, device: DeviceSeat) -> list[ContestView]:
    """The stages that run before the panel. A seat that gives no marks sees them at the desk."""
    if not device.marks:
        return []
    found = []
    for contest_id, stage in await sql.running_contests(tx, device.panel_id):
        contest = await judged.read_contest(tx, contest_id)
        if contest is not None and contest.state.status != "removed":
            found.append(await contest_view(request, tx, device, await ground_of(tx, contest, stage)))
    return found


router = Router("/scoring", route_handlers=[show, live])
