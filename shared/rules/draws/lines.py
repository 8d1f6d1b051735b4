"""The draw of a knockout: byes, seeds, units apart, the rest by lot. Knows entries by id, unit and seed only.

Order of authority: seeding, then separation of units, then the lot. Whoever knows the lot's seed and the entries in
their order can make the draw again. The lot is asked, in this order:

1. where byes of a group of seeds cannot be halved evenly: which half has the odd one, from the largest part down;
2. for each group of seeds (1, 2, 3-4, 5-8 …), first those with a bye and then those without: the order of the seeds
   and of the places left empty, then the order of their units, an empty place being one of its own;
3. the order of the unseeded entries, then the order of their units;
4. only if unit mates still meet too early: the order in which the lines of unseeded entries are tried for exchanges.

>>> entries = [Contender("a", "Arts", 1), Contender("b", "Law"), Contender("c", "Arts")]
>>> draw(entries, "spring", "bwf").lines
('a', None, 'b', 'c')
"""

from collections.abc import Mapping, Sequence

from msgspec import Struct
from msgspec.structs import replace

from shared.rules.draws.exchanges import set_right
from shared.rules.draws.seeding import SeedRule, bracket_size, bye_lines, opponent_line, seed_lines
from shared.rules.draws.separation import Conflict, Groups, Unit, place, together, unit_of
from shared.rules.lot import Lot
from shared.rules.plan import Line, check_form
from shared.rules.refusals import IllegalDraw
from shared.rules.words import _

CONFLICTS = {
    "unit.first_round": _("{names} of {unit} meet in round 1."),
    "unit.section": _("{names} of {unit} may meet as early as round {round}."),
    "seed.place": _("{names} is not on a line of its seed."),
    "bye.order": _("{names} has no bye although a lower seed or an unseeded entry has one."),
    "bye.spread": _("The byes are not spread evenly."),
    "unit.group": _("{names} of {unit} are in one group."),
    "unit.heat": _("{names} of {unit} are in one heat."),
    "seed.group": _("{names} is in a group with another seed of its row."),
    "second_stage.half": _("{names} stands in the half of the winner of its group."),
    "swiss.again": _("{names} have met before."),
    "swiss.bye_again": _("{names} had a bye before."),
    "group.size": _("The groups differ by more than one entry."),
}
"""The sentence of each conflict's code. `{names}` are the names of the ids, `{unit}` and `{round}` its fields."""

REASONS = {
    "unit.first_round.seeded": _("{names} of {unit} meet in round 1: seeding has the higher authority."),
    "unit.section.seeded": _("{names} of {unit} may meet as early as round {round}: seeding has the higher authority."),
    "unit.first_round.many": _(
        "{names} of {unit} meet in round 1: the unit has more entries than round 1 has matches."
    ),
}
"""The sentence of a conflict's code with its reason, where one is known."""


def sentence_of(conflict: Conflict) -> str:
    """What a conflict says: an English msgid."""
    return REASONS.get(f"{conflict.code}.{conflict.why}", CONFLICTS[conflict.code])


class Contender(Struct, frozen=True):
    """An entry as the draw sees it. `seed` is its rank, 1 the best; an empty unit is kept apart from nobody."""

    id: str
    unit: str
    seed: int | None = None


class Draw(Struct, frozen=True):
    """Who stands on which line; `lines[0]` is line 1 and None a bye. `report` tells every rule it breaks."""

    size: int
    lines: tuple[Line, ...]
    report: tuple[Conflict, ...]
    contenders: tuple[Contender, ...] = ()
    seed_rule: SeedRule = "bwf"


def draw(contenders: Sequence[Contender], lot_seed: str, seed_rule: SeedRule) -> Draw:
    """Draw the lots. The order of `contenders` matters for doing it again.

    Seeds need not be numbered without gaps: their order counts. Raises IllegalDraw for fewer than 2 or more than 4096
    entries, the same entry or seed twice, or more seeds than half of the lines.
    """
    size = bracket_size(len(contenders))
    check_contenders(contenders)
    _check_seed_count(contenders, size)
    lot = Lot(lot_seed)
    byes = bye_lines(size, len(contenders), seed_rule, lot)
    on_line = _place_seeds(contenders, size, seed_rule, set(byes), lot)
    units = {one.id: unit_of(one.unit, one.id) for one in contenders}
    fixed = {line: units[entry] for line, entry in on_line.items()}
    free = set(range(1, size + 1)).difference(byes, on_line)
    on_line |= place(_groups([one for one in contenders if one.seed is None], lot), sorted(free), fixed, size)
    lines = tuple(on_line.get(line) for line in range(1, size + 1))
    if any(together(lines, units)):
        lines = set_right(lines, units, [line - 1 for line in lot.shuffled(sorted(free))])
    return Draw(size, lines, check_lines(contenders, lines, seed_rule), tuple(contenders), seed_rule)


def swapped(draw: Draw, line_a: int, line_b: int) -> Draw:
    """The draw with what stands on two lines changed; its report tells what the change breaks.

    Raises IllegalDraw for a line there is not, or where two byes would meet.
    """
    for line in (line_a, line_b):
        if not 1 <= line <= draw.size:
            raise IllegalDraw("draw.no_line", _("There is no line {line}."), line=line)
    changed = list(draw.lines)
    changed[line_a - 1], changed[line_b - 1] = changed[line_b - 1], changed[line_a - 1]
    check_form(changed)
    report = check_lines(draw.contenders, changed, draw.seed_rule) if draw.contenders else ()
    return replace(draw, lines=tuple(changed), report=report)


