"""Lots: seeds fixed before, what was drawn from them, how much of it the big screen shows."""

from datetime import datetime
from typing import Any
from uuid import UUID

from msgspec import Struct

from shared.kit.db import Tx, many, maybe, one


class LotsRow(Struct, frozen=True):
    id: UUID
    contest_id: UUID
    stage: str
    what: str
    seed: str
    promise: str
    given: dict[str, Any]
    """`list`: who or what is drawn, in order, as `id` and `name`; `into`: the panels or topics."""
    drawn: list[dict[str, Any]]
    by_hand: bool
    reason: str
    shown: int
    made_by: str
    made_at: datetime
    drawn_at: datetime | None


async def lots_of(tx: Tx, contest_id: UUID, stage: str) -> list[LotsRow]:
    """The newest first."""
    return many(
        LotsRow,
        await tx.fetch(
            "select id, contest_id, stage, what, seed, promise, given, drawn, by_hand, reason, shown, made_by, "
            "made_at, drawn_at from lots where contest_id = $1 and stage = $2 and what <> 'readers' "
            "order by made_at desc, id desc",
            contest_id,
            stage,
        ),
    )


async def read_lots(tx: Tx, lots_id: UUID) -> LotsRow | None:
    return maybe(
        LotsRow,
        await tx.fetchrow(
            "select id, contest_id, stage, what, seed, promise, given, drawn, by_hand, reason, shown, made_by, "
            "made_at, drawn_at from lots where id = $1 and what <> 'readers'",
            lots_id,
        ),
    )


async def promise(
    tx: Tx, contest_id: UUID, stage: str, what: str, seed: str, hashed: str, by: str, now: datetime
) -> LotsRow:
    """A seed fixed and not yet drawn from."""
    return one(
        LotsRow,
        await tx.fetchrow(
            "insert into lots (contest_id, stage, what, seed, promise, given, drawn, made_by, made_at) "
            "values ($1, $2, $3, $4, $5, '{}', '[]', $6, $7) returning id, contest_id, stage, what, seed, promise, "
            "given, drawn, by_hand, reason, shown, made_by, made_at, drawn_at",
            contest_id,
            stage,
            what,
            seed,
            hashed,
            by,
            now,
        ),
    )


async def keep_drawn(
    tx: Tx,
    lots_id: UUID,
    seed: str,
    given: dict[str, Any],
    drawn: list[dict[str, Any]],
    reason: str,
    by: str,
    now: datetime,
) -> None:
    await tx.execute(
        "update lots set seed = $2, given = $3, drawn = $4, reason = $5, made_by = $6, drawn_at = $7 where id = $1",
        lots_id,
        seed,
        given,
        drawn,
        reason,
        by,
        now,
    )


async def keep_by_hand(
    tx: Tx, contest_id: UUID, stage: str, what: str, drawn: list[dict[str, Any]], reason: str, by: str, now: datetime
) -> None:
    """Lots drawn in the room and typed: no seed, the numbers as they were given."""
    await tx.execute(
        "insert into lots (contest_id, stage, what, seed, given, drawn, by_hand, reason, made_by, made_at, drawn_at) "
        "values ($1, $2, $3, '', '{}', $4, true, $5, $6, $7, $7)",
        contest_id,
        stage,
        what,
        drawn,
        reason,
        by,
        now,
    )


async def show(tx: Tx, lots_id: UUID, shown: int) -> None:
    await tx.execute("update lots set shown = $2 where id = $1", lots_id, shown)
