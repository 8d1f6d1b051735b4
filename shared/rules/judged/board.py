"""The values of a stage between two steps, and what the steps may look at beside them. Knows keys and numbers."""

from collections.abc import Mapping
from fractions import Fraction

from msgspec import Struct

from shared.rules.judged.judgement import Turn
from shared.rules.judged.rule_set import Stage

Cells = dict[tuple[str, str], Fraction]
"""Seat and criterion -> value; the seat is empty once judges are joined, the criterion once criteria are added."""
Board = dict[str, Cells]
"""Entry -> cells."""


class Ground(Struct, frozen=True):
    """The stage and its turns by entry."""

    stage: Stage
    turns: Mapping[str, Turn]

    def seats(self, entry: str) -> int:
        """How many judges an entry should have had: those with a ballot and those without, at most the panel's size."""
        turn = self.turns[entry]
        return max(len(turn.ballots), min(len(turn.ballots) + len(turn.missing), self.stage.panel.size))


class Moved(Struct, frozen=True):
    """The board after a step, and which seats and criteria the step left out."""

    board: Board
    dropped: Mapping[str, frozenset[tuple[str, str]]] = {}


def by_seat(cells: Cells) -> dict[str, dict[str, Fraction]]:
    """Seat -> criterion -> value."""
    found: dict[str, dict[str, Fraction]] = {}
    for (seat, criterion), value in cells.items():
        found.setdefault(seat, {})[criterion] = value
    return found


def by_criterion(cells: Cells) -> dict[str, dict[str, Fraction]]:
    """Criterion -> seat -> value."""
    found: dict[str, dict[str, Fraction]] = {}
    for (seat, criterion), value in cells.items():
        found.setdefault(criterion, {})[seat] = value
    return found


def totals(board: Board) -> dict[str, dict[str, Fraction]]:
    """Entry -> seat -> total, once criteria are added."""
    return {entry: {seat: value for (seat, _criterion), value in cells.items()} for entry, cells in board.items()}


def as_board(table: Mapping[str, Mapping[str, Fraction]]) -> Board:
    """The board again from entry -> seat -> total."""
    return {entry: {(seat, ""): value for seat, value in values.items()} for entry, values in table.items()}
