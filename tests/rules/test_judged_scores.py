"""From ballots to scores: the order of the steps is the rule, missing is not zero, and nothing else matters."""

from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from msgspec.structs import replace

from shared.rules.judged.judgement import Deduction, Turn
from shared.rules.judged.pipeline import scores
from shared.rules.judged.rule_set import Fact, PanelRule
from shared.rules.judged.steps import (
    Add,
    Borda,
    Deduct,
    Mean,
    MiddleMean,
    RankSum,
    Round,
    Severity,
    Skating,
    Standardise,
    SumCriteria,
    Times,
    Total,
    TrimMean,
    TrimTotal,
    Votes,
)
from shared.rules.refusals import IllegalMark
from tests.rules.judged import PLAIN, sheets, stage, turn, value

DIVE = ("7.5", "7.0", "7.5", "7.0", "7.5", "8.0", "6.5")


def test_trimming_totals_and_trimming_each_criterion_are_different_rules_and_can_turn_an_order_round() -> None:
    by_total = stage(SumCriteria(), TrimMean(min_panel=3), criteria={"design": 50, "lesson": 50})
    by_criterion = replace(by_total, steps=(TrimMean(min_panel=3), SumCriteria()))
    a = sheets("A", {"design": [40, 30, 20], "lesson": [20, 30, 40]})
    b = sheets("B", {"design": [29, 29, 40], "lesson": [30, 32, 20]})

    totals = {entry: score.value for entry, score in scores(by_total, [a, b]).items()}
    criteria = {entry: score.value for entry, score in scores(by_criterion, [a, b]).items()}

    assert totals == {"A": 60, "B": 60}
    assert criteria == {"A": 60, "B": 59}


def test_trimming_each_criterion_says_which_mark_of_whom_was_left_out() -> None:
    rule = stage(TrimMean(min_panel=3), SumCriteria(), criteria={"design": 50, "lesson": 50})

    found = scores(rule, [sheets("A", {"design": [40, 30, 20], "lesson": [20, 30, 41]})])["A"]

    assert found.dropped == {("J1", "design"), ("J3", "design"), ("J1", "lesson"), ("J3", "lesson")}
    assert found.totals == {"J1": 60, "J2": 60, "J3": 61}


def test_both_rules_of_diving_are_data() -> None:
    difficulty = (Fact(key="difficulty", name="Difficulty"),)
    now = stage(SumCriteria(), TrimTotal(2, 2), Times(fact="difficulty"), facts=difficulty)
    once = stage(
        SumCriteria(), TrimTotal(1, 1), Times(fact="difficulty"), Times(factor=Decimal("0.6")), facts=difficulty
    )
    dive = turn("A", DIVE, facts={"difficulty": Decimal("3.0")})

    assert value(now, dive) == 66
    assert value(once, dive) == Fraction("65.7")


def test_equal_extremes_lose_one_occurrence_only() -> None:
    found = scores(stage(SumCriteria(), TrimMean()), [turn("A", [90, 90, 90, 80, 80])])["A"]

    assert found.value == Fraction(260, 3)
    assert len(found.dropped) == 2


def test_a_missing_judge_is_no_zero_in_a_mean_nor_in_a_sum() -> None:
    recused = {"J7": "recused"}

    assert value(stage(), turn("A", [90, 80], missing=recused)) == 85
    assert value(stage(SumCriteria(), Total()), turn("A", [8] * 6, missing=recused)) == 56
    assert value(stage(SumCriteria(), TrimTotal(2, 2)), turn("A", [8] * 6, missing=recused)) == 24


def test_a_stand_in_does_not_make_the_panel_larger() -> None:
    rule = stage(SumCriteria(), Total(), panel=PanelRule(size=3))

    assert value(rule, turn("A", [8, 8, 8], missing={"J9": "recused"})) == 24


@pytest.mark.parametrize(
    ("marks", "least", "small", "expected"),
    [
        ([90, 85, 80], 4, "mean", 85),
        ([90, 86, 80], 4, "ijru", 88),
        ([90, 86, 80], 4, "median", 86),
        ([90, 86, 80, 70], 5, "median", 83),
        ([90], 4, "ijru", 90),
    ],
)
def test_a_small_panel_goes_by_its_own_rule(marks: list[str | int], least: int, small: Any, expected: int) -> None:
    assert value(stage(SumCriteria(), TrimMean(min_panel=least, small_panel=small)), turn("A", marks)) == expected


def test_the_middle_judges_count_unless_they_are_too_far_apart() -> None:
    rule = stage(SumCriteria(), MiddleMean(Decimal("0.3")))

    assert value(rule, turn("A", ["7", "8", "8.2", "9"])) == Fraction("8.1")
    assert value(rule, turn("A", ["7", "8", "8.4", "9"])) == Fraction("8.1")
    assert scores(rule, [turn("A", ["7", "8", "8.2", "9"])])["A"].dropped == {("J1", ""), ("J4", "")}
    assert not scores(rule, [turn("A", ["7", "8", "8.4", "9"])])["A"].dropped


def test_deductions_come_after_the_judges_and_only_the_kinds_named() -> None:
    rows = (Deduction("time", Decimal(2)), Deduction("leak", Decimal(5)))
    judged = turn("A", [90, 90], deductions=rows)

    assert value(stage(*PLAIN), judged) == 90
    assert value(stage(*PLAIN, Deduct()), judged) == 83
    assert value(stage(*PLAIN, Deduct(what=("time",))), judged) == 88
    assert value(stage(*PLAIN, Deduct(floor=Decimal(85))), judged) == 85
    assert scores(stage(*PLAIN, Deduct(what=("time",))), [judged])["A"].deducted == 2


