"""Panels and their seats, every make-up they had, the codes and tablets of their seats."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec
from msgspec import Struct

from services.scoring.sql.judged import SeatRow
from shared.kit.db import Tx, many, maybe, one


class PanelRow(Struct, frozen=True):
    id: UUID
    event_id: UUID
    name: str
    version: int


class VersionRow(Struct, frozen=True):
    """A make-up a panel once had."""

    version: int
    seats: list[SeatRow]
    reason: str
    made_by: str
    made_at: datetime


class DeviceRow(Struct, frozen=True):
    """The tablet in a seat; `report` is what it last said of itself."""

    id: UUID
    seat_id: UUID
    paired_at: datetime
    seen_at: datetime
    report: dict[str, Any]


class SeatTyped(Struct, frozen=True, kw_only=True):
    """A seat as it is to be."""

    number: int
    role: str
    marks: bool
    reserve: bool
    name: str
    unit: str
    member_id: UUID | None = None


async def panels_of_event(tx: Tx, event_id: UUID) -> list[PanelRow]:
    return many(
        PanelRow,
        await tx.fetch("select id, event_id, name, version from panel where event_id = $1 order by name", event_id),
    )


async def read_panel(tx: Tx, panel_id: UUID) -> PanelRow | None:
    return maybe(PanelRow, await tx.fetchrow("select id, event_id, name, version from panel where id = $1", panel_id))


async def lock_panel(tx: Tx, panel_id: UUID) -> PanelRow | None:
    """The panel, held by this transaction: two changes of its make-up follow one another."""
    return maybe(
        PanelRow,
        await tx.fetchrow("select id, event_id, name, version from panel where id = $1 for no key update", panel_id),
    )


async def insert_panel(tx: Tx, event_id: UUID, name: str) -> PanelRow:
    return one(
        PanelRow,
        await tx.fetchrow(
            "insert into panel (event_id, name) values ($1, $2) returning id, event_id, name, version", event_id, name
        ),
    )


async def rename_panel(tx: Tx, panel_id: UUID, name: str) -> None:
    await tx.execute("update panel set name = $2 where id = $1", panel_id, name)


async def delete_panel(tx: Tx, panel_id: UUID) -> None:
    """A panel that judges nothing and never did, with everything about it."""
    await tx.execute(
        "delete from panel_pairing where seat_id in (select id from panel_seat where panel_id = $1)", panel_id
    )
    await tx.execute(
        "delete from panel_device where seat_id in (select id from panel_seat where panel_id = $1)", panel_id
    )
    await tx.execute("delete from panel_seat where panel_id = $1", panel_id)
    await tx.execute("delete from panel_version where panel_id = $1", panel_id)
    await tx.execute("delete from panel where id = $1", panel_id)


async def numbers_taken(tx: Tx, panel_id: UUID) -> set[int]:
    """Numbers of all seats, also of those given up: a number is never given to another seat."""
    rows = await tx.fetch("select number from panel_seat where panel_id = $1", panel_id)
    return {row["number"] for row in rows}


async def insert_seats(tx: Tx, panel_id: UUID, seats: Sequence[SeatTyped]) -> None:
    await tx.executemany(
        "insert into panel_seat (panel_id, number, role, marks, reserve, name, unit, member_id) "
        "values ($1, $2, $3, $4, $5, $6, $7, $8)",
        [
            (panel_id, each.number, each.role, each.marks, each.reserve, each.name, each.unit, each.member_id)
            for each in seats
        ],
    )


async def change_seat(tx: Tx, seat_id: UUID, seat: SeatTyped) -> None:
    await tx.execute(
        "update panel_seat set number = $2, role = $3, marks = $4, reserve = $5, name = $6, unit = $7, member_id = $8 "
        "where id = $1",
        seat_id,
        seat.number,
        seat.role,
        seat.marks,
        seat.reserve,
        seat.name,
        seat.unit,
        seat.member_id,
    )


async def give_up_seat(tx: Tx, seat_id: UUID, now: datetime) -> None:
    """The seat goes; its tablet may only look from now on."""
    await tx.execute("update panel_seat set active = false where id = $1", seat_id)
    await tx.execute(
        "update panel_device set revoked_at = $2, revoked_for = 'seat_gone' where seat_id = $1 and revoked_at is null",
        seat_id,
        now,
    )


async def keep_version(tx: Tx, panel_id: UUID, seats: Sequence[SeatRow], reason: str, by: str, now: datetime) -> None:
    """Make the panel's present make-up its next version."""
    await tx.execute(
        "with moved as (update panel set version = version + 1 where id = $1 returning version) "
        "insert into panel_version (panel_id, version, seats, reason, made_by, made_at) "
        "select $1, version, $2, $3, $4, $5 from moved",
        panel_id,
        msgspec.to_builtins(list(seats)),
        reason,
        by,
        now,
    )


