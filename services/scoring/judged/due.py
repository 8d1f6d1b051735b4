"""When a performance may be revealed by the rule: at once, after the next, by batches, at the end.

Knows orders and statuses. Whether it is revealed then the host decides, unless the contest tells it by itself.
"""

from collections.abc import Sequence
from datetime import UTC, datetime
from uuid import UUID

from services.scoring.judged.ground import UNJUDGED, rule_set_of, stage_of
from services.scoring.judged.scene import scene_of
from services.scoring.sql import judged
from services.scoring.sql import reveals as sql
from services.scoring.sql.judged import ContestRow, PerformanceRow
from shared.kit.db import Tx
from shared.rules.judged.rule_set import Stage

OVER = ("closed", *UNJUDGED)


def due(stage: Stage, performances: Sequence[PerformanceRow]) -> list[PerformanceRow]:
    """The closed performances that may be revealed now and are not yet, in their order."""
    may = {each.id for part in by_panel(performances) for each in of_panel(stage, part, performances)}
    return [each for each in performances if each.id in may and each.revealed_at is None]


def by_panel(performances: Sequence[PerformanceRow]) -> list[list[PerformanceRow]]:
    panels = sorted({each.panel_id for each in performances}, key=str)
    return [[each for each in performances if each.panel_id == panel] for panel in panels]


def of_panel(stage: Stage, panel: Sequence[PerformanceRow], everyone: Sequence[PerformanceRow]) -> list[PerformanceRow]:
    taking_part = [each for each in panel if each.status not in UNJUDGED]
    closed = [each for each in taking_part if each.status == "closed"]
    if stage.reveal == "immediate":
        return closed
    if stage.reveal == "end":
        return closed if all(each.status in OVER for each in everyone) else []
    if stage.reveal == "after_next":
        return closed if len(closed) == len(taking_part) else [each for each in closed if followed(each, closed)]
    return [each for batch in batches(taking_part, stage.batch) if whole(batch) for each in batch]


def followed(performance: PerformanceRow, closed: Sequence[PerformanceRow]) -> bool:
    """Another began after it and has finished too."""
    return any(began(each) > began(performance) for each in closed)


def began(performance: PerformanceRow) -> tuple[datetime, int]:
    return performance.opened_at or datetime.min.replace(tzinfo=UTC), performance.order_no


def batches(performances: Sequence[PerformanceRow], size: int) -> list[Sequence[PerformanceRow]]:
    step = max(size, 1)
    return [performances[at : at + step] for at in range(0, len(performances), step)]


def whole(batch: Sequence[PerformanceRow]) -> bool:
    return all(each.status == "closed" for each in batch)


async def tell_what_is_due(tx: Tx, contest: ContestRow, stage_key: str, now: datetime) -> list[UUID]:
    """Where the contest tells by itself, reveal what has fallen due."""
    if not scene_of(contest).by_itself:
        return []
    stage = stage_of(await rule_set_of(tx, contest.id), stage_key)
    ids = [each.id for each in due(stage, await judged.performances_of(tx, contest.id, stage_key))]
    await sql.reveal(tx, ids, now)
    return ids
