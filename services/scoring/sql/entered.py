"""What officials enter beside the marks: deductions, facts, absences of seats. Rows are withdrawn, never deleted."""

from datetime import datetime
from decimal import Decimal
from uuid import UUID

from msgspec import Struct

from shared.kit.db import Tx, many, maybe


class Entered(Struct, frozen=True):
    """A deduction with its whole history."""

    id: UUID
    performance_id: UUID
    kind: str
    points: Decimal
    reason: str
    made_by: str
    made_at: datetime
    withdrawn_at: datetime | None
    withdrawn_by: str | None
    withdrawn_reason: str | None


class AbsenceRow(Struct, frozen=True):
    """A seat said to be absent, by chief, by supervisor, or by both."""

    performance_id: UUID
    seat_id: UUID
    reason: str
    chief_by: str | None
    supervisor_by: str | None
    stand_in: UUID | None
    person: list[UUID]
    """All the ids of those who said so."""


async def deduct(
    tx: Tx, deduction: UUID, performance_id: UUID, kind: str, points: Decimal, reason: str, by: str, now: datetime
) -> bool:
    """Enter a deduction; False where this very one stands already."""
    done = await tx.execute(
        "insert into deduction (id, performance_id, kind, points, reason, made_by, made_at) "
        "values ($1, $2, $3, $4, $5, $6, $7) on conflict (id) do nothing",
        deduction,
        performance_id,
        kind,
        points,
        reason,
        by,
        now,
    )
    return done.endswith("1")


async def withdraw_deduction(
    tx: Tx, deduction: UUID, performance_id: UUID, reason: str, by: str, now: datetime
) -> bool:
    done = await tx.execute(
        "update deduction set withdrawn_at = $5, withdrawn_by = $4, withdrawn_reason = $3 "
        "where id = $1 and performance_id = $2 and withdrawn_at is null",
        deduction,
        performance_id,
        reason,
        by,
        now,
    )
    return done.endswith("1")


async def deductions_of(tx: Tx, performance_id: UUID) -> list[Entered]:
    return many(
        Entered,
        await tx.fetch(
            "select id, performance_id, kind, points, reason, made_by, made_at, withdrawn_at, withdrawn_by, "
            "withdrawn_reason from deduction where performance_id = $1 order by made_at, id",
            performance_id,
        ),
    )


async def keep_fact(tx: Tx, performance_id: UUID, key: str, value: Decimal, by: str, now: datetime) -> None:
    await tx.execute(
        "insert into fact (performance_id, key, value, made_by, made_at) values ($1, $2, $3, $4, $5) "
        "on conflict (performance_id, key) do update set value = excluded.value, made_by = excluded.made_by, "
        "made_at = excluded.made_at",
        performance_id,
        key,
        value,
        by,
        now,
    )


async def read_absence(tx: Tx, performance_id: UUID, seat_id: UUID) -> AbsenceRow | None:
    return maybe(
        AbsenceRow,
        await tx.fetchrow(
            "select performance_id, seat_id, reason, chief_by, supervisor_by, stand_in, person from absence "
            "where performance_id = $1 and seat_id = $2",
            performance_id,
            seat_id,
        ),
    )


async def absences_of(tx: Tx, performance_id: UUID) -> list[AbsenceRow]:
    return many(
        AbsenceRow,
        await tx.fetch(
            "select performance_id, seat_id, reason, chief_by, supervisor_by, stand_in, person from absence "
            "where performance_id = $1",
            performance_id,
        ),
    )


async def half_said(tx: Tx, contest_id: UUID, stage: str) -> list[AbsenceRow]:
    """Absences of a stage that only one of the two has said."""
    return many(
        AbsenceRow,
        await tx.fetch(
            "select a.performance_id, a.seat_id, a.reason, a.chief_by, a.supervisor_by, a.stand_in, a.person "
            "from absence a join performance p on p.id = a.performance_id "
            "where p.contest_id = $1 and p.stage = $2 and (a.chief_at is null or a.supervisor_at is null)",
            contest_id,
            stage,
        ),
    )


async def say_absent(tx: Tx, row: AbsenceRow, now: datetime) -> None:
    """Keep who has said it: a word once given stays."""
    await tx.execute(
        "insert into absence (performance_id, seat_id, reason, stand_in, chief_by, supervisor_by, person, chief_at, "
        "supervisor_at) values ($1, $2, $3, $4, $5, $6, $7, case when $5::text is not null then $8::timestamptz end, "
        "case when $6::text is not null then $8::timestamptz end) "
        "on conflict (performance_id, seat_id) do update set chief_by = excluded.chief_by, "
        "chief_at = coalesce(absence.chief_at, excluded.chief_at), supervisor_by = excluded.supervisor_by, "
        "supervisor_at = coalesce(absence.supervisor_at, excluded.supervisor_at), person = excluded.person, "
        "stand_in = coalesce(excluded.stand_in, absence.stand_in)",
        row.performance_id,
        row.seat_id,
        row.reason,
        row.stand_in,
        row.chief_by,
        row.supervisor_by,
        row.person,
        now,
    )


async def present_again(tx: Tx, performance_id: UUID, seat_id: UUID) -> None:
    """An absence is taken back before the performance closed; the desk's record keeps that it was said."""
    await tx.execute("delete from absence where performance_id = $1 and seat_id = $2", performance_id, seat_id)
