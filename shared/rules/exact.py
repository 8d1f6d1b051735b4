"""Exact means and their printed form. Knows no sport.

>>> str(rounded(Fraction(717, 8), 2))
'89.63'
"""

from collections.abc import Iterable
from decimal import Decimal
from fractions import Fraction


def fraction(value: Decimal | int | str) -> Fraction:
    """The value itself, without any rounding.

    >>> fraction(Decimal("0.1"))
    Fraction(1, 10)
    """
    return Fraction(value)


def mean(values: Iterable[Fraction]) -> Fraction:
    """The mean of at least one value, exactly.

    >>> mean([Fraction(112), Fraction(115)])
    Fraction(227, 2)
    """
    all_of_them = list(values)
    return sum(all_of_them, Fraction()) / len(all_of_them)


def rounded(value: Fraction, digits: int = 2) -> Decimal:
    """The value with so many digits after the point, halves up (away from zero)."""
    whole = int(abs(value) * 10**digits + Fraction(1, 2))
    return Decimal(whole if value >= 0 else -whole).scaleb(-digits)


def digits(value: Decimal) -> int:
    """Digits after the point as the number is written. One with very many would make sums without end.

    >>> digits(Decimal("5.50")), digits(Decimal("1E+3"))
    (2, 0)
    """
    exponent = value.as_tuple().exponent
    return -exponent if isinstance(exponent, int) and exponent < 0 else 0


def plain(value: Decimal) -> Decimal:
    """The same number without digits it does not need.

    >>> str(plain(Decimal("5.50"))), str(plain(Decimal("100.00")))
    ('5.5', '100')
    """
    return value.quantize(Decimal(1)) if value == value.to_integral_value() else value.normalize()


def sensible(value: Decimal, most: int = 1_000_000) -> bool:
    """Whether it is a number people would type: finite, of usual size and with no more than six digits behind.

    >>> sensible(Decimal("12.5")), sensible(Decimal("NaN")), sensible(Decimal("1e99999"))
    (True, False, False)
    """
    exponent = value.as_tuple().exponent
    return value.is_finite() and isinstance(exponent, int) and -6 <= exponent <= 6 and abs(value) <= most
