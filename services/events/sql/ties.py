"""Statements of team ties: line-ups and the rubbers made of them."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from msgspec import Struct

from services.events.match import Match
from services.events.sql.results import columns
from shared.kit.db import Tx, many
from shared.messages.events import MemberRef
from shared.rules.model import Outcome, Regulation, Side
from shared.rules.plan import Title


class Rubber(Match, frozen=True, kw_only=True):
    """One match of a tie. `rubber` counts from 1; the regulation is its own."""

    tie_id: UUID
    rubber: int
    regulation: Regulation
    name_1: str
    name_2: str
    players_1: tuple[UUID, ...]
    players_2: tuple[UUID, ...]


class NewRubber(Struct, frozen=True, kw_only=True):
    rubber: int
    title: Title
    regulation: Regulation
    names: tuple[str, str]
    players: tuple[tuple[UUID, ...], tuple[UUID, ...]]


class Tie(Struct, frozen=True, kw_only=True):
    """A team meeting as its line-ups stand."""

    id: UUID
    number: int
    attempt: int
    status: str
    entry_1: UUID | None
    entry_2: UUID | None
    line_ups_due: datetime | None
    revealed_at: datetime | None
    sheet_revision: int
    outcome: Outcome | None
    rubber_order: tuple[int, ...] | None = None
    """Its rubbers in an order of its own, by their numbers in the contest's rule."""
    grp: int | None = None


class Mate(Struct, frozen=True, kw_only=True):
    """A member of a team, the captain first."""

    id: UUID
    entry_id: UUID
    name: str
    gender: str
    leader: bool
    birth_year: int | None
    position: int


class LineUp(Struct, frozen=True, kw_only=True):
    side: Side
    players: dict[str, UUID]
    handed_in_by: UUID | None
    handed_in_at: datetime


async def rubbers_of(tx: Tx, ties: Sequence[UUID], former: bool = False) -> list[Rubber]:
    """The rubbers of some ties, in order of play; or those of attempts of the ties that count no more."""
    rows = await tx.fetch(
        "select m.id, m.contest_id, m.number, m.round, m.position, m.source_1, m.source_2, "
        "m.entry_1::text as entry_1, m.entry_2::text as entry_2, m.status, m.attempt, m.call, m.called_at, "
        "m.court_id, k.name as court_name, m.starts_at, m.outcome, m.winner, m.sheet_id, m.sheet_revision, "
        "m.decided_at, m.revision, m.section, m.rounds, m.title, m.tie_id, m.rubber, m.regulation, m.name_1, "
        "m.name_2, m.players_1, m.players_2 "
        "from match m join match t on t.id = m.tie_id left join court k on k.id = m.court_id "
        "where m.tie_id = any($1::uuid[]) and (m.tie_attempt <> t.attempt) = $2 order by m.tie_id, m.rubber",
        ties,
        former,
    )
    return many(Rubber, rows)


async def ties_of_rubbers(tx: Tx, matches: Sequence[UUID]) -> list[UUID]:
    """The ties to which some of these matches belong, or which some of them are."""
    rows = await tx.fetch(
        "select distinct coalesce(m.tie_id, m.id) as id from match m where m.id = any($1::uuid[]) "
        "and (m.tie_id is not null or m.revealed_at is not null)",
        matches,
    )
    return [row["id"] for row in rows]


async def ties(tx: Tx, ids: Sequence[UUID]) -> list[Tie]:
    rows = await tx.fetch(
        "select id, number, attempt, status, entry_1, entry_2, line_ups_due, revealed_at, sheet_revision, outcome, "
        "rubber_order, grp from match where id = any($1::uuid[])",
        ids,
    )
    return many(Tie, rows)


async def mates(tx: Tx, entries: Sequence[UUID]) -> list[Mate]:
    rows = await tx.fetch(
        "select p.id, x.entry_id, p.name, p.gender, p.leader, p.birth_year, x.position "
        "from entry_member x join member p on p.id = x.member_id where x.entry_id = any($1::uuid[]) "
        "order by x.entry_id, x.position",
        entries,
    )
    return many(Mate, rows)


async def members(tx: Tx, ids: Sequence[UUID]) -> dict[UUID, MemberRef]:
    rows = await tx.fetch("select id, name from member where id = any($1::uuid[])", ids)
    return {each.id: each for each in many(MemberRef, rows)}


async def line_ups(tx: Tx, match_id: UUID, attempt: int) -> list[LineUp]:
    rows = await tx.fetch(
        "select side, players, handed_in_by, handed_in_at from line_up where match_id = $1 and attempt = $2 "
        "order by side",
        match_id,
        attempt,
    )
    return many(LineUp, rows)


