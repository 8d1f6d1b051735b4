"""What the desk does to performances: open, close, time, standing; and what it reads beside the ground of a stage."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from msgspec import Struct

from shared.kit.db import Tx, many


class OpenAtPanel(Struct, frozen=True):
    """A performance that is open before a panel, of whatever contest."""

    id: UUID
    contest_id: UUID
    contest: str
    stage: str
    order_no: int


class Device(Struct, frozen=True):
    """The tablet in a seat as it was last heard of."""

    seat_id: UUID
    seen_at: datetime
    report: dict[str, Any]


class Act(Struct, frozen=True):
    """A line of the desk's record."""

    performance_id: UUID | None
    act: str
    about: dict[str, Any]
    reason: str
    made_by: str
    made_at: datetime


class Asked(Struct, frozen=True):
    """A change of a handed-in ballot somebody asked for and nobody has decided yet."""

    id: UUID
    performance_id: UUID
    seat_id: UUID
    reason: str
    asked_at: datetime


class Late(Struct, frozen=True):
    """A ballot that came too late and is neither accepted by both nor refused."""

    ballot_id: UUID
    revision: int
    performance_id: UUID
    seat_id: UUID
    at: datetime
    chief_by: str | None
    supervisor_by: str | None


async def stage_status(tx: Tx, contest_id: UUID, stage: str) -> str:
    found = await tx.fetchval("select status from judged_stage where contest_id = $1 and stage = $2", contest_id, stage)
    return str(found or "planned")


async def lock_panel(tx: Tx, panel_id: UUID) -> None:
    """Contests that share a panel open one performance at a time."""
    await tx.fetchval("select id from panel where id = $1 for no key update", panel_id)


async def open_at_panel(tx: Tx, panel_id: UUID) -> list[OpenAtPanel]:
    return many(
        OpenAtPanel,
        await tx.fetch(
            "select p.id, p.contest_id, c.name as contest, p.stage, p.order_no from performance p "
            "join judged_contest c on c.id = p.contest_id where p.panel_id = $1 and p.status = 'open'",
            panel_id,
        ),
    )


async def open_performances(tx: Tx, ids: Sequence[UUID], now: datetime) -> None:
    await tx.execute(
        "update performance set status = 'open', opened_at = coalesce(opened_at, $2) "
        "where id = any($1) and status = 'waiting'",
        list(ids),
        now,
    )


async def close_performances(tx: Tx, ids: Sequence[UUID], now: datetime) -> None:
    """Close them; one that was reopened after it was revealed is marked as amended."""
    await tx.execute(
        "update performance set status = 'closed', closed_at = $2, "
        "amended = amended or (status = 'reopened' and revealed_at is not null) "
        "where id = any($1) and status in ('open', 'reopened')",
        list(ids),
        now,
    )


async def keep_marks(tx: Tx, ids: Sequence[UUID]) -> None:
    """Reopened ballots of these performances that brought no new marks stay as they were."""
    await tx.execute(
        "update ballot set reopened_at = null where performance_id = any($1) and reopened_at is not null", list(ids)
    )


async def ask_again(tx: Tx, performance_id: UUID, reason: str, by: str, now: datetime) -> None:
    """Reopen every handed-in ballot of a performance, each with a line in the record."""
    await tx.execute(
        "insert into reopening (ballot_id, from_revision, reason, asked_at, decided_at, decided_by, granted) "
        "select id, active, $2, $4, $4, $3, true from ballot where performance_id = $1 and active is not null",
        performance_id,
        reason,
        by,
        now,
    )
    await tx.execute(
        "update ballot set reopened_at = $2 where performance_id = $1 and active is not null", performance_id, now
    )


async def acted(tx: Tx, performance_id: UUID, act: str) -> bool:
    return bool(
        await tx.fetchval(
            "select exists (select from desk_act where performance_id = $1 and act = $2)", performance_id, act
        )
    )


