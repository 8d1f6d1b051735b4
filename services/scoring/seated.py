"""Seats: who holds which token, from memory, and when a tablet was last seen. Knows no codes and no sheets."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from litestar import Request

from services.scoring.codes import hashed
from services.scoring.sql import seats
from services.scoring.sql.seats import SeatRow
from shared.kit.db import Db
from shared.kit.http.errors import Refused
from shared.kit.words import _

SEAT_COOKIE = "saishi_seat"
LEAD = "Bearer seat."
KNOWN = 4096
STORE_EVERY = timedelta(seconds=12)


class Seated:
    def __init__(self, db: Db) -> None:
        self.db = db
        self.by_hash: dict[bytes, SeatRow] = {}
        self.seen: dict[UUID, datetime] = {}
        self.stored: dict[UUID, datetime] = {}

    async def seat(self, request: Request[Any, Any, Any]) -> SeatRow:
        """The seat a request comes from, in force or not.

        Raises:
            Refused: the request brings no token of a seat.
        """
        token = token_of(request)
        digest = hashed(token) if token else b""
        seat = self.by_hash.get(digest)
        if seat is None and token:
            seat = await self.read(digest)
        if seat is None:
            raise Refused("seat.unknown", _("This tablet is not paired to a court. Enter a code first."), status=401)
        self.seen[seat.id] = datetime.now(UTC)
        return seat

    async def in_force(self, request: Request[Any, Any, Any]) -> SeatRow:
        """The seat a request comes from, if it may mark."""
        seat = await self.seat(request)
        if seat.revoked_for:
            raise revoked(seat.revoked_for)
        return seat

    async def read(self, digest: bytes) -> SeatRow | None:
        async with self.db.acquire() as tx:
            seat = await seats.seat_by_token(tx, digest)
        if seat is None:
            return None
        if len(self.by_hash) >= KNOWN:
            self.by_hash.clear()
        self.by_hash[digest] = seat
        return seat

    def forget(self) -> None:
        """Seats changed: whoever comes next is read again. Seats are few and change rarely."""
        self.by_hash.clear()

    def due(self, seat: SeatRow, now: datetime) -> bool:
        """Whether it is time to store when the seat was seen; said once in a while."""
        if self.stored.get(seat.id, seat.seen_at) > now - STORE_EVERY:
            return False
        self.stored[seat.id] = now
        return True

    def last_seen(self, seat_id: UUID, stored: datetime) -> datetime:
        return max(stored, self.seen.get(seat_id, stored))


def token_of(request: Request[Any, Any, Any]) -> str:
    """The token of a paired tablet. Who says in the header who they are, is nobody else by a cookie."""
    header = request.headers.get("authorization", "")
    if header:
        return header.removeprefix(LEAD) if header.startswith(LEAD) else ""
    return request.cookies.get(SEAT_COOKIE, "")


def revoked(reason: str) -> Refused:
    sentences = {
        "replaced": _("Another tablet was paired to this court. This one may only look now."),
        "unpaired": _("An organiser unpaired this tablet. Ask for a new code to go on."),
        "court_gone": _("This tablet's court is no longer part of the event."),
    }
    return Refused("seat.revoked", sentences[reason], status=403, details={"revoked": reason})
