"""Statements of nominations: where an entry was sent, what became of it there, every state it had, its documents."""

from datetime import date, datetime
from decimal import Decimal
from typing import Literal
from uuid import UUID

from msgspec import Struct

from shared.kit.db import Tx, many, maybe
from shared.messages.events import Author
from shared.rules.levels import NAMES, Level
from shared.rules.prizes import called

NominationStatus = Literal["nominated", "decided", "withdrawn"]


class Facts(Struct, frozen=True, kw_only=True):
    """What is recorded of one nomination."""

    level: Level
    competition: str
    status: NominationStatus = "nominated"
    organiser: str = ""
    prize: str = ""
    title: str = ""
    document_number: str = ""
    decided_on: date | None = None
    money: Decimal | None = None
    note: str = ""

    @property
    def level_name(self) -> str:
        """An English msgid."""
        return NAMES[self.level]

    @property
    def honoured(self) -> bool:
        """Whether something was given there."""
        return self.status == "decided" and bool(self.prize or self.title)


class Document(Struct, frozen=True, kw_only=True):
    id: UUID
    name: str
    content_type: str
    size: int
    added_by: str


class Nomination(Facts, frozen=True, kw_only=True):
    """A nomination with what it is of."""

    id: UUID
    entry_id: UUID
    entry_name: str
    unit: str
    contest_id: UUID
    contest_name: str
    event_id: UUID
    event_name: str
    authors: tuple[Author, ...]
    documents: tuple[Document, ...]
    revision: int


class Changed(Struct, frozen=True, kw_only=True):
    """A state a nomination had."""

    revision: int
    state: Facts
    reason: str
    changed_by: str
    changed_at: datetime


class Candidate(Struct, frozen=True, kw_only=True):
    """An entry of a decided contest that could be sent up."""

    id: UUID
    name: str
    unit: str
    contest_id: UUID
    contest_name: str
    event_id: UUID
    status: str
    withdrawn: bool
    first: int | None
    prize: str

    @property
    def prize_name(self) -> str:
        """A msgid, or the rule's own wording."""
        return called(self.prize)


async def of_event(tx: Tx, event_id: UUID) -> list[Nomination]:
    """All of an event: by contest and entry, the lowest level first."""
    rows = await tx.fetch(
        "select n.id, n.entry_id, e.name as entry_name, e.unit, c.id as contest_id, c.name as contest_name, "
        "v.id as event_id, v.name as event_name, n.level, n.competition, n.status, n.organiser, n.prize, n.title, "
        "n.document_number, n.decided_on, n.money, n.note, n.revision, "
        "coalesce((select jsonb_agg(jsonb_build_object('id', m.id, 'name', m.name, 'unit', m.unit) "
        "order by x.position) from entry_member x join member m on m.id = x.member_id where x.entry_id = e.id), "
        "'[]') as authors, "
        "coalesce((select jsonb_agg(jsonb_build_object('id', d.id, 'name', d.name, 'content_type', d.content_type, "
        "'size', d.size, 'added_by', d.added_by) order by d.added_at) from nomination_document d "
        "where d.nomination_id = n.id and d.removed_at is null), '[]') as documents "
        "from nomination n join entry e on e.id = n.entry_id join contest c on c.id = e.contest_id "
        "join event v on v.id = c.event_id where v.id = $1 "
        "order by c.created_at, c.name, e.name, e.id, "
        "array_position(array['school', 'city', 'province', 'nation'], n.level), n.made_at",
        event_id,
    )
    return many(Nomination, rows)


async def of_contest(tx: Tx, contest_id: UUID) -> list[Nomination]:
    """Those of a contest that were not withdrawn, the lowest level of each entry first, as everybody may see them."""
    rows = await tx.fetch(
        "select n.id, n.entry_id, e.name as entry_name, e.unit, c.id as contest_id, c.name as contest_name, "
        "v.id as event_id, v.name as event_name, n.level, n.competition, n.status, n.organiser, n.prize, n.title, "
        "n.document_number, n.decided_on, null::numeric as money, '' as note, n.revision, "
        "'[]'::jsonb as authors, '[]'::jsonb as documents "
        "from nomination n join entry e on e.id = n.entry_id join contest c on c.id = e.contest_id "
        "join event v on v.id = c.event_id where c.id = $1 and n.status <> 'withdrawn' "
        "order by e.name, e.id, array_position(array['school', 'city', 'province', 'nation'], n.level), n.made_at",
        contest_id,
    )
    return many(Nomination, rows)


