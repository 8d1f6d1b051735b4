"""Statements of who may enter: a contest's rules and window, what the roster says of applicants, who stands where."""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from msgspec import Struct

from shared.kit.db import Tx, many, maybe
from shared.rules.eligibility import Eligibility


class Terms(Struct, frozen=True, kw_only=True):
    """What a contest asks and when it may be entered."""

    eligibility: Eligibility
    own_entry: bool
    opens_at: datetime | None
    closes_at: datetime | None
    changes_until: datetime | None
    entries_each: int | None
    starts_on: date


class Facts(Struct, frozen=True, kw_only=True):
    """What is known of a member, and how many other contests of the event they are entered in."""

    id: UUID
    staff_number: str
    name: str
    unit: str
    gender: str
    category: str
    leader: bool
    birth_year: int | None
    elsewhere: int


class Entered(Struct, frozen=True, kw_only=True):
    """An entry with its members and the units it counts for."""

    id: UUID
    name: str
    unit: str
    exception: str
    members: tuple[UUID, ...]
    units: tuple[str, ...]


class OwnEntry(Struct, frozen=True):
    id: UUID
    name: str


class OpenContest(Struct, frozen=True, kw_only=True):
    """A contest members may enter themselves."""

    id: UUID
    name: str
    event_name: str
    closes_at: datetime | None


async def terms(tx: Tx, contest_id: UUID) -> Terms | None:
    row = await tx.fetchrow(
        "select c.eligibility, c.own_entry, c.entry_opens_at as opens_at, c.entry_closes_at as closes_at, "
        "c.changes_until, v.entries_each, v.starts_on "
        "from contest c join event v on v.id = c.event_id where c.id = $1",
        contest_id,
    )
    return maybe(Terms, row)


async def change(tx: Tx, contest_id: UUID, terms: Terms) -> None:
    await tx.execute(
        "update contest set eligibility = $2, own_entry = $3, entry_opens_at = $4, entry_closes_at = $5, "
        "changes_until = $6, revision = revision + 1 where id = $1",
        contest_id,
        terms.eligibility,
        terms.own_entry,
        terms.opens_at,
        terms.closes_at,
        terms.changes_until,
    )


async def set_entries_each(tx: Tx, event_id: UUID, most: int | None) -> None:
    """The pages of its contests say so too, so they are of a new revision."""
    await tx.execute(
        "with told as (update contest set revision = revision + 1 where event_id = $1) "
        "update event set entries_each = $2 where id = $1",
        event_id,
        most,
    )


async def hold_members(tx: Tx, members: Sequence[UUID]) -> None:
    """Who is entered in two contests of an event at the same time is counted once the first has committed."""
    await tx.execute("select 1 from member where id = any($1::uuid[]) order by id for no key update", members)


async def facts(tx: Tx, event_id: UUID, contest_id: UUID, members: Sequence[UUID]) -> list[Facts]:
    rows = await tx.fetch(
        "select m.id, m.staff_number, m.name, m.unit, m.gender, m.category, m.leader, m.birth_year, "
        "(select count(distinct x.contest_id) from entry_member x join contest c on c.id = x.contest_id "
        "where x.member_id = m.id and c.event_id = $1 and c.id <> $2) as elsewhere "
        "from member m where m.id = any($3::uuid[])",
        event_id,
        contest_id,
        members,
    )
    return many(Facts, rows)


async def facts_of_members(tx: Tx, members: Sequence[UUID]) -> list[Facts]:
    """What is known of some members, whatever they are entered in."""
    rows = await tx.fetch(
        "select id, staff_number, name, unit, gender, category, leader, birth_year, 0 as elsewhere "
        "from member where active and not guest and id = any($1::uuid[])",
        members,
    )
    return many(Facts, rows)


async def open_for(tx: Tx, now: datetime) -> list[OpenContest]:
    """Contests members may enter themselves at this moment, the next to close first."""
    rows = await tx.fetch(
        "select c.id, c.name, v.name as event_name, c.entry_closes_at as closes_at "
        "from contest c join event v on v.id = c.event_id "
        "where c.own_entry and c.status = 'open' and v.status <> 'closed' "
        "and coalesce(c.entry_opens_at <= $1, true) and coalesce(c.entry_closes_at >= $1, true) "
        "order by c.entry_closes_at nulls last, c.name limit 50",
        now,
    )
    return many(OpenContest, rows)


async def entered(tx: Tx, contest_id: UUID) -> list[Entered]:
    """Every entry; where no member is known, its own unit counts."""
    rows = await tx.fetch(
        "select e.id, e.name, e.unit, e.exception, "
        "array_remove(array_agg(x.member_id order by x.position), null) as members, "
        "coalesce(array_agg(distinct m.unit) filter (where m.id is not null), array[e.unit]) as units "
        "from entry e left join entry_member x on x.entry_id = e.id left join member m on m.id = x.member_id "
        "where e.contest_id = $1 group by e.id order by e.position",
        contest_id,
    )
    return many(Entered, rows)


async def entries_of(tx: Tx, contest_id: UUID, member_id: UUID) -> list[OwnEntry]:
    """The entries a member stands in: one, or several works of an exhibition."""
    rows = await tx.fetch(
        "select e.id, e.name from entry e join entry_member x on x.entry_id = e.id "
        "where x.contest_id = $1 and x.member_id = $2 order by e.position",
        contest_id,
        member_id,
    )
    return many(OwnEntry, rows)


async def except_entries(tx: Tx, entries: Sequence[UUID], reason: str) -> None:
    await tx.execute("update entry set exception = $2 where id = any($1::uuid[])", entries, reason)


async def change_members(tx: Tx, contest_id: UUID, entry_id: UUID, members: Sequence[UUID]) -> None:
    """The members of an entry in this order; who stays keeps what is known of them."""
    await tx.execute("delete from entry_member where entry_id = $1 and member_id <> all($2::uuid[])", entry_id, members)
    await tx.execute(
        "insert into entry_member (contest_id, entry_id, member_id, position, turn) "
        "select $1, $2, g.member_id, g.place, case when coalesce(c.regulation ->> 'exhibition', "
        "c.regulation ->> 'judged') is not null then 1 + coalesce((select max(x.turn) from entry_member x "
        "where x.contest_id = $1 and x.member_id = g.member_id and x.entry_id <> $2), 0) else 1 end "
        "from contest c, unnest($3::uuid[]) with ordinality as g (member_id, place) where c.id = $1 "
        "on conflict (entry_id, member_id) do update set position = excluded.position",
        contest_id,
        entry_id,
        members,
    )


async def rename(tx: Tx, entry_id: UUID, name: str, unit: str) -> None:
    await tx.execute("update entry set name = $2, unit = $3 where id = $1", entry_id, name, unit)


async def units(tx: Tx) -> list[str]:
    """Every unit active members belong to."""
    rows = await tx.fetch("select distinct unit from member where active and unit <> '' order by unit")
    return [row["unit"] for row in rows]
