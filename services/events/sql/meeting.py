"""Statements of a sports meeting: its settings, what its contests give, records and deductions."""

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any, Literal
from uuid import UUID

from msgspec import Struct

from shared.kit.db import Tx, many, maybe
from shared.rules.exact import plain
from shared.rules.meets import Meet
from shared.rules.model import Regulation

MeetingState = Literal["draft", "live", "final"]
AdjustmentKind = Literal["record", "bonus", "deduction"]


class Meeting(Struct, frozen=True, kw_only=True):
    event_id: UUID
    settings: Meet
    state: MeetingState
    confirmed: Any
    confirmed_at: datetime | None
    revision: int


class Counted(Struct, frozen=True, kw_only=True):
    """A contest of the event as the meeting counts it."""

    id: UUID
    name: str
    regulation: Regulation
    status: str
    entered: int
    counts: bool
    multiplier: Decimal
    typed: int | None
    """How many started, as the organiser said."""
    played: int
    """How many were seen to play."""

    @property
    def started(self) -> int:
        return self.played if self.typed is None else self.typed

    @property
    def times(self) -> Decimal:
        """The multiplier as printed."""
        return plain(self.multiplier)


class Placed(Struct, frozen=True):
    contest_id: UUID
    entry_id: UUID
    unit: str
    first: int
    last: int


class AdjustmentLine(Struct, frozen=True, kw_only=True):
    id: UUID
    contest_id: UUID | None
    contest: str | None
    unit: str
    kind: AdjustmentKind
    points: Decimal
    reason: str
    made_at: datetime
    taken_back_at: datetime | None

    @property
    def printed(self) -> str:
        return f"{plain(self.points):+}"


async def meeting(tx: Tx, event_id: UUID) -> Meeting | None:
    row = await tx.fetchrow(
        "select event_id, settings, state, confirmed, confirmed_at, revision from meeting where event_id = $1",
        event_id,
    )
    return maybe(Meeting, row)


async def lock(tx: Tx, event_id: UUID) -> None:
    """Hold the meeting until the transaction ends: its settings, records and confirmation have one writer."""
    await tx.execute("select 1 from meeting where event_id = $1 for no key update", event_id)


async def save(tx: Tx, event_id: UUID, settings: Meet) -> None:
    await tx.execute(
        "insert into meeting (event_id, settings) values ($1, $2) "
        "on conflict (event_id) do update set settings = $2, revision = meeting.revision + 1",
        event_id,
        settings,
    )


async def set_state(
    tx: Tx, event_id: UUID, state: MeetingState, totals: Any, who: UUID | None, now: datetime | None
) -> None:
    await tx.execute(
        "update meeting set state = $2, confirmed = $3, confirmed_by = $4, confirmed_at = $5, "
        "revision = revision + 1 where event_id = $1",
        event_id,
        state,
        totals,
        who,
        now,
    )


async def touch(tx: Tx, event_id: UUID) -> None:
    await tx.execute("update meeting set revision = revision + 1 where event_id = $1", event_id)


async def counted(tx: Tx, event_id: UUID) -> list[Counted]:
    """The event's contests. Who lost every match unplayed has not started."""
    rows = await tx.fetch(
        "select c.id, c.name, c.regulation, c.status, "
        "(select count(*) from entry e where e.contest_id = c.id) as entered, "
        "coalesce(m.counts, true) as counts, coalesce(m.multiplier, 1) as multiplier, m.started as typed, "
        "(select count(*) from final_placing p where p.contest_id = c.id "
        "and (c.regulation ->> 'judged' is not null or exists (select 1 from match x "
        "where x.contest_id = c.id and p.entry_id in (x.entry_1, x.entry_2) and (x.outcome ->> 'kind' in "
        "('played', 'retired', 'disqualified') "
        "or p.entry_id = case x.winner when 1 then x.entry_1 when 2 then x.entry_2 end)))) as played "
        "from contest c left join meeting_contest m on m.contest_id = c.id "
        "where c.event_id = $1 order by c.created_at, c.name",
        event_id,
    )
    return many(Counted, rows)


