"""How sheets of every kind end, and what falls away with it. Knows no marks and no sport."""

from msgspec.structs import replace

from shared.rules.marks import Sheet
from shared.rules.model import Outcome, Points, Side
from shared.rules.words import _

NOT_STARTED = ("sheet.not_started", _("Say first who serves and who stands where."))


def calm(sheet: Sheet) -> Sheet:
    """The sheet without what concerns only the moment: rests, ends to change, points to win."""
    return replace(
        sheet,
        change_ends=False,
        interval=False,
        interval_seconds=0,
        game_point=None,
        match_point=None,
        point_all=False,
    )


def over(sheet: Sheet, outcome: Outcome) -> Sheet:
    """The match has its outcome: nobody serves any more."""
    return replace(
        calm(sheet),
        games=outcome.games,
        finished=True,
        serving=None,
        server_player=0,
        receiver_player=0,
        service_court=None,
        right_players=(0, 0),
        outcome=outcome,
    )


def begun(games: tuple[Points, ...]) -> tuple[Points, ...]:
    """The games without one in which nothing was scored yet."""
    return games[:-1] if games and games[-1] == (0, 0) else games


def opposite(side: Side | None) -> Side | None:
    """The other side; None of none."""
    return None if side is None else 2 if side == 1 else 1