async def keep_first_version(tx: Tx, panel_id: UUID, seats: Sequence[SeatRow], by: str, now: datetime) -> None:
    """What the panel is, under the version it has: before the first ballot its make-up is simply replaced."""
    await tx.execute(
        "insert into panel_version (panel_id, version, seats, made_by, made_at) "
        "select $1, version, $2, $3, $4 from panel where id = $1 "
        "on conflict (panel_id, version) do update set seats = excluded.seats, made_by = excluded.made_by, "
        "made_at = excluded.made_at",
        panel_id,
        msgspec.to_builtins(list(seats)),
        by,
        now,
    )


async def versions_of(tx: Tx, panel_id: UUID) -> list[VersionRow]:
    return many(
        VersionRow,
        await tx.fetch(
            "select version, seats, reason, made_by, made_at from panel_version where panel_id = $1 "
            "order by version desc",
            panel_id,
        ),
    )


async def stages_judged(tx: Tx, panels: Sequence[UUID]) -> list[tuple[UUID, UUID, str]]:
    """Panel, contest and stage, of these panels."""
    rows = await tx.fetch(
        "select panel_id, contest_id, stage from stage_panel where panel_id = any($1) order by contest_id, stage",
        list(panels),
    )
    return [(row["panel_id"], row["contest_id"], row["stage"]) for row in rows]


async def panel_balloted(tx: Tx, panel_id: UUID) -> bool:
    """Whether any seat of the panel has handed a ballot in."""
    return bool(
        await tx.fetchval(
            "select exists (select from ballot_revision r join ballot b on b.id = r.ballot_id "
            "join panel_seat s on s.id = b.seat_id where s.panel_id = $1)",
            panel_id,
        )
    )


async def seat_balloted(tx: Tx, seat_id: UUID) -> bool:
    return bool(
        await tx.fetchval(
            "select exists (select from ballot_revision r join ballot b on b.id = r.ballot_id where b.seat_id = $1)",
            seat_id,
        )
    )


async def panel_judging(tx: Tx, panel_id: UUID) -> bool:
    """Whether a performance before this panel is open at this moment."""
    return bool(
        await tx.fetchval(
            "select exists (select from performance where panel_id = $1 and status in ('open', 'reopened'))", panel_id
        )
    )


async def devices_of(tx: Tx, panels: Sequence[UUID]) -> dict[UUID, DeviceRow]:
    """Seat -> the tablet in force there."""
    rows = await tx.fetch(
        "select d.id, d.seat_id, d.paired_at, d.seen_at, d.report from panel_device d "
        "join panel_seat s on s.id = d.seat_id where s.panel_id = any($1) and d.revoked_at is null",
        list(panels),
    )
    return {each.seat_id: each for each in many(DeviceRow, rows)}


async def panel_used(tx: Tx, panel_id: UUID) -> bool:
    """Whether the panel judges a stage or has been given performances."""
    return bool(
        await tx.fetchval(
            "select exists (select from stage_panel where panel_id = $1) "
            "or exists (select from performance where panel_id = $1) "
            "or exists (select from recusal r join panel_seat s on s.id = r.seat_id where s.panel_id = $1)",
            panel_id,
        )
    )


async def insert_codes(
    tx: Tx, codes: Sequence[tuple[UUID, bytes]], made_by: str, now: datetime, expires_at: datetime
) -> None:
    """Codes for seats, by their hashes; those made for these seats before and not yet used hold no longer."""
    await tx.execute(
        "update panel_pairing set expires_at = $2 where seat_id = any($1) and used_at is null and expires_at > $2",
        [seat_id for seat_id, _hash in codes],
        now,
    )
    await tx.executemany(
        "insert into panel_pairing (seat_id, code_hash, made_by, made_at, expires_at) values ($1, $2, $3, $4, $5)",
        [(seat_id, hashed, made_by, now, expires_at) for seat_id, hashed in codes],
    )
