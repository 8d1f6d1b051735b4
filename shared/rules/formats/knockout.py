"""Knockout: who loses is out; losers of the semi-finals may play for third place, those of round 1 a consolation.

>>> form = Format(third_place=True)
>>> [(node.number, node.section, node.loser_places) for node in structure(form, ("a", "b", "c", "d"), "any")]
[(1, 'main', None), (2, 'main', None), (3, 'third', (4, 4)), (4, 'main', (2, 2))]
"""

from collections.abc import Sequence

from shared.rules.draws.completing import complete_bracket
from shared.rules.draws.lines import Contender, Draw
from shared.rules.draws.lines import check_lines as check_bracket
from shared.rules.draws.lines import draw as draw_bracket
from shared.rules.draws.seeding import SeedRule, bracket_size
from shared.rules.draws.separation import Conflict
from shared.rules.draws.trees import Feeders, Part, Trees, alive
from shared.rules.follow import placed
from shared.rules.formats import Format, Results
from shared.rules.model import Regulation, Words
from shared.rules.plan import FromLine, Line, Node, Placing, Title, check_form, round_title
from shared.rules.words import _

NAME = _("Knockout")
SETTINGS = ("third_place", "consolation")
OPEN_ENDED = False


def in_words(form: Format) -> Words:
    """The format in sentences."""
    words: Words = [(_("Knockout: who loses is out."), {})]
    if form.third_place:
        words.append((_("The losers of the semi-finals play for third place."), {}))
    if form.consolation:
        words.append((_("The losers of round 1 play a bracket of their own."), {}))
    return words


def draw(form: Format, contenders: Sequence[Contender], lot_seed: str, seed_rule: SeedRule) -> Draw:
    """Seeds on their lines, units apart, the rest by lot."""
    return draw_bracket(contenders, lot_seed, seed_rule)


def check_lines(
    form: Format, contenders: Sequence[Contender], lines: Sequence[Line], seed_rule: SeedRule
) -> tuple[Conflict, ...]:
    """Which rules of a bracket these lines break."""
    return check_bracket(contenders, lines, seed_rule)


def complete(
    form: Format, contenders: Sequence[Contender], begun: Sequence[Line], seed_rule: SeedRule
) -> tuple[Line, ...]:
    """Lines drawn so far, and the others where they break least."""
    return complete_bracket(contenders, begun, seed_rule)


def lines_needed(form: Format, entries: int) -> int:
    """The next power of two."""
    return bracket_size(entries)


def structure(form: Format, lines: Sequence[Line], lot_seed: str) -> tuple[Node, ...]:
    """The bracket, with a match for third place before the final where two semi-finals are played."""
    check_form(lines)
    trees = Trees()
    grow(trees, tuple(FromLine(line) if entry else None for line, entry in enumerate(lines, 1)), form)
    return tuple(trees.nodes)


def placings(
    form: Format, regulation: Regulation, nodes: Sequence[Node], lines: Sequence[Line], results: Results
) -> tuple[Placing, ...]:
    """As the matches say."""
    return placed(nodes, results.sides, results.winners)


def grow(trees: Trees, feeders: Feeders, form: Format) -> None:
    """All matches of a knockout between those who come from these feeders; the final is the last."""
    rounds = len(feeders).bit_length() - 1
    for number in range(1, rounds + 1):
        left = alive(feeders)
        feeders, losers = trees.play(feeders, Part("main", number, round_title(number, rounds)))
        if form.third_place and number == rounds - 1 and alive(losers) == 2:
            winner, loser = trees.meet((losers[0], losers[1]), Part("third", 1, Title(_("Match for third place"))))
            trees.place(winner, (3, 3))
            trees.place(loser, (4, 4))
        elif form.consolation and number == 1 < rounds - form.third_place and alive(losers) > 1:
            console(trees, losers, left - alive(losers) + 1)
        else:
            trees.share(losers, left - alive(losers) + 1)
    trees.share(feeders, 1)


def console(trees: Trees, losers: Feeders, first: int) -> None:
    """The bracket of those who lost in round 1; they are placed from `first` on."""
    if len(losers) == 2:
        trees.share(losers, first)
        return
    trees.play_out(losers, "consolation", consolation_title, first)


def consolation_title(left: int) -> Title:
    """What a round of the consolation is called, by the slots it begins with."""
    if left == 2:
        return Title(_("Consolation final"))
    return Title(_("Consolation, round of {entries}"), {"entries": left})
