"""Volleyball: service, rotation, sets, time-outs."""

import pytest

from shared.rules.marks import Mark, Sheet
from shared.rules.model import Side
from shared.rules.refusals import IllegalMark, IllegalResult
from shared.rules.regulation_words import settings_in_words
from shared.rules.sheets import Confirm, Game, Rally, Retired, Start, TimeOut, apply, check_result, fold
from shared.rules.sports.volleyball import PRESETS
from shared.rules.standings import Meeting, standings

LAWS = PRESETS["fivb_bo5"].regulation
START = Start(left=1, server=1)


def after(*marks: Mark, preset: str = "fivb_bo5") -> Sheet:
    return fold(PRESETS[preset].regulation, [START, *marks])


def a_set(side: Side, points: int = 25) -> list[Mark]:
    return [Rally(side)] * points


def test_who_wins_the_service_rotates_first_and_who_keeps_it_does_not() -> None:
    sheet = after(Rally(1), Rally(1), Rally(2))

    assert sheet.rotation == ((0, 1, 2, 3, 4, 5), (1, 2, 3, 4, 5, 0))
    assert (sheet.serving, sheet.server_player) == (2, 1)


def test_the_side_that_did_not_serve_first_serves_first_in_the_next_set() -> None:
    sheet = after(*a_set(1))

    assert sheet.games == ((25, 0), (0, 0))
    assert (sheet.serving, sheet.left, sheet.change_ends, sheet.interval_seconds) == (2, 2, True, 180)
    assert sheet.rotation == (tuple(range(6)), tuple(range(6)))
    with pytest.raises(IllegalMark):
        apply(LAWS, sheet, Start(left=2, server=1))


def test_the_deciding_set_goes_to_15_after_a_toss_and_ends_change_at_8() -> None:
    sheet = after(*a_set(1), *a_set(2), *a_set(1), *a_set(2), Start(left=1, server=1), *a_set(1, 8))

    assert (sheet.games[-1], sheet.change_ends, sheet.left) == ((8, 0), True, 2)
    assert fold(LAWS, [*sheet.standing, *a_set(1, 7)]).outcome is not None


def test_a_single_set_changes_ends_at_13() -> None:
    assert not after(*a_set(2, 12), preset="volleyball_25x1").change_ends
    assert after(*a_set(2, 13), preset="volleyball_25x1").change_ends


def test_two_time_outs_a_side_a_set() -> None:
    sheet = after(TimeOut(1), TimeOut(1), TimeOut(2))

    assert sheet.time_outs == (2, 1)
    with pytest.raises(IllegalMark):
        apply(LAWS, sheet, TimeOut(1))
    assert fold(LAWS, [*sheet.standing, *a_set(1)]).time_outs == (0, 0)


def test_sets_can_be_typed_whole_where_nobody_marks_rallies() -> None:
    sheet = after(Game((25, 20)), Game((23, 25)), Game((25, 27)), Game((25, 18)), Game((15, 12)), Confirm())

    assert sheet.outcome is not None
    assert (sheet.outcome.winner, sheet.closed) == (1, True)


@pytest.mark.parametrize("points", [(25, 24), (27, 24), (0, 0), (24, 22), (25, 25)])
def test_a_set_nobody_can_win_so_is_refused(points: tuple[int, int]) -> None:
    with pytest.raises(IllegalResult):
        after(Game(points))


def test_a_set_is_not_typed_over_rallies() -> None:
    with pytest.raises(IllegalMark):
        after(Rally(1), Game((25, 20)))


def test_a_side_that_stops_keeps_its_points_in_the_table() -> None:
    sheet = after(Game((25, 20)), *a_set(2, 3), Retired(1))
    check_result(LAWS, sheet.outcome)  # type: ignore[arg-type]

    first, second = standings(LAWS, ["A", "B"], [Meeting(("A", "B"), sheet.outcome)])

    assert (first.entry, first.games, first.score) == ("B", (3, 1), (95, 25))
    assert second.entry == "A"


def test_light_volleyball_has_five_players_and_sets_capped_at_21() -> None:
    assert after(*a_set(1, 20), *a_set(2, 20), Rally(1), preset="light_21x3").games == ((21, 20), (0, 0))
    assert after(Rally(2), preset="light_21x3").rotation[1] == (1, 2, 3, 4, 0)


def test_the_regulation_is_told_in_words() -> None:
    words = [sentence.format_map(values) for sentence, values in settings_in_words(LAWS)]

    assert words == [
        "6 players of each side on court.",
        "Best of 5 sets.",
        "A set goes to the side that first has 25 points and leads by 2.",
        "The deciding game goes to the side that first has 15 points and leads by 2.",
        "Ends change after each set and at 8 in the last.",
        "A rest of 180 seconds at most between sets.",
        "Time-outs of each side in a set: 2.",
    ]
