"""Every format with any field: everybody once in the draw and in the placings, every match decided, one winner."""

from collections.abc import Mapping, Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from shared.rules import contest
from shared.rules.contest import Plan
from shared.rules.draws import second_stage
from shared.rules.draws.lines import Contender
from shared.rules.draws.swiss import Played, Record, most_rounds
from shared.rules.formats import Format, format_file, formats, groups_knockout, ladder, swiss
from shared.rules.lot import Lot
from shared.rules.model import Outcome, Side
from shared.rules.plan import FromLine, GroupPlace, LoserOf, Node, Pairing, Placing, WinnerOf, bracket
from shared.rules.refusals import IllegalDraw
from shared.rules.sports import regulation_of

REGULATION = regulation_of("badminton", "bwf_21x3", "singles")
ENDING = ["knockout", "placement", "double_elimination", "round_robin", "groups_knockout", "qualifying"]


def field(entries: int, units: int = 0, seeds: int = 0) -> list[Contender]:
    return [
        Contender(f"e{number}", f"unit {number % units}" if units else "", number + 1 if number < seeds else None)
        for number in range(entries)
    ]


def plan_of(form: Format, contenders: Sequence[Contender], lot: str) -> Plan:
    file = format_file(form.kind)
    drawn = file.draw(form, contenders, lot, "bwf")
    nodes = file.structure(form, drawn.lines, lot)
    return Plan(form=form, regulation=REGULATION, nodes=nodes, lines=drawn.lines)


def played(plan: Plan, lot: str) -> tuple[Plan, dict[int, Outcome]]:
    """Every match with an outcome by lot, equals in groups settled by lot, as the days would go."""
    chance = Lot(f"{lot}:results")
    outcomes: dict[int, Outcome] = {}
    asked: Mapping[int, tuple[tuple[str, ...], ...]] = {}
    while True:
        found = contest.evaluate(plan, outcomes)
        ready = [
            node.number
            for node in plan.nodes
            if node.number not in outcomes and node.number not in found.unneeded and all(found.sides[node.number])
        ]
        if not ready and found.open_ties:
            assert found.open_ties != asked, "settled ties stay open"
            asked = found.open_ties
            plan = replace(plan, decisions=settled_by_lot(found.open_ties, plan.decisions))
            continue
        if not ready:
            return plan, outcomes
        for number in ready:
            winner: Side = 1 if chance.below(2) else 2
            outcomes[number] = Outcome("played", winner, ((21, 9), (21, 9)) if winner == 1 else ((9, 21), (9, 21)))


def settled_by_lot(
    ties: Mapping[int, tuple[tuple[str, ...], ...]], before: Mapping[int, Sequence[Sequence[str]]]
) -> dict[int, Sequence[Sequence[str]]]:
    return {group: [*before.get(group, ()), *ties.get(group, ())] for group in {*ties, *before}}


