"""Results of judged contests as put up for signature, their signatures, and what officials decided beside the rule."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from msgspec import Struct

from shared.kit.db import Tx, many, maybe


class ResultRow(Struct, frozen=True):
    contest_id: UUID
    version: int
    lines: list[dict[str, Any]]
    rule_set_version: int
    head: str
    made_at: datetime
    made_by: str
    amendment: str
    signed_at: datetime | None
    void_at: datetime | None


class SignatureRow(Struct, frozen=True):
    version: int
    role: str
    name: str
    seat_id: UUID | None
    member_id: UUID | None
    head: str
    at: datetime
    person: list[UUID]
    """All the ids of who signed."""


class DecisionRow(Struct, frozen=True):
    id: UUID
    what: str
    stage: str
    entries: list[UUID]
    reason: str
    made_by: str
    made_at: datetime


class Holding(Struct, frozen=True):
    """A tablet that last said it still holds ballots."""

    number: int
    name: str
    waiting: int


async def results_of(tx: Tx, contest_id: UUID) -> list[ResultRow]:
    """Every version, newest first."""
    return many(
        ResultRow,
        await tx.fetch(
            "select contest_id, version, lines, rule_set_version, head, made_at, made_by, amendment, signed_at, "
            "void_at from result where contest_id = $1 order by version desc",
            contest_id,
        ),
    )


async def signed_result(tx: Tx, contest_id: UUID) -> ResultRow | None:
    """The newest version both have signed."""
    return maybe(
        ResultRow,
        await tx.fetchrow(
            "select contest_id, version, lines, rule_set_version, head, made_at, made_by, amendment, signed_at, "
            "void_at from result where contest_id = $1 and signed_at is not null order by version desc limit 1",
            contest_id,
        ),
    )


async def insert_result(
    tx: Tx,
    contest_id: UUID,
    version: int,
    lines: Sequence[Any],
    rule_set_version: int,
    head: str,
    by: str,
    amendment: str,
    now: datetime,
) -> None:
    await tx.execute(
        "insert into result (contest_id, version, lines, rule_set_version, head, made_by, amendment, made_at) "
        "values ($1, $2, $3, $4, $5, $6, $7, $8)",
        contest_id,
        version,
        list(lines),
        rule_set_version,
        head,
        by,
        amendment,
        now,
    )


async def void_drafts(tx: Tx, contest_id: UUID, now: datetime) -> None:
    """What is not signed by both is void: something it rests on has changed."""
    await tx.execute(
        "update result set void_at = $2 where contest_id = $1 and signed_at is null and void_at is null",
        contest_id,
        now,
    )


async def sign(tx: Tx, contest_id: UUID, given: SignatureRow) -> None:
    await tx.execute(
        "insert into signature (contest_id, version, role, name, seat_id, member_id, head, at, person) "
        "values ($1, $2, $3, $4, $5, $6, $7, $8, $9) on conflict do nothing",
        contest_id,
        given.version,
        given.role,
        given.name,
        given.seat_id,
        given.member_id,
        given.head,
        given.at,
        given.person,
    )


async def make_final(tx: Tx, contest_id: UUID, version: int, now: datetime) -> None:
    await tx.execute(
        "update result set signed_at = $3 where contest_id = $1 and version = $2", contest_id, version, now
    )


async def signatures_of(tx: Tx, contest_id: UUID) -> list[SignatureRow]:
    return many(
        SignatureRow,
        await tx.fetch(
            "select version, role, name, seat_id, member_id, head, at, person from signature "
            "where contest_id = $1 order by version, at",
            contest_id,
        ),
    )


async def decide(
    tx: Tx, contest_id: UUID, what: str, stage: str, entries: Sequence[UUID], reason: str, by: str, now: datetime
) -> None:
    await tx.execute(
        "insert into judged_decision (contest_id, what, stage, entries, reason, made_by, made_at) "
        "values ($1, $2, $3, $4, $5, $6, $7)",
        contest_id,
        what,
        stage,
        [str(entry) for entry in entries],
        reason,
        by,
        now,
    )


async def withdraw_decisions(tx: Tx, contest_id: UUID, what: str, entries: Sequence[UUID], now: datetime) -> None:
    """A new decision about any of these takes the place of the old one."""
    await tx.execute(
        "update judged_decision set withdrawn_at = $4 where contest_id = $1 and what = $2 and withdrawn_at is null "
        "and entries ?| $3::text[]",
        contest_id,
        what,
        [str(entry) for entry in entries],
        now,
    )


async def decisions_of(tx: Tx, contest_id: UUID, what: str) -> list[DecisionRow]:
    return many(
        DecisionRow,
        await tx.fetch(
            "select id, what, stage, entries, reason, made_by, made_at from judged_decision "
            "where contest_id = $1 and what = $2 and withdrawn_at is null order by id",
            contest_id,
            what,
        ),
    )


async def holding_tablets(tx: Tx, panels: Sequence[UUID]) -> list[Holding]:
    """Tablets in force that last reported ballots not yet confirmed."""
    return many(
        Holding,
        await tx.fetch(
            "select s.number, s.name, (d.report->>'waiting')::int as waiting from panel_device d "
            "join panel_seat s on s.id = d.seat_id where s.panel_id = any($1) and d.revoked_at is null "
            "and jsonb_typeof(d.report->'waiting') = 'number' and (d.report->>'waiting')::numeric > 0 "
            "order by s.number",
            list(panels),
        ),
    )


async def lock_result(tx: Tx, contest_id: UUID, version: int) -> bool:
    return bool(
        await tx.fetchval(
            "select true from result where contest_id = $1 and version = $2 for update", contest_id, version
        )
    )


async def set_stage_closed(tx: Tx, contest_id: UUID, stage: str, now: datetime) -> None:
    await tx.execute(
        "update judged_stage set status = 'closed', closed_at = coalesce(closed_at, $3) "
        "where contest_id = $1 and stage = $2",
        contest_id,
        stage,
        now,
    )
