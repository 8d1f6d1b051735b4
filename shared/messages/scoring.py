"""What the scoring service tells the others: the score as it stands and the outcome of a closed sheet."""

from datetime import datetime
from decimal import Decimal
from uuid import UUID

from msgspec import Struct, field

from shared.messages.base import Message
from shared.rules.model import Outcome, Points, Side, Treatment


class ScoreChanged(Message, frozen=True, kw_only=True, tag="scoring.score.changed.v1"):
    """The score on an open sheet. `id` is the sheet, `revision` the number of marks on it."""

    match_id: UUID
    attempt: int
    games: tuple[Points, ...]
    """Every game begun, the running one last."""
    serving: Side | None = None
    finished: bool = False
    """All games are played and the umpire has yet to confirm."""
    marked_at: datetime
    fouls: Points = (0, 0)
    """Team fouls of the period, where fouls are counted."""
    period: int = 0
    """The period in play of a match by the clock, from 1."""
    counts: tuple[int | None, ...] = ()
    """Of a performance, what each counter has so far; None for one who has not begun."""


class SheetClosed(Message, frozen=True, kw_only=True, tag="scoring.sheet.closed.v1"):
    """A sheet was confirmed, or its result typed or corrected by an organiser. `id` is the sheet."""

    match_id: UUID
    attempt: int
    outcome: Outcome
    closed_at: datetime
    correction: str = ""
    """The reason of a correction; empty for a first result."""
    reached: dict[UUID, Treatment] = field(default_factory=dict)
    """What a correction does with the decided matches it reaches, by match; one not named is played again."""


class RankedEntry(Struct, frozen=True, kw_only=True):
    """An entry's line in a signed result. Places are shared when `first < last`."""

    entry_id: UUID
    first: int
    last: int
    total: Decimal
    prize: str = ""
    title: str = ""
    split_by: str = ""
    """The key of the tie order that parted it from an equal."""
    panel: str = ""
    """Where parallel panels are ranked apart: the name of the one it was before. Places count within it."""


class JudgedContestSigned(Message, frozen=True, kw_only=True, tag="scoring.judged_contest.signed.v1"):
    """Chief and supervisor signed a judged contest's result. `id` is the contest, `revision` the result's version."""

    event_id: UUID
    lines: tuple[RankedEntry, ...]
    rule_set_version: int
    chain_head: str
    """The head of the chain of ballots when it was signed."""
    signed_at: datetime
    amendment: str = ""
    """The reason of an amended result; empty for the first."""
