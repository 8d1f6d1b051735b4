"""Pairing codes and seats: one code is used once, one seat holds a place at a court."""

from datetime import datetime
from typing import Any
from uuid import UUID

from msgspec import Struct

from shared.kit.db import Tx, many, maybe


class SeatRow(Struct, frozen=True):
    id: UUID
    court_id: UUID
    seen_at: datetime
    revoked_for: str | None
    place: int


class CourtSeat(Struct, frozen=True):
    """A court of an event with a seat in force there; one line without a seat where it has none."""

    court_id: UUID
    court: str
    place: int
    seat_id: UUID | None
    paired_at: datetime | None
    seen_at: datetime | None


class Used(Struct, frozen=True):
    court_id: UUID
    event_id: UUID
    court: str
    place: int


async def insert_pairing(
    tx: Tx, court_id: UUID, place: int, code_hash: bytes, made_by: UUID, made_at: datetime, expires_at: datetime
) -> None:
    """A new code for a place at a court; codes made for it before and not used are void from now on."""
    await tx.execute(
        "with void as (update pairing set expires_at = $5 "
        "where court_id = $1 and place = $2 and used_at is null and expires_at > $5) "
        "insert into pairing (court_id, place, code_hash, made_by, made_at, expires_at) "
        "values ($1, $2, $3, $4, $5, $6)",
        court_id,
        place,
        code_hash,
        made_by,
        made_at,
        expires_at,
    )


async def use_code(tx: Tx, code_hash: bytes, now: datetime) -> Used | None:
    """Use a code up, if it is fresh and its court still there."""
    return maybe(
        Used,
        await tx.fetchrow(
            "update pairing set used_at = $2 from court c where code_hash = $1 and used_at is null "
            "and expires_at > $2 and c.id = pairing.court_id and c.kept "
            "returning c.id as court_id, c.event_id, c.name as court, pairing.place",
            code_hash,
            now,
        ),
    )


async def revoke_at_place(tx: Tx, court_id: UUID, place: int, now: datetime, reason: str) -> None:
    await tx.execute(
        "update seat set revoked_at = $3, revoked_for = $4 where court_id = $1 and place = $2 and revoked_at is null",
        court_id,
        place,
        now,
        reason,
    )


async def revoke_gone(tx: Tx, event_id: UUID, now: datetime) -> list[UUID]:
    """Revoke the seats at courts an event no longer has."""
    rows = await tx.fetch(
        "update seat set revoked_at = $2, revoked_for = 'court_gone' from court c "
        "where c.id = seat.court_id and c.event_id = $1 and not c.kept and seat.revoked_at is null returning seat.id",
        event_id,
        now,
    )
    return [row["id"] for row in rows]


async def revoke(tx: Tx, seat_id: UUID, now: datetime) -> None:
    await tx.execute(
        "update seat set revoked_at = $2, revoked_for = 'unpaired' where id = $1 and revoked_at is null", seat_id, now
    )


async def insert_seat(tx: Tx, court_id: UUID, place: int, token_hash: bytes, now: datetime) -> Any:
    return await tx.fetchval(
        "insert into seat (court_id, place, token_hash, paired_at, seen_at) values ($1, $2, $3, $4, $4) returning id",
        court_id,
        place,
        token_hash,
        now,
    )


async def seat_by_token(tx: Tx, token_hash: bytes) -> SeatRow | None:
    return maybe(
        SeatRow,
        await tx.fetchrow(
            "select id, court_id, seen_at, revoked_for, place from seat where token_hash = $1", token_hash
        ),
    )


async def read_seat(tx: Tx, seat_id: UUID) -> SeatRow | None:
    return maybe(
        SeatRow, await tx.fetchrow("select id, court_id, seen_at, revoked_for, place from seat where id = $1", seat_id)
    )


async def touch(tx: Tx, seat_id: UUID, now: datetime) -> None:
    await tx.execute("update seat set seen_at = $2 where id = $1 and seen_at < $2", seat_id, now)


async def courts_with_seats(tx: Tx, event_id: UUID) -> list[CourtSeat]:
    return many(
        CourtSeat,
        await tx.fetch(
            "select c.id as court_id, c.name as court, coalesce(s.place, 1) as place, s.id as seat_id, s.paired_at, "
            "s.seen_at "
            "from court c left join seat s on s.court_id = c.id and s.revoked_at is null "
            "where c.event_id = $1 and c.kept order by c.position, s.place",
            event_id,
        ),
    )
