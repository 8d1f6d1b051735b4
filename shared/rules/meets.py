"""Points of a sports meeting: what places give, what a unit has in all, who stands above whom and why.

Knows units by name and contests by id, nothing of how a contest was won. Sources: regulations of staff and school
sports meetings (top eight 9-7-6-5-4-3-2-1, short fields one place fewer, averaged dead heats, count-back).

>>> meet = Meet()
>>> [str(each) for each in rewarded(meet, 5)]
['9', '7', '6', '5', '4']
>>> points_at(meet, rewarded(meet, 12), first=2, tied=3)
Fraction(6, 1)
"""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from shared.rules.exact import mean
from shared.rules.places import ranked

SCALES: dict[str, tuple[Decimal, ...]] = {
    "top_8": tuple(map(Decimal, (9, 7, 6, 5, 4, 3, 2, 1))),
    "top_6": tuple(map(Decimal, (7, 5, 4, 3, 2, 1))),
    "top_6_even": tuple(map(Decimal, (8, 6, 4, 3, 2, 1))),
    "from_11": tuple(map(Decimal, range(11, 0, -1))),
    "from_13": tuple(map(Decimal, (13, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1))),
    "from_30": tuple(map(Decimal, range(30, 0, -2))),
}
"""Points of the first, second … place as notices print them."""


class Meet(Struct, frozen=True, kw_only=True):
    """How the contests of an event make team totals."""

    scale: tuple[Decimal, ...] = SCALES["top_8"]
    ties: Literal["average", "higher"] = "average"
    """Who share a place share its points and those of the places they fill, or all take the higher."""
    short_field: int = 0
    """A field of at most so many entries rewards one place fewer than it has entries; 0 rewards them all."""
    least: int = 3
    """A contest with fewer entries gives no points."""
    teams: Literal["all", "best", "mean"] = "all"
    """Of several entries of a unit in a contest all score, the best does, or their mean counts."""
    limited: tuple[str, ...] = ()
    """Units that score only up to `limited_to`, and take no place from others (the department of sports itself)."""
    limited_to: int = 3
    equal: Literal["count_back", "records", "shared"] = "count_back"
    """Between equal totals: more firsts, then seconds …; the same after more records; or they share the place."""
    taking_part: Decimal = Decimal(0)
    """For each entry that took part, whatever its place."""
    record: Decimal = Decimal(9)
    """Proposed for a record."""
    no_show: Decimal = Decimal(2)
    """Proposed to take off for an entry that checked in and did not start."""


class Finish(Struct, frozen=True):
    """An entry of a unit with its place in a contest; `first < last` where places are shared."""

    entry: str
    unit: str
    first: int
    last: int


class Field(Struct, frozen=True, kw_only=True):
    """A contest as the meeting counts it."""

    contest: str
    started: int
    """How many entries took part, those without a place too."""
    finishes: tuple[Finish, ...]
    multiplier: Decimal = Decimal(1)
    """2 where team contests and relays count double."""


class Adjustment(Struct, frozen=True):
    """Points given to a unit or taken off: a record, a deduction."""

    unit: str
    points: Decimal
    record: bool = False


class Total(Struct, frozen=True, kw_only=True):
    """A unit's line in the team totals."""

    unit: str
    first: int
    last: int
    points: Fraction
    by_contest: Mapping[str, Fraction]
    adjusted: Fraction
    records: int
    places: tuple[int, ...]
    """How many first places, second places …"""
    split_by: str = ""
    """What put it below an equal total above it: `records`, or `place` with its number, as `place.2`."""


def rewarded(meet: Meet, started: int) -> tuple[Decimal, ...]:
    """The points of the places that score in a field of so many; none where the field is too small.

    >>> short = Meet(short_field=8)
    >>> len(rewarded(short, 8)), len(rewarded(short, 9)), rewarded(short, 2)
    (7, 8, ())
    """
    if started < meet.least:
        return ()
    places = started - 1 if started <= meet.short_field else started
    return meet.scale[:places]


def points_at(meet: Meet, scale: Sequence[Decimal], first: int, tied: int = 1) -> Fraction:
    """What each of `tied` entries at one place gets; the next place is `first + tied`."""
    filled = [
        Fraction(scale[place]) if place < len(scale) else Fraction() for place in range(first - 1, first + tied - 1)
    ]
    return filled[0] if meet.ties == "higher" else mean(filled)


def contest_points(meet: Meet, field: Field) -> dict[str, Fraction]:
    """What each unit of the field gets from it, 0 too.

    >>> finishes = (Finish("a", "A", 1, 1), Finish("b", "B", 2, 3), Finish("c", "C", 2, 3))
    >>> relay = Field(contest="relay", started=3, finishes=finishes, multiplier=Decimal(2))
    >>> {unit: str(points) for unit, points in contest_points(Meet(), relay).items()}
    {'A': '18', 'B': '13', 'C': '13'}
    """
    by_unit: dict[str, list[Fraction]] = {}
    for finish, points in entry_points(meet, field):
        by_unit.setdefault(finish.unit, []).append(points)
    return {unit: _of_unit(meet, each) for unit, each in by_unit.items()}


