"""Groups, then a knockout between the best of them. Knows lines, groups and places; ranking is the table's.

>>> form = Format(kind="groups_knockout", groups=2, second_stage="cross")
>>> [str(node.sides[0]) for node in structure(form, "abcdef", "any") if node.section == "main"][:2]
['GroupPlace(group=1, place=1)', 'GroupPlace(group=2, place=1)']
"""

from collections.abc import Sequence

from shared.rules.draws import second_stage
from shared.rules.draws.groups import deal, groups_of, lines_of, seeds_together, together, width
from shared.rules.draws.lines import Contender, Draw, check_everybody
from shared.rules.draws.seeding import SeedRule, bracket_size
from shared.rules.draws.separation import Conflict
from shared.rules.draws.trees import Feeders, Trees
from shared.rules.formats import Format, Results
from shared.rules.formats.knockout import grow
from shared.rules.formats.round_robin import check_legs, group_matches, group_words, tiers
from shared.rules.lot import Lot
from shared.rules.model import Regulation, Words
from shared.rules.plan import Line, Node, Pairing, Placing, placed
from shared.rules.refusals import IllegalDraw
from shared.rules.words import _

NAME = _("Groups, then knockout")
SETTINGS = (
    "groups",
    "spread",
    "legs",
    "order",
    "qualify",
    "best_next",
    "best_by",
    "drop_last",
    "second_stage",
    "third_place",
)
OPEN_ENDED = False


def in_words(form: Format) -> Words:
    """The format in sentences."""
    words: Words = [(_("{groups} groups, then a knockout."), {"groups": form.groups})]
    words += group_words(form)
    words.append((_("The best {places} of each group go on."), {"places": form.qualify}))
    if form.best_next:
        words.append((_("The best {entries} of the next place go on too."), {"entries": form.best_next}))
        words.append((COMPARED[form.best_by], {}))
    if form.best_next and form.drop_last:
        words.append((_("Results against the last of larger groups are left out there."), {}))
    words.append((STAGES[form.second_stage], {}))
    if form.third_place:
        words.append((_("The losers of the semi-finals play for third place."), {}))
    return words


COMPARED = {
    "per_match": _("They are compared by what they achieved per match."),
    "seeding": _("They are compared by seeding."),
}
STAGES = {
    "cross": _("The knockout crosses the groups: A1 meets B2, B1 meets A2."),
    "lots": _("Winners stand on the lines of seeds, runners-up by lot in the half opposite their winner."),
    "redrawn": _("The knockout is drawn once the groups are over, runners-up in the half opposite their winner."),
}


def draw(form: Format, contenders: Sequence[Contender], lot_seed: str, seed_rule: SeedRule) -> Draw:
    """Seeds by the snake, units apart, the rest by lot."""
    lines_needed(form, len(contenders))
    lines = lines_of(deal(contenders, form.groups, form.spread, Lot(lot_seed)))
    return Draw(len(lines), lines, check_lines(form, contenders, lines, seed_rule), tuple(contenders), seed_rule)


def check_lines(
    form: Format, contenders: Sequence[Contender], lines: Sequence[Line], seed_rule: SeedRule
) -> tuple[Conflict, ...]:
    """Seeds of one row together, units together that could be apart, groups of unequal size."""
    check_everybody(contenders, lines, lines_needed(form, len(contenders)))
    groups = groups_of(lines, form.groups)
    sizes = [len(group) for group in groups]
    if min(sizes) < least(form):
        raise small_groups(form)
    uneven = (Conflict("", (), 0, "group.size"),) if max(sizes) - min(sizes) > 1 else ()
    return (*seeds_together(contenders, groups), *together(contenders, groups, "unit.group"), *uneven)


def lines_needed(form: Format, entries: int) -> int:
    """As many lines for every group as the largest has."""
    check_legs(form)
    most = width(entries, form.groups)
    if form.qualify < 1 or not 0 <= form.best_next < max(form.groups, 1):
        raise IllegalDraw("draw.qualify", _("At least one of each group goes on, and not all of the next place."))
    if entries // form.groups < least(form):
        raise small_groups(form)
    if form.second_stage == "cross":
        if form.best_next:
            raise IllegalDraw("draw.cross_best", _("A crossing has no place for the best of the next place."))
        second_stage.crossed(form.groups, form.qualify)
    bracket_size(form.groups * form.qualify + form.best_next)
    return form.groups * most


def structure(form: Format, lines: Sequence[Line], lot_seed: str) -> tuple[Node, ...]:
    """The groups' meetings, then the knockout between places, or between lots still to be drawn."""
    trees = Trees(group_matches(form, lines, form.groups))
    grow(trees, knockout_feeders(form, lot_seed), form)
    return tuple(trees.nodes)


def knockout_feeders(form: Format, lot_seed: str) -> Feeders:
    """Who stands on each line of the knockout."""
    if form.second_stage == "cross":
        return second_stage.crossed(form.groups, form.qualify)
    lot = second_stage.drawn(form.groups, form.qualify, form.best_next, f"{lot_seed}:second stage")
    if form.second_stage == "lots":
        return lot
    return tuple(Pairing(1, line) if who is not None else None for line, who in enumerate(lot, 1))


def placings(
    form: Format, regulation: Regulation, nodes: Sequence[Node], lines: Sequence[Line], results: Results
) -> tuple[Placing, ...]:
    """The knockout's places; then all who finished third in their groups, all fourth …"""
    found = list(placed(nodes, results.sides, results.winners))
    inside = {
        who for node in nodes if node.group is None for who in results.sides.get(node.number, ()) if who is not None
    }
    first = form.groups * form.qualify + form.best_next + 1
    for level in tiers(list(results.standings.values())):
        out = [who for who in level if who not in inside]
        found += [(who, first, first + len(out) - 1) for who in out]
        first += len(out)
    return tuple(found)


def least(form: Format) -> int:
    """The fewest entries a group can have."""
    return max(2, form.qualify + (form.best_next > 0))


def small_groups(form: Format) -> IllegalDraw:
    """The refusal of groups with fewer entries than go on."""
    return IllegalDraw(
        "draw.group_places", _("Each group needs at least {entries} entries for so many to go on."), entries=least(form)
    )