async def acted_of_stage(tx: Tx, contest_id: UUID, stage: str, act: str) -> set[UUID]:
    rows = await tx.fetch(
        "select distinct a.performance_id from desk_act a join performance p on p.id = a.performance_id "
        "where p.contest_id = $1 and p.stage = $2 and a.act = $3",
        contest_id,
        stage,
        act,
    )
    return {row["performance_id"] for row in rows}


async def set_standing(tx: Tx, performance_id: UUID, status: str, reason: str) -> None:
    await tx.execute("update performance set status = $2, reason = $3 where id = $1", performance_id, status, reason)


async def start_timer(tx: Tx, performance_id: UUID, now: datetime) -> None:
    await tx.execute(
        "update performance set started_at = $2, stopped_at = null, seconds = null where id = $1", performance_id, now
    )


async def stop_timer(tx: Tx, performance_id: UUID, now: datetime) -> None:
    await tx.execute(
        "update performance set stopped_at = $2, "
        "seconds = greatest(0, floor(extract(epoch from $2 - started_at)))::int "
        "where id = $1 and started_at is not null and stopped_at is null",
        performance_id,
        now,
    )


async def set_seconds(tx: Tx, performance_id: UUID, seconds: int, now: datetime) -> None:
    """The time by hand; a running timer ends with it."""
    await tx.execute(
        "update performance set seconds = $2::integer, stopped_at = coalesce(stopped_at, $3), "
        "started_at = coalesce(started_at, $3 - make_interval(secs => $2::integer)) where id = $1",
        performance_id,
        seconds,
        now,
    )


async def mark_amended(tx: Tx, performance_id: UUID) -> None:
    """What was revealed of it is no longer what counts."""
    await tx.execute("update performance set amended = true where id = $1 and revealed_at is not null", performance_id)


async def devices_of_seats(tx: Tx, seats: Sequence[UUID]) -> list[Device]:
    return many(
        Device,
        await tx.fetch(
            "select seat_id, seen_at, report from panel_device where seat_id = any($1) and revoked_at is null",
            list(seats),
        ),
    )


async def asked_of_stage(tx: Tx, contest_id: UUID, stage: str) -> list[Asked]:
    return many(
        Asked,
        await tx.fetch(
            "select r.id, b.performance_id, b.seat_id, r.reason, r.asked_at from reopening r "
            "join ballot b on b.id = r.ballot_id join performance p on p.id = b.performance_id "
            "where p.contest_id = $1 and p.stage = $2 and r.decided_at is null order by r.asked_at",
            contest_id,
            stage,
        ),
    )


async def late_of_stage(tx: Tx, contest_id: UUID, stage: str) -> list[Late]:
    """Late ballots that wait for a decision, of each seat's the newest: it stands for those before it."""
    return many(
        Late,
        await tx.fetch(
            "select r.ballot_id, r.revision, b.performance_id, b.seat_id, r.at, l.chief_by, l.supervisor_by "
            "from ballot_revision r join ballot b on b.id = r.ballot_id join performance p on p.id = b.performance_id "
            "left join late_ballot l on l.ballot_id = r.ballot_id and l.revision = r.revision "
            "where p.contest_id = $1 and p.stage = $2 and r.standing = 'late' and l.refused_at is null "
            "and (l.chief_at is null or l.supervisor_at is null) and r.revision = (select max(n.revision) "
            "from ballot_revision n where n.ballot_id = r.ballot_id and n.standing = 'late') order by r.number",
            contest_id,
            stage,
        ),
    )


async def acts_of_performance(tx: Tx, performance_id: UUID) -> list[Act]:
    return many(
        Act,
        await tx.fetch(
            "select performance_id, act, about, reason, made_by, made_at from desk_act "
            "where performance_id = $1 order by id desc",
            performance_id,
        ),
    )


async def acts_of_contest(tx: Tx, contest_id: UUID, most: int) -> list[Act]:
    return many(
        Act,
        await tx.fetch(
            "select performance_id, act, about, reason, made_by, made_at from desk_act "
            "where contest_id = $1 order by id desc limit $2",
            contest_id,
            most,
        ),
    )
