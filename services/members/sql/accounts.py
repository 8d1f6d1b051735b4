"""Statements on accounts: passwords and administrators."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from msgspec import Struct

from shared.kit.db import Tx, many, maybe


class Account(Struct, frozen=True, kw_only=True):
    member_id: UUID
    staff_number: str
    name: str
    unit: str
    active: bool
    password_hash: str | None
    must_change: bool
    is_administrator: bool


async def by_staff_number(tx: Tx, staff_number: str) -> Account | None:
    row = await tx.fetchrow(
        "select m.id as member_id, m.staff_number, m.name, m.unit, m.active, "
        "a.password_hash, a.must_change, a.is_administrator "
        "from account a join member m on m.id = a.member_id where m.staff_number = $1",
        staff_number,
    )
    return maybe(Account, row)


async def by_member(tx: Tx, member_id: UUID) -> Account | None:
    row = await tx.fetchrow(
        "select m.id as member_id, m.staff_number, m.name, m.unit, m.active, "
        "a.password_hash, a.must_change, a.is_administrator "
        "from account a join member m on m.id = a.member_id where m.id = $1",
        member_id,
    )
    return maybe(Account, row)


async def administrators(tx: Tx) -> list[Account]:
    """Locked, so that two withdrawals at once cannot leave nobody."""
    rows = await tx.fetch(
        "select m.id as member_id, m.staff_number, m.name, m.unit, m.active, "
        "a.password_hash, a.must_change, a.is_administrator "
        "from account a join member m on m.id = a.member_id where a.is_administrator "
        "order by m.id for update of a"
    )
    return many(Account, rows)


async def make_administrator(tx: Tx, member_id: UUID, must_change: bool) -> None:
    await tx.execute(
        "insert into account (member_id, must_change, is_administrator) values ($1, $2, true) "
        "on conflict (member_id) do update set is_administrator = true",
        member_id,
        must_change,
    )


async def withdraw_administrator(tx: Tx, member_id: UUID) -> None:
    await tx.execute("update account set is_administrator = false where member_id = $1", member_id)


async def set_password(tx: Tx, member_id: UUID, password_hash: str, now: datetime) -> None:
    await tx.execute(
        "update account set password_hash = $2, must_change = false, password_set_at = $3 where member_id = $1",
        member_id,
        password_hash,
        now,
    )


async def refresh_hash(tx: Tx, member_id: UUID, before: str, after: str) -> None:
    """The same password under today's parameters, unless it was changed meanwhile."""
    await tx.execute(
        "update account set password_hash = $3 where member_id = $1 and password_hash = $2", member_id, before, after
    )


async def issue(tx: Tx, member_ids: Sequence[UUID], hashes: Sequence[str], now: datetime) -> None:
    """First passwords, to be changed at the first sign-in."""
    await tx.execute(
        "insert into account (member_id, password_hash, must_change, password_set_at) "
        "select *, true, $3::timestamptz from unnest($1::uuid[], $2::text[]) "
        "on conflict (member_id) do update "
        "set password_hash = excluded.password_hash, must_change = true, password_set_at = excluded.password_set_at",
        list(member_ids),
        list(hashes),
        now,
    )


async def to_issue(
    tx: Tx, member_ids: Sequence[UUID], staff_numbers: Sequence[str], units: Sequence[str]
) -> list[Account]:
    """Active members: those named, and of the units named those who have not yet set a password of their own."""
    rows = await tx.fetch(
        "select m.id as member_id, m.staff_number, m.name, m.unit, m.active, a.password_hash, "
        "coalesce(a.must_change, true) as must_change, coalesce(a.is_administrator, false) as is_administrator "
        "from member m left join account a on a.member_id = m.id "
        "where m.active and (m.id = any($1::uuid[]) or m.staff_number = any($2::text[]) "
        "or (m.unit = any($3::text[]) and coalesce(a.must_change, true))) order by m.unit, m.staff_number",
        list(member_ids),
        list(staff_numbers),
        list(units),
    )
    return many(Account, rows)


async def to_issue_everyone(tx: Tx) -> list[Account]:
    """Every active member who has not yet set a password of their own."""
    rows = await tx.fetch(
        "select m.id as member_id, m.staff_number, m.name, m.unit, m.active, a.password_hash, "
        "coalesce(a.must_change, true) as must_change, coalesce(a.is_administrator, false) as is_administrator "
        "from member m left join account a on a.member_id = m.id "
        "where m.active and coalesce(a.must_change, true) order by m.unit, m.staff_number"
    )
    return many(Account, rows)
