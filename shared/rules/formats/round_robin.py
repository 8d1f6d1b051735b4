"""Round robin: everybody meets everybody, once or more often. Knows lines and numbers; ranking is the table's.

>>> [node.sides for node in structure(Format(kind="round_robin"), ("a", "b", "c"), "any")][0]
(FromLine(line=2), FromLine(line=3))
"""

from collections.abc import Sequence

from shared.rules.draws.groups import groups_of, letter
from shared.rules.draws.lines import Contender, Draw, check_everybody
from shared.rules.draws.one_list import check_number, listed
from shared.rules.draws.seeding import SeedRule
from shared.rules.draws.separation import Conflict
from shared.rules.draws.tables import meetings
from shared.rules.draws.trees import Part, Trees
from shared.rules.formats import Format, Results
from shared.rules.model import Regulation, Words
from shared.rules.plan import FromLine, Line, Node, Placing, Title
from shared.rules.refusals import IllegalDraw
from shared.rules.standings import Standing
from shared.rules.words import _

NAME = _("Round robin")
SETTINGS = ("legs", "order")
OPEN_ENDED = False
MOST_ENTRIES = 64
MOST_LEGS = 8


def in_words(form: Format) -> Words:
    """The format in sentences."""
    return [(_("Round robin: everybody meets everybody."), {}), *group_words(form)]


def group_words(form: Format) -> Words:
    """How a group is played, in sentences."""
    words: Words = [(_("Each pair meets {legs} times."), {"legs": form.legs})] if form.legs > 1 else []
    orders = {
        "berger": _("Rounds follow Berger's table."),
        "circle": _("Rounds follow the circle turned counter-clockwise."),
    }
    return [*words, (orders[form.order], {})]


def draw(form: Format, contenders: Sequence[Contender], lot_seed: str, seed_rule: SeedRule) -> Draw:
    """The numbers of the table: seeds in order, then the others by lot."""
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
    check_legs(form)
    check_number(entries, MOST_ENTRIES)
    return entries


def structure(form: Format, lines: Sequence[Line], lot_seed: str) -> tuple[Node, ...]:
    """Every meeting, round by round."""
    return group_matches(form, lines, 1)


def placings(
    form: Format, regulation: Regulation, nodes: Sequence[Node], lines: Sequence[Line], results: Results
) -> tuple[Placing, ...]:
    """As the table says."""
    return tuple((standing.entry, standing.first, standing.last) for standing in results.standings.get(1, ()))


def check_legs(form: Format) -> None:
    """Refuse a number of legs that cannot be, with IllegalDraw."""
    if not 1 <= form.legs <= MOST_LEGS:
        raise IllegalDraw("draw.legs", _("There can be 1 to {most} legs."), most=MOST_LEGS)


def group_matches(form: Format, lines: Sequence[Line], groups: int) -> tuple[Node, ...]:
    """The meetings of all groups: round 1 of every group, then round 2, and so on."""
    trees = Trees()
    most = len(lines) // groups
    tables = [meetings(len(inside), form.order, form.legs) for inside in groups_of(lines, groups)]
    for played in range(max(len(table) for table in tables)):
        for group, table in enumerate(tables, 1):
            if played < len(table):
                part = Part("group", played + 1, group_title(group, played + 1, groups), group)
                _play(trees, table[played], part, most * (group - 1))
    return tuple(trees.nodes)


def group_title(group: int, played: int, groups: int) -> Title:
    """What a group match is called."""
    if groups == 1:
        return Title(_("Round {round}"), {"round": played})
    return Title(_("Group {group}, round {round}"), {"group": letter(group), "round": played})


def tiers(standings: Sequence[Sequence[Standing]]) -> list[list[str]]:
    """Who finished level over all groups: all first, all second … Those who share a place stand with its best."""
    level: dict[int, list[str]] = {}
    for table in standings:
        for standing in table:
            level.setdefault(standing.first, []).append(standing.entry)
    return [level[first] for first in sorted(level)]


def _play(trees: Trees, pairs: Sequence[tuple[int, int]], part: Part, before: int) -> None:
    for table, (one, two) in enumerate(pairs, 1):
        trees.meet((FromLine(before + one), FromLine(before + two)), part, table)
