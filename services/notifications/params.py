"""What each kind of message holds, from its reader's own side. Knows no language and no storage."""

from datetime import datetime
from typing import Literal, get_args
from uuid import UUID

from msgspec import Struct

from shared.kit.words import _
from shared.rules.model import OutcomeKind, Points

Kind = Literal["draw", "call", "result", "placing"]
KINDS: tuple[Kind, ...] = get_args(Kind)
NAMES: dict[Kind, str] = {
    "draw": _("Draws"),
    "call": _("Calls to court"),
    "result": _("Results"),
    "placing": _("Placings"),
}


class ContestSaid(Struct, frozen=True, kw_only=True):
    """Where a fact belongs."""

    event_id: UUID
    event: str
    contest_id: UUID
    contest: str
    entry_id: UUID
    """The reader's own entry."""


class Draw(ContestSaid, frozen=True, kw_only=True):
    line: int
    first_match: int
    opponent: str | None
    starts_at: datetime | None


class Meeting(ContestSaid, frozen=True, kw_only=True):
    """A match of the reader's entry."""

    match_id: UUID
    number: int
    round: int
    rounds: int
    opponent: str | None
    opponent_unit: str | None


class Call(Meeting, frozen=True, kw_only=True):
    call: int
    court: str | None
    starts_at: datetime | None


class Result(Meeting, frozen=True, kw_only=True):
    attempt: int
    outcome: OutcomeKind
    won: bool | None
    """None for a void match."""
    games: tuple[Points, ...]
    """The reader's points first."""


class Placing(ContestSaid, frozen=True, kw_only=True):
    """Shared places have `first < last`."""

    first: int
    last: int


Params = Draw | Call | Result | Placing
PARAMS: dict[Kind, type[Params]] = {"draw": Draw, "call": Call, "result": Result, "placing": Placing}
