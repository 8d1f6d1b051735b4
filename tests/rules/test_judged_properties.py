"""What holds for every panel, every order of judges and entries, and every preset."""

from decimal import Decimal
from fractions import Fraction
from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from shared.rules.judged.contests import presets
from shared.rules.judged.judgement import Turn
from shared.rules.judged.marks import leaves
from shared.rules.judged.pipeline import scores
from shared.rules.judged.steps import (
    Borda,
    Ijru,
    Mean,
    Median,
    MiddleMean,
    RankSum,
    Round,
    SumCriteria,
    Total,
    TrimMean,
    TrimTotal,
)
from tests.rules.judged import sheets, stage, turn, value

marks = st.integers(0, 10_000).map(lambda hundredths: Decimal(hundredths) / 100)
panels = st.lists(marks, min_size=1, max_size=9)
joins = st.sampled_from(
    [
        Mean(),
        Total(),
        Median(),
        TrimMean(),
        TrimMean(2, 1, 4, "ijru"),
        TrimTotal(),
        MiddleMean(Decimal(1)),
        Ijru(),
        RankSum(),
        Borda(),
    ]
)


@given(st.lists(panels, min_size=1, max_size=6), joins, st.randoms(use_true_random=False))
def test_the_order_of_judges_and_entries_never_matters(
    given_marks: list[list[Decimal]], join: Any, chance: Any
) -> None:
    rule = stage(SumCriteria(), join, Round())
    turns = [turn(f"E{number}", [str(mark) for mark in row]) for number, row in enumerate(given_marks)]
    mixed = [
        replace(each, ballots=dict(chance.sample(list(each.ballots.items()), len(each.ballots)))) for each in turns
    ]
    chance.shuffle(mixed)

    assert scores(rule, turns) == scores(rule, mixed)


@given(panels, marks, marks)
def test_adding_an_extreme_that_is_dropped_changes_nothing(row: list[Decimal], low: Decimal, high: Decimal) -> None:
    extremes = [min([low, *row]), max([high, *row])]

    trimmed = value(stage(SumCriteria(), TrimMean(min_panel=3)), turn("A", [str(mark) for mark in row + extremes]))

    assert trimmed == value(stage(), turn("A", [str(mark) for mark in row]))


@given(st.lists(st.tuples(marks, marks), min_size=1, max_size=9))
def test_without_trimming_it_does_not_matter_what_is_added_first(rows: list[tuple[Decimal, Decimal]]) -> None:
    judged = sheets("A", {"design": [str(a) for a, _ in rows], "lesson": [str(b) for _, b in rows]})
    rule = stage(SumCriteria(), Mean(), criteria={"design": 100, "lesson": 100})

    assert value(rule, judged) == value(replace(rule, steps=(Mean(), SumCriteria())), judged)


@given(st.sampled_from(sorted(presets())), st.data())
def test_every_preset_scores_whatever_its_sheet_allows(key: str, data: st.DataObject) -> None:
    rule = presets()[key].stages[-1]
    sheet = leaves(rule.criteria)
    rows = st.fixed_dictionaries(
        {leaf: st.integers(0, int(each.maximum / each.step)).map(each.step.__mul__) for leaf, each in sheet.items()}
    )
    turns = [
        Turn(
            entry=entry, ballots={f"J{seat}": data.draw(rows) for seat in range(3)}, votes=data.draw(st.integers(0, 9))
        )
        for entry in ("A", "B")
    ]

    for found in scores(rule, turns).values():
        assert 0 <= found.unrounded <= 110
        assert abs(found.value - found.unrounded) <= Fraction(1, 100)
