"""What a sport's file may leave out: the plainest of each. Knows which settings a regulation has, but no sport.

A sport with nothing but NAME and PRESETS is played in games, marked rally by rally, without service.
"""

from collections.abc import Sequence

from msgspec.structs import replace

from shared.rules import clocked_games, rally_games
from shared.rules.marks import Sheet, Start
from shared.rules.model import Discipline, Outcome, Points, Regulation, Side, Table, Words
from shared.rules.regulation_words import settings_in_words

PAD = "rally"
SERVICE = ""
UNIT = "game"
DISCIPLINES: tuple[Discipline, ...] = ()
"""Empty: that of the preset."""
REST_IN_GAME = 0
REST_BETWEEN_GAMES = 0
TIME_OUTS = 0
TIME_OUTS_PER = "game"
TABLE: Table | None = None
TIE_TABLE: Table | None = None
TIE_ORDERS: tuple[str, ...] = ()


def first_service(regulation: Regulation, before: Sheet, after: Sheet, mark: Start) -> Sheet:
    """Who serves and where, as the umpire says it; nobody without service."""
    return _nobody_serves(after)


def service(regulation: Regulation, before: Sheet, after: Sheet, side: Side) -> Sheet:
    """Who serves after `side` won a rally."""
    return _nobody_serves(after)


def next_service(regulation: Regulation, before: Sheet, after: Sheet, side: Side) -> Sheet:
    """Who serves first in the next game, after `side` won one."""
    return _nobody_serves(after)


def _nobody_serves(sheet: Sheet) -> Sheet:
    return replace(sheet, serving=None, first_server=None, server_player=0, receiver_player=0)


def places(regulation: Regulation) -> int:
    """How many counters or judges hand in; one umpire."""
    return 1


def winner(regulation: Regulation, games: Sequence[Points]) -> Side | None:
    """The side these games or periods make the winner, None while it is open."""
    if regulation.clock is not None:
        return clocked_games.winner(regulation, games)
    return rally_games.winner(regulation, games)


def check_result(regulation: Regulation, outcome: Outcome) -> None:
    """Refuse a result that cannot have happened, with IllegalResult."""
    if regulation.clock is not None:
        clocked_games.check_outcome(regulation, outcome)
    else:
        rally_games.check_outcome(regulation, outcome)


def in_words(regulation: Regulation) -> Words:
    """The regulation in sentences, as an organiser would print it in the notice."""
    return settings_in_words(regulation)
