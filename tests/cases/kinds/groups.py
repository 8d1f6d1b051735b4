"""Group tables and tie-breaks: kinds of `groups.yaml`."""

from collections.abc import Callable, Sequence
from typing import Any

from msgspec.structs import replace

from shared.rules.model import Clock, GameRule, Outcome, OutcomeKind, Points, Regulation, Rubber, Side, TieRule
from shared.rules.standings import CHAINS, Meeting
from shared.rules.standings.matches import counted
from shared.rules.standings.model import Level, Played, Tally
from shared.rules.standings.ordering import ordered, tally_of
from shared.rules.standings.ranking import annulled
from tests.cases.kinds.case import Answer, Case, games_of

FLAGS: dict[str, OutcomeKind] = {"ff": "walkover", "wo": "walkover", "ret": "retired", "dsq": "disqualified"}
GAMES = {
    "fivb": (GameRule(25, 2), GameRule(15, 2)),
    "cn_vb": (GameRule(25, 2), GameRule(15, 2)),
    "ittf": (GameRule(11, 2), None),
    "bwf": (GameRule(21, 2, 30), None),
    "cn_rubbers": (GameRule(21, 2, 30), None),
}
COLUMNS: dict[str, Callable[[Tally], object]] = {
    "w": lambda tally: tally.won,
    "l": lambda tally: tally.played - tally.won,
    "played": lambda tally: tally.played,
    "pts": lambda tally: tally.points,
    "mp": lambda tally: tally.points,
    "rubbers": lambda tally: [*tally.rubbers],
    "sets": lambda tally: [*tally.games],
    "games": lambda tally: [*tally.games],
    "goals": lambda tally: [*tally.score],
    "points": lambda tally: [*tally.score],
    "pp": lambda tally: [*tally.score],
    "rd": lambda tally: tally.rubbers[0] - tally.rubbers[1],
    "gd": lambda tally: tally.games[0] - tally.games[1],
    "pd": lambda tally: tally.score[0] - tally.score[1],
}


def group_ranking(case: Case) -> Answer:
    """The order and the table under the case's chain, with what else the case asks of the same matches."""
    levels, tallies, played = ranked(case, case["rules"])
    expected: dict[str, object] = {"order": sorted_within(case["order"])}
    got: dict[str, object] = {"order": order_of(levels)}
    if "table" in case:
        expected["table"] = case["table"]
        got["table"] = {entry: columns(tallies[entry], line) for entry, line in case["table"].items()}
    if "order_points_first" in case:
        expected["points first"] = sorted_within(case["order_points_first"])
        got["points first"] = order_of(ranked(case, f"{case['rules']}_points_first")[0])
    if "mutual_rubbers" in case:
        inside = [each for each in played if set(each.sides) <= set(case["mutual_rubbers"])]
        expected["mutual"] = case["mutual_rubbers"]
        got["mutual"] = {entry: [*tally_of(entry, inside).rubbers] for entry in case["mutual_rubbers"]}
    return expected, got


def group_ranking_multi(case: Case) -> Answer:
    expected = {chain: sorted_within(order) for chain, order in case["expected"].items()}
    return expected, {chain: order_of(ranked(case, chain)[0]) for chain in expected}


def table_ranking(case: Case) -> Answer:
    """Only sums are known: keys over all matches decide, `matches` between two if the case gives them."""
    pools = case.get("pools", [case])
    got = []
    for pool in pools:
        sums = {entry: tally_in(line) for entry, line in pool["rows"].items()}
        played = [played_in(case, case["rules"], match) for match in pool.get("matches", ())]
        got.append(order_of(ordered(CHAINS[case["rules"]], sums, [each for each in played if each], (), sums)))
    return [sorted_within(pool["order"]) for pool in pools], got


def ranked(case: Case, chain: str) -> tuple[Sequence[Level], dict[str, Tally], list[Played]]:
    table = CHAINS[chain]
    withdrawn = case.get("withdrawn", ())
    out = annulled(table, [meeting_in(case, chain, match) for match in case["matches"]], withdrawn)
    inside = [match for match in case["matches"] if not out & {match[0], match[1]}]
    played = [found for match in inside if (found := played_in(case, chain, match))]
    sides = dict.fromkeys(side for match in case["matches"] for side in match[:2])
    entries = case.get("rank_only", [side for side in sides if side not in out])
    levels = list(ordered(table, entries, played))
    if out and "rank_only" not in case and any(out & set(level) for level in case.get("order", ())):
        levels.append(Level(tuple(sorted(out))))
    return levels, {side: tally_of(side, played) for side in sides}, played


def played_in(case: Case, chain: str, match: Sequence[Any]) -> Played | None:
    """The match as the product counts it; bare results (`3-1`, `3-x`) stand for what they say."""
    found = counted(regulation_for(case, chain), CHAINS[chain], meeting_in(case, chain, match))
    score, _flag = written(match)
    if found is None or not bare(score):
        return found
    result = bare_result(score)
    if is_team(case, chain):
        return replace(found, rubbers=result, games=(0, 0), score=(0, 0))
    return replace(found, games=result, score=(0, 0))


