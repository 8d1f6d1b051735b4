"""A ladder, or club ranking: whoever beats somebody above takes that place. Knows lines and numbers.

Matches are challenges, made one by one while the contest lasts; whoever loses keeps his place, and those between move
down by one. Lines are the order in which the ladder begins.

>>> climbed(("a", "b", "c", "d"), [("d", "b")])
('a', 'd', 'b', 'c')
"""

from collections.abc import Iterable, Mapping, Sequence

from shared.rules.draws.lines import Contender, Draw, check_everybody
from shared.rules.draws.one_list import check_number, listed
from shared.rules.draws.seeding import SeedRule
from shared.rules.draws.separation import Conflict
from shared.rules.formats import Format, Results, TableLine
from shared.rules.model import Outcome, Regulation, Words
from shared.rules.plan import FromLine, Line, Node, Placing, Sides, Title
from shared.rules.refusals import IllegalDraw
from shared.rules.words import _

NAME = _("Ladder")
SETTINGS = ("reach",)
OPEN_ENDED = True
COLUMNS = ()
MOST_ENTRIES = 1024
MOST_REACH = 100


def in_words(form: Format) -> Words:
    """The format in sentences."""
    return [
        (_("Ladder: whoever beats somebody above takes that place; those between move down."), {}),
        (_("One may challenge up to {places} places above."), {"places": form.reach}),
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
    if not 1 <= form.reach <= MOST_REACH:
        raise IllegalDraw("draw.reach", _("One may challenge 1 to {most} places above."), most=MOST_REACH)
    return entries


def structure(form: Format, lines: Sequence[Line], lot_seed: str) -> tuple[Node, ...]:
    """No match yet: each comes with its challenge."""
    return ()


def placings(
    form: Format, regulation: Regulation, nodes: Sequence[Node], lines: Sequence[Line], results: Results
) -> tuple[Placing, ...]:
    """The ladder as it stands."""
    order = standing(lines, results.outcomes, results.sides)
    return tuple((entry, place, place) for place, entry in enumerate(order, 1))


def table(nodes: Sequence[Node], lines: Sequence[Line], results: Results) -> tuple[TableLine, ...]:
    """The ladder from the top."""
    order = standing(lines, results.outcomes, results.sides)
    return tuple(TableLine(entry, place, place) for place, entry in enumerate(order, 1))


def standing(lines: Sequence[Line], outcomes: Mapping[int, Outcome], sides: Mapping[int, Sides]) -> tuple[str, ...]:
    """Everybody from the top after all challenges decided so far, in the order of their numbers."""
    won = []
    for number in sorted(outcomes):
        one, two = sides.get(number, (None, None))
        winner = outcomes[number].winner
        if one is not None and two is not None and winner is not None:
            won.append((one, two) if winner == 1 else (two, one))
    return climbed([entry for entry in lines if entry is not None], won)


def climbed(order: Iterable[str], won: Sequence[tuple[str, str]]) -> tuple[str, ...]:
    """The ladder after these matches, winner first."""
    ladder = list(order)
    for winner, loser in won:
        place = ladder.index(loser)
        if ladder.index(winner) > place:
            ladder.remove(winner)
            ladder.insert(place, winner)
    return tuple(ladder)


def challenge(
    form: Format, lines: Sequence[Line], order: Sequence[str], busy: Iterable[str], number: int, who: str, whom: str
) -> Node:
    """The match of a challenge. Raises IllegalDraw where it is not allowed: too far, not above, or not free.

    `order` is the ladder as it stands, `busy` those in a challenge that is not decided.
    """
    if who not in order or whom not in order:
        raise IllegalDraw("ladder.stranger", _("Both must stand on the ladder."))
    up = order.index(who) - order.index(whom)
    if up < 1:
        raise IllegalDraw("ladder.below", _("One can only challenge somebody above."))
    if up > form.reach:
        raise IllegalDraw("ladder.reach", _("One may challenge up to {places} places above."), places=form.reach)
    if {who, whom} & set(busy):
        raise IllegalDraw("ladder.busy", _("One of them has a challenge still to be played."))
    return Node(
        number=number,
        round=1,
        position=number,
        sides=(FromLine(lines.index(who) + 1), FromLine(lines.index(whom) + 1)),
        section="ladder",
        title=Title(_("Challenge {number}"), {"number": number}),
    )
