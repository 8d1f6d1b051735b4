"""Rounding of exact values by the ways a rule can name. Knows no mark.

Source: book of judged contests 0.5 and 5.2: sheets of the skating union round 7.125 to 7.13, which only half up does.

>>> [str(shown(to_digits(Fraction(57, 8), 2, mode), 3)) for mode in ("half_up", "half_even", "up", "down")]
['7.130', '7.120', '7.130', '7.120']
"""

from decimal import Decimal
from fractions import Fraction
from math import floor
from typing import Literal

from shared.rules.exact import rounded

Mode = Literal["half_up", "half_even", "up", "down"]


def to_digits(value: Fraction, digits: int, mode: Mode = "half_up") -> Fraction:
    """The value with so many digits: halves away from zero or to the even, or always away from zero, or cut off.

    >>> to_digits(Fraction(-1, 8), 2), to_digits(Fraction(-1, 8), 2, "down")
    (Fraction(-13, 100), Fraction(-3, 25))
    """
    scale = 10**digits
    size = abs(value) * scale
    whole = floor(size)
    rest = size - whole
    if mode == "up":
        whole += rest > 0
    elif mode == "half_up":
        whole += rest >= Fraction(1, 2)
    elif mode == "half_even":
        whole += rest > Fraction(1, 2) or (rest == Fraction(1, 2) and whole % 2 == 1)
    return Fraction(whole if value >= 0 else -whole, scale)


def shown(value: Fraction, digits: int = 2) -> Decimal:
    """The value as printed: half up, with all its digits."""
    return rounded(value, digits)
