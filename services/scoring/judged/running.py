"""Performances opened and closed at the desk. Knows what must be there before one may close; never what the marks are.

A closed performance has every seat resolved: a ballot, a recusal, or an absence both chief and supervisor said.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from litestar import Response, Router, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from msgspec import Struct

from services.scoring.hall import hall_of
from services.scoring.judged import remarking, watch
from services.scoring.judged.at_hand import DESK, AnyRequest, AtHand, acted, at_hand, held, note, numbered
from services.scoring.judged.beginning import let_begin
from services.scoring.judged.calibration import batch
from services.scoring.judged.closing import called_another, refuse_if_batch_waits, refuse_unless_complete
from services.scoring.judged.due import tell_what_is_due
from services.scoring.judged.ground import StageGround, ground_of, stage_of
from services.scoring.judged.scene import scene_of
from services.scoring.sql import desk as sql
from services.scoring.sql import judged, reveals
from services.scoring.sql.judged import PerformanceRow
from shared.kit.db import Tx
from shared.kit.http.auth import anyone
from shared.kit.http.errors import Refused
from shared.kit.http.forms import typed
from shared.kit.http.replies import done
from shared.kit.words import _


class Closing(Struct):
    kept: bool = False
    """Reopened ballots that brought no new marks stay as they were."""


@post("/performances/{performance_id:uuid}/open", guards=[anyone], status_code=200)
async def open_one(
    request: AnyRequest, performance_id: FromPath[UUID], tx: NamedDependency[Tx], now: NamedDependency[datetime]
) -> Response[Any]:
    """Let a performance begin: the tablets of its panel show it."""
    hand = await at_hand(request, tx, performance_id, *DESK)
    if hand.performance.status == "open":
        return acted(request, tx, hand, status="open")
    refuse_unless_waiting(hand)
    await let_run(tx, hand.ground, hand.official.name, now)
    refuse_unless_shared_out(hand.ground, [hand.performance])
    if hand.ground.stage.mode == "turns":
        await refuse_if_busy(tx, hand)
    await sql.open_performances(tx, [hand.performance.id], now)
    await let_screen_follow(tx, hand)
    await note(tx, hand, "open")
    return acted(request, tx, hand, status="open")


async def let_screen_follow(tx: Tx, hand: AtHand) -> None:
    """The big screen leaves a performance that was told for the one that begins; one being told it does not leave."""
    scene = scene_of(hand.contest)
    told = any(each.id == scene.performance and each.revealed_at is not None for each in hand.ground.performances)
    if scene.scene == "performance" and told:
        await reveals.direct(tx, hand.contest.id, {"scene": "now"})


@post("/performances/{performance_id:uuid}/close", guards=[anyone], status_code=200)
async def close_one(
    request: AnyRequest, performance_id: FromPath[UUID], tx: NamedDependency[Tx], now: NamedDependency[datetime]
) -> Response[Any]:
    """Close a performance, or the whole batch that is marked together. A seat without a ballot is named."""
    data = await typed(request, Closing)
    hand = await at_hand(request, tx, performance_id, *DESK)
    if hand.performance.status == "closed":
        return acted(request, tx, hand, status="closed")
    refuse_unless_open(hand)
    together = batch(hand.ground, hand.performance) or [hand.performance]
    refuse_if_batch_waits(together)
    for each in together:
        refuse_unless_complete(hand.ground, each, kept=data.kept)
    if await called_another(tx, hand.ground, together):
        return acted(request, tx, hand, status=hand.performance.status, reader=True)
    far = [each for each in together if await remarking.asks(tx, hand, each)]
    if far and not data.kept:
        for each in far:
            await remarking.ask(tx, AtHand(official=hand.official, ground=hand.ground, performance=each), each, now)
        return acted(request, tx, hand, status=hand.performance.status, remarking=[each.order_no for each in far])
    ids = [each.id for each in together]
    await sql.keep_marks(tx, ids)
    await sql.close_performances(tx, ids, now)
    await note(tx, hand, "close", kept=data.kept, together=[each.order_no for each in together])
    await tell_what_is_due(tx, hand.contest, hand.performance.stage, now)
    return acted(request, tx, hand, status="closed")


@post("/contests/{contest_id:uuid}/stages/{stage:str}/open", guards=[anyone], status_code=200)
async def open_all(
    request: AnyRequest,
    contest_id: FromPath[UUID],
    stage: FromPath[str],
    tx: NamedDependency[Tx],
    now: NamedDependency[datetime],
) -> Response[Any]:
    """A gallery or a reading opens as a whole: every work can be judged at any time."""
    contest, official = await held(request, tx, contest_id, *DESK)
    ground = await ground_of(tx, contest, stage)
    refuse_if_turns(ground)
    await let_run(tx, ground, official.name, now)
    ground = await ground_of(tx, contest, stage)
    waiting = [each for each in ground.performances if each.status == "waiting"]
    refuse_unless_shared_out(ground, waiting)
    for each in waiting:
        refuse_unless_placed(each)
    await sql.open_performances(tx, [each.id for each in waiting], now)
    await judged.insert_act(tx, contest.id, None, "open_all", official.name, "", {"stage": stage})
    return stage_acted(request, tx, ground, opened=len(waiting))


@post("/contests/{contest_id:uuid}/stages/{stage:str}/shut", guards=[anyone], status_code=200)
async def close_all(
    request: AnyRequest,
    contest_id: FromPath[UUID],
    stage: FromPath[str],
    tx: NamedDependency[Tx],
    now: NamedDependency[datetime],
) -> Response[Any]:
    """Close every open work of a gallery or a reading; the first that lacks a ballot is named."""
    contest, official = await held(request, tx, contest_id, *DESK)
    ground = await ground_of(tx, contest, stage)
    refuse_if_turns(ground)
    standing = [each for each in ground.performances if each.status in ("open", "reopened")]
    for each in standing:
        refuse_unless_complete(ground, each, kept=False)
    if await called_another(tx, ground, standing):
        return stage_acted(request, tx, ground, closed=0, reader=True)
    await sql.close_performances(tx, [each.id for each in standing], now)
    await judged.insert_act(tx, contest.id, None, "close_all", official.name, "", {"stage": stage})
    return stage_acted(request, tx, ground, closed=len(standing))


def stage_acted(request: AnyRequest, tx: Tx, ground: StageGround, **body: Any) -> Response[Any]:
    panels = {each.panel_id for each in ground.performances if each.panel_id}
    watch.moved(hall_of(request), tx, ground.contest.id, panels)
    return done(request, to=f"/scoring/contests/{ground.contest.id}/stages/{ground.stage.key}", body=body)


def refuse_unless_waiting(hand: AtHand) -> None:
    if hand.performance.status != "waiting":
        raise Refused(
            "performance.not_waiting",
            _("{order} cannot be opened any more: look at the desk again."),
            status=409,
            order=hand.number,
        )
    refuse_unless_placed(hand.performance)


def refuse_unless_placed(performance: PerformanceRow) -> None:
    if performance.panel_id is None:
        raise Refused(
            "performance.no_panel",
            _("{order} has no panel yet. Choose one on the page of the order."),
            status=409,
            order=numbered(performance.order_no),
        )


async def let_run(tx: Tx, ground: StageGround, by: str, now: datetime) -> None:
    """With the first that is opened the stage begins."""
    await let_begin(tx, ground.contest, ground.rule_set, ground.stage, by, now)


def refuse_unless_shared_out(ground: StageGround, wanted: Sequence[PerformanceRow]) -> None:
    """Two readers and a third on a gap are told by who was given a paper: without that everybody would read it."""
    shared = {each.performance_id for each in ground.assigned}
    left = [each.order_no for each in wanted if each.id not in shared]
    if ground.stage.reading is not None and left:
        raise Refused(
            "readers.missing",
            _("Papers without readers: {orders}. Share them out first."),
            status=409,
            orders=", ".join(numbered(each) for each in left[:12]) + (" …" if len(left) > 12 else ""),
        )


async def refuse_if_busy(tx: Tx, hand: AtHand) -> None:
    """One performance at a time before a panel, except those marked together."""
    panel = hand.performance.panel_id
    if panel is None:
        return
    await sql.lock_panel(tx, panel)
    together = {each.id for each in batch(hand.ground, hand.performance)}
    for other in await sql.open_at_panel(tx, panel):
        if other.id in together or not await takes_turns(tx, other):
            continue
        raise Refused(
            "panel.busy",
            _("{order} of {contest} is open before this panel. Close it first."),
            status=409,
            order=numbered(other.order_no),
            contest=other.contest,
        )


async def takes_turns(tx: Tx, other: sql.OpenAtPanel) -> bool:
    rule_set = await judged.newest_rule_set(tx, other.contest_id)
    return rule_set is not None and stage_of(rule_set, other.stage).mode == "turns"


def refuse_if_turns(ground: StageGround) -> None:
    if ground.stage.mode == "turns":
        raise Refused("stage.turns", _("In this stage performances are opened one after the other."), status=409)


def refuse_unless_open(hand: AtHand) -> None:
    if hand.performance.status not in ("open", "reopened"):
        raise Refused(
            "performance.not_open", _("{order} is not open: look at the desk again."), status=409, order=hand.number
        )


router = Router("/scoring", route_handlers=[open_one, close_one, open_all, close_all])
