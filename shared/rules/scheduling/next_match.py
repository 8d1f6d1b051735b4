"""Which match goes next to a court that is free. Knows who plays and who rests; calls nobody."""

from collections.abc import Iterable

from msgspec import Struct

from shared.rules.scheduling.first_plan import both
from shared.rules.scheduling.model import Fixture, Hall, Plan


class Next(Struct, frozen=True):
    """The match to call, or who is waited for: the first match that could come and when."""

    match: str | None
    waits: str | None = None
    until: int | None = None


def next_match(hall: Hall, plan: Plan, ready: Iterable[str], court: str, now: int) -> Next:
    """The first of the ready matches that may be played on the court now, with everybody free and rested.

    In the order of the plan; of matches planned for the same time one planned for this court comes first, matches
    without a time come last. Matches with `Fixture.at` have begun or are just over.

    >>> from shared.rules.scheduling.model import Court, Slot
    >>> over = Fixture(id="1", contest="A", minutes=30, rest=20, players=("a", "b"), at=Slot("1", 540))
    >>> two = Fixture(id="2", contest="A", minutes=30, players=("a", "c"))
    >>> three = Fixture(id="3", contest="A", minutes=30, players=("d", "e"))
    >>> hall = Hall(courts=(Court("1"),), sessions=(), fixtures=(over, two, three))
    >>> next_match(hall, {"2": Slot("1", 570), "3": Slot("1", 600)}, ["2", "3"], "1", 575).match
    '3'
    >>> next_match(hall, {}, ["2"], "1", 575)
    Next(match=None, waits='2', until=590)
    """
    wanted = [hall.by_id[match] for match in ready if match in hall.by_id]
    wanted.sort(key=lambda each: order(each, plan, court, hall))
    waits: tuple[int, str] | None = None
    for fixture in wanted:
        if court not in hall.courts_of(fixture):
            continue
        until = free_from(hall, fixture, now)
        if until <= now:
            return Next(fixture.id)
        if waits is None or until < waits[0]:
            waits = until, fixture.id
    return Next(None, waits[1], waits[0]) if waits else Next(None)


def order(fixture: Fixture, plan: Plan, court: str, hall: Hall) -> tuple[int, int, bool, int]:
    slot = plan.get(fixture.id)
    place = hall.fixtures.index(fixture)
    return (0, slot.start, slot.court != court, place) if slot else (1, 0, False, place)


def free_from(hall: Hall, fixture: Fixture, now: int) -> int:
    """When everybody of a match is there, out of other matches and rested."""
    until = now
    for other in hall.fixtures:
        if other.at is None or other.id == fixture.id or other.at.start > now:
            continue
        if any(both(person, fixture, other) for person in set(fixture.players) & set(other.players)):
            until = max(until, other.at.start + other.minutes + other.rest)
    for away in hall.absences(fixture):
        if away.start < until + fixture.minutes and until < away.end:
            until = max(until, away.end)
    return until
