"""What must be there before a performance may close: every seat, every fact, enough ballots, a stopped timer.

Names what is missing; never says what the marks are.
"""

from collections.abc import Sequence

from services.scoring.judged.at_hand import numbered
from services.scoring.judged.ground import SeatDue, StageGround
from services.scoring.judged.third import third_reader
from services.scoring.sql.judged import PerformanceRow
from shared.kit.db import Tx
from shared.kit.http.errors import Refused
from shared.kit.words import _


async def called_another(tx: Tx, ground: StageGround, performances: Sequence[PerformanceRow]) -> bool:
    """Whether a third reader was called to any of these papers just now: their ballots are owed first."""
    if ground.stage.reading is None:
        return False
    called = [await third_reader(tx, ground, each) for each in performances]
    return any(called)


def refuse_if_batch_waits(together: Sequence[PerformanceRow]) -> None:
    waiting = [each for each in together if each.status == "waiting"]
    if waiting:
        raise Refused(
            "calibration.waiting",
            _("The first {count} are marked together and close together: {order} has not performed yet."),
            status=409,
            count=len(together),
            order=", ".join(numbered(each.order_no) for each in waiting),
        )


def refuse_unless_complete(ground: StageGround, performance: PerformanceRow, *, kept: bool) -> None:
    """Every seat resolved, every fact entered, enough ballots, no timer running.

    Raises:
        Refused: naming what is missing.
    """
    order = numbered(performance.order_no)
    due = ground.due(performance)
    open_seats = [each for each in due if not each.resolved and not (kept and each.state == "reopened")]
    if open_seats:
        raise Refused(
            "performance.unresolved",
            _("{order} cannot be closed yet. Not resolved: {seats}."),
            status=409,
            details={"seats": [{"number": each.seat.number, "state": each.state} for each in open_seats]},
            order=order,
            seats=", ".join(seat_name(each) for each in open_seats),
        )
    known = ground.facts_of(performance)
    missing = [each.name for each in ground.stage.facts if each.key not in known]
    if missing:
        raise Refused("fact.missing", _("{order} lacks: {facts}."), status=409, order=order, facts=", ".join(missing))
    least = max(1, ground.stage.panel.least)
    if len(ground.turn(performance).ballots) < least:
        raise Refused(
            "panel.too_few",
            _("{order} has fewer ballots than the rule asks for ({least})."),
            status=409,
            order=order,
            least=least,
        )
    if performance.started_at is not None and performance.stopped_at is None:
        raise Refused("timer.running", _("The timer of {order} is running. Stop it first."), status=409, order=order)


def seat_name(due: SeatDue) -> str:
    return f"{due.seat.number} {due.seat.name}".strip()
