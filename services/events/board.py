"""The board on which organisers move matches between courts and times by hand, with clashes said at once."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from litestar import Request, Response, Router, get
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery
from msgspec import Struct

from services.events.access import organised_event
from services.events.clash_words import said, speaker
from services.events.fixtures import Rows, hall_of, plan_of
from services.events.matches import moment, organised_match, zone
from services.events.order_of_play import Day, days_of, lines_of
from services.events.planning import rows_of
from services.events.sql import order_of_play as sql
from services.events.sql.public import MatchView
from shared.kit.db import Tx
from shared.kit.http.auth import Who, signed_in
from shared.kit.http.replies import json, page
from shared.rules.scheduling import Slot
from shared.rules.scheduling.clashes import clashes

AnyRequest = Request[Any, Any, Any]
ROW = 30
"""Minutes between the lines of the board."""


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
    lines = await lines_of(tx, rows, event_id, None)
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


router = Router(path="/events", route_handlers=[board, clashes_of_a_place])
