"""Keeping members of one unit apart in a bracket, as long as possible. Knows lines and units; seeds it only respects.

Source: ITTF Handbook 3.6.3 as it stood to 2018, the full depth: the first two of an association in different halves,
the next two in the other quarters, and so on. Every half, quarter, eighth … has as many of a unit as its
neighbour, but for one. Seeding outranks separation: seeded entries are settled first and the others give way.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence

from msgspec import Struct

Unit = tuple[str, str]
"""A unit's name and an empty id; an entry without a unit is one of its own: an empty name and its id."""
Groups = dict[Unit, list[str]]
"""Entries by unit, units and entries both in the order of the lot."""


class Conflict(Struct, frozen=True):
    """A rule the draw breaks. `code` says which; `round` is the earliest round in which it shows, 0 if in none."""

    unit: str
    ids: tuple[str, ...]
    round: int
    code: str
    why: str = ""
    """A key of `shared.rules.draws.lines.REASONS`, where it is known why the rule could not be kept."""


def unit_of(unit: str, entry: str) -> Unit:
    """The key under which an entry is kept apart from others."""
    return (unit, "") if unit else ("", entry)


def place(groups: Groups, free: Sequence[int], fixed: Mapping[int, Unit], size: int) -> dict[int, str]:
    """Each entry's line: as many entries as free lines, units apart from one another and from the fixed ones.

    Goes from the whole to halves, quarters and so on. At each step every unit is divided so that, with those fixed
    already, both parts have the same number of it; where one is over, units in the order of the lot send it up while
    there is room, the others down.
    """
    placed: dict[int, str] = {}
    _place(groups, sorted(free), sorted(fixed.items()), 1, size, placed)
    return placed


def together(lines: Sequence[str | None], units: Mapping[str, Unit]) -> Iterator[Conflict]:
    """Where unit mates stand closer than they need: first the pairs that meet in round 1, then larger sections.

    A section with more of a unit than its share (rounded up) is told once, in the smallest such section.
    """
    lines_of: dict[Unit, list[int]] = {}
    for line, entry in enumerate(lines):
        if entry is not None and units[entry][0]:
            lines_of.setdefault(units[entry], []).append(line)
    told: set[int] = set()
    length, stage = 2, 1
    while length < len(lines):
        for unit, mine in lines_of.items():
            share = share_of(len(mine), len(lines), stage)
            for crowd in _crowds(mine, length, share):
                if told.isdisjoint(crowd):
                    told.update(crowd)
                    ids = tuple(entry for line in crowd if (entry := lines[line]) is not None)
                    yield Conflict(unit[0], ids, stage, "unit.first_round" if stage == 1 else "unit.section")
        length, stage = length * 2, stage + 1


def share_of(total: int, size: int, stage: int) -> int:
    """How many of a unit may be in one section of 2 ** stage lines: one in a pair, else evenly, rounded up."""
    return 1 if stage == 1 else -(-total // (size >> stage))


def _crowds(mine: list[int], length: int, share: int) -> list[list[int]]:
    """The lines of each section of this length that has more than its share. `mine` rises."""
    if not any(one // length == other // length for one, other in zip(mine, mine[share:], strict=False)):
        return []
    sections: dict[int, list[int]] = {}
    for line in mine:
        sections.setdefault(line // length, []).append(line)
    return [crowd for crowd in sections.values() if len(crowd) > share]


def _place(
    groups: Groups, free: list[int], fixed: list[tuple[int, Unit]], low: int, high: int, placed: dict[int, str]
) -> None:
    if len(groups) == len(free) and not fixed:
        placed.update(zip(free, (ids[0] for ids in groups.values()), strict=True))
        return
    if len(free) <= 1 or low + 1 == high:
        placed.update(zip(free, _flat(groups.values()), strict=True))
        return
    middle = (low + high) // 2
    upper = [line for line in free if line <= middle]
    lower = free[len(upper) :]
    above = [(line, unit) for line, unit in fixed if line <= middle and unit in groups]
    below = [(line, unit) for line, unit in fixed if line > middle and unit in groups]
    shares = _divide(groups, len(upper), Counter(unit for _, unit in above), Counter(unit for _, unit in below))
    first = {unit: ids[: shares[unit]] for unit, ids in groups.items() if shares[unit]}
    second = {unit: ids[shares[unit] :] for unit, ids in groups.items() if shares[unit] < len(ids)}
    _place(first, upper, above, low, middle, placed)
    _place(second, lower, below, middle + 1, high, placed)


def _divide(groups: Groups, room: int, above: Counter[Unit], below: Counter[Unit]) -> dict[Unit, int]:
    """How many of each unit go to the upper part, which has this much room.

    `over` is by how many the upper part then has more of the unit than the lower; the best are 0, -1 and 1.
    """
    shares = {unit: min(max((len(ids) - above[unit] + below[unit]) // 2, 0), len(ids)) for unit, ids in groups.items()}
    over = {unit: 2 * shares[unit] - len(ids) + above[unit] - below[unit] for unit, ids in groups.items()}
    missing = room - sum(shares.values())
    step = 1 if missing > 0 else -1
    order = list(groups) if step > 0 else list(groups)[::-1]
    while missing:
        able = [unit for unit in order if 0 <= shares[unit] + step <= len(groups[unit])]
        least = min(step * over[unit] for unit in able)
        for unit in [unit for unit in able if step * over[unit] == least][: abs(missing)]:
            shares[unit] += step
            over[unit] += 2 * step
            missing -= step
    return shares


def _flat(groups: Iterable[list[str]]) -> Iterator[str]:
    return (entry for ids in groups for entry in ids)
