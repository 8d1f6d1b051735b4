"""What the big screen of a contest shows, as kept in its row, and which stage is on. Knows no performance."""

from collections.abc import Mapping
from typing import Literal
from uuid import UUID

import msgspec
from msgspec import Struct

from services.scoring.sql.judged import ContestRow
from shared.rules.judged.rule_set import RuleSet

SceneName = Literal["now", "performance", "ranking", "blank"]
"""Who performs now; one performance judge by judge; the ranking of what is revealed; nothing."""


class Scene(Struct, frozen=True):
    scene: SceneName = "now"
    performance: UUID | None = None
    stage: str = ""
    by_itself: bool = False
    """What falls due is revealed at once, without the host."""


def scene_of(contest: ContestRow) -> Scene:
    return msgspec.convert(contest.screen, Scene)


def present_stage(rule_set: RuleSet, statuses: Mapping[str, str]) -> str:
    """The stage that runs; else the last one that was closed; else the first."""
    keys = [stage.key for stage in rule_set.stages]
    for wanted in ("running",), ("closed", "revealed"):
        found = [key for key in keys if statuses.get(key) in wanted]
        if found:
            return found[-1]
    return keys[0]
