"""Copies of events, courts and matches, each newer state once. Written by the inbox, read by the pages."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from msgspec import Struct

from shared.kit.db import Tx, many, maybe
from shared.messages.events import MatchState


class EventCopy(Struct, frozen=True):
    id: UUID
    name: str
    status: str
    organisers: tuple[UUID, ...]


class CourtCopy(Struct, frozen=True):
    id: UUID
    event_id: UUID
    name: str


class MatchCopy(Struct, frozen=True):
    id: UUID
    state: MatchState
    revision: int


async def keep_event(
    tx: Tx, id_: UUID, name: str, status: str, organisers: Sequence[UUID], revision: int
) -> bool:
    """Keep a newer state of an event; False when a newer one is known already."""
    return bool(
        await tx.fetchval(
            "insert into event (id, name, status, organisers, revision) values ($1, $2, $3, $4, $5) "
            "on conflict (id) do update set name = excluded.name, status = excluded.status, "
            "organisers = excluded.organisers, revision = excluded.revision "
            "where excluded.revision > event.revision returning true",
            id_,
            name,
            status,
            list(organisers),
            revision,
        )
    )


async def keep_courts(tx: Tx, event_id: UUID, ids: Sequence[UUID], names: Sequence[str]) -> None:
    """Make the courts of an event these, in this order; one that is gone stays known for what was played on it."""
    await tx.execute(
        "with given as (select * from unnest($2::uuid[], $3::text[]) with ordinality as g (id, name, position)), "
        "gone as (update court set kept = false where event_id = $1 and id <> all($2::uuid[])) "
        "insert into court (id, event_id, name, position) select id, $1, name, position from given "
        "on conflict (id) do update set name = excluded.name, position = excluded.position, kept = true",
        event_id,
        list(ids),
        list(names),
    )


async def keep_match(
    tx: Tx, id_: UUID, state: MatchState, revision: int, called_at: datetime | None, decided: bool
) -> bool:
    """Keep a newer state of a match. A decided match keeps the call it was played after."""
    return bool(
        await tx.fetchval(
            "insert into match (id, event_id, court_id, status, attempt, state, called_at, revision) "
            "values ($1, $2, $3, $4, $5, $6, $7, $8) on conflict (id) do update set "
            "event_id = excluded.event_id, court_id = excluded.court_id, status = excluded.status, "
            "attempt = excluded.attempt, state = excluded.state, revision = excluded.revision, "
            "called_at = case when $9 then match.called_at else excluded.called_at end "
            "where excluded.revision > match.revision returning true",
            id_,
            state.event_id,
            state.court.id if state.court else None,
            state.status,
            state.attempt,
            state,
            called_at,
            revision,
            decided,
        )
    )


async def read_event(tx: Tx, event_id: UUID) -> EventCopy | None:
    return maybe(
        EventCopy, await tx.fetchrow("select id, name, status, organisers from event where id = $1", event_id)
    )


async def read_court(tx: Tx, court_id: UUID) -> CourtCopy | None:
    return maybe(
        CourtCopy, await tx.fetchrow("select id, event_id, name from court where id = $1 and kept", court_id)
    )


async def read_courts(tx: Tx, event_id: UUID) -> list[CourtCopy]:
    return many(
        CourtCopy,
        await tx.fetch("select id, event_id, name from court where event_id = $1 and kept order by position", event_id),
    )


async def read_match(tx: Tx, match_id: UUID) -> MatchCopy | None:
    return maybe(MatchCopy, await tx.fetchrow("select id, state, revision from match where id = $1", match_id))


async def match_at_court(tx: Tx, court_id: UUID) -> Any:
    """The match a seat at the court is to show: one in play, else the last one called there."""
    return await tx.fetchval(
        "select m.id from match m join sheet s on s.match_id = m.id and s.attempt = m.attempt "
        "where m.court_id = $1 and m.called_at is not null "
        "order by (s.status = 'open' and s.revision > 0) desc, m.called_at desc limit 1",
        court_id,
    )
