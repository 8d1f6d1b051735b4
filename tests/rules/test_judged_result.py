"""Totals over stages, places, the tie order, who goes on, prizes and titles."""

from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.rules.judged.advance import advancing
from shared.rules.judged.judgement import Deduction
from shared.rules.judged.result import evaluate, stage_ranking
from shared.rules.judged.rule_set import Advance, Prizes, RuleSet
from shared.rules.judged.steps import Deduct, Mean, Round, SumCriteria, TrimMean
from shared.rules.model import PrizeTier
from tests.rules.judged import PLAIN, one_stage, places, rule_set, sheets, stage, turn

PRELIM = stage(key="prelim", name="Preliminary", weight=Decimal(0), advance=Advance(count=2))
TIERS = (PrizeTier("first", count=1), PrizeTier("second", count=1), PrizeTier("third", count=1))


def test_equals_share_a_place_and_the_next_is_skipped() -> None:
    lines = evaluate(rule_set(), one_stage({"a": "95.2", "b": "94.1", "c": "94.1", "d": 93}))

    assert [(line.entry, line.first, line.last) for line in lines] == [
        ("a", 1, 1),
        ("b", 2, 3),
        ("c", 2, 3),
        ("d", 4, 4),
    ]


def test_stages_count_by_their_weights_and_are_rounded_once_unless_a_step_rounds_them() -> None:
    marks = {"prelim": [turn("a", ["88.455"])], "final": [turn("a", ["91.335"])]}
    weighed = {"prelim": Decimal("0.3"), "final": Decimal("0.7")}

    once = rule_set(*(stage(key=key, weight=weight) for key, weight in weighed.items()), digits=3)
    parts = rule_set(*(stage(*PLAIN, Round(), key=key, weight=weight) for key, weight in weighed.items()), digits=3)

    assert str(evaluate(once, marks)[0].total) == "90.471"
    assert str(evaluate(parts, marks)[0].total) == "90.476"


def test_who_reached_the_final_is_placed_before_who_did_not_whatever_the_score() -> None:
    rule = rule_set(PRELIM, stage())
    marks = {
        "prelim": [turn("a", [90]), turn("b", [80]), turn("c", [70]), turn("d", [60])],
        "final": [turn("a", [10]), turn("b", [20])],
    }

    lines = evaluate(rule, marks)

    assert places(lines) == {"b": 1, "a": 2, "c": 3, "d": 4}
    assert [(line.stage, str(line.total)) for line in lines] == [
        ("final", "20.00"),
        ("final", "10.00"),
        ("prelim", "70.00"),
        ("prelim", "60.00"),
    ]
    assert lines[0].scores == {"prelim": 80, "final": 20}


@pytest.mark.parametrize("status", ["absent", "withdrawn", "disqualified"])
def test_who_did_not_perform_has_no_line_and_takes_no_place(status: Any) -> None:
    marks = one_stage({"a": 90, "c": 70})
    marks["final"].append(turn("b", [], status=status))

    assert places(evaluate(rule_set(), marks)) == {"a": 1, "c": 2}


def test_the_unrounded_score_splits_only_where_the_tie_order_says_so() -> None:
    marks = one_stage({"a": "90.004", "b": "90.001"})

    exact = evaluate(rule_set(ties=("unrounded", "shared")), marks)
    published = evaluate(rule_set(ties=("shared",)), marks)

    assert [(line.entry, line.first, line.split_by) for line in exact] == [("a", 1, "unrounded"), ("b", 2, "unrounded")]
    assert [(line.entry, line.first, line.last) for line in published] == [("a", 1, 2), ("b", 1, 2)]


def test_tie_keys_are_asked_in_their_order_and_the_one_that_split_is_told() -> None:
    rule = stage(SumCriteria(), TrimMean(min_panel=3), criteria={"design": 50, "lesson": 50})
    marks = {
        "final": [
            sheets("a", {"design": [40, 40, 40], "lesson": [40, 40, 40]}),
            sheets("b", {"design": [39, 39, 39], "lesson": [41, 41, 41]}),
            sheets("c", {"design": [39, 39, 41], "lesson": [41, 41, 41]}),
        ]
    }

    by_lesson = evaluate(rule_set(rule, ties=("unrounded", "part:lesson", "untrimmed_mean", "shared")), marks)
    by_design = evaluate(rule_set(rule, ties=("part:design", "shared")), marks)

    assert [(line.entry, line.first, line.split_by) for line in by_lesson] == [
        ("c", 1, "untrimmed_mean"),
        ("b", 2, "untrimmed_mean"),
        ("a", 3, "part:lesson"),
    ]
    assert places(by_design) == {"a": 1, "c": 2, "b": 3}


