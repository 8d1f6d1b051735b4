"""Means, medians and spreads of some values. Knows numbers only.

Means and medians are exact. A square root cannot be: it is taken to thirty significant digits, far beyond any rule's
rounding.
"""

from collections.abc import Iterable
from decimal import Decimal, localcontext
from fractions import Fraction

from shared.rules.exact import mean

DIGITS = 30


def root(value: Fraction) -> Fraction:
    """The square root to thirty significant digits; exact where the value is a square of a short number.

    >>> root(Fraction(225, 4)), str(root(Fraction(2)))[:12]
    (Fraction(15, 2), '141421356237')
    """
    with localcontext() as context:
        context.prec = DIGITS
        return Fraction((Decimal(value.numerator) / Decimal(value.denominator)).sqrt())


def variance(values: Iterable[Fraction]) -> Fraction:
    """The mean square distance from the mean: of a population, as all marks there are, are known.

    >>> variance([Fraction(80), Fraction(90)])
    Fraction(25, 1)
    """
    given = list(values)
    middle = mean(given)
    return mean((value - middle) ** 2 for value in given)


def deviation(values: Iterable[Fraction]) -> Fraction:
    """The population's standard deviation σ, in the values' unit.

    >>> deviation([Fraction(80), Fraction(90)])
    Fraction(5, 1)
    """
    return root(variance(values))


def median(values: Iterable[Fraction]) -> Fraction:
    """The middle value, or the mean of the two in the middle.

    >>> median([Fraction(3), Fraction(1), Fraction(9), Fraction(4)])
    Fraction(7, 2)
    """
    ordered = sorted(values)
    return mean(ordered[(len(ordered) - 1) // 2 : len(ordered) // 2 + 1])
