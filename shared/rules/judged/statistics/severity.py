"""How severe each judge is, where judges marked different entries that link them. Knows keys and totals.

Source: book of judged contests 2.4, additive severity: x(i,j) = θ(i) − s(j), Σ s = 0, least squares, solved in
fractions, so that nothing is rounded. Judges that no chain of common entries links cannot be compared at all.
"""

from collections.abc import Mapping
from fractions import Fraction

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
    solved = _solved(*_equations(given, seats))
    severity = dict(zip(seats, solved, strict=True))
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


def _equations(totals: Table, seats: list[str]) -> tuple[list[list[Fraction]], list[Fraction]]:
    """One equation a judge, the strengths put in; the last is Σ s = 0, as the others add up to nothing."""
    at = {seat: index for index, seat in enumerate(seats)}
    rows = [[Fraction()] * len(seats) for _seat in seats]
    right = [Fraction()] * len(seats)
    for values in totals.values():
        middle, share = mean(values.values()), Fraction(1, len(values))
        for seat, value in values.items():
            row = rows[at[seat]]
            row[at[seat]] += 1
            right[at[seat]] += middle - value
            for other in values:
                row[at[other]] -= share
    if seats:
        rows[-1], right[-1] = [Fraction(1)] * len(seats), Fraction()
    return rows, right


def _solved(rows: list[list[Fraction]], right: list[Fraction]) -> list[Fraction]:
    """The solution by elimination. The judges are linked, so there is exactly one."""
    table = [[*row, value] for row, value in zip(rows, right, strict=True)]
    for column in range(len(table)):
        pivot = next(index for index in range(column, len(table)) if table[index][column])
        table[column], table[pivot] = table[pivot], table[column]
        lead = table[column][column]
        table[column] = [value / lead for value in table[column]]
        for index, row in enumerate(table):
            if index != column and row[column]:
                factor = row[column]
                table[index] = [value - factor * own for value, own in zip(row, table[column], strict=True)]
    return [row[-1] for row in table]