def meeting_in(case: Case, chain: str, match: Sequence[Any]) -> Meeting:
    score, flag = written(match)
    games, rubbers = played_to(score)
    kind: OutcomeKind = "played"
    winner: Side = winner_of(wins_of(rubbers) if rubbers else games)
    if flag:
        how, _, loser = flag.partition(":")
        kind, winner = FLAGS[how], 2 if loser == match[0] else 1
    return Meeting((match[0], match[1]), Outcome(kind, winner, () if kind == "walkover" else games, rubbers=rubbers))


def written(match: Sequence[Any]) -> tuple[Any, str]:
    """The score as it is written, and the flag if there is one."""
    _first, _second, *rest = match
    flag = rest.pop() if rest and isinstance(rest[-1], str) and ":" in rest[-1] else ""
    if len(rest) > 1:
        return (rest[0], rest[1]), flag
    return (rest[0] if rest else None), flag


def played_to(score: Any) -> tuple[tuple[Points, ...], tuple[Outcome, ...]]:
    """Games and rubbers."""
    if not score:
        return (), ()
    if isinstance(score, tuple):
        return (score,), ()
    if isinstance(score, list):
        return (), tuple(Outcome("played", winner_of(games_of(games)), games_of(games)) for games in score)
    if bare(score):
        one, two = bare_result(score)
        return ((1, 0),) * one + ((0, 1),) * two, ()
    return games_of(score), ()


def regulation_for(case: Case, chain: str) -> Regulation:
    """What the written scores presuppose: as many games as the longest match needed, or a clock."""
    family = next((name for name in GAMES if chain.startswith(name)), "")
    if not family:
        return Regulation("any", 1, "team", clock=Clock(forfeit=(0, 0) if chain == "fiba_3x3" else (20, 0)))
    game, decider = GAMES[family]
    scores = [score for score, _flag in map(written, case["matches"]) if score]
    best_of = 2 * max(map(most_games, scores), default=1) - 1
    tie = tie_for(scores) if is_team(case, chain) else None
    return Regulation("any", 1, "singles", max(best_of, 1), game, decider, tie=tie)


def tie_for(scores: Sequence[Any]) -> TieRule:
    """As many rubbers as the longest tie had; where somebody won more than a majority, all are played."""
    bare_ties = [bare_result(score) for score in scores if not isinstance(score, list)]
    won = bare_ties + [wins_in_games(wins_of(played_to(score)[1])) for score in scores if isinstance(score, list)]
    total, most = max(map(sum, won)), max(map(max, won))
    return TieRule(
        key="any",
        rubbers=(Rubber("", (), ()),) * total,
        to_win=min(most, total // 2 + 1),
        play_all=most > total // 2 + 1,
    )


def most_games(score: Any) -> int:
    """Games the winner of the match, or of its longest rubber, took."""
    scores = score if isinstance(score, list) else [score]
    taken = [bare_result(each) if bare(each) else wins_in_games(games_of(each)) for each in scores]
    return max(max(pair) for pair in taken)


def is_team(case: Case, chain: str) -> bool:
    lists = any(isinstance(score, list) for score, _flag in map(written, case["matches"]))
    return chain.endswith("_team") or chain == "cn_rubbers" or lists


def bare(score: object) -> bool:
    return isinstance(score, str) and " " not in score and len(score) == len("3-1")


def bare_result(score: str) -> Points:
    one, two = score.split("-")
    return int(one) if one.isdigit() else 0, int(two) if two.isdigit() else 0


def wins_of(rubbers: Sequence[Outcome]) -> tuple[Points, ...]:
    return tuple((1, 0) if rubber.winner == 1 else (0, 1) for rubber in rubbers)


def wins_in_games(games: Sequence[Points]) -> Points:
    return sum(one > two for one, two in games), sum(one < two for one, two in games)


def winner_of(games: Sequence[Points]) -> Side:
    one, two = wins_in_games(games)
    return 1 if one > two else 2


def tally_in(line: dict[str, Any]) -> Tally:
    pairs = {name: (line[key][0], line[key][1]) for key, name in PAIRS.items() if key in line}
    lost = line.get("l", 0)
    return Tally(
        played=line.get("played", line.get("w", 0) + lost),
        won=line.get("w", 0),
        points=line.get("pts", line.get("mp", 0)),
        rubbers=pairs.get("rubbers", (0, 0)),
        games=pairs.get("games", (0, 0)),
        score=pairs.get("score", (0, 0)),
    )


PAIRS = {"rubbers": "rubbers", "sets": "games", "games": "games", "pp": "score", "goals": "score", "points": "score"}


def columns(tally: Tally, asked: dict[str, object]) -> dict[str, object]:
    return {name: COLUMNS[name](tally) if name in COLUMNS else "no such column" for name in asked}


def order_of(levels: Sequence[Level]) -> list[list[str]]:
    return [sorted(level.entries) for level in levels]


def sorted_within(order: Sequence[Sequence[str]]) -> list[list[str]]:
    return [sorted(level) for level in order]


KINDS: dict[str, Callable[[Case], Answer]] = {
    "group_ranking": group_ranking,
    "group_ranking_subset": group_ranking,
    "group_ranking_multi": group_ranking_multi,
    "table_ranking": table_ranking,
}
