"""Statements on the record of what accounts and administrators did."""

from datetime import datetime
from typing import Any
from uuid import UUID

from msgspec import Struct

from shared.kit.db import Tx, many


class Act(Struct, frozen=True, kw_only=True):
    id: UUID
    at: datetime
    kind: str
    by_name: str | None
    about_member: UUID | None
    about_name: str | None
    about_number: str | None
    details: dict[str, Any]


async def note(
    tx: Tx, kind: str, by_member: UUID | None, about_member: UUID | None, details: dict[str, Any], now: datetime
) -> None:
    await tx.execute(
        "insert into act (at, kind, by_member, about_member, details) values ($1, $2, $3, $4, $5)",
        now,
        kind,
        by_member,
        about_member,
        details,
    )


async def newest(tx: Tx, offset: int, limit: int) -> list[Act]:
    rows = await tx.fetch(
        "select a.id, a.at, a.kind, b.name as by_name, a.about_member, m.name as about_name, "
        "m.staff_number as about_number, a.details "
        "from act a left join member b on b.id = a.by_member left join member m on m.id = a.about_member "
        "order by a.at desc, a.id desc limit $2 offset $1",
        offset,
        limit,
    )
    return many(Act, rows)


async def about(tx: Tx, member_id: UUID, limit: int) -> list[Act]:
    rows = await tx.fetch(
        "select a.id, a.at, a.kind, b.name as by_name, a.about_member, m.name as about_name, "
        "m.staff_number as about_number, a.details "
        "from act a left join member b on b.id = a.by_member left join member m on m.id = a.about_member "
        "where a.about_member = $1 order by a.at desc, a.id desc limit $2",
        member_id,
        limit,
    )
    return many(Act, rows)
