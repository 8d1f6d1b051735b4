"""Every revision of a contest's ballots in the order of its chain, and the heads that were signed."""

from typing import Any
from uuid import UUID

from msgspec import Struct

from shared.kit.db import Tx, many


class LinkRow(Struct, frozen=True):
    """One revision as it is stored."""

    number: int
    link: str
    hash: str
    content: str
    ballot_id: UUID
    revision: int
    marks: dict[str, Any]
    standing: str
    rule_set_version: int
    performance_id: UUID
    seat_id: UUID
    active: int | None


class SignedRow(Struct, frozen=True):
    version: int
    role: str
    head: str
    result_head: str


class SigningAct(Struct, frozen=True):
    """A signature as the record beside the results knows it."""

    version: int
    role: str
    hash: str
    name: str


async def links_of(tx: Tx, contest_id: UUID) -> list[LinkRow]:
    return many(
        LinkRow,
        await tx.fetch(
            "select r.number, r.link, r.hash, r.content, r.ballot_id, r.revision, r.marks, r.standing, "
            "r.rule_set_version, b.performance_id, b.seat_id, b.active "
            "from ballot_revision r join ballot b on b.id = r.ballot_id where r.contest_id = $1 order by r.number",
            contest_id,
        ),
    )


async def signed_heads(tx: Tx, contest_id: UUID) -> list[SignedRow]:
    return many(
        SignedRow,
        await tx.fetch(
            "select s.version, s.role, s.head, r.head as result_head from signature s "
            "join result r on r.contest_id = s.contest_id and r.version = s.version "
            "where s.contest_id = $1 order by s.version, s.role",
            contest_id,
        ),
    )


async def signing_acts(tx: Tx, contest_id: UUID) -> list[SigningAct]:
    return many(
        SigningAct,
        await tx.fetch(
            "select (about->>'version')::int as version, about->>'role' as role, about->>'hash' as hash, "
            "made_by as name from desk_act where contest_id = $1 and act = 'signed' order by id",
            contest_id,
        ),
    )


async def ballots_without_revision(tx: Tx, contest_id: UUID) -> list[UUID]:
    """Ballots whose counting revision is not there any more."""
    rows = await tx.fetch(
        "select b.id from ballot b join performance p on p.id = b.performance_id "
        "left join ballot_revision r on r.ballot_id = b.id and r.revision = b.active "
        "where p.contest_id = $1 and b.active is not null and r.ballot_id is null order by b.id",
        contest_id,
    )
    return [row["id"] for row in rows]


async def event_contests(tx: Tx, event: str) -> list[UUID]:
    """The judged contests of an event, named by its id or its name."""
    rows = await tx.fetch(
        "select c.id from judged_contest c left join event e on e.id = c.event_id "
        "where c.event_id::text = $1 or e.name = $1 order by c.name",
        event,
    )
    return [row["id"] for row in rows]
