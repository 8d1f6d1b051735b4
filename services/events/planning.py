"""The search for a plan: started, watched, stopped, taken over. The search itself runs in a process of its own.

The best plan so far is kept as it comes, so that stopping, or a service that starts anew, loses nothing.
"""

from datetime import datetime
from functools import partial
from typing import Annotated, Any
from uuid import UUID

from litestar import Request, Response, Router, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from msgspec import Meta, Struct

from services.events import live, matches, searching
from services.events.access import organised_event
from services.events.fixtures import Rows, customs, hall_of, moment_of
from services.events.search_words import shown
from services.events.sql import availability as available
from services.events.sql import courts as court_sql
from services.events.sql import matches as match_sql
from services.events.sql import planning as sql
from services.events.sql import results as results_sql
from services.events.sql.events import Event
from services.events.sql.matches import Slot as Put
from shared.kit.db import Db, Tx
from shared.kit.http.auth import Who, signed_in
from shared.kit.http.errors import Refused
from shared.kit.http.forms import typed
from shared.kit.http.replies import done, json, page, wants_json
from shared.kit.live import Hub
from shared.kit.words import _
from shared.rules.scheduling.capacity import shortage
from shared.rules.scheduling.officiating import officials_of

AnyRequest = Request[Any, Any, Any]
LONGEST_SECONDS = 900


class Wanted(Struct, kw_only=True):
    seconds: Annotated[int, Meta(title=_("Seconds"))] = 60


class Taken(Struct, frozen=True):
    matches: int
    without_officials: int


class Started(Struct, frozen=True):
    id: UUID


@get("/{event_id:uuid}/planning", guards=[signed_in])
async def planning_page(
    request: AnyRequest, event_id: FromPath[UUID], tx: NamedDependency[Tx], who: NamedDependency[Who]
) -> Response[Any]:
    event = await organised_event(tx, event_id, who)
    search = await sql.latest(tx, event_id)
    if wants_json(request):
        return json({"search": search})
    rows = await rows_of(tx, event, matches.zone(request))
    hall = hall_of(rows)
    return page(
        request,
        "planning.html",
        event=event,
        rows=rows,
        courts=await court_sql.courts(tx, event_id),
        contests=[(each, customs(each)) for each in rows.contests if each.regulation.judged is None],
        needed=sum(fixture.minutes for fixture in hall.fixtures),
        there=sum(
            session.end - session.start for session in hall.sessions for court in hall.courts if session.holds(court.id)
        ),
        short=shortage(hall),
        search=search,
        shown=await shown(tx, search) if search else None,
    )


@get("/{event_id:uuid}/planning/progress", guards=[signed_in])
async def progress(
    request: AnyRequest, event_id: FromPath[UUID], tx: NamedDependency[Tx], who: NamedDependency[Who]
) -> Response[Any]:
    """How far the search is: a piece of the page, or JSON."""
    event = await organised_event(tx, event_id, who)
    found = await sql.latest(tx, event_id)
    seen = await shown(tx, found) if found else None
    if wants_json(request):
        return json({"search": found, "shown": seen})
    return page(request, "planning_search.html", event=event, search=found, shown=seen)


async def rows_of(tx: Tx, event: Event, timezone: Any) -> Rows:
    """Everything a plan of the event depends on."""
    return Rows(
        first_day=event.starts_on,
        timezone=timezone,
        courts=[(court.id, court.name) for court in await court_sql.courts(tx, event.id)],
        show=await available.show_courts(tx, event.id),
        sessions=await available.sessions(tx, event.id),
        contests=await available.contests(tx, event.id),
        matches=await sql.matches(tx, event.id),
        sides=await sql.sides(tx, event.id),
        rules=await available.rules(tx, event.id),
        absences=await available.absences(tx, event.id),
        officials=await available.officials(tx, event.id),
    )


