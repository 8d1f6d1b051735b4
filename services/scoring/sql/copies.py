"""Copies of events, courts and matches, each newer state once. Written by the inbox, read by the pages."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec
from msgspec import Struct

from shared.kit.db import Tx, maybe
from shared.messages.events import MatchState

encode = msgspec.json.Encoder().encode


class EventCopy(Struct, frozen=True):
    id: UUID
    name: str
    status: str
    organisers: tuple[UUID, ...]


class CourtCopy(Struct, frozen=True):
    id: UUID
    event_id: UUID
    name: str
    kept: bool


class MatchGiven(Struct, frozen=True):
    """A state of a match as it came in."""

    id: UUID
    revision: int
    state: MatchState
    called_at: datetime | None = None
    opens: bool = False
    """Both sides are known: it may be played."""

    @property
    def json(self) -> bytes:
        return encode(self.state)


async def keep_event(tx: Tx, id_: UUID, name: str, status: str, organisers: Sequence[UUID], revision: int) -> bool:
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


async def keep_matches(tx: Tx, given: Sequence[MatchGiven]) -> dict[UUID, UUID | None]:
    """Keep newer states of matches, open the sheets they call for and void open ones of earlier attempts.

    A match called, playing or decided keeps its call where the message has none. Returns the matches that were news,
    each with the sheet that was opened for it now.
    """
    rows = await tx.fetch(
        "with given as (select * from unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::text[], $5::integer[], "
        "$6::text[], $7::timestamptz[], $8::bigint[], $9::text[]) "
        "as g (id, event_id, court_id, status, attempt, state, called_at, revision, regulation)), "
        "kept as (insert into match (id, event_id, court_id, status, attempt, state, called_at, revision) "
        "select id, event_id, court_id, status, attempt, state::jsonb, called_at, revision from given "
        "on conflict (id) do update set event_id = excluded.event_id, court_id = excluded.court_id, "
        "status = excluded.status, attempt = excluded.attempt, state = excluded.state, revision = excluded.revision, "
        "called_at = case when excluded.status in ('called', 'playing', 'decided') "
        "then coalesce(excluded.called_at, match.called_at) end "
        "where excluded.revision > match.revision returning id, attempt), "
        "opened as (insert into sheet (match_id, attempt, regulation) select k.id, k.attempt, g.regulation::jsonb "
        "from kept k join given g on g.id = k.id where g.regulation is not null "
        "on conflict on constraint sheet_attempt_once do nothing returning id, match_id), "
        "voided as (update sheet set status = 'void', changed_at = now() from kept k "
        "where sheet.match_id = k.id and sheet.attempt < k.attempt and sheet.status = 'open') "
        "select k.id, o.id as sheet_id from kept k left join opened o on o.match_id = k.id",
        [each.id for each in given],
        [each.state.event_id for each in given],
        [each.state.court.id if each.state.court else None for each in given],
        [each.state.status for each in given],
        [each.state.attempt for each in given],
        [each.json.decode() for each in given],
        [each.called_at for each in given],
        [each.revision for each in given],
        [encode(each.state.regulation).decode() if each.opens else None for each in given],
    )
    return {row["id"]: row["sheet_id"] for row in rows}


async def read_event(tx: Tx, event_id: UUID) -> EventCopy | None:
    return maybe(EventCopy, await tx.fetchrow("select id, name, status, organisers from event where id = $1", event_id))


async def read_court(tx: Tx, court_id: UUID) -> CourtCopy | None:
    return maybe(CourtCopy, await tx.fetchrow("select id, event_id, name, kept from court where id = $1", court_id))


async def sheet_at_court(tx: Tx, court_id: UUID) -> Any:
    """The id of the sheet a seat at the court is to show: one in play, else that of the match last called there."""
    return await tx.fetchval(
        "select s.id from match m join sheet s on s.match_id = m.id and s.attempt = m.attempt "
        "where m.court_id = $1 and m.called_at is not null "
        "order by (s.status = 'open' and s.revision > 0) desc, m.called_at desc limit 1",
        court_id,
    )