def test_chief_median_deductions_and_stages_can_split() -> None:
    rule = stage(SumCriteria(), Mean(), Deduct())
    a = turn("a", [90, 80, 70], chief="J1")
    b = turn("b", [80, 81, 79], chief="J1")
    c = turn("c", [81, 81, 81], chief="J1", deductions=(Deduction("time", Decimal(1)),))

    def order(*ties: str) -> list[tuple[str, int]]:
        return [(line.entry, line.first) for line in evaluate(rule_set(rule, ties=ties), {"final": [a, b, c]})]

    assert order("chief") == [("a", 1), ("c", 2), ("b", 3)]
    assert order("median") == [("c", 1), ("a", 2), ("b", 2)]
    assert order("fewer_deductions") == [("a", 1), ("b", 1), ("c", 3)]
    assert order("stage:final", "published") == [("a", 1), ("b", 1), ("c", 1)]


def test_a_key_one_of_the_equal_has_no_value_for_splits_none_of_them() -> None:
    marks = {"final": [turn("a", [80, 80], chief="J1"), turn("b", [90, 70], chief="J9")]}

    lines = evaluate(rule_set(ties=("chief", "shared")), marks)

    assert {line.first for line in lines} == {1}


def test_panels_ranked_apart_have_places_and_prizes_of_their_own() -> None:
    rule = rule_set(stage(compare="apart"), prizes=Prizes(tiers=TIERS[:1]))
    marks = {
        "final": [
            turn("a", [90], panel="A"),
            turn("b", [80], panel="A"),
            turn("c", [70], panel="B"),
            turn("d", [60], panel="B"),
        ]
    }

    lines = evaluate(rule, marks)

    assert [(line.panel, line.entry, line.first, line.prize) for line in lines] == [
        ("A", "a", 1, "first"),
        ("A", "b", 2, ""),
        ("B", "c", 1, "first"),
        ("B", "d", 2, ""),
    ]


def test_one_stage_is_ranked_by_itself() -> None:
    rule = rule_set(PRELIM, stage())

    lines = stage_ranking(rule, "prelim", [turn("a", [80]), turn("b", [90])])

    assert [(line.entry, line.first, str(line.total)) for line in lines] == [("b", 1, "90.00"), ("a", 2, "80.00")]


def test_nothing_judged_makes_an_empty_result() -> None:
    assert evaluate(rule_set(prizes=Prizes(tiers=TIERS)), {}) == ()
    assert evaluate(rule_set(), {"final": []}) == ()


marks = st.integers(8_990, 9_010).map(lambda hundredths: Decimal(hundredths) / 100)


@given(st.lists(st.lists(marks, min_size=2, max_size=5), max_size=8), st.booleans())
def test_a_place_is_one_more_than_how_many_are_strictly_better(rows: list[list[Decimal]], exact: bool) -> None:
    rule: RuleSet = rule_set(ties=("unrounded",) if exact else ("shared",))

    lines = evaluate(rule, {"final": [turn(f"E{n}", [str(mark) for mark in row]) for n, row in enumerate(rows)]})

    strength: dict[str, Fraction] = {line.entry: line.exact if exact else Fraction(line.total) for line in lines}
    for line in lines:
        better = sum(other > strength[line.entry] for other in strength.values())
        equal = sum(other == strength[line.entry] for other in strength.values())
        assert (line.first, line.last) == (better + 1, better + equal)


@given(st.lists(marks, min_size=1, max_size=12), st.integers(1, 6))
def test_admitting_all_equals_admits_at_least_as_many_as_any_other_rule(scores: list[Decimal], count: int) -> None:
    turns = {"prelim": [turn(f"E{number}", [str(score)]) for number, score in enumerate(scores)]}

    def going_on(boundary: Any) -> set[str]:
        rule = rule_set(stage(key="prelim", advance=Advance(count=count, boundary=boundary)), stage())
        return set(advancing(rule, "prelim", turns))

    assert going_on("none") <= going_on("ties") <= going_on("admit_all")
    assert len(going_on("admit_all")) >= min(count, len(scores)) >= len(going_on("none"))
