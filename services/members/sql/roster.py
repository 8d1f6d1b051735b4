"""Statements on members and their roster."""

from collections.abc import Sequence
from datetime import datetime
from typing import Literal
from uuid import UUID

from msgspec import Struct

from services.members.roster_compare import Known, PreviewRow
from shared.kit.db import Tx, many, maybe, one


class Member(Struct, frozen=True, kw_only=True):
    id: UUID
    staff_number: str
    name: str
    unit: str
    gender: str
    phone: str
    id_number: str
    category: Literal["staff", "retired"]
    leader: bool
    birth_year: int | None
    active: bool
    revision: int
    is_administrator: bool
    has_password: bool
    must_change: bool


class UnitCount(Struct, frozen=True):
    unit: str
    members: int


async def known(tx: Tx, staff_numbers: Sequence[str]) -> dict[str, Known]:
    rows = await tx.fetch(
        "select m.id, m.staff_number, m.name, m.unit, m.gender, m.phone, m.id_number, m.active, m.revision, "
        "m.category, case when m.leader then 'yes' else 'no' end as leader, "
        "coalesce(m.birth_year::text, '') as birth_year, "
        "a.password_hash is not null as has_password "
        "from member m left join account a on a.member_id = m.id where m.staff_number = any($1::text[])",
        list(staff_numbers),
    )
    return {found.staff_number: found for found in many(Known, rows)}


async def member(tx: Tx, member_id: UUID) -> Member | None:
    row = await tx.fetchrow(
        "select m.id, m.staff_number, m.name, m.unit, m.gender, m.phone, m.id_number, "
        "m.category, m.leader, m.birth_year, m.active, m.revision, "
        "coalesce(a.is_administrator, false) as is_administrator, "
        "a.password_hash is not null as has_password, coalesce(a.must_change, true) as must_change "
        "from member m left join account a on a.member_id = m.id where m.id = $1",
        member_id,
    )
    return maybe(Member, row)


async def search(tx: Tx, words: str, unit: str, offset: int, limit: int) -> list[Member]:
    rows = await tx.fetch(
        "select m.id, m.staff_number, m.name, m.unit, m.gender, m.phone, m.id_number, "
        "m.category, m.leader, m.birth_year, m.active, m.revision, "
        "coalesce(a.is_administrator, false) as is_administrator, "
        "a.password_hash is not null as has_password, coalesce(a.must_change, true) as must_change "
        "from member m left join account a on a.member_id = m.id "
        "where ($1 = '' or strpos(lower(m.name || ' ' || m.staff_number || ' ' || m.unit), lower($1)) > 0) "
        "and ($2 = '' or m.unit = $2) order by m.active desc, m.staff_number limit $4 offset $3",
        words,
        unit,
        offset,
        limit,
    )
    return many(Member, rows)


async def count(tx: Tx, words: str, unit: str) -> int:
    return int(
        await tx.fetchval(
            "select count(*) from member m "
            "where ($1 = '' or strpos(lower(m.name || ' ' || m.staff_number || ' ' || m.unit), lower($1)) > 0) "
            "and ($2 = '' or m.unit = $2)",
            words,
            unit,
        )
    )


async def units(tx: Tx) -> list[UnitCount]:
    rows = await tx.fetch("select unit, count(*) as members from member where active group by unit order by unit")
    return many(UnitCount, rows)


async def add(tx: Tx, staff_number: str, name: str, unit: str, gender: str, now: datetime) -> Member:
    row = await tx.fetchrow(
        "insert into member (staff_number, name, unit, gender, changed_at) values ($1, $2, $3, $4, $5) "
        "returning *, false as is_administrator, false as has_password, true as must_change",
        staff_number,
        name,
        unit,
        gender,
        now,
    )
    return one(Member, row)


async def change(
    tx: Tx,
    member_id: UUID,
    revision: int,
    values: tuple[str, str, str, str, str, bool, int | None, bool],
    now: datetime,
) -> int | None:
    """The new revision, or None when the member has changed since `revision` was read."""
    found = await tx.fetchval(
        "update member set staff_number = $3, name = $4, unit = $5, gender = $6, category = $7, "
        "leader = $8, birth_year = $9, active = $10, "
        "revision = revision + 1, changed_at = $11 where id = $1 and revision = $2 returning revision",
        member_id,
        revision,
        *values,
        now,
    )
    return None if found is None else int(found)


async def change_personal(
    tx: Tx, member_id: UUID, revision: int, phone: str, id_number: str, now: datetime
) -> int | None:
    found = await tx.fetchval(
        "update member set phone = $3, id_number = $4, revision = revision + 1, changed_at = $5 "
        "where id = $1 and revision = $2 returning revision",
        member_id,
        revision,
        phone,
        id_number,
        now,
    )
    return None if found is None else int(found)


async def add_many(tx: Tx, rows: Sequence[PreviewRow], now: datetime) -> list[Member]:
    """The members added; fewer than the rows when one of the numbers has been taken meanwhile."""
    found = await tx.fetch(
        "insert into member (staff_number, name, unit, gender, phone, id_number, category, leader, birth_year, "
        "changed_at) select g.staff_number, g.name, g.unit, g.gender, g.phone, g.id_number, "
        "coalesce(nullif(g.category, ''), 'staff'), g.leader = 'yes', nullif(g.birth_year, '')::integer, "
        "$10::timestamptz from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[], "
        "$7::text[], $8::text[], $9::text[]) "
        "as g (staff_number, name, unit, gender, phone, id_number, category, leader, birth_year) "
        "on conflict (staff_number) do nothing "
        "returning *, false as is_administrator, false as has_password, true as must_change",
        [row.staff_number for row in rows],
        [row.name for row in rows],
        [row.unit for row in rows],
        [row.gender for row in rows],
        [row.phone for row in rows],
        [row.id_number for row in rows],
        [row.category for row in rows],
        [row.leader for row in rows],
        [row.birth_year for row in rows],
        now,
    )
    return many(Member, found)


async def change_many(tx: Tx, rows: Sequence[PreviewRow], now: datetime) -> list[Member]:
    """The members changed; fewer than the rows when one of them has changed since the preview."""
    found = await tx.fetch(
        "update member m set name = g.name, unit = g.unit, gender = g.gender, phone = g.phone, "
        "id_number = g.id_number, category = coalesce(nullif(g.category, ''), m.category), "
        "leader = case g.leader when '' then m.leader else g.leader = 'yes' end, "
        "birth_year = coalesce(nullif(g.birth_year, '')::integer, m.birth_year), "
        "revision = m.revision + 1, changed_at = $11 "
        "from unnest($1::uuid[], $2::bigint[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[], "
        "$8::text[], $9::text[], $10::text[]) "
        "as g (id, revision, name, unit, gender, phone, id_number, category, leader, birth_year) "
        "where m.id = g.id and m.revision = g.revision "
        "returning m.*, false as is_administrator, false as has_password, true as must_change",
        [row.member_id for row in rows],
        [row.revision for row in rows],
        [row.name for row in rows],
        [row.unit for row in rows],
        [row.gender for row in rows],
        [row.phone for row in rows],
        [row.id_number for row in rows],
        [row.category for row in rows],
        [row.leader for row in rows],
        [row.birth_year for row in rows],
        now,
    )
    return many(Member, found)
