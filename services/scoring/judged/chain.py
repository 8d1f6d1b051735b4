"""The chain of a contest's ballots: its head for everyone, and the walk that says what does not fit.

Knows what is stored and how it must hang together; shows no mark.
"""

from collections.abc import Iterator, Sequence
from typing import Any
from uuid import UUID

import msgspec
from litestar import Request, Response, Router, get
from litestar.di import NamedDependency
from litestar.params import FromPath
from msgspec import Struct

from services.scoring.judged.officials import contest_of, official_of
from services.scoring.sql import chain as sql
from services.scoring.sql.chain import LinkRow, SignedRow
from services.scoring.sql.judged import ContestRow
from shared.kit.db import Tx
from shared.kit.http.auth import anyone
from shared.kit.http.replies import json
from shared.kit.words import _
from shared.rules.judged import chain

NONCE = 32
"""Hexadecimal digits that keep marks from being guessed from their hash."""


class Head(Struct, frozen=True):
    """How long the chain is and what it ends with; a changed ballot would change the end."""

    contest_id: UUID
    contest: str
    number: int
    head: str
    links: list["Link"] | None = None
    """For officials; the public sees how it ends."""


class Link(Struct, frozen=True):
    number: int
    ballot_id: UUID
    revision: int
    hash: str
    link: str


class Misfit(Struct, frozen=True):
    """One thing that does not fit: an English msgid with the values for its `{names}`."""

    sentence: str
    params: dict[str, object]


class Walk(Struct, frozen=True):
    contest: str
    revisions: int
    head: str
    misfits: list[Misfit]


@get("/contests/{contest_id:uuid}/chain", guards=[anyone])
async def show(request: Request[Any, Any, Any], contest_id: FromPath[UUID], tx: NamedDependency[Tx]) -> Response[bytes]:
    """The head may be seen, and copied down, by everyone: it tells no mark."""
    contest = await contest_of(tx, contest_id)
    links = None
    if await official_of(request, tx, contest) is not None:
        rows = await sql.links_of(tx, contest_id)
        links = [Link(row.number, row.ballot_id, row.revision, row.hash, row.link) for row in rows]
    return json(Head(contest.id, contest.name, contest.links, contest.head, links))


async def verify(tx: Tx, contest: ContestRow) -> Walk:
    """Walk the chain from its first revision, computing everything anew."""
    rows = await sql.links_of(tx, contest.id)
    misfits = [
        *walked(rows),
        *ended(contest, rows),
        *counting(rows, await sql.ballots_without_revision(tx, contest.id)),
        *signed(rows, await sql.signed_heads(tx, contest.id)),
    ]
    return Walk(contest.name, len(rows), contest.head, misfits)


def walked(rows: Sequence[LinkRow]) -> Iterator[Misfit]:
    """What is wrong along the way; behind a wrong link the walk goes on from what is stored."""
    head, before = "", 0
    for row in rows:
        at: dict[str, object] = {"number": row.number, "ballot": str(row.ballot_id)[:8], "revision": row.revision}
        if row.number != before + 1:
            yield Misfit(
                _("Between number {before} and number {number} something is missing."), at | {"before": before}
            )
        elif chain.link(head, row.hash) != row.link:
            yield Misfit(_("Number {number}: the link does not follow from the one before."), at)
        if chain.content_hash(row.content.encode()) != row.hash:
            yield Misfit(_("Number {number}: the content of ballot {ballot} is not what its hash was made of."), at)
        if not tells_itself(row):
            yield Misfit(
                _("Number {number}: what is stored of ballot {ballot}, revision {revision}, is not its content."), at
            )
        head, before = row.link, row.number


def tells_itself(row: LinkRow) -> bool:
    """Whether the stored columns are what was hashed."""
    try:
        content = msgspec.json.decode(row.content)
    except msgspec.DecodeError:
        return False
    return len(content.pop("nonce", "")) == NONCE and bool(
        content
        == {
            "ballot": str(row.ballot_id),
            "marks": {key: str(mark) for key, mark in row.marks.items()},
            "performance": str(row.performance_id),
            "revision": row.revision,
            "rule_set_version": row.rule_set_version,
            "seat": str(row.seat_id),
        }
    )


def ended(contest: ContestRow, rows: Sequence[LinkRow]) -> Iterator[Misfit]:
    if len(rows) != contest.links:
        yield Misfit(
            _("The chain should have {links} revisions; {found} are stored."),
            {"links": contest.links, "found": len(rows)},
        )
    if (rows[-1].link if rows else "") != contest.head:
        yield Misfit(_("The chain's head {head} is not its last link."), {"head": contest.head[:16] or "-"})


def counting(rows: Sequence[LinkRow], lost: Sequence[UUID]) -> Iterator[Misfit]:
    for ballot in lost:
        yield Misfit(_("Ballot {ballot} counts a revision that is not stored."), {"ballot": str(ballot)[:8]})
    for row in rows:
        if (row.standing == "active") != (row.active == row.revision):
            yield Misfit(
                _("Ballot {ballot}, revision {revision}: whether it counts is stored in two ways."),
                {"ballot": str(row.ballot_id)[:8], "revision": row.revision},
            )
        elif row.standing == "superseded" and row.revision > (row.active or 0):
            yield Misfit(
                _("Ballot {ballot}, revision {revision}: an older revision counts in its place."),
                {"ballot": str(row.ballot_id)[:8], "revision": row.revision},
            )


def signed(rows: Sequence[LinkRow], signatures: Sequence[SignedRow]) -> Iterator[Misfit]:
    """A signed head stands for good: it must still be a link of the chain."""
    known = {"", *(row.link for row in rows)}
    for each in signatures:
        about: dict[str, object] = {"version": each.version, "role": each.role, "head": each.head[:16] or "-"}
        if each.head != each.result_head:
            yield Misfit(_("Result {version}: the {role} signed another head than the result has."), about)
        if each.head not in known:
            yield Misfit(_("Result {version}: the head {head} signed by the {role} is no link of the chain."), about)


router = Router("/scoring", route_handlers=[show])
