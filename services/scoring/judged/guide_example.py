"""The guide's worked example: a small recitation contest, computed by the rules themselves. Knows no page."""

from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction

from msgspec import Struct

from shared.rules.exact import rounded
from shared.rules.judged.contests import in_language, presets
from shared.rules.judged.judgement import Deduction, Turn
from shared.rules.judged.pipeline import scores
from shared.rules.judged.regulation_words import prize_name
from shared.rules.judged.result import evaluate
from shared.rules.judged.time_limits import time_deduction

PRESET = "recitation_4x25"
SEATS = ("1", "2", "3", "4", "5", "6", "7")
GIVEN: dict[str, tuple[str | None, ...]] = {
    "01": ("86", "88", "84", "87", "90", "85", "88"),
    "02": ("92", "90", "91", "96", "89", "93", "90"),
    "03": ("91", "93", None, "92", "88", "90", "91"),
}
"""Totals of the judges in the order of their seats; seat 3 is of the unit of number 03."""
SECONDS = {"01": 280, "02": 341, "03": 299}


class Cell(Struct, frozen=True):
    """A judge's total; empty where the seat was recused."""

    total: Decimal | None
    dropped: bool


class Row(Struct, frozen=True):
    """A performance from the marks to the prize."""

    order: str
    cells: tuple[Cell, ...]
    mean: Decimal
    time: str
    deducted: Decimal
    total: Decimal
    place: int
    prize: str


class Example(Struct, frozen=True):
    name: str
    seats: tuple[str, ...]
    rows: tuple[Row, ...]


def example(translate: Callable[[str], str]) -> Example:
    """The contest of the guide, best first."""
    rule_set = in_language(presets()[PRESET], translate)
    [stage] = rule_set.stages
    turns = [turn_of(order) for order in GIVEN]
    found = scores(stage, turns)
    rows = []
    for line in evaluate(rule_set, {stage.key: turns}):
        score = found[line.entry]
        cells = tuple(
            Cell(None if given is None else Decimal(given), (seat, "") in score.dropped)
            for seat, given in zip(SEATS, GIVEN[line.entry], strict=True)
        )
        mean = rounded(score.value + Fraction(score.deducted), rule_set.digits)
        seconds = SECONDS[line.entry]
        time = f"{seconds // 60}:{seconds % 60:02d}"
        rows.append(
            Row(
                line.entry, cells, mean, time, score.deducted, line.total, line.first, prize_name(line.prize, translate)
            )
        )
    return Example(rule_set.name, SEATS, tuple(rows))


def turn_of(order: str) -> Turn:
    [stage] = presets()[PRESET].stages
    ballots = {
        seat: {each.key: Decimal(total) / len(stage.criteria) for each in stage.criteria}
        for seat, total in zip(SEATS, GIVEN[order], strict=True)
        if total is not None
    }
    missing = {seat: "recused" for seat, total in zip(SEATS, GIVEN[order], strict=True) if total is None}
    points = time_deduction(stage.time, SECONDS[order]) if stage.time else Decimal(0)
    taken = (Deduction("time", points),) if points else ()
    return Turn(entry=order, ballots=ballots, missing=missing, facts={"original": Decimal(0)}, deductions=taken)
