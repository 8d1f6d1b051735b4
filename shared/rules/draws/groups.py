"""Entries into groups: seeds by the snake, units apart, the rest by lot. Knows entries by id, unit and seed only.

Sources: ITTF Handbook for Tournament Referees 3.6 (the snake; the modified snake, in which each row after the first
is drawn in lots that stay inside one half of the groups); order of authority as in a knockout: seeding, separation of
units, lot. The lot is asked, in this order: which seeds of one lot of the modified snake go to which of its groups, in
order of seeding; the order of units without seeds; the order of each unit's entries; and for each of these
the order in which groups that are equally good for it are taken.

>>> snake(14, 4)
((1, 8, 9), (2, 7, 10), (3, 6, 11, 14), (4, 5, 12, 13))
"""

from collections import Counter
from collections.abc import Sequence
from typing import Literal

from shared.rules.draws.lines import Contender, by_seed, check_contenders
from shared.rules.draws.separation import Conflict, Unit, unit_of
from shared.rules.lot import Lot
from shared.rules.plan import Line
from shared.rules.refusals import IllegalDraw
from shared.rules.words import _

Spread = Literal["snake", "lots"]
Groups = tuple[tuple[str, ...], ...]
MOST_GROUPS = 64


def snake(entries: int, groups: int) -> tuple[tuple[int, ...], ...]:
    """The ranks in each group: row 1 from left to right, row 2 back, and so on, also in a last row that is not full."""
    found: list[list[int]] = [[] for _ in range(groups)]
    for rank in range(entries):
        found[_snaked(rank, groups)].append(rank + 1)
    return tuple(tuple(ranks) for ranks in found)


def letter(group: int) -> str:
    """What a group is called: A to Z, then AA, AB …

    >>> letter(1), letter(30)
    ('A', 'AD')
    """
    before, last = divmod(group - 1, 26)
    return (letter(before) if before else "") + chr(ord("A") + last)


