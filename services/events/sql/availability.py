"""Statements of what a plan must fit: sessions, contests' times, the event's rules, absences, officials."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from msgspec import Struct

from shared.kit.db import Tx, many, maybe
from shared.rules.formats import Format
from shared.rules.model import Regulation


class SessionTime(Struct, frozen=True):
    id: UUID
    starts_at: datetime
    ends_at: datetime
    court_ids: tuple[UUID, ...]


class ContestTimes(Struct, frozen=True, kw_only=True):
    """A contest with what the organiser set for its planning; None follows the sport."""

    id: UUID
    name: str
    status: str
    regulation: Regulation
    format: Format
    minutes: int | None
    rest: int | None
    most_a_day: int | None
    officials: int | None
    court_ids: tuple[UUID, ...]
    from_at: datetime | None
    until_at: datetime | None
    open: int
    """Matches still to be played."""


class EventRules(Struct, frozen=True, kw_only=True):
    step: int = 5
    finals_on_show: bool = True
    most_a_day: int | None = None
    foresee: int = 4
    units_apart: bool = False


class Absence(Struct, frozen=True):
    id: UUID
    member_id: UUID | None
    unit: str | None
    name: str
    starts_at: datetime
    ends_at: datetime
    note: str


class OfficialLine(Struct, frozen=True):
    member_id: UUID
    name: str
    unit: str
    matches: int
    """How many matches of the event are given to them."""


async def sessions(tx: Tx, event_id: UUID) -> list[SessionTime]:
    rows = await tx.fetch(
        "select id, starts_at, ends_at, court_ids from session_time where event_id = $1 order by starts_at, id",
        event_id,
    )
    return many(SessionTime, rows)


async def add_sessions(
    tx: Tx, event_id: UUID, times: Sequence[tuple[datetime, datetime]], courts: Sequence[UUID]
) -> None:
    await tx.execute(
        "insert into session_time (event_id, starts_at, ends_at, court_ids) "
        "select $1, g.starts_at, g.ends_at, $4 from unnest($2::timestamptz[], $3::timestamptz[]) "
        "as g (starts_at, ends_at)",
        event_id,
        [start for start, _ in times],
        [end for _, end in times],
        list(courts),
    )


async def remove_session(tx: Tx, session_id: UUID) -> None:
    await tx.execute("delete from session_time where id = $1", session_id)


async def event_of_session(tx: Tx, session_id: UUID) -> UUID | None:
    found: UUID | None = await tx.fetchval("select event_id from session_time where id = $1", session_id)
    return found


async def contests(tx: Tx, event_id: UUID) -> list[ContestTimes]:
    rows = await tx.fetch(
        "select c.id, c.name, c.status, c.regulation, c.format, p.minutes, p.rest, p.most_a_day, p.officials, "
        "coalesce(p.court_ids, '{}') as court_ids, p.from_at, p.until_at, "
        "(select count(*) from match m where m.contest_id = c.id and m.tie_id is null "
        "and m.status not in ('decided', 'void')) as open "
        "from contest c left join contest_planning p on p.contest_id = c.id "
        "where c.event_id = $1 order by c.created_at",
        event_id,
    )
    return many(ContestTimes, rows)


async def set_contest(
    tx: Tx,
    contest_id: UUID,
    minutes: int | None,
    rest: int | None,
    most_a_day: int | None,
    officials: int | None,
    courts: Sequence[UUID],
    from_at: datetime | None,
    until_at: datetime | None,
) -> None:
    await tx.execute(
        "insert into contest_planning values ($1, $2, $3, $4, $5, $6, $7, $8) on conflict (contest_id) do update set "
        "minutes = excluded.minutes, rest = excluded.rest, most_a_day = excluded.most_a_day, "
        "officials = excluded.officials, court_ids = excluded.court_ids, from_at = excluded.from_at, "
        "until_at = excluded.until_at",
        contest_id,
        minutes,
        rest,
        most_a_day,
        officials,
        list(courts),
        from_at,
        until_at,
    )


async def rules(tx: Tx, event_id: UUID) -> EventRules:
    row = await tx.fetchrow(
        "select step, finals_on_show, most_a_day, foresee, units_apart from planning_rules where event_id = $1",
        event_id,
    )
    return maybe(EventRules, row) or EventRules()


async def set_rules(tx: Tx, event_id: UUID, wanted: EventRules) -> None:
    await tx.execute(
        "insert into planning_rules (event_id, step, finals_on_show, most_a_day, foresee, units_apart) "
        "values ($1, $2, $3, $4, $5, $6) on conflict (event_id) do update set "
        "step = excluded.step, finals_on_show = excluded.finals_on_show, most_a_day = excluded.most_a_day, "
        "foresee = excluded.foresee, units_apart = excluded.units_apart",
        event_id,
        wanted.step,
        wanted.finals_on_show,
        wanted.most_a_day,
        wanted.foresee,
        wanted.units_apart,
    )


async def show_courts(tx: Tx, event_id: UUID) -> list[UUID]:
    rows = await tx.fetch("select id from court where event_id = $1 and show", event_id)
    return [row["id"] for row in rows]


async def set_show_courts(tx: Tx, event_id: UUID, courts: Sequence[UUID]) -> None:
    await tx.execute("update court set show = id = any($2::uuid[]) where event_id = $1", event_id, list(courts))


async def absences(tx: Tx, event_id: UUID) -> list[Absence]:
    rows = await tx.fetch(
        "select a.id, a.member_id, a.unit, coalesce(a.unit, m.name, '?') as name, a.starts_at, a.ends_at, a.note "
        "from absence a left join member m on m.id = a.member_id where a.event_id = $1 order by a.starts_at, a.id",
        event_id,
    )
    return many(Absence, rows)


async def add_absence(
    tx: Tx, event_id: UUID, member_id: UUID | None, unit: str | None, start: datetime, end: datetime, note: str
) -> None:
    await tx.execute(
        "insert into absence (event_id, member_id, unit, starts_at, ends_at, note) values ($1, $2, $3, $4, $5, $6)",
        event_id,
        member_id,
        unit,
        start,
        end,
        note,
    )


async def remove_absence(tx: Tx, absence_id: UUID) -> None:
    await tx.execute("delete from absence where id = $1", absence_id)


async def event_of_absence(tx: Tx, absence_id: UUID) -> UUID | None:
    found: UUID | None = await tx.fetchval("select event_id from absence where id = $1", absence_id)
    return found


async def unit_known(tx: Tx, event_id: UUID, unit: str) -> bool:
    """Whether somebody of the unit is entered in the event or stands in the roster."""
    found: bool = await tx.fetchval(
        "select exists (select 1 from member where unit = $2) or exists (select 1 from entry e "
        "join contest c on c.id = e.contest_id where c.event_id = $1 and e.unit = $2)",
        event_id,
        unit,
    )
    return found


async def officials(tx: Tx, event_id: UUID) -> list[OfficialLine]:
    rows = await tx.fetch(
        "select o.member_id, coalesce(m.name, '?') as name, coalesce(m.unit, '') as unit, "
        "(select count(*) from match_official g join match x on x.id = g.match_id "
        "join contest c on c.id = x.contest_id where g.member_id = o.member_id and c.event_id = $1) as matches "
        "from official o left join member m on m.id = o.member_id where o.event_id = $1 order by name, o.member_id",
        event_id,
    )
    return many(OfficialLine, rows)


async def add_officials(tx: Tx, event_id: UUID, members: Sequence[UUID]) -> None:
    await tx.execute(
        "insert into official (event_id, member_id) select $1, * from unnest($2::uuid[]) on conflict do nothing",
        event_id,
        list(members),
    )


async def remove_official(tx: Tx, event_id: UUID, member_id: UUID) -> None:
    await tx.execute("delete from official where event_id = $1 and member_id = $2", event_id, member_id)


async def members_numbered(tx: Tx, numbers: Sequence[str]) -> dict[str, UUID]:
    """Members by staff number; numbers nobody has are left out."""
    rows = await tx.fetch("select staff_number, id from member where staff_number = any($1::text[])", list(numbers))
    return {row["staff_number"]: row["id"] for row in rows}
