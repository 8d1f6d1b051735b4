"""A draw begun by hand, completed as well as can be: what breaks then cannot be avoided. Knows lines and units.

Used while lots are drawn in the room: after every line typed it tells what this line made impossible.
"""

from collections.abc import Sequence

from shared.rules.draws.exchanges import set_right
from shared.rules.draws.groups import best_group, groups_of, lines_of, snake
from shared.rules.draws.lines import Contender, by_seed
from shared.rules.draws.seeding import SeedRule, bracket_size, bye_lines, opponent_line, seed_lines
from shared.rules.draws.separation import Groups, place, together, unit_of
from shared.rules.lot import Lot
from shared.rules.plan import Line
from shared.rules.refusals import IllegalDraw
from shared.rules.words import _


def complete_bracket(contenders: Sequence[Contender], begun: Sequence[Line], seed_rule: SeedRule) -> tuple[Line, ...]:
    """The lines with everybody else put where they break least. Raises IllegalDraw where byes would have to meet.

    >>> one, two, three = Contender("a", "U", 1), Contender("b", "U"), Contender("c", "")
    >>> complete_bracket((one, two, three), (None, None, "b", None), "bwf")
    ('a', None, 'b', 'c')
    """
    size = bracket_size(len(contenders))
    taken = {line: entry for line, entry in enumerate(begun, 1) if entry is not None}
    free = [line for line in range(1, size + 1) if line not in taken]
    for line, seed in _seeds(contenders, taken, free, seed_rule, size):
        taken[line] = seed
        free.remove(line)
    for line in _byes(contenders, taken, free, seed_rule, size):
        free.remove(line)
    rest: Groups = {}
    for one in contenders:
        if one.id not in taken.values():
            rest.setdefault(unit_of(one.unit, one.id), []).append(one.id)
    unit = {one.id: unit_of(one.unit, one.id) for one in contenders}
    taken |= place(rest, free, {line: unit[entry] for line, entry in taken.items()}, size)
    lines = tuple(taken.get(line) for line in range(1, size + 1))
    return set_right(lines, unit, [line - 1 for line in free]) if any(together(lines, unit)) else lines


def complete_groups(contenders: Sequence[Contender], begun: Sequence[Line], groups: int) -> tuple[Line, ...]:
    """The groups with everybody else put where they break least; seeds first."""
    by_id = {one.id: one for one in contenders}
    found = [[by_id[entry] for entry in inside] for inside in groups_of(begun, groups)]
    sizes = [len(ranks) for ranks in snake(len(contenders), groups)]
    room = [max(size, len(inside)) for size, inside in zip(sizes, found, strict=True)]
    placed = {one.id for inside in found for one in inside}
    seeded = by_seed(contenders)
    row_of = {one.id: rank // groups for rank, one in enumerate(seeded)}
    lot = Lot("any")
    for one in [*seeded, *(each for each in contenders if each.seed is None)]:
        if one.id in placed:
            continue
        open_to = [
            number
            for number, inside in enumerate(found)
            if len(inside) < room[number]
            and (one.seed is None or all(row_of.get(mate.id) != row_of[one.id] for mate in inside))
        ]
        if open_to:
            narrowed = [room[number] if number in open_to else 0 for number in range(groups)]
            found[best_group(found, narrowed, one, lot)].append(one)
        else:
            found[best_group(found, [size + groups for size in room], one, lot)].append(one)
    return lines_of(tuple(tuple(one.id for one in inside) for inside in found))


def _seeds(
    contenders: Sequence[Contender], taken: dict[int, str], free: list[int], seed_rule: SeedRule, size: int
) -> list[tuple[int, str]]:
    """Seeds not drawn yet, each on a line of its own group of seeds where one is left, else on any."""
    waiting = by_seed(contenders)
    left = list(free)
    found: list[tuple[int, str]] = []
    for group in seed_lines(size, seed_rule):
        here, waiting = waiting[: len(group)], waiting[len(group) :]
        for one in here:
            if one.id in taken.values():
                continue
            line = next((line for line in group if line in left), left[0])
            left.remove(line)
            found.append((line, one.id))
    return found


def _byes(
    contenders: Sequence[Contender], taken: dict[int, str], free: list[int], seed_rule: SeedRule, size: int
) -> list[int]:
    """Lines to leave empty: as the rule has it, then any whose opponent's line is not empty."""
    missing = size - len(contenders)
    wanted = [line for line in bye_lines(size, len(contenders), seed_rule, Lot("any")) if line in free]
    others = [line for line in free if line not in wanted]
    chosen: list[int] = []
    for line in (*wanted, *others):
        if len(chosen) < missing and opponent_line(line) not in chosen:
            chosen.append(line)
    if len(chosen) < missing:
        raise IllegalDraw("draw.byes_meet", _("With these lines two byes would have to meet."))
    return chosen
