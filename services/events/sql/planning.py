"""Statements of the search for a plan, and of the matches a plan places."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from msgspec import Struct

from shared.kit.db import Tx, many, maybe
from shared.messages.events import MatchStatus
from shared.rules.plan import Needed, Source
from shared.rules.scheduling import Slot


class MatchRow(Struct, frozen=True, kw_only=True):
    """A match as its planning sees it."""

    id: UUID
    contest_id: UUID
    contest_name: str
    number: int
    round: int
    section: str
    grp: int | None
    source_1: Source
    source_2: Source
    needed: Needed | None
    entry_1: str | None
    entry_2: str | None
    status: MatchStatus
    held: bool
    court_id: UUID | None
    starts_at: datetime | None
    called_at: datetime | None
    decided_at: datetime | None
    winner_places: tuple[int, int] | None
    between: bool = False
    """A tie that has begun, with none of its rubbers on court now."""
    line_ups_due: bool = False
    """A tie whose line-ups are not shown yet."""


class Side(Struct, frozen=True):
    """An entry with those who play for it. Ids are text."""

    id: str
    contest_id: UUID
    line: int | None
    name: str
    unit: str
    members: tuple[str, ...]


class Search(Struct, frozen=True, kw_only=True):
    """A search for a plan, running or over."""

    id: UUID
    event_id: UUID
    state: str
    seconds: int
    started_at: datetime
    heard_at: datetime
    ended_at: datetime | None
    origin: date
    plan: dict[str, Slot] | None
    plans: int
    first_cost: int | None
    cost: int | None
    bound: int | None
    best: bool
    refusal: Any
    applied_at: datetime | None


async def matches(tx: Tx, event_id: UUID) -> list[MatchRow]:
    """Every match of published contests. A tie is on court from its first rubber's call to its end."""
    rows = await tx.fetch(
        "select m.id, m.contest_id, c.name as contest_name, m.number, m.round, m.section, m.grp, m.source_1, "
        "m.source_2, m.needed, m.entry_1::text as entry_1, m.entry_2::text as entry_2, "
        "case when r.rubbers > 0 and m.status in ('ready', 'playing') "
        "then case when r.called_at is null then 'ready' else 'playing' end else m.status end as status, "
        "r.called_at is not null and m.status in ('ready', 'playing') and not r.on_court as between, "
        "m.held, coalesce(m.court_id, r.court_id) as court_id, "
        "coalesce(jsonb_typeof(c.regulation -> 'tie'), 'null') <> 'null' "
        "and r.rubbers = 0 as line_ups_due, "
        "m.starts_at, coalesce(m.called_at, r.called_at) as called_at, m.decided_at, m.winner_places "
        "from match m join contest c on c.id = m.contest_id "
        "left join lateral (select count(*) as rubbers, min(b.called_at) as called_at, "
        "(array_agg(b.court_id order by b.called_at))[1] as court_id, "
        "coalesce(bool_or(b.status in ('called', 'playing')), false) as on_court "
        "from match b where b.tie_id = m.id and b.tie_attempt = m.attempt) r on true "
        "where c.event_id = $1 and m.tie_id is null order by c.created_at, m.number",
        event_id,
    )
    return many(MatchRow, rows)


async def sides(tx: Tx, event_id: UUID) -> list[Side]:
    rows = await tx.fetch(
        "select e.id::text as id, e.contest_id, e.line, e.name, e.unit, "
        "array(select g.member_id::text from entry_member g where g.entry_id = e.id order by g.position) as members "
        "from entry e join contest c on c.id = e.contest_id where c.event_id = $1",
        event_id,
    )
    return many(Side, rows)


async def member_names(tx: Tx, members: Sequence[str]) -> dict[str, str]:
    rows = await tx.fetch("select id::text as id, name from member where id = any($1::text[]::uuid[])", list(members))
    return {row["id"]: row["name"] for row in rows}


async def begin(tx: Tx, event_id: UUID, seconds: int, by: UUID | None, origin: date, now: datetime) -> UUID:
    """A new search; one that nobody has heard of for a while is given up first. Refused while another runs."""
    await tx.execute(
        "update plan_search set state = 'failed', ended_at = heard_at where event_id = $1 "
        "and state in ('running', 'stopping') and heard_at < $2::timestamptz - interval '15 seconds'",
        event_id,
        now,
    )
    found: UUID = await tx.fetchval(
        "insert into plan_search (event_id, seconds, started_by, origin, started_at, heard_at) "
        "values ($1, $2, $3, $4, $5, $5) returning id",
        event_id,
        seconds,
        by,
        origin,
        now,
    )
    return found


async def better(
    tx: Tx, search: UUID, plan: Mapping[str, Slot], cost: int | None, bound: int | None, now: datetime
) -> None:
    await tx.execute(
        "update plan_search set plan = $2, plans = plans + 1, first_cost = coalesce(first_cost, $3), cost = $3, "
        "bound = $4, heard_at = $5 where id = $1",
        search,
        plan,
        cost,
        bound,
        now,
    )


async def hear(tx: Tx, search: UUID, now: datetime) -> bool:
    """The search goes on; whether somebody asks it to stop."""
    state: str = await tx.fetchval("update plan_search set heard_at = $2 where id = $1 returning state", search, now)
    return state != "running"


async def ask_to_stop(tx: Tx, event_id: UUID) -> bool:
    done = await tx.execute(
        "update plan_search set state = 'stopping' where event_id = $1 and state = 'running'", event_id
    )
    return done.endswith(" 1")


async def end(tx: Tx, search: UUID, state: str, best: bool, refusal: Any, now: datetime) -> None:
    await tx.execute(
        "update plan_search set state = $2, best = $3, refusal = $4, ended_at = $5, heard_at = $5 where id = $1",
        search,
        state,
        best,
        refusal,
        now,
    )


async def latest(tx: Tx, event_id: UUID) -> Search | None:
    row = await tx.fetchrow(
        "select id, event_id, state, seconds, started_at, heard_at, ended_at, origin, plan, plans, first_cost, cost, "
        "bound, best, refusal, applied_at from plan_search where event_id = $1 "
        "order by started_at desc, id desc limit 1",
        event_id,
    )
    return maybe(Search, row)


async def applied(tx: Tx, search: UUID, now: datetime) -> None:
    await tx.execute("update plan_search set applied_at = $2 where id = $1", search, now)


async def give_officials(tx: Tx, matches: Sequence[UUID], given: Sequence[tuple[UUID, UUID]]) -> None:
    """The officials of some matches, in place of those they had."""
    await tx.execute("delete from match_official where match_id = any($1::uuid[])", list(matches))
    await tx.execute(
        "insert into match_official (match_id, member_id) select * from unnest($1::uuid[], $2::uuid[])",
        [match for match, _ in given],
        [member for _, member in given],
    )


async def hold(tx: Tx, match_id: UUID, held: bool) -> None:
    await tx.execute("update match set held = $2 where id = $1", match_id, held)


async def held(tx: Tx, match_id: UUID) -> bool:
    found: bool = await tx.fetchval("select held from match where id = $1", match_id)
    return found
