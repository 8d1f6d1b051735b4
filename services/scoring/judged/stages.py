"""Which performances a stage has: the first follows the entries, a later one those who went on.

Knows no order but the next free number: lots are drawn elsewhere, and when a stage begins is said elsewhere.
"""

from collections.abc import Mapping, Sequence
from itertools import pairwise
from uuid import UUID

from services.scoring.sql import judged
from services.scoring.sql import stages as sql
from services.scoring.sql.judged import ContestRow
from shared.kit.db import Tx
from shared.rules.judged.rule_set import RuleSet

ENTRY_WITHDRAWN = "entry withdrawn"
"""The reason of a withdrawal that came with the entries; told in the reader's language where it is shown."""


async def fill_stage(tx: Tx, contest: ContestRow, stage: str, entries: Sequence[UUID]) -> None:
    """Give these entries a turn each in a stage, in this order. It begins when its desk says so.

    A stage that has no panel yet takes those of the stage before it.
    """
    panels = (await sql.stage_panels(tx, contest.id)).get(stage, []) or await inherited(tx, contest.id, stage)
    await sql.add_performances(tx, contest.id, stage, entries, panels[0] if len(panels) == 1 else None)
    await sql.set_status(tx, contest.id, stage, "planned", None)


async def inherited(tx: Tx, contest_id: UUID, stage: str) -> list[UUID]:
    """The panels of the stage before, given to this one too."""
    rule_set = await judged.newest_rule_set(tx, contest_id)
    keys = [each.key for each in rule_set.stages] if rule_set else []
    at = keys.index(stage) if stage in keys else 0
    panels = (await sql.stage_panels(tx, contest_id)).get(keys[at - 1], []) if at else []
    await sql.add_stage_panels(tx, contest_id, stage, panels)
    return panels


async def follow_entries(tx: Tx, contest: ContestRow, rule_set: RuleSet) -> None:
    """Make the first stage's performances those of the entries; a later stage only hears of withdrawals."""
    standing = [each.id for each in contest.state.entries if not each.withdrawn]
    first = rule_set.stages[0].key
    panels = (await sql.stage_panels(tx, contest.id)).get(first, [])
    status = await sql.stages_of(tx, contest.id)
    if status.get(first, "planned") in ("planned", "running"):
        await sql.add_performances(tx, contest.id, first, standing, panels[0] if len(panels) == 1 else None)
        await sql.set_status(tx, contest.id, first, status.get(first, "planned"), None)
    await empty_early(tx, contest.id, rule_set, status)
    for stage in rule_set.stages:
        await withdraw_gone(tx, contest, stage.key, set(standing))
        await place_waiting(tx, contest.id, stage.key)


async def empty_early(tx: Tx, contest_id: UUID, rule_set: RuleSet, status: Mapping[str, str]) -> None:
    """A stage behind one that is not over has no turns yet: rules that put a stage before it leave some behind."""
    for before, stage in pairwise(rule_set.stages):
        if status.get(before.key) in ("closed", "revealed") or status.get(stage.key, "planned") != "planned":
            continue
        rows = [each.id for each in await judged.performances_of(tx, contest_id, stage.key)]
        await sql.remove_performances(tx, sorted(set(rows) - await sql.touched(tx, rows)))


async def place_waiting(tx: Tx, contest_id: UUID, stage: str) -> None:
    """Where one panel judges a stage, every performance that has none yet is before it."""
    panels = (await sql.stage_panels(tx, contest_id)).get(stage, [])
    if len(panels) != 1:
        return
    rows = await judged.performances_of(tx, contest_id, stage)
    await sql.place_on_panels(tx, {each.id: panels[0] for each in rows if each.panel_id is None})


async def withdraw_gone(tx: Tx, contest: ContestRow, stage: str, standing: set[UUID]) -> None:
    """Who left before anything was judged or drawn has no turn any more; later the turn stays as withdrawn."""
    drawn = await sql.drawn(tx, contest.id, stage)
    rows = await judged.performances_of(tx, contest.id, stage)
    gone = [each.id for each in rows if each.entry_id not in standing]
    kept = await sql.touched(tx, gone)
    if not drawn:
        blank = {each.id for each in rows if each.id in gone and each.status in ("waiting", "withdrawn")}
        await sql.remove_performances(tx, sorted(blank - kept))
    await sql.withdraw(tx, gone, ENTRY_WITHDRAWN)
    await sql.return_withdrawn(tx, [each.id for each in rows if each.entry_id in standing], ENTRY_WITHDRAWN)
