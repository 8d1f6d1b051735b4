"""The hall's own screens: the big one nobody touches, and the organisers' board to call matches from."""

from typing import Any
from uuid import UUID

from litestar import Request, Response, Router, get
from litestar.di import NamedDependency
from markupsafe import Markup
from msgspec import Struct

from services.events import live, views
from services.events.access import organised_event
from services.events.sql import public as sql
from services.events.views import ContestPage
from shared.kit.db import Tx
from shared.kit.http.auth import Who, anyone, signed_in
from shared.kit.http.errors import Refused
from shared.kit.http.replies import json, page, wants_json
from shared.kit.words import _

AnyRequest = Request[Any, Any, Any]
SECONDS_A_BRACKET = 15
BOARD = 60


class Shown(Struct, frozen=True):
    """A bracket in the screen's round; `since` is the first round with room."""

    page: ContestPage
    svg: Markup


@get("/{event_id:uuid}/screen", guards=[anyone])
async def screen(
    request: AnyRequest, event_id: UUID, tx: NamedDependency[Tx], who: NamedDependency[Who]
) -> Response[Any]:
    event = await sql.event(tx, event_id)
    if event is None:
        raise Refused("event.unknown", _("There is no such event."), status=404)
    hall = await views.hall(tx, event_id)
    shown = [
        found
        for contest in await sql.contests(tx, event_id)
        if contest.status in ("published", "judging", "decided") and (found := await views.contest_page(tx, contest.id))
    ]
    return page(
        request,
        "screen.html",
        event=event,
        hall=hall,
        courts=views.courts_now(hall, live.with_score),
        brackets=[Shown(each, live.drawn_for_screen(request.app.state.pages, each, who.lang)) for each in shown],
        seconds=SECONDS_A_BRACKET,
    )


@get("/{event_id:uuid}/hall", guards=[signed_in])
async def board(
    request: AnyRequest, event_id: UUID, tx: NamedDependency[Tx], who: NamedDependency[Who]
) -> Response[Any]:
    """The organisers' board: what is on each court, what is next, and everything that can be called."""
    event = await organised_event(tx, event_id, who)
    hall = await views.hall(tx, event_id)
    upcoming = await sql.upcoming(tx, event_id, BOARD)
    courts = views.courts_now(hall, live.with_score)
    if wants_json(request):
        return json({"event": event, "courts": courts, "upcoming": upcoming})
    free = [now.court for now in courts if now.match is None]
    contests = await sql.contests(tx, event_id)
    return page(
        request, "hall.html", event=event, hall=hall, courts=courts, free=free, upcoming=upcoming, contests=contests
    )


router = Router(path="/events", route_handlers=[screen, board])
