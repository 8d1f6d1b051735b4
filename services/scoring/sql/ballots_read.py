"""What counts of a stage as stored: active ballots, recusals, absences, assignments, deductions, facts."""

from decimal import Decimal
from uuid import UUID

from msgspec import Struct

from shared.kit.db import Tx, many


class BallotRow(Struct, frozen=True):
    """A performance's ballot of one seat; `marks` are those of the active revision."""

    id: UUID
    performance_id: UUID
    seat_id: UUID
    active: int | None
    reopened: bool
    marks: dict[str, Decimal] | None


class Excuse(Struct, frozen=True):
    """Why a seat gives no marks for a performance, and who stands in."""

    performance_id: UUID
    seat_id: UUID
    why: str
    reason: str
    stand_in: UUID | None
    agreed: bool
    """An absence counts once chief and supervisor both said so; a recusal at once."""


class Assigned(Struct, frozen=True):
    performance_id: UUID
    seat_id: UUID
    why: str


class DeductionRow(Struct, frozen=True):
    id: UUID
    performance_id: UUID
    kind: str
    points: Decimal
    reason: str
    made_by: str


class FactRow(Struct, frozen=True):
    performance_id: UUID
    key: str
    value: Decimal


async def ballots_of_stage(tx: Tx, contest_id: UUID, stage: str) -> list[BallotRow]:
    return many(
        BallotRow,
        await tx.fetch(
            "select b.id, b.performance_id, b.seat_id, b.active, b.reopened_at is not null as reopened, r.marks "
            "from ballot b join performance p on p.id = b.performance_id "
            "left join ballot_revision r on r.ballot_id = b.id and r.revision = b.active "
            "where p.contest_id = $1 and p.stage = $2",
            contest_id,
            stage,
        ),
    )


async def excuses_of_stage(tx: Tx, contest_id: UUID, stage: str) -> list[Excuse]:
    return many(
        Excuse,
        await tx.fetch(
            "select p.id as performance_id, r.seat_id, 'recused' as why, r.reason, r.stand_in, true as agreed "
            "from recusal r join performance p on p.contest_id = r.contest_id and p.entry_id = r.entry_id "
            "where r.contest_id = $1 and p.stage = $2 and r.lifted_at is null "
            "and (r.stages = '{}' or p.stage = any(r.stages)) "
            "union all "
            "select p.id, a.seat_id, 'absent', a.reason, a.stand_in, "
            "a.chief_at is not null and a.supervisor_at is not null "
            "from absence a join performance p on p.id = a.performance_id "
            "where p.contest_id = $1 and p.stage = $2",
            contest_id,
            stage,
        ),
    )


async def assignments_of_stage(tx: Tx, contest_id: UUID, stage: str) -> list[Assigned]:
    return many(
        Assigned,
        await tx.fetch(
            "select a.performance_id, a.seat_id, a.why from assignment a "
            "join performance p on p.id = a.performance_id where p.contest_id = $1 and p.stage = $2",
            contest_id,
            stage,
        ),
    )


async def deductions_of_stage(tx: Tx, contest_id: UUID, stage: str) -> list[DeductionRow]:
    return many(
        DeductionRow,
        await tx.fetch(
            "select d.id, d.performance_id, d.kind, d.points, d.reason, d.made_by from deduction d "
            "join performance p on p.id = d.performance_id "
            "where p.contest_id = $1 and p.stage = $2 and d.withdrawn_at is null order by d.made_at, d.id",
            contest_id,
            stage,
        ),
    )


async def facts_of_stage(tx: Tx, contest_id: UUID, stage: str) -> list[FactRow]:
    return many(
        FactRow,
        await tx.fetch(
            "select f.performance_id, f.key, f.value from fact f join performance p on p.id = f.performance_id "
            "where p.contest_id = $1 and p.stage = $2",
            contest_id,
            stage,
        ),
    )
