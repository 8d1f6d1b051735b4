"""How the values of several judges become one, and who was left out. Knows seats and values, no criterion and no entry.

Sources: book of judged contests 2.1 (one occurrence of an equal extreme is left out), 2.2 (IJRU, FIG), 5.3 (diving).
A seat that owes a value is never a zero: means are of the values there are, and a sum takes the mean of the others for
it, as diving does for a judge who cannot mark.
"""

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction

from msgspec import Struct

from shared.rules.exact import mean
from shared.rules.judged.steps import SmallPanel

Values = Mapping[str, Fraction]
"""Seat -> value; never empty."""


class Joined(Struct, frozen=True):
    """One value of a panel, and the seats it does not contain."""

    value: Fraction
    dropped: frozenset[str] = frozenset()


def plain_mean(values: Values) -> Joined:
    """The mean of all.

    >>> plain_mean({"J1": Fraction(90), "J2": Fraction(85)}).value
    Fraction(175, 2)
    """
    return Joined(mean(values.values()))


def total(values: Values, seats: int) -> Joined:
    """The sum over so many seats; for one without a value the mean of the others.

    >>> total({"J1": Fraction(8), "J2": Fraction(9)}, 2).value, total({"J1": Fraction(8), "J2": Fraction(9)}, 3).value
    (Fraction(17, 1), Fraction(51, 2))
    """
    return Joined(mean(values.values()) * max(seats, len(values)))


def median(values: Values) -> Joined:
    """The middle value, or the mean of the two in the middle.

    >>> median({"J1": Fraction(3), "J2": Fraction(1), "J3": Fraction(9)}).value
    Fraction(3, 1)
    """
    return Joined(mean(values[seat] for seat in _middle(values)))


def trimmed_mean(values: Values, low: int, high: int, min_panel: int, small_panel: SmallPanel) -> Joined:
    """The mean without the `low` lowest and `high` highest; a panel too small for that goes by its own rule.

    >>> marks = {"J1": Fraction(90), "J2": Fraction(85), "J3": Fraction(85), "J4": Fraction(91), "J5": Fraction(88)}
    >>> joined = trimmed_mean(marks, 1, 1, 4, "mean")
    >>> joined.value, sorted(joined.dropped)
    (Fraction(263, 3), ['J2', 'J4'])
    """
    if len(values) < min_panel or len(values) <= low + high:
        return SMALL[small_panel](values)
    kept = _kept(values, low, high)
    return Joined(mean(values[seat] for seat in kept), frozenset(values) - frozenset(kept))


def trimmed_total(values: Values, low: int, high: int, seats: int) -> Joined:
    """The sum without the `low` lowest and `high` highest of so many seats (diving: seven, two and two left out).

    For a seat without a value the mean of the others stands in; where too few are left to leave any out, none is.

    >>> dive = {f"J{seat}": Fraction(mark) for seat, mark in enumerate(("7.5", "7", "7.5", "7", "7.5", "8", "6.5"), 1)}
    >>> trimmed_total(dive, 2, 2, 7).value * 3
    Fraction(66, 1)
    """
    counted = max(seats, len(values)) - low - high
    if len(values) <= low + high:
        return Joined(mean(values.values()) * max(counted, 1))
    kept = _kept(values, low, high)
    return Joined(mean(values[seat] for seat in kept) * counted, frozenset(values) - frozenset(kept))


def middle_mean(values: Values, tolerance: Decimal) -> Joined:
    """The mean of the two in the middle; of all where these differ by more than `tolerance`. An odd panel's middle one.

    >>> marks = {"J1": Fraction(7), "J2": Fraction(8), "J3": Fraction("8.2"), "J4": Fraction(9)}
    >>> middle_mean(marks, Decimal("0.3")).value, middle_mean(marks, Decimal("0.1")).value
    (Fraction(81, 10), Fraction(161, 20))
    """
    middle = _middle(values)
    inner = [values[seat] for seat in middle]
    if max(inner) - min(inner) > Fraction(tolerance):
        return plain_mean(values)
    return Joined(mean(inner), frozenset(values) - frozenset(middle))


def ijru(values: Values) -> Joined:
    """Four or more: highest and lowest out; three: the two closest, the higher two on equal distance; else the mean.

    >>> sorted(ijru({"J1": Fraction(5), "J2": Fraction(6), "J3": Fraction("7.5")}).dropped)
    ['J3']
    >>> ijru({"J1": Fraction(5), "J2": Fraction(6), "J3": Fraction(7)}).value
    Fraction(13, 2)
    """
    if len(values) > 3:
        kept = _kept(values, 1, 1)
    elif len(values) == 3:
        least, middle, most = _ordered(values)
        closest_below = values[middle] - values[least] < values[most] - values[middle]
        kept = [least, middle] if closest_below else [middle, most]
    else:
        kept = _ordered(values)
    return Joined(mean(values[seat] for seat in kept), frozenset(values) - frozenset(kept))


SMALL: Mapping[SmallPanel, Callable[[Values], Joined]] = {"mean": plain_mean, "ijru": ijru, "median": median}


def _ordered(values: Values) -> list[str]:
    """Seats by value; equal ones by their keys, so that the order they come in never matters."""
    return sorted(values, key=lambda seat: (values[seat], seat))


def _kept(values: Values, low: int, high: int) -> list[str]:
    ordered = _ordered(values)
    return ordered[low : len(ordered) - high]


def _middle(values: Values) -> Sequence[str]:
    ordered = _ordered(values)
    return ordered[(len(ordered) - 1) // 2 : len(ordered) // 2 + 1]
