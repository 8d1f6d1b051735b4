"""The courts of an event: named once, in the order the hall has them."""

import re
from typing import Annotated, Any
from uuid import UUID

from litestar import Request, Response, Router, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from msgspec import Meta, Struct

from services.events.access import organised_court, organised_event
from services.events.events import tell
from services.events.sql import courts as sql
from services.events.sql import events as event_sql
from services.events.sql.courts import Court
from shared.kit.db import Tx
from shared.kit.http.auth import Who, signed_in
from shared.kit.http.errors import Refused
from shared.kit.http.forms import typed
from shared.kit.http.replies import done
from shared.kit.words import _

AnyRequest = Request[Any, Any, Any]
BETWEEN_NAMES = re.compile(r"[,，、;；\n]+")
LONGEST_NAME = 40
"""Characters; more do not fit a board."""


class NewCourts(Struct):
    name: Annotated[str, Meta(title=_("Name"), max_length=LONGEST_NAME)] = ""
    names: list[str] = []
    listed: Annotated[str, Meta(title=_("Courts"))] = ""
    """Names separated by commas, as a person types them."""


class Renamed(Struct):
    name: Annotated[str, Meta(title=_("Name"), max_length=LONGEST_NAME)]


class Courts(Struct):
    courts: list[Court]


@post("/{event_id:uuid}/courts", guards=[signed_in])
async def add_courts(
    request: AnyRequest, event_id: FromPath[UUID], tx: NamedDependency[Tx], who: NamedDependency[Who]
) -> Response[Any]:
    data = await typed(request, NewCourts)
    await event_sql.locked(tx, event_id)
    await organised_event(tx, event_id, who)
    names = [name.strip() for name in (data.name, *data.names, *BETWEEN_NAMES.split(data.listed)) if name.strip()]
    if not names:
        raise Refused("court.name", _("The court needs a name."))
    if any(len(name) > LONGEST_NAME for name in names):
        raise Refused("court.name_long", _("A court's name has {most} characters at most."), most=LONGEST_NAME)
    require_new(names, await sql.courts(tx, event_id))
    await sql.add(tx, event_id, names)
    await tell(tx, event_id)
    body = Courts(await sql.courts(tx, event_id))
    return done(request, to=f"/events/{event_id}/desk", body=body, status=201)


def require_new(names: list[str], present: list[Court]) -> None:
    taken = {court.name for court in present}
    for name in names:
        if name in taken:
            raise Refused("court.taken", _("There is a court named {name} already."), status=409, name=name)
        taken.add(name)


@post("/courts/{court_id:uuid}", guards=[signed_in])
async def rename_court(
    request: AnyRequest, court_id: FromPath[UUID], tx: NamedDependency[Tx], who: NamedDependency[Who]
) -> Response[Any]:
    data = await typed(request, Renamed)
    court = await organised_court(tx, court_id, who)
    await event_sql.locked(tx, court.event_id)
    if not data.name.strip():
        raise Refused("court.name", _("The court needs a name."))
    require_new([data.name.strip()], [each for each in await sql.courts(tx, court.event_id) if each.id != court_id])
    await sql.rename(tx, court_id, data.name.strip())
    return await changed(request, court, tx)


@post("/courts/{court_id:uuid}/remove", guards=[signed_in])
async def remove_court(
    request: AnyRequest, court_id: FromPath[UUID], tx: NamedDependency[Tx], who: NamedDependency[Who]
) -> Response[Any]:
    court = await organised_court(tx, court_id, who)
    await event_sql.locked(tx, court.event_id)
    if await sql.in_use(tx, court_id):
        raise Refused("court.in_use", _("Matches are put on {court}; move them first."), status=409, court=court.name)
    await sql.remove(tx, court_id)
    return await changed(request, court, tx)


async def changed(request: AnyRequest, court: Court, tx: Tx) -> Response[Any]:
    await tell(tx, court.event_id)
    body = Courts(await sql.courts(tx, court.event_id))
    return done(request, to=f"/events/{court.event_id}/desk", body=body)


router = Router(path="/events", route_handlers=[add_courts, rename_court, remove_court])
