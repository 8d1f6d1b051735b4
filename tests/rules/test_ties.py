"""Orders of play, line-ups and outcomes of team ties."""

from itertools import product

import pytest
from msgspec.structs import replace

from shared.rules.model import Outcome, Side, TieRule
from shared.rules.refusals import IllegalResult
from shared.rules.sheets import check_result, winner
from shared.rules.sports import regulation_of
from shared.rules.ties import dead, ordered, outcome_of, over, score
from shared.rules.ties import regulation_of as regulation_of_rubber
from shared.rules.ties.line_ups import Person, places_of, problems
from shared.rules.ties.orders import ORDERS

WON: dict[Side, Outcome] = {1: Outcome("walkover", 1), 2: Outcome("walkover", 2)}
PEOPLE = {
    "m1": Person("Ma", "male", leader=True, age=50),
    "m2": Person("Li", "male", age=30),
    "m3": Person("Wu", "male", age=28),
    "w1": Person("He", "female", age=41),
    "w2": Person("Xu", "female", age=26),
}
BOOKS = [
    ("tt_swaythling_5s", "A-X B-Y C-Z A-Y B-X", 3),
    ("tt_corbillon", "A-X B-Y DE-UV A-Y B-X", 3),
    ("tt_olympic_new", "BC-YZ A-X C-Z A-Y B-X", 3),
    ("tt_best_of_7", "A-Y B-X C-Z DE-UV A-X C-Y B-Z", 4),
    ("tt_old_swaythling_9", "A-X B-Y C-Z B-X A-Z C-Y B-Z C-X A-Y", 5),
    ("cn_tt_3s", "A-X B-Y C-Z", 2),
]


def rule(key: str) -> TieRule:
    return ORDERS[key].rule


@pytest.mark.parametrize(("key", "printed", "to_win"), BOOKS)
def test_rubbers_are_played_in_the_order_of_the_books(key: str, printed: str, to_win: int) -> None:
    sides = [("".join(s.player for s in r.home), "".join(s.player for s in r.away)) for r in rule(key).rubbers]

    assert " ".join(f"{home}-{away}" for home, away in sides) == printed
    assert rule(key).to_win == to_win


@pytest.mark.parametrize("key", ORDERS)
def test_whoever_wins_enough_wins_the_tie_and_the_rest_is_dead(key: str) -> None:
    order = rule(key)
    if order.count == "games":
        return
    for winners in product((1, 2), repeat=min(len(order.rubbers), 7)):
        rubbers: list[Outcome | None] = [None] * len(order.rubbers)
        for place, side in enumerate(winners):
            if not over(order, rubbers):
                rubbers[place] = WON[1 if side == 1 else 2]
        found = outcome_of(order, rubbers)
        if found is None:
            assert max(score(order, rubbers)) < order.to_win
        else:
            assert max(found.games[0]) == order.to_win
            assert dead(order, rubbers) == {n for n, each in enumerate(rubbers, 1) if each is None}


def test_a_group_tie_may_play_all_its_rubbers() -> None:
    order = replace(rule("bd_sudirman"), play_all=True)
    three = [WON[1], WON[1], WON[1], None, None]

    assert outcome_of(order, three) is None
    found = outcome_of(order, [WON[1], WON[1], WON[1], WON[2], WON[2]])
    assert found is not None
    assert (found.winner, found.games) == (1, ((3, 2),))


def test_a_mixed_team_tie_ends_at_eight_games() -> None:
    order = rule("tt_mixed_wc")
    whole = Outcome("played", 1, ((11, 5), (11, 7), (11, 9)))
    part = Outcome("played", 1, ((9, 11), (11, 5), (11, 7)))

    assert outcome_of(order, [whole, whole, None, None, None]) is None
    found = outcome_of(order, [whole, whole, part, None, None])
    assert found is not None
    assert (found.winner, found.games) == (1, ((8, 1),))


def test_games_after_the_eighth_count_no_more() -> None:
    whole = Outcome("played", 1, ((11, 5), (11, 7), (11, 9)))

    found = outcome_of(rule("tt_mixed_wc"), [whole, whole, whole, None, None])

    assert found is not None
    assert found.games == ((8, 0),)


@pytest.mark.parametrize(
    ("key", "line_up", "code"),
    [
        ("tt_olympic_old", {"A": "m1", "B": "m1", "C": "m2", "D": "m3", "E": "m3"}, "line_up.apart"),
        ("bd_thomas", "m1 m2 m3 m1 m4 m5 m2", "line_up.singles"),
        ("bd_thomas", "m1 m2 m3 m4 m5 m2 m5", "line_up.apart"),
        ("bd_thomas", "m1 m1 m2 m4 m3 m5 m3", ""),
    ],
)
def test_nobody_plays_two_singles_or_two_doubles_of_these(key: str, line_up: dict[str, str] | str, code: str) -> None:
    if isinstance(line_up, str):
        line_up = dict(zip(("MS1", "MDA1", "MDA2", "MS2", "MDB1", "MDB2", "MS3"), line_up.split(), strict=True))
    people = PEOPLE | {"m4": Person("Qi", "male"), "m5": Person("An", "male")}

    assert {each.code for each in problems(rule(key), 1, line_up, people)} == ({code} if code else set())


