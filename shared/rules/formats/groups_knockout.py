"""Groups, then a knockout between the best of them. Knows lines, groups and places; ranking is the table's.

>>> form = Format(kind="groups_knockout", groups=2, second_stage="cross")
>>> [str(node.sides[0]) for node in structure(form, "abcdef", "any") if node.section == "main"][:2]
['GroupPlace(group=1, place=1)', 'GroupPlace(group=2, place=1)']
"""

from collections.abc import Mapping, Sequence

from shared.rules.draws import second_stage
from shared.rules.draws.completing import complete_groups
from shared.rules.draws.groups import deal, groups_of, lines_of, seeds_together, together, width
from shared.rules.draws.lines import Contender, Draw, check_everybody
from shared.rules.draws.seeding import SeedRule, bracket_size
from shared.rules.draws.separation import Conflict
from shared.rules.draws.trees import Feeders, Trees
from shared.rules.follow import placed
from shared.rules.formats import Format, Results
from shared.rules.formats.knockout import grow
from shared.rules.formats.round_robin import check_legs, group_matches, group_words, tiers
from shared.rules.lot import Lot
from shared.rules.model import Regulation, Words
from shared.rules.plan import GroupPlace, Line, Node, Pairing, Placing, Source, check_form
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
BY_LOT = True


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


def complete(
    form: Format, contenders: Sequence[Contender], begun: Sequence[Line], seed_rule: SeedRule
) -> tuple[Line, ...]:
    """Lines drawn so far, and the others where they break least."""
    return complete_groups(contenders, begun, form.groups)


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


def awaits(form: Format) -> tuple[Source, ...]:
    """Everybody who goes on."""
    return second_stage.qualifiers(form.groups, form.qualify, form.best_next)


def pair(
    form: Format,
    nodes: Sequence[Node],
    lines: Sequence[Line],
    results: Results,
    lot_seed: str,
    units: Mapping[str, str],
) -> tuple[Node, ...]:
    """The second stage by lot once the groups are over; units are kept apart as far as opposite halves leave room."""
    taken = qualified(form, nodes, lines, results)
    known = {source: units.get(entry, "") for source, entry in taken.items()}
    return knockout(form, nodes, second_stage.drawn(form.groups, form.qualify, form.best_next, lot_seed, known))


def pair_by_hand(
    form: Format, nodes: Sequence[Node], lines: Sequence[Line], results: Results, drawn: Sequence[Line]
) -> tuple[tuple[Node, ...], tuple[Conflict, ...]]:
    """The second stage as it was drawn in the room, line by line, and the rules it breaks.

    Raises IllegalDraw for lines that are no draw of those who qualified.
    """
    source_of = {entry: source for source, entry in qualified(form, nodes, lines, results).items()}
    check_form(drawn)
    check_everybody([Contender(entry, "") for entry in source_of], drawn, bracket_size(len(source_of)))
    feeders = tuple(source_of[entry] if entry is not None else None for entry in drawn)
    half = len(feeders) // 2
    line_of = {source: line for line, source in enumerate(feeders) if source is not None}
    broken = [
        Conflict("", (entry,), 0, "second_stage.half")
        for entry, source in source_of.items()
        if isinstance(source, GroupPlace) and source.place == 2
        if line_of[GroupPlace(source.group, 1)] // half == line_of[source] // half
    ]
    return knockout(form, nodes, feeders), tuple(broken)


def qualified(
    form: Format, nodes: Sequence[Node], lines: Sequence[Line], results: Results
) -> dict[second_stage.Qualifier, str]:
    """Who took which place that goes on. Raises IllegalDraw while a group or a tie is open."""
    groups = [node for node in nodes if node.group is not None]
    if any(node.number not in results.outcomes and any(results.sides[node.number]) for node in groups):
        raise IllegalDraw("second_stage.early", _("The groups are not over."))
    wanted = second_stage.qualifiers(form.groups, form.qualify, form.best_next)
    if any(source not in results.places for source in wanted):
        raise IllegalDraw("second_stage.early", _("Equals at a qualifying place have to be put in order first."))
    return {source: results.places[source] for source in wanted}


def knockout(form: Format, nodes: Sequence[Node], feeders: Sequence[second_stage.Qualifier | None]) -> tuple[Node, ...]:
    """The matches of the knockout between these, with the numbers they have."""
    trees = Trees([node for node in nodes if node.group is not None])
    grow(trees, tuple(feeders), form)
    return tuple(node for node in trees.nodes if node.group is None)


def least(form: Format) -> int:
    """The fewest entries a group can have."""
    return max(2, form.qualify + (form.best_next > 0))


def small_groups(form: Format) -> IllegalDraw:
    """The refusal of groups with fewer entries than go on."""
    return IllegalDraw(
        "draw.group_places", _("Each group needs at least {entries} entries for so many to go on."), entries=least(form)
    )
