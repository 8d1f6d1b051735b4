"""Matches on courts and times, in a simple order: as early as their feeding matches allow, court by court.

Knows how long a match is reckoned to last, not how long it lasts. Pure.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from uuid import UUID

from services.events.recompute import Match
from services.events.sql.matches import Slot
from shared.rules.plan import LoserOf, WinnerOf


def ordered(
    matches: Sequence[Match], first_at: datetime, minutes: int, courts: Sequence[UUID], taken: Iterable[Slot]
) -> list[Slot]:
    """A slot for every match not yet begun: time after time, court after court, never before both feeders' end.

    `taken` are slots of other contests; a court is not given twice within `minutes`.
    """
    step = timedelta(minutes=minutes)
    busy = list(taken)
    begin: dict[int, datetime] = {}
    found: list[Slot] = []
    for match in sorted(matches, key=lambda each: each.number):
        if match.status not in ("waiting", "ready"):
            begin[match.number] = min(match.starts_at or first_at, first_at) - step
            continue
        at = max([first_at, *(begin[feeder] + step for feeder in feeders(match))])
        slot = earliest(match, at, step, courts, busy)
        busy.append(slot)
        found.append(slot)
        begin[match.number] = slot.starts_at
    return found


def feeders(match: Match) -> list[int]:
    return [source.match for source in (match.source_1, match.source_2) if isinstance(source, WinnerOf | LoserOf)]


def earliest(match: Match, at: datetime, step: timedelta, courts: Sequence[UUID], busy: Sequence[Slot]) -> Slot:
    """The first time from `at` on at which one of the courts is free, and that court."""
    while True:
        used = {slot.court_id for slot in busy if abs(slot.starts_at - at) < step}
        for court in courts:
            if court not in used:
                return Slot(match.id, court, at)
        at += step
