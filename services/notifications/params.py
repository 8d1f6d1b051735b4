"""What each kind of message holds, from its reader's own side. Knows no language and no storage."""

from datetime import datetime
from decimal import Decimal
from typing import Literal, get_args
from uuid import UUID

from msgspec import Struct

from shared.kit.words import _
from shared.rules.model import OutcomeKind, Points
from shared.rules.plan import Title

Kind = Literal["draw", "time", "call", "result", "placing"]
KINDS: tuple[Kind, ...] = get_args(Kind)
NAMES: dict[Kind, str] = {
    "draw": _("Draws"),
    "time": _("Times and courts"),
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
    title: Title | None = None
    """What the match is called; messages older than names have only rounds."""


class Time(Meeting, frozen=True, kw_only=True):
    court: str | None
    starts_at: datetime


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
    score: Decimal | None = None
    """Of a performance."""


class Placing(ContestSaid, frozen=True, kw_only=True):
    """Shared places have `first < last`."""

    first: int
    last: int


Params = Draw | Time | Call | Result | Placing
PARAMS: dict[Kind, type[Params]] = {"draw": Draw, "time": Time, "call": Call, "result": Result, "placing": Placing}
