"""Matches that end because an entry gave up: what counts as their sheet. Pure; knows no database."""

from collections.abc import Collection, Iterable
from datetime import datetime
from uuid import uuid4

from services.events.match import Match
from shared.messages.scoring import SheetClosed
from shared.rules.model import Outcome

REASON = "withdrawn"
"""What an outcome says that was given for a withdrawal; such a match comes back with its entry."""


def due(matches: Iterable[Match], withdrawn: Collection[str], now: datetime) -> list[SheetClosed]:
    """A closed sheet for every open match of those who gave up; one that is being played is left to its umpire."""
    return [
        closed(match, withdrawn, now)
        for match in matches
        if match.open and match.known and match.status != "playing" and gone(match, withdrawn)
    ]


def gone(match: Match, withdrawn: Collection[str]) -> list[str]:
    return [side for side in match.sides if side is not None and side in withdrawn]


def closed(match: Match, withdrawn: Collection[str], now: datetime) -> SheetClosed:
    return SheetClosed(
        id=uuid4(),
        revision=match.sheet_revision + 1,
        match_id=match.id,
        attempt=match.attempt,
        outcome=outcome(match, withdrawn),
        closed_at=now,
    )


def outcome(match: Match, withdrawn: Collection[str]) -> Outcome:
    """The other side wins; nobody does where both gave up, or where there is no other side."""
    if match.solo:
        return Outcome("walkover", None, reason=REASON)
    if len(gone(match, withdrawn)) == 2:
        return Outcome("void", None, reason=REASON)
    return Outcome("walkover", 2 if match.entry_1 in withdrawn else 1, reason=REASON)


def given(match: Match) -> bool:
    """Whether a match ended by a withdrawal."""
    return match.outcome is not None and match.outcome.reason == REASON
