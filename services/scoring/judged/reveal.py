"""The host tells performances: judge by judge, then the score; or lets what is due be told by itself.

The server says what may be told by the rule. Knows no page but the host's.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from litestar import Response, Router, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from msgspec import Struct

from services.scoring.hall import hall_of
from services.scoring.judged import watch
from services.scoring.judged.at_hand import DESK, AnyRequest, AtHand, at_hand, held, note, numbered
from services.scoring.judged.doors import DOORS, doors_open
from services.scoring.judged.due import due, tell_what_is_due
from services.scoring.judged.ground import StageGround
from services.scoring.judged.officials import contest_of, require
from services.scoring.judged.scene import SceneName, scene_of
from services.scoring.judged.shown import shown_performance
from services.scoring.judged.shown_ranking import shown_ranking
from services.scoring.judged.told import Told, told_of
from services.scoring.sql import judged
from services.scoring.sql import reveals as sql
from services.scoring.sql.judged import PerformanceRow
from shared.kit.db import Tx
from shared.kit.http.auth import anyone
from shared.kit.http.errors import Refused
from shared.kit.http.forms import typed
from shared.kit.http.replies import done, json, page, wants_json
from shared.kit.words import _


class Telling(Struct, kw_only=True):
    to: Literal["show", "next", "score", "cover"] = "next"
    """Only bring it on the screen; one more judge's mark; everything; back to covered marks while it is not told."""
    shown: int | None = None
    """How many marks were uncovered when the button was drawn: a second tap does nothing."""


class Direction(Struct, kw_only=True):
    """What the host wants of the screen; what is left out stays."""

    scene: SceneName | None = None
    performance: UUID | None = None
    by_itself: bool | None = None
    tell_all: bool = False
    """Reveal everything that is due at once."""
    tell_before: bool = False
    """Reveal the earlier stages that count: totals can be told from then on."""


@get("/contests/{contest_id:uuid}/host", guards=[anyone])
async def host(request: AnyRequest, contest_id: FromPath[UUID], tx: NamedDependency[Tx]) -> Response[Any]:
    """The host's page: what is due, what the screen shows, the next button large."""
    contest = await contest_of(tx, contest_id)
    official = await require(request, tx, contest, *DOORS["host"])
    told = await told_of(tx, contest)
    ground = told.ground
    scene = scene_of(contest)
    on_screen = next((each for each in ground.performances if each.id == scene.performance), None)
    may = due(ground.stage, ground.performances)
    shown = shown_performance(told, on_screen) if on_screen else None
    if wants_json(request):
        return json({"scene": scene, "due": [each.id for each in may], "shown": shown})
    return page(
        request,
        "judged_host.html",
        contest=contest,
        ground=ground,
        scene=scene,
        on_screen=on_screen,
        shown=shown,
        due=may,
        told=[each for each in ground.performances if each.revealed_at is not None],
        ranking=shown_ranking(told),
        numbered=numbered,
        official=official,
        doors=doors_open(official, ground.rule_set),
    )


@post("/contests/{contest_id:uuid}/host", guards=[anyone], status_code=200)
async def direct(
    request: AnyRequest, contest_id: FromPath[UUID], tx: NamedDependency[Tx], now: NamedDependency[datetime]
) -> Response[Any]:
    """Say what the big screen shows, and whether what is due is told by itself."""
    data = await typed(request, Direction)
    contest, official = await held(request, tx, contest_id, *DESK)
    present = await told_of(tx, contest)
    await sql.direct(tx, contest.id, screen_of(data, present.ground))
    told = await directed(tx, contest_id, data, present, now)
    if told:
        await judged.insert_act(tx, contest.id, None, "reveal_all", official.name, "", {"count": len(told)})
    watch.moved(hall_of(request), tx, contest.id)
    return done(request, to=f"/scoring/contests/{contest_id}/host", body={"told": told})


async def directed(tx: Tx, contest_id: UUID, data: Direction, present: Told, now: datetime) -> list[UUID]:
    """What is revealed by a direction of the host."""
    if data.tell_all:
        return await reveal_due(tx, [present.ground], now)
    if data.tell_before:
        return await reveal_due(tx, present.covered, now)
    if data.by_itself:
        return await tell_what_is_due(tx, await contest_of(tx, contest_id), present.ground.stage.key, now)
    return []


async def reveal_due(tx: Tx, grounds: Sequence[StageGround], now: datetime) -> list[UUID]:
    told = [each.id for ground in grounds for each in due(ground.stage, ground.performances)]
    await sql.reveal(tx, told, now)
    return told


@post("/performances/{performance_id:uuid}/reveal", guards=[anyone], status_code=200)
async def tell(
    request: AnyRequest, performance_id: FromPath[UUID], tx: NamedDependency[Tx], now: NamedDependency[datetime]
) -> Response[Any]:
    """Tell a performance that is due: one more mark, or the score."""
    data = await typed(request, Telling)
    hand = await at_hand(request, tx, performance_id, *DESK)
    performance = hand.performance
    refuse_unless_due(hand)
    screen = {"scene": "performance", "performance": str(performance.id), "stage": performance.stage}
    await sql.direct(tx, hand.contest.id, screen)
    if data.to != "show" and performance.revealed_at is None and data.shown in (None, performance.shown):
        await uncover(tx, hand, data.to, now)
    watch.moved(hall_of(request), tx, hand.contest.id)
    return done(request, to=f"/scoring/contests/{hand.contest.id}/host", body={"performance_id": performance.id})


async def uncover(tx: Tx, hand: AtHand, to: str, now: datetime) -> None:
    performance = hand.performance
    marks = len(hand.ground.turn(performance).ballots)
    if to == "cover":
        await sql.show_marks(tx, performance.id, 0)
    elif to == "next" and performance.shown < marks:
        await sql.show_marks(tx, performance.id, performance.shown + 1)
    else:
        await sql.show_marks(tx, performance.id, marks)
        await sql.reveal(tx, [performance.id], now)
        await note(tx, hand, "reveal")


def refuse_unless_due(hand: AtHand) -> None:
    performance = hand.performance
    if performance.status != "closed":
        raise Refused(
            "performance.not_closed",
            _("{order} is not closed: nothing of it can be told."),
            status=409,
            order=hand.number,
        )
    may = {each.id for each in due(hand.ground.stage, hand.ground.performances)}
    if performance.revealed_at is None and performance.id not in may:
        sentence = WAITS[hand.ground.stage.reveal]
        raise Refused("reveal.not_due", sentence, status=409, order=hand.number)


WAITS = {
    "immediate": _("{order} cannot be told yet."),
    "after_next": _("By the rule {order} is told once the next one has finished."),
    "batch": _("By the rule {order} is told together with its batch."),
    "end": _("By the rule everything is told at the end of the stage."),
}


def screen_of(data: Direction, ground: StageGround) -> dict[str, Any]:
    found: dict[str, Any] = {}
    if data.scene is not None:
        found["scene"] = data.scene
    if data.by_itself is not None:
        found["by_itself"] = data.by_itself
    if data.performance is not None:
        performance = next((each for each in ground.performances if each.id == data.performance), None)
        if performance is None:
            raise Refused("performance.unknown", _("There is no such performance."), status=404)
        found |= {"performance": str(performance.id), "stage": performance.stage}
    return found


def following(performances: list[PerformanceRow], after: PerformanceRow | None) -> PerformanceRow | None:
    """The next to perform."""
    waiting = [each for each in performances if each.status == "waiting"]
    return next((each for each in waiting if after is None or each.order_no > after.order_no), None)


router = Router("/scoring", route_handlers=[host, direct, tell])
