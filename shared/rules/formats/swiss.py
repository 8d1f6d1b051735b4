"""Swiss: a fixed number of rounds, each pairing entries of equal points who have not met. Knows lines and numbers.

Only round 1 is fed by lines; later rounds wait to be paired, and then lines take the place of their pairings.

>>> [str(node.sides[0]) for node in structure(Format(kind="swiss"), ("a", "b", "c"), "any")]
['FromLine(line=1)', 'Pairing(round=2, table=1)']
"""

from collections.abc import Collection, Mapping, Sequence

from msgspec.structs import replace

from shared.rules.draws.lines import Contender, Draw, check_everybody
from shared.rules.draws.one_list import check_number, listed
from shared.rules.draws.seeding import SeedRule
from shared.rules.draws.separation import Conflict
from shared.rules.draws.swiss import Played, Record, most_rounds, rounds_for
from shared.rules.draws.trees import Part, Trees
from shared.rules.formats import Format, Results, TableLine
from shared.rules.model import Outcome, Regulation, Words
from shared.rules.plan import FromLine, Line, Node, NoOne, Pairing, Placing, Sides, Source, Title
from shared.rules.refusals import IllegalDraw
from shared.rules.words import _

NAME = _("Swiss system")
SETTINGS = ("rounds",)
OPEN_ENDED = False
BY_LOT = False
COLUMNS = (_("Points"), _("Opponents' points"), _("Points of those beaten"), _("Byes"))
MOST_ENTRIES = 1024


def in_words(form: Format) -> Words:
    """The format in sentences."""
    words: Words = [(_("Swiss system with as many rounds as a knockout would have."), {})]
    if form.rounds:
        words = [(_("Swiss system with {rounds} rounds."), {"rounds": form.rounds})]
    return [
        *words,
        (_("In each round those with equal points meet; nobody meets twice, nobody has two byes."), {}),
        (_("Equal points: sum of the opponents' points, then points of those beaten."), {}),
    ]


def draw(form: Format, contenders: Sequence[Contender], lot_seed: str, seed_rule: SeedRule) -> Draw:
    """Seeds in order, then the others by lot."""
    lines_needed(form, len(contenders))
    return listed(contenders, lot_seed, seed_rule)


def check_lines(
    form: Format, contenders: Sequence[Contender], lines: Sequence[Line], seed_rule: SeedRule
) -> tuple[Conflict, ...]:
    """Any order will do."""
    check_everybody(contenders, lines, lines_needed(form, len(contenders)))
    return ()


def lines_needed(form: Format, entries: int) -> int:
    """A line for everybody."""
    check_number(entries, MOST_ENTRIES)
    if not 0 <= form.rounds <= most_rounds(entries):
        raise IllegalDraw(
            "draw.rounds",
            _("With {entries} entries there can be {most} rounds before somebody must meet twice."),
            entries=entries,
            most=most_rounds(entries),
        )
    return entries


def structure(form: Format, lines: Sequence[Line], lot_seed: str) -> tuple[Node, ...]:
    """All tables of all rounds. In round 1 the upper half meets the lower half; the last of an odd field has a bye."""
    trees = Trees()
    tables = len(lines) // 2
    for played in range(1, (form.rounds or rounds_for(len(lines))) + 1):
        part = Part("swiss", played, Title(_("Round {round}"), {"round": played}))
        for table in range(1, tables + 1):
            waiting: Source = Pairing(played, table)
            sides = (FromLine(table), FromLine(table + tables)) if played == 1 else (waiting, waiting)
            trees.meet(sides, part, table)
    return tuple(trees.nodes)


def placings(
    form: Format, regulation: Regulation, nodes: Sequence[Node], lines: Sequence[Line], results: Results
) -> tuple[Placing, ...]:
    """As the table says."""
    return record(nodes, lines, results.outcomes, results.sides, results.withdrawn).placings()


def table(nodes: Sequence[Node], lines: Sequence[Line], results: Results) -> tuple[TableLine, ...]:
    """Points first, then the sums of opponents' points."""
    rows = record(nodes, lines, results.outcomes, results.sides, results.withdrawn).table()
    return tuple(
        TableLine(row.entry, row.first, row.last, (row.points, row.buchholz, row.berger, row.byes)) for row in rows
    )


