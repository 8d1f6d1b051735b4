"""Games and matches: kinds of `matches.yaml`."""

import re
from collections.abc import Callable
from typing import Any

from msgspec.structs import replace

from shared.rules.clocked_games import clock_of, is_possible, overtimes
from shared.rules.clocked_games import played as played_by_the_clock
from shared.rules.model import Clock, GameRule, Outcome, Points, Regulation, Side
from shared.rules.rally_games import completed, games_won, is_final, played, winner_of_game
from shared.rules.refusals import IllegalResult
from shared.rules.sports import presets, sport, sports
from shared.rules.standings import Meeting
from shared.rules.standings.chains import table_of
from shared.rules.standings.matches import counted
from tests.cases.kinds.case import Answer, Case, games_of, points_of

SIDES = ("1", "2")


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


def match_result(case: Case) -> Answer:
    """What the outcome of these games says, and what it counts in the sport's own table."""
    regulation = regulation_in(case)
    return asked(case, result_of(regulation, outcome_in(case, regulation)))


def match_illegal(case: Case) -> Answer:
    regulation = regulation_in(case)
    return case["reason"], refused(case["reason"], lambda: played(regulation, games_of(case["games"])))


def incomplete_completion(case: Case) -> Answer:
    regulation = regulation_in(case)
    loser: Side = case["incomplete_side"]
    games = completed(regulation, games_of(case["so_far"]), loser)
    expected = (games_of(case["expected_games"]), tuple(case["expected_sets"]))
    return expected, (games, games_won(regulation, games))


def basketball_result(case: Case) -> Answer:
    regulation = clocked_in(case)
    outcome = clocked_outcome(case, regulation)
    got = result_of(regulation, outcome)
    got["score"] = got.pop("points")
    got["overtimes"] = overtimes(clock_of(regulation), outcome.games)
    return asked(case, got)


def basketball_illegal(case: Case) -> Answer:
    regulation, periods = clocked_in(case), periods_in(case)
    return case["reason"], refused(case["reason"], lambda: played_by_the_clock(regulation, periods))


def legal_3x3(case: Case) -> Answer:
    clock = clock_of(regulation_named("fiba_3x3"))
    scores = case["legal"] + case["illegal"]
    return case["legal"], [score for score in scores if is_possible(clock, points_of(score))]


def asked(case: Case, got: dict[str, object]) -> Answer:
    return case["expected"], {name: got.get(name) for name in case["expected"]}


def refused(reason: str, check: Callable[[], object]) -> str:
    """The reason, if the product refuses, naming the same game where the reason names one."""
    try:
        check()
    except IllegalResult as refusal:
        named, game = re.search(r"(?:set|game) (\d+)", reason), refusal.params.get("game")
        return reason if named is None or game is None or int(named[1]) == game else f"{refusal} ({refusal.code})"
    return "legal"


def outcome_in(case: Case, regulation: Regulation) -> Outcome:
    loser = case.get("forfeit_by") or case.get("incomplete_side") or case.get("retired_by")
    games = games_of(case.get("games") or case.get("so_far") or "")
    if loser is None:
        return played(regulation, games)
    return Outcome("retired" if games else "walkover", 3 - loser, games)


def clocked_outcome(case: Case, regulation: Regulation) -> Outcome:
    if "forfeit_by" in case:
        return Outcome("walkover", 3 - case["forfeit_by"])
    if "default_by" in case:
        return Outcome("retired", 3 - case["default_by"], periods_in(case))
    return played_by_the_clock(regulation, periods_in(case))


def periods_in(case: Case) -> tuple[Points, ...]:
    periods = case.get("periods") or [case["score_at_stop"]]
    return tuple((one, two) for one, two in periods)


def result_of(regulation: Regulation, outcome: Outcome) -> dict[str, object]:
    done = counted(regulation, table_of(regulation), Meeting(SIDES, outcome))
    assert done is not None
    sums: dict[str, Any] = {"sets": done.games, "points": done.score, "match_points": done.points}
    return {
        "winner": outcome.winner,
        "games": [*done.games],
        "class_points": [*done.points],
        **{name: [*pair] for name, pair in sums.items()},
    }


def rule_in(case: Case) -> GameRule:
    return GameRule(case["T"], case["L"], case.get("C"))


def regulation_in(case: Case) -> Regulation:
    """The first preset of the sport the case names, in its length, with settings of its own where it states them."""
    name = next((each for each in sports() if case["sport"].startswith(each)), "")
    preset = next(iter(sport(name).PRESETS.values())).regulation
    regulation = replace(preset, best_of=case.get("best_of", preset.best_of))
    if "T" not in case:
        return regulation
    decider = case.get("decider_T", case.get("decider"))
    return replace(regulation, game=rule_in(case), decider=GameRule(decider, 2) if isinstance(decider, int) else None)


def clocked_in(case: Case) -> Regulation:
    regulation = regulation_named(case.get("rules", "fiba_5x5"))
    changed = {name: case[name] for name in Clock.__struct_fields__ if name in case and name != "periods"}
    return replace(regulation, clock=replace(clock_of(regulation), **changed))


def regulation_named(key: str) -> Regulation:
    return next((preset for preset in presets() if preset.key == key), presets_of("basketball")[0]).regulation


def presets_of(name: str) -> list[Any]:
    return [*sport(name).PRESETS.values()]


KINDS: dict[str, Callable[[Case], Answer]] = {
    "game_legal": game_legal,
    "rally_game": rally_game,
    "match_result": match_result,
    "match_illegal": match_illegal,
    "incomplete_completion": incomplete_completion,
    "basketball_result": basketball_result,
    "basketball_illegal": basketball_illegal,
    "basketball_3x3_legal": legal_3x3,
}
