"""How far judges agree in the order of entries: Kendall's W. Knows keys and totals.

Source: book of judged contests 2.5: W = 12·S / (m²(n³−n) − m·ΣT), T = Σ(t³−t) over the ties of each judge;
χ² = m(n−1)W with n−1 degrees of freedom. From about 0.7 on the agreement is good; below 0.5 discuss the criteria.
"""

from collections import Counter
from fractions import Fraction

from msgspec import Struct

from shared.rules.exact import mean
from shared.rules.judged.orders import places
from shared.rules.judged.statistics.severity import Table


class Concordance(Struct, frozen=True, kw_only=True):
    """Kendall's W, from 0 (none) to 1 (all the same order)."""

    judges: int
    entries: int
    rank_sums: dict[str, Fraction]
    """Entry -> sum of its places; the smallest is the best."""
    w: Fraction
    """Without correction for ties."""
    w_ties: Fraction | None
    """With it; None where every judge gave equal marks to all."""

    @property
    def chi_square(self) -> Fraction:
        return self.judges * (self.entries - 1) * self.w

    @property
    def chi_square_ties(self) -> Fraction | None:
        return None if self.w_ties is None else self.judges * (self.entries - 1) * self.w_ties

    @property
    def freedom(self) -> int:
        return self.entries - 1


def concordance(totals: Table) -> Concordance | None:
    """W of a table in which every judge marked every entry; None with fewer than two of either, or gaps.

    >>> both = {"A": {"J1": Fraction(9), "J2": Fraction(8)}, "B": {"J1": Fraction(7), "J2": Fraction(5)}}
    >>> found = concordance(both)
    >>> found.w, found.w_ties, found.chi_square, found.freedom
    (Fraction(1, 1), Fraction(1, 1), Fraction(2, 1), 1)
    """
    seats = {seat for values in totals.values() for seat in values}
    if len(totals) < 2 or len(seats) < 2 or any(values.keys() != seats for values in totals.values()):
        return None
    n, m = len(totals), len(seats)
    sums = {entry: sum(given.values(), Fraction()) for entry, given in places(totals).items()}
    middle = mean(sums.values())
    s = sum(((each - middle) ** 2 for each in sums.values()), Fraction())
    whole = m * m * (n**3 - n)
    corrected = whole - m * sum(_ties(totals, seat) for seat in seats)
    return Concordance(
        judges=m, entries=n, rank_sums=sums, w=12 * s / whole, w_ties=12 * s / corrected if corrected else None
    )


def _ties(totals: Table, seat: str) -> int:
    counted = Counter(values[seat] for values in totals.values())
    return sum(times**3 - times for times in counted.values())
