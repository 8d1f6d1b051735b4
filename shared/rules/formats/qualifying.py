"""A main draw of which some lines are played for before (抢号, qualifying rounds). Knows lines and numbers.

Lines are those of the main draw, the empty ones being the qualifiers', then the sections of the qualifying one below
the other. Seeds stand in the main draw; who else does is drawn by lot.

>>> form = Format(kind="qualifying", main_size=4, qualifiers=1)
>>> [(node.section, node.title.say) for node in structure(form, ("a", "b", "c", None, "d", "e"), "any")]
[('qualifying', 'Qualifying, last round'), ('main', 'Semi-final'), ('main', 'Semi-final'), ('main', 'Final')]
"""

from collections.abc import Sequence

from shared.rules.draws.lines import Contender, Draw, check_contenders, check_everybody
from shared.rules.draws.lines import draw as draw_bracket
from shared.rules.draws.seeding import SeedRule, bracket_size
from shared.rules.draws.separation import Conflict, unit_of
from shared.rules.draws.separation import together as too_close
from shared.rules.draws.trees import Feeder, Feeders, Part, Trees, alive
from shared.rules.follow import placed
from shared.rules.formats import Format, Results
from shared.rules.formats.knockout import grow
from shared.rules.lot import Lot
from shared.rules.model import Regulation, Words
from shared.rules.plan import FromLine, Line, Node, Placing, Title
from shared.rules.refusals import IllegalDraw
from shared.rules.words import _

NAME = _("Qualifying, then knockout")
SETTINGS = ("main_size", "qualifiers", "third_place")
OPEN_ENDED = False
MOST_LINES = 512


def in_words(form: Format) -> Words:
    """The format in sentences."""
    values: dict[str, object] = {"lines": form.main_size, "qualifiers": form.qualifiers}
    words: Words = [(_("Knockout of {lines}; {qualifiers} of its lines are played for before."), values)]
    if form.third_place:
        words.append((_("The losers of the semi-finals play for third place."), {}))
    return words


def draw(form: Format, contenders: Sequence[Contender], lot_seed: str, seed_rule: SeedRule) -> Draw:
    """Seeds and, by lot, as many others as there is room for into the main draw; the rest into the qualifying."""
    lines_needed(form, len(contenders))
    check_contenders(contenders)
    direct = form.main_size - form.qualifiers
    seeded = [one for one in contenders if one.seed is not None]
    if len(seeded) > direct:
        raise IllegalDraw("draw.too_many_seeds", _("At most {most} entries can be seeded here."), most=direct)
    lot = Lot(lot_seed)
    order = lot.shuffled([one for one in contenders if one.seed is None])
    main = [*seeded, *order[: direct - len(seeded)]]
    places = [Contender(f"{QUALIFIER}{number}", "") for number in range(form.qualifiers)]
    drawn = draw_bracket([*main, *places], f"{lot_seed}:main", seed_rule).lines
    upper = tuple(None if line is None or line.startswith(QUALIFIER) else line for line in drawn)
    rest = order[direct - len(seeded) :]
    below = tuple(line for section in _sections(rest, form, lot) for line in section)
    lines = (*upper, *below)
    return Draw(len(lines), lines, check_lines(form, contenders, lines, seed_rule), tuple(contenders), seed_rule)


QUALIFIER = " qualifier "


def check_lines(
    form: Format, contenders: Sequence[Contender], lines: Sequence[Line], seed_rule: SeedRule
) -> tuple[Conflict, ...]:
    """Unit mates too close, in the main draw and in the qualifying."""
    check_everybody(contenders, lines, lines_needed(form, len(contenders)))
    upper = lines[: form.main_size]
    if upper.count(None) != form.qualifiers:
        raise IllegalDraw(
            "draw.qualifiers", _("{qualifiers} lines of the main draw stay empty."), qualifiers=form.qualifiers
        )
    for section in _feeders(form, lines):
        if not alive(section):
            raise IllegalDraw("draw.empty_section", _("Every section of the qualifying needs an entry."))
    units = {one.id: unit_of(one.unit, one.id) for one in contenders}
    return tuple(too_close(upper, units))


def lines_needed(form: Format, entries: int) -> int:
    """The main draw's lines and as many for each qualifier as the largest section needs."""
    size, qualifiers = form.main_size, form.qualifiers
    if size < 4 or size > MOST_LINES or size & (size - 1):
        raise IllegalDraw("draw.main_size", _("A main draw has 4, 8, 16 … lines, {most} at most."), most=MOST_LINES)
    if not 1 <= qualifiers <= size // 2:
        raise IllegalDraw(
            "draw.qualifier_count", _("At least one line, and at most half of the lines, can be played for.")
        )
    rest = entries - size + qualifiers
    if rest <= qualifiers:
        raise IllegalDraw(
            "draw.no_qualifying",
            _("With {entries} entries nobody has to qualify for {lines} lines."),
            entries=entries,
            lines=size,
        )
    return size + qualifiers * bracket_size(-(-rest // qualifiers))


def structure(form: Format, lines: Sequence[Line], lot_seed: str) -> tuple[Node, ...]:
    """The qualifying round by round, then the main draw; which section leads to which line is drawn by lot."""
    trees = Trees()
    sections = _feeders(form, lines)
    rounds = len(sections[0]).bit_length() - 1
    for number in range(1, rounds + 1):
        every = tuple(feeder for section in sections for feeder in section)
        winners, losers = trees.play(every, Part("qualifying", number, _title(number, rounds)))
        trees.share(losers, form.main_size - form.qualifiers + alive(winners) + 1)
        each = len(winners) // form.qualifiers
        sections = [winners[each * place : each * (place + 1)] for place in range(form.qualifiers)]
    came = iter(Lot(f"{lot_seed}:qualifiers").shuffled([section[0] for section in sections]))
    main = tuple(FromLine(line) if entry else next(came) for line, entry in enumerate(lines[: form.main_size], 1))
    grow(trees, main, form)
    return tuple(trees.nodes)


def placings(
    form: Format, regulation: Regulation, nodes: Sequence[Node], lines: Sequence[Line], results: Results
) -> tuple[Placing, ...]:
    """As the matches say."""
    return placed(nodes, results.sides, results.winners)


def _sections(rest: Sequence[Contender], form: Format, lot: Lot) -> list[tuple[Line, ...]]:
    """Those who must qualify, one section after another, their byes spread from the top."""
    size = bracket_size(-(-len(rest) // form.qualifiers))
    found = []
    for place in range(form.qualifiers):
        inside = rest[place :: form.qualifiers]
        if len(inside) * 2 <= size:
            lines: list[Line] = [one.id for one in inside]
            found.append(tuple(line for one in lines for line in (one, *(None,) * (size // len(lines) - 1)))[:size])
        else:
            found.append(draw_bracket(inside, f"{lot.seed}:{place}", "ittf").lines)
    return found


def _feeders(form: Format, lines: Sequence[Line]) -> list[Feeders]:
    """Who comes into each section of the qualifying."""
    each = (len(lines) - form.main_size) // form.qualifiers
    found: list[Feeders] = []
    for place in range(form.qualifiers):
        start = form.main_size + each * place
        inside: list[Feeder] = [
            FromLine(line + 1) if lines[line] is not None else None for line in range(start, start + each)
        ]
        found.append(tuple(inside))
    return found


def _title(number: int, rounds: int) -> Title:
    if number == rounds:
        return Title(_("Qualifying, last round"))
    return Title(_("Qualifying, round {round}"), {"round": number})
