"""A sheet in games, from rally to rally: points, ends, rests, time-outs, who may win next. The service is the sport's.

Sources: BWF Laws of Badminton 8 and 16.2; ITTF Laws of Table Tennis 2.14 and Regulations 3.4.4; FIVB Official
Volleyball Rules 15 and 18. They differ in numbers only, which the sport's file and the regulation say.
"""

from msgspec.structs import replace

from shared.rules.marks import Game, PerformanceMark, PlayMark, Rally, Sheet, Start, TimeOut
from shared.rules.model import Outcome, Points, Regulation, Side
from shared.rules.rally_games import ended, games_needed, games_won, is_final, rule_of_game, winner_of_game, won
from shared.rules.refusals import IllegalMark, IllegalResult
from shared.rules.sheet_ends import NOT_STARTED, calm, opposite, over
from shared.rules.sports import Sport
from shared.rules.words import _


def opened(sport: Sport, regulation: Regulation) -> Sheet:
    """An empty sheet."""
    return Sheet()


def marked(sport: Sport, regulation: Regulation, sheet: Sheet, mark: PlayMark | PerformanceMark) -> Sheet:
    """The sheet after a mark of play; only called on a sheet that is not finished. Raises IllegalMark."""
    match mark:
        case Rally(side):
            return _rally(sport, regulation, sheet, side)
        case Start():
            return _started(sport, regulation, sheet, mark)
        case Game(points):
            return _whole_game(sport, regulation, sheet, points)
        case TimeOut(side):
            return _time_out(sport, sheet, side)
    raise IllegalMark("mark.unknown", _("This sheet does not know such a mark."))


def _started(sport: Sport, regulation: Regulation, sheet: Sheet, mark: Start) -> Sheet:
    after = replace(
        calm(sheet),
        games=sheet.games or ((0, 0),),
        left=mark.left,
        serving=mark.server,
        first_server=mark.server,
        server_player=mark.serving_player,
        receiver_player=mark.receiving_player,
    )
    return sport.first_service(regulation, sheet, after, mark)


def _rally(sport: Sport, regulation: Regulation, sheet: Sheet, side: Side) -> Sheet:
    if not sheet.games:
        raise IllegalMark(*NOT_STARTED)
    *earlier, (one, two) = sheet.games
    points = (one + 1, two) if side == 1 else (one, two + 1)
    games = (*earlier, points)
    scored, other = points if side == 1 else (points[1], points[0])
    if won(rule_of_game(regulation, len(games)), scored, other):
        return _game_over(sport, regulation, sheet, side, games)
    last = len(games) == regulation.best_of
    ends = last and scored == regulation.change_ends_at and other < scored
    rest = scored == regulation.interval_at and other < scored
    after = replace(
        sheet,
        games=games,
        left=opposite(sheet.left) if ends else sheet.left,
        change_ends=ends,
        interval=rest,
        interval_seconds=sport.REST_IN_GAME if rest else 0,
    )
    return _with_points_to_win(regulation, sport.service(regulation, sheet, after, side), side)


def _whole_game(sport: Sport, regulation: Regulation, sheet: Sheet, points: Points) -> Sheet:
    *earlier, running = sheet.games or ((0, 0),)
    if running != (0, 0):
        raise IllegalMark("game.begun", _("Points of this game are marked: undo them, or go on point by point."))
    games = (*earlier, points)
    rule = rule_of_game(regulation, len(games))
    winner = winner_of_game(rule, points)
    if winner is None or not is_final(rule, points):
        score = f"{points[0]}-{points[1]}"
        raise IllegalResult(
            "result.game_impossible", _("Game {game} cannot end {score}."), game=len(games), score=score
        )
    return _game_over(sport, regulation, sheet, winner, games)


def _game_over(sport: Sport, regulation: Regulation, sheet: Sheet, side: Side, games: tuple[Points, ...]) -> Sheet:
    won_by = games_won(regulation, games)
    if ended(regulation, won_by):
        winner: Side = 1 if won_by[0] > won_by[1] else 2
        return over(sheet, Outcome(kind="played", winner=winner, games=games))
    after = replace(
        calm(sheet),
        games=(*games, (0, 0)),
        left=opposite(sheet.left),
        change_ends=True,
        interval=True,
        interval_seconds=sport.REST_BETWEEN_GAMES,
        time_outs=(0, 0) if sport.TIME_OUTS_PER == "game" else sheet.time_outs,
    )
    return sport.next_service(regulation, sheet, after, side)


def _time_out(sport: Sport, sheet: Sheet, side: Side) -> Sheet:
    if not sheet.games:
        raise IllegalMark(*NOT_STARTED)
    one, two = sheet.time_outs
    if sheet.time_outs[side - 1] >= sport.TIME_OUTS:
        raise IllegalMark("time_out.none_left", _("This side has no time-out left."))
    return replace(sheet, time_outs=(one + 1, two) if side == 1 else (one, two + 1))


def _with_points_to_win(regulation: Regulation, sheet: Sheet, server: Side) -> Sheet:
    """With who wins the game, and who the match, with one more point, and whether both sides would win the game."""
    rule = rule_of_game(regulation, len(sheet.games))
    one, two = sheet.games[-1]
    first, second = won(rule, one + 1, two), won(rule, two + 1, one)
    serving = sheet.serving or server
    if not (first or second):
        return replace(sheet, game_point=None, match_point=None, point_all=False)
    tally = games_won(regulation, sheet.games)
    last = games_needed(regulation) - 1
    return replace(
        sheet,
        game_point=_of_both(first, second, serving),
        match_point=_of_both(first and tally[0] == last, second and tally[1] == last, serving),
        point_all=first and second,
    )


def _of_both(first: bool, second: bool, server: Side) -> Side | None:
    if first and second:
        return server
    return 1 if first else 2 if second else None
