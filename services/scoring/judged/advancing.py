"""Who goes on from a stage: by the rule, and at its line, where the rule leaves equals out, by the chief's decision.

Knows rankings, no desk.
"""

from collections.abc import Sequence
from uuid import UUID

from msgspec import Struct

from services.scoring.judged.computed import computable, ranking_of
from services.scoring.judged.ground import StageGround
from shared.rules.judged.advance import advancing, counted_apart
from shared.rules.judged.judgement import Line
from shared.rules.judged.rule_set import RuleSet


class GoingOn(Struct, frozen=True):
    """Those who go on, best first; those equal at the line whom the rule leaves out and officials may admit."""

    entries: list[UUID]
    left: list[UUID]


def next_stage(rule_set: RuleSet, stage: str) -> str | None:
    keys = [each.key for each in rule_set.stages]
    after = keys.index(stage) + 1
    return keys[after] if after < len(keys) else None


def going_on(ground: StageGround) -> GoingOn:
    turns = {ground.stage.key: ground.turns()}
    found = computable(lambda: advancing(ground.rule_set, ground.stage.key, turns, categories_of(ground)))
    return GoingOn([UUID(entry) for entry in found], left_at_the_line(ground, set(found)))


def left_at_the_line(ground: StageGround, going: set[str]) -> list[UUID]:
    rule = ground.stage.advance
    if rule is None or rule.boundary != "none":
        return []
    panels = {str(each.entry_id): str(each.panel_id or "") for each in ground.performances}
    parts = counted_apart(ground.stage, ranking_of(ground), panels, categories_of(ground))
    return [entry for part in parts for entry in equals_at(part, rule.count, going)]


def categories_of(ground: StageGround) -> dict[str, str]:
    return {str(entry.id): entry.category for entry in ground.contest.state.entries}


def equals_at(lines: Sequence[Line], count: int, going: set[str]) -> list[UUID]:
    if not 0 < count < len(lines):
        return []
    at_line = lines[count - 1].total
    return [UUID(line.entry) for line in lines if line.total == at_line and line.entry not in going]
