"""The ladder of levels a work climbs: school, city, province, nation. Knows no work, no document and no database.

Source: the way of staff works through a union: the unit's own contest, the city's, the province's, the national one;
each level decides by itself, and only what a level has honoured goes on from it.

>>> won = Rung("city", "City recitation", "honoured")
>>> check_next([won], "province", "Provincial recitation")
>>> check_next([won], "school", "School recitation")
Traceback (most recent call last):
shared.rules.levels.IllegalLevel: This entry has been sent to a higher level already: nothing goes down.
>>> check_next([Rung("city", "City recitation", "refused")], "province", "Provincial recitation")
Traceback (most recent call last):
shared.rules.levels.IllegalLevel: A level that gave nothing cannot be skipped.
"""

from collections.abc import Sequence
from typing import Literal, get_args

from msgspec import Struct

from shared.rules.refusals import Illegal
from shared.rules.words import _

Level = Literal["school", "city", "province", "nation"]
LEVELS: tuple[Level, ...] = get_args(Level)
"""The lowest first."""
NAMES: dict[Level, str] = {
    "school": _("School level"),
    "city": _("City level"),
    "province": _("Provincial level"),
    "nation": _("National level"),
}


class IllegalLevel(Illegal):
    """A level an entry cannot be sent to now."""


class Rung(Struct, frozen=True):
    """One time an entry was sent to a level, and how it stands there; one that was withdrawn is none."""

    level: Level
    competition: str
    state: Literal["open", "honoured", "refused"]


def height(level: Level) -> int:
    """How far up a level lies, from 0.

    >>> height("nation")
    3
    """
    return LEVELS.index(level)


def check_next(rungs: Sequence[Rung], level: Level, competition: str) -> None:
    """Whether an entry with these rungs can be sent to a level. Raises IllegalLevel, saying why not.

    A level may have several competitions, and levels may be left out; but nothing goes down, nothing goes on while a
    lower level is open, and a level that gave nothing is not skipped.
    """
    if any(height(rung.level) > height(level) for rung in rungs):
        raise IllegalLevel("level.down", _("This entry has been sent to a higher level already: nothing goes down."))
    if any((rung.level, rung.competition) == (level, competition) for rung in rungs):
        raise IllegalLevel(
            "level.twice", _("This entry has been sent to {competition} already."), competition=competition
        )
    below = [rung for rung in rungs if height(rung.level) < height(level)]
    for rung in below:
        if rung.state == "open":
            raise IllegalLevel(
                "level.open", _("{competition} has not decided on this entry yet."), competition=rung.competition
            )
    top = max((height(rung.level) for rung in below), default=0)
    reached = [rung for rung in below if height(rung.level) == top]
    if reached and all(rung.state == "refused" for rung in reached):
        raise IllegalLevel("level.refused", _("A level that gave nothing cannot be skipped."))
