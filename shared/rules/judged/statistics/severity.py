"""How severe each judge is, where judges marked different entries that link them. Knows keys and totals.

Source: book of judged contests 2.4, additive severity: x(i,j) = θ(i) − s(j), Σ s = 0, least squares, solved in
fractions, so that nothing is rounded. Judges that no chain of common entries links cannot be compared at all.
"""

from collections.abc import Mapping
from fractions import Fraction
from math import lcm

from msgspec import Struct

from shared.rules.exact import mean
from shared.rules.refusals import IllegalMark
from shared.rules.words import _

Table = Mapping[str, Mapping[str, Fraction]]
"""Entry -> seat -> total."""


class Severity(Struct, frozen=True):
    """Strength of each entry and severity of each judge, both in points; a severe judge's is above zero."""

    theta: Mapping[str, Fraction]
    severity: Mapping[str, Fraction]


def severity_corrected(totals: Table) -> Severity:
    """The additive model of these totals. Entries without any total have no strength.

    >>> marks = {"A": {"J1": Fraction(90), "J2": Fraction(86)}, "B": {"J2": Fraction(80)}}
    >>> found = severity_corrected(marks)
    >>> found.theta, found.severity
    ({'A': Fraction(88, 1), 'B': Fraction(82, 1)}, {'J1': Fraction(-2, 1), 'J2': Fraction(2, 1)})
    >>> severity_corrected({"A": {"J1": Fraction(90)}, "B": {"J2": Fraction(80)}})
    Traceback (most recent call last):
    shared.rules.refusals.IllegalMark: No common entries link all of these judges, so their marks cannot be compared.

    Raises:
        IllegalMark: `judged.unlinked`.
    """
    given = {entry: values for entry, values in totals.items() if values}
    seats = sorted({seat for values in given.values() for seat in values})
    if not linked(given):
        raise IllegalMark(
            "judged.unlinked", _("No common entries link all of these judges, so their marks cannot be compared.")
        )
    solved = [*_solved(_equations(given, seats)), Fraction()] if seats else []
    middle = mean(solved) if solved else Fraction()
    severity = {seat: value - middle for seat, value in zip(seats, solved, strict=True)}
    theta = {
        entry: mean(value + severity[seat] for seat, value in values.items()) for entry, values in sorted(given.items())
    }
    return Severity(theta, severity)


def linked(totals: Table) -> bool:
    """Whether common entries link every judge to every other, over however many between.

    >>> linked({"A": {"J1": Fraction(1), "J2": Fraction(1)}, "B": {"J2": Fraction(1), "J3": Fraction(1)}})
    True
    """
    islands: list[set[str]] = []
    for values in totals.values():
        touched = [island for island in islands if island & values.keys()]
        islands = [island for island in islands if not island & values.keys()]
        if values:
            islands.append(set(values).union(*touched))
    return len(islands) <= 1


def _equations(totals: Table, seats: list[str]) -> list[list[Fraction]]:
    """One equation a judge but the last, whose severity is taken as zero for now; the strengths are put in.

    The right side stands at the end of each row.
    """
    at = {seat: index for index, seat in enumerate(seats)}
    rows = [[Fraction()] * (len(seats) + 1) for _seat in seats]
    for values in totals.values():
        middle, share = mean(values.values()), Fraction(1, len(values))
        for seat, value in values.items():
            row = rows[at[seat]]
            row[at[seat]] += 1
            row[-1] += middle - value
            for other in values:
                row[at[other]] -= share
    return [[*row[:-2], row[-1]] for row in rows[:-1]]


def _solved(rows: list[list[Fraction]]) -> list[Fraction]:
    """The one solution, by elimination in whole numbers (Bareiss): with fractions forty judges would take seconds.

    The judges are linked, so that no number divided by is zero.
    """
    table = [_whole(row) for row in rows]
    before = 1
    for column, lead in enumerate(table):
        for row in table[column + 1 :]:
            factor = row[column]
            row[:] = [(value * lead[column] - factor * own) // before for value, own in zip(row, lead, strict=True)]
        before = lead[column]
    solved: list[Fraction] = []
    for column in reversed(range(len(table))):
        known = zip(table[column][column + 1 : -1], solved, strict=True)
        rest = table[column][-1] - sum((value * other for value, other in known), Fraction())
        solved.insert(0, rest / table[column][column])
    return solved


def _whole(row: list[Fraction]) -> list[int]:
    """The equation times whatever makes its numbers whole."""
    common = lcm(*(value.denominator for value in row))
    return [int(value * common) for value in row]
