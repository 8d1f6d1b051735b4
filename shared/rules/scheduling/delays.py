"""What a delay moves: every match that stood behind it on its court, its players and those who wait for its result.

Nothing moves further than it must, nothing moves forward. Knows no clock: what is late is given.
"""

from collections.abc import Mapping

from shared.rules.scheduling.first_plan import both
from shared.rules.scheduling.model import Hall, Plan, Slot


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
    order = sorted((fixture for fixture in hall.fixtures if fixture.id in plan), key=lambda each: plan[each.id].start)
    for fixture in order:
        slot = fixture.at or plan[fixture.id]
        earliest = max(slot.start, not_before.get(fixture.id, slot.start))
        for before, stood in [] if fixture.at else [(hall.by_id[match], each) for match, each in found.items()]:
            end = stood.start + before.minutes
            shares = any(both(person, fixture, before) for person in set(fixture.people) & set(before.people))
            if before.id in fixture.after or shares:
                earliest = max(earliest, end + min(before.rest, planned_pause(plan, before.minutes, before.id, slot)))
            elif (stood.court == slot.court and not before.at) or stood.court == slot.court:
                earliest = max(earliest, end)
        found[fixture.id] = Slot(slot.court, earliest)
    return found


def planned_pause(plan: Plan, minutes: int, before: str, slot: Slot) -> int:
    """The pause the plan had between two matches: a delay keeps rest, but asks for no more than was planned."""
    return max(0, slot.start - plan[before].start - minutes)
