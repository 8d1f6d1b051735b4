"""Basketball: quarters, overtime, fouls, time-outs, forfeits; three a side."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.rules.clocked_games import clock_of, is_possible, played, total, written
from shared.rules.marks import Mark, Sheet
from shared.rules.model import Outcome, Points
from shared.rules.refusals import IllegalMark, IllegalResult
from shared.rules.regulation_words import settings_in_words
from shared.rules.sheets import Basket, Confirm, Foul, Game, PeriodOver, Start, TimeOut, Undo, apply, check_result, fold
from shared.rules.sports.basketball import PRESETS

LAWS = PRESETS["fiba_5x5"].regulation
THREE = PRESETS["fiba_3x3"].regulation
START = Start(left=1, server=1)
OVER = PeriodOver()


def after(*marks: Mark) -> Sheet:
    return fold(LAWS, [START, *marks])


def three(*marks: Mark) -> Sheet:
    return fold(THREE, [START, *marks])


def test_baskets_add_up_by_quarter_and_the_clock_ends_it() -> None:
    sheet = after(Basket(1, 3, 4), Basket(2, 2), OVER, Basket(2, 1), OVER, OVER, OVER)

    assert sheet.outcome is None
    assert (sheet.games, sheet.overtime, sheet.period) == (((3, 2), (0, 1), (0, 0), (0, 0), (0, 0)), True, 5)
    ended = fold(LAWS, [*sheet.standing, Basket(2, 2), OVER, Confirm()])
    assert ended.outcome == Outcome("played", 2, (*sheet.games[:4], (0, 2)))


def test_level_after_overtime_means_another_one() -> None:
    sheet = after(*[OVER] * 5)

    assert (sheet.finished, sheet.period, len(sheet.games)) == (False, 6, 6)


def test_team_fouls_go_by_quarter_and_count_on_in_overtime() -> None:
    third = after(Foul(1, 7), Foul(1, 7, "technical"), Foul(2), OVER)

    assert (third.fouls, third.personal) == ((0, 0), ((1, 7, 2),))
    assert after(OVER, OVER, OVER, Foul(2, 4), OVER).fouls == (0, 1)


def test_ends_change_at_half_time() -> None:
    assert (after(OVER).left, after(OVER, OVER).left, after(OVER, OVER, OVER).left) == (1, 2, 2)


def test_time_outs_go_by_half_and_overtime() -> None:
    first = after(TimeOut(1), OVER, TimeOut(1))
    with pytest.raises(IllegalMark):
        apply(LAWS, first, TimeOut(1))
    assert after(OVER, OVER, *[TimeOut(1)] * 3).time_outs == (3, 0)
    with pytest.raises(IllegalMark):
        after(*[OVER] * 4, TimeOut(2), TimeOut(2))


def test_a_basket_of_four_is_refused_and_three_where_none_counts_three() -> None:
    for sheet in (after, three):
        with pytest.raises(IllegalMark):
            sheet(Basket(1, 4))
    with pytest.raises(IllegalMark):
        three(Basket(1, 3))


def test_undo_gives_back_the_quarter_before() -> None:
    before = after(Basket(1, 2), Foul(2, 3))

    assert fold(LAWS, [*before.standing, OVER, Undo()]).games == before.games


def test_quarters_can_be_typed_whole() -> None:
    sheet = after(Game((20, 18)), Game((15, 17)), Game((19, 19)), Game((16, 16)), Game((8, 5)))

    assert sheet.outcome == Outcome("played", 1, sheet.games)
    assert total(sheet.games) == (78, 75)


def test_three_a_side_ends_at_21_at_once_and_overtime_at_two_points() -> None:
    to_20: list[Mark] = [Basket(1, 2)] * 10

    assert three(*to_20, Basket(1, 2)).outcome == Outcome("played", 1, ((22, 0),))
    overtime = three(Basket(1, 1), Basket(2, 1), OVER, Basket(2, 1))
    assert (overtime.overtime, overtime.finished) == (True, False)
    assert fold(THREE, [*overtime.standing, Basket(2, 1)]).outcome == Outcome("played", 2, ((1, 1), (0, 2)))


def test_a_forfeit_counts_20_to_0_and_a_default_keeps_the_score_of_who_leads() -> None:
    assert written(LAWS, Outcome("walkover", 2)) == ((0, 20),)
    assert written(LAWS, Outcome("retired", 2, ((30, 35),))) == ((30, 35),)
    assert written(LAWS, Outcome("retired", 2, ((35, 30),))) == ((0, 2),)


@pytest.mark.parametrize(
    "periods",
    [
        ((20, 18), (15, 17), (19, 19), (16, 16)),
        ((70, 70),),
        ((20, 18), (15, 17)),
        ((20, 18), (15, 10), (19, 19), (16, 16), (8, 5)),
        ((20, -1), (15, 17), (19, 19), (16, 16)),
        (),
    ],
)
def test_impossible_periods_are_refused(periods: tuple[Points, ...]) -> None:
    with pytest.raises(IllegalResult):
        played(LAWS, periods)


def test_the_winner_must_fit_the_score() -> None:
    check_result(LAWS, Outcome("played", 1, ((78, 75),)))
    with pytest.raises(IllegalResult):
        check_result(LAWS, Outcome("played", 2, ((78, 75),)))


baskets = st.builds(Basket, st.sampled_from([1, 2]), st.sampled_from([1, 2]))


@given(marks=st.lists(st.one_of(baskets, baskets, baskets, st.just(OVER)), max_size=60))
def test_whatever_three_a_side_comes_to_is_a_possible_result(marks: list[Mark]) -> None:
    made: list[Mark] = [START]
    for mark in marks:
        if fold(THREE, made).finished:
            break
        made.append(mark)
    outcome = fold(THREE, made).outcome

    if outcome is not None:
        check_result(THREE, outcome)
        assert is_possible(clock_of(THREE), total(outcome.games))


def test_the_regulation_is_told_in_words() -> None:
    words = [sentence.format_map(values) for sentence, values in settings_in_words(LAWS)]

    assert words[:3] == [
        "5 players of each side on court.",
        "Four quarters of 10 minutes.",
        "The clock stops with every whistle.",
    ]
    assert "A match not played counts 20:0." in words
