"""Statements around results: a contest's matches under its lock, and everything a batch of closed sheets writes."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from msgspec import Struct

from services.events.match import Match
from services.events.recompute import Change
from shared.kit.db import Tx, many
from shared.messages.events import EntryRef, PlacingRef
from shared.messages.scoring import SheetClosed
from shared.rules.formats import Format
from shared.rules.model import Regulation
from shared.rules.standings import Standing


class Contest(Struct, frozen=True, kw_only=True):
    """A contest as its matches' messages name it."""

    id: UUID
    event_id: UUID
    event_name: str
    name: str
    regulation: Regulation
    format: Format
    status: str
    size: int
    revision: int
    open_matches: int
    withdrawn: tuple[str, ...]
    """Entries that gave up, as text."""
    annulled: bool
    """Whether some match is void, or will not be played."""


class Field(Struct, frozen=True, kw_only=True):
    """Who stands where in a contest's draw. Entries are ids as text."""

    entries: tuple[str, ...]
    lines: tuple[int, ...]
    """The line of each entry."""
    seeds: dict[str, int]


class Decision(Struct, frozen=True):
    """Equals of a group in the order that was drawn or decided."""

    grp: int
    entries: tuple[str, ...]


async def lock_contests_of(tx: Tx, matches: Sequence[UUID]) -> list[Contest]:
    """The contests of some matches. Whoever changes a match holds its contest's row: one contest, one writer."""
    rows = await tx.fetch(
        "select c.id, c.event_id, v.name as event_name, c.name, c.regulation, c.format, c.status, "
        "coalesce(c.size, 2) as size, c.revision, c.open_matches, "
        "array(select e.id::text from entry e where e.contest_id = c.id and e.withdrawn) as withdrawn, "
        "exists (select 1 from match m where m.contest_id = c.id and m.tie_id is null "
        "and (m.status = 'void' or m.outcome ->> 'kind' = 'void')) as annulled "
        "from contest c join event v on v.id = c.event_id "
        "where c.id in (select contest_id from match where id = any($1::uuid[])) "
        "order by c.id for no key update of c",
        matches,
    )
    return many(Contest, rows)


async def lock_contest(tx: Tx, contest: UUID) -> list[Contest]:
    """One contest, held as `lock_contests_of` holds those of matches."""
    rows = await tx.fetch(
        "select c.id, c.event_id, v.name as event_name, c.name, c.regulation, c.format, c.status, "
        "coalesce(c.size, 2) as size, c.revision, c.open_matches, "
        "array(select e.id::text from entry e where e.contest_id = c.id and e.withdrawn) as withdrawn, "
        "exists (select 1 from match m where m.contest_id = c.id and m.tie_id is null "
        "and (m.status = 'void' or m.outcome ->> 'kind' = 'void')) as annulled "
        "from contest c join event v on v.id = c.event_id where c.id = $1 for no key update of c",
        contest,
    )
    return many(Contest, rows)


async def contest_of(tx: Tx, contest: UUID) -> list[Contest]:
    """One contest, not locked: for looking at."""
    rows = await tx.fetch(
        "select c.id, c.event_id, v.name as event_name, c.name, c.regulation, c.format, c.status, "
        "coalesce(c.size, 2) as size, c.revision, c.open_matches, "
        "array(select e.id::text from entry e where e.contest_id = c.id and e.withdrawn) as withdrawn, "
        "exists (select 1 from match m where m.contest_id = c.id and m.tie_id is null "
        "and (m.status = 'void' or m.outcome ->> 'kind' = 'void')) as annulled "
        "from contest c join event v on v.id = c.event_id where c.id = $1",
        contest,
    )
    return many(Contest, rows)


async def field_of(tx: Tx, contest: UUID) -> Field:
    """The entries of a contest that stand in its draw."""
    row = await tx.fetchrow(
        "select coalesce(array_agg(id::text order by line), '{}') as entries, "
        "coalesce(array_agg(line order by line), '{}') as lines, "
        "coalesce(jsonb_object_agg(id, seed) filter (where seed is not null), '{}') as seeds "
        "from entry where contest_id = $1 and line is not null",
        contest,
    )
    return many(Field, [row])[0]


async def decisions_of(tx: Tx, contest: UUID) -> list[Decision]:
    """What was decided between equals, the newest first."""
    rows = await tx.fetch(
        "select grp, entries::text[] as entries from group_decision where contest_id = $1 order by decided_at desc, id",
        contest,
    )
    return many(Decision, rows)


async def matches_of(tx: Tx, contests: Sequence[UUID]) -> list[Match]:
    rows = await tx.fetch(
        "select m.id, m.contest_id, m.number, m.round, m.position, m.source_1, m.source_2, "
        "m.entry_1::text as entry_1, m.entry_2::text as entry_2, m.status, m.attempt, m.call, m.called_at, "
        "m.court_id, k.name as court_name, m.starts_at, m.outcome, m.winner, m.sheet_id, m.sheet_revision, "
        "m.decided_at, m.revision, m.section, m.rounds, m.title, m.grp, m.needed, m.winner_places, m.loser_places, "
        "m.carries, m.kept "
        "from match m left join court k on k.id = m.court_id "
        "where m.contest_id = any($1::uuid[]) and m.tie_id is null order by m.contest_id, m.number",
        contests,
    )
    return many(Match, rows)


