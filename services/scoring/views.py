"""What a sheet looks like from outside: to the tablet, to a program and in the stored state. Knows no storage."""

from uuid import UUID

import msgspec
from msgspec import Struct

from shared.rules.marks import Sheet
from shared.rules.model import Outcome, Points, Side


class Shown(Struct, frozen=True):
    """The sheet of the rules without its past."""

    games: tuple[Points, ...]
    finished: bool
    closed: bool
    left: Side | None
    serving: Side | None
    server_player: int
    receiver_player: int
    service_court: str | None
    right_players: tuple[int, int]
    change_ends: bool
    interval: bool
    interval_seconds: int
    game_point: Side | None
    match_point: Side | None
    point_all: bool
    outcome: Outcome | None
    count: int


class SheetView(Struct, frozen=True, kw_only=True):
    id: UUID
    match_id: UUID
    revision: int
    status: str
    match: msgspec.Raw
    """MatchState, encoded once a state."""
    sheet: msgspec.Raw
    """Shown, encoded once a revision."""


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


def shown(sheet: Sheet) -> Shown:
    return Shown(
        games=sheet.games,
        finished=sheet.finished,
        closed=sheet.closed,
        left=sheet.left,
        serving=sheet.serving,
        server_player=sheet.server_player,
        receiver_player=sheet.receiver_player,
        service_court=sheet.service_court,
        right_players=sheet.right_players,
        change_ends=sheet.change_ends,
        interval=sheet.interval,
        interval_seconds=sheet.interval_seconds,
        game_point=sheet.game_point,
        match_point=sheet.match_point,
        point_all=sheet.point_all,
        outcome=sheet.outcome,
        count=sheet.count,
    )
