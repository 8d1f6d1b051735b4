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

from shared.rules.marks import Sheet, Start
from shared.rules.model import Discipline, GameRule, Preset, Regulation, Side
from shared.rules.refusals import IllegalMark
from shared.rules.standings.chains import CHAINS
from shared.rules.words import _

NAME = _("Badminton")
PAD = "rally"
SERVICE = "courts"
UNIT = "game"
DISCIPLINES: tuple[Discipline, ...] = ("singles", "doubles", "team")
REST_IN_GAME = 60
REST_BETWEEN_GAMES = 120
"""Seconds at most, Law 16.2."""
TABLE = CHAINS["bwf_individual"]
TIE_TABLE = CHAINS["bwf_team"]
TIE_ORDERS = ("bd_sudirman", "bd_thomas", "bd_uber", "bd_relay_45", "cn_bd_wzu", "cn_bd_hnnu")
REST_MINUTES = 30
MOST_A_DAY = 5
OFFICIALS = 2


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


def slot_minutes(regulation: Regulation) -> int:
    """How long a match keeps its court, changing over included: by convention."""
    if regulation.best_of == 1:
        return 15
    return 30 if regulation.game is not None and regulation.game.target <= 15 else 45


def first_service(regulation: Regulation, before: Sheet, after: Sheet, mark: Start) -> Sheet:
    """Who serves, who receives and who stands at the umpire's left (Laws 6, 7.6 and 11.6).

    The winner of a game serves first in the next; which of its players serves, and who of the other side receives, is
    free in each game. Raises IllegalMark for another server or a player there is not.
    """
    if before.serving is not None and len(before.games) > 1 and mark.server != before.serving:
        raise IllegalMark("start.server", _("The side that won the last game serves first."))
    players = 2 if regulation.discipline == "doubles" else 1
    if not (0 <= mark.serving_player < players and 0 <= mark.receiving_player < players):
        raise IllegalMark("start.player", _("There is no such player in the entry."))
    pair = (mark.serving_player, mark.receiving_player)
    return replace(after, service_court="right", right_players=pair if mark.server == 1 else (pair[1], pair[0]))


def service(regulation: Regulation, before: Sheet, after: Sheet, side: Side) -> Sheet:
    """Who wins a rally serves next (Laws 7.3, 10.3, 11.3).

    In doubles the serving side's players change courts when they score, the others stay (Laws 11.3 and 11.4); the
    score's parity gives the court of the service, and the court gives the player.
    """
    scored = after.games[-1][side - 1]
    right, odd = before.right_players, 0
    if regulation.discipline == "doubles":
        odd = scored & 1
        right = _swapped(right, side) if side == before.serving else right
    return replace(
        after,
        serving=side,
        server_player=right[side - 1] ^ odd,
        receiver_player=right[2 - side] ^ odd,
        service_court="left" if scored & 1 else "right",
        right_players=right,
    )


def next_service(regulation: Regulation, before: Sheet, after: Sheet, side: Side) -> Sheet:
    """The winner of a game serves first in the next (Law 7.6)."""
    right = before.right_players
    return replace(
        after,
        serving=side,
        first_server=side,
        server_player=right[side - 1],
        receiver_player=right[2 - side],
        service_court="right",
        right_players=right,
    )


def _swapped(right: tuple[int, int], side: Side) -> tuple[int, int]:
    return (1 - right[0], right[1]) if side == 1 else (right[0], 1 - right[1])
