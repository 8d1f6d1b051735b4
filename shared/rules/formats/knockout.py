"""Knockout: who loses is out; the losers of the semi-finals may play for third place. Knows lines and numbers.

>>> form = Format(third_place=True)
>>> [(node.number, node.section, node.loser_places) for node in structure(form, ("a", "b", "c", "d"), "any")]
[(1, 'main', None), (2, 'main', None), (3, 'third', (4, 4)), (4, 'main', (2, 2))]
"""

from collections.abc import Sequence

from msgspec.structs import replace

from shared.rules.draws.lines import Contender, Draw
from shared.rules.draws.lines import check_lines as check_bracket
from shared.rules.draws.lines import draw as draw_bracket
from shared.rules.draws.seeding import SeedRule, bracket_size
from shared.rules.draws.separation import Conflict
from shared.rules.formats import Format, Results
from shared.rules.model import Regulation, Words
from shared.rules.plan import Line, LoserOf, Node, Placing, Title, bracket, placed
from shared.rules.words import _

NAME = _("Knockout")
SETTINGS = ("third_place",)
OPEN_ENDED = False


def in_words(form: Format) -> Words:
    """The format in sentences."""
    words: Words = [(_("Knockout: who loses is out."), {})]
    if form.third_place:
        words.append((_("The losers of the semi-finals play for third place."), {}))
    return words


def draw(form: Format, contenders: Sequence[Contender], lot_seed: str, seed_rule: SeedRule) -> Draw:
    """Seeds on their lines, units apart, the rest by lot."""
    return draw_bracket(contenders, lot_seed, seed_rule)


def check_lines(
    form: Format, contenders: Sequence[Contender], lines: Sequence[Line], seed_rule: SeedRule
) -> tuple[Conflict, ...]:
    """Which rules of a bracket these lines break."""
    return check_bracket(contenders, lines, seed_rule)


def lines_needed(form: Format, entries: int) -> int:
    """The next power of two."""
    return bracket_size(entries)


def structure(form: Format, lines: Sequence[Line], lot_seed: str) -> tuple[Node, ...]:
    """The bracket, with a match for third place before the final where two semi-finals are played."""
    nodes = bracket(lines)
    semis = [node for node in nodes if node.round == nodes[-1].round - 1]
    if not form.third_place or len(semis) < 2:
        return nodes
    final = nodes[-1]
    third = Node(
        number=final.number,
        round=1,
        position=1,
        sides=(LoserOf(semis[0].number), LoserOf(semis[1].number)),
        section="third",
        title=Title(_("Match for third place")),
        winner_places=(3, 3),
        loser_places=(4, 4),
    )
    kept = [replace(node, loser_places=None) if node in semis else node for node in nodes[:-1]]
    return (*kept, third, replace(final, number=final.number + 1))


def placings(
    form: Format, regulation: Regulation, nodes: Sequence[Node], lines: Sequence[Line], results: Results
) -> tuple[Placing, ...]:
    """As the matches say."""
    return placed(nodes, results.sides, results.winners)