def form_for(kind: str, entries: int) -> Format | None:
    """A format of the kind that so many entries can play; None where there is none."""
    form = Format(kind=kind, groups=max(entries // 4, 1), qualify=2, main_size=8, qualifiers=2)
    try:
        format_file(kind).lines_needed(form, entries)
    except IllegalDraw:
        return None
    return form


def check_placings(placed: Sequence[Placing], entries: int) -> None:
    assert sorted(entry for entry, _, _ in placed) == sorted(f"e{number}" for number in range(entries))
    for _, first, last in placed:
        sharing = [each for each in placed if each[1:] == (first, last)]
        assert len(sharing) == last - first + 1
    assert [each[1:] for each in placed].count((1, 1)) == 1 or placed[0][2] > 1


@pytest.mark.parametrize("kind", sorted(formats()))
@given(entries=st.integers(1, 40), units=st.integers(0, 6), lot=st.text(max_size=5))
def test_everybody_is_drawn_once_and_every_match_is_fed_by_what_is_before(
    kind: str, entries: int, units: int, lot: str
) -> None:
    form = form_for(kind, entries)
    if form is None:
        return

    plan = plan_of(form, field(entries, units), lot)

    assert sorted(line for line in plan.lines if line) == sorted(f"e{number}" for number in range(entries))
    assert len(plan.lines) == format_file(kind).lines_needed(form, entries)
    assert [node.number for node in plan.nodes] == list(range(1, len(plan.nodes) + 1))
    for node in plan.nodes:
        for source in node.sides:
            assert not isinstance(source, FromLine) or plan.lines[source.line - 1] is not None
            assert not isinstance(source, WinnerOf | LoserOf) or source.match < node.number
    fed = [source for node in plan.nodes for source in node.sides if isinstance(source, WinnerOf | LoserOf)]
    assert len(fed) == len(set(fed)) or kind == "double_elimination"
    places = [(node.section, node.group, node.round, node.position) for node in plan.nodes]
    assert len(places) == len(set(places))


@pytest.mark.parametrize("kind", ENDING)
@given(entries=st.integers(2, 20), lot=st.text(max_size=5))
def test_a_contest_played_to_its_end_places_everybody(kind: str, entries: int, lot: str) -> None:
    form = form_for(kind, entries)
    if form is None:
        return

    plan, outcomes = played(plan_of(form, field(entries), lot), lot)

    found = contest.evaluate(plan, outcomes)
    assert all(node.number in outcomes or node.number in found.unneeded for node in plan.nodes)
    check_placings(contest.placings(plan, outcomes), entries)


@given(entries=st.integers(2, 33), lot=st.text(max_size=5))
def test_a_plain_knockout_is_the_bracket(entries: int, lot: str) -> None:
    plan = plan_of(Format(), field(entries), lot)

    assert plan.nodes == bracket(plan.lines)


@given(entries=st.integers(5, 33), third=st.booleans(), lot=st.text(max_size=5))
def test_a_consolation_places_the_losers_of_round_1(entries: int, third: bool, lot: str) -> None:
    plan, outcomes = played(plan_of(Format(consolation=True, third_place=third), field(entries), lot), lot)

    check_placings(contest.placings(plan, outcomes), entries)
    first_round = sum(node.section == "main" and node.round == 1 for node in plan.nodes)
    assert sum(node.section == "consolation" for node in plan.nodes) == max(first_round - 1, 0)


@given(entries=st.integers(2, 40), lot=st.text(max_size=5), second=st.booleans())
def test_double_elimination_puts_out_whoever_lost_twice(entries: int, lot: str, second: bool) -> None:
    plan, outcomes = played(plan_of(Format(kind="double_elimination", second_final=second), field(entries), lot), lot)
    sides = contest.evaluate(plan, outcomes).sides

    lost = dict.fromkeys((f"e{number}" for number in range(entries)), 0)
    for number, outcome in outcomes.items():
        lost[str(sides[number][2 - (outcome.winner or 1)])] += 1

    assert sorted(lost.values())[1:] == [2] * (entries - 1) or not second
    assert max(lost.values()) <= 2
    assert len(outcomes) - 2 * entries + 2 in ((0, 1) if second else (0,))


@given(
    entries=st.integers(4, 64),
    groups=st.integers(1, 12),
    qualify=st.integers(1, 4),
    best_next=st.integers(0, 6),
    units=st.integers(0, 8),
    lot=st.text(max_size=5),
)
def test_groups_are_even_and_units_apart(
    entries: int, groups: int, qualify: int, best_next: int, units: int, lot: str
) -> None:
    form = Format(kind="groups_knockout", groups=groups, qualify=qualify, best_next=best_next)
    try:
        drawn = format_file(form.kind).draw(form, field(entries, units), lot, "bwf")
    except IllegalDraw:
        return

    assert drawn.report == ()


@given(groups=st.integers(2, 16), qualify=st.integers(2, 4), best_next=st.integers(0, 8), lot=st.text(max_size=5))
def test_no_runner_up_stands_in_the_half_of_its_winner(groups: int, qualify: int, best_next: int, lot: str) -> None:
    feeders = second_stage.drawn(groups, qualify, min(best_next, groups - 1), lot)

    assert second_stage.broken_rules(feeders, {}) == (0, 0, 0)
    assert feeders[0] == GroupPlace(1, 1)
    assert feeders[-1] == GroupPlace(2, 1)


@pytest.mark.parametrize(("groups", "qualify"), [(2, 1), (2, 2), (2, 4), (4, 1), (4, 2), (4, 4), (8, 2), (8, 4)])
def test_a_crossing_has_everybody_once_and_group_mates_in_both_halves(groups: int, qualify: int) -> None:
    feeders = second_stage.crossed(groups, qualify)
    half = len(feeders) // 2
    upper = {feeder for feeder in feeders[:half] if isinstance(feeder, GroupPlace)}

    assert set(feeders) == set(second_stage.qualifiers(groups, qualify, 0))
    assert qualify == 1 or all((GroupPlace(g, 1) in upper) != (GroupPlace(g, 2) in upper) for g in range(1, groups + 1))


def test_a_redrawn_second_stage_waits_for_its_lot() -> None:
    form = Format(kind="groups_knockout", groups=3, qualify=2, second_stage="redrawn")
    plan = plan_of(form, field(12), "any")

    knockout = [node for node in plan.nodes if node.section == "main"]
    waiting = [source for node in knockout for source in node.sides if isinstance(source, Pairing)]
    assert len(waiting) == 6
    assert len(knockout) == 5


@given(entries=st.integers(2, 33), lot=st.text(max_size=5))
def test_swiss_pairs_nobody_twice_and_gives_nobody_two_byes(entries: int, lot: str) -> None:
    chance = Lot(f"{lot}:results")
    names = [f"e{number}" for number in range(entries)]
    rounds: list[Played] = []
    for _ in range(most_rounds(entries)):
        pairs = Record.pair(names, rounds)
        assert sorted(one for pair in pairs for one in pair if one) == sorted(names)
        rounds += [Played(one, two or None, 1 if not two or chance.below(2) else 2) for one, two in pairs]

    met = [frozenset((each.one, each.two)) for each in rounds]
    assert len(met) == len(set(met))
    assert sum(points for points in Record(names, rounds).points.values()) == len(rounds)
    check_placings(Record(names, rounds).placings(), entries)


@given(entries=st.integers(2, 20), lot=st.text(max_size=5))
def test_a_swiss_contest_places_everybody(entries: int, lot: str) -> None:
    form = Format(kind="swiss")
    plan = plan_of(form, field(entries), lot)
    outcomes: dict[int, Outcome] = {}
    for number in range(1, max(node.round for node in plan.nodes) + 1):
        plan = paired(plan, number, outcomes)
        plan, outcomes = played(plan, lot)

    assert len(outcomes) == len(plan.nodes)
    check_placings(contest.placings(plan, outcomes), entries)


def paired(plan: Plan, number: int, outcomes: Mapping[int, Outcome]) -> Plan:
    """The plan with the lines of a round in place of its pairings."""
    if number == 1:
        return plan
    return with_nodes(plan, swiss.pair(plan.form, plan.nodes, plan.lines, contest.results(plan, outcomes), "", {}))


def with_nodes(plan: Plan, nodes: Sequence[Node]) -> Plan:
    given = {node.number: node for node in nodes}
    return replace(plan, nodes=tuple(given.get(node.number, node) for node in plan.nodes))


def test_a_withdrawal_in_a_swiss_contest_leaves_a_table_empty() -> None:
    plan = replace(plan_of(Format(kind="swiss"), field(6), "any"), withdrawn=["e1", "e2"])
    outcomes = {number: Outcome("played", 1, ((21, 9), (21, 9))) for number in (1, 2, 3)}

    plan = paired(plan, 2, outcomes)

    assert contest.evaluate(plan, outcomes).unneeded == {6}


@given(entries=st.integers(6, 20), best=st.integers(0, 1), lot=st.text(max_size=5))
def test_a_redrawn_second_stage_keeps_its_numbers_and_places_everybody(entries: int, best: int, lot: str) -> None:
    form = Format(kind="groups_knockout", groups=2, qualify=2, best_next=best, second_stage="redrawn")
    start = plan_of(form, field(entries, 3), lot)
    plan, outcomes = played(start, lot)
    assert all(node.number not in outcomes for node in plan.nodes if node.group is None)

    drawn = groups_knockout.pair(form, plan.nodes, plan.lines, contest.results(plan, outcomes), lot, {})
    assert [node.number for node in drawn] == [node.number for node in plan.nodes if node.group is None]
    plan, outcomes = played(with_nodes(plan, drawn), lot)

    check_placings(contest.placings(plan, outcomes), entries)


def test_a_second_stage_drawn_by_hand_is_taken_and_told_what_it_breaks() -> None:
    form = Format(kind="groups_knockout", groups=2, second_stage="redrawn")
    plan, outcomes = played(plan_of(form, field(6), "any"), "any")
    found = contest.results(plan, outcomes)
    a1, b1, a2, b2 = [found.places[source] for source in groups_knockout.awaits(form)]

    nodes, broken = groups_knockout.pair_by_hand(form, plan.nodes, plan.lines, found, (a1, a2, b2, b1))

    assert [each.ids for each in broken] == [(a2,), (b2,)]
    assert nodes[0].sides == (GroupPlace(1, 1), GroupPlace(1, 2))
    with pytest.raises(IllegalDraw):
        groups_knockout.pair_by_hand(form, plan.nodes, plan.lines, found, (a1, a1, b2, b1))


@given(moves=st.lists(st.tuples(st.integers(0, 5), st.integers(0, 5), st.booleans()), max_size=20))
def test_a_ladder_always_holds_everybody_once(moves: list[tuple[int, int, bool]]) -> None:
    form = Format(kind="ladder", reach=2)
    lines = tuple("abcdef")
    nodes: list[Node] = []
    outcomes: dict[int, Outcome] = {}
    sides: dict[int, tuple[str | None, str | None]] = {}
    for who, whom, wins in moves:
        order = ladder.standing(lines, outcomes, sides)
        try:
            node = ladder.challenge(form, lines, order, (), len(nodes) + 1, order[who], order[whom])
        except IllegalDraw:
            assert not 1 <= who - whom <= 2
            continue
        nodes.append(node)
        sides[node.number] = (order[who], order[whom])
        outcomes[node.number] = Outcome("played", 1 if wins else 2)

    assert sorted(ladder.standing(lines, outcomes, sides)) == sorted(lines)


def test_a_challenge_too_far_up_or_of_somebody_busy_is_refused() -> None:
    form = Format(kind="ladder", reach=2)
    lines = tuple("abcd")

    for who, whom, busy, code in (
        ("d", "a", (), "ladder.reach"),
        ("a", "b", (), "ladder.below"),
        ("b", "a", ("a",), "ladder.busy"),
        ("x", "a", (), "ladder.stranger"),
    ):
        with pytest.raises(IllegalDraw) as refused:
            ladder.challenge(form, lines, lines, busy, 1, who, whom)
        assert refused.value.code == code


def test_heats_have_lanes_and_attempts() -> None:
    plan = plan_of(Format(kind="heats", lanes=3, attempts=2), field(7, 2), "any")

    assert [(node.round, node.title.values) for node in plan.nodes if node.title][6:8] == [
        (1, {"heat": 3, "lane": 2, "attempt": 1}),
        (2, {"heat": 1, "lane": 1, "attempt": 2}),
    ]
    assert all(node.solo for node in plan.nodes)


@given(entries=st.integers(2, 40), order=st.permutations(range(12)), lot=st.text(max_size=5))
def test_who_is_drawn_against_whom_does_not_change_the_shape(entries: int, order: list[int], lot: str) -> None:
    contenders = field(12)

    one = plan_of(Format(kind="groups_knockout", groups=3), contenders, lot)
    two = plan_of(Format(kind="groups_knockout", groups=3), [contenders[place] for place in order], lot)

    assert one.nodes == two.nodes
