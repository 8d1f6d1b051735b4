"""Ballots and their revisions as they are written: appended under the contest's lock, linked, never changed.

Callers hold the contest's row. Nothing here decides what counts.
"""

from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from msgspec import Struct

from shared.kit.db import Tx, many, maybe


class RevisionRow(Struct, frozen=True):
    """A revision as its receipt tells it."""

    revision: int
    hash: str
    standing: str
    at: datetime
    number: int
    link: str


class NewRevision(Struct, frozen=True, kw_only=True):
    """A revision to be stored, its place in the chain computed."""

    ballot_id: UUID
    revision: int
    hash: str
    content: str
    marks: dict[str, str]
    standing: str
    rule_set_version: int
    panel_version: int
    device_id: UUID | None
    typed_by: str | None
    device_at: datetime
    app_version: str
    contest_id: UUID
    number: int
    link: str


class BallotState(Struct, frozen=True):
    """A ballot with how far its revisions go."""

    id: UUID
    performance_id: UUID
    seat_id: UUID
    active: int | None
    reopened_at: datetime | None
    newest: int


class Mine(Struct, frozen=True):
    """A seat's ballot as its own tablet is shown it: the revision that counts, else the newest."""

    performance_id: UUID
    revision: int
    hash: str
    standing: str
    at: datetime
    marks: dict[str, str]
    device_id: UUID | None


async def read_revision(tx: Tx, ballot_id: UUID, revision: int) -> RevisionRow | None:
    return maybe(
        RevisionRow,
        await tx.fetchrow(
            "select revision, hash, standing, at, number, link from ballot_revision "
            "where ballot_id = $1 and revision = $2",
            ballot_id,
            revision,
        ),
    )


async def read_ballot(tx: Tx, ballot_id: UUID) -> BallotState | None:
    return maybe(
        BallotState,
        await tx.fetchrow(
            "select b.id, b.performance_id, b.seat_id, b.active, b.reopened_at, "
            "coalesce((select max(r.revision) from ballot_revision r where r.ballot_id = b.id), 0) as newest "
            "from ballot b where b.id = $1",
            ballot_id,
        ),
    )


async def keep_ballot(tx: Tx, ballot_id: UUID, performance_id: UUID, seat_id: UUID) -> None:
    await tx.execute(
        "insert into ballot (id, performance_id, seat_id) values ($1, $2, $3) on conflict (id) do nothing",
        ballot_id,
        performance_id,
        seat_id,
    )


async def insert_revision(tx: Tx, new: NewRevision) -> datetime:
    """Append a revision and move the contest's chain to it; returns the server's time."""
    at: datetime = await tx.fetchval(
        "with moved as (update judged_contest set head = $14, links = $13 where id = $12) "
        "insert into ballot_revision (ballot_id, revision, hash, content, marks, standing, rule_set_version, "
        "panel_version, device_id, typed_by, device_at, contest_id, number, link, app_version) "
        "values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15) returning at",
        new.ballot_id,
        new.revision,
        new.hash,
        new.content,
        new.marks,
        new.standing,
        new.rule_set_version,
        new.panel_version,
        new.device_id,
        new.typed_by,
        new.device_at,
        new.contest_id,
        new.number,
        new.link,
        new.app_version,
    )
    return at


async def make_active(tx: Tx, ballot_id: UUID, revision: int, now: datetime) -> None:
    """This revision counts; the one before is kept as superseded, and a granted change is done."""
    await tx.execute(
        "update ballot_revision set standing = case when revision = $2 then 'active' else 'superseded' end "
        "where ballot_id = $1 and (revision = $2 and standing <> 'active' or revision <> $2 and standing = 'active')",
        ballot_id,
        revision,
    )
    await tx.execute("update ballot set active = $2, reopened_at = null where id = $1", ballot_id, revision)
    await tx.execute(
        "update reopening set done_at = $2 where ballot_id = $1 and granted and done_at is null", ballot_id, now
    )


async def set_standing(tx: Tx, ballot_id: UUID, revision: int, standing: str) -> None:
    await tx.execute(
        "update ballot_revision set standing = $3 where ballot_id = $1 and revision = $2", ballot_id, revision, standing
    )


async def reopen(tx: Tx, ballot_id: UUID, now: datetime) -> None:
    await tx.execute("update ballot set reopened_at = $2 where id = $1", ballot_id, now)


async def reopen_performance(tx: Tx, performance_id: UUID) -> None:
    await tx.execute("update performance set status = 'reopened' where id = $1 and status = 'closed'", performance_id)


async def freeze(tx: Tx, contest_id: UUID, version: int, now: datetime) -> None:
    """From the first ballot under a rule set that version is the one in force and cannot change."""
    await tx.execute("update judged_contest set frozen = $2 where id = $1", contest_id, version)
    await tx.execute(
        "update rule_set set frozen_at = $3 where contest_id = $1 and version = $2 and frozen_at is null",
        contest_id,
        version,
        now,
    )


async def panel_version(tx: Tx, panel_id: UUID) -> int:
    return int(await tx.fetchval("select version from panel where id = $1", panel_id) or 1)


async def picked(tx: Tx, contest_id: UUID, stage: str, seat_id: UUID, ballot_id: UUID) -> Decimal:
    """How many works of a gallery a seat has picked, this ballot's left out."""
    found: Any = await tx.fetchval(
        "select coalesce(sum(m.value::numeric), 0) from ballot b join performance p on p.id = b.performance_id "
        "join ballot_revision r on r.ballot_id = b.id and r.revision = b.active, jsonb_each_text(r.marks) as m "
        "where p.contest_id = $1 and p.stage = $2 and b.seat_id = $3 and b.id <> $4",
        contest_id,
        stage,
        seat_id,
        ballot_id,
    )
    return Decimal(found)


async def own_ballots(tx: Tx, contest_id: UUID, stage: str, seat_id: UUID) -> dict[UUID, Mine]:
    """Performance -> what this seat gave."""
    rows = many(
        Mine,
        await tx.fetch(
            "select distinct on (b.performance_id) b.performance_id, r.revision, r.hash, r.standing, r.at, r.marks, "
            "r.device_id from ballot b join performance p on p.id = b.performance_id "
            "join ballot_revision r on r.ballot_id = b.id "
            "where p.contest_id = $1 and p.stage = $2 and b.seat_id = $3 "
            "order by b.performance_id, (r.standing = 'active') desc, r.revision desc",
            contest_id,
            stage,
            seat_id,
        ),
    )
    return {each.performance_id: each for each in rows}
