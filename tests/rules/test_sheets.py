"""What a sheet takes and refuses, and that its marks always add up to it."""

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.rules.model import Outcome
from shared.rules.refusals import IllegalMark, IllegalRegulation, IllegalResult
from shared.rules.sheets import (
    Confirm,
    Corrected,
    Disqualified,
    Mark,
    Rally,
    Retired,
    Sheet,
    Start,
    Typed,
    Undo,
    Walkover,
    apply,
    fold,
    open_sheet,
)
from shared.rules.sports import regulation_of, sport, sports

LAWS = regulation_of("badminton", "bwf_21x3", "singles")
START = Start(left=1, server=1)
WON: list[Mark] = [START, *[Rally(1)] * 42]

side = st.sampled_from([1, 2])
player = st.integers(0, 1)
marks = st.one_of(
    st.builds(Rally, side),
    st.builds(Rally, side),
    st.builds(Rally, st.just(1)),
    st.builds(Undo),
    st.builds(Start, side, side, player, player),
    st.builds(Walkover, side),
    st.builds(Retired, side),
    st.builds(Disqualified, side),
    st.builds(Confirm),
)
regulations = st.sampled_from(
    [
        regulation_of("badminton", preset, discipline)
        for preset in sport("badminton").PRESETS
        for discipline in ("singles", "doubles")
    ]
)


def refusal_of(made: list[Mark], mark: Mark) -> str:
    with pytest.raises(IllegalMark) as refusal:
        apply(LAWS, fold(LAWS, made), mark)
    return refusal.value.code


@given(regulation=regulations, tried=st.lists(marks, max_size=90))
def test_any_marks_that_are_taken_add_up_and_can_be_undone(regulation, tried) -> None:  # type: ignore[no-untyped-def]
    sheet, taken = open_sheet(regulation), list[Mark]()
    for mark in tried:
        try:
            after = apply(regulation, sheet, mark)
        except IllegalMark:
            continue
        taken.append(mark)
        if not isinstance(mark, Undo | Confirm):
            undone = apply(regulation, after, Undo())
            assert msgspec.structs.replace(undone, count=sheet.count) == sheet
        sheet = after

    assert fold(regulation, taken) == sheet
    assert sheet.count == len(taken)
    assert msgspec.structs.replace(fold(regulation, sheet.standing), count=sheet.count) == sheet
    assert sheet.closed <= sheet.finished == (sheet.outcome is not None)
    assert (sheet.serving is not None) == (bool(sheet.games) and not sheet.finished)


@given(tried=st.lists(marks, max_size=60))
def test_marks_survive_being_stored(tried: list[Mark]) -> None:
    assert msgspec.json.decode(msgspec.json.encode(tried), type=list[Mark]) == tried


def test_an_empty_sheet_says_nothing() -> None:
    assert open_sheet(LAWS) == Sheet()


def test_a_match_is_won_confirmed_and_closed() -> None:
    finished = fold(LAWS, WON)
    closed = apply(LAWS, finished, Confirm())

    assert finished.finished and not finished.closed
    assert closed.closed
    assert closed.outcome == Outcome("played", 1, ((21, 0), (21, 0)))
    assert closed.count == 44


@pytest.mark.parametrize(
    ("made", "mark", "code"),
    [
        ([], Rally(1), "sheet.not_started"),
        ([], Retired(1), "sheet.not_started"),
        ([], Undo(), "undo.nothing"),
        ([], Confirm(), "confirm.early"),
        ([START], Confirm(), "confirm.early"),
        ([START, Rally(1)], START, "start.late"),
        ([START, Rally(1)], Walkover(2), "walkover.played"),
        (WON, Rally(1), "sheet.finished"),
        (WON, START, "sheet.finished"),
        (WON, Retired(1), "sheet.finished"),
        (WON, Walkover(1), "sheet.finished"),
        (WON, Disqualified(1), "sheet.finished"),
        ([*WON, Confirm()], Undo(), "sheet.closed"),
        ([*WON, Confirm()], Confirm(), "sheet.closed"),
        ([*WON, Confirm()], Typed(Outcome("walkover", 1)), "sheet.closed"),
        (WON, Corrected(Outcome("walkover", 1), "no"), "correction.early"),
        ([*WON, Confirm()], Corrected(Outcome("walkover", 1), "  "), "correction.reason"),
        ([], Start(1, 1, serving_player=1), "start.player"),
        ([START, *[Rally(1)] * 21], Start(left=1, server=2), "start.server"),
    ],
)
def test_a_mark_out_of_place_is_refused(made: list[Mark], mark: Mark, code: str) -> None:
    assert refusal_of(made, mark) == code


def test_undo_brings_back_a_won_game_and_a_won_match() -> None:
    before = fold(LAWS, WON[:-1])

    undone = fold(LAWS, [*WON, Undo()])

    assert undone.games == ((21, 0), (20, 0))
    assert undone.match_point == before.match_point == 1
    assert undone.count == 44


def test_two_undos_take_back_two_marks() -> None:
    assert fold(LAWS, [START, Rally(1), Rally(2), Undo(), Undo(), Rally(2)]).games == ((0, 1),)


def test_a_walkover_is_a_win_without_games() -> None:
    sheet = fold(LAWS, [Walkover(2, "ill"), Confirm()])

    assert sheet.outcome == Outcome("walkover", 1, (), "ill")
    assert sheet.games == ()


def test_a_retirement_keeps_the_score_it_happened_at() -> None:
    in_game = fold(LAWS, [START, *[Rally(1)] * 21, Rally(2), Retired(1, "ankle")])
    between = fold(LAWS, [START, *[Rally(1)] * 21, Retired(1)])

    assert in_game.outcome == Outcome("retired", 2, ((21, 0), (0, 1)), "ankle")
    assert between.outcome == Outcome("retired", 2, ((21, 0),))
    assert in_game.finished and not in_game.closed


def test_a_side_may_be_disqualified_before_the_first_rally() -> None:
    assert fold(LAWS, [Disqualified(1, "late")]).outcome == Outcome("disqualified", 2, (), "late")


def test_a_typed_result_closes_whatever_was_marked() -> None:
    outcome = Outcome("played", 2, ((21, 15), (18, 21), (19, 21)))

    sheet = fold(LAWS, [START, Rally(1), Typed(outcome)])

    assert (sheet.closed, sheet.outcome, sheet.games) == (True, outcome, outcome.games)


def test_a_typed_result_must_be_possible() -> None:
    with pytest.raises(IllegalResult):
        apply(LAWS, open_sheet(LAWS), Typed(Outcome("played", 1, ((21, 20),))))


def test_a_correction_replaces_the_outcome_and_may_be_corrected_again() -> None:
    wrong, right = Outcome("played", 2, ((0, 21), (0, 21))), Outcome("walkover", 1)

    sheet = fold(LAWS, [*WON, Confirm(), Corrected(wrong, "swapped"), Corrected(right, "they had not come")])

    assert (sheet.outcome, sheet.games, sheet.closed) == (right, (), True)
    assert sheet.count == 46


def test_sports_are_found_by_their_file() -> None:
    assert "badminton" in sports()
    with pytest.raises(IllegalRegulation):
        sport("quidditch")
    with pytest.raises(IllegalRegulation):
        regulation_of("badminton", "bwf_99x9", "singles")