async def hand_in(
    tx: Tx, match_id: UUID, attempt: int, side: int, players: Mapping[str, str], by: UUID | None, now: datetime
) -> None:
    """Keep a side's line-up in the place of one it handed in before."""
    await tx.execute(
        "insert into line_up (match_id, attempt, side, players, handed_in_by, handed_in_at) "
        "values ($1, $2, $3, $4, $5, $6) on conflict (match_id, attempt, side) do update set "
        "players = excluded.players, handed_in_by = excluded.handed_in_by, handed_in_at = excluded.handed_in_at",
        match_id,
        attempt,
        side,
        dict(players),
        by,
        now,
    )


async def set_due(tx: Tx, match_id: UUID, due: datetime | None) -> None:
    await tx.execute("update match set line_ups_due = $2 where id = $1", match_id, due)


async def set_order(tx: Tx, match_id: UUID, order: Sequence[int]) -> None:
    await tx.execute("update match set rubber_order = $2 where id = $1", match_id, order)


async def reveal(tx: Tx, match_id: UUID, now: datetime) -> None:
    """The tie is on: line-ups are shown, and its revision rises."""
    await tx.execute(
        "update match set revealed_at = $2, status = case when status in ('ready', 'called') then 'playing' "
        "else status end, revision = revision + 1 where id = $1",
        match_id,
        now,
    )


async def conceal(tx: Tx, match_id: UUID) -> None:
    """Take the rubbers away again, none of which was begun."""
    await tx.execute(
        "with gone as (delete from match r using match t where t.id = r.tie_id and r.tie_id = $1 "
        "and r.tie_attempt = t.attempt) "
        "update match set revealed_at = null, status = 'ready', revision = revision + 1 where id = $1",
        match_id,
    )


async def add_rubbers(tx: Tx, tie_id: UUID, rubbers: Sequence[NewRubber]) -> None:
    """The rubbers of a tie, at the tie's court and in its round."""
    await tx.execute(
        "insert into match (contest_id, number, round, rounds, position, source_1, source_2, entry_1, entry_2, "
        "section, title, status, tie_id, rubber, tie_attempt, regulation, name_1, name_2, players_1, players_2, "
        "court_id) "
        "select t.contest_id, t.number, t.round, t.rounds, g.rubber, t.source_1, "
        "jsonb_build_object('kind', 'pairing', 'round', t.number, 'table', g.rubber), t.entry_1, t.entry_2, 'rubber', "
        "g.title, 'ready', t.id, g.rubber, t.attempt, g.regulation, g.name_1, g.name_2, "
        "array(select jsonb_array_elements_text(g.players_1)::uuid), "
        "array(select jsonb_array_elements_text(g.players_2)::uuid), t.court_id "
        "from match t, unnest($2::integer[], $3::jsonb[], $4::jsonb[], $5::text[], $6::text[], $7::jsonb[], "
        "$8::jsonb[]) as g (rubber, title, regulation, name_1, name_2, players_1, players_2) where t.id = $1",
        tie_id,
        *columns(
            [
                (each.rubber, each.title, each.regulation, *each.names, each.players[0], each.players[1])
                for each in rubbers
            ],
            7,
        ),
    )


async def decide(tx: Tx, rubber: Rubber, outcome: Outcome, sheet_id: UUID, revision: int, at: datetime) -> None:
    """A rubber's outcome as its sheet closed."""
    await tx.execute(
        "update match set status = 'decided', outcome = $2, winner = $3, sheet_id = $4, sheet_revision = $5, "
        "decided_at = $6, revision = revision + 1 where id = $1",
        rubber.id,
        outcome,
        outcome.winner,
        sheet_id,
        revision,
        at,
    )


async def set_status(tx: Tx, rubbers: Sequence[UUID], status: str) -> None:
    """Rubbers not played any more, or to be played after all."""
    await tx.execute(
        "update match set status = $2, called_at = null, revision = revision + 1 where id = any($1::uuid[])",
        rubbers,
        status,
    )


async def hide(tx: Tx, ties: Sequence[UUID]) -> None:
    """Ties that are played anew: line-ups are handed in again."""
    await tx.execute("update match set revealed_at = null, line_ups_due = null where id = any($1::uuid[])", ties)


async def undecide(tx: Tx, tie_id: UUID) -> None:
    """A tie that a corrected rubber opened again."""
    await tx.execute(
        "update match set status = 'playing', outcome = null, winner = null, decided_at = null, sheet_id = null, "
        "sheet_revision = 0, revision = revision + 1 where id = $1",
        tie_id,
    )


async def open_more(tx: Tx, contest_id: UUID, matches: int) -> None:
    await tx.execute("update contest set open_matches = open_matches + $2 where id = $1", contest_id, matches)
