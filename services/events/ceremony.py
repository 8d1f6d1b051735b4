"""The public draw: one that was made is revealed step by step on the big screen. Draws nothing, publishes nothing.

Seeds come first, the best of them first, then the other lines from the top. What is not revealed yet leaves the server
for nobody but organisers.
"""

from typing import Any
from uuid import UUID

from litestar import Request, Response, Router, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from msgspec import Struct

from services.events import live
from services.events.access import contest_to_draw, organised_contest
from services.events.sql import contests as contest_sql
from services.events.sql import draws as sql
from services.events.sql import entries as entry_sql
from services.events.stage import order_of, stage_of, staged
from shared.kit.db import Tx
from shared.kit.http.auth import Who, anyone, signed_in
from shared.kit.http.errors import Refused
from shared.kit.http.forms import typed
from shared.kit.http.replies import done, json, page, wants_json
from shared.kit.live import Hub
from shared.kit.words import _

AnyRequest = Request[Any, Any, Any]


class Step(Struct, kw_only=True):
    to: int | None = None
    """How many steps are to be revealed; left out, one more."""


@get("/contests/{contest_id:uuid}/ceremony", guards=[anyone])
async def watch(request: AnyRequest, contest_id: FromPath[UUID], tx: NamedDependency[Tx]) -> Response[Any]:
    """For the big screen and for phones: the lines revealed so far, live."""
    contest = await contest_sql.contest(tx, contest_id)
    if contest is None:
        raise Refused("contest.unknown", _("There is no such contest."), status=404)
    stage = await staged(tx, contest_id)
    if wants_json(request):
        return json({"stage": stage})
    return page(request, "ceremony.html", contest=contest, stage=stage)


@get("/contests/{contest_id:uuid}/ceremony/desk", guards=[signed_in])
async def desk(
    request: AnyRequest, contest_id: FromPath[UUID], tx: NamedDependency[Tx], who: NamedDependency[Who]
) -> Response[Any]:
    contest = await organised_contest(tx, contest_id, who)
    if contest.size is None:
        raise Refused("draw.none", _("There is no draw yet."), status=409)
    ceremony = await sql.ceremony(tx, contest_id)
    entries = await entry_sql.entries(tx, contest_id)
    shown = ceremony.shown if ceremony else 0
    order = order_of(entries)
    return page(
        request,
        "ceremony_desk.html",
        contest=contest,
        begun=ceremony is not None,
        stage=stage_of(contest, entries, shown),
        following=order[shown] if shown < len(order) else None,
    )


@post("/contests/{contest_id:uuid}/ceremony", guards=[signed_in])
async def step(
    request: AnyRequest,
    contest_id: FromPath[UUID],
    tx: NamedDependency[Tx],
    who: NamedDependency[Who],
    hub: NamedDependency[Hub],
) -> Response[Any]:
    """Reveal one more, or so many; the first step only opens the stage. A step back is possible too."""
    data = await typed(request, Step)
    contest = await contest_to_draw(tx, contest_id, who)
    if contest.status != "drawn":
        raise Refused("draw.none", _("There is no draw yet."), status=409)
    ceremony = await sql.ceremony(tx, contest_id)
    following = ceremony.shown + 1 if ceremony is not None else 0
    wanted = data.to if data.to is not None else following
    shown = min(max(wanted, 0), contest.entered)
    await sql.show(tx, contest_id, shown)
    tx.after_commit(lambda: live.say(hub, f"ceremony:{contest_id}"))
    entries = await entry_sql.entries(tx, contest_id)
    return done(
        request, to=f"/events/contests/{contest_id}/ceremony/desk", body=stage_of(contest, entries, shown), status=200
    )


router = Router(path="/events", route_handlers=[watch, desk, step])
