"""What each kind of message holds, from its reader's own side. Knows no language and no storage."""

from datetime import date, datetime
from decimal import Decimal
from typing import Literal, get_args
from uuid import UUID

from msgspec import Struct

from shared.kit.words import _
from shared.rules.levels import Level
from shared.rules.model import OutcomeKind, Points
from shared.rules.plan import Title

Kind = Literal["draw", "time", "call", "result", "placing", "nomination"]
KINDS: tuple[Kind, ...] = get_args(Kind)
NAMES: dict[Kind, str] = {
    "draw": _("Draws"),
    "time": _("Times and courts"),
    "call": _("Calls to court"),
    "result": _("Results"),
    "placing": _("Placings"),
    "nomination": _("Works at higher levels"),
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
    prize: str = ""
    """Of a judged contest: a key of `shared.rules.prizes.NAMES`, or the rule's own wording."""
    title: str = ""


class Nomination(Struct, frozen=True, kw_only=True):
    """What became of the reader's work at a higher level; it belongs to no match and no event there."""

    nomination_id: UUID
    event: str
    contest: str
    entry: str
    level: Level
    competition: str
    prize: str
    title: str
    decided_on: date | None


Params = Draw | Time | Call | Result | Placing | Nomination
PARAMS: dict[Kind, type[Params]] = {
    "draw": Draw,
    "time": Time,
    "call": Call,
    "result": Result,
    "placing": Placing,
    "nomination": Nomination,
}