def test_a_fact_is_added_or_takes_its_default_and_is_missed_without() -> None:
    bonus = Fact(key="bonus", name="Bonus")
    rule = stage(*PLAIN, Add("bonus"), facts=(bonus,))
    usual = stage(*PLAIN, Add("bonus"), facts=(replace(bonus, default=Decimal(1)),))

    assert value(rule, turn("A", [90], facts={"bonus": Decimal(2)})) == 92
    assert value(usual, turn("A", [90])) == 91
    with pytest.raises(IllegalMark) as refused:
        value(rule, turn("A", [90]))
    assert refused.value.code == "judged.fact"


def test_votes_are_a_part_scaled_to_the_highest_and_nothing_without_votes() -> None:
    rule = stage(*PLAIN, Votes(Decimal(60), Decimal(40)))

    assert {key: each.value for key, each in scores(rule, [turn("A", [85]), turn("B", [92])]).items()} == {
        "A": 51,
        "B": Fraction("55.2"),
    }


def test_the_score_without_rounding_is_kept_beside_the_rounded_one() -> None:
    found = scores(stage(*PLAIN, Round(1)), [turn("A", ["90.01", "90.12"])])["A"]

    assert found.value == Fraction("90.1")
    assert found.unrounded == Fraction("90.065")


def test_severity_is_taken_from_each_judge_where_entries_link_them() -> None:
    marks = {"A": {"J1": 90, "J2": 86}, "B": {"J1": 84, "J3": 87}, "C": {"J2": 82, "J3": 88}, "D": {"J1": 86, "J2": 82}}
    turns = [
        Turn(entry=entry, ballots={seat: {"mark": Decimal(mark)} for seat, mark in row.items()})
        for entry, row in marks.items()
    ]
    expected = {"A": Fraction("89.5"), "B": Fraction("83.8"), "C": Fraction("85.2"), "D": Fraction("85.5")}

    by_step = scores(stage(SumCriteria(), Severity(), Mean()), turns)
    by_panels = scores(stage(*PLAIN, compare="severity"), turns)

    assert {entry: score.value for entry, score in by_step.items()} == expected
    assert {entry: score.value for entry, score in by_panels.items()} == expected


def test_panels_without_a_common_entry_are_never_compared() -> None:
    alone = Turn(entry="B", ballots={"J9": {"mark": Decimal(80)}})

    with pytest.raises(IllegalMark) as refused:
        scores(stage(*PLAIN, compare="severity"), [turn("A", [90]), alone])

    assert refused.value.code == "judged.unlinked"


def test_a_judge_who_gives_everyone_the_same_stays_out_of_standard_scores() -> None:
    rule = stage(SumCriteria(), Standardise(to="t_score", least=2), Mean())

    found = scores(rule, [turn("A", [80, 70]), turn("B", [90, 70])])

    assert {entry: score.value for entry, score in found.items()} == {"A": 40, "B": 60}
    assert found["A"].dropped == {("J2", "")}


PLACES = {"A": [1, 1, 3], "B": [2, 3, 1], "C": [3, 2, 2]}


@pytest.mark.parametrize(
    ("step", "expected"),
    [
        (RankSum(), {"A": -5, "B": -6, "C": -7}),
        (Borda(), {"A": 4, "B": 3, "C": 2}),
        (Skating(), {"A": -1, "B": -2, "C": -3}),
    ],
)
def test_judges_can_be_joined_by_places(step: Any, expected: dict[str, int]) -> None:
    turns = [turn(entry, [10 - place for place in given]) for entry, given in PLACES.items()]

    found = scores(stage(SumCriteria(), step), turns)

    assert {entry: score.value for entry, score in found.items()} == expected


def test_places_by_majority_leave_out_a_judge_who_did_not_mark_all() -> None:
    both = [turn("A", [9, 5, 5]), turn("B", [8, 6])]

    found = scores(stage(SumCriteria(), Skating()), both)

    assert found["A"].dropped == {("J3", "")}
    assert found["A"].value == found["B"].value == -1
    with pytest.raises(IllegalMark):
        scores(stage(SumCriteria(), Skating()), [turn("A", [9]), Turn(entry="B", ballots={"J2": {"mark": Decimal(1)}})])


def test_only_entries_that_were_judged_have_a_score() -> None:
    turns = [turn("A", [90]), turn("B", [90], status="disqualified"), turn("C", []), turn("D", [], status="absent")]

    assert list(scores(stage(), turns)) == ["A"]


def test_a_ballot_with_a_mark_missing_is_refused() -> None:
    rule = stage(criteria={"design": 50, "lesson": 50})

    with pytest.raises(IllegalMark) as refused:
        scores(rule, [sheets("A", {"design": [40]})])

    assert refused.value.code == "judged.missing"


def test_the_way_is_told_step_by_step() -> None:
    rule = stage(SumCriteria(), TrimMean(min_panel=3), Round(1), criteria={"design": 50, "lesson": 50})

    workings = scores(rule, [sheets("A", {"design": [40, 30, 20], "lesson": [20, 31, 40]})])["A"].workings

    assert [each.op for each in workings] == ["sum_criteria", "trim_mean", "round"]
    assert workings[0].judges == {"J1": 60, "J2": 61, "J3": 60}
    assert workings[1].value == 60
