"""Appeals against a judged result, with their answers."""

from datetime import datetime
from uuid import UUID

from msgspec import Struct

from shared.kit.db import Tx, many, maybe


class AppealRow(Struct, frozen=True):
    id: UUID
    contest_id: UUID
    entry_id: UUID
    made_by: str
    member_id: UUID | None
    text: str
    made_at: datetime
    answer: str | None
    answered_by: str | None
    answered_at: datetime | None
    upheld: bool | None


async def appeals_of(tx: Tx, contest_id: UUID) -> list[AppealRow]:
    return many(
        AppealRow,
        await tx.fetch(
            "select id, contest_id, entry_id, made_by, member_id, text, made_at, answer, answered_by, answered_at, "
            "upheld from appeal where contest_id = $1 order by id",
            contest_id,
        ),
    )


async def read_appeal(tx: Tx, appeal_id: UUID) -> AppealRow | None:
    return maybe(
        AppealRow,
        await tx.fetchrow(
            "select id, contest_id, entry_id, made_by, member_id, text, made_at, answer, answered_by, answered_at, "
            "upheld from appeal where id = $1",
            appeal_id,
        ),
    )


async def unanswered(tx: Tx, contest_id: UUID) -> int:
    found: int = await tx.fetchval("select count(*) from appeal where contest_id = $1 and answer is null", contest_id)
    return found


async def insert_appeal(
    tx: Tx, appeal_id: UUID, contest_id: UUID, entry_id: UUID, by: str, member_id: UUID | None, text: str, now: datetime
) -> bool:
    """Enter an appeal; False where this very one stands already."""
    done = await tx.execute(
        "insert into appeal (id, contest_id, entry_id, made_by, member_id, text, made_at) "
        "values ($1, $2, $3, $4, $5, $6, $7) on conflict (id) do nothing",
        appeal_id,
        contest_id,
        entry_id,
        by,
        member_id,
        text,
        now,
    )
    return done.endswith("1")


async def answer(tx: Tx, appeal_id: UUID, text: str, upheld: bool, by: str, now: datetime) -> bool:
    """Answer an appeal once; False where it was answered before."""
    done = await tx.execute(
        "update appeal set answer = $2, upheld = $3, answered_by = $4, answered_at = $5 "
        "where id = $1 and answered_at is null",
        appeal_id,
        text,
        upheld,
        by,
        now,
    )
    return done.endswith("1")


async def told_at(tx: Tx, contest_id: UUID, entry_id: UUID) -> datetime | None:
    """When this entry's latest score was revealed."""
    found: datetime | None = await tx.fetchval(
        "select max(revealed_at) from performance where contest_id = $1 and entry_id = $2", contest_id, entry_id
    )
    return found
