"""Worked examples of formats: a small draw, its matches, and what comes of it when the better seed always wins.

Made with the rules themselves, so an example cannot say anything else than what happens in a contest.
"""

from functools import cache

from msgspec import Struct

from shared.rules.contest import Plan, evaluate, placings
from shared.rules.draws.lines import Contender
from shared.rules.formats import Format, format_file
from shared.rules.model import Outcome, Regulation, Side
from shared.rules.plan import Node, Pairing, Placing
from shared.rules.sports import sport, sports

LOT = "guide"
FORMS = {
    "knockout": (Format(kind="knockout", third_place=True), 7),
    "groups_knockout": (Format(kind="groups_knockout", groups=2, qualify=2, second_stage="cross"), 7),
    "group_stages": (Format(kind="group_stages", groups=2, qualify=2), 6),
    "round_robin": (Format(kind="round_robin"), 5),
    "qualifying": (Format(kind="qualifying", main_size=4, qualifiers=1), 6),
    "swiss": (Format(kind="swiss", rounds=3), 6),
    "ladder": (Format(kind="ladder"), 6),
    "heats": (Format(kind="heats", lanes=3), 7),
}
"""The settings and the number of entries an example is made with; other formats take their defaults and eight."""


SEEDS = 2


class Example(Struct, frozen=True):
    """A draw of entries called after their seeds, its matches, and the final places."""

    form: Format
    entries: int
    lines: tuple[str | None, ...]
    nodes: tuple[Node, ...]
    places: tuple[Placing, ...]
    """Empty where rounds are paired one by one, or where nobody has an opponent."""


@cache
def example(kind: str) -> Example:
    """The example of a format. Raises IllegalDraw for a format there is not."""
    form, entries = FORMS.get(kind, (Format(kind=kind), 8))
    file = format_file(kind)
    contenders = [Contender(str(seed), "", seed if seed <= SEEDS else None) for seed in range(1, entries + 1)]
    lines = file.draw(form, contenders, LOT, "bwf").lines
    nodes = file.structure(form, lines, LOT)
    return Example(
        form, entries, lines, nodes, played(Plan(form=form, regulation=any_rally(), nodes=nodes, lines=lines))
    )


def any_rally() -> Regulation:
    """Some regulation of games between two sides."""
    every = (preset.regulation for name in sports() for preset in sport(name).PRESETS.values())
    return next(regulation for regulation in every if regulation.game is not None and regulation.tie is None)


def played(plan: Plan) -> tuple[Placing, ...]:
    """Every match won by the better seed; nothing where a round is paired only once the one before is over."""
    if not plan.nodes or any(node.solo or isinstance(node.sides[0], Pairing) for node in plan.nodes):
        return ()
    outcomes: dict[int, Outcome] = {}
    while True:
        found = evaluate(plan, outcomes)
        ready = {
            number: sides
            for number, sides in found.sides.items()
            if None not in sides and number not in outcomes and number not in found.unneeded
        }
        if not ready:
            return placings(plan, outcomes)
        for number, (one, two) in ready.items():
            outcomes[number] = won(plan.regulation, 1 if int(one or 0) < int(two or 0) else 2)


def won(regulation: Regulation, winner: Side) -> Outcome:
    game = regulation.game
    target = game.target if game is not None else 1
    points = (target, target // 2) if winner == 1 else (target // 2, target)
    return Outcome("played", winner, (points,) * (regulation.best_of // 2 + 1))
