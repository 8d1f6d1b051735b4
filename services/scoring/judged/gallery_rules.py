"""What of a stage is hung in a gallery, for whom, and from when on names stand beside the works.

Knows the rule set's words on it and the state of the stage; knows no page.
"""

from typing import Any

from litestar import Request

from services.scoring.judged.owners import SHOWN
from services.scoring.sql import judged
from services.scoring.sql import materials as sql
from services.scoring.sql.judged import ContestRow, PerformanceRow
from services.scoring.sql.materials import MaterialRow
from shared.kit.db import Tx
from shared.kit.http.auth import Who, who_of
from shared.rules.judged.rule_set import RuleSet, Stage

GONE = ("withdrawn", "disqualified", "absent")


def galleries(rule_set: RuleSet) -> list[Stage]:
    """The stages whose works are hung: judged all at once, open to everybody, or with a public vote."""
    return [each for each in rule_set.stages if each.mode == "gallery" or each.public or each.public_votes]


def open_to(stage: Stage, who: Who) -> bool:
    """Whether somebody without any office sees the works: everybody, or members where they may vote."""
    return stage.public or (stage.public_votes > 0 and who.member_id is not None and not who.must_change)


async def pictures_public(request: Request[Any, Any, Any], tx: Tx, contest: ContestRow, material: MaterialRow) -> bool:
    """Whether pictures of a material hang in a gallery that is open to whoever asks."""
    rule_set = await judged.newest_rule_set(tx, contest.id)
    if rule_set is None or not (material.complete and material.shown and material.kind == "image"):
        return False
    begun = await sql.stages_begun(tx, contest.id)
    who = who_of(request)
    hung = {each.key for each in galleries(rule_set) if open_to(each, who) and begun.get(each.key) in SHOWN}
    hung = {key for key in hung if material.stage in ("", key)}
    places = await sql.places_of_entry(tx, contest.id, material.entry_id)
    return any(place.stage in hung and place.status not in GONE for place in places)


def told(performance: PerformanceRow, status: str) -> bool:
    """Whether the public knows what became of a performance: revealed, and its stage over."""
    return performance.revealed_at is not None and status in ("closed", "revealed")


def named(rule_set: RuleSet, stage: Stage, contest: ContestRow, performance: PerformanceRow, status: str) -> bool:
    """Whether names stand beside a work. Who goes on to another stage stays a number until that one is told."""
    if not rule_set.anonymous or contest.state.status == "decided":
        return True
    return stage.key == rule_set.stages[-1].key and told(performance, status)
