"""What a ballot's revision is when it comes in: counted, overtaken, or late. Pure: knows rows, no storage.

Source: book of judged contests, section 4, conflict rules 2 to 5.
"""

from typing import Literal
from uuid import UUID

from services.scoring.judged.calibration import batch
from services.scoring.judged.ground import SeatDue, StageGround
from services.scoring.sql.judged import PerformanceRow
from shared.kit.http.errors import Refused
from shared.kit.words import _

Standing = Literal["active", "superseded", "late"]
OPEN = ("open", "reopened")


def seat_due(ground: StageGround, performance: PerformanceRow, seat_id: UUID) -> SeatDue | None:
    """What the seat owes for a performance; None where it does not judge it."""
    return next((each for each in ground.due(performance) if each.seat.id == seat_id), None)


def is_editable(ground: StageGround, performance: PerformanceRow, due: SeatDue) -> bool:
    """Whether a new revision of this seat would count at once.

    A ballot handed in is read only, unless a change was granted or the performance is one of those marked together.
    """
    if performance.status not in OPEN or due.state in ("recused", "absent"):
        return False
    return due.state in ("pending", "reopened") or bool(batch(ground, performance))


def why_not(ground: StageGround, performance: PerformanceRow, due: SeatDue) -> str | None:
    """In one word why marks cannot be typed; None where they can."""
    if is_editable(ground, performance, due):
        return None
    if due.state in ("recused", "absent"):
        return due.state
    if performance.status == "waiting":
        return "waiting"
    return "submitted" if performance.status in OPEN else "closed"


def standing_of(ground: StageGround, performance: PerformanceRow, due: SeatDue, revision: int) -> Standing:
    """How a new revision stands.

    Raises:
        Refused: nobody has performed yet.
    """
    active = due.ballot.active if due.ballot else None
    if active is not None and revision < active:
        return "superseded"
    if performance.status == "waiting":
        raise Refused("ballot.locked", _("This performance has not begun yet."), status=409)
    return "active" if is_editable(ground, performance, due) else "late"
