"""Play as it runs: the next match to the next free court, and what a delay moves. Knows no score."""

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from litestar import Request, Response, Router, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from msgspec import Meta, Struct

from services.events import matches
from services.events.access import organised_event
from services.events.fixtures import Rows, hall_of, plan_of
from services.events.order_of_play import as_it_runs
from services.events.planning import put, rows_of
from services.events.sql import matches as match_sql
from services.events.sql.matches import Slot as Put
from shared.kit.db import Tx
from shared.kit.http.auth import Who, signed_in
from shared.kit.http.errors import Refused
from shared.kit.http.forms import typed
from shared.kit.http.replies import done
from shared.kit.live import Hub
from shared.kit.words import _
from shared.rules.scheduling import Slot
from shared.rules.scheduling.delays import shifted
from shared.rules.scheduling.next_match import next_match

AnyRequest = Request[Any, Any, Any]
LONGEST_DELAY = 24 * 60


class ToCourt(Struct, kw_only=True):
    court_id: Annotated[UUID | None, Meta(title=_("Court"))] = None
    """None takes the first free court."""


class Delay(Struct, kw_only=True):
    court_id: Annotated[UUID | None, Meta(title=_("Court"))] = None
    """None is every court."""
    minutes: Annotated[int | None, Meta(title=_("Minutes"))] = None
    """None is as late as play is now."""


class Moved(Struct, frozen=True):
    matches: int


@post("/{event_id:uuid}/next", guards=[signed_in], status_code=200)
async def call_next(
    request: AnyRequest,
    event_id: FromPath[UUID],
    tx: NamedDependency[Tx],
    who: NamedDependency[Who],
    now: NamedDependency[datetime],
    hub: NamedDependency[Hub],
) -> Response[Any]:
    """Call the next ready match whose players are free and rested."""
    data = await typed(request, ToCourt)
    event = await organised_event(tx, event_id, who)
    rows = await rows_of(tx, event, matches.zone(request))
    court_id = data.court_id or first_free(rows, await match_sql.busy_courts(tx, event_id))
    await matches.require_court(tx, court_id, event_id)
    ready = [
        str(match.id)
        for match in rows.matches
        if (match.status == "ready" and not match.line_ups_due) or (match.between and match.court_id == court_id)
    ]
    hall = hall_of(rows, now)
    found = next_match(hall, plan_of(rows), ready, str(court_id), rows.minute(now))
    if found.match is None:
        raise nobody(rows, found.waits, found.until)
    contest, match = await matches.held_match(tx, UUID(found.match), who)
    called = await matches.call_to(tx, contest, match, court_id, now, hub)
    return done(request, to=f"/events/{event_id}/hall", body=called)


def first_free(rows: Rows, taken: set[UUID]) -> UUID:
    for court, _name in rows.courts:
        if court not in taken:
            return court
    raise Refused("court.none_free", _("No court is free."), status=409)


def nobody(rows: Rows, waits: str | None, until: int | None) -> Refused:
    if waits is None or until is None:
        return Refused("match.none_ready", _("No match is ready for this court."), status=409)
    match = next(each for each in rows.matches if str(each.id) == waits)
    return Refused(
        "match.all_rest",
        _("Everybody plays or rests. First comes match {number} of {contest}, at {time}."),
        status=409,
        number=match.number,
        contest=match.contest_name,
        time=f"{rows.local(rows.moment(until)):%H:%M}",
    )


@post("/{event_id:uuid}/delay", guards=[signed_in], status_code=200)
async def delay(
    request: AnyRequest,
    event_id: FromPath[UUID],
    tx: NamedDependency[Tx],
    who: NamedDependency[Who],
    now: NamedDependency[datetime],
    hub: NamedDependency[Hub],
) -> Response[Any]:
    """Move what follows by a delay, no further than it must; everybody concerned is told."""
    data = await typed(request, Delay)
    event = await organised_event(tx, event_id, who)
    if data.minutes is not None and not 1 <= data.minutes <= LONGEST_DELAY:
        raise Refused("delay.minutes", _("A delay lasts from one minute to a day."))
    if data.court_id is not None:
        await matches.require_court(tx, data.court_id, event_id)
    rows = await rows_of(tx, event, matches.zone(request))
    plan = plan_of(rows)
    moved = as_it_runs(rows, now) if data.minutes is None else delayed(rows, plan, data.court_id, data.minutes, now)
    movable = {str(match.id) for match in rows.matches if match.status in ("waiting", "ready")}
    slots = [
        Put(UUID(match), UUID(slot.court), rows.moment(slot.start))
        for match, slot in moved.items()
        if match in movable and slot != plan[match]
    ]
    await put(tx, slots, hub, event_id)
    return done(request, to=f"/events/{event_id}/order-of-play", body=Moved(len(slots)))


def delayed(rows: Rows, plan: dict[str, Slot], court: UUID | None, minutes: int, now: datetime) -> dict[str, Slot]:
    """The plan with the first matches that come on a court, or on all, so much later, and whatever follows from it."""
    coming = [match for match in rows.matches if match.status in ("waiting", "ready") and str(match.id) in plan]
    first: dict[UUID | None, str] = {}
    for match in sorted(coming, key=lambda each: plan[str(each.id)].start):
        if court in (None, match.court_id):
            first.setdefault(match.court_id, str(match.id))
    wanted = {match: plan[match].start + minutes for match in first.values()}
    return shifted(hall_of(rows, now), plan, wanted)


router = Router(path="/events", route_handlers=[call_next, delay])
