"""Which stage of a contest its officials are at. Knows how far the stages are, not what is done there."""

from services.scoring.judged.advancing import next_stage
from services.scoring.judged.beginning import DONE
from services.scoring.judged.ground import rule_set_of
from services.scoring.judged.scene import present_stage
from services.scoring.sql import judged, stages
from services.scoring.sql.judged import ContestRow
from shared.kit.db import Tx


async def stage_on(tx: Tx, contest: ContestRow) -> str:
    """The stage that runs, or the next one once it is known who goes on."""
    rule_set = await rule_set_of(tx, contest.id)
    statuses = await stages.stages_of(tx, contest.id)
    stage = present_stage(rule_set, statuses)
    after = next_stage(rule_set, stage) if statuses.get(stage) in DONE else None
    if after is not None and await judged.performances_of(tx, contest.id, after):
        return after
    return stage
