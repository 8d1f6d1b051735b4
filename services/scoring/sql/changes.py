"""Changes of handed-in ballots asked for and decided; late ballots accepted or refused."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from msgspec import Struct

from shared.kit.db import Tx, many, maybe


class ChangeRow(Struct, frozen=True):
    """A change somebody asked for."""

    id: UUID
    ballot_id: UUID
    contest_id: UUID
    performance_id: UUID
    seat_id: UUID
    from_revision: int
    reason: str
    asked_at: datetime
    granted: bool | None
    answer: str
    done_at: datetime | None


class LateRow(Struct, frozen=True):
    """A late ballot with who has said what of it."""

    ballot_id: UUID
    revision: int
    contest_id: UUID
    performance_id: UUID
    seat_id: UUID
    standing: str
    active: int | None
    chief_by: str | None
    supervisor_by: str | None
    refused_by: str | None
    person: list[UUID]
    """All the ids of those who accepted it so far."""


async def ask(tx: Tx, ballot_id: UUID, from_revision: int, reason: str, now: datetime) -> UUID:
    found: UUID = await tx.fetchval(
        "insert into reopening (ballot_id, from_revision, reason, asked_at) values ($1, $2, $3, $4) returning id",
        ballot_id,
        from_revision,
        reason,
        now,
    )
    return found


async def read_change(tx: Tx, change_id: UUID) -> ChangeRow | None:
    return maybe(
        ChangeRow,
        await tx.fetchrow(
            "select r.id, r.ballot_id, p.contest_id, b.performance_id, b.seat_id, r.from_revision, r.reason, "
            "r.asked_at, r.granted, r.answer, r.done_at from reopening r join ballot b on b.id = r.ballot_id "
            "join performance p on p.id = b.performance_id where r.id = $1",
            change_id,
        ),
    )


async def undecided(tx: Tx, ballot_id: UUID) -> UUID | None:
    found: UUID | None = await tx.fetchval(
        "select id from reopening where ballot_id = $1 and decided_at is null", ballot_id
    )
    return found


async def decide(tx: Tx, change_id: UUID, granted: bool, by: str, answer: str, now: datetime) -> None:
    await tx.execute(
        "update reopening set decided_at = $5, decided_by = $3, granted = $2, answer = $4 "
        "where id = $1 and decided_at is null",
        change_id,
        granted,
        by,
        answer,
        now,
    )


async def newest_changes(tx: Tx, contest_id: UUID, stage: str, seat_id: UUID) -> dict[UUID, ChangeRow]:
    """Performance -> the newest change asked of this seat's ballot."""
    rows = many(
        ChangeRow,
        await tx.fetch(
            "select distinct on (b.id) r.id, r.ballot_id, p.contest_id, b.performance_id, b.seat_id, r.from_revision, "
            "r.reason, r.asked_at, r.granted, r.answer, r.done_at from reopening r join ballot b on b.id = r.ballot_id "
            "join performance p on p.id = b.performance_id "
            "where p.contest_id = $1 and p.stage = $2 and b.seat_id = $3 order by b.id, r.asked_at desc",
            contest_id,
            stage,
            seat_id,
        ),
    )
    return {each.performance_id: each for each in rows}


async def read_late(tx: Tx, ballot_id: UUID, revision: int) -> LateRow | None:
    return maybe(
        LateRow,
        await tx.fetchrow(
            "select r.ballot_id, r.revision, r.contest_id, b.performance_id, b.seat_id, r.standing, b.active, "
            "l.chief_by, l.supervisor_by, l.refused_by, coalesce(l.person, '{}') as person "
            "from ballot_revision r join ballot b on b.id = r.ballot_id "
            "left join late_ballot l on l.ballot_id = r.ballot_id and l.revision = r.revision "
            "where r.ballot_id = $1 and r.revision = $2",
            ballot_id,
            revision,
        ),
    )


async def say_late(
    tx: Tx, late: LateRow, chief_by: str | None, supervisor_by: str | None, person: Sequence[UUID], now: datetime
) -> None:
    """Keep who accepts it: a word once given stays."""
    await tx.execute(
        "insert into late_ballot (ballot_id, revision, chief_by, supervisor_by, person, chief_at, supervisor_at) "
        "values ($1, $2, $3, $4, $5, case when $3::text is not null then $6::timestamptz end, "
        "case when $4::text is not null then $6::timestamptz end) on conflict (ballot_id, revision) do update "
        "set chief_by = excluded.chief_by, chief_at = coalesce(late_ballot.chief_at, excluded.chief_at), "
        "supervisor_by = excluded.supervisor_by, person = excluded.person, "
        "supervisor_at = coalesce(late_ballot.supervisor_at, excluded.supervisor_at)",
        late.ballot_id,
        late.revision,
        chief_by,
        supervisor_by,
        person,
        now,
    )


async def refuse_late(tx: Tx, late: LateRow, by: str, reason: str, now: datetime) -> None:
    await tx.execute(
        "insert into late_ballot (ballot_id, revision, refused_by, refused_at, reason) values ($1, $2, $3, $4, $5) "
        "on conflict (ballot_id, revision) do update set refused_by = excluded.refused_by, "
        "refused_at = excluded.refused_at, reason = excluded.reason",
        late.ballot_id,
        late.revision,
        by,
        now,
        reason,
    )
