"""Awards of a meeting by formula: turnout, organisation, sportsmanship, hosting. Knows units and numbers only.

Sources: staff union regulations (turnout by size; the mean of finishers of members and placed of finishers for the
organisation award; weighted criteria for sportsmanship, boundary ties included).

>>> units = {"P": Turnout(50, 35, 7), "Q": Turnout(80, 48, 24), "U": Turnout(40, 30, 3), "V": Turnout(20, 8, 0)}
>>> organisation(units, ranks=2)
{'first': ('Q',), 'second': ('P',), 'organisation_award': ('U',)}
"""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from fractions import Fraction

from msgspec import Struct

from shared.rules.model import Criterion, PrizeTier
from shared.rules.places import levels, ranked
from shared.rules.prizes import awarded
from shared.rules.words import _

BANDS = ((160, 50), (40, 60), (0, 70))
"""From so many members on, so many percent of them must take part; the largest first."""
RANKS = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth")
SPORTSMANSHIP = tuple(
    Criterion(name, Decimal(weight))
    for name, weight in (
        (_("Preparation"), 5),
        (_("Opening parade"), 20),
        (_("Cleanliness"), 20),
        (_("Attendance"), 15),
        (_("Conduct"), 15),
        (_("Volunteering"), 15),
        (_("Publicity"), 10),
    )
)
HOSTING = tuple(
    Criterion(name, Decimal(weight))
    for name, weight in (
        (_("Guests' questionnaire"), 40),
        (_("Punctuality"), 20),
        (_("Officiating and complaints"), 20),
        (_("Records and publicity"), 20),
    )
)


class Turnout(Struct, frozen=True):
    """A unit's members, those who finished a contest, and those of them who were placed."""

    members: int
    finishers: int
    placed: int
    participants: int | None = None
    """Who took part; None where all who did finished."""


def turnout_minimum(members: int, bands: Sequence[tuple[int, int]] = BANDS) -> int:
    """How many of a unit must take part, rounded up.

    >>> [turnout_minimum(members) for members in (160, 159, 39)]
    [80, 96, 28]
    """
    percent = next((percent for least, percent in sorted(bands, reverse=True) if members >= least), 0)
    return -(-members * percent // 100)


def organisation_index(unit: Turnout) -> Fraction:
    """The mean of finishers of members and of placed of participants.

    >>> organisation_index(Turnout(50, 35, 7))
    Fraction(9, 20)
    """
    took_part = unit.finishers if unit.participants is None else unit.participants
    return (_share(unit.finishers, unit.members) + _share(unit.placed, took_part)) / 2


def organisation(
    units: Mapping[str, Turnout], ranks: int = 3, least: Fraction = Fraction(60, 100)
) -> dict[str, tuple[str, ...]]:
    """The best by index, equals sharing a rank and the next left out; then all others with enough turnout."""
    places = ranked({unit: organisation_index(each) for unit, each in units.items()})
    found: dict[str, tuple[str, ...]] = {}
    for unit, first, _last in places:
        if first <= ranks:
            found[RANKS[first - 1]] = (*found.get(RANKS[first - 1], ()), unit)
    others = [
        unit
        for unit, first, _last in places
        if first > ranks and _share(units[unit].finishers, units[unit].members) >= least
    ]
    return found | {"organisation_award": tuple(others)}


def weighted(criteria: Sequence[Criterion], shares: Mapping[str, Decimal]) -> Decimal:
    """Points by criterion added up, each at most its weight; one not judged gives nothing."""
    return sum((min(shares.get(each.name, Decimal()), each.maximum) for each in criteria), Decimal())


def best(scores: Mapping[str, Decimal], number: int) -> tuple[str, ...]:
    """The best so many, and all who equal the last of them: then a committee decides.

    >>> best({"A": Decimal(9), "B": Decimal(8), "C": Decimal(8), "D": Decimal(7)}, 2)
    ('A', 'B', 'C')
    """
    return awarded((PrizeTier("best", count=number),), levels(ranked(scores)), scores)["best"]


def _share(part: int, whole: int) -> Fraction:
    return Fraction(part, whole) if whole else Fraction()
