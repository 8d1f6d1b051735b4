"""Where those who come out of groups stand in the knockout. Knows groups and places, not who took them.

Source: ITTF Handbook for Tournament Referees 3.7: group winners take the lines of seeds in the order of their groups
(group 1 at the top, 2 at the bottom, 3-4 by lot, 5-8 by lot …); each runner-up goes by lot into the half opposite
its winner, which outranks the separation of units. "Cross" is the crossing as notices print it: A1-B2, B1-A2.
"""

from collections.abc import Mapping, Sequence

from shared.rules.draws.lines import Contender
from shared.rules.draws.lines import draw as draw_bracket
from shared.rules.draws.seeding import bracket_size, folding
from shared.rules.draws.trees import Feeder, Feeders
from shared.rules.plan import BestPlace, GroupPlace
from shared.rules.refusals import IllegalDraw
from shared.rules.words import _

Qualifier = GroupPlace | BestPlace


def qualifiers(groups: int, qualify: int, best_next: int) -> tuple[Qualifier, ...]:
    """Everybody who goes on: all winners in the order of their groups, all runners-up …, then the best of the next."""
    places = [GroupPlace(group, place) for place in range(1, qualify + 1) for group in range(1, groups + 1)]
    return (*places, *(BestPlace(qualify + 1, rank) for rank in range(1, best_next + 1)))


def crossed(groups: int, qualify: int) -> Feeders:
    """The crossing: places of one group change halves, and each meets one of the neighbouring group.

    Raises IllegalDraw unless groups are even and the qualified 2, 4, 8 …

    >>> [f"{'ABCD'[slot.group - 1]}{slot.place}" for slot in crossed(4, 2)]
    ['A1', 'B2', 'C1', 'D2', 'B1', 'A2', 'D1', 'C2']
    """
    entries = groups * qualify
    if groups % 2 or entries & (entries - 1):
        raise IllegalDraw(
            "draw.cross", _("A crossing needs an even number of groups, and 2, 4, 8 … who go on in all; draw by lot.")
        )
    if qualify == 1:
        return tuple(GroupPlace(group, 1) for group in range(1, groups + 1))
    lines: list[Feeder] = []
    for half in (0, 1):
        best = [
            GroupPlace(group, place)
            for place in range(1, qualify // 2 + 1)
            for group in range(1, groups + 1)
            if (group + place + half) % 2 == 0
        ]
        for one in _folded(best):
            lines += [one, GroupPlace(_neighbour(one.group), qualify + 1 - one.place)]
    return tuple(lines)


def drawn(
    groups: int, qualify: int, best_next: int, lot_seed: str, units: Mapping[Qualifier, str] | None = None
) -> tuple[Qualifier | None, ...]:
    """The lot. Winners are the seeds, byes go to them first, and no runner-up stands in the half of its winner.

    `units` are those of the qualified once they are known: kept apart as far as that leaves room.
    """
    named = {str(number): who for number, who in enumerate(qualifiers(groups, qualify, best_next))}
    size = bracket_size(len(named))
    contenders = [_contender(name, who, size, units) for name, who in named.items()]
    best: tuple[Qualifier | None, ...] = ()
    fewest = None
    for attempt in range(TRIES if units else 1):
        seed = f"{lot_seed}:{attempt}" if attempt else lot_seed
        lines = draw_bracket(contenders, seed, "ittf").lines
        feeders = _opposite([named[line] if line is not None else None for line in lines])
        broken = broken_rules(feeders, units or {})
        if fewest is None or broken < fewest:
            best, fewest = feeders, broken
        if not any(broken):
            break
    return best


TRIES = 200
"""Lots drawn at most for one in which no unit mates meet too early."""


def broken_rules(feeders: Sequence[Qualifier | None], units: Mapping[Qualifier, str]) -> tuple[int, int, int]:
    """How many runners-up stand in the half of their winner, group mates and unit mates meet in round 1."""
    half = len(feeders) // 2
    side = {who: line // half for line, who in enumerate(feeders) if who is not None}
    same_half = sum(
        isinstance(who, GroupPlace) and who.place == 2 and side.get(GroupPlace(who.group, 1)) == side[who]
        for who in side
    )
    meet = [(feeders[line], feeders[line + 1]) for line in range(0, len(feeders), 2)]
    mates = sum(isinstance(a, GroupPlace) and isinstance(b, GroupPlace) and a.group == b.group for a, b in meet)
    unit_mates = sum(
        a is not None and b is not None and units.get(a, "") != "" and units.get(a) == units.get(b) for a, b in meet
    )
    return same_half, mates, unit_mates


def _contender(name: str, who: Qualifier, size: int, units: Mapping[Qualifier, str] | None) -> Contender:
    """A place as the draw sees it: winners are seeds, and places of one group are kept apart."""
    if isinstance(who, BestPlace):
        return Contender(name, "")
    seeded = who.place == 1 and who.group <= max(size // 2, 2)
    return Contender(name, f"group {who.group}", who.group if seeded else None)


def _opposite(feeders: list[Qualifier | None]) -> tuple[Qualifier | None, ...]:
    """Runners-up in the half of their winner change with a lower place of their group in the other half."""
    half = len(feeders) // 2
    line_of = {who: line for line, who in enumerate(feeders) if who is not None}
    for who, line in list(line_of.items()):
        if not isinstance(who, GroupPlace) or who.place != 2:
            continue
        winner = line_of[GroupPlace(who.group, 1)] // half
        if line // half != winner:
            continue
        for place in range(3, len(line_of) + 1):
            other = line_of.get(GroupPlace(who.group, place), line)
            if other // half != winner:
                feeders[line], feeders[other] = feeders[other], feeders[line]
                break
    return tuple(feeders)


def _folded(best: Sequence[GroupPlace]) -> list[GroupPlace]:
    """The best of a half in the order of its lines, the first meeting the last at the end."""
    if len(best) == 1 or all(one.place == 1 for one in best):
        return list(best)
    return [best[rank - 1] for pair in folding(len(best)) for rank in pair]


def _neighbour(group: int) -> int:
    return group + 1 if group % 2 else group - 1