def entry_points(meet: Meet, field: Field) -> list[tuple[Finish, Fraction]]:
    """What each entry gets by its place, in the order of the finishes."""
    scale = rewarded(meet, field.started)
    taking_part = Fraction(meet.taking_part)
    counted = {finish.entry: finish for finish in _without_limited(meet, field.finishes)}
    found = []
    for finish in field.finishes:
        place = counted.get(finish.entry, finish)
        points = points_at(meet, scale, place.first, place.last - place.first + 1)
        if finish.unit in meet.limited and finish.first > meet.limited_to:
            points = Fraction()
        found.append((finish, points * Fraction(field.multiplier) + taking_part))
    return found


def totals(
    meet: Meet, fields: Sequence[Field], adjustments: Sequence[Adjustment] = (), units: Sequence[str] = ()
) -> tuple[Total, ...]:
    """The team totals, best first. `units` names those that stand in the table even with nothing to count."""
    earned = {field.contest: contest_points(meet, field) for field in fields}
    names = {*units, *(each.unit for each in adjustments), *(unit for points in earned.values() for unit in points)}
    lines = {unit: _line(unit, fields, earned, adjustments) for unit in names}
    places = ranked({unit: strength(meet, line.points, line.records, line.places) for unit, line in lines.items()})
    found: list[Total] = []
    for unit, first, last in places:
        line = lines[unit]
        above = found[-1] if found and found[-1].first < first else None
        split = _split_by(meet, above, line) if above is not None and above.points == line.points else ""
        found.append(replace(line, first=first, last=last, split_by=split))
    return tuple(found)


def strength(meet: Meet, points: Fraction, records: int, places: tuple[int, ...]) -> tuple[object, ...]:
    """What units are ranked by. Of two lists of places the shorter goes on as if with zeros.

    >>> strength(Meet(), Fraction(28), 0, (2, 0, 1)) > strength(Meet(), Fraction(28), 0, (1, 2))
    True
    """
    match meet.equal:
        case "shared":
            return (points,)
        case "records":
            return points, records, places
        case _:
            return points, places


def count_back(places: Sequence[int], longest: int = 0) -> tuple[int, ...]:
    """How many firsts, seconds, thirds … there are among these places.

    >>> count_back([1, 2, 2, 4])
    (1, 2, 0, 1)
    """
    return tuple(places.count(place) for place in range(1, max([longest, *places]) + 1))


def adjusted(base: Fraction, adjustments: Sequence[Adjustment]) -> Fraction:
    """A total with its records and deductions."""
    return base + sum((Fraction(each.points) for each in adjustments), Fraction())


def _without_limited(meet: Meet, finishes: Sequence[Finish]) -> list[Finish]:
    """The finishes of the others, moved up by the limited units' entries before them."""
    if not meet.limited:
        return [*finishes]
    limited = [finish for finish in finishes if finish.unit in meet.limited]
    found = []
    for finish in finishes:
        if finish.unit in meet.limited:
            continue
        before = sum(each.first < finish.first for each in limited)
        shared = sum(each.first == finish.first for each in limited)
        found.append(Finish(finish.entry, finish.unit, finish.first - before, finish.last - before - shared))
    return found


def _of_unit(meet: Meet, points: Sequence[Fraction]) -> Fraction:
    match meet.teams:
        case "best":
            return max(points)
        case "mean":
            return mean(points)
        case _:
            return sum(points, Fraction())


def _line(
    unit: str, fields: Sequence[Field], earned: Mapping[str, Mapping[str, Fraction]], every: Sequence[Adjustment]
) -> Total:
    own = [each for each in every if each.unit == unit]
    extra = adjusted(Fraction(), own)
    by_contest = {contest: points[unit] for contest, points in earned.items() if unit in points}
    reached = [finish.first for field in fields for finish in field.finishes if finish.unit == unit]
    return Total(
        unit=unit,
        first=0,
        last=0,
        points=sum(by_contest.values(), extra),
        by_contest=by_contest,
        adjusted=extra,
        records=sum(each.record for each in own),
        places=count_back(reached),
    )


def _split_by(meet: Meet, above: Total, line: Total) -> str:
    if meet.equal == "records" and above.records != line.records:
        return "records"
    width = max(len(above.places), len(line.places))
    one, two = (tuple(each) + (0,) * (width - len(each)) for each in (above.places, line.places))
    place = next((place for place, (a, b) in enumerate(zip(one, two, strict=True), 1) if a != b), 0)
    return f"place.{place}"
