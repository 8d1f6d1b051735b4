"""Who reads which paper, and the lots by which papers were shared out."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from shared.kit.db import Tx


async def assign(tx: Tx, rows: Sequence[tuple[UUID, UUID, str]]) -> None:
    """Performance, seat, and why this seat reads it."""
    await tx.executemany(
        "insert into assignment (performance_id, seat_id, why) values ($1, $2, $3) on conflict do nothing", rows
    )


async def clear(tx: Tx, contest_id: UUID, stage: str) -> None:
    await tx.execute(
        "delete from assignment a using performance p "
        "where p.id = a.performance_id and p.contest_id = $1 and p.stage = $2",
        contest_id,
        stage,
    )


async def hand_on(tx: Tx, performance_id: UUID, giver: UUID, taker: UUID) -> None:
    """The paper goes from one reader to another, who reads it for the same reason."""
    await tx.execute(
        "update assignment set seat_id = $3 where performance_id = $1 and seat_id = $2", performance_id, giver, taker
    )


async def keep_lots(
    tx: Tx, contest_id: UUID, stage: str, seed: str, given: Any, drawn: Any, made_by: str, now: datetime
) -> None:
    await tx.execute(
        "insert into lots (contest_id, stage, what, seed, given, drawn, made_by, made_at, drawn_at) "
        "values ($1, $2, 'readers', $3, $4, $5, $6, $7, $7)",
        contest_id,
        stage,
        seed,
        given,
        drawn,
        made_by,
        now,
    )


async def newest_seed(tx: Tx, contest_id: UUID, stage: str) -> str | None:
    """The seed papers were shared out by."""
    found: str | None = await tx.fetchval(
        "select seed from lots where contest_id = $1 and stage = $2 and what = 'readers' "
        "and drawn_at is not null order by made_at desc limit 1",
        contest_id,
        stage,
    )
    return found


async def loads(tx: Tx, contest_id: UUID, stage: str) -> dict[UUID, int]:
    """Seat -> how many papers of the stage it reads."""
    rows = await tx.fetch(
        "select a.seat_id, count(*) as papers from assignment a join performance p on p.id = a.performance_id "
        "where p.contest_id = $1 and p.stage = $2 group by a.seat_id",
        contest_id,
        stage,
    )
    return {row["seat_id"]: row["papers"] for row in rows}
