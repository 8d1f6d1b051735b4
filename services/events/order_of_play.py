"""The order of play: who plays when and where, for everybody; and the board on which organisers move matches."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from litestar import Request, Response, Router, get
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery
from msgspec import Struct

from services.events import live
from services.events.access import organised_event, organises
from services.events.clash_words import said, speaker
from services.events.fixtures import Rows, hall_of, plan_of
from services.events.matches import moment, organised_match, zone
from services.events.planning import rows_of
from services.events.sql import events as event_sql
from services.events.sql import order_of_play as sql
from services.events.sql.public import MatchView
from shared.kit.db import Tx
from shared.kit.http.auth import Who, anyone, signed_in
from shared.kit.http.errors import Refused
from shared.kit.http.replies import json, page, wants_json
from shared.kit.words import _
from shared.rules.scheduling import Slot
from shared.rules.scheduling.clashes import clashes
from shared.rules.scheduling.delays import shifted

AnyRequest = Request[Any, Any, Any]
LATE = timedelta(minutes=5)
"""From then on a match is said to be late."""
ROW = 15
"""Minutes between the lines of the board."""


class Line(Struct, frozen=True, kw_only=True):
    """A match in the order of play. `expected` is when it will begin as play runs now, None while it is in time."""

    match: MatchView
    expected: datetime | None
    officials: tuple[str, ...]
    minutes: int


class Day(Struct, frozen=True):
    day: date
    lines: tuple[Line, ...]

    @property
    def courts(self) -> list[tuple[str, list[Line]]]:
        found: dict[str, list[Line]] = {}
        for line in sorted(self.lines, key=lambda each: each.match.court_name or ""):
            found.setdefault(line.match.court_name or "", []).append(line)
        return list(found.items())


class Played(Struct, frozen=True):
    id: UUID
    contest: str
    number: int
    sides: tuple[str | None, str | None]
    court: str | None
    starts_at: datetime | None
    expected: datetime | None
    status: str
    officials: tuple[str, ...]


@get("/{event_id:uuid}/order-of-play", guards=[anyone])
async def order_of_play(
    request: AnyRequest,
    event_id: FromPath[UUID],
    tx: NamedDependency[Tx],
    who: NamedDependency[Who],
    now: NamedDependency[datetime],
    by: FromQuery[str] = "time",
) -> Response[Any]:
    event = await event_sql.event(tx, event_id)
    if event is None:
        raise Refused("event.unknown", _("There is no such event."), status=404)
    rows = await rows_of(tx, event, zone(request))
    lines = await lines_of(tx, rows, event_id, now)
    if wants_json(request):
        return json({"matches": [played(line) for line in lines]})
    days = days_of(lines, rows)
    mine = await organises(tx, event_id, who)
    return page(request, "order_of_play.html", event=event, days=days, by=by, mine=mine, today=now)


async def lines_of(tx: Tx, rows: Rows, event_id: UUID, now: datetime) -> list[Line]:
    expected = expected_starts(rows, now)
    officials = await sql.officials_by_match(tx, event_id)
    minutes = {fixture.id: fixture.minutes for fixture in hall_of(rows).fixtures}
    return [
        Line(
            match=live.with_score(match),
            expected=expected.get(match.id),
            officials=officials.get(match.id, ()),
            minutes=minutes.get(str(match.id), 30),
        )
        for match in await sql.timed(tx, event_id)
    ]


def expected_starts(rows: Rows, now: datetime) -> Mapping[UUID, datetime]:
    """Where matches will begin later than planned, as play runs now; empty outside the days of play."""
    times = [match.starts_at for match in rows.matches if match.starts_at]
    if not times or not min(times) - timedelta(hours=12) < now < max(times) + timedelta(hours=12):
        return {}
    moved = as_it_runs(rows, now)
    return {
        match.id: rows.moment(moved[str(match.id)].start)
        for match in rows.matches
        if match.starts_at and match.status in ("waiting", "ready") and str(match.id) in moved
        and rows.moment(moved[str(match.id)].start) - match.starts_at >= LATE
    }  # fmt: skip


def as_it_runs(rows: Rows, now: datetime) -> dict[str, Slot]:
    """The plan shifted by what is late at this moment: matches on court beyond their time, matches not yet called."""
    plan = plan_of(rows)
    late = {match: rows.minute(now) for match, slot in plan.items() if slot.start < rows.minute(now)}
    return shifted(hall_of(rows, now), plan, late)


def days_of(lines: Sequence[Line], rows: Rows) -> list[Day]:
    found: dict[date, list[Line]] = {}
    for line in lines:
        if line.match.starts_at is not None:
            found.setdefault(rows.local(line.match.starts_at).date(), []).append(line)
    return [Day(day, tuple(lines)) for day, lines in sorted(found.items())]


def played(line: Line) -> Played:
    match = line.match
    return Played(
        match.id,
        match.contest_name,
        match.number,
        (match.name_1, match.name_2),
        match.court_name,
        match.starts_at,
        line.expected,
        match.status,
        line.officials,
    )


class Card(Struct, frozen=True, kw_only=True):
    """A match on the board. `at` counts minutes from the day's first line."""

    match: MatchView
    at: int
    minutes: int
    movable: bool
    clashes: tuple[str, ...]