def width(entries: int, groups: int) -> int:
    """The most entries in a group. Raises IllegalDraw for groups that would have fewer than two."""
    if not 1 <= groups <= MOST_GROUPS:
        raise IllegalDraw("draw.groups", _("There can be 1 to {most} groups."), most=MOST_GROUPS)
    if entries < 2 * groups:
        raise IllegalDraw("draw.small_groups", _("Every group needs at least two entries."))
    return -(-entries // groups)


def lines_of(groups: Groups) -> tuple[Line, ...]:
    """The groups one below the other, each with as many lines as the largest."""
    most = max(len(group) for group in groups)
    return tuple(entry for group in groups for entry in (*group, *(None,) * (most - len(group))))


def groups_of(lines: Sequence[Line], groups: int) -> Groups:
    """Who is in each group, from its lines."""
    most = len(lines) // groups
    return tuple(
        tuple(entry for entry in lines[most * group : most * (group + 1)] if entry is not None)
        for group in range(groups)
    )


def deal(contenders: Sequence[Contender], groups: int, spread: Spread, lot: Lot) -> Groups:
    """Everybody into groups whose sizes differ by one at most. Raises IllegalDraw for an entry or seed twice."""
    check_contenders(contenders)
    sizes = [len(ranks) for ranks in snake(len(contenders), groups)]
    found: list[list[Contender]] = [[] for _ in range(groups)]
    for one, group in zip(by_seed(contenders), _seeded(contenders, groups, spread, lot), strict=True):
        found[group].append(one)
    unseeded: dict[Unit, list[Contender]] = {}
    for one in contenders:
        if one.seed is None:
            unseeded.setdefault(unit_of(one.unit, one.id), []).append(one)
    for unit in sorted(lot.shuffled(list(unseeded)), key=lambda each: -len(unseeded[each])):
        for one in lot.shuffled(unseeded[unit]):
            found[best_group(found, sizes, one, lot)].append(one)
    return tuple(tuple(one.id for one in group) for group in found)


def together(contenders: Sequence[Contender], groups: Groups, code: str) -> tuple[Conflict, ...]:
    """Unit mates in one group, where the unit would have room to keep them apart."""
    unit = {one.id: one.unit for one in contenders}
    totals = Counter(unit.values())
    conflicts = []
    for group in groups:
        for name, inside in Counter(unit[entry] for entry in group).items():
            if name and inside > -(-totals[name] // len(groups)):
                mates = tuple(entry for entry in group if unit[entry] == name)
                conflicts.append(Conflict(name, mates, 0, code))
    return tuple(conflicts)


def seeds_together(contenders: Sequence[Contender], groups: Groups) -> tuple[Conflict, ...]:
    """Seeds that share a group with another of their row: the best of as many as there are groups, the next …"""
    seeded = by_seed(contenders)
    group_of = {entry: number for number, group in enumerate(groups) for entry in group}
    conflicts = []
    for start in range(0, len(seeded), len(groups)):
        taken: set[int] = set()
        for one in seeded[start : start + len(groups)]:
            if group_of[one.id] in taken:
                conflicts.append(Conflict(one.unit, (one.id,), 0, "seed.group"))
            taken.add(group_of[one.id])
    return tuple(conflicts)


def _snaked(rank: int, groups: int) -> int:
    row, place = divmod(rank, groups)
    return groups - 1 - place if row % 2 else place


def _seeded(contenders: Sequence[Contender], groups: int, spread: Spread, lot: Lot) -> list[int]:
    """The group of every seed, in order of seeding."""
    seeded = by_seed(contenders)
    order = [_snaked(rank, groups) for rank in range(len(contenders))]
    if spread == "snake":
        return order[: len(seeded)]
    inside: list[set[Unit]] = [set() for _ in range(groups)]
    found: list[int] = []
    for start, end in _lots(len(contenders), groups):
        free = lot.shuffled(order[start:end])
        here = seeded[start:end]
        for one, group in zip(here, _apart(here, free, inside), strict=True):
            found.append(group)
            inside[group].add(unit_of(one.unit, one.id))
    return found


def _lots(entries: int, groups: int) -> list[tuple[int, int]]:
    """Ranks from and to of each lot of the modified snake; the first row stands in order of seeding.

    Two or three groups draw a row at once, four lots of 2, five of 2 and 3, six of 3, eight of 4.
    """
    lots = [(rank, rank + 1) for rank in range(min(groups, entries))]
    cut = groups // 2 if groups > 3 else groups
    for row in range(groups, entries, groups):
        end = min(row + groups, entries)
        lots += [(start, stop) for start, stop in ((row, min(row + cut, end)), (row + cut, end)) if start < stop]
    return lots


def _apart(here: Sequence[Contender], free: Sequence[int], inside: Sequence[set[Unit]]) -> list[int]:
    """One free group for each entry, without a unit mate if that can be for all; as many as can be otherwise."""
    holder: dict[int, int] = {}

    def settle(entry: int, seen: set[int]) -> bool:
        for group in free:
            if group in seen or unit_of(here[entry].unit, here[entry].id) in inside[group]:
                continue
            seen.add(group)
            if group not in holder or settle(holder[group], seen):
                holder[group] = entry
                return True
        return False

    stuck = [entry for entry in range(len(here)) if not settle(entry, set())]
    rest = [group for group in free if group not in holder]
    settled = {entry: group for group, entry in holder.items()} | dict(zip(stuck, rest, strict=False))
    return [settled[entry] for entry in range(len(here))]


def best_group(found: Sequence[Sequence[Contender]], sizes: Sequence[int], one: Contender, lot: Lot) -> int:
    """A group with room: with the fewest of its unit, then the most room, then by lot."""
    unit = unit_of(one.unit, one.id)
    ranked = [
        (sum(unit_of(mate.unit, mate.id) == unit for mate in group), len(group) - sizes[number], number)
        for number, group in enumerate(found)
        if len(group) < sizes[number]
    ]
    best = min(ranked)[:2]
    return lot.choice([number for mates, room, number in ranked if (mates, room) == best])
