"""What entries can be compared by: each key reads a number off a tally, the greater the better. Knows no chain.

Ratios are compared exactly, never as rounded numbers; with nothing lost a ratio is beyond all others, and
nothing at all is below them.

>>> value("games_ratio", Tally(games=(3, 0))) > value("games_ratio", Tally(games=(9, 1)))
True
>>> value("points_ratio", Tally(score=(226, 206))) == value("points_ratio", Tally(score=(113, 103)))
True
"""

from collections.abc import Callable, Mapping
from fractions import Fraction
from typing import Literal

from msgspec import Struct

from shared.rules.model import Points
from shared.rules.refusals import IllegalRegulation
from shared.rules.standings.model import Tally
from shared.rules.words import _

Value = Fraction | int | float
MUTUAL = "mutual"
"""Matches won among those who are still equal, whatever the scope."""


class Measure(Struct, frozen=True):
    """A key: its name as an English msgid, how its value is written, and how it reads a tally."""

    name: str
    shown: Literal["number", "difference", "ratio", "average"]
    read: Callable[[Tally], Value]


def ratio(pair: Points) -> Value:
    """For by against, exactly; infinite where nothing was lost, 0 where there is nothing at all.

    Source: CEV prints "-" for sets 9:0 and ranks them first.
    """
    more, less = pair
    if less:
        return Fraction(more, less)
    return float("inf") if more else 0


def per(total: int, matches: int) -> Value:
    """So much per match, exactly; 0 without a match."""
    return Fraction(total, matches) if matches else 0


KEYS: Mapping[str, Measure] = {
    "match_points": Measure(_("match points"), "number", lambda tally: tally.points),
    "wins": Measure(_("matches won"), "number", lambda tally: tally.won),
    "win_ratio": Measure(_("share of matches won"), "average", lambda tally: per(tally.won, tally.played)),
    MUTUAL: Measure(_("matches between the equal"), "number", lambda tally: tally.won),
    "rubbers_won": Measure(_("rubbers won"), "number", lambda tally: tally.rubbers[0]),
    "rubbers_difference": Measure(_("rubbers won less lost"), "difference", lambda tally: less(tally.rubbers)),
    "rubbers_ratio": Measure(_("ratio of rubbers"), "ratio", lambda tally: ratio(tally.rubbers)),
    "games_won": Measure(_("games won"), "number", lambda tally: tally.games[0]),
    "games_difference": Measure(_("games won less lost"), "difference", lambda tally: less(tally.games)),
    "games_ratio": Measure(_("ratio of games"), "ratio", lambda tally: ratio(tally.games)),
    "points_scored": Measure(_("points scored"), "number", lambda tally: tally.score[0]),
    "points_difference": Measure(_("points scored less lost"), "difference", lambda tally: less(tally.score)),
    "points_ratio": Measure(_("ratio of points"), "ratio", lambda tally: ratio(tally.score)),
    "points_average": Measure(_("points scored per match"), "average", lambda tally: per(*tally.averaged)),
}
"""The order is that of a form."""


def less(pair: Points) -> int:
    """For less against."""
    return pair[0] - pair[1]


def value(compare: str, tally: Tally) -> Value:
    """What a key reads off a tally. Raises IllegalRegulation for a key there is not."""
    return measure(compare).read(tally)


def measure(compare: str) -> Measure:
    """The key of this name. Raises IllegalRegulation for one there is not."""
    if compare not in KEYS:
        raise IllegalRegulation("table.key_unknown", _("There is no key named {key}."), key=compare)
    return KEYS[compare]
