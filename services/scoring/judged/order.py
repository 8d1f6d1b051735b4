"""The order of a stage before it is performed: numbers, panels and topics by hand, swaps, who is moved to the end."""

from datetime import datetime
from typing import Any
from uuid import UUID

from litestar import Request, Response, Router, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from services.scoring.hall import hall_of
from services.scoring.judged.beginning import let_begin
from services.scoring.judged.blind import require_knowing
from services.scoring.judged.doors import DOORS
from services.scoring.judged.drawing import WHAT, Ground, ground_for_lots
from services.scoring.judged.ground import rule_set_of, stage_of
from services.scoring.judged.lots import DRAWERS, view_of
from services.scoring.judged.officials import ORGANISER, Official, contest_of
from services.scoring.judged.order_typed import changes, is_free, require_once, rows_typed
from services.scoring.judged.stages import ENTRY_WITHDRAWN
from services.scoring.judged.watch import moved
from services.scoring.sql import judged
from services.scoring.sql import lots as sql
from services.scoring.sql import stages as stage_sql
from shared.kit.db import Tx
from shared.kit.http.auth import anyone
from shared.kit.http.errors import Refused
from shared.kit.http.replies import done, json, page, wants_json
from shared.kit.words import _
from shared.rules.judged.cautions import corrected, needs_links

AnyRequest = Request[Any, Any, Any]


async def to_order(request: AnyRequest, tx: Tx, contest_id: UUID, stage: str) -> tuple[Ground, Official]:
    """The stage, its contest held by this transaction, for somebody who may order it."""
    contest = await contest_of(tx, contest_id)
    official = await require_knowing(request, tx, contest, *DRAWERS)
    contest = await judged.lock_contest(tx, contest_id) or contest
    return await ground_for_lots(tx, contest, stage_of(await rule_set_of(tx, contest_id), stage)), official


@get("/contests/{contest_id:uuid}/stages/{stage:str}/order", guards=[anyone])
async def show(
    request: AnyRequest, contest_id: FromPath[UUID], stage: FromPath[str], tx: NamedDependency[Tx]
) -> Response[Any]:
    contest = await contest_of(tx, contest_id)
    official = await require_knowing(request, tx, contest, *DOORS["order"])
    rule_set = await rule_set_of(tx, contest_id)
    ground = await ground_for_lots(tx, contest, stage_of(rule_set, stage))
    lots = [view_of(row) for row in await sql.lots_of(tx, contest_id, stage)]
    if wants_json(request):
        return json({"performances": ground.performances, "lots": lots, "begun": ground.begun})
    return page(
        request,
        "judged_order.html",
        contest=contest,
        rule_set=rule_set,
        ground=ground,
        stage=ground.stage,
        stage_status=(await stage_sql.stages_of(tx, contest_id)).get(stage, "planned"),
        entries=ground.entries,
        panels=dict(ground.panels),
        lots=lots,
        what=[each for each in WHAT if drawable(ground, each)],
        entry_withdrawn=ENTRY_WITHDRAWN,
        may_change=official.has(*DRAWERS),
        organiser=official.has(ORGANISER),
        uncorrected=len(ground.panels) > 1 and not corrected(ground.stage),
        unlinked=len(ground.panels) > 1 and needs_links(ground.stage),
        free={each.id for each in ground.performances if is_free(ground, each)},
    )


def drawable(ground: Ground, what: str) -> bool:
    return what == "order" or bool(ground.stage.topics if what == "topics" else len(ground.panels) > 1)


async def acted(
    request: AnyRequest, tx: Tx, ground: Ground, official: Official, act: str, reason: str, **about: Any
) -> None:
    await judged.insert_act(
        tx, ground.contest.id, None, act, official.name, reason, {"stage": ground.stage.key, **about}
    )
    moved(hall_of(request), tx, ground.contest.id, [panel for panel, _name in ground.panels])


@post("/contests/{contest_id:uuid}/stages/{stage:str}/order", guards=[anyone], status_code=200)
async def type_order(
    request: AnyRequest,
    contest_id: FromPath[UUID],
    stage: FromPath[str],
    tx: NamedDependency[Tx],
    now: NamedDependency[datetime],
) -> Response[Any]:
    """Numbers, panels and topics as they were drawn in the room and are typed here, all at once."""
    data = await rows_typed(request)
    ground, official = await to_order(request, tx, contest_id, stage)
    changed = changes(ground, data.rows)
    if changed and await drawn_before(tx, ground) and not data.reason:
        raise Refused("order.reason", _("An order was drawn before: say why it changes."))
    require_once(ground, changed)
    await stage_sql.number(tx, {each.performance_id: each.number for each in changed if each.number is not None})
    panels = {each.performance_id: each.panel_id for each in changed if each.panel_id is not None}
    await stage_sql.place_on_panels(tx, dict(panels))
    await stage_sql.give_topics(tx, {each.performance_id: each.topic for each in changed if each.topic is not None})
    if any(each.number is not None for each in changed):
        await keep_by_hand(tx, ground, official, data.reason, now)
    await acted(request, tx, ground, official, "order", data.reason, performances=len(changed))
    return done(request, to=f"/scoring/contests/{contest_id}/stages/{stage}/order", body={"changed": len(changed)})


async def drawn_before(tx: Tx, ground: Ground) -> bool:
    return await stage_sql.drawn(tx, ground.contest.id, ground.stage.key)


async def keep_by_hand(tx: Tx, ground: Ground, official: Official, reason: str, now: datetime) -> None:
    rows = await judged.performances_of(tx, ground.contest.id, ground.stage.key)
    drawn = [
        {"id": str(each.entry_id), "name": ground.entries[each.entry_id].name, "number": each.order_no}
        for each in rows
        if each.entry_id in ground.entries and each.status != "withdrawn"
    ]
    await sql.keep_by_hand(tx, ground.contest.id, ground.stage.key, "order", drawn, reason, official.name, now)


@post("/contests/{contest_id:uuid}/stages/{stage:str}/begin", guards=[anyone], status_code=200)
async def begin(
    request: AnyRequest,
    contest_id: FromPath[UUID],
    stage: FromPath[str],
    tx: NamedDependency[Tx],
    now: NamedDependency[datetime],
) -> Response[Any]:
    """Let the stage run: its panels' tablets see it from now on."""
    ground, official = await to_order(request, tx, contest_id, stage)
    if len(ground.panels) > 1 and any(each.panel_id is None for each in ground.drawable):
        raise Refused(
            "stage.unplaced",
            _("Some performances have no panel yet: draw lots for the panels, or type them."),
            status=409,
        )
    if not ground.performances:
        raise Refused("lots.nobody", _("There is nobody to draw lots for."), status=409)
    contest = await contest_of(tx, contest_id)
    await let_begin(tx, contest, await rule_set_of(tx, contest_id), ground.stage, official.name, now)
    moved(hall_of(request), tx, contest_id, [panel for panel, _name in ground.panels])
    return done(
        request, to=f"/scoring/contests/{contest_id}/stages/{stage}", body={"stage": stage, "status": "running"}
    )


router = Router("/scoring", route_handlers=[show, type_order, begin])
