"""Judged contests with their rule sets, panels and performances, as everything about them reads them."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec
from msgspec import Struct

from shared.kit.db import Tx, many, maybe
from shared.messages.events import JudgedContestChanged
from shared.rules.judged.rule_set import RuleSet


class ContestRow(Struct, frozen=True):
    id: UUID
    event_id: UUID
    name: str
    state: JudgedContestChanged
    head: str
    links: int
    frozen: int | None
    screen: dict[str, Any]


class SeatRow(Struct, frozen=True):
    """A seat of a panel with the person in it."""

    id: UUID
    panel_id: UUID
    number: int
    role: str
    marks: bool
    reserve: bool
    name: str
    unit: str
    member_id: UUID | None
    active: bool


class PerformanceRow(Struct, frozen=True):
    id: UUID
    contest_id: UUID
    stage: str
    entry_id: UUID
    order_no: int
    panel_id: UUID | None
    status: str
    reason: str
    topic: str
    opened_at: datetime | None
    closed_at: datetime | None
    started_at: datetime | None
    stopped_at: datetime | None
    seconds: int | None
    revealed_at: datetime | None
    shown: int
    amended: bool
    votes: int


async def keep_contest(tx: Tx, message: JudgedContestChanged) -> bool:
    """Keep a newer state of a judged contest; False when a newer one is known already."""
    return bool(
        await tx.fetchval(
            "insert into judged_contest (id, event_id, name, state, revision) values ($1, $2, $3, $4, $5) "
            "on conflict (id) do update set name = excluded.name, state = excluded.state, "
            "revision = excluded.revision where excluded.revision > judged_contest.revision returning true",
            message.id,
            message.event_id,
            message.contest_name,
            msgspec.to_builtins(message),
            message.revision,
        )
    )


async def read_contest(tx: Tx, contest_id: UUID) -> ContestRow | None:
    return maybe(
        ContestRow,
        await tx.fetchrow(
            "select id, event_id, name, state, head, links, frozen, screen from judged_contest where id = $1",
            contest_id,
        ),
    )


async def lock_contest(tx: Tx, contest_id: UUID) -> ContestRow | None:
    """The contest, held by this transaction: its chain and its result have one writer at a time."""
    return maybe(
        ContestRow,
        await tx.fetchrow(
            "select id, event_id, name, state, head, links, frozen, screen from judged_contest "
            "where id = $1 for no key update",
            contest_id,
        ),
    )


async def contests_of_event(tx: Tx, event_id: UUID) -> list[ContestRow]:
    return many(
        ContestRow,
        await tx.fetch(
            "select id, event_id, name, state, head, links, frozen, screen from judged_contest "
            "where event_id = $1 order by id",
            event_id,
        ),
    )


async def newest_rule_set(tx: Tx, contest_id: UUID) -> RuleSet | None:
    """The rule set in force: its `version` is the row's."""
    row = await tx.fetchrow(
        "select version, data from rule_set where contest_id = $1 order by version desc limit 1", contest_id
    )
    if row is None:
        return None
    return msgspec.structs.replace(msgspec.convert(row["data"], RuleSet, strict=False), version=row["version"])


async def read_seat(tx: Tx, seat_id: UUID) -> SeatRow | None:
    return maybe(
        SeatRow,
        await tx.fetchrow(
            "select id, panel_id, number, role, marks, reserve, name, unit, member_id, active "
            "from panel_seat where id = $1",
            seat_id,
        ),
    )


async def seats_of_panels(tx: Tx, panels: Sequence[UUID]) -> list[SeatRow]:
    return many(
        SeatRow,
        await tx.fetch(
            "select id, panel_id, number, role, marks, reserve, name, unit, member_id, active "
            "from panel_seat where panel_id = any($1) and active order by panel_id, number",
            list(panels),
        ),
    )


async def panels_of_contest(tx: Tx, contest_id: UUID) -> list[UUID]:
    rows = await tx.fetch("select distinct panel_id from stage_panel where contest_id = $1", contest_id)
    return [row["panel_id"] for row in rows]


async def read_performance(tx: Tx, performance_id: UUID) -> PerformanceRow | None:
    return maybe(
        PerformanceRow,
        await tx.fetchrow(
            "select id, contest_id, stage, entry_id, order_no, panel_id, status, reason, topic, opened_at, closed_at, "
            "started_at, stopped_at, seconds, revealed_at, shown, amended, votes from performance where id = $1",
            performance_id,
        ),
    )


async def performances_of(tx: Tx, contest_id: UUID, stage: str) -> list[PerformanceRow]:
    return many(
        PerformanceRow,
        await tx.fetch(
            "select id, contest_id, stage, entry_id, order_no, panel_id, status, reason, topic, opened_at, closed_at, "
            "started_at, stopped_at, seconds, revealed_at, shown, amended, votes from performance "
            "where contest_id = $1 and stage = $2 order by order_no",
            contest_id,
            stage,
        ),
    )


async def device_seat(tx: Tx, token_hash: bytes) -> SeatRow | None:
    """The seat a paired tablet sits in, while it is in force."""
    return maybe(
        SeatRow,
        await tx.fetchrow(
            "select s.id, s.panel_id, s.number, s.role, s.marks, s.reserve, s.name, s.unit, s.member_id, s.active "
            "from panel_device d join panel_seat s on s.id = d.seat_id "
            "where d.token_hash = $1 and d.revoked_at is null and s.active",
            token_hash,
        ),
    )


async def insert_act(
    tx: Tx,
    contest_id: UUID,
    performance_id: UUID | None,
    act: str,
    made_by: str,
    reason: str = "",
    about: dict[str, Any] | None = None,
) -> None:
    await tx.execute(
        "insert into desk_act (contest_id, performance_id, act, made_by, reason, about) "
        "values ($1, $2, $3, $4, $5, $6)",
        contest_id,
        performance_id,
        act,
        made_by,
        reason,
        about or {},
    )