async def nomination(tx: Tx, nomination_id: UUID) -> Nomination | None:
    row = await tx.fetchrow(
        "select n.id, n.entry_id, e.name as entry_name, e.unit, c.id as contest_id, c.name as contest_name, "
        "v.id as event_id, v.name as event_name, n.level, n.competition, n.status, n.organiser, n.prize, n.title, "
        "n.document_number, n.decided_on, n.money, n.note, n.revision, "
        "coalesce((select jsonb_agg(jsonb_build_object('id', m.id, 'name', m.name, 'unit', m.unit) "
        "order by x.position) from entry_member x join member m on m.id = x.member_id where x.entry_id = e.id), "
        "'[]') as authors, "
        "coalesce((select jsonb_agg(jsonb_build_object('id', d.id, 'name', d.name, 'content_type', d.content_type, "
        "'size', d.size, 'added_by', d.added_by) order by d.added_at) from nomination_document d "
        "where d.nomination_id = n.id and d.removed_at is null), '[]') as documents "
        "from nomination n join entry e on e.id = n.entry_id join contest c on c.id = e.contest_id "
        "join event v on v.id = c.event_id where n.id = $1",
        nomination_id,
    )
    return maybe(Nomination, row)


async def of_entry(tx: Tx, entry_id: UUID) -> list[Facts]:
    """Where an entry was sent, withdrawn ones left out."""
    rows = await tx.fetch(
        "select level, competition, status, organiser, prize, title, document_number, decided_on, money, note "
        "from nomination where entry_id = $1 and status <> 'withdrawn' order by made_at",
        entry_id,
    )
    return many(Facts, rows)


async def first_day(tx: Tx, event_id: UUID) -> date:
    found: date = await tx.fetchval("select starts_on from event where id = $1", event_id)
    return found


async def hold(tx: Tx, entry_id: UUID) -> None:
    """An entry's ladder has one writer at a time."""
    await tx.execute("select 1 from entry where id = $1 for no key update", entry_id)


async def add(tx: Tx, entry_id: UUID, facts: Facts) -> UUID:
    found: UUID = await tx.fetchval(
        "insert into nomination (entry_id, level, competition, organiser, note) values ($1, $2, $3, $4, $5) "
        "returning id",
        entry_id,
        facts.level,
        facts.competition,
        facts.organiser,
        facts.note,
    )
    return found


async def change(tx: Tx, nomination_id: UUID, facts: Facts) -> int:
    """Record these facts in place of those before; returns the new revision."""
    found: int = await tx.fetchval(
        "update nomination set competition = $2, status = $3, organiser = $4, prize = $5, title = $6, "
        "document_number = $7, decided_on = $8, money = $9, note = $10, revision = revision + 1 "
        "where id = $1 returning revision",
        nomination_id,
        facts.competition,
        facts.status,
        facts.organiser,
        facts.prize,
        facts.title,
        facts.document_number,
        facts.decided_on,
        facts.money,
        facts.note,
    )
    return found


async def keep(tx: Tx, nomination_id: UUID, revision: int, facts: Facts, reason: str, who: str, now: datetime) -> None:
    """Every state stays known."""
    await tx.execute(
        "insert into nomination_change (nomination_id, revision, state, reason, changed_by, changed_at) "
        "values ($1, $2, $3, $4, $5, $6)",
        nomination_id,
        revision,
        facts,
        reason,
        who,
        now,
    )


async def changes(tx: Tx, nomination_id: UUID) -> list[Changed]:
    """The newest first."""
    rows = await tx.fetch(
        "select revision, state, reason, changed_by, changed_at from nomination_change "
        "where nomination_id = $1 order by revision desc",
        nomination_id,
    )
    return many(Changed, rows)


async def rise(tx: Tx, contest_id: UUID) -> None:
    """The contest's public page shows the ladder of its entries."""
    await tx.execute("update contest set revision = revision + 1 where id = $1", contest_id)


async def candidate(tx: Tx, entry_id: UUID) -> Candidate | None:
    row = await tx.fetchrow(
        "select e.id, e.name, e.unit, c.id as contest_id, c.name as contest_name, c.event_id, c.status, e.withdrawn, "
        "p.first, coalesce(p.prize, '') as prize from entry e join contest c on c.id = e.contest_id "
        "left join final_placing p on p.entry_id = e.id and p.contest_id = c.id where e.id = $1",
        entry_id,
    )
    return maybe(Candidate, row)


async def candidates(tx: Tx, event_id: UUID) -> list[Candidate]:
    """Entries of an event's decided contests, best first; those without a place after them."""
    rows = await tx.fetch(
        "select e.id, e.name, e.unit, c.id as contest_id, c.name as contest_name, c.event_id, c.status, e.withdrawn, "
        "p.first, coalesce(p.prize, '') as prize from entry e join contest c on c.id = e.contest_id "
        "left join final_placing p on p.entry_id = e.id and p.contest_id = c.id "
        "where c.event_id = $1 and c.status = 'decided' and not e.withdrawn "
        "order by c.created_at, c.name, p.first nulls last, e.name, e.id",
        event_id,
    )
    return many(Candidate, rows)


async def is_author(tx: Tx, entry_id: UUID, member_id: UUID | None) -> bool:
    return bool(
        await tx.fetchval(
            "select exists (select 1 from entry_member where entry_id = $1 and member_id = $2)", entry_id, member_id
        )
    )
