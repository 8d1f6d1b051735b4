"""How far judges agree in their marks: the six intraclass correlations. Knows a table of numbers.

Source: Shrout and Fleiss 1979, as in the book of judged contests 2.5, from a two-way table of n entries and k judges.
Judges are a sample and their levels matter: ICC(2,k). Only the order matters: ICC(3,k).
"""

from collections.abc import Sequence
from fractions import Fraction

from msgspec import Struct

from shared.rules.exact import mean

Rows = Sequence[Sequence[Fraction]]
"""One row an entry, one column a judge, no gaps."""


class Intraclass(Struct, frozen=True):
    """The six forms; None where the marks leave a form undefined (all equal)."""

    one_single: Fraction | None
    """ICC(1,1): each entry by other judges, one judge's mark."""
    one_mean: Fraction | None
    """ICC(1,k): the same, the mean of k."""
    two_single: Fraction | None
    """ICC(2,1): the same judges for all, a sample; levels matter."""
    two_mean: Fraction | None
    """ICC(2,k)."""
    three_single: Fraction | None
    """ICC(3,1): these very judges; only the order matters."""
    three_mean: Fraction | None
    """ICC(3,k)."""


class Squares(Struct, frozen=True):
    """Mean squares: of entries, of judges, of what is left, and within entries."""

    rows: Fraction
    columns: Fraction
    left: Fraction
    within: Fraction


def intraclass(rows: Rows) -> Intraclass | None:
    """The six forms of a table; None with fewer than two entries or judges.

    >>> found = intraclass([[Fraction(1), Fraction(2)], [Fraction(3), Fraction(4)], [Fraction(5), Fraction(6)]])
    >>> found.two_single, found.three_single
    (Fraction(8, 9), Fraction(1, 1))
    """
    n, k = len(rows), len(rows[0]) if rows else 0
    if n < 2 or k < 2:
        return None
    ms = squares(rows)
    judges = (ms.columns - ms.left) / n
    return Intraclass(
        one_single=_over(ms.rows - ms.within, ms.rows + (k - 1) * ms.within),
        one_mean=_over(ms.rows - ms.within, ms.rows),
        two_single=_over(ms.rows - ms.left, ms.rows + (k - 1) * ms.left + k * judges),
        two_mean=_over(ms.rows - ms.left, ms.rows + judges),
        three_single=_over(ms.rows - ms.left, ms.rows + (k - 1) * ms.left),
        three_mean=_over(ms.rows - ms.left, ms.rows),
    )


def squares(rows: Rows) -> Squares:
    """The mean squares of a two-way table without repeats.

    >>> squares([[Fraction(1), Fraction(2)], [Fraction(3), Fraction(4)]]).rows
    Fraction(4, 1)
    """
    n, k = len(rows), len(rows[0])
    middle = mean(value for row in rows for value in row)
    by_row = k * _square_sum([mean(row) for row in rows], middle)
    by_column = n * _square_sum([mean(row[column] for row in rows) for column in range(k)], middle)
    total = _square_sum([value for row in rows for value in row], middle)
    return Squares(
        rows=by_row / (n - 1),
        columns=by_column / (k - 1),
        left=(total - by_row - by_column) / ((n - 1) * (k - 1)),
        within=(total - by_row) / (n * (k - 1)),
    )


def _square_sum(values: Sequence[Fraction], middle: Fraction) -> Fraction:
    return sum(((value - middle) ** 2 for value in values), Fraction())


def _over(above: Fraction, below: Fraction) -> Fraction | None:
    return above / below if below else None
