"""Statements on honours: the places members took in contests, and what their works got at higher levels."""

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from msgspec import Struct

from shared.kit.db import Tx, many
from shared.messages.events import NominationChanged
from shared.rules.levels import NAMES, Level
from shared.rules.prizes import called


class Honour(Struct, frozen=True, kw_only=True):
    contest_id: UUID
    member_id: UUID
    event_id: UUID
    event_name: str
    contest_name: str
    entry_name: str
    first: int
    last: int
    entries: int
    decided_at: datetime
    revision: int
    prize: str = ""
    """Of a judged contest: a key of `shared.rules.prizes.NAMES`, or the rule's own wording."""
    title: str = ""
    total: Decimal | None = None

    @property
    def prize_name(self) -> str:
        """A msgid, or the rule's own wording."""
        return called(self.prize)


class OutsideHonour(Struct, frozen=True, kw_only=True):
    """What a work got at a level it was sent up to, in the words of the document there."""

    nomination_id: UUID
    contest_id: UUID
    event_name: str
    contest_name: str
    entry_name: str
    authors: tuple[str, ...]
    level: Level
    competition: str
    organiser: str
    prize: str
    title: str
    document_number: str
    decided_on: date
    money: Decimal | None

    @property
    def level_name(self) -> str:
        """An English msgid."""
        return NAMES[self.level]


async def forget_older(tx: Tx, contest_id: UUID, revision: int) -> None:
    await tx.execute("delete from honour where contest_id = $1 and revision < $2", contest_id, revision)


async def add(tx: Tx, honours: Sequence[Honour]) -> None:
    """Honours of one contest, unless a newer deciding of it has been heard of."""
    await tx.execute(
        "insert into honour (contest_id, member_id, event_id, event_name, contest_name, entry_name, first, last, "
        "entries, decided_at, revision, prize, title, total) "
        "select g.* from unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::text[], $5::text[], $6::text[], $7::int[], "
        "$8::int[], $9::int[], $10::timestamptz[], $11::bigint[], $12::text[], $13::text[], $14::numeric[]) as g "
        "(contest_id, member_id, event_id, event_name, contest_name, entry_name, first, last, entries, decided_at, "
        "revision, prize, title, total) where not exists "
        "(select from honour h where h.contest_id = g.contest_id and h.revision >= g.revision)",
        [honour.contest_id for honour in honours],
        [honour.member_id for honour in honours],
        [honour.event_id for honour in honours],
        [honour.event_name for honour in honours],
        [honour.contest_name for honour in honours],
        [honour.entry_name for honour in honours],
        [honour.first for honour in honours],
        [honour.last for honour in honours],
        [honour.entries for honour in honours],
        [honour.decided_at for honour in honours],
        [honour.revision for honour in honours],
        [honour.prize for honour in honours],
        [honour.title for honour in honours],
        [honour.total for honour in honours],
    )


async def of_member(tx: Tx, member_id: UUID) -> list[Honour]:
    rows = await tx.fetch(
        "select contest_id, member_id, event_id, event_name, contest_name, entry_name, first, last, entries, "
        "decided_at, revision, prize, title, total from honour where member_id = $1 order by decided_at desc",
        member_id,
    )
    return many(Honour, rows)


async def hear(tx: Tx, nomination_id: UUID, revision: int) -> bool:
    """Whether this state of a nomination is newer than any heard before; from then on it is heard."""
    found = await tx.fetchval(
        "insert into nomination as n (id, revision) values ($1, $2) on conflict (id) do update "
        "set revision = excluded.revision where excluded.revision > n.revision returning true",
        nomination_id,
        revision,
    )
    return found is not None


async def put_outside(tx: Tx, told: NominationChanged, members: Sequence[UUID]) -> None:
    """The honour of these members from a nomination, in place of what was known of it."""
    await tx.execute("delete from outside_honour where nomination_id = $1", told.id)
    await tx.execute(
        "insert into outside_honour (nomination_id, member_id, contest_id, event_name, contest_name, entry_name, "
        "authors, level, competition, organiser, prize, title, document_number, decided_on, money) "
        "select $1, g.member_id, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15 "
        "from unnest($2::uuid[]) as g (member_id)",
        told.id,
        members,
        told.contest_id,
        told.event_name,
        told.contest_name,
        told.entry_name,
        [author.name for author in told.authors],
        told.level,
        told.competition,
        told.organiser,
        told.prize,
        told.title,
        told.document_number,
        told.decided_on,
        told.money,
    )


async def outside_of_member(tx: Tx, member_id: UUID) -> list[OutsideHonour]:
    """The highest level first, in it the newest."""
    rows = await tx.fetch(
        "select nomination_id, contest_id, event_name, contest_name, entry_name, authors, level, competition, "
        "organiser, prize, title, document_number, decided_on, money from outside_honour where member_id = $1 "
        "order by array_position(array['nation', 'province', 'city', 'school'], level), decided_on desc, competition",
        member_id,
    )
    return many(OutsideHonour, rows)
