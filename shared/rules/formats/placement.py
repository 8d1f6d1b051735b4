"""Full placement: whoever loses plays on for the places left, so that every place is played for. Knows lines only.

Chinese notices call it 淘汰加附加赛: of 8 entries 12 matches are played.

>>> nodes = structure(Format(kind="placement"), ("a", "b", "c", "d"), "any")
>>> [(node.number, node.section, node.winner_places, node.loser_places) for node in nodes]
[(1, 'main', None, None), (2, 'main', None, None), (3, 'place 3', (3, 3), (4, 4)), (4, 'main', (1, 1), (2, 2))]
"""

from collections.abc import Sequence

from shared.rules.draws.trees import Feeders, Part, Trees, alive
from shared.rules.follow import placed
from shared.rules.formats import Format, Results
from shared.rules.formats.knockout import check_lines, complete, draw, lines_needed
from shared.rules.model import Regulation, Words
from shared.rules.plan import FromLine, Line, Node, Placing, Title, check_form, round_title
from shared.rules.words import _

NAME = _("Knockout for every place")
SETTINGS = ()
OPEN_ENDED = False

__all__ = [
    "NAME",
    "OPEN_ENDED",
    "SETTINGS",
    "check_lines",
    "complete",
    "draw",
    "in_words",
    "lines_needed",
    "placings",
    "structure",
]


def in_words(form: Format) -> Words:
    """The format in sentences."""
    return [(_("Knockout for every place: who loses plays on for the places left."), {})]


def structure(form: Format, lines: Sequence[Line], lot_seed: str) -> tuple[Node, ...]:
    """Round by round, the brackets for the lower places first, so that the final is last."""
    check_form(lines)
    trees = Trees()
    brackets: dict[int, Feeders] = {1: tuple(FromLine(line) if entry else None for line, entry in enumerate(lines, 1))}
    for number in range(1, len(lines).bit_length()):
        following: dict[int, Feeders] = {}
        for first, feeders in sorted(brackets.items(), reverse=True):
            winners, losers = trees.play(feeders, _part(first, feeders, number))
            _go_on(trees, following, first, winners)
            _go_on(trees, following, first + alive(winners), losers)
        brackets = following
    return tuple(trees.nodes)


def placings(
    form: Format, regulation: Regulation, nodes: Sequence[Node], lines: Sequence[Line], results: Results
) -> tuple[Placing, ...]:
    """As the matches say."""
    return placed(nodes, results.sides, results.winners)


def _go_on(trees: Trees, following: dict[int, Feeders], first: int, feeders: Feeders) -> None:
    """One bracket more for the places from `first`; a single entry has its place already."""
    if alive(feeders) == 1:
        trees.share(feeders, first)
    elif alive(feeders) > 1:
        following[first] = feeders


def _part(first: int, feeders: Feeders, number: int) -> Part:
    if first == 1:
        return Part("main", number, round_title(1, len(feeders).bit_length() - 1))
    entries = alive(feeders)
    title = Title(_("Match for place {place}"), {"place": first})
    if entries > 2:
        title = Title(_("Places {first} to {last}"), {"first": first, "last": first + entries - 1})
    return Part(f"place {first}", number, title)
