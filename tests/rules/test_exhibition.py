"""Works judged by a panel: marks by item become a mean, equals are split by the next keys, prizes follow."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.rules.judging import judged, judged_mean, rank, total
from shared.rules.model import Exhibition, Outcome, Performance, PrizeTier
from shared.rules.prizes import awarded
from shared.rules.refusals import IllegalMark, IllegalResult
from shared.rules.sheets import Confirm, HandedIn, Judged, fold
from shared.rules.sports.calligraphy_photography import PRESETS, check_result, in_words

BRUSH = PRESETS["calligraphy_brush"].regulation
TOTALS = st.lists(st.integers(0, 100).map(Decimal), min_size=1, max_size=9)


def marks(*items: int) -> tuple[Decimal, ...]:
    return tuple(map(Decimal, items))


def test_a_panel_of_five_makes_a_result_and_one_judge_may_stand_back() -> None:
    given = [Judged(by, marks(28, 27, 26, 9)) for by in range(1, 5)]

    sheet = fold(BRUSH, [*given, *(HandedIn(by) for by in range(1, 6)), Confirm()])

    assert sheet.outcome is not None
    assert sheet.outcome.performance == Performance(
        score=Decimal("90.00"), counts=(Decimal(90),) * 4, firsts=(Decimal(28),) * 4
    )


def test_a_mark_above_its_item_is_refused() -> None:
    with pytest.raises(IllegalMark):
        fold(BRUSH, [Judged(1, marks(31, 27, 26, 9))])
    with pytest.raises(IllegalMark):
        total(Exhibition(rubric=BRUSH.exhibition.rubric if BRUSH.exhibition else ()), marks(30, 30))


def test_equal_means_are_split_by_all_judges_then_by_the_first_item() -> None:
    def work(first: int, *totals: int) -> Performance:
        return Performance(score=Decimal(0), counts=marks(*totals), firsts=(Decimal(first),))

    works = {"a": work(28, 90, 90, 90), "b": work(29, 90, 90, 90), "c": work(29, 90, 90, 90)}

    assert rank(Exhibition(), works) == (("b", 1, 2), ("c", 1, 2), ("a", 3, 3))


@pytest.mark.parametrize("score", ["101", "-1", "NaN", "1e400"])
def test_a_score_no_rubric_gives_is_refused(score: str) -> None:
    with pytest.raises(IllegalResult):
        check_result(BRUSH, Outcome("played", None, performance=Performance(score=Decimal(score))))


def test_nobody_judged_is_no_result() -> None:
    with pytest.raises(IllegalMark):
        judged(Exhibition(), [None, None])


def test_every_preset_says_its_rules_in_words() -> None:
    assert all(len(in_words(preset.regulation)) >= 4 for preset in PRESETS.values())


@given(TOTALS)
def test_a_mean_lies_between_the_lowest_and_the_highest_judge(totals: list[Decimal]) -> None:
    assert min(totals) <= judged_mean(Exhibition(), totals) <= max(totals)


@given(TOTALS.filter(lambda totals: len(totals) >= 5), st.integers(0, 100))
def test_one_judge_far_off_changes_nothing_once_extremes_are_left_out(totals: list[Decimal], off: int) -> None:
    level = [Decimal(50)] * len(totals)

    assert judged_mean(Exhibition(), [*level, Decimal(off)]) == 50


TIERS = st.lists(st.integers(0, 5), min_size=1, max_size=4)


@given(TIERS, st.lists(st.integers(0, 9), max_size=20), st.sampled_from(["widen", "cut"]))
def test_nobody_gets_two_prizes_and_nobody_overtakes(counts: list[int], scores: list[int], boundary: str) -> None:
    tiers = [PrizeTier(str(place), count=count) for place, count in enumerate(counts)]
    order = sorted(scores, reverse=True)
    values = {str(place): score for place, score in enumerate(order)}

    prizes = awarded(tiers, [[entry] for entry in values], values, boundary)  # type: ignore[arg-type]

    given_out = [entry for winners in prizes.values() for entry in winners]
    assert given_out == [*values][: len(given_out)]
    if boundary == "widen":
        tier_of = {entry: name for name, winners in prizes.items() for entry in winners}
        assert all(
            tier_of.get(one) == tier_of.get(two) for one in values for two in values if values[one] == values[two]
        )
