"""Statements that put matches on courts and times and call them; their contest's row is held first."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from msgspec import Struct

from shared.kit.db import Tx, many, maybe


class Slot(Struct, frozen=True):
    """A match's place in the hall."""

    match_id: UUID
    court_id: UUID
    starts_at: datetime


class Busy(Struct, frozen=True):
    number: int
    contest_name: str


async def court_of_event(tx: Tx, court_id: UUID, event_id: UUID) -> str | None:
    """The court's name, its row held: two matches cannot be called to it at once."""
    found: str | None = await tx.fetchval(
        "select name from court where id = $1 and event_id = $2 for no key update", court_id, event_id
    )
    return found


async def busy_with(tx: Tx, court_id: UUID, besides: UUID) -> Busy | None:
    """The match or rubber that is on a court now, other than the one given; a tie itself is on none."""
    row = await tx.fetchrow(
        "select m.number, c.name as contest_name from match m join contest c on c.id = m.contest_id "
        "where m.court_id = $1 and m.id <> $2 and m.status in ('called', 'playing') "
        "and not exists (select 1 from match b where b.tie_id = m.id) order by m.called_at desc limit 1",
        court_id,
        besides,
    )
    return maybe(Busy, row)


async def busy_courts(tx: Tx, event_id: UUID) -> set[UUID]:
    """Courts with a match or a rubber on them now; a tie between its rubbers leaves its court free."""
    rows = await tx.fetch(
        "select distinct m.court_id from match m join contest c on c.id = m.contest_id "
        "where c.event_id = $1 and m.court_id is not null and m.status in ('called', 'playing') "
        "and not exists (select 1 from match b where b.tie_id = m.id)",
        event_id,
    )
    return {row["court_id"] for row in rows}


async def slots_of_event(tx: Tx, event_id: UUID, besides: UUID) -> list[Slot]:
    """Where matches of the other contests of an event are to be played."""
    rows = await tx.fetch(
        "select m.id as match_id, m.court_id, m.starts_at from match m join contest c on c.id = m.contest_id "
        "where c.event_id = $1 and c.id <> $2 and m.court_id is not null and m.starts_at is not null "
        "and m.status <> 'decided'",
        event_id,
        besides,
    )
    return many(Slot, rows)


async def place(tx: Tx, slots: Sequence[Slot]) -> None:
    """Matches with their courts and times; one that is on court or over stays where it is."""
    await tx.execute(
        "update match m set court_id = g.court_id, starts_at = g.starts_at, revision = m.revision + 1 "
        "from unnest($1::uuid[], $2::uuid[], $3::timestamptz[]) as g (id, court_id, starts_at) "
        "where m.id = g.id and m.status in ('waiting', 'ready')",
        [slot.match_id for slot in slots],
        [slot.court_id for slot in slots],
        [slot.starts_at for slot in slots],
    )


async def move(tx: Tx, match_id: UUID, court_id: UUID | None, starts_at: datetime | None) -> None:
    await tx.execute(
        "update match set court_id = $2, starts_at = $3, revision = revision + 1 where id = $1",
        match_id,
        court_id,
        starts_at,
    )


async def call(tx: Tx, match_id: UUID, court_id: UUID, now: datetime) -> None:
    await tx.execute(
        "update match set status = 'called', court_id = $2, call = call + 1, called_at = $3, "
        "revision = revision + 1 where id = $1",
        match_id,
        court_id,
        now,
    )


async def rise(tx: Tx, contest_id: UUID) -> None:
    """Something of a contest changed: its revision rises, and with it the ETag of its pages."""
    await tx.execute("update contest set revision = revision + 1 where id = $1", contest_id)
