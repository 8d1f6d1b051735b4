"""What a sheet looks like from outside: to the tablet, to a program and in the stored state. Knows no storage."""

from uuid import UUID

import msgspec
from msgspec import Struct

from shared.rules.marks import Sheet

SHOWN = tuple(name for name in Sheet.__struct_fields__ if name != "standing")
"""The sheet of the rules without its past."""


class SheetView(Struct, frozen=True, kw_only=True):
    id: UUID
    match_id: UUID
    revision: int
    status: str
    pad: msgspec.Raw
    """Pad, encoded once a state."""
    match: msgspec.Raw
    """MatchState, encoded once a state."""
    sheet: msgspec.Raw
    """The sheet as `shown`, encoded once a revision."""


class MarkReceipt(Struct, frozen=True):
    id: UUID
    ordinal: int


class Receipt(Struct, frozen=True):
    """The answer to marks, sent only after they are durable."""

    revision: int
    sheet: msgspec.Raw
    marks: list[MarkReceipt]


class SeatRef(Struct, frozen=True):
    id: UUID
    place: int = 1
    """Which counter or judge of its court; 1 is the umpire or head."""
    revoked: str | None = None
    """Why this tablet may only look: `replaced`, `unpaired`, `court_gone`."""


class Named(Struct, frozen=True):
    id: UUID
    name: str


class SeatView(Struct, frozen=True):
    seat: SeatRef
    court: Named
    event: Named
    sheet: msgspec.Raw | None
    """SheetView of the match called to the court."""


def shown(sheet: Sheet) -> dict[str, object]:
    return {name: getattr(sheet, name) for name in SHOWN}
