"""Statements of contests: their settings, their standing before and after the draw."""

from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from msgspec import Struct

from shared.kit.db import Tx, many, maybe
from shared.rules.formats import Format
from shared.rules.model import Regulation

ContestStatus = Literal["open", "drawn", "published", "judging", "decided"]
"""A judged contest has no draw: it is open, handed over to its panel (`judging`), and decided by a signed result."""
SeedRule = Literal["bwf", "ittf"]


class Contest(Struct, frozen=True, kw_only=True):
    id: UUID
    event_id: UUID
    event_name: str
    name: str
    regulation: Regulation
    format: Format
    seed_rule: SeedRule
    status: ContestStatus
    lot: str | None
    size: int | None
    draw_report: Any
    published_at: datetime | None
    revision: int
    entered: int
    """How many entries it has."""

    @property
    def locked(self) -> bool:
        """Whether the draw is published or the panel judges: nothing before it changes any more."""
        return self.status in ("published", "judging", "decided")

    @property
    def judged(self) -> bool:
        """Whether a panel decides it, without draw and matches."""
        return self.regulation.judged is not None


async def add(tx: Tx, event_id: UUID, name: str, regulation: Regulation, form: Format, seed_rule: SeedRule) -> UUID:
    found: UUID = await tx.fetchval(
        "insert into contest (event_id, name, regulation, format, seed_rule) values ($1, $2, $3, $4, $5) returning id",
        event_id,
        name,
        regulation,
        form,
        seed_rule,
    )
    return found


async def contest(tx: Tx, contest_id: UUID) -> Contest | None:
    row = await tx.fetchrow(
        "select c.id, c.event_id, v.name as event_name, c.name, c.regulation, c.format, c.seed_rule, "
        "c.status, c.lot, c.size, "
        "c.draw_report, c.published_at, c.revision, "
        "(select count(*) from entry e where e.contest_id = c.id) as entered "
        "from contest c join event v on v.id = c.event_id where c.id = $1",
        contest_id,
    )
    return maybe(Contest, row)


async def lock(tx: Tx, contest_id: UUID) -> None:
    """Hold the contest until the transaction ends: its entries, draw and matches have one writer at a time."""
    await tx.execute("select 1 from contest where id = $1 for no key update", contest_id)


async def contests(tx: Tx, event_id: UUID) -> list[Contest]:
    rows = await tx.fetch(
        "select c.id, c.event_id, v.name as event_name, c.name, c.regulation, c.format, c.seed_rule, "
        "c.status, c.lot, c.size, "
        "null as draw_report, c.published_at, c.revision, "
        "(select count(*) from entry e where e.contest_id = c.id) as entered "
        "from contest c join event v on v.id = c.event_id where c.event_id = $1 order by c.created_at, c.name",
        event_id,
    )
    return many(Contest, rows)


async def change(
    tx: Tx, contest_id: UUID, name: str, regulation: Regulation, form: Format, seed_rule: SeedRule
) -> None:
    await tx.execute(
        "update contest set name = $2, regulation = $3, format = $4, seed_rule = $5, revision = revision + 1 "
        "where id = $1",
        contest_id,
        name,
        regulation,
        form,
        seed_rule,
    )


async def remove(tx: Tx, contest_id: UUID) -> None:
    """A contest that was never published, with its entries."""
    await tx.execute(
        "with members as (delete from entry_member where contest_id = $1), "
        "entries as (delete from entry where contest_id = $1) delete from contest where id = $1",
        contest_id,
    )


async def reopen(tx: Tx, contest_id: UUID) -> None:
    """Entries changed: the draw made of the old ones is void."""
    await tx.execute(
        "with undrawn as (update entry set line = null where contest_id = $1 and line is not null) "
        "update contest set status = 'open', lot = null, size = null, draw_report = null, revision = revision + 1 "
        "where id = $1",
        contest_id,
    )


async def drawn(tx: Tx, contest_id: UUID, lot: str | None, size: int, report: Struct) -> None:
    await tx.execute(
        "update contest set status = 'drawn', lot = $2, size = $3, draw_report = $4, revision = revision + 1 "
        "where id = $1",
        contest_id,
        lot,
        size,
        report,
    )


async def published(tx: Tx, contest_id: UUID, matches: int, now: datetime) -> int:
    """Lock the draw; returns the contest's new revision."""
    found: int = await tx.fetchval(
        "update contest set status = 'published', published_at = $2, open_matches = $3, revision = revision + 1 "
        "where id = $1 returning revision",
        contest_id,
        now,
        matches,
    )
    return found
