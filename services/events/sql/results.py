"""Statements around results: a contest's bracket under its lock, and everything a batch of closed sheets writes."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from msgspec import Struct

from services.events.recompute import Change, Match
from shared.kit.db import Tx, many
from shared.messages.events import EntryRef, PlacingRef
from shared.messages.scoring import SheetClosed
from shared.rules.model import Regulation


class Contest(Struct, frozen=True, kw_only=True):
    """A contest as its matches' messages name it. `lines` are the entries by line of the draw."""

    id: UUID
    event_id: UUID
    event_name: str
    name: str
    regulation: Regulation
    status: str
    size: int
    revision: int
    entries: tuple[str, ...]
    lines: tuple[int, ...]


async def lock_contests_of(tx: Tx, matches: Sequence[UUID]) -> list[Contest]:
    """The contests of some matches. Whoever changes a match holds its contest's row: one bracket, one writer."""
    rows = await tx.fetch(
        "select c.id, c.event_id, v.name as event_name, c.name, c.regulation, c.status, coalesce(c.size, 2) as size, "
        "c.revision, "
        "array(select e.id::text from entry e where e.contest_id = c.id and e.line is not null order by e.line) "
        "as entries, "
        "array(select e.line from entry e where e.contest_id = c.id and e.line is not null order by e.line) as lines "
        "from contest c join event v on v.id = c.event_id "
        "where c.id in (select contest_id from match where id = any($1::uuid[])) "
        "order by c.id for no key update of c",
        matches,
    )
    return many(Contest, rows)


async def contest_of(tx: Tx, contest: UUID) -> list[Contest]:
    """One contest, not locked: for looking at."""
    rows = await tx.fetch(
        "select c.id, c.event_id, v.name as event_name, c.name, c.regulation, c.status, coalesce(c.size, 2) as size, "
        "c.revision, "
        "array(select e.id::text from entry e where e.contest_id = c.id and e.line is not null order by e.line) "
        "as entries, "
        "array(select e.line from entry e where e.contest_id = c.id and e.line is not null order by e.line) as lines "
        "from contest c join event v on v.id = c.event_id where c.id = $1",
        contest,
    )
    return many(Contest, rows)


async def matches_of(tx: Tx, contests: Sequence[UUID]) -> list[Match]:
    rows = await tx.fetch(
        "select m.id, m.contest_id, m.number, m.round, m.position, m.source_1, m.source_2, "
        "m.entry_1::text as entry_1, m.entry_2::text as entry_2, m.status, m.attempt, m.call, m.called_at, "
        "m.court_id, k.name as court_name, m.starts_at, m.outcome, m.winner, m.sheet_id, m.sheet_revision, "
        "m.decided_at, m.revision "
        "from match m left join court k on k.id = m.court_id "
        "where m.contest_id = any($1::uuid[]) order by m.contest_id, m.number",
        contests,
    )
    return many(Match, rows)


async def entries_of(tx: Tx, entries: Sequence[str]) -> dict[str, EntryRef]:
    """Entries with their members, by id as text."""
    rows = await tx.fetch(
        "select e.id, e.name, e.unit, e.seed, "
        "coalesce((select jsonb_agg(jsonb_build_object('id', x.member_id, 'name', coalesce(p.name, e.name)) "
        "order by x.position) from entry_member x left join member p on p.id = x.member_id "
        "where x.entry_id = e.id), '[]') as members "
        "from entry e where e.id = any($1::text[]::uuid[])",
        entries,
    )
    return {str(entry.id): entry for entry in many(EntryRef, rows)}


async def write_changes(tx: Tx, changes: Sequence[Change]) -> None:
    """Every match that differs, in one statement. Revisions were counted under the contest's lock."""
    await tx.execute(
        "update match m set entry_1 = g.entry_1::uuid, entry_2 = g.entry_2::uuid, status = g.status, "
        "attempt = g.attempt, called_at = case when g.attempt = m.attempt then m.called_at end, "
        "outcome = g.outcome, winner = g.winner, sheet_id = g.sheet_id, sheet_revision = g.sheet_revision, "
        "decided_at = g.decided_at, revision = g.revision "
        "from unnest($1::uuid[], $2::text[], $3::text[], $4::text[], $5::integer[], $6::jsonb[], $7::integer[], "
        "$8::uuid[], $9::bigint[], $10::timestamptz[], $11::bigint[]) "
        "as g (id, entry_1, entry_2, status, attempt, outcome, winner, sheet_id, sheet_revision, decided_at, revision) "
        "where m.id = g.id",
        *columns([row_of(change.after) for change in changes], 11),
    )


def row_of(match: Match) -> tuple[Any, ...]:
    return (
        match.id,
        match.entry_1,
        match.entry_2,
        match.status,
        match.attempt,
        match.outcome,
        match.winner,
        match.sheet_id,
        match.sheet_revision,
        match.decided_at,
        match.revision,
    )


async def keep_outcomes(tx: Tx, taken: Sequence[tuple[Match, SheetClosed]]) -> None:
    """The record of every outcome a match ever had, as it was played."""
    rows = [
        (m.id, s.attempt, s.id, s.revision, s.outcome, m.entry_1, m.entry_2, s.correction, s.closed_at)
        for m, s in taken
    ]
    await tx.execute(
        "insert into match_outcome (match_id, attempt, sheet_id, sheet_revision, outcome, entry_1, entry_2, "
        "correction, recorded_at) "
        "select g.match_id, g.attempt, g.sheet_id, g.sheet_revision, g.outcome, g.entry_1::uuid, g.entry_2::uuid, "
        "g.correction, g.recorded_at "
        "from unnest($1::uuid[], $2::integer[], $3::uuid[], $4::bigint[], $5::jsonb[], $6::text[], $7::text[], "
        "$8::text[], $9::timestamptz[]) "
        "as g (match_id, attempt, sheet_id, sheet_revision, outcome, entry_1, entry_2, correction, recorded_at) "
        "on conflict do nothing",
        *columns(rows, 9),
    )


async def write_contests(tx: Tx, rows: Sequence[tuple[UUID, str, Any]]) -> None:
    """Contests with their status and the moment they were decided; each revision rises by one."""
    await tx.execute(
        "update contest c set status = g.status, decided_at = g.decided_at, revision = c.revision + 1 "
        "from unnest($1::uuid[], $2::text[], $3::timestamptz[]) as g (id, status, decided_at) where c.id = g.id",
        *columns(rows, 3),
    )


async def placings_of(tx: Tx, contest: UUID) -> set[tuple[str, int, int]]:
    rows = await tx.fetch(
        "select entry_id::text as entry_id, first, last from final_placing where contest_id = $1",
        contest,
    )
    return {(row["entry_id"], row["first"], row["last"]) for row in rows}


async def drop_placings(tx: Tx, contest: UUID) -> None:
    await tx.execute("delete from final_placing where contest_id = $1", contest)


async def write_placings(tx: Tx, contest: UUID, placings: Sequence[PlacingRef]) -> None:
    await tx.execute(
        "insert into final_placing (contest_id, entry_id, first, last) "
        "select $1, * from unnest($2::uuid[], $3::integer[], $4::integer[])",
        contest,
        *columns([(placing.entry.id, placing.first, placing.last) for placing in placings], 3),
    )


def columns(rows: Sequence[tuple[Any, ...]], width: int) -> list[list[Any]]:
    """Rows as the arrays that UNNEST takes."""
    return [[row[place] for row in rows] for place in range(width)]
