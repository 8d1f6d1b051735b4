"""Which scores a game can have, held against the formulas of the rule books."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.rules.model import GameRule, Outcome, Points
from shared.rules.rally_games import check_outcome, completed, is_final, is_running, rule_of_game, winner_of_game
from shared.rules.refusals import IllegalResult
from shared.rules.sports import regulation_of

LAWS = regulation_of("badminton", "bwf_21x3", "singles")
SINGLE = regulation_of("badminton", "single_21", "singles")
RULES = [
    GameRule(21, 2, 30),
    GameRule(15, 2, 21),
    GameRule(21, 1, 21),
    GameRule(11, 2),
    GameRule(25, 2),
    GameRule(5, 1),
]


def legal_by_the_book(rule: GameRule, more: int, less: int) -> bool:
    target, lead, cap = rule.target, rule.lead, rule.cap
    if cap is None:
        return (more == target and less <= target - lead) or (more > target and more - less == lead)
    if cap == target:
        return more == target and 0 <= less <= target - 1
    return (
        (more == target and less <= target - lead)
        or (target < more < cap and more - less == lead)
        or (more == cap and cap - lead <= less <= cap - 1)
    )


@pytest.mark.parametrize("rule", RULES, ids=str)
def test_final_scores_are_those_of_the_formulas(rule: GameRule) -> None:
    for more in range(40):
        for less in range(more):
            assert is_final(rule, (more, less)) == legal_by_the_book(rule, more, less), (more, less)
            assert is_final(rule, (less, more)) == is_final(rule, (more, less))


@given(rule=st.sampled_from(RULES), rallies=st.lists(st.sampled_from([1, 2]), min_size=1, max_size=120))
def test_whatever_is_played_runs_until_it_is_final(rule: GameRule, rallies: list[int]) -> None:
    points: Points = (0, 0)
    for winner in rallies:
        assert is_running(rule, points)
        points = (points[0] + (winner == 1), points[1] + (winner == 2))
        if winner_of_game(rule, points):
            assert is_final(rule, points)
            return
        assert not is_final(rule, points)


@pytest.mark.parametrize(
    ("outcome", "code"),
    [
        (Outcome("played", 1, ((21, 20), (21, 3))), "result.game_impossible"),
        (Outcome("played", 1, ((21, 15),)), "result.undecided"),
        (Outcome("played", 1, ()), "result.undecided"),
        (Outcome("played", 1, ((21, 15), (21, 15), (21, 15))), "result.too_many_games"),
        (Outcome("played", 2, ((21, 15), (21, 15))), "result.winner_wrong"),
        (Outcome("played", 1, ((21, -1), (21, 15))), "result.game_impossible"),
        (Outcome("walkover", 1, ((21, 15),)), "result.walkover_played"),
        (Outcome("walkover", None), "result.winner_missing"),
        (Outcome("retired", 1, ((21, 15), (21, 15))), "result.decided_already"),
        (Outcome("retired", 1, ((11, 5), (21, 15))), "result.game_impossible"),
        (Outcome("retired", 1, ((31, 5),)), "result.game_impossible"),
        (Outcome("void", 1), "result.winner_wrong"),
    ],
)
def test_a_result_that_cannot_be_is_refused(outcome: Outcome, code: str) -> None:
    with pytest.raises(IllegalResult) as refusal:
        check_outcome(LAWS, outcome)

    assert refusal.value.code == code


def test_the_refusal_names_the_game() -> None:
    with pytest.raises(IllegalResult) as refusal:
        check_outcome(LAWS, Outcome("played", 1, ((21, 15), (21, 20))))

    assert refusal.value.params == {"game": 2, "score": "21-20"}
    assert str(refusal.value) == "Game 2 cannot end 21-20."


@pytest.mark.parametrize(
    "outcome",
    [
        Outcome("played", 1, ((21, 15), (18, 21), (30, 29))),
        Outcome("walkover", 2),
        Outcome("retired", 2, ((21, 10), (23, 23))),
        Outcome("retired", 2),
        Outcome("disqualified", 1, ((21, 10),)),
        Outcome("void", None, ((3, 2),)),
    ],
)
def test_a_result_that_can_be_passes(outcome: Outcome) -> None:
    check_outcome(LAWS, outcome)


def test_a_single_game_is_a_match() -> None:
    check_outcome(SINGLE, Outcome("played", 2, ((20, 21),)))


@given(
    points=st.tuples(st.integers(0, 30), st.integers(0, 30)).filter(
        lambda points: is_running(rule_of_game(LAWS, 1), points)
    ),
    loser=st.sampled_from([1, 2]),
)
def test_a_completed_match_is_one_the_other_side_wins(points: Points, loser: int) -> None:
    games = completed(LAWS, (points,), 1 if loser == 1 else 2)

    check_outcome(LAWS, Outcome("played", 2 if loser == 1 else 1, games))
    assert games[0][loser - 1] == points[loser - 1]
