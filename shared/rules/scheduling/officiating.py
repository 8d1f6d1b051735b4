"""Who umpires which match: never a match of the own unit, never two at once, never while playing. Knows no skill."""

from collections.abc import Mapping

from msgspec import Struct

from shared.rules.scheduling.model import Fixture, Hall, Official, Plan


class Given(Struct, frozen=True):
    by_match: Mapping[str, tuple[str, ...]]
    short: tuple[str, ...]
    """Matches for which there are not enough."""


def officials_of(hall: Hall, plan: Plan) -> Given:
    """Officials for every planned match that needs some: whoever may and has had fewest, ties by the list's order.

    >>> from shared.rules.scheduling.model import Court, Session, Slot
    >>> match = Fixture(id="1", contest="A", minutes=30, units=("Library",), officials=1)
    >>> hall = Hall(courts=(Court("1"),), sessions=(), fixtures=(match,),
    ...             officials=(Official("ann", "Library"), Official("bob", "Works")))
    >>> officials_of(hall, {"1": Slot("1", 540)}).by_match
    {'1': ('bob',)}
    """
    busy: dict[str, list[tuple[int, int]]] = {official.id: [] for official in hall.officials}
    for fixture in hall.fixtures:
        if fixture.id not in plan:
            continue
        start = plan[fixture.id].start
        for person in fixture.people:
            if person in busy:
                busy[person].append((start, start + fixture.minutes))
    turns = dict.fromkeys(busy, 0)
    given: dict[str, tuple[str, ...]] = {}
    short: list[str] = []
    for fixture in sorted(hall.fixtures, key=lambda each: (plan[each.id].start if each.id in plan else 0, each.id)):
        if not fixture.officials or fixture.id not in plan:
            continue
        start, end = plan[fixture.id].start, plan[fixture.id].start + fixture.minutes
        able = [each for each in hall.officials if may(each, fixture) and free(busy[each.id], start, end)]
        chosen = sorted(able, key=lambda each: turns[each.id])[: fixture.officials]
        for official in chosen:
            busy[official.id].append((start, end))
            turns[official.id] += 1
        given[fixture.id] = tuple(official.id for official in chosen)
        if len(chosen) < fixture.officials:
            short.append(fixture.id)
    return Given(given, tuple(short))


def may(official: Official, fixture: Fixture) -> bool:
    """Whether it is nobody's own unit that meets."""
    return not official.unit or official.unit not in fixture.units


def free(taken: list[tuple[int, int]], start: int, end: int) -> bool:
    return all(end <= begun or ended <= start for begun, ended in taken)
