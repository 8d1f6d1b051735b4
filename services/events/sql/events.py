"""Statements of events and their organisers."""

from collections.abc import Sequence
from datetime import date
from typing import Literal
from uuid import UUID

from msgspec import Struct

from shared.kit.db import Tx, many, maybe

EventStatus = Literal["planned", "running", "closed"]


class Event(Struct, frozen=True, kw_only=True):
    id: UUID
    name: str
    venue: str
    starts_on: date
    ends_on: date
    status: EventStatus
    revision: int


class Organiser(Struct, frozen=True):
    member_id: UUID
    name: str
    staff_number: str
    unit: str


async def add(tx: Tx, name: str, venue: str, starts_on: date, ends_on: date) -> UUID:
    found: UUID = await tx.fetchval(
        "insert into event (name, venue, starts_on, ends_on) values ($1, $2, $3, $4) returning id",
        name,
        venue,
        starts_on,
        ends_on,
    )
    return found


async def event(tx: Tx, event_id: UUID) -> Event | None:
    row = await tx.fetchrow(
        "select id, name, venue, starts_on, ends_on, status, revision from event where id = $1",
        event_id,
    )
    return maybe(Event, row)


async def locked(tx: Tx, event_id: UUID) -> Event | None:
    """The event, held until the transaction ends: its changes come one after another."""
    row = await tx.fetchrow(
        "select id, name, venue, starts_on, ends_on, status, revision from event where id = $1 for no key update",
        event_id,
    )
    return maybe(Event, row)


async def every(tx: Tx) -> list[Event]:
    """All events, the newest first."""
    rows = await tx.fetch(
        "select id, name, venue, starts_on, ends_on, status, revision from event order by starts_on desc, name",
    )
    return many(Event, rows)


async def organised_by(tx: Tx, member_id: UUID) -> list[Event]:
    rows = await tx.fetch(
        "select e.id, e.name, e.venue, e.starts_on, e.ends_on, e.status, e.revision from event e "
        "join organiser o on o.event_id = e.id and o.member_id = $1 order by e.starts_on desc, e.name",
        member_id,
    )
    return many(Event, rows)


async def change(
    tx: Tx, event_id: UUID, name: str, venue: str, starts_on: date, ends_on: date, status: EventStatus
) -> None:
    await tx.execute(
        "update event set name = $2, venue = $3, starts_on = $4, ends_on = $5, status = $6 where id = $1",
        event_id,
        name,
        venue,
        starts_on,
        ends_on,
        status,
    )


async def raise_revision(tx: Tx, event_id: UUID) -> Event | None:
    row = await tx.fetchrow(
        "update event set revision = revision + 1 where id = $1 "
        "returning id, name, venue, starts_on, ends_on, status, revision",
        event_id,
    )
    return maybe(Event, row)


async def organises(tx: Tx, event_id: UUID, member_id: UUID) -> bool:
    found: bool = await tx.fetchval(
        "select exists (select 1 from organiser where event_id = $1 and member_id = $2)",
        event_id,
        member_id,
    )
    return found


async def organisers(tx: Tx, event_id: UUID) -> list[Organiser]:
    rows = await tx.fetch(
        "select o.member_id, coalesce(m.name, '') as name, coalesce(m.staff_number, '') as staff_number, "
        "coalesce(m.unit, '') as unit from organiser o left join member m on m.id = o.member_id "
        "where o.event_id = $1 order by m.name, o.member_id",
        event_id,
    )
    return many(Organiser, rows)


async def add_organisers(tx: Tx, event_id: UUID, members: Sequence[UUID]) -> None:
    await tx.execute(
        "insert into organiser (event_id, member_id) select $1, * from unnest($2::uuid[]) on conflict do nothing",
        event_id,
        members,
    )


async def remove_organiser(tx: Tx, event_id: UUID, member_id: UUID) -> None:
    await tx.execute("delete from organiser where event_id = $1 and member_id = $2", event_id, member_id)
