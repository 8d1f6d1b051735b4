"""Marking anew: where a panel lies too far apart the rule may ask it once before a performance closes.

Knows the rule's range and the totals of one performance. Flags only ask; the judges alone change their marks.
"""

from datetime import datetime
from decimal import Decimal

from services.scoring.judged.at_hand import AtHand, note
from services.scoring.judged.ground import StageGround
from services.scoring.sql import desk as sql
from services.scoring.sql.judged import PerformanceRow
from shared.kit.db import Tx
from shared.kit.words import _
from shared.rules.judged.marks import judge_total

ACT = "remark"
REASON = _("The marks lie far apart: the rule asks the panel to mark anew.")


def totals(ground: StageGround, performance: PerformanceRow) -> list[Decimal]:
    """What each judge gives in all. Not for anyone without the right to see marks."""
    return [judge_total(ground.stage, marks) for marks in ground.turn(performance).ballots.values()]


def too_far_apart(ground: StageGround, performance: PerformanceRow) -> bool:
    limit = ground.stage.spread.remark_range
    found = totals(ground, performance)
    return limit is not None and len(found) > 1 and max(found) - min(found) >= limit


async def asks(tx: Tx, hand: AtHand, performance: PerformanceRow) -> bool:
    """Whether the panel is to mark this one anew before it closes. It is asked once."""
    return too_far_apart(hand.ground, performance) and not await sql.acted(tx, performance.id, ACT)


async def ask(tx: Tx, hand: AtHand, performance: PerformanceRow, now: datetime) -> None:
    """Reopen the panel's ballots of this performance, each on record."""
    await sql.ask_again(tx, performance.id, REASON, hand.official.name, now)
    await note(tx, hand, ACT)
