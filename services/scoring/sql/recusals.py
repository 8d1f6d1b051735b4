"""Recusals: who does not judge whom and why, who stands in, and what became of it. None is ever deleted."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from msgspec import Struct

from shared.kit.db import Tx, many, maybe


class RecusalRow(Struct, frozen=True):
    id: UUID
    contest_id: UUID
    seat_id: UUID
    entry_id: UUID
    by_rule: bool
    reason: str
    made_by: str
    made_at: datetime
    lifted_at: datetime | None
    lifted_by: str | None
    lifted_reason: str
    """Empty where the rule no longer asked for it; else a person's reason."""
    stand_in: UUID | None
    stages: list[str]
    """Those it speaks of; none: all."""


class BallotIn(Struct, frozen=True):
    """A ballot that came in, by whom and for which order number."""

    seat_id: UUID
    number: int
    name: str
    order_no: int


async def recusals_of(tx: Tx, contest_id: UUID) -> list[RecusalRow]:
    """All there ever were, the oldest first."""
    return many(
        RecusalRow,
        await tx.fetch(
            "select id, contest_id, seat_id, entry_id, by_rule, reason, made_by, made_at, lifted_at, lifted_by, "
            "lifted_reason, stand_in, stages from recusal where contest_id = $1 order by made_at, id",
            contest_id,
        ),
    )


async def read_recusal(tx: Tx, recusal_id: UUID) -> RecusalRow | None:
    return maybe(
        RecusalRow,
        await tx.fetchrow(
            "select id, contest_id, seat_id, entry_id, by_rule, reason, made_by, made_at, lifted_at, lifted_by, "
            "lifted_reason, stand_in, stages from recusal where id = $1",
            recusal_id,
        ),
    )


async def recuse(
    tx: Tx,
    contest_id: UUID,
    seat_id: UUID,
    entry_id: UUID,
    by_rule: bool,
    reason: str,
    made_by: str,
    now: datetime,
    stand_in: UUID | None,
    stages: Sequence[str] = (),
) -> None:
    await tx.execute(
        "insert into recusal (contest_id, seat_id, entry_id, by_rule, reason, made_by, made_at, stand_in, stages) "
        "values ($1, $2, $3, $4, $5, $6, $7, $8, $9) on conflict do nothing",
        contest_id,
        seat_id,
        entry_id,
        by_rule,
        reason,
        made_by,
        now,
        stand_in,
        list(stages),
    )


async def narrow(tx: Tx, recusal_id: UUID, stages: Sequence[str]) -> None:
    """From now on it speaks of these stages only."""
    await tx.execute("update recusal set stages = $2 where id = $1", recusal_id, list(stages))


async def lift(tx: Tx, ids: Sequence[UUID], by: str, reason: str, now: datetime) -> None:
    await tx.execute(
        "update recusal set lifted_at = $4, lifted_by = $2, lifted_reason = $3 "
        "where id = any($1) and lifted_at is null",
        list(ids),
        by,
        reason,
        now,
    )


async def stand_in(tx: Tx, recusal_id: UUID, seat_id: UUID | None) -> None:
    await tx.execute("update recusal set stand_in = $2 where id = $1", recusal_id, seat_id)


async def submitted(tx: Tx, contest_id: UUID) -> set[tuple[UUID, UUID]]:
    """Seat and entry of every ballot that came in, in any stage."""
    rows = await tx.fetch(
        "select b.seat_id, p.entry_id from ballot b join performance p on p.id = b.performance_id "
        "where p.contest_id = $1 and b.active is not null",
        contest_id,
    )
    return {(row["seat_id"], row["entry_id"]) for row in rows}


async def ballots_in(tx: Tx, contest_id: UUID, entry_id: UUID, stages: Sequence[str]) -> list[BallotIn]:
    """The ballots that came in for an entry in stages whose judging is not over."""
    return many(
        BallotIn,
        await tx.fetch(
            "select s.id as seat_id, s.number, s.name, p.order_no from ballot b "
            "join performance p on p.id = b.performance_id join panel_seat s on s.id = b.seat_id "
            "where p.contest_id = $1 and p.entry_id = $2 and p.stage = any($3) and b.active is not null "
            "order by p.opened_at, s.number",
            contest_id,
            entry_id,
            list(stages),
        ),
    )


async def turns_of(tx: Tx, contest_id: UUID) -> list[tuple[str, UUID, str]]:
    """Stage, entry and status of every performance."""
    rows = await tx.fetch("select stage, entry_id, status from performance where contest_id = $1", contest_id)
    return [(row["stage"], row["entry_id"], row["status"]) for row in rows]
