"""How much a hall holds: slots of a session, and how many slots a contest needs at the very least. Knows no names."""

from collections.abc import Sequence

from msgspec import Struct

from shared.rules.scheduling.model import Hall


class Stage(Struct, frozen=True):
    """A part of a contest that begins once the one before is over.

    `levels` are numbers of matches, each level waiting for the one before; a round robin of one level has `rounds`,
    the matches of whoever plays most.
    """

    levels: tuple[int, ...]
    rounds: int = 1


class Shortage(Struct, frozen=True):
    """Minutes on courts that are needed and that there are."""

    needed: int
    there: int


def slots_of(start: int, end: int, slot_minutes: int) -> int:
    """How many matches of so many minutes one court holds between two times.

    >>> slots_of(13 * 60 + 30, 17 * 60 + 30, 45)
    5
    """
    return max(0, end - start) // slot_minutes


def round_robin(groups: Sequence[int], legs: int = 1) -> Stage:
    """Groups of these sizes that play at the same time, everybody against everybody of the group.

    >>> round_robin([4, 4])
    Stage(levels=(12,), rounds=3)
    """
    matches = sum(size * (size - 1) // 2 for size in groups) * legs
    rounds = max((size - 1 if size % 2 == 0 else size for size in groups if size > 1), default=0) * legs
    return Stage((matches,), rounds)


def knockout(entries: int, third_place: bool = False) -> Stage:
    """A bracket of so many entries, byes in the first round.

    >>> knockout(4, third_place=True)
    Stage(levels=(2, 2), rounds=1)
    >>> knockout(6)
    Stage(levels=(2, 2, 1), rounds=1)
    """
    size = 1 << max(0, entries - 1).bit_length()
    levels = [size >> level for level in range(1, size.bit_length())]
    if levels:
        levels[0] -= size - entries
    if third_place and len(levels) > 1:
        levels[-1] += 1
    return Stage(tuple(levels))


def least_slots(stage: Stage, courts: int) -> int:
    """The fewest slots of equal length that so many courts need: never more than `courts` at once, nobody twice.

    >>> least_slots(round_robin([6]), 2), least_slots(round_robin([6]), 8)
    (8, 5)
    >>> least_slots(knockout(8), 3)
    4
    """
    depth = len(stage.levels)
    bounds = [
        head + -(-sum(stage.levels[head : depth - tail]) // courts) + tail
        for head in range(depth)
        for tail in range(depth - head)
    ]
    return max([stage.rounds if sum(stage.levels) else 0, *bounds])


def shortage(hall: Hall) -> Shortage | None:
    """Whether the matches need more minutes on courts than all sessions have; None where they do not."""
    needed = sum(fixture.minutes for fixture in hall.fixtures)
    there = supply(hall, tuple(court.id for court in hall.courts), 0, None)
    return Shortage(needed, there) if needed > there else None


def shortage_anywhere(hall: Hall) -> Shortage | None:
    """Whether matches that are bound to some courts or some time need more minutes than there are for them."""
    fixtures = [fixture for fixture in hall.fixtures if fixture.at is None]
    bounds = {(hall.courts_of(fixture), fixture.not_before or 0, fixture.not_after): None for fixture in fixtures}
    for courts, first, last in bounds:
        needed = sum(
            fixture.minutes
            for fixture in fixtures
            if set(hall.courts_of(fixture)) <= set(courts)
            and (fixture.not_before or 0) >= first
            and (last is None or (fixture.not_after is not None and fixture.not_after <= last))
        )
        there = supply(hall, courts, first, last)
        if needed > there:
            return Shortage(needed, there)
    return None


def supply(hall: Hall, courts: Sequence[str], first: int, last: int | None) -> int:
    """Minutes of sessions on some courts between two times."""
    return sum(
        max(0, min(session.end, session.end if last is None else last) - max(session.start, first))
        for session in hall.sessions
        for court in courts
        if session.holds(court)
    )
