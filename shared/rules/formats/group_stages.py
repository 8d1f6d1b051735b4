"""Two stages of groups: neighbouring groups join, and what was played before counts on. Knows lines and places.

As basketball's world championships play it: the best of groups A and B form one group of the second stage, those of C
and D the next; there each meets those it has not met, and all its results from the first stage stay in its table.

>>> form = Format(kind="group_stages", groups=2, qualify=1)
>>> structure(form, "abcd", "any")[-1].sides, structure(form, "abcd", "any")[-1].carries
((GroupPlace(group=1, place=1), GroupPlace(group=2, place=1)), (1, 2))
"""

from collections.abc import Sequence

from msgspec.structs import replace

from shared.rules.draws.groups import letter
from shared.rules.draws.lines import Contender, Draw
from shared.rules.draws.seeding import SeedRule
from shared.rules.draws.separation import Conflict
from shared.rules.draws.trees import Part, Trees
from shared.rules.formats import Format, Results, groups_knockout
from shared.rules.formats.round_robin import group_matches, group_words, tiers
from shared.rules.model import Regulation, Words
from shared.rules.plan import GroupPlace, Line, Node, Placing, Title
from shared.rules.refusals import IllegalDraw
from shared.rules.words import _

NAME = _("Two stages of groups")
SETTINGS = ("groups", "spread", "legs", "order", "qualify")
OPEN_ENDED = False


def in_words(form: Format) -> Words:
    """The format in sentences."""
    return [
        (_("{groups} groups, then groups of the best of two neighbours."), {"groups": form.groups}),
        *group_words(form),
        (_("The best {places} of each group go on."), {"places": form.qualify}),
        (_("Results of the first stage count on, also those against entries that are out."), {}),
    ]


def draw(form: Format, contenders: Sequence[Contender], lot_seed: str, seed_rule: SeedRule) -> Draw:
    """As for any groups."""
    lines_needed(form, len(contenders))
    return groups_knockout.draw(_first_stage(form), contenders, lot_seed, seed_rule)


def check_lines(
    form: Format, contenders: Sequence[Contender], lines: Sequence[Line], seed_rule: SeedRule
) -> tuple[Conflict, ...]:
    """As for any groups."""
    return groups_knockout.check_lines(_first_stage(form), contenders, lines, seed_rule)


def lines_needed(form: Format, entries: int) -> int:
    """As for any groups, of which there must be an even number."""
    if form.groups < 2 or form.groups % 2:
        raise IllegalDraw("draw.groups_even", _("Groups that join in pairs must be even in number."))
    return groups_knockout.lines_needed(_first_stage(form), entries)


def structure(form: Format, lines: Sequence[Line], lot_seed: str) -> tuple[Node, ...]:
    """The first stage, then in every joined group those who have not met."""
    trees = Trees(group_matches(form, lines, form.groups))
    for turn in range(form.qualify):
        for pair in range(form.groups // 2):
            _meet(trees, form, pair, turn)
    return tuple(
        replace(node, carries=_joined(node.group - form.groups))
        if node.group is not None and node.group > form.groups
        else node
        for node in trees.nodes
    )


def placings(
    form: Format, regulation: Regulation, nodes: Sequence[Node], lines: Sequence[Line], results: Results
) -> tuple[Placing, ...]:
    """Winners of joined groups first, then the second; then those out, by their place in the first stage."""
    second = [table for group, table in sorted(results.standings.items()) if group > form.groups]
    first = [table for group, table in sorted(results.standings.items()) if group <= form.groups]
    onward = {standing.entry for table in second for standing in table}
    levels = tiers(second) + [[who for who in level if who not in onward] for level in tiers(first)]
    found: list[Placing] = []
    for level in levels:
        begin = len(found) + 1
        found += [(who, begin, begin + len(level) - 1) for who in level]
    return tuple(found)


def _first_stage(form: Format) -> Format:
    return replace(form, second_stage="lots", best_next=0)


def _joined(pair: int) -> tuple[int, int]:
    """The groups of the first stage that make the joined group `pair`, from 1."""
    return 2 * pair - 1, 2 * pair


def _meet(trees: Trees, form: Format, pair: int, turn: int) -> None:
    """One round of a joined group: each of one half against another one of the other half."""
    one, two = _joined(pair + 1)
    title = Title(
        _("Second stage, group {group}, round {round}"), {"group": letter(form.groups + pair + 1), "round": turn + 1}
    )
    part = Part("second", turn + 1, title, form.groups + pair + 1)
    for place in range(form.qualify):
        other = (place + turn) % form.qualify
        trees.meet((GroupPlace(one, place + 1), GroupPlace(two, other + 1)), part, place + 1)
