"""The organiser's page of an event's tablets: which places of a court have one, when it was seen, pair and unpair."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from litestar import Request, Response, Router, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from msgspec import Struct

from services.scoring.hall import Hall, hall_of
from services.scoring.sql import seats
from services.scoring.sql.copies import EventCopy
from services.scoring.sql.seats import CourtSeat
from shared.kit.db import Tx
from shared.kit.http.auth import Who, signed_in
from shared.kit.http.errors import Refused
from shared.kit.http.replies import done, json, page, wants_json
from shared.kit.words import _

MOST_PLACES = 20
LATELY = timedelta(seconds=40)
"""A connected tablet is heard at least every fifteen seconds; twice and a half is no accident."""


class CourtLine(Struct, frozen=True):
    court_id: UUID
    court: str
    place: int
    seat_id: UUID | None
    paired_at: datetime | None
    seen_at: datetime | None
    lately: bool


class CourtPlaces(Struct, frozen=True):
    """A court with the places that have a tablet, the umpire's always among them."""

    court_id: UUID
    court: str
    seats: list[CourtLine]

    @property
    def free(self) -> int | None:
        """The next place a further counter or judge can have."""
        taken = {each.place for each in self.seats}
        return next((place for place in range(1, MOST_PLACES + 1) if place not in taken), None)


class Tablets(Struct, frozen=True):
    event_id: UUID
    event: str
    courts: list[CourtLine]


@get("/events/{event_id:uuid}/tablets", guards=[signed_in])
async def show(
    request: Request[Any, Any, Any], event_id: FromPath[UUID], tx: NamedDependency[Tx], who: NamedDependency[Who]
) -> Response[bytes]:
    event = await hall_of(request).events.require_organiser(who, event_id)
    if wants_json(request):
        return json(Tablets(event.id, event.name, await court_lines(hall_of(request), tx, event.id)))
    return await tablets_page(request, tx, event)


@post("/seats/{seat_id:uuid}/revoke", guards=[signed_in], status_code=200)
async def revoke(
    request: Request[Any, Any, Any],
    seat_id: FromPath[UUID],
    tx: NamedDependency[Tx],
    who: NamedDependency[Who],
    now: NamedDependency[datetime],
) -> Response[Any]:
    """Unpair a tablet. What it sends from now on is refused; what it sent is kept."""
    hall = hall_of(request)
    seat = await seats.read_seat(tx, seat_id)
    if seat is None:
        raise Refused("seat.unknown", _("There is no such tablet."), status=404)
    court = await hall.events.court(seat.court_id)
    event = await hall.events.require_organiser(who, court.event_id)
    await seats.revoke(tx, seat_id, now)
    tx.after_commit(lambda: hall.seats_changed([seat.court_id]))
    return done(request, to=f"/scoring/events/{event.id}/tablets", body={"revoked": seat_id})


async def tablets_page(request: Request[Any, Any, Any], tx: Tx, event: EventCopy, **context: Any) -> Response[bytes]:
    courts = by_court(await court_lines(hall_of(request), tx, event.id))
    return page(request, "tablets.html", **({"pairing": None} | context), event=event, courts=courts)


def by_court(lines: list[CourtLine]) -> list[CourtPlaces]:
    found: dict[UUID, CourtPlaces] = {}
    for line in lines:
        place = found.setdefault(line.court_id, CourtPlaces(line.court_id, line.court, []))
        if not place.seats and line.place > 1:
            place.seats.append(CourtLine(line.court_id, line.court, 1, None, None, None, False))
        place.seats.append(line)
    return list(found.values())


async def court_lines(hall: Hall, tx: Tx, event_id: UUID) -> list[CourtLine]:
    return [court_line(hall, each, datetime.now(UTC)) for each in await seats.courts_with_seats(tx, event_id)]


def court_line(hall: Hall, each: CourtSeat, now: datetime) -> CourtLine:
    seen = hall.seated.last_seen(each.seat_id, each.seen_at) if each.seat_id and each.seen_at else None
    lately = seen is not None and seen > now - LATELY
    return CourtLine(each.court_id, each.court, each.place, each.seat_id, each.paired_at, seen, lately)


router = Router("/scoring", route_handlers=[show, revoke])
