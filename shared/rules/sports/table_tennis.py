"""Table tennis by the ITTF Laws. Knows whose turn it is to serve and to receive; knows nothing of expedite.

Source: ITTF Handbook, The Laws of Table Tennis 2.11 (a game), 2.12 (a match), 2.13 (order of serving, receiving and
ends), and Regulations for International Competitions 3.4.4 (intervals, one time-out a match).

>>> from shared.rules.sheets import Rally, Start, fold
>>> laws = PRESETS["ittf_bo5"].regulation
>>> [fold(laws, [Start(left=1, server=1)] + [Rally(1)] * points).serving for points in range(6)]
[1, 1, 2, 2, 1, 1]
"""

from msgspec.structs import replace

from shared.rules.marks import Sheet, Start
from shared.rules.model import Discipline, GameRule, Preset, Regulation, Side
from shared.rules.rally_games import rule_of_game
from shared.rules.refusals import IllegalMark
from shared.rules.sheet_ends import opposite
from shared.rules.standings.chains import CHAINS
from shared.rules.words import _

NAME = _("Table tennis")
PAD = "rally"
SERVICE = "turns"
UNIT = "game"
DISCIPLINES: tuple[Discipline, ...] = ("singles", "doubles", "team")
TURN = 2
"""Points a turn of service lasts; one each once both sides lack a single point (2.13.3)."""
REST_BETWEEN_GAMES = 60
TIME_OUTS = 1
TIME_OUTS_PER = "match"
TABLE = CHAINS["ittf_singles"]
TIE_TABLE = CHAINS["ittf_team"]
TIE_ORDERS = (
    "tt_swaythling_5s",
    "tt_corbillon",
    "tt_olympic_new",
    "tt_olympic_old",
    "tt_best_of_7",
    "tt_old_swaythling_9",
    "tt_mixed_wc",
    "cn_tt_3s",
    "cn_tt_5a",
    "cn_tt_5b",
    "cn_tt_5c",
    "cn_tt_5d",
    "cn_tt_5e",
)
REST_MINUTES = 10
MOST_A_DAY = 7
OFFICIALS = 1

ELEVEN = GameRule(11, 2)


def _preset(key: str, name: str, best_of: int, game: GameRule = ELEVEN, ends: int = 5) -> Preset:
    return Preset(key, name, Regulation("table_tennis", 1, "singles", best_of, game, change_ends_at=ends))


PRESETS = {
    preset.key: preset
    for preset in (
        _preset("ittf_bo5", _("ITTF: best of five games to 11"), 5),
        _preset("ittf_bo7", _("ITTF: best of seven games to 11"), 7),
        _preset("table_tennis_11x3", _("Table tennis: best of three games to 11"), 3),
        _preset("table_tennis_11x1", _("Table tennis: one game to 11"), 1),
        _preset("table_tennis_21x3", _("Table tennis: best of three games to 21"), 3, GameRule(21, 2), 10),
    )
}
"""The first is the default."""


def slot_minutes(regulation: Regulation) -> int:
    """How long a match keeps its table, changing over included: by convention."""
    return {1: 10, 3: 15, 5: 25}.get(regulation.best_of, 35)


def first_service(regulation: Regulation, before: Sheet, after: Sheet, mark: Start) -> Sheet:
    """Who serves and receives first; the side that served first in a game receives first in the next (2.13.6)."""
    due = before.serving if len(before.games) > 1 else None
    if due is not None and mark.server != due:
        raise IllegalMark("start.server_turn", _("The other side serves first now."))
    players = 2 if regulation.discipline == "doubles" else 1
    if not (mark.serving_player < players and mark.receiving_player < players):
        raise IllegalMark("start.player", _("There is no such player in the entry."))
    return after


def service(regulation: Regulation, before: Sheet, after: Sheet, side: Side) -> Sheet:
    """Whose turn it is after a point, whoever won it.

    In doubles the receiver serves next, to the partner of who served (2.13.4); at the change of ends in the last
    possible game the side due to receive changes its order of receiving (2.13.5).
    """
    first = before.first_server
    if first is None:
        return after
    serving = first if _turns(regulation, after) % 2 == 0 else opposite(first)
    turned = _turns(regulation, after) != _turns(regulation, before)
    server, receiver = after.server_player, after.receiver_player
    if regulation.discipline == "doubles":
        if turned:
            server, receiver = receiver, 1 - server
        receiver = 1 - receiver if after.change_ends else receiver
    return replace(after, serving=serving, server_player=server, receiver_player=receiver)


def next_service(regulation: Regulation, before: Sheet, after: Sheet, side: Side) -> Sheet:
    """The other side serves first; in doubles the first receiver is who served to that server before (2.13.6)."""
    first = opposite(before.first_server)
    server, receiver = before.server_player, before.receiver_player
    if regulation.discipline == "doubles":
        server, receiver = (receiver, server) if first != before.serving else (1 - server, receiver)
    return replace(after, serving=first, first_server=first, server_player=server, receiver_player=receiver)


def _turns(regulation: Regulation, sheet: Sheet) -> int:
    """How many turns of service are over."""
    points = sheet.games[-1]
    long = rule_of_game(regulation, len(sheet.games)).target - 1
    if min(points) < long:
        return sum(points) // TURN
    return 2 * long // TURN + sum(points) - 2 * long
