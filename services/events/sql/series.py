"""Statements of friendly series: contests of a year, the meetings played in them."""

from datetime import date, datetime
from uuid import UUID

from msgspec import Struct

from shared.kit.db import Tx, many, maybe
from shared.rules.model import Outcome, Side


class Series(Struct, frozen=True, kw_only=True):
    id: UUID
    name: str
    year: int
    win: int
    draw: int
    loss: int


class Met(Struct, frozen=True, kw_only=True):
    """A match of the series; the first side is at home."""

    id: UUID
    contest_id: UUID
    contest_name: str
    event_id: UUID
    event_name: str
    venue: str
    on: date
    starts_at: datetime | None
    home: str
    away: str
    status: str
    outcome: Outcome | None
    winner: Side | None


async def every(tx: Tx) -> list[Series]:
    rows = await tx.fetch("select id, name, year, win, draw, loss from series order by year desc, name")
    return many(Series, rows)


async def series(tx: Tx, series_id: UUID) -> Series | None:
    row = await tx.fetchrow("select id, name, year, win, draw, loss from series where id = $1", series_id)
    return maybe(Series, row)


async def add(tx: Tx, name: str, year: int, win: int, draw: int, loss: int) -> UUID:
    found: UUID = await tx.fetchval(
        "insert into series (name, year, win, draw, loss) values ($1, $2, $3, $4, $5) returning id",
        name,
        year,
        win,
        draw,
        loss,
    )
    return found


async def of_contest(tx: Tx, contest_id: UUID) -> UUID | None:
    found: UUID | None = await tx.fetchval("select series_id from contest where id = $1", contest_id)
    return found


async def join(tx: Tx, contest_id: UUID, series_id: UUID | None) -> None:
    await tx.execute("update contest set series_id = $2, revision = revision + 1 where id = $1", contest_id, series_id)


async def met(tx: Tx, series_id: UUID) -> list[Met]:
    """Every match of the series between two units, in order of time."""
    rows = await tx.fetch(
        "select v.id, v.contest_id, v.contest_name, v.event_id, e.name as event_name, e.venue, e.starts_on as on, "
        "v.starts_at, coalesce(nullif(v.unit_1, ''), v.name_1) as home, "
        "coalesce(nullif(v.unit_2, ''), v.name_2) as away, v.status, v.outcome, v.winner "
        "from match_view v join contest c on c.id = v.contest_id join event e on e.id = v.event_id "
        "where c.series_id = $1 and v.tie_id is null and v.name_1 is not null and v.name_2 is not null "
        "and coalesce(nullif(v.unit_1, ''), v.name_1) <> coalesce(nullif(v.unit_2, ''), v.name_2) "
        "order by e.starts_on, v.starts_at nulls last, v.number",
        series_id,
    )
    return many(Met, rows)
