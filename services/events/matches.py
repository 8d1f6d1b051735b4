"""Matches called to their courts, and a contest's matches put on courts in simple order. Knows no score."""

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID
from zoneinfo import ZoneInfo

from litestar import Request, Response, Router, post
from litestar.di import NamedDependency
from msgspec import Meta, Struct

from services.events import live, results, schedule, ties
from services.events.access import contest_to_change, require_organiser
from services.events.match import Match
from services.events.sql import matches as sql
from services.events.sql import public as public_sql
from services.events.sql import results as results_sql
from services.events.sql import ties as ties_sql
from services.events.sql.public import MatchView
from services.events.sql.results import Contest
from shared.kit.bus.journal import record, record_all
from shared.kit.db import Tx
from shared.kit.http.auth import Who, signed_in
from shared.kit.http.errors import Refused
from shared.kit.http.forms import typed
from shared.kit.http.replies import done
from shared.kit.live import Hub
from shared.kit.words import _
from shared.messages.events import MatchCalled, MatchReady

AnyRequest = Request[Any, Any, Any]
EARLIEST, LATEST = 2000, 2199
"""Years a match can be set for; what lies outside is a slip of the finger."""
LONGEST_MINUTES = 24 * 60


class Call(Struct, kw_only=True):
    court_id: Annotated[UUID | None, Meta(title=_("Court"))] = None


class Order(Struct, kw_only=True):
    first_at: Annotated[str, Meta(title=_("First match at"))]
    minutes: Annotated[int, Meta(title=_("Minutes a match"))]
    court_ids: Annotated[list[UUID], Meta(title=_("Courts"))]


class Called(Struct):
    id: UUID
    court_id: UUID
    call: int
    revision: int


class Placed(Struct):
    matches: int


async def organised_match(tx: Tx, match_id: UUID, who: Who) -> MatchView:
    """The match, of whose event the caller is an organiser."""
    match = await public_sql.match(tx, match_id)
    if match is None:
        raise Refused("match.unknown", _("There is no such match."), status=404)
    await require_organiser(tx, match.event_id, who)
    return match


async def held_match(tx: Tx, match_id: UUID, who: Who) -> tuple[Contest, Match]:
    """The match, its contest held for a change by an organiser."""
    await organised_match(tx, match_id, who)
    contest = (await results_sql.lock_contests_of(tx, [match_id]))[0]
    return contest, await to_play(tx, contest, match_id)


async def to_play(tx: Tx, contest: Contest, match_id: UUID) -> Match:
    """The match itself; of a tie whose line-ups are shown, the rubber that is next."""
    rubbers = await ties_sql.rubbers_of(tx, await ties_sql.ties_of_rubbers(tx, [match_id]))
    own = next((rubber for rubber in rubbers if rubber.id == match_id), None)
    following = next((rubber for rubber in rubbers if rubber.status in ("ready", "called")), None)
    if own is not None or following is not None:
        return own or following or rubbers[0]
    matches = await results_sql.matches_of(tx, [contest.id])
    return next(match for match in matches if match.id == match_id)


@post("/matches/{match_id:uuid}/call", guards=[signed_in], status_code=200)
async def call_match(
    request: AnyRequest,
    match_id: UUID,
    tx: NamedDependency[Tx],
    who: NamedDependency[Who],
    now: NamedDependency[datetime],
    hub: NamedDependency[Hub],
) -> Response[Any]:
    """Call a match to its court: the tablet there gets its sheet, the players their message."""
    data = await typed(request, Call)
    contest, match = await held_match(tx, match_id, who)
    called = await call_to(tx, contest, match, data.court_id or match.court_id, now, hub)
    return done(request, to=f"/events/{contest.event_id}/hall", body=called)


async def call_to(tx: Tx, contest: Contest, match: Match, court_id: UUID | None, now: datetime, hub: Hub) -> Called:
    """Call a match, its contest held, to a court that must be free."""
    require_callable(match)
    if contest.regulation.tie is not None and not isinstance(match, ties_sql.Rubber):
        raise Refused("line_up.due", _("Line-ups for match {number} are not in yet."), status=409, number=match.number)
    if court_id is None:
        raise Refused("match.no_court", _("Choose a court for match {number} first."), number=match.number)
    await require_court(tx, court_id, contest.event_id)
    await require_free(tx, court_id, match.id)
    await sql.call(tx, match.id, court_id, now)
    await sql.rise(tx, contest.id)
    called = await tell(tx, contest, match.id, now)
    tx.after_commit(lambda: live.changed(hub, contest.event_id, contest.id, [match.id]))
    return Called(match.id, court_id, called.call, called.revision)


