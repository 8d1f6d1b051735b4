"""Statements of who has come: the list of a contest, checking in, undoing it."""

from collections.abc import Sequence
from datetime import datetime
from typing import Literal
from uuid import UUID

from msgspec import Struct

from shared.kit.db import Tx, many, maybe

Way = Literal["list", "code"]


class Window(Struct, frozen=True, kw_only=True):
    opens_at: datetime | None
    closes_at: datetime | None


class Expected(Struct, frozen=True, kw_only=True):
    """An entry, and since when it is there; None while it is missing."""

    id: UUID
    contest_id: UUID
    contest_name: str
    name: str
    unit: str
    came_at: datetime | None
    by_name: str
    """Who checked it in."""


class Scanned(Struct, frozen=True, kw_only=True):
    """The entry a code belongs to."""

    id: UUID
    contest_id: UUID
    contest_name: str
    name: str
    unit: str
    opens_at: datetime | None
    closes_at: datetime | None


class Own(Struct, frozen=True, kw_only=True):
    """An entry of a member, with the code they show."""

    id: UUID
    contest_id: UUID
    contest_name: str
    event_name: str
    name: str
    code: str
    status: str
    opens_at: datetime | None
    closes_at: datetime | None
    came_at: datetime | None
    judged: bool
    """Whether a panel judges it, who may ask for materials."""


async def window(tx: Tx, contest_id: UUID) -> Window | None:
    row = await tx.fetchrow(
        "select check_in_opens_at as opens_at, check_in_closes_at as closes_at from contest where id = $1",
        contest_id,
    )
    return maybe(Window, row)


async def set_window(tx: Tx, contest_id: UUID, opens_at: datetime | None, closes_at: datetime | None) -> None:
    await tx.execute(
        "update contest set check_in_opens_at = $2, check_in_closes_at = $3 where id = $1",
        contest_id,
        opens_at,
        closes_at,
    )


async def expected(tx: Tx, contest_ids: Sequence[UUID]) -> list[Expected]:
    """The entries of some contests, those missing first."""
    rows = await tx.fetch(
        "select e.id, e.contest_id, c.name as contest_name, e.name, e.unit, i.at as came_at, "
        "coalesce(m.name, '') as by_name from entry e join contest c on c.id = e.contest_id "
        "left join check_in i on i.entry_id = e.id and i.undone_at is null left join member m on m.id = i.by_member "
        "where e.contest_id = any($1::uuid[]) and not e.withdrawn "
        "order by i.at is not null, c.created_at, c.name, e.unit, e.name, e.id",
        contest_ids,
    )
    return many(Expected, rows)


async def by_code(tx: Tx, event_id: UUID, code: str) -> list[Scanned]:
    rows = await tx.fetch(
        "select e.id, e.contest_id, c.name as contest_name, e.name, e.unit, c.check_in_opens_at as opens_at, "
        "c.check_in_closes_at as closes_at from entry e join contest c on c.id = e.contest_id "
        "where c.event_id = $1 and e.code = $2",
        event_id,
        code,
    )
    return many(Scanned, rows)


async def of_code(tx: Tx, code: str) -> list[Scanned]:
    """Entries of any event with a code, those of events that still run first."""
    rows = await tx.fetch(
        "select e.id, e.contest_id, c.name as contest_name, e.name, e.unit, c.check_in_opens_at as opens_at, "
        "c.check_in_closes_at as closes_at from entry e join contest c on c.id = e.contest_id "
        "join event v on v.id = c.event_id where e.code = $1 order by v.status = 'closed', v.starts_on desc",
        code,
    )
    return many(Scanned, rows)


async def came(tx: Tx, entry_id: UUID, way: Way, by: UUID, at: datetime) -> bool:
    """Whether this call checked the entry in; False where it was there already."""
    found = await tx.fetchval(
        "insert into check_in (entry_id, way, by_member, at) values ($1, $2, $3, $4) "
        "on conflict (entry_id) where undone_at is null do nothing returning true",
        entry_id,
        way,
        by,
        at,
    )
    return found is not None


async def undo(tx: Tx, entry_id: UUID, by: UUID, at: datetime) -> bool:
    found = await tx.fetchval(
        "update check_in set undone_by = $2, undone_at = $3 where entry_id = $1 and undone_at is null returning true",
        entry_id,
        by,
        at,
    )
    return found is not None


async def own(tx: Tx, member_id: UUID) -> list[Own]:
    """A member's entries in contests not yet decided."""
    rows = await tx.fetch(
        "select e.id, e.contest_id, c.name as contest_name, v.name as event_name, e.name, e.code, c.status, "
        "c.regulation ->> 'judged' is not null as judged, c.check_in_opens_at as opens_at, "
        "c.check_in_closes_at as closes_at, i.at as came_at "
        "from entry_member x join entry e on e.id = x.entry_id join contest c on c.id = e.contest_id "
        "join event v on v.id = c.event_id left join check_in i on i.entry_id = e.id and i.undone_at is null "
        "where x.member_id = $1 and c.status <> 'decided' and v.status <> 'closed' and not e.withdrawn "
        "order by v.starts_on, c.created_at",
        member_id,
    )
    return many(Own, rows)
