"""Joining judges by the places they give instead of their numbers. Knows entries, seats and values.

Sources: book of judged contests 2.4: Borda, the skating system (majority, its size, the sum of its places, the next
column). A judge who gives equal values shares the mean of the places.
"""

from collections.abc import Mapping
from fractions import Fraction

from shared.rules.exact import mean
from shared.rules.refusals import IllegalMark
from shared.rules.words import _

Table = Mapping[str, Mapping[str, Fraction]]
"""Entry -> seat -> value; the highest is the best."""
Places = dict[str, dict[str, Fraction]]


def places(table: Table) -> Places:
    """Every judge's values as places among the entries that judge marked.

    >>> places({"A": {"J1": Fraction(9)}, "B": {"J1": Fraction(9)}, "C": {"J1": Fraction(7)}})["B"]
    {'J1': Fraction(3, 2)}
    """
    columns: dict[str, list[Fraction]] = {}
    for values in table.values():
        for seat, value in values.items():
            columns.setdefault(seat, []).append(value)
    return {
        entry: {seat: _place(value, columns[seat]) for seat, value in values.items()} for entry, values in table.items()
    }


def rank_sum(table: Table) -> dict[str, Fraction]:
    """The sum of an entry's places, negative so that more is better. For a missing judge the mean of the others.

    >>> marks = {"A": {"J1": Fraction(9), "J2": Fraction(8)}, "B": {"J1": Fraction(7), "J2": Fraction(9)}}
    >>> rank_sum(marks)
    {'A': Fraction(-3, 1), 'B': Fraction(-3, 1)}
    """
    seats = _seats(table)
    return {entry: -mean(given.values()) * seats for entry, given in places(table).items()}


def borda(table: Table) -> dict[str, Fraction]:
    """For each judge as many points as entries are placed behind, half for an equal one.

    >>> borda({"A": {"J1": Fraction(9)}, "B": {"J1": Fraction(8)}, "C": {"J1": Fraction(7)}})
    {'A': Fraction(2, 1), 'B': Fraction(1, 1), 'C': Fraction(0, 1)}
    """
    seats = _seats(table)
    return {entry: (len(table) - mean(given.values())) * seats for entry, given in places(table).items()}


def skating(table: Table) -> dict[str, Fraction]:
    """Places by majority, negative so that more is better; equals share. Only of judges who marked every entry.

    Column k counts who places an entry k or better; the first column with a majority ranks it, then the larger
    majority, then the smaller sum of its places, then the next column. Raises IllegalMark without a whole judge.

    >>> places_by = {"A": (1, 2, 1), "B": (2, 1, 3), "C": (3, 3, 2)}
    >>> skating({entry: {f"J{n}": Fraction(-p) for n, p in enumerate(given)} for entry, given in places_by.items()})
    {'A': Fraction(-1, 1), 'B': Fraction(-2, 1), 'C': Fraction(-3, 1)}
    """
    whole = whole_judges(table)
    if table and not whole:
        raise IllegalMark("judged.incomplete", _("Places by majority need a judge who has marked every entry."))
    given = places({entry: {seat: values[seat] for seat in whole} for entry, values in table.items()})
    strengths = {entry: _strength(list(found.values()), len(table)) for entry, found in given.items()}
    order = sorted(strengths.values(), reverse=True)
    return {entry: Fraction(-1 - order.index(strength)) for entry, strength in strengths.items()}


def whole_judges(table: Table) -> frozenset[str]:
    """The seats that have marked every entry."""
    return frozenset.intersection(*(frozenset(values) for values in table.values())) if table else frozenset()


def _strength(given: list[Fraction], entries: int) -> list[tuple[int, Fraction]]:
    """Column by column the size of a majority and, less being better, the sum of its places."""
    columns = [[place for place in given if place <= column] for column in range(1, entries + 1)]
    return [
        (len(column), -sum(column, Fraction())) if 2 * len(column) > len(given) else (0, Fraction())
        for column in columns
    ]


def _place(value: Fraction, column: list[Fraction]) -> Fraction:
    better = sum(other > value for other in column)
    return better + Fraction(column.count(value) + 1, 2)


def _seats(table: Table) -> int:
    return len({seat for values in table.values() for seat in values})