class Lane(Struct, frozen=True):
    """A court's column on one day."""

    id: UUID
    name: str
    cards: tuple[Card, ...]


class BoardDay(Struct, frozen=True, kw_only=True):
    day: date
    first: int
    """The minute of the day at the top."""
    minutes: int
    lanes: tuple[Lane, ...]

    @property
    def hours(self) -> list[tuple[int, str]]:
        return [(minute - self.first, f"{minute // 60:02}:{minute % 60:02}")
                for minute in range(self.first, self.first + self.minutes + 1, ROW)]  # fmt: skip


@get("/{event_id:uuid}/board", guards=[signed_in])
async def board(
    request: AnyRequest, event_id: FromPath[UUID], tx: NamedDependency[Tx], who: NamedDependency[Who]
) -> Response[Any]:
    """Days with courts side by side; every match can be moved by hand."""
    event = await organised_event(tx, event_id, who)
    rows = await rows_of(tx, event, zone(request))
    lines = await lines_of(tx, rows, event_id, datetime.max.replace(tzinfo=rows.timezone))
    say = speaker(request.app.state.pages, who.lang)
    found = clashes(hall_of(rows), plan_of(rows))
    wrong: dict[str, list[str]] = {}
    for clash in found:
        for sentence in await said(tx, rows, [clash], say):
            wrong.setdefault(clash.match, []).append(sentence)
    placed = {line.match.id for line in lines if line.match.court_id is not None}
    loose = [match for match in await sql.loose(tx, event_id) if match.id not in placed]
    days = [board_day(day, rows, wrong) for day in days_of(lines, rows)]
    return page(request, "board.html", event=event, days=days, step=rows.rules.step, loose=loose,
                wrong=await said(tx, rows, found, say))  # fmt: skip


def board_day(day: Day, rows: Rows, wrong: Mapping[str, Sequence[str]]) -> BoardDay:
    starts = [rows.local(line.match.starts_at) for line in day.lines if line.match.starts_at]
    ends = [rows.local(each.ends_at) for each in rows.sessions if rows.local(each.starts_at).date() == day.day]
    begins = [rows.local(each.starts_at) for each in rows.sessions if rows.local(each.starts_at).date() == day.day]
    first = min(minute_of_day(each) for each in (*starts, *begins)) // 60 * 60
    last = max([*(minute_of_day(each) for each in (*starts, *ends)), first])
    cards: dict[UUID | None, list[Card]] = {}
    for line in day.lines:
        if line.match.starts_at is None:
            continue
        at = minute_of_day(rows.local(line.match.starts_at))
        last = max(last, at + line.minutes)
        card = Card(
            match=line.match,
            at=at - first,
            minutes=line.minutes,
            movable=line.match.status in ("waiting", "ready"),
            clashes=tuple(wrong.get(str(line.match.id), ())),
        )
        cards.setdefault(line.match.court_id, []).append(card)
    lanes = tuple(Lane(court, name, tuple(cards.get(court, ()))) for court, name in rows.courts)
    return BoardDay(day=day.day, first=first, minutes=-(-(last - first) // ROW) * ROW, lanes=lanes)


def minute_of_day(moment_there: datetime) -> int:
    return moment_there.hour * 60 + moment_there.minute


@get("/matches/{match_id:uuid}/clashes", guards=[signed_in])
async def clashes_of_a_place(
    request: AnyRequest,
    match_id: FromPath[UUID],
    tx: NamedDependency[Tx],
    who: NamedDependency[Who],
    court_id: FromQuery[UUID],
    starts_at: FromQuery[str],
) -> Response[Any]:
    """What would be wrong if the match were put there. Changes nothing."""
    match = await organised_match(tx, match_id, who)
    event = await organised_event(tx, match.event_id, who)
    rows = await rows_of(tx, event, zone(request))
    at = moment(starts_at, zone(request))
    plan = plan_of(rows) | {str(match_id): Slot(str(court_id), rows.minute(at))}
    found = clashes(hall_of(rows), plan, [str(match_id)])
    return json({"clashes": await said(tx, rows, found, speaker(request.app.state.pages, who.lang))})


router = Router(path="/events", route_handlers=[order_of_play, board, clashes_of_a_place])
