"""Table tennis: turns of service, doubles order, games, the one time-out."""

import pytest

from shared.rules.marks import Mark, Sheet
from shared.rules.model import Discipline, Side
from shared.rules.refusals import IllegalMark
from shared.rules.sheets import Game, Rally, Start, TimeOut, apply, fold
from shared.rules.sports import regulation_of

START = Start(left=1, server=1)


def after(*marks: Mark, discipline: Discipline = "singles", preset: str = "ittf_bo5") -> Sheet:
    return fold(regulation_of("table_tennis", preset, discipline), [START, *marks])


def points(one: int, two: int) -> list[Mark]:
    level: list[Mark] = [Rally(1), Rally(2)]
    rest: Side = 1 if one > two else 2
    return level * min(one, two) + [Rally(rest)] * abs(one - two)


def test_service_changes_every_two_points_and_every_point_from_ten_all() -> None:
    assert [after(*points(n, 0)).serving for n in range(6)] == [1, 1, 2, 2, 1, 1]
    assert [after(*points(10, 10), *marks).serving for marks in ([], points(1, 0), points(1, 1))] == [1, 2, 1]
    assert [after(*points(9, 10)).serving, after(*points(10, 9)).serving] == [2, 2]


def test_the_other_side_serves_first_in_the_next_game() -> None:
    sheet = after(*points(11, 4))

    assert (sheet.games, sheet.serving, sheet.left) == (((11, 4), (0, 0)), 2, 2)
    with pytest.raises(IllegalMark):
        apply(regulation_of("table_tennis", "ittf_bo5", "singles"), sheet, Start(left=2, server=1))


def test_in_doubles_the_receiver_serves_next_to_the_partner_of_the_server() -> None:
    served = [after(*points(n, 0), discipline="doubles") for n in (0, 2, 4, 6, 8)]

    order = [(each.serving, each.server_player, each.receiver_player) for each in served]
    assert order == [(1, 0, 0), (2, 0, 1), (1, 1, 1), (2, 1, 0), (1, 0, 0)]


def test_in_doubles_the_next_game_opens_with_who_served_to_the_server_before() -> None:
    sheet = after(*points(11, 0), discipline="doubles")

    served_to = {(1, 0): (2, 0), (2, 0): (1, 1), (1, 1): (2, 1), (2, 1): (1, 0)}
    receiver = (1, sheet.receiver_player)
    assert served_to[receiver] == (2, sheet.server_player)


def test_in_the_last_game_ends_change_at_five_and_the_receiver_with_them() -> None:
    to_the_last: list[Mark] = [Game((11, 0)), Game((0, 11)), Start(left=1, server=1)]

    before = after(*to_the_last, *points(4, 1), discipline="doubles", preset="table_tennis_11x3")
    sheet = after(*to_the_last, *points(5, 1), discipline="doubles", preset="table_tennis_11x3")

    assert (before.change_ends, sheet.change_ends, sheet.left) == (False, True, 2)
    assert (before.serving, sheet.serving) == (1, 2)
    assert (sheet.server_player, sheet.receiver_player) == (before.receiver_player, before.server_player)


def test_one_time_out_a_side_a_match() -> None:
    sheet = after(TimeOut(1), *points(11, 0))

    assert sheet.time_outs == (1, 0)
    with pytest.raises(IllegalMark):
        apply(regulation_of("table_tennis", "ittf_bo5", "singles"), sheet, TimeOut(1))


def test_a_match_ends_with_the_third_game() -> None:
    sheet = after(Game((11, 9)), Game((8, 11)), Game((12, 10)), *points(10, 8))

    assert (sheet.match_point, sheet.game_point) == (1, 1)
    assert apply(regulation_of("table_tennis", "ittf_bo5", "singles"), sheet, Rally(1)).finished
