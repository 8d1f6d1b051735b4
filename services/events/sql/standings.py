"""Statements of group tables: lines as the last result left them, and what was decided between equals."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from msgspec import Struct

from shared.kit.db import Tx, many
from shared.rules.model import Points


class StoredLine(Struct, frozen=True, kw_only=True):
    """An entry of a group with its line; all zero before the first result."""

    grp: int
    entry_id: UUID
    name: str
    unit: str
    first: int | None
    last: int | None
    played: int
    won: int
    lost: int
    points: int
    rubbers: Points
    games: Points
    score: Points
    split_by: str
    withdrawn: bool


class Decided(Struct, frozen=True, kw_only=True):
    """Equals put in order by lot or by an organiser."""

    id: UUID
    grp: int
    entries: tuple[UUID, ...]
    lot: str | None
    reason: str
    decided_by: str
    decided_at: datetime


async def lines(tx: Tx, contest: UUID) -> list[StoredLine]:
    """Everybody who stands in a group, best first."""
    rows = await tx.fetch(
        "with sides as (select grp, entry_1 as entry from match where contest_id = $1 and grp is not null "
        "and tie_id is null and entry_1 is not null "
        "union select grp, entry_2 from match where contest_id = $1 and grp is not null and tie_id is null "
        "and entry_2 is not null) "
        "select g.grp, e.id as entry_id, e.name, e.unit, s.first, s.last, coalesce(s.played, 0) as played, "
        "coalesce(s.won, 0) as won, coalesce(s.lost, 0) as lost, coalesce(s.points, 0) as points, "
        "coalesce(s.rubbers, '{0,0}') as rubbers, coalesce(s.games, '{0,0}') as games, "
        "coalesce(s.score, '{0,0}') as score, coalesce(s.split_by, '') as split_by, "
        "coalesce(s.withdrawn, e.withdrawn) as withdrawn "
        "from sides g join entry e on e.id = g.entry "
        "left join group_standing s on s.contest_id = $1 and s.grp = g.grp and s.entry_id = g.entry "
        "order by g.grp, s.first nulls last, s.split_by = '' and s.first < s.last, e.line, e.id",
        contest,
    )
    return many(StoredLine, rows)


async def decisions(tx: Tx, contest: UUID) -> list[Decided]:
    """What was decided between equals, the newest first."""
    rows = await tx.fetch(
        "select d.id, d.grp, d.entries, d.lot, d.reason, coalesce(m.name, '') as decided_by, d.decided_at "
        "from group_decision d left join member m on m.id = d.decided_by "
        "where d.contest_id = $1 order by d.decided_at desc, d.id",
        contest,
    )
    return many(Decided, rows)


async def decide(
    tx: Tx,
    contest: UUID,
    grp: int,
    entries: Sequence[UUID],
    lot: str | None,
    reason: str,
    by: UUID | None,
    at: datetime,
) -> UUID:
    """Keep an order of equals; the newest that names them all is the one that counts."""
    found: UUID = await tx.fetchval(
        "insert into group_decision (contest_id, grp, entries, lot, reason, decided_by, decided_at) "
        "values ($1, $2, $3, $4, $5, $6, $7) returning id",
        contest,
        grp,
        list(entries),
        lot,
        reason,
        by,
        at,
    )
    return found


async def drop_decision(tx: Tx, contest: UUID, decision: UUID) -> bool:
    """Whether there was such a decision."""
    found = await tx.fetchval(
        "delete from group_decision where contest_id = $1 and id = $2 returning id", contest, decision
    )
    return found is not None


async def begun_after_groups(tx: Tx, contest: UUID) -> bool:
    """Whether some match after the groups is called, played or decided."""
    found: bool = await tx.fetchval(
        "select exists (select 1 from match where contest_id = $1 and grp is null and tie_id is null "
        "and status in ('called', 'playing', 'decided'))",
        contest,
    )
    return found
