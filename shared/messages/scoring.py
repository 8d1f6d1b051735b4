"""What the scoring service tells the others: the score as it stands and the outcome of a closed sheet."""

from datetime import datetime
from uuid import UUID

from msgspec import field

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
