"""The sports meeting over an event's contests: its settings, team totals, confirmation. Knows no match and no score."""

import re
from datetime import datetime
from decimal import Decimal, InvalidOperation
from itertools import pairwise
from typing import Annotated, Any, Literal
from uuid import UUID

from litestar import Request, Response, Router, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from msgspec import Meta, Struct

from services.events import live
from services.events.access import organised_event, organises, require_seen
from services.events.sql import events as event_sql
from services.events.sql import meeting as sql
from services.events.sql import public as public_sql
from services.events.sql.events import Event
from services.events.totals import Standing, standing
from shared.kit.db import Tx
from shared.kit.http.auth import Who, anyone, signed_in
from shared.kit.http.errors import Refused
from shared.kit.http.forms import typed
from shared.kit.http.replies import done, json, page, wants_json
from shared.kit.live import Hub
from shared.kit.words import _
from shared.rules.exact import plain
from shared.rules.meets import SCALES, Meet

AnyRequest = Request[Any, Any, Any]
MOST_POINTS = 1000
MOST_PLACES = 64


class Settings(Struct, kw_only=True):
    scale: Annotated[str, Meta(title=_("Points of the places"), max_length=400)] = "9 7 6 5 4 3 2 1"
    ties: Annotated[Literal["average", "higher"], Meta(title=_("Shared places"))] = "average"
    short_field: Annotated[int, Meta(title=_("Short field"), ge=0, le=64)] = 0
    least: Annotated[int, Meta(title=_("Fewest entries"), ge=0, le=64)] = 3
    teams: Annotated[Literal["all", "best", "mean"], Meta(title=_("Several entries of a unit"))] = "all"
    limited: Annotated[str, Meta(title=_("Units that score only at the top"), max_length=400)] = ""
    limited_to: Annotated[int, Meta(title=_("Down to place"), ge=1, le=64)] = 3
    equal: Annotated[Literal["count_back", "records", "shared"], Meta(title=_("Equal totals"))] = "count_back"
    taking_part: Annotated[Decimal, Meta(title=_("For taking part"))] = Decimal(0)
    record: Annotated[Decimal, Meta(title=_("For a record"))] = Decimal(9)
    no_show: Annotated[Decimal, Meta(title=_("Checked in, not started"))] = Decimal(2)
    revision: int | None = None


class CountedContest(Struct, kw_only=True):
    counts: bool = False
    multiplier: Annotated[Decimal, Meta(title=_("Multiplier"))] = Decimal(1)
    started: Annotated[int | None, Meta(title=_("Started"))] = None


class Decide(Struct, kw_only=True):
    state: Annotated[Literal["draft", "live", "final"], Meta(title=_("State"))]
    revision: int | None = None


def amount(value: Decimal, least: Decimal = Decimal(0), most: int = MOST_POINTS) -> Decimal:
    """A typed number to two digits. Raises Refused outside its bounds, or where it is no number."""
    if not value.is_finite() or not least <= value <= most:
        raise Refused(
            "meeting.amount", _("A number between {least} and {most} is needed."), least=str(least), most=most
        )
    return plain(value.quantize(Decimal("0.01")))


class Kept(Struct):
    id: UUID
    state: str


def meet_of(data: Settings) -> Meet:
    """The settings as the rules take them. Raises Refused for a scale that is none."""
    return Meet(
        scale=scale_of(data.scale),
        ties=data.ties,
        short_field=data.short_field,
        least=data.least,
        teams=data.teams,
        limited=tuple(listed(data.limited)),
        limited_to=data.limited_to,
        equal=data.equal,
        taking_part=amount(data.taking_part),
        record=amount(data.record),
        no_show=amount(data.no_show),
    )


def scale_of(text: str) -> tuple[Decimal, ...]:
    if text in SCALES:
        return SCALES[text]
    try:
        scale = tuple(Decimal(word) for word in re.split(r"[\s,，、;；]+", text.strip()) if word)
    except InvalidOperation:
        raise Refused(
            "meeting.scale", _("The points of the places are numbers, best first: 9 7 6 5 4 3 2 1.")
        ) from None
    if not scale or len(scale) > MOST_PLACES:
        raise Refused("meeting.scale", _("Between 1 and {most} places can have points."), most=MOST_PLACES)
    if any(not points.is_finite() or not 0 <= points <= MOST_POINTS for points in scale):
        raise Refused("meeting.scale", _("A place has between 0 and {most} points."), most=MOST_POINTS)
    if any(low > high for high, low in pairwise(scale)):
        raise Refused("meeting.scale", _("A lower place cannot have more points than a higher one."))
    return tuple(amount(points) for points in scale)


def listed(text: str) -> list[str]:
    return [word.strip() for word in re.split(r"[,，、;；\n]+", text) if word.strip()]


