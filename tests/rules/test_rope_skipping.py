"""Rope skipping: from counters' marks to a result, from results to places; what nobody can have counted is refused."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.rules.counting import combined, counted, overall, rank, too_far_apart
from shared.rules.model import Counting, Outcome, Performance, Regulation
from shared.rules.refusals import IllegalMark, IllegalResult
from shared.rules.sheets import Again, Confirm, Counted, FalseStart, FalseSwitch, Fouled, HandedIn, Sheet, fold
from shared.rules.sports import sport
from shared.rules.sports.rope_skipping import PRESETS, check_result

COUNTS = st.lists(st.integers(0, 500), min_size=1, max_size=7)
ROPE = sport("rope_skipping")


def laws(preset: str) -> Regulation:
    return PRESETS[preset].regulation


def done(sheet: Sheet) -> Performance:
    assert sheet.outcome is not None
    assert sheet.outcome.performance is not None
    return sheet.outcome.performance


def handed(*counts: int) -> list[Counted | HandedIn]:
    return [mark for by, count in enumerate(counts, 1) for mark in (Counted(by, count), HandedIn(by))]


def test_three_counters_make_one_result_with_what_is_taken_off() -> None:
    sheet = fold(
        laws("ijru_srsr_4x30"), [*handed(124, 126, 127), FalseStart(1), FalseStart(1), FalseSwitch(1), Confirm()]
    )

    assert done(sheet).score == Decimal("106.50")
    assert done(sheet).deduction == 20


def test_a_result_waits_for_every_counter() -> None:
    with pytest.raises(IllegalMark):
        fold(laws("ijru_srss_30"), [*handed(80, 81), Confirm()])


def test_an_attempt_that_is_done_again_begins_with_nothing() -> None:
    marks = [*handed(80, 81, 82), FalseStart(1), Again(), *handed(90, 90, 90), Confirm()]

    assert done(fold(laws("ijru_srss_30"), marks)).score == 90


def test_fouls_of_a_mass_event_cost_what_the_notice_says() -> None:
    sheet = fold(laws("figure8_180_shou_2017"), [*handed(212, 212), Fouled(), Fouled(), Fouled(), Confirm()])

    assert done(sheet).score == 203


def test_a_team_sum_adds_its_members_and_a_void_one_counts_nothing() -> None:
    sheet = fold(laws("single_60_sum_xbu"), [*handed(120, 133, 98, 0, 110, 125, 102), Confirm()])

    assert done(sheet).score == 688


def test_counters_far_apart_ask_for_a_recount() -> None:
    assert done(fold(laws("ijru_srss_30"), [*handed(80, 90, 100), Confirm()])).recount


@pytest.mark.parametrize(
    "outcome",
    [
        Outcome("played", None),
        Outcome("played", 1, performance=Performance(score=Decimal(1))),
        Outcome("played", None, performance=Performance(score=Decimal("NaN"))),
        Outcome("played", None, performance=Performance(score=Decimal("1e999999"))),
        Outcome("played", None, performance=Performance(score=Decimal(90), counts=(Decimal(80), Decimal(80)))),
        Outcome("played", None, performance=Performance(score=Decimal(90), failures=-1)),
        Outcome("walkover", 2),
    ],
)
def test_a_result_nobody_can_have_counted_is_refused(outcome: Outcome) -> None:
    with pytest.raises(IllegalResult):
        check_result(laws("ijru_srss_30"), outcome)


def test_every_preset_says_its_rules_in_words_and_has_counters() -> None:
    for preset in PRESETS.values():
        assert len(ROPE.in_words(preset.regulation)) >= 3
        assert ROPE.places(preset.regulation) >= 1


@given(COUNTS)
def test_a_combined_count_lies_between_the_lowest_and_the_highest(counts: list[int]) -> None:
    assert min(counts) <= combined(Counting(), counts) <= max(counts)


@given(COUNTS, st.randoms())
def test_the_order_of_the_counters_never_matters(counts: list[int], chance: object) -> None:
    mixed = [*counts]
    chance.shuffle(mixed)  # type: ignore[attr-defined]

    assert combined(Counting(), mixed) == combined(Counting(), counts)
    assert too_far_apart(Counting(within=3), mixed) == too_far_apart(Counting(within=3), counts)


@given(st.dictionaries(st.text("abcdefgh", min_size=1, max_size=2), st.integers(0, 9), min_size=1))
def test_places_are_shared_and_skipped_whatever_the_order(scores: dict[str, int]) -> None:
    tried = {entry: [counted(Counting(), (score,))] for entry, score in scores.items()}

    placings = rank(Counting(), tried)

    assert placings == rank(Counting(), dict(reversed(tried.items())))
    for entry, first, last in placings:
        assert first == 1 + sum(other > scores[entry] for other in scores.values())
        assert last - first + 1 == sum(other == scores[entry] for other in scores.values())


@given(st.dictionaries(st.sampled_from("abcde"), st.integers(1, 99), min_size=2))
def test_who_wins_every_event_wins_overall(scores: dict[str, int]) -> None:
    values = {entry: Decimal(score) for entry, score in scores.items()}
    winners = {entry for entry, first, _last in overall({"one": values, "two": values}) if first == 1}

    assert winners == {entry for entry, value in values.items() if value == max(values.values())}