async def placed(tx: Tx, event_id: UUID) -> list[Placed]:
    """Every placing of the event's decided contests, of entries that have a unit and started.

    A joint work of several units counts for none, until the organisers name one.
    """
    rows = await tx.fetch(
        "select p.contest_id, p.entry_id, e.unit, p.first, p.last from final_placing p "
        "join entry e on e.id = p.entry_id join contest c on c.id = p.contest_id "
        "where c.event_id = $1 and c.status = 'decided' and e.unit <> '' "
        "and not (c.regulation ->> 'judged' is not null and e.unit like '% / %') "
        "and (c.regulation ->> 'judged' is not null or exists (select 1 from match x "
        "where x.contest_id = c.id and p.entry_id in (x.entry_1, x.entry_2) and (x.outcome ->> 'kind' in "
        "('played', 'retired', 'disqualified') "
        "or p.entry_id = case x.winner when 1 then x.entry_1 when 2 then x.entry_2 end))) "
        "order by p.contest_id, p.first, p.entry_id",
        event_id,
    )
    return many(Placed, rows)


async def units(tx: Tx, event_id: UUID) -> list[str]:
    """Units with an entry in some contest of the event; joint works of several units are of none."""
    rows = await tx.fetch(
        "select distinct e.unit from entry e join contest c on c.id = e.contest_id "
        "where c.event_id = $1 and e.unit <> '' "
        "and not (c.regulation ->> 'judged' is not null and e.unit like '% / %') order by e.unit",
        event_id,
    )
    return [row["unit"] for row in rows]


async def count_contest(tx: Tx, contest_id: UUID, counts: bool, multiplier: Decimal, started: int | None) -> None:
    await tx.execute(
        "insert into meeting_contest (contest_id, counts, multiplier, started) values ($1, $2, $3, $4) "
        "on conflict (contest_id) do update set counts = $2, multiplier = $3, started = $4",
        contest_id,
        counts,
        multiplier,
        started,
    )


async def adjustments(tx: Tx, event_id: UUID) -> list[AdjustmentLine]:
    """Those in force and those taken back, the oldest first."""
    rows = await tx.fetch(
        "select a.id, a.contest_id, c.name as contest, a.unit, a.kind, a.points, a.reason, a.made_at, "
        "a.taken_back_at from adjustment a left join contest c on c.id = a.contest_id "
        "where a.event_id = $1 order by a.made_at, a.id",
        event_id,
    )
    return many(AdjustmentLine, rows)


async def adjust(
    tx: Tx,
    event_id: UUID,
    contest_id: UUID | None,
    unit: str,
    kind: AdjustmentKind,
    points: Decimal,
    reason: str,
    who: UUID | None,
) -> UUID:
    found: UUID = await tx.fetchval(
        "insert into adjustment (event_id, contest_id, unit, kind, points, reason, made_by) "
        "values ($1, $2, $3, $4, $5, $6, $7) returning id",
        event_id,
        contest_id,
        unit,
        kind,
        points,
        reason,
        who,
    )
    return found


async def event_of_adjustment(tx: Tx, adjustment_id: UUID) -> UUID | None:
    found: UUID | None = await tx.fetchval("select event_id from adjustment where id = $1", adjustment_id)
    return found


async def take_back(tx: Tx, adjustment_id: UUID, who: UUID | None, now: datetime) -> None:
    await tx.execute(
        "update adjustment set taken_back_by = $2, taken_back_at = $3 where id = $1 and taken_back_at is null",
        adjustment_id,
        who,
        now,
    )


async def contests_of(tx: Tx, event_id: UUID) -> Sequence[UUID]:
    rows = await tx.fetch("select id from contest where event_id = $1", event_id)
    return [row["id"] for row in rows]
