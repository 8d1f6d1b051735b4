"""Statements of entries. A list of five hundred is one statement, not five hundred."""

from collections.abc import Sequence
from uuid import UUID

from msgspec import Struct

from shared.kit.db import Tx, many, maybe


class Entry(Struct, frozen=True, kw_only=True):
    id: UUID
    contest_id: UUID
    name: str
    unit: str
    seed: int | None
    line: int | None
    position: int
    category: str = ""
    withdrawn: bool = False


class EntryRow(Struct, frozen=True, kw_only=True):
    """An entry to be written."""

    name: str
    unit: str
    seed: int | None
    members: tuple[UUID, ...]
    category: str = ""
    """Of works: what they are ranked or rewarded among."""


async def entries(tx: Tx, contest_id: UUID) -> list[Entry]:
    """In the order of entering, which the lot counts on."""
    rows = await tx.fetch(
        "select id, contest_id, name, unit, seed, line, position, category, withdrawn from entry "
        "where contest_id = $1 order by position",
        contest_id,
    )
    return many(Entry, rows)


async def entry(tx: Tx, entry_id: UUID) -> Entry | None:
    row = await tx.fetchrow(
        "select id, contest_id, name, unit, seed, line, position, category, withdrawn from entry where id = $1",
        entry_id,
    )
    return maybe(Entry, row)


async def add(tx: Tx, contest_id: UUID, rows: Sequence[EntryRow]) -> list[Entry]:
    """New entries after those there are, in the order given."""
    found = await tx.fetch(
        "with given as (select g.name, g.unit, g.seed, g.category, "
        "g.place + (select coalesce(max(position), 0) from entry where contest_id = $1) as position "
        "from unnest($2::text[], $3::text[], $4::integer[], $5::text[]) with ordinality "
        "as g (name, unit, seed, category, place)) "
        "insert into entry (contest_id, name, unit, seed, category, position) "
        "select $1, name, unit, seed, category, position from given order by position "
        "returning id, contest_id, name, unit, seed, line, position, category, withdrawn",
        contest_id,
        [row.name for row in rows],
        [row.unit for row in rows],
        [row.seed for row in rows],
        [row.category for row in rows],
    )
    added = sorted(many(Entry, found), key=lambda entry: entry.position)
    pairs = [(entry.id, who, place) for entry, row in zip(added, rows, strict=True)
             for place, who in enumerate(row.members, start=1)]  # fmt: skip
    await tx.execute(
        "insert into entry_member (contest_id, entry_id, member_id, position, turn) "
        "select $1, g.entry, g.member, g.position, case when coalesce(c.regulation ->> 'exhibition', "
        "c.regulation ->> 'judged') is not null then row_number() over (partition by g.member order by g.place) "
        "+ (select coalesce(max(x.turn), 0) from entry_member x where x.contest_id = $1 and x.member_id = g.member) "
        "else 1 end "
        "from contest c, unnest($2::uuid[], $3::uuid[], $4::integer[]) with ordinality as g (entry, member, position, "
        "place) where c.id = $1",
        contest_id,
        [entry_id for entry_id, _, _ in pairs],
        [who for _, who, _ in pairs],
        [place for _, _, place in pairs],
    )
    return added


async def entered_members(tx: Tx, contest_id: UUID, most_each: int = 1) -> dict[UUID, str]:
    """Every member who is entered as often as allowed, with the name of an entry."""
    rows = await tx.fetch(
        "select m.member_id, min(e.name) as name from entry_member m join entry e on e.id = m.entry_id "
        "where m.contest_id = $1 group by m.member_id having count(*) >= $2",
        contest_id,
        most_each,
    )
    return {row["member_id"]: row["name"] for row in rows}


async def times_entered(tx: Tx, contest_id: UUID) -> dict[UUID, int]:
    """How often each member is entered, where one may be several times."""
    rows = await tx.fetch(
        "select member_id, count(*) as times from entry_member where contest_id = $1 group by member_id",
        contest_id,
    )
    return {row["member_id"]: row["times"] for row in rows}


async def seeds(tx: Tx, contest_id: UUID) -> dict[int, str]:
    """The seeds given, each with the name of its entry."""
    rows = await tx.fetch("select seed, name from entry where contest_id = $1 and seed is not null", contest_id)
    return {row["seed"]: row["name"] for row in rows}


async def names(tx: Tx, contest_id: UUID) -> list[str]:
    """Of all entries, in the order of entering."""
    rows = await tx.fetch("select name from entry where contest_id = $1 order by position", contest_id)
    return [row["name"] for row in rows]


async def set_seeds(tx: Tx, contest_id: UUID, entry_ids: Sequence[UUID], seeds: Sequence[int | None]) -> None:
    await tx.execute(
        "update entry e set seed = g.seed from unnest($2::uuid[], $3::integer[]) as g (id, seed) "
        "where e.id = g.id and e.contest_id = $1",
        contest_id,
        entry_ids,
        seeds,
    )


async def remove(tx: Tx, entry_id: UUID) -> None:
    await tx.execute("delete from entry where id = $1", entry_id)


async def place(tx: Tx, contest_id: UUID, entry_ids: Sequence[UUID], lines: Sequence[int]) -> None:
    """Put every entry on its line of the draw."""
    await tx.execute(
        "update entry e set line = g.line from unnest($2::uuid[], $3::integer[]) as g (id, line) "
        "where e.id = g.id and e.contest_id = $1",
        contest_id,
        entry_ids,
        lines,
    )
