"""A kind of case is a question to the product: each function answers one case in the form its `expected` has.

Functions return (expected, got). They map kinds to the rules' functions and never to numbers.
"""

import re
from collections.abc import Callable
from typing import Any

from shared.rules.formats.knockout import Contender, bracket_size, draw, seed_count, seed_lines, structure
from shared.rules.formats.seeding import bye_lines
from shared.rules.lot import Lot
from shared.rules.model import GameRule, Points, Regulation, Side
from shared.rules.rally_games import completed, games_won, is_final, played, winner_of_game
from shared.rules.refusals import IllegalResult
from shared.rules.sports import regulation_of

Case = dict[str, Any]
Answer = tuple[object, object]
LOTS = [f"lot {number}" for number in range(200)]


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


def seed_positions(case: Case) -> Answer:
    names = ["s1", "s2", "s3_4", "s5_8", "s9_16", "s17_32", "s33_64"]
    got = {
        size: {
            name: [*lines] for name, lines in zip(names, seed_lines(size, case["rules"]), strict=False) if name in ask
        }
        for size, ask in case["sizes"].items()
    }
    return case["sizes"], got


def seed_counts(case: Case) -> Answer:
    return case["expected"], {entries: seed_count(entries, case["rules"]) for entries in case["expected"]}


def byes(case: Case) -> Answer:
    found = {bye_lines(case["size"], case["entries"], case["rules"], Lot(lot)) for lot in LOTS}
    return sorted(case["expected_any_of"]), sorted([*lines] for lines in found)


def counts(case: Case) -> Answer:
    got = {}
    for entries in case["expected"]:
        size = bracket_size(entries)
        lines = draw([Contender(str(number), "") for number in range(entries)], "any", "bwf").lines
        got[entries] = {"size": size, "byes": lines.count(None), "matches": len(structure(lines))}
    return case["expected"], got


def separation_feasible(case: Case) -> Answer:
    """In every half, quarter and eighth as many of the unit as in any other but for one, with any lot."""
    size, mates = case["size"], case["unit_entries"]
    contenders = [Contender(f"e{number}", "U" if number < mates else "") for number in range(size)]
    uneven = set()
    for lot in LOTS:
        lines = draw(contenders, lot, "ittf").lines
        for sections in (2, 4, 8):
            length = size // sections
            inside = [
                sum(line in {f"e{number}" for number in range(mates)} for line in lines[start : start + length])
                for start in range(0, size, length)
            ]
            if max(inside) - min(inside) > 1:
                uneven.add((lot, sections))
    return set(), uneven


def separation_conflict(case: Case) -> Answer:
    units = {f"s{seed}": unit for seed, unit in case["seeds"].items()}
    contenders = [Contender(f"s{seed}", unit, seed) for seed, unit in case["seeds"].items()]
    contenders += [Contender(f"e{number}", "") for number in range(case["size"] - len(contenders))]
    expected = {unit: {int(one), int(two)} for unit, one, two in re.findall(r"(U\d) = (\d+)\+(\d+)", case["expected"])}
    found = []
    for lot in LOTS:
        lines = draw(contenders, lot, "ittf").lines
        got = {unit: {n for n, line in enumerate(lines, 1) if units.get(str(line)) == unit} for unit in expected}
        if got not in found:
            found.append(got)
    return [expected], found


KINDS: dict[str, Callable[[Case], Answer]] = {
    "game_legal": game_legal,
    "rally_game": rally_game,
    "match_illegal": match_illegal,
    "incomplete_completion": incomplete_completion,
    "seed_positions": seed_positions,
    "seed_count": seed_counts,
    "bye_lines": byes,
    "counts": counts,
    "separation_feasible": separation_feasible,
    "separation_conflict": separation_conflict,
}


def rule_in(case: Case) -> GameRule:
    return GameRule(case["T"], case["L"], case.get("C"))


def regulation_in(case: Case) -> Regulation:
    if case["sport"].startswith("badminton"):
        return regulation_of("badminton", "bwf_21x3", "singles")
    return Regulation(case["sport"], 1, "singles", case["best_of"], GameRule(25, 2), decider=GameRule(15, 2))


def points_of(score: str) -> Points:
    one, two = score.split("-")
    return int(one), int(two)


def games_of(scores: str) -> tuple[Points, ...]:
    return tuple(points_of(score) for score in scores.split())
