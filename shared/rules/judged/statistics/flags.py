"""Flags for marks far from the others. They ask, they never alter a mark. Knows seats and values.

Source: book of judged contests 2.3. Each is looked at once, when all marks of a performance are in.
"""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise
from typing import Literal

from msgspec import Struct

from shared.rules.exact import mean
from shared.rules.judged.panel import Values, trimmed_mean
from shared.rules.judged.rule_set import Spread
from shared.rules.judged.statistics.severity import Table
from shared.rules.judged.statistics.spread import median

DIXON: Mapping[int, Decimal] = {
    3: Decimal("0.941"),
    4: Decimal("0.765"),
    5: Decimal("0.642"),
    6: Decimal("0.560"),
    7: Decimal("0.507"),
    8: Decimal("0.468"),
    9: Decimal("0.437"),
    10: Decimal("0.412"),
    11: Decimal("0.392"),
    12: Decimal("0.376"),
    13: Decimal("0.361"),
    14: Decimal("0.349"),
    15: Decimal("0.338"),
}
"""Critical values of Dixon's Q (gap over range) at 90 %, by how many values there are."""
NORMAL = Fraction("0.6745")
"""MAD over σ of the normal distribution, with the four digits the modified z is defined by."""
FAR = Fraction("3.5")
"""From this modified z on, up or down, a value stands apart."""


class Flag(Struct, frozen=True):
    """One question to the desk. A range is the whole panel's and names no seat."""

    kind: Literal["range", "from_mean", "dixon", "modified_z"]
    value: Fraction
    limit: Fraction
    seat: str = ""


class Dixon(Struct, frozen=True):
    """Gap to the neighbour over the range, of the lowest and the highest value."""

    low: Fraction
    high: Fraction
    critical: Decimal | None
    """None for fewer than three values or more than fifteen."""


def flags(values: Values, spread: Spread) -> tuple[Flag, ...]:
    """What the rule's limits ask about a panel's totals, then what stands apart by modified z.

    >>> given = ("90", "89.5", "84.7", "94.6", "89.5", "77", "90.8")
    >>> panel = {f"J{seat}": Fraction(total) for seat, total in enumerate(given, 1)}
    >>> [(flag.kind, flag.seat) for flag in flags(panel, Spread(range=Decimal(10), from_mean=Decimal(6)))]
    [('range', ''), ('from_mean', 'J4'), ('from_mean', 'J6'), ('modified_z', 'J6')]
    """
    if len(values) < 2:
        return ()
    found = []
    if spread.range is not None and range_of(values) >= Fraction(spread.range):
        found.append(Flag("range", range_of(values), Fraction(spread.range)))
    if spread.from_mean is not None:
        limit = Fraction(spread.from_mean)
        found += [Flag("from_mean", far, limit, seat) for seat, far in distances(values).items() if abs(far) >= limit]
    apart = modified_z(values)
    found += [Flag("modified_z", z, FAR, seat) for seat, z in apart.items() if z is not None and abs(z) > FAR]
    return tuple(found)


def range_of(values: Values) -> Fraction:
    """Highest minus lowest, in points.

    >>> range_of({"J1": Fraction(9), "J2": Fraction(7)})
    Fraction(2, 1)
    """
    return max(values.values()) - min(values.values())


def distances(values: Values) -> dict[str, Fraction]:
    """Each judge's distance from the panel's mean, in points, above zero where higher.

    >>> distances({"J1": Fraction(9), "J2": Fraction(7)})
    {'J1': Fraction(1, 1), 'J2': Fraction(-1, 1)}
    """
    middle = mean(values.values())
    return {seat: value - middle for seat, value in sorted(values.items())}


def dixon(values: Values) -> Dixon | None:
    """Dixon's Q at both ends; None where all are equal or there are fewer than three. Two outliers hide each other.

    >>> found = dixon({"J1": Fraction(1), "J2": Fraction(8), "J3": Fraction(9)})
    >>> found.low, found.high, str(found.critical)
    (Fraction(7, 8), Fraction(1, 8), '0.941')
    """
    if len(values) < 3 or not range_of(values):
        return None
    ordered = sorted(values.values())
    whole = ordered[-1] - ordered[0]
    return Dixon((ordered[1] - ordered[0]) / whole, (ordered[-1] - ordered[-2]) / whole, DIXON.get(len(values)))


def dixon_flags(values: Values, least_gap: Decimal) -> tuple[Flag, ...]:
    """The ends whose Q is above the critical value and whose gap is at least `least_gap` points.

    >>> panel = {"J1": Fraction(70), "J2": Fraction(90), "J3": Fraction("90.5"), "J4": Fraction(91)}
    >>> [(flag.kind, flag.seat) for flag in dixon_flags(panel, Decimal(4))]
    [('dixon', 'J1')]
    """
    found = dixon(values)
    if found is None or found.critical is None:
        return ()
    ordered = sorted(values, key=lambda seat: (values[seat], seat))
    critical, whole = Fraction(found.critical), range_of(values)
    ends = ((ordered[0], found.low), (ordered[-1], found.high))
    return tuple(Flag("dixon", q, critical, seat) for seat, q in ends if q > critical and q * whole >= least_gap)


def absolute_deviation(values: Values) -> Fraction:
    """MAD: the median distance from the median, in points.

    >>> absolute_deviation({"J1": Fraction(1), "J2": Fraction(2), "J3": Fraction(9)})
    Fraction(1, 1)
    """
    middle = median(values.values())
    return median(abs(value - middle) for value in values.values())


def modified_z(values: Values) -> dict[str, Fraction | None]:
    """0.6745·(x − median)/MAD of each judge; None where half of the panel or more gave the same.

    >>> str(modified_z({"J1": Fraction(1), "J2": Fraction(2), "J3": Fraction(9)})["J3"])
    '9443/2000'
    """
    middle, width = median(values.values()), absolute_deviation(values)
    return {seat: NORMAL * (value - middle) / width if width else None for seat, value in sorted(values.items())}


def biases(totals: Table) -> dict[str, Fraction]:
    """Each judge's mean distance from the panel's trimmed mean over the entries that judge marked, in points.

    For the chief only. An entry with one judge says nothing about that judge.

    >>> biases({"A": {"J1": Fraction(9), "J2": Fraction(7)}, "B": {"J1": Fraction(5)}})
    {'J1': Fraction(1, 1), 'J2': Fraction(-1, 1)}
    """
    apart: dict[str, list[Fraction]] = {}
    for values in totals.values():
        if len(values) < 2:
            continue
        middle = trimmed_mean(values, 1, 1, 4, "mean").value
        for seat, value in values.items():
            apart.setdefault(seat, []).append(value - middle)
    return {seat: mean(given) for seat, given in sorted(apart.items())}


def same_rows(sheets: Mapping[str, Sequence[Decimal]]) -> tuple[tuple[str, str], ...]:
    """Neighbours one judge gave the very same marks in every criterion: one may have been typed for the other.

    `sheets` is entry -> marks in the order of performing. Source: book of judged contests 3.3.

    >>> same_rows({"07": (Decimal(9), Decimal(8)), "08": (Decimal(9), Decimal(8)), "09": (Decimal(9), Decimal(7))})
    (('07', '08'),)
    """
    return tuple(
        (one, two) for one, two in pairwise(sheets) if len(sheets[one]) > 1 and tuple(sheets[one]) == tuple(sheets[two])
    )
