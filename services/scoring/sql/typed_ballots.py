"""Paper ballots typed once and waiting for the second person."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from msgspec import Struct

from shared.kit.db import Tx, maybe


class TypedRow(Struct, frozen=True):
    marks: dict[str, str]
    rule_set_version: int
    reason: str
    typed_by: str
    typed_at: datetime
    person: list[UUID]
    """All the ids of who typed it."""


async def read_typed(tx: Tx, performance_id: UUID, seat_id: UUID) -> TypedRow | None:
    return maybe(
        TypedRow,
        await tx.fetchrow(
            "select marks, rule_set_version, reason, typed_by, typed_at, person from typed_ballot "
            "where performance_id = $1 and seat_id = $2",
            performance_id,
            seat_id,
        ),
    )


async def keep_typed(
    tx: Tx,
    performance_id: UUID,
    seat_id: UUID,
    marks: Mapping[str, str],
    version: int,
    reason: str,
    by: str,
    person: Sequence[UUID],
    now: datetime,
) -> None:
    """What was typed first; typed anew by the same person, or under newer rules, it takes the place of the old."""
    await tx.execute(
        "insert into typed_ballot (performance_id, seat_id, marks, rule_set_version, reason, typed_by, typed_at, "
        "person) values ($1, $2, $3, $4, $5, $6, $7, $8) on conflict (performance_id, seat_id) do update set "
        "marks = excluded.marks, rule_set_version = excluded.rule_set_version, reason = excluded.reason, "
        "typed_by = excluded.typed_by, typed_at = excluded.typed_at, person = excluded.person",
        performance_id,
        seat_id,
        dict(marks),
        version,
        reason,
        by,
        now,
        person,
    )


async def forget_typed(tx: Tx, performance_id: UUID, seat_id: UUID) -> None:
    await tx.execute("delete from typed_ballot where performance_id = $1 and seat_id = $2", performance_id, seat_id)
