"""Double elimination: who loses twice is out. Knows lines and numbers, not who stands on them.

The losers' bracket takes the losers of round 1 among themselves, then in turn those of the next round against its
winners. They come in crossed over the halves, so that two do not meet again too soon.

>>> nodes = structure(Format(kind="double_elimination"), tuple("abcdefgh"), "any")
>>> len(nodes), nodes[-1].needed
(15, Needed(match=14, winner=2))
"""

from collections.abc import Sequence

from shared.rules.draws.trees import Feeder, Feeders, Part, Trees, alive
from shared.rules.follow import placed
from shared.rules.formats import Format, Results
from shared.rules.formats.knockout import check_lines, complete, draw, lines_needed
from shared.rules.model import Regulation, Words
from shared.rules.plan import FromLine, Line, LoserOf, Needed, Node, Placing, Title, WinnerOf, check_form
from shared.rules.words import _

NAME = _("Double elimination")
SETTINGS = ("second_final",)
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
    words: Words = [(_("Double elimination: who loses twice is out."), {})]
    if form.second_final:
        words.append((_("If the winner of the losers' bracket wins the final, a second final is played."), {}))
    return words


def structure(form: Format, lines: Sequence[Line], lot_seed: str) -> tuple[Node, ...]:
    """Both brackets round by round, then the final and the one that may follow."""
    check_form(lines)
    trees = Trees()
    rounds = len(lines).bit_length() - 1
    upper: Feeders = tuple(FromLine(line) if entry else None for line, entry in enumerate(lines, 1))
    below = _Below(trees)
    for number in range(1, rounds + 1):
        upper, losers = trees.play(upper, Part("main", number, _upper_title(number, rounds)))
        below.take(losers, number)
    finish(trees, upper[0], below.feeders[0], form)
    below.place()
    return tuple(trees.nodes)


def placings(
    form: Format, regulation: Regulation, nodes: Sequence[Node], lines: Sequence[Line], results: Results
) -> tuple[Placing, ...]:
    """As the matches say; the first final places nobody where a second one followed."""
    final, *second = [node for node in nodes if node.section == "final"]
    replayed = [node for node in second if node.number in results.outcomes]
    return placed([node for node in nodes if not replayed or node != final], results.sides, results.winners)


def finish(trees: Trees, best: Feeder, other: Feeder, form: Format) -> None:
    """The final between both brackets' winners; the second stands with the same sides, needed if the second wins."""
    trees.meet((best, other), Part("final", 1, Title(_("Grand final"))))
    final = trees.nodes[-1]
    _places(trees, final.number)
    if form.second_final:
        needed = Needed(final.number, 2)
        trees.meet(final.sides, Part("final", 2, Title(_("Second grand final")), needed=needed))
        _places(trees, final.number + 1)


def _places(trees: Trees, number: int) -> None:
    trees.place(WinnerOf(number), (1, 1))
    trees.place(LoserOf(number), (2, 2))


class _Below:
    """The losers' bracket as far as it is built."""

    def __init__(self, trees: Trees) -> None:
        self.trees = trees
        self.feeders: Feeders = ()
        self.round = 0
        self.out: list[Feeders] = []

    def take(self, losers: Feeders, number: int) -> None:
        """Those who lost in a round of the winners' bracket come in."""
        if number == 1:
            self.feeders = losers
        else:
            came = _crossed(losers, number)
            self._play(tuple(one for pair in zip(self.feeders, came, strict=True) for one in pair))
        if len(self.feeders) > 1:
            self._play(self.feeders)

    def _play(self, feeders: Feeders) -> None:
        self.round += 1
        title = Title(_("Losers' bracket, round {round}"), {"round": self.round})
        self.feeders, losers = self.trees.play(feeders, Part("losers", self.round, title))
        self.out.append(losers)

    def place(self) -> None:
        """Whoever lost in one round of this bracket shares places, from 3 on."""
        first = 3
        for losers in reversed(self.out):
            self.trees.share(losers, first)
            first += alive(losers)


def _crossed(losers: Feeders, number: int) -> Feeders:
    """Round 2 comes in from the bottom up, odd rounds with halves changed, later even ones as they stand."""
    half = len(losers) // 2
    if number == 2:
        return losers[::-1]
    return losers[half:] + losers[:half] if number % 2 else losers


def _upper_title(number: int, rounds: int) -> Title:
    if number == rounds:
        return Title(_("Winners' bracket, final"))
    return Title(_("Winners' bracket, round {round}"), {"round": number})
