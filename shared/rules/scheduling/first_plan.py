"""A first plan at once: match after match into the earliest place that breaks nothing. Knows nothing of a best plan."""

from collections.abc import Iterator

from msgspec import Struct

from shared.rules.scheduling.model import DAY, Fixture, Hall, Slot


class Tried(Struct, frozen=True):
    """The matches that found a place, and those that found none."""

    plan: dict[str, Slot]
    left: tuple[str, ...]


class Board:
    """What is taken while the plan grows."""

    def __init__(self, hall: Hall) -> None:
        self.hall = hall
        self.plan: dict[str, Slot] = {}
        self.on_court: dict[str, list[tuple[int, int]]] = {court.id: [] for court in hall.courts}
        self.of_person: dict[str, list[tuple[int, int, Fixture]]] = {}
        self.starts: list[tuple[int, int, int]] = []

    def put(self, fixture: Fixture, slot: Slot) -> None:
        end = slot.start + fixture.minutes
        self.plan[fixture.id] = slot
        self.on_court.setdefault(slot.court, []).append((slot.start, end))
        self.starts.append((slot.start, end, fixture.officials))
        for person in fixture.people:
            self.of_person.setdefault(person, []).append((slot.start, end, fixture))

    def court_free(self, court: str, start: int, end: int) -> bool:
        return all(end <= begun or ended <= start for begun, ended in self.on_court[court])

    def people_free(self, fixture: Fixture, start: int) -> bool:
        end = start + fixture.minutes
        if any(start < away.end and away.start < end for away in self.hall.absences(fixture)):
            return False
        for person in fixture.people:
            for begun, ended, other in self.of_person.get(person, ()):
                if not both(person, fixture, other):
                    continue
                if start < ended + other.rest and begun < end + fixture.rest:
                    return False
        return self.under_limits(fixture, start) and self.officials_free(fixture, start, end)

    def under_limits(self, fixture: Fixture, start: int) -> bool:
        rules = self.hall.rules
        contest_most = rules.contest_most_a_day.get(fixture.contest)
        if rules.most_a_day is None and contest_most is None:
            return True
        day = start // DAY
        for person in fixture.players:
            same = [
                other
                for begun, _ended, other in self.of_person.get(person, ())
                if begun // DAY == day and person in other.players
            ]
            if rules.most_a_day is not None and len(same) >= rules.most_a_day:
                return False
            if contest_most is not None and sum(o.contest == fixture.contest for o in same) >= contest_most:
                return False
        return True

    def officials_free(self, fixture: Fixture, start: int, end: int) -> bool:
        if not self.hall.officials or not fixture.officials:
            return True
        busy = sum(count for begun, ended, count in self.starts if begun < end and start < ended)
        return busy + fixture.officials <= len(self.hall.officials)


def first_plan(hall: Hall, since: int = 0) -> Tried:
    """The earliest free place for every match, those first that much waits for. No match begins before `since`."""
    board = Board(hall)
    for fixture in hall.fixtures:
        if fixture.at is not None:
            board.put(fixture, fixture.at)
    left: list[str] = []
    for fixture in in_order(hall):
        if fixture.at is not None:
            continue
        slot = earliest(board, fixture, since)
        if slot is None:
            left.append(fixture.id)
        else:
            board.put(fixture, slot)
    return Tried(board.plan, tuple(left))


def earliest(board: Board, fixture: Fixture, since: int) -> Slot | None:
    hall = board.hall
    for feeder in fixture.after:
        if feeder not in hall.by_id:
            continue
        if feeder not in board.plan:
            return None
        before = hall.by_id[feeder]
        since = max(since, board.plan[feeder].start + before.minutes + before.rest)
    for start, courts in starts(hall, fixture, since):
        if not board.people_free(fixture, start):
            continue
        for court in courts:
            if board.court_free(court, start, start + fixture.minutes):
                return Slot(court, start)
    return None


def starts(hall: Hall, fixture: Fixture, since: int) -> Iterator[tuple[int, list[str]]]:
    """Every time it may begin at, with the courts open to it then."""
    step = hall.rules.step
    windows = [
        (first, last, court) for court in hall.courts_of(fixture) for first, last in hall.windows(fixture, court)
    ]
    times = {
        time for first, last, _court in windows for time in range(-(-max(first, since) // step) * step, last + 1, step)
    }
    for time in sorted(times):
        yield time, [court for first, last, court in windows if first <= time <= last]


def in_order(hall: Hall) -> list[Fixture]:
    """Feeders before what they feed; among the rest those with the longest way to the end first."""
    tails: dict[str, int] = {}
    fed: dict[str, list[str]] = {}
    for fixture in hall.fixtures:
        for feeder in fixture.after:
            fed.setdefault(feeder, []).append(fixture.id)

    def tail(match: str) -> int:
        if match not in tails:
            fixture = hall.by_id[match]
            tails[match] = fixture.minutes + fixture.rest + max([tail(each) for each in fed.get(match, ())], default=0)
        return tails[match]

    return sorted(hall.fixtures, key=lambda each: -tail(each.id))


def both(person: str, one: Fixture, two: Fixture) -> bool:
    """Whether the person may have to play both: inside a contest only if sure, since a loser is not a winner too."""
    return one.contest != two.contest or (person in one.players and person in two.players)
