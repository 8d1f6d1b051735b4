"""Events at the organisers' desk: made, changed, handed to organisers. Knows nothing of what is played in them."""

from datetime import date
from typing import Annotated, Any
from uuid import UUID

from litestar import Request, Response, Router, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from msgspec import Meta, Struct

from services.events import judged
from services.events.access import organised_event, require_seen
from services.events.sql import contests as contest_sql
from services.events.sql import courts as court_sql
from services.events.sql import events as sql
from services.events.sql import roster
from services.events.sql.events import Event, EventStatus
from shared.kit.bus.journal import record
from shared.kit.db import Tx
from shared.kit.http.auth import Who, administrators, signed_in
from shared.kit.http.errors import Refused
from shared.kit.http.forms import typed
from shared.kit.http.replies import done, json, page, wants_json
from shared.kit.words import _
from shared.messages.events import CourtRef, EventChanged

AnyRequest = Request[Any, Any, Any]


class NewEvent(Struct, kw_only=True):
    name: Annotated[str, Meta(title=_("Name"), max_length=120)]
    venue: Annotated[str, Meta(title=_("Venue"), max_length=120)] = ""
    starts_on: Annotated[date, Meta(title=_("First day"))]
    ends_on: Annotated[date, Meta(title=_("Last day"))]


class ChangedEvent(NewEvent, kw_only=True):
    status: EventStatus = "planned"
    revision: int | None = None


class NewOrganiser(Struct):
    staff_number: Annotated[str, Meta(title=_("Staff number"), max_length=64)]


class Made(Struct):
    id: UUID


@get("/desk", guards=[signed_in])
async def desk_list(request: AnyRequest, tx: NamedDependency[Tx], who: NamedDependency[Who]) -> Response[Any]:
    mine = await sql.every(tx) if who.administrator else await organised_by(tx, who)
    return json({"events": mine}) if wants_json(request) else page(request, "desk_list.html", events=mine)


async def organised_by(tx: Tx, who: Who) -> list[Event]:
    return [] if who.member_id is None else await sql.organised_by(tx, who.member_id)


@get("/new", guards=[administrators])
async def new_event(request: AnyRequest) -> Response[Any]:
    return page(request, "event_new.html")


@post("/", guards=[administrators])
async def add_event(request: AnyRequest, tx: NamedDependency[Tx]) -> Response[Any]:
    data = await typed(request, NewEvent)
    check(data)
    event_id = await sql.add(tx, data.name.strip(), data.venue.strip(), data.starts_on, data.ends_on)
    await tell(tx, event_id)
    return done(request, to=f"/events/{event_id}/desk", body=Made(event_id), status=201)


def check(data: NewEvent) -> None:
    if not data.name.strip():
        raise Refused("event.name", _("The event needs a name."))
    if data.ends_on < data.starts_on:
        raise Refused("event.dates", _("The last day is before the first."))


@get("/{event_id:uuid}/desk", guards=[signed_in])
async def event_desk(
    request: AnyRequest, event_id: FromPath[UUID], tx: NamedDependency[Tx], who: NamedDependency[Who]
) -> Response[Any]:
    event = await organised_event(tx, event_id, who)
    found: dict[str, Any] = {
        "event": event,
        "contests": await contest_sql.contests(tx, event_id),
        "courts": await court_sql.courts(tx, event_id),
        "organisers": await sql.organisers(tx, event_id),
    }
    return json(found) if wants_json(request) else page(request, "event_desk.html", **found)


@post("/{event_id:uuid}", guards=[signed_in])
async def change_event(
    request: AnyRequest, event_id: FromPath[UUID], tx: NamedDependency[Tx], who: NamedDependency[Who]
) -> Response[Any]:
    data = await typed(request, ChangedEvent)
    await sql.locked(tx, event_id)
    event = await organised_event(tx, event_id, who)
    require_seen(event.revision, data.revision)
    check(data)
    await sql.change(tx, event_id, data.name.strip(), data.venue.strip(), data.starts_on, data.ends_on, data.status)
    await tell(tx, event_id)
    if data.name.strip() != event.name:
        await judged.tell_all(tx, event_id)
    return done(request, to=f"/events/{event_id}/desk", body=Made(event_id))


@post("/{event_id:uuid}/organisers", guards=[signed_in])
async def add_organiser(
    request: AnyRequest, event_id: FromPath[UUID], tx: NamedDependency[Tx], who: NamedDependency[Who]
) -> Response[Any]:
    data = await typed(request, NewOrganiser)
    await organised_event(tx, event_id, who)
    member = (await roster.numbered(tx, [data.staff_number])).get(data.staff_number)
    if member is None:
        raise Refused(
            "member.unknown",
            _("There is no member with the staff number {staff_number}."),
            staff_number=data.staff_number,
        )
    await sql.add_organisers(tx, event_id, [member.id])
    await tell(tx, event_id)
    return done(request, to=f"/events/{event_id}/desk", body=Made(member.id), status=201)


@post("/{event_id:uuid}/organisers/{member_id:uuid}/remove", guards=[signed_in])
async def remove_organiser(
    request: AnyRequest,
    event_id: FromPath[UUID],
    member_id: FromPath[UUID],
    tx: NamedDependency[Tx],
    who: NamedDependency[Who],
) -> Response[Any]:
    await organised_event(tx, event_id, who)
    await sql.remove_organiser(tx, event_id, member_id)
    await tell(tx, event_id)
    return done(request, to=f"/events/{event_id}/desk", body=Made(member_id))


async def tell(tx: Tx, event_id: UUID) -> None:
    """Raise the event's revision and tell the others its whole present state."""
    event = await sql.raise_revision(tx, event_id)
    if event is None:
        raise Refused("event.unknown", _("There is no such event."), status=404)
    message = EventChanged(
        id=event.id,
        revision=event.revision,
        name=event.name,
        status=event.status,
        starts_on=event.starts_on,
        ends_on=event.ends_on,
        venue=event.venue,
        organisers=tuple(each.member_id for each in await sql.organisers(tx, event_id)),
        courts=tuple(CourtRef(each.id, each.name) for each in await court_sql.courts(tx, event_id)),
    )
    await record(tx, message)


router = Router(
    path="/events",
    route_handlers=[desk_list, new_event, add_event, event_desk, change_event, add_organiser, remove_organiser],
)
