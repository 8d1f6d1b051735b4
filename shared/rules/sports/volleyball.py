"""Volleyball by the FIVB rules, and the light-ball game of staff unions. Knows who serves and who stands where.

Source: FIVB Official Volleyball Rules 6 (scoring), 7.6 and 7.7 (rotation), 12.2 (first service), 15 (time-outs) and
18 (intervals, change of ends); notices of staff unions for three sets, one set and the light ball.

>>> from shared.rules.sheets import Rally, Start, fold
>>> laws = PRESETS["fivb_bo5"].regulation
>>> sheet = fold(laws, [Start(left=1, server=1), Rally(1), Rally(2)])
>>> sheet.games, sheet.serving, sheet.rotation[1]  # who wins the service rotates first
(((1, 1),), 2, (1, 2, 3, 4, 5, 0))
"""

from msgspec.structs import replace

from shared.rules.marks import Sheet, Start
from shared.rules.model import GameRule, Preset, Regulation, Side
from shared.rules.refusals import IllegalMark
from shared.rules.sheet_ends import opposite
from shared.rules.standings.chains import CHAINS
from shared.rules.words import _

NAME = _("Volleyball")
PAD = "rally"
SERVICE = "rotation"
UNIT = "set"
REST_BETWEEN_GAMES = 180
TIME_OUTS = 2
TABLE = CHAINS["fivb"]
REST_MINUTES = 60
MOST_A_DAY = 2
OFFICIALS = 2

SET, DECIDER = GameRule(25, 2), GameRule(15, 2)


def _preset(
    key: str, name: str, best_of: int, game: GameRule, decider: GameRule | None, ends: int, players: int = 6
) -> Preset:
    regulation = Regulation("volleyball", 1, "team", best_of, game, decider, change_ends_at=ends, players=players)
    return Preset(key, name, regulation)


PRESETS = {
    preset.key: preset
    for preset in (
        _preset("fivb_bo5", _("FIVB: best of five sets to 25"), 5, SET, DECIDER, 8),
        _preset("volleyball_25x3", _("Volleyball: best of three sets to 25"), 3, SET, DECIDER, 8),
        _preset("volleyball_25x1", _("Volleyball: one set to 25"), 1, SET, None, 13),
        _preset(
            "light_21x3", _("Light volleyball: best of three sets, first to 21"), 3, GameRule(21, 1, 21), DECIDER, 8, 5
        ),
        _preset("light_21x5", _("Light volleyball: best of five sets to 21"), 5, GameRule(21, 2), DECIDER, 8, 5),
        _preset("light_21x1", _("Light volleyball: one set, first to 21"), 1, GameRule(21, 1, 21), None, 11, 5),
    )
}
"""The first is the default."""


def slot_minutes(regulation: Regulation) -> int:
    """How long a match keeps its court, changing over included: by convention."""
    return {1: 25, 3: 60}.get(regulation.best_of, 105)


def first_service(regulation: Regulation, before: Sheet, after: Sheet, mark: Start) -> Sheet:
    """Who serves first: by the toss before the first and the deciding set, else the side that did not (12.2)."""
    due = opposite(before.first_server) if len(before.games) > 1 and before.serving is None else before.serving
    tossed = len(after.games) in (1, regulation.best_of)
    if not tossed and due is not None and mark.server != due:
        raise IllegalMark("start.server_turn", _("The other side serves first now."))
    return _served(regulation, replace(after, rotation=_at_rest(regulation)), mark.server)


def service(regulation: Regulation, before: Sheet, after: Sheet, side: Side) -> Sheet:
    """Who wins a rally serves; a side that wins the service rotates one place first (6.1.3 and 7.6.2)."""
    if before.serving in (None, side):
        return _served(regulation, after, side)
    one, two = after.rotation
    rotated = (_rotated(one), two) if side == 1 else (one, _rotated(two))
    return _served(regulation, replace(after, rotation=rotated), side)


def next_service(regulation: Regulation, before: Sheet, after: Sheet, side: Side) -> Sheet:
    """The other side than in the last set serves first; before the deciding set a toss may change it (12.2.1)."""
    first = opposite(before.first_server)
    rested = replace(after, rotation=_at_rest(regulation), first_server=first)
    return replace(rested, serving=None) if first is None else _served(regulation, rested, first)


def _served(regulation: Regulation, sheet: Sheet, side: Side) -> Sheet:
    standing = sheet.rotation[side - 1] or _at_rest(regulation)[0]
    return replace(sheet, serving=side, server_player=standing[0], receiver_player=0, service_court=None)


def _at_rest(regulation: Regulation) -> tuple[tuple[int, ...], tuple[int, ...]]:
    line_up = tuple(range(regulation.players or 6))
    return line_up, line_up


def _rotated(line_up: tuple[int, ...]) -> tuple[int, ...]:
    return (*line_up[1:], *line_up[:1])
