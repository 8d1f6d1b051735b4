"""Games won rally by rally: to a target, some points clear, at most to a cap. Knows no service, ends or players.

Badminton, table tennis and volleyball all count this way (BWF Laws of Badminton 7; ITTF Laws of Table Tennis 2.11
and 2.12; FIVB Official Volleyball Rules 6). Points are whole numbers of side 1 and side 2.

>>> laws = GameRule(target=21, lead=2, cap=30)
>>> winner_of_game(laws, (30, 29)), winner_of_game(laws, (21, 20)), is_final(laws, (30, 27))
(1, None, False)
"""

from collections.abc import Sequence
from itertools import count

from shared.rules.model import GameRule, Outcome, Points, Regulation, Side
from shared.rules.refusals import IllegalRegulation, IllegalResult
from shared.rules.words import _


def won(rule: GameRule, more: int, less: int) -> bool:
    """Whether `more` points against `less` win a game: the target and the lead, or the cap."""
    return more >= rule.target and (more - less >= rule.lead or more == rule.cap)


def winner_of_game(rule: GameRule, points: Points) -> Side | None:
    """The side these points make the winner, None while the game goes on."""
    one, two = points
    if one > two:
        return 1 if won(rule, one, two) else None
    return 2 if won(rule, two, one) else None


def is_running(rule: GameRule, points: Points) -> bool:
    """Whether a game can stand at these points with nobody having won it.

    Every score on the way to one that nobody has won is also one that nobody has won, so this is enough.
    """
    more, less = max(points), min(points)
    if less < 0 or (rule.cap is not None and more >= rule.cap):
        return False
    return more < rule.target or more - less < rule.lead


def is_final(rule: GameRule, points: Points) -> bool:
    """Whether a game can end at these points: they win it, and one rally earlier nobody had won."""
    more, less = max(points), min(points)
    return more > less and won(rule, more, less) and is_running(rule, (more - 1, less))


def rule_of_game(regulation: Regulation, number: int) -> GameRule:
    """The rule of game `number`, from 1; the last possible game may have its own."""
    if number == regulation.best_of and regulation.decider is not None:
        return regulation.decider
    if regulation.game is None:
        raise IllegalRegulation("regulation.no_games", _("This regulation has no games."))
    return regulation.game


def games_needed(regulation: Regulation) -> int:
    """Games that win the match: more than half of `best_of`."""
    return regulation.best_of // 2 + 1


def games_won(regulation: Regulation, games: Sequence[Points]) -> tuple[int, int]:
    """Games won by side 1 and by side 2; a game nobody has won counts for neither."""
    winners = [winner_of_game(rule_of_game(regulation, number), points) for number, points in enumerate(games, 1)]
    return winners.count(1), winners.count(2)


def winner(regulation: Regulation, games: Sequence[Points]) -> Side | None:
    """The side that has won enough games, None while nobody has."""
    one, two = games_won(regulation, games)
    return None if not ended(regulation, (one, two)) else 1 if one > two else 2


def ended(regulation: Regulation, won_by: tuple[int, int]) -> bool:
    """Whether so many games won by each side end the match: enough for one of them, or all where all are played."""
    return sum(won_by) == regulation.best_of if regulation.all_games else max(won_by) >= games_needed(regulation)


def written(regulation: Regulation, outcome: Outcome) -> tuple[Points, ...]:
    """The games that count in a table: those of a match not played out are completed for the winner.

    >>> volleyball = Regulation("volleyball", 1, "team", 5, GameRule(25, 2), GameRule(15, 2))
    >>> written(volleyball, Outcome("walkover", 2))
    ((0, 25), (0, 25), (0, 25))
    """
    if outcome.winner is None or outcome.kind in ("played", "void"):
        return outcome.games
    return completed(regulation, outcome.games, 2 if outcome.winner == 1 else 1)


def played(regulation: Regulation, games: Sequence[Points]) -> Outcome:
    """The outcome of a match played to these game scores.

    Raises IllegalResult naming the first game that cannot be, or that the match is not decided by them.
    """
    won_by = _check_games(regulation, games, stopped=len(games) + 1)
    if not ended(regulation, won_by):
        raise IllegalResult(
            "result.undecided",
            _("Nobody has won yet: {needed} games win the match."),
            needed=games_needed(regulation),
        )
    return Outcome(kind="played", winner=1 if won_by[0] > won_by[1] else 2, games=tuple(games))


def check_outcome(regulation: Regulation, outcome: Outcome) -> None:
    """Refuse an outcome that cannot have happened, with IllegalResult naming the game or what is missing."""
    if outcome.kind == "void":
        _check_winner(outcome, None)
    elif outcome.kind == "played":
        _check_winner(outcome, played(regulation, outcome.games).winner)
    elif outcome.winner is None:
        raise IllegalResult("result.winner_missing", _("Say which side won."))
    elif outcome.kind == "walkover" and outcome.games:
        raise IllegalResult("result.walkover_played", _("A walkover has no games: nothing was played."))
    else:
        _check_stopped(regulation, outcome.games)


def completed(regulation: Regulation, games: Sequence[Points], loser: Side) -> tuple[Points, ...]:
    """The games of a match that `loser` stopped, its opponent credited with all it still needs.

    The loser keeps its points and games (FIVB Official Volleyball Rules 6.4.3; BWF team championships, retired rubber).
    """
    filled: list[Points] = []
    while not ended(regulation, games_won(regulation, filled)):
        number = len(filled) + 1
        points = games[number - 1] if number <= len(games) else (0, 0)
        filled.append(_finished(rule_of_game(regulation, number), points, loser))
    return tuple(filled)


def _finished(rule: GameRule, points: Points, loser: Side) -> Points:
    if winner_of_game(rule, points) is not None:
        return points
    kept = points[loser - 1]
    more = next(more for more in count(points[2 - loser]) if more > kept and won(rule, more, kept))
    return (kept, more) if loser == 1 else (more, kept)


def _check_winner(outcome: Outcome, winner: Side | None) -> None:
    if outcome.winner != winner:
        raise IllegalResult("result.winner_wrong", _("The winner does not fit the score."))


def _check_stopped(regulation: Regulation, games: Sequence[Points]) -> None:
    won_by = _check_games(regulation, games, stopped=len(games))
    if ended(regulation, won_by):
        raise IllegalResult("result.decided_already", _("By this score the match was won before it was stopped."))


def _check_games(regulation: Regulation, games: Sequence[Points], stopped: int) -> tuple[int, int]:
    """Games won by each side. Game `stopped` may be unfinished, every other must be one that can end so."""
    tally = [0, 0]
    for number, points in enumerate(games, 1):
        if ended(regulation, (tally[0], tally[1])):
            raise IllegalResult("result.too_many_games", _("The match was over after game {game}."), game=number - 1)
        rule = rule_of_game(regulation, number)
        if is_final(rule, points):
            tally[0 if points[0] > points[1] else 1] += 1
        elif number != stopped or not is_running(rule, points):
            raise IllegalResult(
                "result.game_impossible",
                _("Game {game} cannot end {score}."),
                game=number,
                score=f"{points[0]}-{points[1]}",
            )
    return tally[0], tally[1]
