"""What stands beside the marks on a paper: who gave none and why, what was taken off by whom, whom the ranking lacks.

Knows the words, not where on which paper they stand.
"""

from decimal import Decimal
from uuid import UUID

from msgspec import Struct

from services.scoring.judged.at_hand import numbered
from services.scoring.judged.ground import SeatDue, StageGround
from services.scoring.judged.paper_ground import PaperGround
from services.scoring.judged.paper_parts import judge_name
from services.scoring.judged.unranked import STATUSES, unranked
from services.scoring.sql.judged import PerformanceRow
from shared.kit.words import _


class Taken(Struct, frozen=True):
    """A deduction as it is printed."""

    kind: str
    points: Decimal
    by: str
    reason: str


def taken(papers: PaperGround, ground: StageGround, performance: PerformanceRow) -> list[Taken]:
    """What was entered by somebody, then what the rule takes off for the time that was measured."""
    kinds = {kind.key: kind.name for kind in ground.stage.deductions}
    entered = [each for each in ground.deductions if each.performance_id == performance.id]
    found = [Taken(kinds.get(each.kind, each.kind), each.points, each.made_by, each.reason) for each in entered]
    by_rule = ground.taken_off(performance)[len(entered) :]
    measured = papers.say(_("measured {clock}"), clock=clock_of(performance))
    return found + [
        Taken(papers.say(_("Time")), each.points, papers.say(_("by the rule")), each.reason or measured)
        for each in by_rule
    ]


def clock_of(performance: PerformanceRow) -> str:
    """The time measured, as 20:30; empty where none was."""
    if performance.seconds is None:
        return ""
    minutes, seconds = divmod(performance.seconds, 60)
    return f"{minutes}:{seconds:02d}"


def without_marks(papers: PaperGround, ground: StageGround, performance: PerformanceRow) -> dict[UUID, str]:
    """Seat -> why it gave no marks, and who judged in its place."""
    turn = ground.turn(performance)
    return {
        due.seat.id: why_none(papers, ground, performance, due, turn.missing[str(due.seat.id)])
        for due in ground.due(performance)
        if str(due.seat.id) in turn.missing
    }


def why_none(papers: PaperGround, ground: StageGround, performance: PerformanceRow, due: SeatDue, reason: str) -> str:
    say = papers.say
    said = say(_("recused ({reason})"), reason=reason) if due.state == "recused" else reason
    excuse = next(
        (each for each in ground.excuses if (each.performance_id, each.seat_id) == (performance.id, due.seat.id)), None
    )
    stand_in = ground.seats.get(excuse.stand_in) if excuse and excuse.stand_in else None
    if stand_in is None:
        return said
    return say(_("{reason}; {judge} judged instead"), reason=said, judge=judge_name(papers, stand_in))


def without_place(papers: PaperGround) -> list[list[str]]:
    """Number, name, unit, stage and why, of every entry the ranking does not have."""
    return [
        [
            numbered(performance.order_no),
            *papers.who(performance),
            ground.stage.name,
            why_out(papers, performance),
        ]
        for ground, performance in unranked(papers.grounds)
    ]


def why_out(papers: PaperGround, performance: PerformanceRow) -> str:
    said = papers.say(STATUSES[performance.status])
    return papers.say(_("{what}: {reason}"), what=said, reason=performance.reason) if performance.reason else said