def check_lines(contenders: Sequence[Contender], lines: Sequence[Line], seed_rule: SeedRule) -> tuple[Conflict, ...]:
    """Which rules these lines break; for lots drawn by hand.

    Raises IllegalDraw where they are no draw of these contenders at all: an entry missing, strange or twice, a wrong
    number of lines, two byes against each other.
    """
    check_form(lines)
    check_everybody(contenders, lines, bracket_size(len(contenders)))
    seeded = by_seed(contenders)
    line_of = {entry: line for line, entry in enumerate(lines, 1) if entry is not None}
    units = {one.id: unit_of(one.unit, one.id) for one in contenders}
    return (
        *_misplaced_seeds(seeded, line_of, seed_lines(len(lines), seed_rule)),
        *_unfair_byes(seeded, lines, line_of),
        *(replace(each, why=_why(each, seeded, units, len(lines))) for each in together(lines, units)),
    )


def _why(conflict: Conflict, seeded: Sequence[Contender], units: Mapping[str, Unit], size: int) -> str:
    """Why these unit mates could not be kept apart, as far as the lines tell."""
    if sum(one.id in conflict.ids for one in seeded) > 1:
        return "seeded"
    mates = sum(unit == (conflict.unit, "") for unit in units.values())
    return "many" if conflict.round == 1 and mates > size // 2 else ""


def _place_seeds(
    contenders: Sequence[Contender], size: int, seed_rule: SeedRule, byes: set[int], lot: Lot
) -> dict[int, str]:
    """The seeds' lines, group by group: in a group first those that have a bye, in seeding order, then the others."""
    waiting = by_seed(contenders)
    on_line: dict[int, str] = {}
    fixed: dict[int, Unit] = {}
    for group in seed_lines(size, seed_rule):
        here, waiting = waiting[: len(group)], waiting[len(group) :]
        with_bye = [line for line in group if opponent_line(line) in byes]
        without = [line for line in group if opponent_line(line) not in byes]
        for seeds, lines in ((here[: len(with_bye)], with_bye), (here[len(with_bye) :], without)):
            units = {one.id: unit_of(one.unit, one.id) for one in seeds}
            found = place(_groups(seeds, lot, len(lines) - len(seeds)), lines, fixed, size)
            taken = {line: entry for line, entry in found.items() if entry in units}
            on_line |= taken
            fixed |= {line: units[entry] for line, entry in taken.items()}
        if not waiting:
            break
    return on_line


def _groups(contenders: Sequence[Contender], lot: Lot, empty: int = 0) -> Groups:
    """Contenders by unit: units in the order of the lot, members of a unit in the order of the lot.

    `empty` places that stay free take part in the lot as units of their own.
    """
    order = lot.shuffled([*contenders, *(Contender(f" {number}", "") for number in range(empty))])
    groups: Groups = {}
    for one in order:
        groups.setdefault(unit_of(one.unit, one.id), []).append(one.id)
    return {unit: groups[unit] for unit in lot.shuffled(list(groups))}


def by_seed(contenders: Sequence[Contender]) -> list[Contender]:
    """The seeded, best first."""
    seeded = [(one.seed, one) for one in contenders if one.seed is not None]
    return [one for _, one in sorted(seeded, key=lambda pair: pair[0])]


def _misplaced_seeds(
    seeded: Sequence[Contender], line_of: dict[str, int], groups: tuple[tuple[int, ...], ...]
) -> list[Conflict]:
    places = [group for group in groups for _ in group]
    return [
        Conflict(one.unit, (one.id,), 0, "seed.place")
        for one, group in zip(seeded, places, strict=False)
        if line_of[one.id] not in group
    ]


def _unfair_byes(seeded: Sequence[Contender], lines: Sequence[Line], line_of: dict[str, int]) -> list[Conflict]:
    """Seeds passed over by a bye that went lower, and byes crowded in one half, quarter, eighth …"""
    byes = [line for line, entry in enumerate(lines, 1) if entry is None]
    passed = [one for one in seeded if lines[opponent_line(line_of[one.id]) - 1] is not None]
    served = len(seeded) - len(passed)
    lower = len(byes) > served
    unfair = [one for place, one in enumerate(seeded) if one in passed and (lower or place < served)]
    conflicts = [Conflict(one.unit, (one.id,), 1, "bye.order") for one in unfair]
    length = len(lines) // 2
    while length > 1:
        counts = [0] * (len(lines) // length)
        for line in byes:
            counts[(line - 1) // length] += 1
        if max(counts) - min(counts) > 1:
            return [*conflicts, Conflict("", (), 1, "bye.spread")]
        length //= 2
    return conflicts


def check_contenders(contenders: Sequence[Contender]) -> None:
    """Refuse an entry or a seed that is there twice, with IllegalDraw."""
    if len({one.id for one in contenders}) < len(contenders):
        raise IllegalDraw("draw.entry_twice", _("An entry is in the draw twice."))
    seeds = [one.seed for one in contenders if one.seed is not None]
    if len(set(seeds)) < len(seeds):
        raise IllegalDraw("draw.seed_twice", _("Two entries have the same seed."))


def _check_seed_count(contenders: Sequence[Contender], size: int) -> None:
    most = max(size // 2, 2)
    if sum(one.seed is not None for one in contenders) > most:
        raise IllegalDraw("draw.too_many_seeds", _("At most {most} entries can be seeded here."), most=most)


def check_everybody(contenders: Sequence[Contender], lines: Sequence[Line], size: int) -> None:
    """Refuse lines on which somebody is missing, strange or twice, or that are not so many, with IllegalDraw."""
    if len(lines) != size:
        raise IllegalDraw(
            "draw.wrong_size", _("{entries} entries need {size} lines."), entries=len(contenders), size=size
        )
    if sorted(entry for entry in lines if entry is not None) != sorted(one.id for one in contenders):
        raise IllegalDraw("draw.incomplete", _("Every entry must stand on one line, and nobody else."))
