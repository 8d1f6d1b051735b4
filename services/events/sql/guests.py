"""Statements of guests: players of other houses, without an account, in no roster."""

from collections.abc import Sequence
from uuid import UUID

from msgspec import Struct

from shared.kit.db import Tx, many


class Guest(Struct, frozen=True, kw_only=True):
    id: UUID
    staff_number: str
    """A number of their own that begins with G, so that lists can name them."""
    name: str
    unit: str
    gender: str
    birth_year: int | None


class NewGuest(Struct, frozen=True, kw_only=True):
    name: str
    unit: str
    gender: str = ""
    birth_year: int | None = None


async def keep(tx: Tx, guests: Sequence[NewGuest]) -> list[Guest]:
    """The guests in the order given; who has come before with the same name and unit is the same person."""
    values = (
        [each.name for each in guests],
        [each.unit for each in guests],
        [each.gender for each in guests],
        [each.birth_year for each in guests],
    )
    await tx.execute(
        "insert into member (id, staff_number, name, unit, gender, active, revision, birth_year, guest) "
        "select uuidv7(), 'G' || lpad(nextval('guest_number')::text, 4, '0'), g.name, g.unit, max(g.gender), true, 0, "
        "max(g.birth_year), true from unnest($1::text[], $2::text[], $3::text[], $4::integer[]) "
        "as g (name, unit, gender, birth_year) group by g.name, g.unit "
        "on conflict (name, unit) where guest do nothing",
        *values,
    )
    await tx.execute(
        "update member m set gender = coalesce(nullif(g.gender, ''), m.gender), "
        "birth_year = coalesce(g.birth_year, m.birth_year) "
        "from unnest($1::text[], $2::text[], $3::text[], $4::integer[]) as g (name, unit, gender, birth_year) "
        "where m.guest and m.name = g.name and m.unit = g.unit",
        *values,
    )
    rows = await tx.fetch(
        "select m.id, m.staff_number, m.name, m.unit, m.gender, m.birth_year "
        "from unnest($1::text[], $2::text[]) with ordinality as g (name, unit, place) "
        "join member m on m.guest and m.name = g.name and m.unit = g.unit order by g.place",
        values[0],
        values[1],
    )
    return many(Guest, rows)


async def of_event(tx: Tx, event_id: UUID) -> list[Guest]:
    """Guests entered in the event, unit by unit."""
    rows = await tx.fetch(
        "select distinct m.id, m.staff_number, m.name, m.unit, m.gender, m.birth_year from member m "
        "join entry_member x on x.member_id = m.id join contest c on c.id = x.contest_id "
        "where m.guest and c.event_id = $1 order by m.unit, m.staff_number",
        event_id,
    )
    return many(Guest, rows)


async def units(tx: Tx) -> list[str]:
    """Units guests came from, and units of the roster."""
    rows = await tx.fetch("select distinct unit from member where active and unit <> '' order by unit")
    return [row["unit"] for row in rows]
