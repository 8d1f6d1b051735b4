"""Statements of judged contests: what is told of them, handing over, signed results and the placings they make."""

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from msgspec import Struct

from services.events.sql.entries import EntryRow
from shared.kit.db import Tx, many, maybe
from shared.messages.events import JudgedEntry, PlacingRef
from shared.messages.scoring import JudgedContestSigned, RankedEntry
from shared.rules.prizes import called


class Told(Struct, frozen=True, kw_only=True):
    """A judged contest as the others are told of it, under the revision of the telling."""

    id: UUID
    event_id: UUID
    event_name: str
    contest_name: str
    preset: str
    status: str
    revision: int


class Signed(Struct, frozen=True, kw_only=True):
    """A signed result as it was heard."""

    version: int
    lines: tuple[RankedEntry, ...]
    rule_set_version: int
    chain_head: str
    signed_at: datetime
    amendment: str


class Certificate(Struct, frozen=True, kw_only=True):
    """What is printed for one author of one entry."""

    name: str
    unit: str
    event: str
    contest: str
    work: str
    prize: str
    title: str
    first: int
    last: int
    decided_at: datetime

    @property
    def prize_name(self) -> str:
        """A msgid, or the rule's own wording."""
        return called(self.prize)


async def tell(tx: Tx, contest_id: UUID) -> Told | None:
    """Raise the revision of what is told of a contest; None where it is not judged."""
    row = await tx.fetchrow(
        "with risen as (update contest set judged_revision = judged_revision + 1 "
        "where id = $1 and regulation ->> 'judged' is not null "
        "returning id, event_id, name, regulation ->> 'judged' as preset, status, judged_revision) "
        "select r.id, r.event_id, v.name as event_name, r.name as contest_name, r.preset, r.status, "
        "r.judged_revision as revision from risen r join event v on v.id = r.event_id",
        contest_id,
    )
    return maybe(Told, row)


async def of_event(tx: Tx, event_id: UUID) -> list[UUID]:
    """The judged contests of an event."""
    rows = await tx.fetch(
        "select id from contest where event_id = $1 and regulation ->> 'judged' is not null order by created_at, id",
        event_id,
    )
    return [row["id"] for row in rows]


async def entries(tx: Tx, contest_id: UUID) -> list[JudgedEntry]:
    """Every entry with its authors, in the order of entering."""
    rows = await tx.fetch(
        "select e.id, e.name, e.unit, e.category, e.withdrawn, "
        "coalesce((select jsonb_agg(jsonb_build_object('id', m.id, 'name', m.name, 'unit', m.unit) "
        "order by x.position) from entry_member x join member m on m.id = x.member_id where x.entry_id = e.id), "
        "'[]') as authors from entry e where e.contest_id = $1 order by e.position",
        contest_id,
    )
    return many(JudgedEntry, rows)


async def hand_over(tx: Tx, contest_id: UUID, now: datetime) -> None:
    await tx.execute(
        "update contest set status = 'judging', published_at = $2, revision = revision + 1 where id = $1",
        contest_id,
        now,
    )


async def describe(tx: Tx, entry_id: UUID, row: EntryRow) -> None:
    """An entry's title, unit and category."""
    await tx.execute(
        "update entry set name = $2, unit = $3, category = $4 where id = $1", entry_id, row.name, row.unit, row.category
    )


async def result_version(tx: Tx, contest_id: UUID) -> int:
    """Of the signed result that stands; 0 before the first."""
    found: int = await tx.fetchval("select result_version from contest where id = $1", contest_id)
    return found


async def keep_result(tx: Tx, signed: JudgedContestSigned) -> None:
    await tx.execute(
        "insert into judged_result (contest_id, version, lines, rule_set_version, chain_head, signed_at, amendment) "
        "values ($1, $2, $3, $4, $5, $6, $7) on conflict do nothing",
        signed.id,
        signed.revision,
        signed.lines,
        signed.rule_set_version,
        signed.chain_head,
        signed.signed_at,
        signed.amendment,
    )


