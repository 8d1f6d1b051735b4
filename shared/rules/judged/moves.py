"""What each step does to the board, by the step's type. Knows no stage by name; the steps' sense stands in `steps`."""

from collections.abc import Callable, Mapping
from fractions import Fraction
from typing import Any

from shared.rules.judged import orders, panel
from shared.rules.judged.board import Board, Cells, Ground, Moved, as_board, by_criterion, by_seat, totals
from shared.rules.judged.marks import full_marks
from shared.rules.judged.panel import Joined, Values
from shared.rules.judged.rounding import to_digits
from shared.rules.judged.statistics.severity import severity_corrected
from shared.rules.judged.statistics.standard import standardised
from shared.rules.judged.steps import (
    Add,
    Borda,
    Deduct,
    Ijru,
    Mean,
    Median,
    MiddleMean,
    RankSum,
    Round,
    Severity,
    Skating,
    Standardise,
    SumCriteria,
    Times,
    Total,
    TrimMean,
    TrimTotal,
    Votes,
)
from shared.rules.refusals import IllegalMark
from shared.rules.words import _

Move = Callable[[Any, Board, Ground], Moved]
Join = Callable[[Any, Values, int], Joined]

JOINS: Mapping[type, Join] = {
    Mean: lambda _step, values, _seats: panel.plain_mean(values),
    Total: lambda _step, values, seats: panel.total(values, seats),
    Median: lambda _step, values, _seats: panel.median(values),
    TrimMean: lambda step, values, _seats: panel.trimmed_mean(
        values, step.low, step.high, step.min_panel, step.small_panel
    ),
    TrimTotal: lambda step, values, seats: panel.trimmed_total(values, step.low, step.high, seats),
    MiddleMean: lambda step, values, _seats: panel.middle_mean(values, step.tolerance),
    Ijru: lambda _step, values, _seats: panel.ijru(values),
}
ORDERS: Mapping[type, Callable[[orders.Table], dict[str, Fraction]]] = {
    RankSum: orders.rank_sum,
    Borda: orders.borda,
    Skating: orders.skating,
}


def sum_criteria(_step: SumCriteria, board: Board, ground: Ground) -> Moved:
    weights = {criterion.key: Fraction(criterion.weight) for criterion in ground.stage.criteria}
    return Moved(
        {
            entry: {(seat, ""): weighed(given, weights) for seat, given in by_seat(cells).items()}
            for entry, cells in board.items()
        }
    )


def weighed(values: Mapping[str, Fraction], weights: Mapping[str, Fraction]) -> Fraction:
    """The sum of criteria, each times its weight."""
    return sum((value if weights[key] == 1 else value * weights[key] for key, value in values.items()), Fraction())


def join(step: Any, board: Board, ground: Ground) -> Moved:
    """Judges into one value: of each criterion while there are several, of whole totals after that."""
    joined = {
        entry: {
            criterion: JOINS[type(step)](step, values, ground.seats(entry))
            for criterion, values in by_criterion(cells).items()
        }
        for entry, cells in board.items()
    }
    return Moved(
        {entry: {("", key): each.value for key, each in found.items()} for entry, found in joined.items()},
        {
            entry: frozenset((seat, key) for key, each in found.items() for seat in each.dropped)
            for entry, found in joined.items()
        },
    )


def order(step: Any, board: Board, _ground: Ground) -> Moved:
    table = totals(board)
    joined = ORDERS[type(step)](table)
    left_out = frozenset[str]()
    if isinstance(step, Skating):
        left_out = frozenset(seat for values in table.values() for seat in values) - orders.whole_judges(table)
    return Moved(
        {entry: {("", ""): value} for entry, value in joined.items()},
        {entry: frozenset((seat, "") for seat in values if seat in left_out) for entry, values in table.items()},
    )


def severity(_step: Severity, board: Board, _ground: Ground) -> Moved:
    """Each judge's severity added to that judge's totals; their mean is then the entry's strength of the model."""
    table = totals(board)
    found = severity_corrected(table).severity
    return Moved(
        as_board(
            {entry: {seat: value + found[seat] for seat, value in values.items()} for entry, values in table.items()}
        )
    )


def standardise(step: Standardise, board: Board, _ground: Ground) -> Moved:
    """A judge all of whose totals are equal says nothing and is left out."""
    table = totals(board)
    scaled = standardised(table, step.to, step.least)
    out = {
        entry: frozenset((seat, "") for seat in values if seat not in scaled[entry]) for entry, values in table.items()
    }
    return Moved(as_board(scaled), out)


def rounding(step: Round, board: Board, _ground: Ground) -> Moved:
    return _each(board, lambda _entry, value: to_digits(value, step.digits, step.mode))


def times(step: Times, board: Board, ground: Ground) -> Moved:
    number = Fraction(1 if step.factor is None else step.factor)

    def factor(entry: str) -> Fraction:
        return number if step.fact is None else number * fact(ground, entry, step.fact)

    return _each(board, lambda entry, value: value * factor(entry))


def add(step: Add, board: Board, ground: Ground) -> Moved:
    return _each(board, lambda entry, value: value + fact(ground, entry, step.fact))


def votes(step: Votes, board: Board, ground: Ground) -> Moved:
    """Judges' score and votes by their percent; the most votes of the stage are full marks."""
    most = max((turn.votes for turn in ground.turns.values()), default=0)
    full = Fraction(full_marks(ground.stage))

    def mixed(entry: str, value: Fraction) -> Fraction:
        scaled = Fraction(ground.turns[entry].votes, most) * full if most else Fraction()
        return (value * Fraction(step.judges) + scaled * Fraction(step.votes)) / 100

    return _each(board, mixed)


def deduct(step: Deduct, board: Board, ground: Ground) -> Moved:
    def left(entry: str, value: Fraction) -> Fraction:
        rows = ground.turns[entry].deductions
        points = sum((Fraction(row.points) for row in rows if not step.what or row.kind in step.what), Fraction())
        return value - points if step.floor is None else max(value - points, min(value, Fraction(step.floor)))

    return _each(board, left)


def fact(ground: Ground, entry: str, key: str) -> Fraction:
    """A fact of an entry's performance, or its default. Raises IllegalMark where there is none."""
    given = ground.turns[entry].facts.get(key)
    known = {each.key: each for each in ground.stage.facts}
    if given is None and key in known:
        given = known[key].default
    if given is None:
        name = known[key].name if key in known else key
        raise IllegalMark("judged.fact", _("“{fact}” has not been entered for {entry}."), fact=name, entry=entry)
    return Fraction(given)


def _each(board: Board, change: Callable[[str, Fraction], Fraction]) -> Moved:
    def changed(entry: str, cells: Cells) -> Cells:
        return {cell: change(entry, value) for cell, value in cells.items()}

    return Moved({entry: changed(entry, cells) for entry, cells in board.items()})


MOVES: Mapping[type, Move] = {
    SumCriteria: sum_criteria,
    Severity: severity,
    Standardise: standardise,
    Round: rounding,
    Times: times,
    Add: add,
    Votes: votes,
    Deduct: deduct,
    **dict.fromkeys(JOINS, join),
    **dict.fromkeys(ORDERS, order),
}
