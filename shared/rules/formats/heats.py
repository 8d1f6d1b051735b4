"""Performances one after another or side by side: heats with lanes, one or several attempts each. Knows lines only.

Lines are starting numbers: heat 1 has the first of them. Heats differ by one entry at most.

>>> [node.title.values for node in structure(Format(kind="heats", lanes=2), ("a", "b", "c"), "any")]
[{'heat': 1, 'lane': 1}, {'heat': 1, 'lane': 2}, {'heat': 2, 'lane': 1}]
"""

from collections.abc import Sequence

from shared.rules.draws.groups import Groups, deal, together
from shared.rules.draws.lines import Contender, Draw, check_everybody
from shared.rules.draws.seeding import SeedRule
from shared.rules.draws.separation import Conflict
from shared.rules.formats import Format, Results
from shared.rules.lot import Lot
from shared.rules.model import Performance, Regulation, Words
from shared.rules.plan import FromLine, Line, Node, NoOne, Placing, Title
from shared.rules.refusals import IllegalDraw
from shared.rules.sports import sport
from shared.rules.words import _

NAME = _("Performances")
SETTINGS = ("lanes", "attempts")
OPEN_ENDED = False
MOST_ENTRIES = 4096
MOST_LANES = 64
MOST_ATTEMPTS = 9


def in_words(form: Format) -> Words:
    """The format in sentences."""
    words: Words = [(_("Everybody performs without an opponent; the best performance wins."), {})]
    if form.lanes > 1:
        words.append((_("{lanes} perform side by side."), {"lanes": form.lanes}))
    if form.attempts > 1:
        words.append((_("Everybody has {attempts} attempts; the best counts."), {"attempts": form.attempts}))
    return words


def draw(form: Format, contenders: Sequence[Contender], lot_seed: str, seed_rule: SeedRule) -> Draw:
    """Units in different heats, the order by lot, the best seeds last."""
    lines_needed(form, len(contenders))
    lot = Lot(lot_seed)
    seeded = {one.id for one in contenders if one.seed is not None}
    plain = [Contender(one.id, one.unit) for one in contenders if one.id not in seeded]
    best = sorted((one for one in contenders if one.seed is not None), key=lambda one: -(one.seed or 0))
    groups = len(heats(len(contenders), form.lanes))
    if best or groups == 1:
        order = [one.id for one in (*lot.shuffled(plain), *best)]
    else:
        order = [entry for heat in deal(plain, groups, "lots", lot) for entry in lot.shuffled(heat)]
    lines = tuple(order)
    return Draw(len(lines), lines, check_lines(form, contenders, lines, seed_rule), tuple(contenders), seed_rule)


def check_lines(
    form: Format, contenders: Sequence[Contender], lines: Sequence[Line], seed_rule: SeedRule
) -> tuple[Conflict, ...]:
    """Unit mates who perform side by side although they need not."""
    check_everybody(contenders, lines, lines_needed(form, len(contenders)))
    if form.lanes == 1:
        return ()
    groups: Groups = tuple(
        tuple(entry for line in heat if (entry := lines[line - 1]) is not None)
        for heat in heats(len(lines), form.lanes)
    )
    return together(contenders, groups, "unit.heat")


def lines_needed(form: Format, entries: int) -> int:
    """A starting number for everybody."""
    if not 1 <= form.lanes <= MOST_LANES:
        raise IllegalDraw("draw.lanes", _("There can be 1 to {most} lanes."), most=MOST_LANES)
    if not 1 <= form.attempts <= MOST_ATTEMPTS:
        raise IllegalDraw("draw.attempts", _("There can be 1 to {most} attempts."), most=MOST_ATTEMPTS)
    if not entries:
        raise IllegalDraw("draw.nobody", _("Nobody is entered."))
    if entries > MOST_ENTRIES:
        raise IllegalDraw("draw.too_many", _("A draw takes {most} entries at most."), most=MOST_ENTRIES)
    return entries


def heats(entries: int, lanes: int) -> tuple[range, ...]:
    """The lines of every heat; larger heats come first.

    >>> heats(5, 2)
    (range(1, 3), range(3, 5), range(5, 6))
    """
    amount = -(-entries // lanes)
    sizes = [entries // amount + (heat < entries % amount) for heat in range(amount)]
    starts = [1 + sum(sizes[:heat]) for heat in range(amount)]
    return tuple(range(start, start + size) for start, size in zip(starts, sizes, strict=True))


def structure(form: Format, lines: Sequence[Line], lot_seed: str) -> tuple[Node, ...]:
    """Every attempt of everybody: all first attempts, heat by heat, then all second ones."""
    nodes: list[Node] = []
    for attempt in range(1, form.attempts + 1):
        for heat, inside in enumerate(heats(len(lines), form.lanes), 1):
            for lane, line in enumerate(inside, 1):
                nodes.append(
                    Node(
                        number=len(nodes) + 1,
                        round=attempt,
                        position=len(nodes) % len(lines) + 1,
                        sides=(FromLine(line), NoOne()),
                        section="heats",
                        title=_title(form, attempt, heat, lane),
                    )
                )
    return tuple(nodes)


def placings(
    form: Format, regulation: Regulation, nodes: Sequence[Node], lines: Sequence[Line], results: Results
) -> tuple[Placing, ...]:
    """As the sport ranks performances; who has nothing valid has no place."""
    return sport(regulation.sport).rank(regulation, performances(nodes, results))


def performances(nodes: Sequence[Node], results: Results) -> dict[str, list[Performance]]:
    """Everybody's valid attempts so far; the order is that of the start."""
    found: dict[str, list[Performance]] = {}
    for node in nodes:
        who = results.sides.get(node.number, (None, None))[0]
        if who is None:
            continue
        mine = found.setdefault(who, [])
        outcome = results.outcomes.get(node.number)
        if outcome is not None and outcome.performance is not None:
            mine.append(outcome.performance)
    return found


def _title(form: Format, attempt: int, heat: int, lane: int) -> Title:
    values: dict[str, int | str] = {"heat": heat}
    if form.lanes > 1:
        values["lane"] = lane
    if form.attempts > 1:
        values["attempt"] = attempt
    if form.lanes > 1 and form.attempts > 1:
        return Title(_("Heat {heat}, lane {lane}, attempt {attempt}"), values)
    if form.lanes > 1:
        return Title(_("Heat {heat}, lane {lane}"), values)
    if form.attempts > 1:
        return Title(_("Start {heat}, attempt {attempt}"), values)
    return Title(_("Start {heat}"), values)
