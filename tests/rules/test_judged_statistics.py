"""What the statistics of panels say in the cases where a formula alone would go wrong."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from shared.rules.judged.judgement import Turn
from shared.rules.judged.rule_set import Criterion, Spread, Stage
from shared.rules.judged.statistics.agreement import agreement
from shared.rules.judged.statistics.bradley_terry import log_abilities
from shared.rules.judged.statistics.flags import dixon, dixon_flags, flags, modified_z, same_rows
from shared.rules.judged.statistics.icc import intraclass
from shared.rules.judged.statistics.kendall import concordance
from shared.rules.judged.statistics.severity import severity_corrected
from shared.rules.judged.statistics.standard import notices, standardised
from shared.rules.judged.steps import Mean, Step, SumCriteria
from shared.rules.judged.writing import TRIMMED, criterion
from shared.rules.refusals import IllegalMark

marks = st.fractions(0, 100, max_denominator=100)


def stage_of(given: Criterion, steps: tuple[Step, ...]) -> Stage:
    return Stage(key="final", name="Final", criteria=(given,), steps=steps)


def table(**rows: tuple[int, ...]) -> dict[str, dict[str, Fraction]]:
    """Entry -> seat -> total; seats J1, J2, ..., a zero being no mark."""
    return {
        entry: {f"J{number}": Fraction(mark) for number, mark in enumerate(row, 1) if mark}
        for entry, row in rows.items()
    }


@given(
    st.dictionaries(st.sampled_from("ABCDEFGH"), marks, min_size=2),
    st.dictionaries(st.sampled_from(("J1", "J2", "J3", "J4")), marks, min_size=2),
    st.data(),
)
def test_marks_made_by_the_severity_model_give_back_strength_and_severity(
    strength: dict[str, Fraction], severe: dict[str, Fraction], data: st.DataObject
) -> None:
    middle = sum(severe.values(), Fraction()) / len(severe)
    severity = {seat: value - middle for seat, value in severe.items()}
    first = min(strength)
    seen = {entry: data.draw(st.sets(st.sampled_from(sorted(severity)), min_size=1)) for entry in strength}
    given_marks = {
        entry: {seat: strength[entry] - severity[seat] for seat in (severity if entry == first else seen[entry])}
        for entry in strength
    }

    found = severity_corrected(given_marks)

    assert found.severity == severity
    assert found.theta == strength


def test_judges_without_a_common_entry_are_not_compared() -> None:
    with pytest.raises(IllegalMark) as refused:
        severity_corrected(table(A=(90, 80, 0, 0), B=(0, 0, 85, 75)))

    assert refused.value.code == "judged.unlinked"


def test_an_entry_nobody_marked_has_no_strength() -> None:
    assert severity_corrected({"A": {"J1": Fraction(9)}, "B": {}}).theta == {"A": Fraction(9)}
    assert severity_corrected({}).theta == {}


def test_standard_scores_of_the_panel_have_its_mean_and_spread() -> None:
    scaled = standardised(table(A=(80, 60), B=(90, 100)), "panel", 2)

    assert {seat for values in scaled.values() for seat in values} == {"J1", "J2"}
    assert scaled["A"]["J1"] == scaled["A"]["J2"]
    assert scaled["A"]["J1"] + scaled["B"]["J1"] == 165


def test_a_judge_with_few_marks_keeps_them_and_is_told() -> None:
    given_marks = table(A=(80, 60), B=(90, 100), C=(85, 0))

    scaled = standardised(given_marks, "panel", 3)

    assert scaled["A"]["J2"] == pytest.approx(60)
    assert [(each.seat, each.why) for each in notices(given_marks, 3)] == [("J2", "too_few")]


def test_a_judge_whose_marks_are_all_equal_is_left_out() -> None:
    scaled = standardised(table(A=(80, 60), B=(90, 60)), "t_score", 2)

    assert scaled == {"A": {"J1": Fraction(40)}, "B": {"J1": Fraction(60)}}


def test_an_entry_with_only_such_judges_is_refused_not_zero() -> None:
    with pytest.raises(IllegalMark) as refused:
        standardised(table(A=(80, 60), B=(0, 60)), "t_score", 2)

    assert refused.value.code == "judged.unspread"


def test_agreement_numbers_are_none_where_marks_leave_them_undefined() -> None:
    same = table(A=(9, 9), B=(9, 9))
    found = concordance(same)

    assert found is not None
    assert found.w_ties is None
    assert found.chi_square_ties is None
    assert concordance(table(A=(9, 8), B=(9, 0))) is None
    assert concordance(table(A=(9, 8))) is None
    assert intraclass([]) is None
    assert intraclass([[Fraction(1), Fraction(2)]]) is None
    equal = intraclass([[Fraction(9), Fraction(9)], [Fraction(9), Fraction(9)]])
    assert equal is not None
    assert equal.two_mean is None


def test_two_outliers_hide_from_dixon_but_not_from_the_modified_z() -> None:
    panel = {f"J{seat}": Fraction(total) for seat, total in enumerate((60, 90, 90, 91, 91, 92, 120), 1)}

    assert dixon_flags(panel, Decimal(4)) == ()
    assert [flag.seat for flag in flags(panel, Spread())] == ["J1", "J7"]


def test_flags_say_nothing_of_one_judge_or_of_equal_marks() -> None:
    equal = {"J1": Fraction(9), "J2": Fraction(9), "J3": Fraction(9)}

    assert flags({"J1": Fraction(9)}, Spread(range=Decimal(0))) == ()
    assert dixon(equal) is None
    assert modified_z(equal) == {"J1": None, "J2": None, "J3": None}
    assert flags(equal, Spread(range=Decimal(1), from_mean=Decimal(1))) == ()


def test_dixon_has_no_critical_value_for_a_large_panel() -> None:
    panel = {f"J{seat}": Fraction(seat) for seat in range(16)}
    found = dixon(panel)

    assert found is not None
    assert found.critical is None
    assert dixon_flags(panel, Decimal(0)) == ()


def test_equal_sheets_of_neighbours_are_found_only_where_there_is_more_than_one_mark() -> None:
    assert same_rows({"07": [Decimal(9)], "08": [Decimal(9)]}) == ()


def test_comparisons_that_run_one_way_only_have_no_strength() -> None:
    with pytest.raises(IllegalMark):
        log_abilities({"A": {"B": 3}, "B": {}})
    assert log_abilities({}) == {}


def turn(entry: str, given_marks: dict[str, int], **more: object) -> Turn:
    ballots = {seat: {"a": Decimal(mark)} for seat, mark in given_marks.items()}
    return Turn(entry=entry, ballots=ballots, **more)  # type: ignore[arg-type]


def test_a_recused_judge_leaves_that_entry_out_of_the_comparison_only() -> None:
    stage = stage_of(criterion("a", "A", 100), steps=TRIMMED)
    turns = [
        turn("07", {"J1": 90, "J2": 80, "J3": 85}),
        turn("08", {"J1": 70, "J2": 72, "J3": 71}),
        turn("09", {"J1": 60, "J2": 64}, missing={"J3": "recused"}),
    ]

    (report,) = agreement(turns, stage)

    assert (report.entries, report.compared) == (3, 2)
    assert report.kendall is not None
    assert report.kendall.w == 1
    assert [judge.entries for judge in report.judges] == [3, 3, 2]


def test_the_share_of_dropped_marks_is_told_by_what_the_rule_drops() -> None:
    stage = stage_of(criterion("a", "A", 100), steps=TRIMMED)
    turns = [turn(str(entry), {"J1": 60 + entry, "J2": 80, "J3": 81, "J4": 99}) for entry in range(3)]

    (report,) = agreement(turns, stage)

    assert [(judge.seat, int(judge.dropped_share)) for judge in report.judges] == [
        ("J1", 1),
        ("J2", 0),
        ("J3", 0),
        ("J4", 1),
    ]


def test_parallel_panels_are_reported_apart_unless_the_rule_links_them() -> None:
    apart = stage_of(criterion("a", "A", 100), steps=(SumCriteria(), Mean()))
    turns = [
        turn("07", {"J1": 90, "J2": 86}, panel="one"),
        turn("08", {"J1": 84, "J2": 80}, panel="one"),
        turn("09", {"J3": 84, "J2": 80}, panel="two"),
    ]

    assert [(each.panel, each.entries) for each in agreement(turns, apart)] == [("one", 2), ("two", 1)]
    (linked,) = agreement(turns, replace(apart, compare="severity"))
    assert linked.panel == ""
    assert all(judge.severity is not None for judge in linked.judges)


def test_a_judge_kind_to_the_own_unit_is_seen() -> None:
    stage = stage_of(criterion("a", "A", 100), steps=(SumCriteria(), Mean()))
    turns = [turn("07", {"J1": 90, "J2": 80, "J3": 80}), turn("08", {"J1": 80, "J2": 80, "J3": 80})]

    (report,) = agreement(turns, stage, {"J1": "maths", "J2": "art"}, {"07": ["maths"], "08": ["physics"]})

    assert [judge.own_unit for judge in report.judges] == [Fraction(20, 3), None, None]
