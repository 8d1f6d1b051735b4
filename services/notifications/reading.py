"""A member's inbox, read and marked as read by that member alone."""

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from litestar import Request, Response, Router, get, post
from litestar.di import NamedDependency
from litestar.params import FromQuery
from msgspec import Meta, Struct

from services.notifications import live
from services.notifications.sql import messages
from services.notifications.view import inbox_of
from shared.kit.db import Db, Tx
from shared.kit.http.auth import Who, signed_in
from shared.kit.http.errors import Refused
from shared.kit.http.forms import typed
from shared.kit.http.replies import done, json, page, wants_json
from shared.kit.live import Hub
from shared.kit.words import _

INBOX = "/notifications/inbox"


class Read(Struct, kw_only=True):
    """One message, or all: then with `until` only those its reader had before the eyes."""

    id: Annotated[UUID | None, Meta(title=_("Message"))] = None
    until: Annotated[datetime | None, Meta(title=_("Time"))] = None


class Unread(Struct, frozen=True):
    unread: int


def member_of(who: Who) -> UUID:
    if who.member_id is None:
        raise AssertionError("the guard lets members only through")
    return who.member_id


@get("/inbox", guards=[signed_in])
async def show(
    request: Request[Any, Any, Any],
    tx: NamedDependency[Tx],
    db: NamedDependency[Db],
    who: NamedDependency[Who],
    before: FromQuery[UUID | None] = None,
) -> Response[bytes]:
    found = await inbox_of(tx, member_of(who), live.SPEECHES[db][who.lang], before)
    if wants_json(request):
        return json(found)
    return page(request, "inbox.html", inbox=found, before=before)


@post("/inbox/read", guards=[signed_in], status_code=200)
async def mark_read(
    request: Request[Any, Any, Any],
    tx: NamedDependency[Tx],
    who: NamedDependency[Who],
    hub: NamedDependency[Hub],
    now: NamedDependency[datetime],
) -> Response[Any]:
    asked = await typed(request, Read)
    member_id = member_of(who)
    if asked.id is None:
        await messages.read_all(tx, member_id, asked.until, now)
    elif not await messages.read_one(tx, member_id, asked.id, now):
        raise Refused("message.unknown", _("There is no such message in your inbox."), status=404)
    tx.after_commit(lambda: live.changed(hub, [member_id]))
    return done(request, to=INBOX, body=Unread(await messages.unread(tx, member_id)))


router = Router("/notifications", route_handlers=[show, mark_read])
