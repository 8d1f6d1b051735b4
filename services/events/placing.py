"""One match at the organisers' desk: looked at, put on a court and time by hand, with what clashes there."""

from collections.abc import Sequence
from typing import Annotated, Any
from uuid import UUID

from litestar import Request, Response, Router, get, post
from litestar.di import NamedDependency
from msgspec import Meta, Struct

from services.events import live
from services.events.access import organised_event
from services.events.clash_words import said, speaker
from services.events.fixtures import hall_of, plan_of
from services.events.matches import announce, held_match, moment, organised_match, require_court, zone
from services.events.planning import rows_of
from services.events.sql import matches as sql
from services.events.sql import order_of_play as order_sql
from services.events.sql import planning as planning_sql
from services.events.sql import public as public_sql
from shared.kit.db import Tx
from shared.kit.http.auth import Who, signed_in
from shared.kit.http.errors import Refused
from shared.kit.http.forms import typed
from shared.kit.http.replies import done, json, page, wants_json
from shared.kit.live import Hub
from shared.kit.words import _
from shared.rules.scheduling.clashes import clashes

AnyRequest = Request[Any, Any, Any]


class OnCourt(Struct, kw_only=True):
    court_id: Annotated[UUID | None, Meta(title=_("Court"))] = None
    starts_at: Annotated[str | None, Meta(title=_("Time"))] = None
    held: bool = False
    """A new plan leaves it there."""


class PutThere(Struct, frozen=True):
    matches: int
    clashes: Sequence[str]


@get("/matches/{match_id:uuid}/desk", guards=[signed_in])
async def match_desk(
    request: AnyRequest, match_id: UUID, tx: NamedDependency[Tx], who: NamedDependency[Who]
) -> Response[Any]:
    match = await organised_match(tx, match_id, who)
    courts = await public_sql.courts(tx, match.event_id)
    history = await public_sql.outcomes(tx, match_id)
    if wants_json(request):
        return json({"match": match, "courts": courts, "outcomes": history})
    at = match.starts_at.astimezone(zone(request)).strftime("%Y-%m-%dT%H:%M") if match.starts_at else ""
    to_come = match.status in ("waiting", "ready")
    return page(
        request,
        "match_desk.html",
        match=live.with_score(match),
        courts=courts,
        history=history,
        at=at,
        held=await planning_sql.held(tx, match_id),
        officials=(await order_sql.officials_by_match(tx, match.event_id)).get(match_id, ()),
        clashes=await clashes_of(request, tx, match.event_id, match_id, who) if to_come else (),
    )


@post("/matches/{match_id:uuid}/court", guards=[signed_in], status_code=200)
async def put_on_court(
    request: AnyRequest,
    match_id: UUID,
    tx: NamedDependency[Tx],
    who: NamedDependency[Who],
    hub: NamedDependency[Hub],
) -> Response[Any]:
    """The match where the organiser wants it, clashes or not; what clashes is said."""
    data = await typed(request, OnCourt)
    contest, match = await held_match(tx, match_id, who)
    if match.status not in ("waiting", "ready"):
        raise Refused("match.begun", _("Match {number} is on court or over."), status=409, number=match.number)
    if data.court_id is not None:
        await require_court(tx, data.court_id, contest.event_id)
    starts_at = moment(data.starts_at, zone(request)) if data.starts_at else None
    await sql.move(tx, match_id, data.court_id, starts_at)
    await planning_sql.hold(tx, match_id, data.held and data.court_id is not None and starts_at is not None)
    await sql.rise(tx, contest.id)
    await announce(tx, contest, {match_id})
    tx.after_commit(lambda: live.changed(hub, contest.event_id, contest.id, [match_id]))
    wrong = await clashes_of(request, tx, contest.event_id, match_id, who) if wants_json(request) else ()
    return done(request, to=f"/events/matches/{match_id}/desk", body=PutThere(1, wrong))


async def clashes_of(request: AnyRequest, tx: Tx, event_id: UUID, match_id: UUID, who: Who) -> Sequence[str]:
    """What is wrong with where the match stands now."""
    rows = await rows_of(tx, await organised_event(tx, event_id, who), zone(request))
    found = clashes(hall_of(rows), plan_of(rows), [str(match_id)])
    return await said(tx, rows, found, speaker(request.app.state.pages, who.lang))


router = Router(path="/events", route_handlers=[match_desk, put_on_court])