def require_callable(match: Match) -> None:
    if match.status == "waiting":
        raise Refused("match.not_ready", _("The sides of match {number} are not known yet."), status=409,
                      number=match.number)  # fmt: skip
    if match.status not in ("ready", "called"):
        raise Refused("match.begun", _("Match {number} is on court or over."), status=409, number=match.number)


async def require_court(tx: Tx, court_id: UUID, event_id: UUID) -> None:
    if await sql.court_of_event(tx, court_id, event_id) is None:
        raise Refused("court.unknown", _("There is no such court."), status=404)


async def require_free(tx: Tx, court_id: UUID, match_id: UUID) -> None:
    """A tablet shows one match: calling another to its court would take the running one from the umpire."""
    busy = await sql.busy_with(tx, court_id, match_id)
    if busy is not None:
        raise Refused(
            "court.busy",
            _("Match {number} of {contest} is still on this court."),
            status=409,
            number=busy.number,
            contest=busy.contest_name,
        )


async def tell(tx: Tx, contest: Contest, match_id: UUID, now: datetime) -> MatchCalled:
    match = await to_play(tx, contest, match_id)
    if isinstance(match, ties_sql.Rubber):
        state = await ties.state_of(tx, contest, match)
    else:
        entries = await results_sql.entries_of(tx, [side for side in match.sides if side])
        state = results.state_of(contest, match, entries)
    message = MatchCalled(id=match.id, revision=match.revision, match=state, call=match.call, called_at=now)
    await record(tx, message)
    return message


@post("/contests/{contest_id:uuid}/schedule", guards=[signed_in], status_code=200)
async def order(
    request: AnyRequest,
    contest_id: UUID,
    tx: NamedDependency[Tx],
    who: NamedDependency[Who],
    hub: NamedDependency[Hub],
) -> Response[Any]:
    """Give every match of a contest that has not begun a court and a time."""
    data = await typed(request, Order)
    contest = await contest_to_change(tx, contest_id, who, None)
    if not 1 <= data.minutes <= LONGEST_MINUTES:
        raise Refused("schedule.minutes", _("A match lasts from one minute to a day."))
    if not data.court_ids:
        raise Refused("schedule.no_court", _("Choose at least one court."))
    for court_id in data.court_ids:
        await require_court(tx, court_id, contest.event_id)
    first_at = moment(data.first_at, zone(request))
    taken = await sql.slots_of_event(tx, contest.event_id, contest_id)
    matches = await results_sql.matches_of(tx, [contest_id])
    slots = schedule.ordered(matches, first_at, data.minutes, data.court_ids, taken)
    await sql.place(tx, slots)
    await sql.rise(tx, contest_id)
    placed = [slot.match_id for slot in slots]
    await announce(tx, (await results_sql.contest_of(tx, contest_id))[0], set(placed))
    tx.after_commit(lambda: live.changed(hub, contest.event_id, contest_id, placed))
    return done(request, to=f"/events/{contest.event_id}/hall", body=Placed(len(slots)))


async def announce(tx: Tx, contest: Contest, placed: set[UUID]) -> None:
    """The matches whose sides are known, with the court and time they have now."""
    matches = [match for match in await results_sql.matches_of(tx, [contest.id]) if match.id in placed and match.known]
    entries = await results_sql.entries_of(tx, [side for match in matches for side in match.sides if side])
    await record_all(
        tx,
        [
            MatchReady(id=match.id, revision=match.revision, match=results.state_of(contest, match, entries))
            for match in matches
        ],
    )


def zone(request: AnyRequest) -> ZoneInfo:
    found: ZoneInfo = request.app.state.config.timezone
    return found


def moment(text: str, timezone: ZoneInfo) -> datetime:
    """A time as a form sends it; without a zone it is the hall's."""
    try:
        found = datetime.fromisoformat(text)
    except ValueError as error:
        raise Refused("input.time", _("“{text}” is no date and time."), text=text) from error
    if not EARLIEST <= found.year <= LATEST:
        raise Refused("time.year", _("Please check the date: the year is {year}."), year=found.year)
    return found if found.tzinfo else found.replace(tzinfo=timezone)


router = Router(path="/events", route_handlers=[call_match, order])