async def results(tx: Tx, contest_id: UUID) -> list[Signed]:
    """Every signed result, the newest first."""
    rows = await tx.fetch(
        "select version, lines, rule_set_version, chain_head, signed_at, amendment from judged_result "
        "where contest_id = $1 order by version desc",
        contest_id,
    )
    return many(Signed, rows)


async def write_placings(tx: Tx, contest_id: UUID, placings: Sequence[PlacingRef]) -> None:
    """The places of a signed result, in place of those of an earlier one."""
    await tx.execute("delete from final_placing where contest_id = $1", contest_id)
    await tx.execute(
        "insert into final_placing (contest_id, entry_id, first, last, prize, title, total, panel) "
        "select $1, * from unnest($2::uuid[], $3::integer[], $4::integer[], $5::text[], $6::text[], $7::numeric[], "
        "$8::text[])",
        contest_id,
        *columns([(p.entry.id, p.first, p.last, p.prize, p.title, p.total, p.panel) for p in placings], 7),
    )


def columns(rows: Sequence[tuple[Any, ...]], width: int) -> list[list[Any]]:
    """Rows as the arrays that UNNEST takes."""
    return [[row[place] for row in rows] for place in range(width)]


async def decide(tx: Tx, contest_id: UUID, version: int, at: datetime) -> int:
    """The contest is decided by this result; returns its new revision."""
    found: int = await tx.fetchval(
        "update contest set status = 'decided', decided_at = $3, result_version = $2, revision = revision + 1 "
        "where id = $1 returning revision",
        contest_id,
        version,
        at,
    )
    return found


async def forget_prizes(tx: Tx, contest_id: UUID) -> None:
    """The prizes of an earlier result."""
    await tx.execute("delete from award where contest_id = $1 and kind = 'prize'", contest_id)


async def certificates(tx: Tx, contest_id: UUID) -> list[Certificate]:
    """One for each author of each placed entry, best first; an entry without known authors has one of its own."""
    rows = await tx.fetch(
        "select coalesce(m.name, e.name) as name, coalesce(m.unit, e.unit) as unit, v.name as event, "
        "c.name as contest, "
        "case when e.name = m.name then '' else e.name end as work, p.prize, p.title, p.first, p.last, c.decided_at "
        "from final_placing p join entry e on e.id = p.entry_id join contest c on c.id = p.contest_id "
        "join event v on v.id = c.event_id left join entry_member x on x.entry_id = e.id "
        "left join member m on m.id = x.member_id "
        "where p.contest_id = $1 order by p.first, e.name, e.id, x.position",
        contest_id,
    )
    return many(Certificate, rows)


class Titled(Struct, frozen=True, kw_only=True):
    """A placing of a judged contest as pages show it."""

    entry_id: UUID
    name: str
    unit: str
    category: str
    authors: tuple[str, ...]
    first: int
    last: int
    prize: str
    title: str
    total: Decimal | None
    panel: str
    """Where panels are ranked apart, the one within which it is placed."""

    @property
    def prize_name(self) -> str:
        """A msgid, or the rule's own wording."""
        return called(self.prize)


async def placings(tx: Tx, contest_id: UUID) -> list[Titled]:
    rows = await tx.fetch(
        "select p.entry_id, e.name, e.unit, e.category, p.first, p.last, p.prize, p.title, p.total, p.panel, "
        "array(select m.name from entry_member x join member m on m.id = x.member_id where x.entry_id = e.id "
        "order by x.position) as authors from final_placing p join entry e on e.id = p.entry_id "
        "where p.contest_id = $1 order by p.panel, p.first, e.name, e.id",
        contest_id,
    )
    return many(Titled, rows)


class Unplaced(Struct, frozen=True):
    """An entry a signed result gives no place: who was absent, gave up or is out."""

    name: str
    unit: str


async def unplaced(tx: Tx, contest_id: UUID) -> list[Unplaced]:
    rows = await tx.fetch(
        "select e.name, e.unit from entry e join contest c on c.id = e.contest_id where e.contest_id = $1 "
        "and c.status = 'decided' and not e.withdrawn "
        "and not exists (select from final_placing p where p.entry_id = e.id) order by e.position",
        contest_id,
    )
    return many(Unplaced, rows)
