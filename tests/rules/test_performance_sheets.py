"""Sheets of counters and judges: what each has, who is done, the result on confirmation."""

from decimal import Decimal

import pytest

from shared.rules.marks import Mark, Sheet
from shared.rules.refusals import IllegalMark
from shared.rules.sheets import (
    Again,
    Basket,
    Confirm,
    Counted,
    FalseStart,
    HandedIn,
    Judged,
    Rally,
    Retired,
    Undo,
    Walkover,
    apply,
    fold,
    open_sheet,
)
from shared.rules.sports import regulation_of

SPEED = regulation_of("rope_skipping", "ijru_srss_30", "singles")
WORKS = regulation_of("calligraphy_photography", "calligraphy_brush", "singles")
COUNTED: list[Mark] = [Counted(1, 90, 2), Counted(2, 92), Counted(3, 94)]
DONE: list[Mark] = [HandedIn(1), HandedIn(2), HandedIn(3)]


def counted(*marks: Mark) -> Sheet:
    return fold(SPEED, marks)


def test_a_count_sent_twice_counts_once() -> None:
    assert counted(Counted(2, 5), Counted(2, 5)).counts == (None, 5, None)


def test_once_all_have_handed_in_the_confirmation_makes_the_result() -> None:
    sheet = counted(*COUNTED, FalseStart(1), *DONE, Confirm())

    assert sheet.closed
    assert sheet.outcome is not None and sheet.outcome.performance is not None
    assert (sheet.outcome.winner, sheet.outcome.performance.score) == (None, Decimal("83.00"))


def test_nothing_is_confirmed_while_a_counter_is_missing() -> None:
    with pytest.raises(IllegalMark) as refusal:
        counted(*COUNTED, HandedIn(1), HandedIn(2), Confirm())
    assert refusal.value.code == "performance.open"


def test_who_has_handed_in_counts_no_more_unless_it_is_taken_back() -> None:
    sheet = counted(*COUNTED, HandedIn(2))

    with pytest.raises(IllegalMark):
        apply(SPEED, sheet, Counted(2, 93))
    assert fold(SPEED, [*sheet.standing, Undo(), Counted(2, 93)]).counts == (90, 93, 94)


def test_a_new_attempt_clears_everything() -> None:
    assert counted(*COUNTED, FalseStart(1), *DONE, Again()).counts == open_sheet(SPEED).counts
    assert counted(*COUNTED, FalseStart(1), *DONE, Again()).false_starts == 0


def test_who_does_not_come_or_gives_up_leaves_no_winner() -> None:
    for mark in (Walkover(1), Retired(1)):
        sheet = counted(mark, Confirm())
        assert sheet.outcome is not None
        assert (sheet.outcome.kind, sheet.outcome.winner) == (mark.__struct_config__.tag, None)


@pytest.mark.parametrize("mark", [Rally(1), Basket(1, 2), Counted(4, 10), HandedIn(9), Judged(1, (Decimal(1),))])
def test_marks_of_other_sheets_and_places_there_are_not_are_refused(mark: Mark) -> None:
    with pytest.raises(IllegalMark):
        apply(SPEED, open_sheet(SPEED), mark)


def test_judges_mark_each_item_within_its_maximum() -> None:
    assert WORKS.exhibition is not None
    full = tuple(item.maximum for item in WORKS.exhibition.rubric)
    marks: list[Mark] = [Judged(by, full) for by in range(1, 6)]
    done: list[Mark] = [HandedIn(by) for by in range(1, 6)]

    sheet = fold(WORKS, [*marks, *done, Confirm()])

    assert sheet.outcome is not None and sheet.outcome.performance is not None
    assert sheet.outcome.performance.score == Decimal("100.00")
    for wrong in (
        full[:-1],
        (*full[:-1], Decimal("NaN")),
        (*full[:-1], Decimal("1e-99999")),
        (*full[:-1], full[-1] + 1),
    ):
        with pytest.raises(IllegalMark):
            apply(WORKS, open_sheet(WORKS), Judged(1, wrong))