def record(
    nodes: Sequence[Node],
    lines: Sequence[Line],
    outcomes: Mapping[int, Outcome],
    sides: Mapping[int, Sides],
    withdrawn: Collection[str] = (),
) -> Record:
    """What was played, with a bye for everybody who is not in a round that is paired and has not withdrawn."""
    entries = [entry for entry in lines if entry is not None]
    played: list[Played] = []
    for number in sorted({node.round for node in nodes}):
        here = [node for node in nodes if node.round == number]
        met = [(sides[node.number], outcomes[node.number]) for node in here if node.number in outcomes]
        inside = {entry for node in here for entry in sides.get(node.number, ()) if entry is not None}
        played += [Played(one, two, outcome.winner) for (one, two), outcome in met if one is not None]
        if inside:
            played += [Played(entry, None, 1) for entry in entries if entry not in inside and entry not in withdrawn]
    return Record(entries, played)


def awaits(form: Format) -> tuple[Source, ...]:
    """No groups."""
    return ()


def pair(
    form: Format,
    nodes: Sequence[Node],
    lines: Sequence[Line],
    results: Results,
    lot_seed: str,
    units: Mapping[str, str],
) -> tuple[Node, ...]:
    """The next round; a table to which nobody is left stays empty. Raises IllegalDraw where all have met already."""
    tables, known = _due(nodes, lines, results)
    present = [entry for entry in known.entries if entry not in results.withdrawn]
    pairs = [each for each in Record.pair(known.entries, known.played, present) if each[1]]
    return _seated(tables, lines, pairs)


def pair_by_hand(
    nodes: Sequence[Node], lines: Sequence[Line], results: Results, pairs: Sequence[tuple[str, str]]
) -> tuple[tuple[Node, ...], tuple[Conflict, ...]]:
    """The next round as somebody wants it, and who meets again in it.

    Raises IllegalDraw for pairs that are no round: somebody strange, withdrawn or twice, two or more left over.
    """
    tables, known = _due(nodes, lines, results)
    present = {entry for entry in known.entries if entry not in results.withdrawn}
    named = [one for each in pairs for one in each]
    if len(set(named)) < len(named) or not set(named) <= present or len(present) - len(named) > 1:
        raise IllegalDraw("swiss.round", _("A round has everybody once, and one who is left over at most."))
    again = [Conflict("", each, 0, "swiss.again") for each in pairs if each[1] in known.met[each[0]]]
    resting = present - set(named)
    again += [Conflict("", (one,), 0, "swiss.bye_again") for one in resting if "" in known.met[one]]
    return _seated(tables, lines, pairs), tuple(again)


def _due(nodes: Sequence[Node], lines: Sequence[Line], results: Results) -> tuple[list[Node], Record]:
    """The tables of the round that is due, and what was played before it."""
    waiting = [node for node in nodes if isinstance(node.sides[0], Pairing)]
    if not waiting:
        raise IllegalDraw("swiss.complete", _("All rounds are paired."))
    number = min(node.round for node in waiting)
    before = [node for node in nodes if node.round < number]
    if any(node.number not in results.outcomes and any(results.sides[node.number]) for node in before):
        raise IllegalDraw("swiss.early", _("Round {round} is not over."), round=number - 1)
    known = record(before, lines, results.outcomes, results.sides, results.withdrawn)
    return [node for node in waiting if node.round == number], known


def _seated(tables: Sequence[Node], lines: Sequence[Line], pairs: Sequence[tuple[str, str]]) -> tuple[Node, ...]:
    line_of = {entry: line for line, entry in enumerate(lines, 1)}
    filled: list[tuple[Source, Source]] = [(FromLine(line_of[one]), FromLine(line_of[two])) for one, two in pairs]
    nobody: Sequence[tuple[Source, Source]] = [(NoOne(), NoOne())] * (len(tables) - len(filled))
    return tuple(replace(node, sides=sides) for node, sides in zip(tables, (*filled, *nobody), strict=True))
