"""What still stands in the way of a result: stages, open changes, late ballots, tablets that hold ballots, ties.

Each is a sentence with its values, so that a page can list all and a refusal can say the first.
"""

from typing import Any

from msgspec import Struct

from services.scoring.judged.at_hand import numbered
from services.scoring.judged.computed import Computed, unresolved
from services.scoring.judged.ground import StageGround
from services.scoring.judged.standing_entries import gone, moved_since, without_turn
from services.scoring.sql import appeals, desk, stages
from services.scoring.sql import results as sql
from services.scoring.sql.judged import ContestRow
from shared.kit.db import Tx
from shared.kit.http.errors import Refused
from shared.kit.words import _

NOT_OVER = {"open": _("{order} is being judged."), "reopened": _("{order} is open again.")}


class Obstacle(Struct, frozen=True):
    code: str
    sentence: str
    params: dict[str, Any] = {}

    @property
    def said(self) -> tuple[str, dict[str, Any]]:
        return self.sentence, self.params


async def obstacles(tx: Tx, contest: ContestRow, computed: Computed) -> list[Obstacle]:
    found = [Obstacle(each.code, each.sentence, each.params) for each in [computed.refused] if each]
    found += await of_stages(tx, contest, computed)
    for ground in computed.grounds.values():
        found += await of_ballots(tx, ground)
    panels = {each.panel_id for ground in computed.grounds.values() for each in ground.performances if each.panel_id}
    found += [
        Obstacle(
            "tablet.holds",
            _("The tablet of seat {seat} ({name}) still holds {count} ballots. Let it send them, or unpair it."),
            {"seat": each.number, "name": each.name, "count": each.waiting},
        )
        for each in await sql.holding_tablets(tx, sorted(panels))
    ]
    found += await of_entries(tx, contest, computed)
    waiting = await appeals.unanswered(tx, contest.id)
    if waiting:
        found.append(Obstacle("appeal.open", _("Appeals without an answer: {count}."), {"count": waiting}))
    if unresolved(computed.rule_set, computed.lines):
        found.append(
            Obstacle("result.tie", _("The rule does not split some equals. The chief decides, with a reason."))
        )
    if not computed.lines:
        found.append(Obstacle("result.empty", _("Nothing has been judged yet.")))
    return found


async def of_stages(tx: Tx, contest: ContestRow, computed: Computed) -> list[Obstacle]:
    statuses = await stages.stages_of(tx, contest.id)
    return [
        Obstacle("stage.open", _("The stage “{stage}” is not closed."), {"stage": stage.name})
        for stage in computed.rule_set.stages
        if statuses.get(stage.key) not in ("closed", "revealed")
    ]


async def of_entries(tx: Tx, contest: ContestRow, computed: Computed) -> list[Obstacle]:
    found = [
        Obstacle(
            "entry.no_turn",
            _("{entry} was entered after the first stage had closed and has no turn. Withdraw it from the entries."),
            {"entry": name},
        )
        for name in without_turn(contest, computed)
    ]
    found += [
        Obstacle(
            "entry.gone",
            _("{order} was withdrawn from the entries. Take it out at its page with the reason, or enter it again."),
            {"order": order},
        )
        for order in gone(contest, computed)
    ]
    found += [
        Obstacle(
            "advance.moved",
            _("The ranking of “{stage}” has changed: now {more} would go on, {fewer} would not. The chief decides."),
            {
                "stage": each.name,
                "more": ", ".join(each.more) or "–",
                "fewer": ", ".join(each.fewer) or "–",
                "key": each.stage,
            },
        )
        for each in ([] if computed.refused else await moved_since(tx, contest, computed))
    ]
    return found


async def of_ballots(tx: Tx, ground: StageGround) -> list[Obstacle]:
    orders = {each.id: numbered(each.order_no) for each in ground.performances}
    found = [
        Obstacle("performance.open", NOT_OVER[each.status], {"order": orders[each.id]})
        for each in ground.performances
        if each.status in NOT_OVER
    ]
    for asked in await desk.asked_of_stage(tx, ground.contest.id, ground.stage.key):
        order = orders[asked.performance_id]
        found.append(Obstacle("change.open", _("A request for change of {order} is not decided."), {"order": order}))
    for late in await desk.late_of_stage(tx, ground.contest.id, ground.stage.key):
        order = orders[late.performance_id]
        found.append(Obstacle("late.open", _("A late ballot for {order} is not decided."), {"order": order}))
    return found


def refuse_if_any(found: list[Obstacle]) -> None:
    if found:
        raise Refused(found[0].code, found[0].sentence, status=409, **found[0].params)
