"""Results that stand for all a match can still have: every winner at his widest and his narrowest. Ranks nothing."""

from collections.abc import Sequence

from shared.rules.model import Outcome, Points, Regulation, Side, Table
from shared.rules.rally_games import games_needed, rule_of_game
from shared.rules.standings.matches import counted
from shared.rules.standings.model import Meeting, Played
from shared.rules.ties import regulation_of

MOST_WAYS = 1024
"""Ways to end that are ranked one by one: five open matches at most."""
CLOCK_SCORES: tuple[Points, ...] = ((140, 40), (61, 60), (121, 120), (60, 0))
"""What is thought possible in a match by the clock: nobody wins by more than a hundred."""


def possible(regulation: Regulation, table: Table, pair: tuple[str, str], matches: int) -> list[Played]:
    """Results of one match that stand for all: every winner at his widest and narrowest; none for too many matches."""
    scores = scores_of(regulation)
    while scores and (2 * len(scores)) ** matches > MOST_WAYS:
        scores = scores[: len(scores) // 2]
        if len(scores) < 2:  # one score alone would not show what depends on scores
            return []
    found = []
    for outcome in scores:
        for winner in (1, 2):
            done = counted(regulation, table, Meeting(pair, outcome if winner == 1 else _mirrored(outcome)))
            if done is not None:
                found.append(done)
    return found


def scores_of(regulation: Regulation) -> list[Outcome]:
    """Wins of side 1, the widest and the narrowest first; then the widest of the close and the closest of the clear.

    >>> from shared.rules.model import GameRule
    >>> [outcome.games for outcome in scores_of(Regulation("any", 1, "singles", 3, GameRule(11, 2)))][:2]
    [((11, 0), (11, 0)), ((11, 9), (0, 11), (11, 9))]
    """
    if regulation.tie is not None:
        if regulation.game is None or not regulation.tie.rubbers:
            return []
        return [_tie(regulation, close, narrow) for close, narrow in _KINDS]
    if regulation.clock is not None:
        most = regulation.clock.target
        few: Sequence[Points] = CLOCK_SCORES if most is None else ((most, 0), (most, most - 1), (2, 1), (1, 0))
        return [Outcome("played", 1, (score,)) for score in few]
    if regulation.game is None:
        return []
    return [Outcome("played", 1, _games(regulation, close, narrow)) for close, narrow in _KINDS]


_KINDS = ((False, False), (True, True), (True, False), (False, True))
"""Close in games, narrow in points."""


def _games(regulation: Regulation, close: bool, narrow: bool) -> tuple[Points, ...]:
    """Games of a win: with or without the games that can be lost, each by as much or as little as a game can be."""
    lost = games_needed(regulation) - 1 if close else 0
    games: list[Points] = []
    for number in range(1, games_needed(regulation) + lost + 1):
        rule = rule_of_game(regulation, number)
        second = number % 2 == 0 and number // 2 <= lost
        by = (rule.target - rule.lead if narrow else 0) if not second else (0 if narrow else rule.target - rule.lead)
        games.append((by, rule.target) if second else (rule.target, by))
    return tuple(games)


def _tie(regulation: Regulation, close: bool, narrow: bool) -> Outcome:
    tie = regulation.tie
    assert tie is not None
    rubber = regulation_of(regulation, tie.rubbers[0])
    won, lost = Outcome("played", 1, _games(rubber, close, narrow)), (tie.to_win - 1 if close else 0)
    if tie.count == "games":
        return Outcome("played", 1, ((tie.to_win, lost),))
    beaten = Outcome("played", 2, tuple((two, one) for one, two in _games(rubber, narrow, not narrow)))
    count = tie.to_win if not tie.play_all else len(tie.rubbers) - lost
    return Outcome("played", 1, ((count, lost),), rubbers=(*([beaten] * lost), *([won] * count)))


def _mirrored(outcome: Outcome) -> Outcome:
    games = tuple((two, one) for one, two in outcome.games)
    winner: Side = 2 if outcome.winner == 1 else 1
    return Outcome(outcome.kind, winner, games, rubbers=tuple(_mirrored(each) for each in outcome.rubbers if each))
