"""The order of play: who plays when and where, for everybody, and what is late. Changes nothing."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from litestar import Request, Response, Router, get
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery
from msgspec import Struct

from services.events import live
from services.events.access import organises
from services.events.fixtures import Rows, hall_of, plan_of
from services.events.matches import zone
from services.events.planning import rows_of
from services.events.public import fresh, known, unchanged
from services.events.sql import events as event_sql
from services.events.sql import order_of_play as sql
from services.events.sql import public as public_sql
from services.events.sql.public import MatchView
from shared.kit.db import Tx
from shared.kit.http.auth import Who, anyone
from shared.kit.http.errors import Refused
from shared.kit.http.replies import json, wants_json
from shared.kit.words import _
from shared.rules.scheduling import Slot
from shared.rules.scheduling.delays import shifted

AnyRequest = Request[Any, Any, Any]
LATE = timedelta(minutes=5)
"""From then on a match is said to be late."""


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
    event, line = await event_sql.event(tx, event_id), await public_sql.event(tx, event_id)
    if event is None or line is None:
        raise Refused("event.unknown", _("There is no such event."), status=404)
    by = "court" if by == "court" else "time"
    version = f"{line.revision}.{live.memory.tick(event_id)}.{now:%d%H%M}.{by}"
    if not wants_json(request) and known(request, version):
        return unchanged(request, version)
    rows = await rows_of(tx, event, zone(request))
    lines = await lines_of(tx, rows, event_id, now)
    if wants_json(request):
        return json({"matches": [played(line) for line in lines]})
    days = days_of(lines, rows)
    mine = await organises(tx, event_id, who)
    return fresh(request, version, "order_of_play.html", event=event, days=days, by=by, mine=mine)


async def lines_of(tx: Tx, rows: Rows, event_id: UUID, now: datetime | None) -> list[Line]:
    expected = expected_starts(rows, now) if now else {}
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


router = Router(path="/events", route_handlers=[order_of_play])
