"""Statements that find members in the service's own copy of the roster."""

from collections.abc import Sequence
from uuid import UUID

from msgspec import Struct

from shared.kit.db import Tx, many


class Person(Struct, frozen=True, kw_only=True):
    id: UUID
    staff_number: str
    name: str
    unit: str


async def search(tx: Tx, words: Sequence[str], limit: int) -> list[Person]:
    """Active members whose name holds, or whose staff number begins with, one of the words."""
    rows = await tx.fetch(
        "select id, staff_number, name, unit from member m where active and exists ("
        "select 1 from unnest($1::text[]) as w (word) "
        "where position(lower(w.word) in lower(m.name)) > 0 or starts_with(m.staff_number, w.word)) "
        "order by name, staff_number limit $2",
        words,
        limit,
    )
    return many(Person, rows)


async def named(tx: Tx, keys: Sequence[str]) -> list[Person]:
    """Active members whose staff number or name is one of the keys."""
    rows = await tx.fetch(
        "select id, staff_number, name, unit from member "
        "where active and (staff_number = any($1::text[]) or name = any($1::text[])) order by staff_number",
        keys,
    )
    return many(Person, rows)


async def numbered(tx: Tx, staff_numbers: Sequence[str]) -> dict[str, Person]:
    """Active members by staff number."""
    rows = await tx.fetch(
        "select id, staff_number, name, unit from member where active and staff_number = any($1::text[])",
        staff_numbers,
    )
    return {person.staff_number: person for person in many(Person, rows)}
