"""Statements of courts."""

from collections.abc import Sequence
from uuid import UUID

from msgspec import Struct

from shared.kit.db import Tx, many, maybe


class Court(Struct, frozen=True, kw_only=True):
    id: UUID
    event_id: UUID
    name: str
    position: int


async def courts(tx: Tx, event_id: UUID) -> list[Court]:
    rows = await tx.fetch(
        "select id, event_id, name, position from court where event_id = $1 order by position, name",
        event_id,
    )
    return many(Court, rows)


async def court(tx: Tx, court_id: UUID) -> Court | None:
    row = await tx.fetchrow("select id, event_id, name, position from court where id = $1", court_id)
    return maybe(Court, row)


async def add(tx: Tx, event_id: UUID, names: Sequence[str]) -> None:
    """New courts after those there are, in the order given."""
    await tx.execute(
        "insert into court (event_id, name, position) "
        "select $1, g.name, g.place + (select coalesce(max(position), 0) from court where event_id = $1) "
        "from unnest($2::text[]) with ordinality as g (name, place)",
        event_id,
        names,
    )


async def rename(tx: Tx, court_id: UUID, name: str) -> None:
    await tx.execute("update court set name = $2 where id = $1", court_id, name)


async def remove(tx: Tx, court_id: UUID) -> None:
    await tx.execute("delete from court where id = $1", court_id)


async def in_use(tx: Tx, court_id: UUID) -> bool:
    found: bool = await tx.fetchval("select exists (select 1 from match where court_id = $1)", court_id)
    return found
