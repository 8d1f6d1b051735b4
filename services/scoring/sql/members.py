"""The scoring service's own copy of who members are, for the people on panels."""

from collections.abc import Sequence
from uuid import UUID

from msgspec import Struct

from shared.kit.db import Tx, many, maybe
from shared.messages.members import MemberChanged


class MemberRow(Struct, frozen=True):
    id: UUID
    staff_number: str
    name: str
    unit: str


async def keep_members(tx: Tx, members: Sequence[MemberChanged]) -> None:
    """The newest state of each member; an older revision that comes late changes nothing."""
    await tx.execute(
        "insert into member (id, staff_number, name, unit, active, revision) "
        "select * from unnest($1::uuid[], $2::text[], $3::text[], $4::text[], $5::boolean[], $6::bigint[]) "
        "on conflict (id) do update set staff_number = excluded.staff_number, name = excluded.name, "
        "unit = excluded.unit, active = excluded.active, revision = excluded.revision "
        "where excluded.revision > member.revision",
        [member.id for member in members],
        [member.staff_number for member in members],
        [member.name for member in members],
        [member.unit for member in members],
        [member.active for member in members],
        [member.revision for member in members],
    )


async def by_staff_number(tx: Tx, staff_number: str) -> MemberRow | None:
    """The active member with this staff number."""
    return maybe(
        MemberRow,
        await tx.fetchrow(
            "select id, staff_number, name, unit from member where staff_number = $1 and active limit 1", staff_number
        ),
    )


async def numbers_known(tx: Tx, texts: Sequence[str]) -> set[str]:
    """Which of these texts are staff numbers of active members."""
    found = await tx.fetch("select staff_number from member where staff_number = any($1) and active", list(texts))
    return {row["staff_number"] for row in found}


async def by_ids(tx: Tx, ids: Sequence[UUID]) -> list[MemberRow]:
    return many(
        MemberRow,
        await tx.fetch("select id, staff_number, name, unit from member where id = any($1)", list(ids)),
    )
