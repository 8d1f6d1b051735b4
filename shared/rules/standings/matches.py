"""What a match counts in a table: match points, rubbers, games, points. Knows outcomes and written scores, no order.

Unplayed and unfinished matches get a written score: the opponent is credited with all it still needs.
"""

from collections.abc import Sequence

from shared.rules import clocked_games, rally_games
from shared.rules.model import Outcome, Points, Regulation, Side, Table
from shared.rules.rally_games import games_needed
from shared.rules.standings.model import Meeting, Played
from shared.rules.ties import regulation_of

Count = tuple[Points, Points, Points]
"""Rubbers, games, points."""


def counted(regulation: Regulation, table: Table, meeting: Meeting) -> Played | None:
    """The meeting as the table counts it; None while it is open, or where it is void for both.

    >>> from shared.rules.model import GameRule
    >>> laws = Regulation("any", 1, "singles", 5, GameRule(11, 2))
    >>> gone = Meeting(("a", "b"), Outcome("retired", 1, ((11, 8), (3, 5))))
    >>> found = counted(laws, Table(unfinished=0), gone)
    >>> found.points, found.games, found.score
    ((2, 0), (3, 0), (33, 13))
    """
    outcome = meeting.outcome
    if outcome is None or outcome.winner is None:
        return None
    rubbers, games, score = _of_tie(regulation, outcome) if regulation.tie else _of_match(regulation, outcome)
    return Played(
        sides=meeting.sides,
        winner=outcome.winner,
        points=match_points(table, outcome, _narrow(regulation, games, outcome.winner)),
        rubbers=rubbers,
        games=games,
        score=score,
        unplayed=outcome.kind == "walkover",
    )


def match_points(table: Table, outcome: Outcome, narrow: bool) -> Points:
    """Match points of side 1 and of side 2 for this outcome."""
    won = table.narrow_win if narrow and table.narrow_win is not None else table.win
    lost = table.narrow_loss if narrow and table.narrow_loss is not None else table.loss
    if outcome.kind == "walkover" or (outcome.kind == "disqualified" and not outcome.games):
        lost = table.forfeit
    elif outcome.kind in ("retired", "disqualified") and table.unfinished is not None:
        lost = table.unfinished
    return (won, lost) if outcome.winner == 1 else (lost, won)


def _narrow(regulation: Regulation, games: Points, winner: Side) -> bool:
    """Whether the loser was one game short."""
    if regulation.tie is not None or regulation.game is None or regulation.best_of < 2:
        return False
    return games[2 - winner] == games_needed(regulation) - 1


def _of_match(regulation: Regulation, outcome: Outcome) -> Count:
    """Games and points as they stand or are written; by the clock only the score counts."""
    if regulation.clock is not None:
        return (0, 0), (0, 0), total(clocked_games.written(regulation, outcome))
    games = rally_games.written(regulation, outcome) if regulation.game is not None else outcome.games
    return (0, 0), wins_in(games), total(games)


def _of_tie(regulation: Regulation, outcome: Outcome) -> Count:
    """What its rubbers add up to. Where rubbers are not told one by one, `games` holds how many each side won.

    In a tie that was not played out the opponent gets the rubbers that are missing, each without the loss of a point.
    Source: ITTF 3.7.5, BWF team championships 7.12 (K-med).
    """
    tie = regulation.tie
    assert tie is not None
    laws = [regulation_of(regulation, rubber) for rubber in tie.rubbers]
    outcomes = {
        number: rubber
        for number, rubber in enumerate(outcome.rubbers)
        if rubber is not None and rubber.winner is not None and number < len(laws)
    }
    if not outcomes and outcome.games:
        typed = total(outcome.games)
        return ((0, 0), typed, (0, 0)) if tie.count == "games" else (typed, (0, 0), (0, 0))
    if outcome.kind != "played" and outcome.winner is not None:
        won = sum(rubber.winner == outcome.winner for rubber in outcomes.values())
        left = [number for number in range(len(laws)) if number not in outcomes]
        missing = left if tie.play_all or tie.count == "games" else left[: max(tie.to_win - won, 0)]
        outcomes |= dict.fromkeys(missing, Outcome("walkover", outcome.winner))
    counts = [_of_match(laws[number], rubber) for number, rubber in outcomes.items()]
    firsts = sum(rubber.winner == 1 for rubber in outcomes.values())
    return (
        (firsts, len(outcomes) - firsts),
        total([games for _rubbers, games, _score in counts]),
        total([score for _rubbers, _games, score in counts]),
    )


def loser_of(winner: Side) -> Side:
    """The other side."""
    return 2 if winner == 1 else 1


def wins_in(games: Sequence[Points]) -> Points:
    """Games won by each side: the side with more points has won one."""
    return sum(one > two for one, two in games), sum(one < two for one, two in games)


def total(pairs: Sequence[Points]) -> Points:
    """The sums of both sides."""
    return sum(one for one, _two in pairs), sum(two for _one, two in pairs)
