"""Which kinds of messages a member sees. What is switched off is kept, and is there when switched on again."""

from typing import Annotated, Any

from litestar import Request, Response, Router, get, post
from litestar.di import NamedDependency
from msgspec import Meta, Struct

from services.notifications import live
from services.notifications.params import KINDS, NAMES, Kind
from services.notifications.reading import member_of
from services.notifications.sql import preferences as sql
from shared.kit.db import Tx
from shared.kit.http.auth import Who, signed_in
from shared.kit.http.forms import typed
from shared.kit.http.replies import done, json, page, wants_json
from shared.kit.live import Hub
from shared.kit.words import _


class Wanted(Struct, kw_only=True):
    """The kinds that are on; a form sends only boxes that are ticked, so what is missing is off."""

    kinds: Annotated[list[Kind], Meta(title=_("Messages"))] = []


class Preferences(Struct, frozen=True):
    kinds: dict[str, bool]


@get("/preferences", guards=[signed_in])
async def show(request: Request[Any, Any, Any], tx: NamedDependency[Tx], who: NamedDependency[Who]) -> Response[bytes]:
    muted = await sql.muted(tx, member_of(who))
    found = Preferences({kind: kind not in muted for kind in KINDS})
    if wants_json(request):
        return json(found)
    return page(request, "preferences.html", kinds=found.kinds, names=NAMES)


@post("/preferences", guards=[signed_in], status_code=200)
async def choose(
    request: Request[Any, Any, Any], tx: NamedDependency[Tx], who: NamedDependency[Who], hub: NamedDependency[Hub]
) -> Response[Any]:
    wanted = await typed(request, Wanted)
    member_id = member_of(who)
    await sql.mute(tx, member_id, [kind for kind in KINDS if kind not in wanted.kinds])
    tx.after_commit(lambda: live.changed(hub, [member_id]))
    body = Preferences({kind: kind in wanted.kinds for kind in KINDS})
    return done(request, to="/notifications/preferences", body=body)


router = Router("/notifications", route_handlers=[show, choose])