async def matches_near(tx: Tx, matches: Sequence[UUID]) -> list[Match]:
    """Some matches, those fed by their results, and all of their groups: what a first result can change at once."""
    rows = await tx.fetch(
        "with played as (select contest_id, number, grp from match where id = any($1::uuid[]) and tie_id is null), "
        "near as (select m.id from match m where m.id = any($1::uuid[]) "
        "union select m.id from played p join match m on m.contest_id = p.contest_id "
        "and m.source_1 ? 'match' and (m.source_1 ->> 'match')::integer = p.number "
        "union select m.id from played p join match m on m.contest_id = p.contest_id "
        "and m.source_2 ? 'match' and (m.source_2 ->> 'match')::integer = p.number "
        "union select m.id from played p join match m on m.contest_id = p.contest_id "
        "and m.needed is not null and (m.needed ->> 'match')::integer = p.number "
        "union select m.id from played p join match m on m.contest_id = p.contest_id and m.grp = p.grp) "
        "select m.id, m.contest_id, m.number, m.round, m.position, m.source_1, m.source_2, "
        "m.entry_1::text as entry_1, m.entry_2::text as entry_2, m.status, m.attempt, m.call, m.called_at, "
        "m.court_id, k.name as court_name, m.starts_at, m.outcome, m.winner, m.sheet_id, m.sheet_revision, "
        "m.decided_at, m.revision, m.section, m.rounds, m.title, m.grp, m.needed, m.winner_places, m.loser_places, "
        "m.carries, m.kept "
        "from match m left join court k on k.id = m.court_id "
        "where m.id in (select id from near) and m.tie_id is null order by m.contest_id, m.number",
        matches,
    )
    return many(Match, rows)


async def entries_of(tx: Tx, entries: Sequence[str], unveiled: bool = False) -> dict[str, EntryRef]:
    """Entries with their members, by id as text; a work under its number without author, unless unveiled."""
    rows = await tx.fetch(
        "select e.id, case when $2 then e.name else coalesce(e.alias, e.name) end as name, "
        "case when $2 or e.alias is null then e.unit else '' end as unit, e.seed, "
        "coalesce((select jsonb_agg(jsonb_build_object('id', x.member_id, 'name', coalesce(p.name, e.name)) "
        "order by x.position) from entry_member x left join member p on p.id = x.member_id "
        "where x.entry_id = e.id and ($2 or e.alias is null)), '[]') as members "
        "from entry e where e.id = any($1::text[]::uuid[])",
        entries,
        unveiled,
    )
    return {str(entry.id): entry for entry in many(EntryRef, rows)}


async def write_changes(tx: Tx, changes: Sequence[Change]) -> None:
    """Every match that differs, in one statement. Revisions were counted under the contest's lock."""
    await tx.execute(
        "update match m set entry_1 = g.entry_1::uuid, entry_2 = g.entry_2::uuid, status = g.status, "
        "attempt = g.attempt, called_at = case when g.attempt = m.attempt then m.called_at end, "
        "outcome = g.outcome, winner = g.winner, sheet_id = g.sheet_id, sheet_revision = g.sheet_revision, "
        "decided_at = g.decided_at, revision = g.revision, kept = g.kept "
        "from unnest($1::uuid[], $2::text[], $3::text[], $4::text[], $5::integer[], $6::jsonb[], $7::integer[], "
        "$8::uuid[], $9::bigint[], $10::timestamptz[], $11::bigint[], $12::boolean[]) "
        "as g (id, entry_1, entry_2, status, attempt, outcome, winner, sheet_id, sheet_revision, decided_at, "
        "revision, kept) "
        "where m.id = g.id",
        *columns([row_of(change.after) for change in changes], 12),
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
        match.kept,
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


async def write_contests(tx: Tx, rows: Sequence[tuple[UUID, str, Any, int]]) -> None:
    """Contests with their status, when they were decided and how many matches are open; each revision rises by one."""
    await tx.execute(
        "update contest c set status = g.status, decided_at = g.decided_at, open_matches = g.open_matches, "
        "revision = c.revision + 1 "
        "from unnest($1::uuid[], $2::text[], $3::timestamptz[], $4::integer[]) "
        "as g (id, status, decided_at, open_matches) where c.id = g.id",
        *columns(rows, 4),
    )


async def drop_standings(tx: Tx, contest: UUID, groups: Sequence[int]) -> None:
    await tx.execute("delete from group_standing where contest_id = $1 and grp = any($2::integer[])", contest, groups)


async def write_standings(tx: Tx, contest: UUID, lines: Sequence[tuple[int, Standing]]) -> None:
    """The lines of some groups, as they stand now."""
    await tx.execute(
        "insert into group_standing (contest_id, grp, entry_id, first, last, played, won, lost, points, "
        "rubbers, games, score, split_by, withdrawn) "
        "select $1, g.grp, g.entry_id::uuid, g.first, g.last, g.played, g.won, g.lost, g.points, "
        "array[g.rubbers_won, g.rubbers_lost], array[g.games_won, g.games_lost], array[g.score_won, g.score_lost], "
        "g.split_by, g.withdrawn "
        "from unnest($2::integer[], $3::text[], $4::integer[], $5::integer[], $6::integer[], $7::integer[], "
        "$8::integer[], $9::integer[], $10::integer[], $11::integer[], $12::integer[], $13::integer[], "
        "$14::integer[], $15::integer[], $16::text[], $17::boolean[]) "
        "as g (grp, entry_id, first, last, played, won, lost, points, rubbers_won, rubbers_lost, games_won, "
        "games_lost, score_won, score_lost, split_by, withdrawn)",
        contest,
        *columns([standing_row(group, line) for group, line in lines], 16),
    )


def standing_row(group: int, line: Standing) -> tuple[Any, ...]:
    return (
        group,
        line.entry,
        line.first,
        line.last,
        line.played,
        line.won,
        line.lost,
        line.points,
        *line.rubbers,
        *line.games,
        *line.score,
        line.split_by,
        line.withdrawn,
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
