"""Pairing a tablet to a seat of a panel: a code made, used once by `POST /scoring/pair`, and taken back.

The pages that show codes are the panel's own; here is what a program asks, and what using a code does.
"""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from litestar import Response, Router, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from msgspec import Struct

from services.scoring import codes
from services.scoring.hall import hall_of
from services.scoring.judged import watch
from services.scoring.judged.devices import AnyRequest, seats_changed
from services.scoring.judged.panels import by, panel_to_run
from services.scoring.sql import judged, panels
from services.scoring.sql import panel_devices as sql
from services.scoring.sql.judged import SeatRow
from services.scoring.views import Named
from shared.kit.config import Config
from shared.kit.db import Tx
from shared.kit.http.auth import Who, signed_in
from shared.kit.http.errors import Refused
from shared.kit.http.replies import done, json
from shared.kit.words import _

VALID = timedelta(minutes=10)


class SeatNamed(Struct, frozen=True):
    """A seat as its own tablet is told of it."""

    id: UUID
    number: int
    name: str
    role: str


class PanelPaired(Struct, frozen=True, kw_only=True):
    """A tablet took a seat of a panel. `desk` is where a seat that gives no marks does its work."""

    seat_id: UUID
    token: str
    court: None = None
    place: int = 1
    panel: Named
    seat: SeatNamed
    desk: str | None = None


async def use_code(request: AnyRequest, tx: Tx, code_hash: bytes, now: datetime) -> PanelPaired | None:
    """The tablet that brings a panel's code takes its seat; the one before may only look. None: no such code."""
    used = await sql.use_code(tx, code_hash, now)
    if used is None:
        return None
    await sql.revoke_in_seat(tx, used.seat_id, now, "replaced")
    token = codes.new_token()
    await sql.insert_device(tx, used.seat_id, codes.hashed(token), now)
    seats_changed(request, tx, used.seat_id)
    await tell_desks(request, tx, used.panel_id)
    return PanelPaired(
        seat_id=used.seat_id,
        token=token,
        panel=Named(used.panel_id, used.panel),
        seat=SeatNamed(used.seat_id, used.number, used.name, used.role),
        desk=desk_of(used.event_id, used.marks),
    )


def desk_of(event_id: UUID, marks: bool) -> str | None:
    """Where a seat without marks works; None for a judge's."""
    return None if marks else f"/scoring/events/{event_id}/judged"


async def tell_desks(request: AnyRequest, tx: Tx, panel_id: UUID) -> None:
    for contest_id, _stage in await sql.running_contests(tx, panel_id):
        watch.moved(hall_of(request), tx, contest_id)


async def seat_to_pair(request: AnyRequest, tx: Tx, who: Who, seat_id: UUID) -> SeatRow:
    """The seat, for somebody who organises its panel's event."""
    seat = await judged.read_seat(tx, seat_id)
    if seat is None or not seat.active:
        raise Refused("panel.no_seat", _("There is no such seat."), status=404)
    await panel_to_run(request, tx, who, seat.panel_id)
    return seat


@post("/panel-seats/{seat_id:uuid}/pairings", guards=[signed_in], status_code=201)
async def make(
    request: AnyRequest,
    seat_id: FromPath[UUID],
    tx: NamedDependency[Tx],
    who: NamedDependency[Who],
    now: NamedDependency[datetime],
) -> Response[bytes]:
    """A code for one seat, shown this once: only its hash is kept."""
    seat = await seat_to_pair(request, tx, who, seat_id)
    code = codes.new_code()
    await panels.insert_codes(tx, [(seat.id, codes.hashed(code))], by(who), now, now + VALID)
    config: Config = request.app.state.config
    url = f"{config.door}/scoring/tablet/?code={code}"
    return json({"seat_id": seat.id, "code": codes.in_groups(code), "url": url, "expires_at": now + VALID}, 201)


@post("/panel-seats/{seat_id:uuid}/revoke", guards=[signed_in], status_code=200)
async def unpair(
    request: AnyRequest,
    seat_id: FromPath[UUID],
    tx: NamedDependency[Tx],
    who: NamedDependency[Who],
    now: NamedDependency[datetime],
) -> Response[Any]:
    """Take the tablet out of a seat. What it sends from now on is refused; what it sent is kept."""
    seat = await seat_to_pair(request, tx, who, seat_id)
    revoked = await sql.revoke_in_seat(tx, seat.id, now, "unpaired")
    seats_changed(request, tx, seat.id)
    await tell_desks(request, tx, seat.panel_id)
    return done(request, to=f"/scoring/panels/{seat.panel_id}#seats", body={"revoked": revoked})


@post("/panel-devices/{device_id:uuid}/revoke", guards=[signed_in], status_code=200)
async def unpair_device(
    request: AnyRequest,
    device_id: FromPath[UUID],
    tx: NamedDependency[Tx],
    who: NamedDependency[Who],
    now: NamedDependency[datetime],
) -> Response[Any]:
    """The same by the tablet; one whose seat another holds already stays as it is."""
    seat_id = await sql.seat_of_device(tx, device_id)
    if seat_id is None:
        raise Refused("seat.unknown", _("There is no such tablet."), status=404)
    seat = await seat_to_pair(request, tx, who, seat_id)
    revoked = await sql.revoke_device(tx, device_id, now)
    seats_changed(request, tx, seat.id)
    await tell_desks(request, tx, seat.panel_id)
    return done(request, to=f"/scoring/panels/{seat.panel_id}#seats", body={"revoked": revoked})


router = Router("/scoring", route_handlers=[make, unpair, unpair_device])
