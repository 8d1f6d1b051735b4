"""What a delay moves: every match that stood behind it on its court, its players and those who wait for its result.

Nothing moves further than it must, nothing moves forward. Knows no clock: what is late is given.
"""

from collections.abc import Mapping

from shared.rules.scheduling.first_plan import both
from shared.rules.scheduling.model import Fixture, Hall, Plan, Slot


def shifted(hall: Hall, plan: Plan, not_before: Mapping[str, int]) -> dict[str, Slot]:
    """The plan with every match as late as it must be, each on its court and in the order they had.

    `not_before` gives matches the earliest start they can have now. A match that stays (`Fixture.at`) is not moved;
    sessions are not looked at: a day that runs late ends late.

    >>> from shared.rules.scheduling.model import Court, Fixture
    >>> one = Fixture(id="1", contest="A", minutes=30, rest=10, players=("a", "b"))
    >>> two = Fixture(id="2", contest="A", minutes=30, players=("a", "c"))
    >>> three = Fixture(id="3", contest="A", minutes=30, players=("d", "e"))
    >>> hall = Hall(courts=(Court("1"), Court("2")), sessions=(), fixtures=(one, two, three))
    >>> plan = {"1": Slot("1", 540), "2": Slot("2", 580), "3": Slot("2", 640)}
    >>> {match: slot.start for match, slot in shifted(hall, plan, {"1": 560}).items()}
    {'1': 560, '2': 600, '3': 640}
    """
    found: dict[str, Slot] = {}
    court_free: dict[str, int] = {}
    played: dict[str, list[Fixture]] = {}
    order = sorted((fixture for fixture in hall.fixtures if fixture.id in plan), key=lambda each: plan[each.id].start)
    for fixture in order:
        slot = fixture.at or plan[fixture.id]
        start = max(slot.start, not_before.get(fixture.id, slot.start))
        if fixture.at is None:
            start = max(start, court_free.get(slot.court, start))
            for before in [
                *(hall.by_id[feeder] for feeder in fixture.after if feeder in found),
                *(each for person in fixture.people for each in played.get(person, ()) if both(person, fixture, each)),
            ]:
                pause = min(before.rest, planned_pause(plan, before, slot))
                start = max(start, found[before.id].start + before.minutes + pause)
        found[fixture.id] = Slot(slot.court, start)
        court_free[slot.court] = max(court_free.get(slot.court, 0), start + fixture.minutes)
        for person in fixture.people:
            played.setdefault(person, []).append(fixture)
    return found


def planned_pause(plan: Plan, before: Fixture, slot: Slot) -> int:
    """The pause the plan had between two matches: a delay keeps rest, but asks for no more than was planned."""
    return max(0, slot.start - plan[before.id].start - before.minutes)