@get("/{event_id:uuid}/meeting", guards=[anyone])
async def meeting_page(
    request: AnyRequest, event_id: FromPath[UUID], tx: NamedDependency[Tx], who: NamedDependency[Who]
) -> Response[Any]:
    event = await public_sql.event(tx, event_id)
    if event is None:
        raise Refused("event.unknown", _("There is no such event."), status=404)
    found = await standing(tx, event_id)
    if wants_json(request):
        return json({"state": found.meeting.state, "totals": found.shown})
    return page(request, "meeting.html", event=event, found=found, mine=await organises(tx, event_id, who))


@get("/{event_id:uuid}/meeting/desk", guards=[signed_in])
async def meeting_desk(
    request: AnyRequest, event_id: FromPath[UUID], tx: NamedDependency[Tx], who: NamedDependency[Who]
) -> Response[Any]:
    event = await organised_event(tx, event_id, who)
    found = await standing(tx, event_id)
    if wants_json(request):
        return json(body_of(found))
    units = await sql.units(tx, event_id)
    return page(request, "meeting_desk.html", event=event, found=found, units=units, scales=SCALES)


def body_of(found: Standing) -> dict[str, Any]:
    return {
        "meeting": found.meeting,
        "contests": found.contests,
        "totals": found.lines,
        "confirmed": found.confirmed,
        "changed_since": found.changed_since,
        "adjustments": found.adjustments,
    }


@post("/{event_id:uuid}/meeting", guards=[signed_in])
async def change_settings(
    request: AnyRequest,
    event_id: FromPath[UUID],
    tx: NamedDependency[Tx],
    who: NamedDependency[Who],
    hub: NamedDependency[Hub],
) -> Response[Any]:
    data = await typed(request, Settings)
    await meeting_to_change(tx, event_id, who, data.revision)
    await sql.save(tx, event_id, meet_of(data))
    return changed(request, tx, hub, event_id)


@post("/{event_id:uuid}/meeting/contests/{contest_id:uuid}", guards=[signed_in])
async def count_contest(
    request: AnyRequest,
    event_id: FromPath[UUID],
    contest_id: FromPath[UUID],
    tx: NamedDependency[Tx],
    who: NamedDependency[Who],
    hub: NamedDependency[Hub],
) -> Response[Any]:
    """Whether and how a contest counts; `started` replaces how many were seen to play."""
    data = await typed(request, CountedContest)
    await meeting_to_change(tx, event_id, who)
    if contest_id not in await sql.contests_of(tx, event_id):
        raise Refused("contest.unknown", _("There is no such contest."), status=404)
    if data.started is not None and not 0 <= data.started <= 10_000:
        raise Refused("meeting.started", _("So many cannot have started."))
    multiplier = amount(data.multiplier, Decimal("0.01"), 100)
    await sql.count_contest(tx, contest_id, data.counts, multiplier, data.started)
    await sql.touch(tx, event_id)
    return changed(request, tx, hub, event_id)


@post("/{event_id:uuid}/meeting/state", guards=[signed_in])
async def decide(
    request: AnyRequest,
    event_id: FromPath[UUID],
    tx: NamedDependency[Tx],
    who: NamedDependency[Who],
    now: NamedDependency[datetime],
    hub: NamedDependency[Hub],
) -> Response[Any]:
    """Show the totals as they come, confirm and publish them, or take that back."""
    data = await typed(request, Decide)
    await meeting_to_change(tx, event_id, who, data.revision)
    found = await standing(tx, event_id)
    if data.state != "final":
        await sql.set_state(tx, event_id, data.state, None, None, None)
        return changed(request, tx, hub, event_id, data.state)
    if found.open_contests:
        raise Refused(
            "meeting.open",
            _("{open} contests that count are not decided yet: wait for them, or leave them out."),
            status=409,
            open=found.open_contests,
        )
    await sql.set_state(tx, event_id, "final", found.lines, who.member_id, now)
    return changed(request, tx, hub, event_id, "final")


async def meeting_to_change(tx: Tx, event_id: UUID, who: Who, revision: int | None = None) -> Event:
    """The event, its meeting held for a change by an organiser who has seen its present revision."""
    await event_sql.locked(tx, event_id)
    event = await organised_event(tx, event_id, who)
    await sql.lock(tx, event_id)
    found = await sql.meeting(tx, event_id)
    require_seen(found.revision if found else 0, revision)
    if found is None:
        await sql.save(tx, event_id, Meet())
    return event


def changed(request: AnyRequest, tx: Tx, hub: Hub, event_id: UUID, state: str = "") -> Response[Any]:
    """Readers of the event draw it again."""
    tx.after_commit(lambda: live.say(hub, f"event:{event_id}"))
    return done(request, to=f"/events/{event_id}/meeting/desk", body=Kept(event_id, state))


router = Router(path="/events", route_handlers=[meeting_page, meeting_desk, change_settings, count_contest, decide])
