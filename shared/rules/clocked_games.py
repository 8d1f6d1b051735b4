"""Matches by the clock: periods, overtime until it is decided, fouls and time-outs. Knows no time: the desk keeps it.

Sources: FIBA Official Basketball Rules 8, 18, 20, 21, 36 and 41; FIBA 3x3 Rules of the Game 5 and 6; notices of staff
contests for running clocks. Games of an outcome are its periods, or one pair: the final score.

>>> quarters = Regulation("basketball", 1, "team", clock=Clock())
>>> played(quarters, ((20, 18), (15, 17), (19, 19), (16, 16), (8, 5))).winner
1
>>> written(quarters, Outcome("retired", 2, ((30, 35),))), written(quarters, Outcome("retired", 1, ((30, 35),)))
(((30, 35),), ((2, 0),))
"""

from collections.abc import Sequence

from shared.rules.model import Clock, Outcome, Points, Regulation, Side
from shared.rules.refusals import IllegalRegulation, IllegalResult
from shared.rules.words import _

STOPPED: Points = (2, 0)
"""The written score when a side is too few to go on and did not lie behind (FIBA 21)."""


def clock_of(regulation: Regulation) -> Clock:
    """The settings of the clock. Raises IllegalRegulation where there is none."""
    if regulation.clock is None:
        raise IllegalRegulation("regulation.no_clock", _("This regulation has no clock."))
    return regulation.clock


def total(games: Sequence[Points]) -> Points:
    """Points of all periods."""
    return sum(one for one, _two in games), sum(two for _one, two in games)


def winner(regulation: Regulation, games: Sequence[Points]) -> Side | None:
    """The side with more points in all; None while they are level."""
    one, two = total(games)
    return None if one == two else 1 if one > two else 2


def overtimes(clock: Clock, games: Sequence[Points]) -> int:
    """How many overtimes these periods include.

    >>> overtimes(Clock(), [(1, 1)] * 6)
    2
    """
    return max(0, len(games) - clock.periods)


def is_possible(clock: Clock, score: Points) -> bool:
    """Whether a match can end with this score, if nothing but the score is known.

    Where points end regulation time at once, the last basket may pass them by its value less one; overtime begins
    level below them and ends with `overtime_target` points, which the last basket may pass in the same way.

    >>> streetball = Clock(periods=1, target=21, overtime_target=2, scores=(1, 2))
    >>> [is_possible(streetball, score) for score in ((22, 20), (17, 16), (23, 21), (23, 10), (21, 21))]
    [True, True, True, False, False]
    """
    more, less = max(score), min(score)
    if less < 0 or more == less:
        return False
    if clock.target is None or more < clock.target:
        return True
    if less < clock.target and any(more - last < clock.target for last in clock.scores if more >= last):
        return True
    return any(_won_in_overtime(clock, more - level, less - level) for level in range(clock.target))


def _won_in_overtime(clock: Clock, more: int, less: int) -> bool:
    if less < 0 or more <= less:
        return False
    if clock.overtime_target is None:
        return True
    return less < clock.overtime_target and any(
        more >= clock.overtime_target > more - last >= 0 for last in clock.scores
    )


def played(regulation: Regulation, games: Sequence[Points]) -> Outcome:
    """The outcome of a match played to these periods, or to this final score if there is only one pair.

    Raises IllegalResult where overtime is missing, a period is too many, or the score cannot be.
    """
    clock, score = clock_of(regulation), total(games)
    _check_periods(clock, games)
    side = winner(regulation, games)
    if side is None:
        raise IllegalResult("result.level", _("The score is level: an overtime decides."))
    if not is_possible(clock, score):
        raise IllegalResult("result.score_impossible", _("No match ends {score}."), score=f"{score[0]}-{score[1]}")
    return Outcome(kind="played", winner=side, games=tuple(games))


def _check_periods(clock: Clock, games: Sequence[Points]) -> None:
    if not games or (len(games) > 1 and len(games) < clock.periods):
        raise IllegalResult(
            "result.periods", _("A match has {periods} periods: type each, or the final score."), periods=clock.periods
        )
    if any(min(period) < 0 for period in games):
        raise IllegalResult("result.negative", _("Points cannot be negative."))
    if any(len(set(total(games[:number]))) == 2 for number in range(clock.periods, len(games))):
        raise IllegalResult("result.overtime", _("Overtime is played only while the score is level."))


def check_outcome(regulation: Regulation, outcome: Outcome) -> None:
    """Refuse an outcome that cannot have happened, with IllegalResult saying why."""
    if outcome.kind == "void":
        _check_winner(outcome, None)
    elif outcome.kind == "played":
        _check_winner(outcome, played(regulation, outcome.games).winner)
    elif outcome.winner is None:
        raise IllegalResult("result.winner_missing", _("Say which side won."))
    elif outcome.kind == "walkover" and outcome.games:
        raise IllegalResult("result.walkover_played", _("A walkover has no games: nothing was played."))
    elif any(min(period) < 0 for period in outcome.games):
        raise IllegalResult("result.negative", _("Points cannot be negative."))


def _check_winner(outcome: Outcome, side: Side | None) -> None:
    if outcome.winner != side:
        raise IllegalResult("result.winner_wrong", _("The winner does not fit the score."))


def written(regulation: Regulation, outcome: Outcome) -> tuple[Points, ...]:
    """The score that counts: of a forfeit the regulation's, of a match stopped the score reached if the winner leads.

    Source: FIBA Official Basketball Rules 20 (forfeit, 20-0) and 21 (default, else 2-0).
    """
    if outcome.winner is None or outcome.kind in ("played", "void"):
        return outcome.games
    if outcome.games:
        leads = winner(regulation, outcome.games) == outcome.winner
        return outcome.games if leads else (_for(outcome.winner, STOPPED),)
    return (_for(outcome.winner, clock_of(regulation).forfeit),)


def _for(side: Side, score: Points) -> Points:
    return score if side == 1 else (score[1], score[0])