def test_all_games_of_such_a_rubber_are_played() -> None:
    laws = regulation_of("table_tennis", "ittf_bo5", "team")
    each = regulation_of_rubber(replace(laws, tie=rule("tt_mixed_wc")), rule("tt_mixed_wc").rubbers[0])

    assert (each.discipline, each.best_of, each.all_games) == ("doubles", 3, True)
    check_result(each, Outcome("played", 1, ((11, 5), (11, 7), (9, 11))))
    with pytest.raises(IllegalResult):
        check_result(each, Outcome("played", 1, ((11, 5), (11, 7))))


@pytest.mark.parametrize(
    ("key", "line_up", "codes"),
    [
        ("cn_tt_3s", {"A": "m1", "B": "m2", "C": "w1"}, []),
        ("cn_tt_3s", {"A": "m1", "B": "m2"}, ["line_up.missing"]),
        ("cn_tt_3s", {"A": "m1", "B": "m2", "C": "nobody"}, ["line_up.missing"]),
        ("cn_tt_3s", {"A": "m1", "B": "m1", "C": "w1"}, ["line_up.players", "line_up.most"]),
        ("cn_tt_5c", {"A": "m1", "B": "m2", "C": "m3"}, ["line_up.gender"]),
        ("tt_olympic_new", {"A": "m1", "B": "m2", "C": "m3"}, []),
        (
            "cn_tt_5a",
            {"MS": "m1", "WS": "w1", "MD1": "m2", "MD2": "m3", "WD1": "w1", "WD2": "w2", "XD1": "m1", "XD2": "w2"},
            [],
        ),
        (
            "cn_tt_5a",
            {"MS": "m1", "WS": "w1", "MD1": "m1", "MD2": "m3", "WD1": "w1", "WD2": "w2", "XD1": "m2", "XD2": "w2"},
            ["line_up.apart"],
        ),
        (
            "cn_tt_5d",
            {"XD1": "m2", "XD2": "w1", "MD1": "m2", "MD2": "m3", "L": "m3", "WS": "w2", "MS": "m1"},
            ["line_up.leader", "line_up.doubling"],
        ),
        (
            "cn_bd_hnnu",
            {"MS": "m1", "XD1": "m2", "XD2": "w1", "WD1": "w1", "WD2": "w2", "MD1": "m2", "MD2": "m3", "WS": "w2"},
            ["line_up.most", "line_up.most", "line_up.most"],
        ),
    ],
)
def test_a_line_up_is_told_every_rule_it_breaks(key: str, line_up: dict[str, str], codes: list[str]) -> None:
    assert [each.code for each in problems(rule(key), 1, line_up, PEOPLE)] == codes


def test_a_pair_must_be_old_enough_together() -> None:
    aged = replace(rule("bd_sudirman"), age_sum=70)
    line_up = {"MS": "m2", "WS": "w2", "MD1": "m1", "MD2": "m2", "WD1": "w1", "WD2": "w2", "XD1": "m1", "XD2": "w1"}

    found = problems(aged, 1, line_up, PEOPLE)

    assert [(each.code, each.values["rubber"]) for each in found] == [("line_up.ages", 4)]


def test_rubbers_of_a_tie_are_put_in_another_order() -> None:
    cup = rule("bd_sudirman")

    assert [each.name for each in ordered(cup, [5, 1, 2, 3, 4]).rubbers][:2] == ["Mixed doubles", "Men's singles"]
    assert ordered(cup, []) == cup
    for wrong in ([1, 2, 3, 4], [1, 1, 2, 3, 4], [0, 1, 2, 3, 4]):
        with pytest.raises(IllegalResult):
            ordered(cup, wrong)


def test_places_of_the_away_side_are_its_own_letters() -> None:
    assert [place.slot.player for place in places_of(rule("tt_olympic_new"), 2)] == ["Y", "Z", "X"]


@pytest.mark.parametrize("typed", [(2, 2), (4, 1), (3, 3), (2, 0)])
def test_a_typed_score_that_cannot_be_is_refused(typed: tuple[int, int]) -> None:
    laws = replace(regulation_of("table_tennis", "ittf_bo5", "team"), tie=rule("tt_swaythling_5s"))

    with pytest.raises(IllegalResult):
        check_result(laws, Outcome("played", winner(laws, (typed,)), (typed,)))


def test_a_typed_score_says_who_won() -> None:
    laws = replace(regulation_of("table_tennis", "ittf_bo5", "team"), tie=rule("tt_swaythling_5s"))

    assert winner(laws, ((1, 3),)) == 2
    check_result(laws, Outcome("played", 2, ((1, 3),)))
