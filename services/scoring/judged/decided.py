"""What waits for chief or supervisor at the desk: requests for change, late ballots, absences one of the two has said.

Shows them; what a decision does to a ballot is written where ballots are.
"""

from datetime import datetime
from typing import Literal
from uuid import UUID

from msgspec import Struct

from services.scoring.judged.ground import StageGround
from services.scoring.sql import desk as sql
from services.scoring.sql import entered
from services.scoring.sql.judged import PerformanceRow, SeatRow
from shared.kit.db import Tx


class Waiting(Struct, frozen=True, kw_only=True):
    """Something a person has to decide about a seat's ballot."""

    kind: Literal["change", "late", "absence"]
    performance: PerformanceRow
    seat: SeatRow
    reason: str = ""
    at: datetime | None = None
    chief_by: str = ""
    supervisor_by: str = ""
    id: UUID | None = None
    """Of the request, or of the late ballot."""
    revision: int = 0


async def waiting_for_decision(tx: Tx, ground: StageGround) -> list[Waiting]:
    turns = {each.id: each for each in ground.performances}
    contest, stage = ground.contest.id, ground.stage.key
    found = [
        Waiting(
            kind="change",
            performance=turns[each.performance_id],
            seat=ground.seats[each.seat_id],
            reason=each.reason,
            at=each.asked_at,
            id=each.id,
        )
        for each in await sql.asked_of_stage(tx, contest, stage)
        if each.seat_id in ground.seats
    ]
    found += [
        Waiting(
            kind="late",
            performance=turns[each.performance_id],
            seat=ground.seats[each.seat_id],
            at=each.at,
            chief_by=each.chief_by or "",
            supervisor_by=each.supervisor_by or "",
            id=each.ballot_id,
            revision=each.revision,
        )
        for each in await sql.late_of_stage(tx, contest, stage)
        if each.seat_id in ground.seats
    ]
    return found + [
        Waiting(
            kind="absence",
            performance=turns[each.performance_id],
            seat=ground.seats[each.seat_id],
            reason=each.reason,
            chief_by=each.chief_by or "",
            supervisor_by=each.supervisor_by or "",
        )
        for each in await entered.half_said(tx, contest, stage)
        if each.seat_id in ground.seats
    ]
