"""Statements on honours: the places members took in contests."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from msgspec import Struct

from shared.kit.db import Tx, many


class Honour(Struct, frozen=True, kw_only=True):
    contest_id: UUID
    member_id: UUID
    event_id: UUID
    event_name: str
    contest_name: str
    entry_name: str
    first: int
    last: int
    entries: int
    decided_at: datetime
    revision: int


async def forget_older(tx: Tx, contest_id: UUID, revision: int) -> None:
    await tx.execute("delete from honour where contest_id = $1 and revision < $2", contest_id, revision)


async def add(tx: Tx, honours: Sequence[Honour]) -> None:
    """Honours of one contest, unless a newer deciding of it has been heard of."""
    await tx.execute(
        "insert into honour (contest_id, member_id, event_id, event_name, contest_name, entry_name, first, last, "
        "entries, decided_at, revision) "
        "select g.* from unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::text[], $5::text[], $6::text[], $7::int[], "
        "$8::int[], $9::int[], $10::timestamptz[], $11::bigint[]) as g "
        "(contest_id, member_id, event_id, event_name, contest_name, entry_name, first, last, entries, decided_at, "
        "revision) where not exists "
        "(select from honour h where h.contest_id = g.contest_id and h.revision >= g.revision)",
        [honour.contest_id for honour in honours],
        [honour.member_id for honour in honours],
        [honour.event_id for honour in honours],
        [honour.event_name for honour in honours],
        [honour.contest_name for honour in honours],
        [honour.entry_name for honour in honours],
        [honour.first for honour in honours],
        [honour.last for honour in honours],
        [honour.entries for honour in honours],
        [honour.decided_at for honour in honours],
        [honour.revision for honour in honours],
    )


async def of_member(tx: Tx, member_id: UUID) -> list[Honour]:
    rows = await tx.fetch(
        "select contest_id, member_id, event_id, event_name, contest_name, entry_name, first, last, entries, "
        "decided_at, revision from honour where member_id = $1 order by decided_at desc",
        member_id,
    )
    return many(Honour, rows)
