"""Tablets in panel seats: a code used once, the newest tablet in force, what each last said of itself."""

from datetime import datetime
from typing import Any
from uuid import UUID

from msgspec import Struct

from shared.kit.db import Tx, maybe, one


class CodeUsed(Struct, frozen=True):
    """The seat a code was made for."""

    seat_id: UUID
    number: int
    role: str
    marks: bool
    name: str
    panel_id: UUID
    panel: str
    event_id: UUID


class DeviceSeat(Struct, frozen=True):
    """A tablet with the seat it was paired to, in force or not."""

    id: UUID
    seat_id: UUID
    seen_at: datetime
    revoked_for: str | None
    report: dict[str, Any]
    number: int
    role: str
    marks: bool
    name: str
    panel_id: UUID
    panel: str
    panel_version: int
    event_id: UUID


async def use_code(tx: Tx, code_hash: bytes, now: datetime) -> CodeUsed | None:
    """Use a code up, if it is fresh and its seat still there. The seat is held: two codes follow one another."""
    return maybe(
        CodeUsed,
        await tx.fetchrow(
            "with seat as (select s.id, s.number, s.role, s.marks, s.name, s.panel_id from panel_seat s "
            "join panel_pairing c on c.seat_id = s.id where c.code_hash = $1 and s.active for no key update of s), "
            "used as (update panel_pairing set used_at = $2 from seat where code_hash = $1 and used_at is null "
            "and expires_at > $2 and seat.id = panel_pairing.seat_id returning seat_id) "
            "select s.id as seat_id, s.number, s.role, s.marks, s.name, s.panel_id, p.name as panel, p.event_id "
            "from used join seat s on s.id = used.seat_id join panel p on p.id = s.panel_id",
            code_hash,
            now,
        ),
    )


async def revoke_in_seat(tx: Tx, seat_id: UUID, now: datetime, reason: str) -> bool:
    """The tablet in the seat may only look from now on; False where there was none."""
    done = await tx.execute(
        "update panel_device set revoked_at = $2, revoked_for = $3 where seat_id = $1 and revoked_at is null",
        seat_id,
        now,
        reason,
    )
    return done.endswith("1")


async def revoke_device(tx: Tx, device_id: UUID, now: datetime) -> bool:
    done = await tx.execute(
        "update panel_device set revoked_at = $2, revoked_for = 'unpaired' where id = $1 and revoked_at is null",
        device_id,
        now,
    )
    return done.endswith("1")


async def insert_device(tx: Tx, seat_id: UUID, token_hash: bytes, now: datetime) -> None:
    await tx.execute(
        "insert into panel_device (seat_id, token_hash, paired_at, seen_at) values ($1, $2, $3, $3)",
        seat_id,
        token_hash,
        now,
    )


async def device_by_token(tx: Tx, token_hash: bytes) -> DeviceSeat | None:
    return maybe(
        DeviceSeat,
        await tx.fetchrow(
            "select d.id, d.seat_id, d.seen_at, d.revoked_for, d.report, s.number, s.role, s.marks, s.name, "
            "s.panel_id, p.name as panel, p.version as panel_version, p.event_id from panel_device d "
            "join panel_seat s on s.id = d.seat_id join panel p on p.id = s.panel_id where d.token_hash = $1",
            token_hash,
        ),
    )


async def device_held(tx: Tx, device_id: UUID) -> DeviceSeat:
    """The tablet as it is now, held by this transaction: a pairing that takes its seat waits, or was first."""
    return one(
        DeviceSeat,
        await tx.fetchrow(
            "select d.id, d.seat_id, d.seen_at, d.revoked_for, d.report, s.number, s.role, s.marks, s.name, "
            "s.panel_id, p.name as panel, p.version as panel_version, p.event_id from panel_device d "
            "join panel_seat s on s.id = d.seat_id join panel p on p.id = s.panel_id "
            "where d.id = $1 for no key update of d",
            device_id,
        ),
    )


async def seat_of_device(tx: Tx, device_id: UUID) -> UUID | None:
    found: UUID | None = await tx.fetchval("select seat_id from panel_device where id = $1", device_id)
    return found


async def touch(tx: Tx, device_id: UUID, now: datetime) -> None:
    """It was heard; stored now and then, so that a stream does not write every time."""
    await tx.execute(
        "update panel_device set seen_at = $2::timestamptz "
        "where id = $1 and seen_at < $2::timestamptz - interval '10 seconds'",
        device_id,
        now,
    )


async def touch_seat(tx: Tx, seat_id: UUID, now: datetime) -> None:
    """The seat's tablet asked for a page: as good as a report that it is on."""
    await tx.execute(
        "update panel_device set seen_at = $2::timestamptz where seat_id = $1 and revoked_at is null "
        "and seen_at < $2::timestamptz - interval '10 seconds'",
        seat_id,
        now,
    )


async def keep_report(tx: Tx, device_id: UUID, report: dict[str, Any], now: datetime) -> None:
    await tx.execute("update panel_device set report = $2, seen_at = $3 where id = $1", device_id, report, now)


async def running_contests(tx: Tx, panel_id: UUID) -> list[tuple[UUID, str]]:
    """Contest and stage, of the stages this panel judges that run, or in which something was reopened."""
    rows = await tx.fetch(
        "select s.contest_id, s.stage from stage_panel s join judged_stage j "
        "on j.contest_id = s.contest_id and j.stage = s.stage join judged_contest c on c.id = s.contest_id "
        "where s.panel_id = $1 and (j.status = 'running' or exists (select from performance p "
        "where p.contest_id = s.contest_id and p.stage = s.stage and p.status = 'reopened')) order by c.id, s.stage",
        panel_id,
    )
    return [(row["contest_id"], row["stage"]) for row in rows]
