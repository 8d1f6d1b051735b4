"""Where seeds and byes stand in a knockout. Knows lines and numbers, not who stands on them.

Lines count from 1 at the top. Sources: ITTF Handbook 3.6.2 (lines of seeds) and 3.6.1 (byes, as even as possible and
first against seeds in seeding order); BWF General Competition Regulations, draws: in the top half a seed stands at the
top of its section, in the bottom half at the bottom; numbers of seeds as the BWF's.

>>> seed_lines(16, "bwf")[:4]
((1,), (16,), (5, 12), (3, 7, 10, 14))
>>> seed_lines(16, "ittf")[2]
(8, 9)
"""

from functools import cache
from typing import Literal

from shared.rules.lot import Lot
from shared.rules.refusals import IllegalDraw
from shared.rules.words import _

SeedRule = Literal["bwf", "ittf"]
MOST_ENTRIES = 4096


def bracket_size(entries: int) -> int:
    """Lines of a knockout: the next power of two. Raises IllegalDraw for fewer than 2 or more than 4096 entries."""
    if entries < 2:
        raise IllegalDraw("draw.too_few", _("A draw needs at least two entries."))
    if entries > MOST_ENTRIES:
        raise IllegalDraw("draw.too_many", _("A draw takes {most} entries at most."), most=MOST_ENTRIES)
    return 1 << (entries - 1).bit_length()


def seed_count(entries: int, seed_rule: SeedRule) -> int:
    """How many entries are seeded.

    BWF: 2 below 16 entries, 4 to 31, 8 to 63, 16 from 64. ITTF: the largest power of two that is no more than half.
    """
    if seed_rule == "bwf":
        return 2 if entries < 16 else 4 if entries < 32 else 8 if entries < 64 else 16
    return 1 << max(entries // 2, 1).bit_length() - 1


@cache
def seed_lines(size: int, seed_rule: SeedRule) -> tuple[tuple[int, ...], ...]:
    """The lines of seed 1, seed 2, seeds 3-4, 5-8, 9-16 … to the last line; the order inside a group is by lot."""
    groups: list[tuple[int, ...]] = [(1,), (size,)]
    sections = 2
    while sections < size:
        groups.append(_bwf(size, sections) if seed_rule == "bwf" else _ittf(size, sections))
        sections *= 2
    return tuple(groups)


def _ittf(size: int, sections: int) -> tuple[int, ...]:
    """The bottom lines of odd sections and the top lines of even ones."""
    length = size // sections
    return tuple(number * length if number % 2 else (number - 1) * length + 1 for number in range(1, sections + 1))


def _bwf(size: int, sections: int) -> tuple[int, ...]:
    """In the top half the middle of each section, where its lower half begins; the bottom half is the mirror of it."""
    length = size // sections
    upper = tuple(start + length // 2 + 1 for start in range(0, size // 2, length))
    return upper + tuple(size + 1 - line for line in reversed(upper))


def opponent_line(line: int) -> int:
    """The line met in round 1: the next one of an odd line, the one before of an even line."""
    return line + 1 if line % 2 else line - 1


def bye_lines(size: int, entries: int, seed_rule: SeedRule, lot: Lot) -> tuple[int, ...]:
    """The empty lines: against seed 1, seed 2, 3-4 and so on, as if every place of a seed were taken.

    Where a group of seeds gets only some byes, they are spread over halves, quarters and eighths; the lot decides an
    odd one. So any two halves, quarters or eighths have as many byes but for one.

    >>> bye_lines(8, 6, "ittf", Lot("any"))
    (2, 7)
    """
    left = size - entries
    byes: list[int] = []
    for group in seed_lines(size, seed_rule):
        chosen = _spread(group, min(left, len(group)), lot)
        byes += [opponent_line(line) for line in chosen]
        left -= len(chosen)
        if not left:
            break
    return tuple(byes)


def _spread(lines: tuple[int, ...], amount: int, lot: Lot) -> tuple[int, ...]:
    """So many of the lines, evenly over their halves, and within these again."""
    if amount == len(lines):
        return lines
    if amount == 0:
        return ()
    middle = len(lines) // 2
    upper = amount // 2 + (lot.below(2) if amount % 2 else 0)
    return _spread(lines[:middle], upper, lot) + _spread(lines[middle:], amount - upper, lot)


def folding(size: int) -> tuple[tuple[int, int], ...]:
    """The pairs of round 1 where every entry is ranked: first against last, folded, so that 1 and 2 meet at the end.

    >>> folding(8)
    ((1, 8), (4, 5), (2, 7), (3, 6))
    """
    order = [1]
    while len(order) < size // 2:
        total = 2 * len(order) + 1
        order = [rank for one in order for rank in (one, total - one)]
    return tuple((rank, size + 1 - rank) for rank in order)
