"""Matches on courts and times, in a simple order: as early as their feeding matches allow, court by court.

Knows how long a match is reckoned to last, not how long it lasts; rest and absences are the planner's. Pure.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from uuid import UUID

from services.events.match import Match
from services.events.sql.matches import Slot
from shared.rules.plan import BestPlace, GroupPlace, LoserOf, Pairing, WinnerOf


def ordered(
    matches: Sequence[Match], first_at: datetime, minutes: int, courts: Sequence[UUID], taken: Iterable[Slot]
) -> list[Slot]:
    """A slot for every match not yet begun: time after time, court after court, never before its feeders' end.

    Nobody plays twice at a time. `taken` are slots of other contests; a court is not given twice within `minutes`.
    """
    step = timedelta(minutes=minutes)
    busy = list(taken)
    begin: dict[int, datetime] = {}
    playing: dict[str, list[datetime]] = {}
    found: list[Slot] = []
    for match in sorted(matches, key=lambda each: each.number):
        if match.status not in ("waiting", "ready"):
            begin[match.number] = min(match.starts_at or first_at, first_at) - step
            continue
        at = max([first_at, *(begin[feeder] + step for feeder in feeders(match, matches) if feeder in begin)])
        sides = [side for side in match.sides if side is not None]
        slot = earliest(match, at, step, courts, busy, [time for side in sides for time in playing.get(side, ())])
        busy.append(slot)
        found.append(slot)
        begin[match.number] = slot.starts_at
        for side in sides:
            playing.setdefault(side, []).append(slot.starts_at)
    return found


def feeders(match: Match, matches: Sequence[Match]) -> list[int]:
    """Numbers of the matches whose results it waits for."""
    found: list[int] = []
    for source in (match.source_1, match.source_2):
        match source:
            case WinnerOf(number) | LoserOf(number):
                found.append(number)
            case GroupPlace(group, _place):
                found += [each.number for each in matches if each.grp == group]
            case BestPlace():
                found += [each.number for each in matches if each.grp is not None]
            case Pairing(number, _table):
                found += [each.number for each in matches if each.section == match.section and each.round < number]
    return found


def earliest(
    match: Match,
    at: datetime,
    step: timedelta,
    courts: Sequence[UUID],
    busy: Sequence[Slot],
    playing: Sequence[datetime],
) -> Slot:
    """The first time from `at` on at which its sides and one of the courts are free, and that court."""
    while True:
        used = {slot.court_id for slot in busy if abs(slot.starts_at - at) < step}
        if all(abs(time - at) >= step for time in playing):
            for court in courts:
                if court not in used:
                    return Slot(match.id, court, at)
        at += step
