"""Badminton by the Laws of the BWF. Knows who serves, receives and stands where; knows nothing of time on a clock.

Source: BWF Statutes, Laws of Badminton, Laws 7 (scoring), 8 (change of ends), 9-11 (service, singles, doubles) and
16.2 (intervals), and the Alternative Laws for other lengths. Walkovers and retirements: General Competition
Regulations.

>>> from shared.rules.sheets import Rally, Start, fold
>>> laws = PRESETS["bwf_21x3"].regulation
>>> sheet = fold(laws, [Start(left=1, server=2), Rally(2), Rally(1)])
>>> sheet.games, sheet.serving, sheet.service_court  # an odd score serves from the left
(((1, 1),), 1, 'left')
>>> fold(laws, [Start(left=1, server=1)] + [Rally(1)] * 21).change_ends
True
"""

from msgspec.structs import replace

from shared.rules.marks import Rally, Sheet, Start
from shared.rules.model import GameRule, Outcome, Points, Preset, Regulation, Side, Words
from shared.rules.rally_games import check_outcome, games_needed, games_won, rule_of_game, won
from shared.rules.refusals import IllegalMark
from shared.rules.words import _

NAME = _("Badminton")
INTERVAL_IN_GAME = 60
INTERVAL_BETWEEN_GAMES = 120
"""Seconds at most, Law 16.2."""


def _preset(key: str, name: str, best_of: int, game: GameRule, middle: int) -> Preset:
    regulation = Regulation("badminton", 1, "singles", best_of, game, change_ends_at=middle, interval_at=middle)
    return Preset(key, name, regulation)


PRESETS = {
    preset.key: preset
    for preset in (
        _preset("bwf_21x3", _("BWF: best of three games to 21"), 3, GameRule(21, 2, 30), 11),
        _preset("bwf_15x3", _("BWF: best of three games to 15"), 3, GameRule(15, 2, 21), 8),
        _preset("single_21_cap30", _("One game to 21, two clear, 30 at most"), 1, GameRule(21, 2, 30), 11),
        _preset("single_21", _("One game, first to 21"), 1, GameRule(21, 1, 21), 11),
        _preset("first_to_15x3", _("Best of three games, first to 15"), 3, GameRule(15, 1, 15), 8),
    )
}
"""The first is the default."""


def start(regulation: Regulation, sheet: Sheet, mark: Start) -> Sheet:
    """Who serves, who receives and who stands at the umpire's left (Laws 6, 7.6 and 11.6).

    The winner of a game serves first in the next; which of its players serves, and who of the other side receives, is
    free in each game. Raises IllegalMark for another server or a player there is not.
    """
    if len(sheet.games) > 1 and mark.server != sheet.serving:
        raise IllegalMark("start.server", _("The side that won the last game serves first."))
    players = 2 if regulation.discipline == "doubles" else 1
    if not (0 <= mark.serving_player < players and 0 <= mark.receiving_player < players):
        raise IllegalMark("start.player", _("There is no such player in the entry."))
    return replace(
        sheet,
        games=sheet.games or ((0, 0),),
        serving=mark.server,
        server_player=mark.serving_player,
        receiver_player=mark.receiving_player,
        service_court="right",
        right_players=_pair(mark.server, mark.serving_player, mark.receiving_player),
        left=mark.left,
        change_ends=False,
        interval=False,
        interval_seconds=0,
    )


def rally(regulation: Regulation, sheet: Sheet, mark: Rally) -> Sheet:
    """The sheet after a rally: who wins it scores and serves next (Laws 7.3, 10.3, 11.3).

    In doubles the serving side's players change courts when they score, the others stay (Laws 11.3 and 11.4); the
    score's parity gives the court of the service, and the court gives the player.
    """
    side = mark.side
    *earlier, (one, two) = sheet.games
    points = (one + 1, two) if side == 1 else (one, two + 1)
    scored, other = points if side == 1 else (points[1], points[0])
    games = (*earlier, points)
    if won(rule_of_game(regulation, len(games)), scored, other):
        return _game_won(regulation, sheet, side, games)
    right = sheet.right_players
    odd = 0
    if regulation.discipline == "doubles":
        odd = scored & 1
        right = _swapped(right, side) if side == sheet.serving else right
    ends = scored == regulation.change_ends_at and other < scored and len(games) == regulation.best_of
    rest = scored == regulation.interval_at and other < scored
    game_point, match_point, point_all = _points_to_win(regulation, games, side)
    return Sheet(
        games=games,
        serving=side,
        server_player=right[side - 1] ^ odd,
        receiver_player=right[2 - side] ^ odd,
        service_court="left" if scored & 1 else "right",
        right_players=right,
        left=_opposite(sheet.left) if ends else sheet.left,
        change_ends=ends,
        interval=rest,
        interval_seconds=INTERVAL_IN_GAME if rest else 0,
        game_point=game_point,
        match_point=match_point,
        point_all=point_all,
        standing=sheet.standing,
        count=sheet.count,
    )


