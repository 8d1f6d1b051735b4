"""When there is play: sessions of an event, on all its courts or some. Knows no match."""

import re
from datetime import date, datetime, time, timedelta
from typing import Annotated, Any
from uuid import UUID
from zoneinfo import ZoneInfo

from litestar import Request, Response, Router, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from msgspec import Meta, Struct

from services.events.access import organised_event
from services.events.availability import BETWEEN, back, found, require_courts
from services.events.matches import zone
from services.events.sql import availability as sql
from services.events.sql.events import Event
from shared.kit.db import Tx
from shared.kit.http.auth import Who, signed_in
from shared.kit.http.errors import Refused
from shared.kit.http.forms import typed
from shared.kit.words import _

AnyRequest = Request[Any, Any, Any]
TIMES = re.compile(r"(\d{1,2}):(\d{2})\s*[-–—~至到]\s*(\d{1,2}):(\d{2})")
MOST_SESSIONS = 200
FARTHEST_DAYS = 366
"""From the first day of the event; what lies beyond is a slip of the finger."""


class NewSessions(Struct, kw_only=True):
    times: Annotated[str, Meta(title=_("Times"), max_length=200)]
    """As a person types them: 09:00-12:00, 13:30-18:00."""
    first_day: Annotated[date | None, Meta(title=_("First day"))] = None
    last_day: Annotated[date | None, Meta(title=_("Last day"))] = None
    court_ids: Annotated[list[UUID], Meta(title=_("Courts"))] = []


@post("/{event_id:uuid}/sessions", guards=[signed_in])
async def add_sessions(
    request: AnyRequest, event_id: FromPath[UUID], tx: NamedDependency[Tx], who: NamedDependency[Who]
) -> Response[Any]:
    """The same times on every day from the first to the last; without days on all days of the event."""
    data = await typed(request, NewSessions)
    event = await organised_event(tx, event_id, who)
    await require_courts(tx, event_id, data.court_ids)
    times = session_times(data, event, zone(request))
    present = await sql.sessions(tx, event_id)
    if len(present) + len(times) > MOST_SESSIONS:
        raise Refused("session.many", _("An event has {most} sessions at most."), most=MOST_SESSIONS)
    await sql.add_sessions(tx, event_id, times, data.court_ids)
    return back(request, event_id, 201)


def session_times(data: NewSessions, event: Event, timezone: ZoneInfo) -> list[tuple[datetime, datetime]]:
    first, last = data.first_day or event.starts_on, data.last_day or data.first_day or event.ends_on
    if last < first or (last - first).days > MOST_SESSIONS:
        raise Refused("session.days", _("The last day is before the first, or very far from it."))
    for day in (first, last):
        if abs((day - event.starts_on).days) > FARTHEST_DAYS:
            raise Refused("time.year", _("Please check the date: the year is {year}."), year=day.year)
    clocks = clock_times(data.times)
    days = [first + timedelta(days=number) for number in range((last - first).days + 1)]
    return [
        (datetime.combine(day, start, timezone), datetime.combine(day, end, timezone))
        for day in days
        for start, end in clocks
    ]


def clock_times(text: str) -> list[tuple[time, time]]:
    """Raises Refused for what is no list of times of one day, each ending after it starts."""
    found: list[tuple[time, time]] = []
    for hours, minutes, to_hours, to_minutes in TIMES.findall(text):
        try:
            start, end = time(int(hours), int(minutes)), time(int(to_hours), int(to_minutes))
        except ValueError as error:
            raise not_times(text) from error
        if end <= start:
            raise not_times(text)
        found.append((start, end))
    if not found or BETWEEN.sub("", TIMES.sub("", text)):
        raise not_times(text)
    return found


def not_times(text: str) -> Refused:
    return Refused("session.times", _("“{text}” are no times of a day. Type them like 09:00-12:00, 13:30-18:00."),
                   text=text)  # fmt: skip


@post("/sessions/{session_id:uuid}/remove", guards=[signed_in], status_code=200)
async def remove_session(
    request: AnyRequest, session_id: FromPath[UUID], tx: NamedDependency[Tx], who: NamedDependency[Who]
) -> Response[Any]:
    event_id = found(await sql.event_of_session(tx, session_id))
    await organised_event(tx, event_id, who)
    await sql.remove_session(tx, session_id)
    return back(request, event_id)


router = Router(path="/events", route_handlers=[add_sessions, remove_session])
