"""Matches, sides and places of a bracket, with byes, and after every result."""

from collections.abc import Mapping, Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.rules.draws.lines import Contender, draw
from shared.rules.follow import placed, settle
from shared.rules.model import Side
from shared.rules.plan import FromLine, Line, Node, Placing, WinnerOf, bracket, round_name

SIDES: tuple[Side, Side] = (1, 2)
FIVE = ("a", None, "b", "c", "d", None, None, "e")


def placings_of(
    nodes: Sequence[Node], lines: Sequence[Line], winners: Mapping[int, Side | None]
) -> tuple[Placing, ...]:
    return placed(nodes, settle(nodes, lines, winners), winners)


def lines_of(entries: int) -> tuple[str | None, ...]:
    return draw([Contender(str(number), "") for number in range(entries)], "any", "bwf").lines


@pytest.mark.parametrize("entries", [2, 3, 4, 5, 7, 8, 9, 21, 33, 64, 511, 512])
def test_there_is_one_match_fewer_than_entries(entries: int) -> None:
    nodes = bracket(lines_of(entries))

    assert [node.number for node in nodes] == list(range(1, entries))
    assert [(node.round, node.position) for node in nodes] == sorted((node.round, node.position) for node in nodes)


def test_a_bye_makes_no_match() -> None:
    nodes = bracket(FIVE)

    assert [(node.round, node.position, node.sides) for node in nodes] == [
        (1, 2, (FromLine(3), FromLine(4))),
        (2, 1, (FromLine(1), WinnerOf(1))),
        (2, 2, (FromLine(5), FromLine(8))),
        (3, 1, (WinnerOf(2), WinnerOf(3))),
    ]


def test_winners_go_on_as_they_are_known() -> None:
    nodes = bracket(FIVE)

    assert settle(nodes, FIVE, {}) == {1: ("b", "c"), 2: ("a", None), 3: ("d", "e"), 4: (None, None)}
    assert settle(nodes, FIVE, {1: 2, 3: 1}) == {1: ("b", "c"), 2: ("a", "c"), 3: ("d", "e"), 4: (None, "d")}


def test_a_match_without_a_winner_sends_nobody_on() -> None:
    nodes = bracket(FIVE)
    winners: dict[int, Side | None] = {1: None, 2: 1, 3: 2, 4: 2}

    assert settle(nodes, FIVE, winners)[2] == ("a", None)
    assert placings_of(nodes, FIVE, winners) == (("e", 1, 1), ("a", 2, 2), ("d", 3, 4), ("b", 5, 5), ("c", 5, 5))


def test_losers_of_a_round_share_their_places() -> None:
    nodes = bracket(FIVE)

    assert placings_of(nodes, FIVE, {1: 1, 2: 2, 3: 1, 4: 1}) == (
        ("b", 1, 1),
        ("d", 2, 2),
        ("a", 3, 4),
        ("e", 3, 4),
        ("c", 5, 5),
    )


@given(entries=st.integers(2, 80), data=st.data())
def test_any_results_place_everybody_once(entries: int, data: st.DataObject) -> None:
    lines = lines_of(entries)
    nodes = bracket(lines)
    winners: dict[int, Side] = {node.number: data.draw(st.sampled_from(SIDES)) for node in nodes}

    places = placings_of(nodes, lines, winners)

    assert sorted(who for who, _, _ in places) == sorted(line for line in lines if line)
    assert [first for _, first, _ in places] == sorted(first for _, first, _ in places)
    shared = {(first, last) for _, first, last in places}
    for first, last in shared:
        assert sum((first, last) == (a, b) for _, a, b in places) == last - first + 1
    assert all(None not in sides for sides in settle(nodes, lines, winners).values())
    assert [who for who, first, _ in places if first == 1] == [
        settle(nodes, lines, winners)[nodes[-1].number][winners[nodes[-1].number] - 1]
    ]


def test_a_correction_early_on_reaches_the_final() -> None:
    lines = lines_of(8)
    nodes = bracket(lines)
    before: dict[int, Side | None] = dict.fromkeys(range(1, 8), 1)

    changed = settle(nodes, lines, {**before, 1: 2})

    assert changed[7] == (lines[1], lines[4])


def test_rounds_have_their_names() -> None:
    names = [round_name(number, 5) for number in range(1, 6)]

    assert [sentence.format_map(values) for sentence, values in names] == [
        "Round of 32",
        "Round of 16",
        "Quarter-final",
        "Semi-final",
        "Final",
    ]