def check_result(regulation: Regulation, outcome: Outcome) -> None:
    """Refuse a result the Laws do not allow, with IllegalResult naming the game (Law 7)."""
    check_outcome(regulation, outcome)


def in_words(regulation: Regulation) -> Words:
    """The regulation in sentences, as an organiser would print it in the notice."""
    words: Words = [_length(regulation), _game(rule_of_game(regulation, 1))]
    if regulation.change_ends_at is not None:
        ends: dict[str, object] = {"points": regulation.change_ends_at}
        words.append((_("Ends change after each game and at {points} in the last."), ends))
    if regulation.interval_at is not None:
        rest: dict[str, object] = {
            "points": regulation.interval_at,
            "game": INTERVAL_IN_GAME,
            "between": INTERVAL_BETWEEN_GAMES,
        }
        words.append((_("A rest of {game} seconds at {points} in every game, of {between} between games."), rest))
    return words


def _length(regulation: Regulation) -> tuple[str, dict[str, object]]:
    if regulation.best_of == 1:
        return _("One game decides the match."), {}
    return _("Best of {games} games."), {"games": regulation.best_of}


def _game(rule: GameRule) -> tuple[str, dict[str, object]]:
    if rule.lead == 1 or rule.cap == rule.target:
        return _("A game goes to the side that first has {target} points."), {"target": rule.target}
    values: dict[str, object] = {"target": rule.target, "lead": rule.lead, "cap": rule.cap}
    if rule.cap is None:
        return _("A game goes to the side that first has {target} points and leads by {lead}."), values
    return _("A game goes to the side that first has {target} points and leads by {lead}, or has {cap}."), values


def _game_won(regulation: Regulation, sheet: Sheet, side: Side, games: tuple[Points, ...]) -> Sheet:
    if games_won(regulation, games)[side - 1] == games_needed(regulation):
        return Sheet(
            games=games,
            finished=True,
            left=sheet.left,
            outcome=Outcome(kind="played", winner=side, games=games),
            standing=sheet.standing,
            count=sheet.count,
        )
    right = sheet.right_players
    return Sheet(
        games=(*games, (0, 0)),
        serving=side,
        server_player=right[side - 1],
        receiver_player=right[2 - side],
        service_court="right",
        right_players=right,
        left=_opposite(sheet.left),
        change_ends=True,
        interval=True,
        interval_seconds=INTERVAL_BETWEEN_GAMES,
        standing=sheet.standing,
        count=sheet.count,
    )


def _points_to_win(
    regulation: Regulation, games: tuple[Points, ...], server: Side
) -> tuple[Side | None, Side | None, bool]:
    """Who wins the game, who the match with one more point, and whether both sides would win the game."""
    rule = rule_of_game(regulation, len(games))
    one, two = games[-1]
    first, second = won(rule, one + 1, two), won(rule, two + 1, one)
    if not (first or second):
        return None, None, False
    tally = games_won(regulation, games)
    last = games_needed(regulation) - 1
    game_point = _of_both(first, second, server)
    match_point = _of_both(first and tally[0] == last, second and tally[1] == last, server)
    return game_point, match_point, first and second


def _of_both(first: bool, second: bool, server: Side) -> Side | None:
    if first and second:
        return server
    return 1 if first else 2 if second else None


def _pair(server: Side, serving_player: int, receiving_player: int) -> tuple[int, int]:
    return (serving_player, receiving_player) if server == 1 else (receiving_player, serving_player)


def _swapped(right: tuple[int, int], side: Side) -> tuple[int, int]:
    return (1 - right[0], right[1]) if side == 1 else (right[0], 1 - right[1])


def _opposite(side: Side | None) -> Side | None:
    return None if side is None else 2 if side == 1 else 1
