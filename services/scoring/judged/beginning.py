"""A stage begins: from then on its panels' tablets see it and its materials stay as they are.

Knows what must be there before; not who opens what in it.
"""

from datetime import datetime

from services.scoring.judged.stages import place_waiting
from services.scoring.sql import judged, stages
from services.scoring.sql.judged import ContestRow
from shared.kit.db import Tx
from shared.kit.http.errors import Refused
from shared.kit.words import _
from shared.rules.judged.cautions import needs_links
from shared.rules.judged.rule_set import RuleSet, Stage

DONE = ("closed", "revealed")
UNLINKED = _(
    "Several panels judge “{stage}” and no entry is before two of them: the rules compare judges by common entries and "
    "could give no score. Rank the panels apart in the rules, or name one panel."
)


async def let_begin(tx: Tx, contest: ContestRow, rule_set: RuleSet, stage: Stage, by: str, now: datetime) -> None:
    """Let a stage run; one that runs goes on.

    Raises:
        Refused: it is over, the one before it is not, nobody judges it, or its panels cannot be compared.
    """
    statuses = await stages.stages_of(tx, contest.id)
    status = statuses.get(stage.key, "planned")
    if status == "running":
        return
    if status in DONE:
        raise Refused("stage.over", _("This stage is closed."), status=409)
    refuse_out_of_turn(contest, rule_set, stage, statuses)
    panels = (await stages.stage_panels(tx, contest.id)).get(stage.key)
    if not panels:
        raise Refused("stage.no_panel", _("Say first which panel judges “{stage}”."), status=409, stage=stage.name)
    if len(panels) > 1 and needs_links(stage):
        raise Refused("stage.unlinked", UNLINKED, status=409, stage=stage.name)
    await place_waiting(tx, contest.id, stage.key)
    await stages.set_status(tx, contest.id, stage.key, "running", now)
    await judged.insert_act(tx, contest.id, None, "stage_begun", by, "", {"stage": stage.key})


def refuse_out_of_turn(contest: ContestRow, rule_set: RuleSet, stage: Stage, statuses: dict[str, str]) -> None:
    if contest.state.status not in ("judging", "decided"):
        raise Refused("stage.entries", _("The entries are not handed over to the panel yet."), status=409)
    for each in rule_set.stages[: rule_set.stages.index(stage)]:
        if statuses.get(each.key) not in DONE:
            raise Refused(
                "stage.before", _("“{stage}” comes before and is not closed yet."), status=409, stage=each.name
            )
