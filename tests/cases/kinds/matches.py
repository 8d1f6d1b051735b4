"""Games and matches: kinds of `matches.yaml`."""

from collections.abc import Callable

from shared.rules.model import GameRule, Regulation, Side
from shared.rules.rally_games import completed, games_won, is_final, played, winner_of_game
from shared.rules.refusals import IllegalResult
from shared.rules.sports import regulation_of
from tests.cases.kinds.case import Answer, Case, games_of, points_of


def game_legal(case: Case) -> Answer:
    rule = rule_in(case)
    legal = [score for score in case["legal"] + case["illegal"] if is_final(rule, points_of(score))]
    return case["legal"], legal


def rally_game(case: Case) -> Answer:
    rule = rule_in(case)
    points, ended = (0, 0), []
    for winner in case["rallies"]:
        points = (points[0] + (winner == "1"), points[1] + (winner == "2"))
        ended.append(winner_of_game(rule, points) is not None)
    return ([*case["final"]], [*[False] * (len(ended) - 1), True]), ([*points], ended)


def match_illegal(case: Case) -> Answer:
    try:
        played(regulation_in(case), games_of(case["games"]))
    except IllegalResult as refusal:
        return case["reason"], f"match over after set {refusal.params.get('game')}"
    return case["reason"], "legal"


def incomplete_completion(case: Case) -> Answer:
    regulation = regulation_in(case)
    loser: Side = case["incomplete_side"]
    games = completed(regulation, games_of(case["so_far"]), loser)
    expected = (games_of(case["expected_games"]), tuple(case["expected_sets"]))
    return expected, (games, games_won(regulation, games))


def rule_in(case: Case) -> GameRule:
    return GameRule(case["T"], case["L"], case.get("C"))


def regulation_in(case: Case) -> Regulation:
    if case["sport"].startswith("badminton"):
        return regulation_of("badminton", "bwf_21x3", "singles")
    return Regulation(case["sport"], 1, "singles", case["best_of"], GameRule(25, 2), decider=GameRule(15, 2))


KINDS: dict[str, Callable[[Case], Answer]] = {
    "game_legal": game_legal,
    "rally_game": rally_game,
    "match_illegal": match_illegal,
    "incomplete_completion": incomplete_completion,
}
