"""A sheet by the clock, from basket to basket: periods, fouls, time-outs. What a score means lies in clocked_games.

Sources: FIBA Official Basketball Rules 8 (periods), 9.10 (baskets change for the second half), 18 (time-outs) and 41
(team fouls; those of the overtimes count on from the last period).
"""

from msgspec.structs import replace

from shared.rules.clocked_games import clock_of, total, winner
from shared.rules.marks import Basket, Foul, Game, PerformanceMark, PeriodOver, PlayMark, Sheet, Start, TimeOut
from shared.rules.model import Clock, Outcome, Points, Regulation, Side
from shared.rules.refusals import IllegalMark
from shared.rules.sheet_ends import calm, opposite, over
from shared.rules.sports import Sport
from shared.rules.words import _


def opened(sport: Sport, regulation: Regulation) -> Sheet:
    """An empty sheet."""
    return Sheet()


def marked(sport: Sport, regulation: Regulation, sheet: Sheet, mark: PlayMark | PerformanceMark) -> Sheet:
    """The sheet after a mark of play; only called on a sheet that is not finished. Raises IllegalMark."""
    if isinstance(mark, Start):
        return replace(calm(sheet), games=sheet.games or ((0, 0),), left=mark.left, period=sheet.period or 1)
    if isinstance(mark, Game):
        return _whole_period(regulation, sheet, mark.points)
    if not sheet.games:
        raise IllegalMark("sheet.not_begun", _("Say first who plays on which side."))
    return _in_play(regulation, replace(sheet, change_ends=False), mark)


def _in_play(regulation: Regulation, sheet: Sheet, mark: PlayMark | PerformanceMark) -> Sheet:
    clock = clock_of(regulation)
    match mark:
        case Basket(side, points):
            return _basket(regulation, clock, sheet, side, points)
        case Foul(side, player):
            return replace(sheet, fouls=_plus(sheet.fouls, side, 1), personal=_noted(sheet, side, player))
        case TimeOut(side):
            return _time_out(clock, sheet, side)
        case PeriodOver():
            return _period_over(regulation, clock, sheet)
    raise IllegalMark("mark.unknown", _("This sheet does not know such a mark."))


def _basket(regulation: Regulation, clock: Clock, sheet: Sheet, side: Side, points: int) -> Sheet:
    if points not in clock.scores:
        raise IllegalMark("basket.points", _("No basket counts {points} here."), points=points)
    games = (*sheet.games[:-1], _plus(sheet.games[-1], side, points))
    if _reached(clock, sheet.overtime, games, side):
        return over(sheet, Outcome("played", winner(regulation, games), games))
    return replace(sheet, games=games)


def _reached(clock: Clock, overtime: bool, games: tuple[Points, ...], side: Side) -> bool:
    """Whether these points end the match at once, whatever the clock says."""
    if overtime:
        return clock.overtime_target is not None and games[-1][side - 1] >= clock.overtime_target
    return clock.target is not None and total(games)[side - 1] >= clock.target


def _noted(sheet: Sheet, side: Side, player: int | None) -> tuple[tuple[int, int, int], ...]:
    if player is None:
        return sheet.personal
    noted = {(by, who): fouls for by, who, fouls in sheet.personal}
    noted[side, player] = noted.get((side, player), 0) + 1
    return tuple((by, who, fouls) for (by, who), fouls in sorted(noted.items()))


def time_outs_allowed(clock: Clock, sheet: Sheet) -> int:
    """How many time-outs a side has in the present half or overtime (FIBA 18.2.5)."""
    first, second, overtime = (*clock.timeouts, 0, 0, 0)[:3]
    if sheet.overtime:
        return overtime
    return first if sheet.period <= max(1, clock.periods // 2) else second


def _time_out(clock: Clock, sheet: Sheet, side: Side) -> Sheet:
    if sheet.time_outs[side - 1] >= time_outs_allowed(clock, sheet):
        raise IllegalMark("time_out.none_left", _("This side has no time-out left."))
    return replace(sheet, time_outs=_plus(sheet.time_outs, side, 1))


def _whole_period(regulation: Regulation, sheet: Sheet, points: Points) -> Sheet:
    if sheet.games and sheet.games[-1] != (0, 0):
        raise IllegalMark("period.begun", _("Points of this period are marked: undo them, or go on basket by basket."))
    games = (*sheet.games[:-1], points)
    return _period_over(regulation, clock_of(regulation), replace(sheet, games=games, period=sheet.period or 1))


def _period_over(regulation: Regulation, clock: Clock, sheet: Sheet) -> Sheet:
    side = winner(regulation, sheet.games)
    if sheet.period >= clock.periods and side is not None:
        return over(sheet, Outcome("played", side, sheet.games))
    following = sheet.period + 1
    overtime = following > clock.periods
    half = not overtime and following == clock.periods // 2 + 1
    return replace(
        calm(sheet),
        games=(*sheet.games, (0, 0)),
        period=following,
        overtime=overtime,
        fouls=sheet.fouls if overtime else (0, 0),
        time_outs=(0, 0) if half or overtime else sheet.time_outs,
        change_ends=half,
        left=opposite(sheet.left) if half else sheet.left,
    )


def _plus(pair: Points, side: Side, more: int) -> Points:
    return (pair[0] + more, pair[1]) if side == 1 else (pair[0], pair[1] + more)