@post("/{event_id:uuid}/planning/search", guards=[signed_in], status_code=202)
async def search(
    request: AnyRequest,
    event_id: FromPath[UUID],
    tx: NamedDependency[Tx],
    db: NamedDependency[Db],
    who: NamedDependency[Who],
    now: NamedDependency[datetime],
    hub: NamedDependency[Hub],
) -> Response[Any]:
    data = await typed(request, Wanted)
    event = await organised_event(tx, event_id, who)
    if not 1 <= data.seconds <= LONGEST_SECONDS:
        raise Refused("plan.seconds", _("A search takes from 1 second to {most}."), most=LONGEST_SECONDS)
    rows = await rows_of(tx, event, matches.zone(request))
    hall = hall_of(rows, now)
    if not hall.courts:
        raise Refused("plan.no_court", _("The event has no courts yet."))
    if not hall.sessions:
        raise Refused("plan.no_session", _("Say first when there is play: add sessions."))
    if all(fixture.at is not None for fixture in hall.fixtures):
        raise Refused("plan.no_match", _("There is no match to plan: publish a draw first."))
    found = await sql.begin(tx, event_id, data.seconds, who.member_id, rows.origin, now)
    tx.after_commit(lambda: searching.start(db, hub, event_id, found, hall, data.seconds))
    return done(request, to=f"/events/{event_id}/planning", body=Started(found), status=202)


@post("/{event_id:uuid}/planning/stop", guards=[signed_in], status_code=200)
async def stop(
    request: AnyRequest, event_id: FromPath[UUID], tx: NamedDependency[Tx], who: NamedDependency[Who]
) -> Response[Any]:
    """Ask the search to stop; the best plan so far stays."""
    await organised_event(tx, event_id, who)
    if not await sql.ask_to_stop(tx, event_id):
        raise Refused("plan.not_running", _("No search is running."), status=409)
    return done(request, to=f"/events/{event_id}/planning", body={"stopping": True})


@post("/{event_id:uuid}/planning/apply", guards=[signed_in], status_code=200)
async def take_over(
    request: AnyRequest,
    event_id: FromPath[UUID],
    tx: NamedDependency[Tx],
    who: NamedDependency[Who],
    now: NamedDependency[datetime],
    hub: NamedDependency[Hub],
) -> Response[Any]:
    """Put every match that has not begun where the best plan so far has it, and tell its players."""
    event = await organised_event(tx, event_id, who)
    found = await sql.latest(tx, event_id)
    if found is None or found.plan is None:
        raise Refused("plan.none", _("There is no plan to take over yet."), status=409)
    rows = await rows_of(tx, event, matches.zone(request))
    movable = {str(match.id) for match in rows.matches if match.status in ("waiting", "ready") and not match.held}
    courts = {str(court) for court, _name in rows.courts}
    plan = {match: slot for match, slot in found.plan.items() if match in movable and slot.court in courts}
    slots = [
        Put(UUID(match), UUID(slot.court), moment_of(found.origin, slot.start, rows.timezone))
        for match, slot in plan.items()
    ]
    await put(tx, slots, hub, event_id)
    given = officials_of(hall_of(rows, now), found.plan)
    await sql.give_officials(
        tx,
        [UUID(match) for match in given.by_match],
        [(UUID(match), UUID(official)) for match, some in given.by_match.items() for official in some],
    )
    await sql.applied(tx, found.id, now)
    tx.after_commit(partial(searching.tell, hub, event_id))
    return done(request, to=f"/events/{event_id}/order-of-play", body=Taken(len(slots), len(given.short)))


async def put(tx: Tx, slots: list[Put], hub: Hub, event_id: UUID) -> None:
    """Matches to new places, their contests held; whoever is concerned is told."""
    contests = await results_sql.lock_contests_of(tx, [slot.match_id for slot in slots])
    await match_sql.place(tx, slots)
    moved = {slot.match_id for slot in slots}
    for contest in contests:
        await match_sql.rise(tx, contest.id)
        await matches.announce(tx, contest, moved)
        tx.after_commit(partial(live.changed, hub, event_id, contest.id, list(moved)))


router = Router(path="/events", route_handlers=[planning_page, progress, search, stop, take_over])
