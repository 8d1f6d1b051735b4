"""From all ballots of a stage to each entry's score, by the rule's list of steps. Knows keys, no people.

Every value stands in a cell named by seat and criterion; once the judges are joined the seat is empty, once the
criteria are added the criterion is. So a step that trims before criteria are summed trims every criterion by itself,
and after it whole totals: two different rules (book of judged contests 0.6).
"""

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction

from msgspec import Struct

from shared.rules.exact import mean
from shared.rules.judged import panel
from shared.rules.judged.board import Board, Cells, Ground, by_criterion, by_seat
from shared.rules.judged.judgement import Score, Turn, Working
from shared.rules.judged.marks import criterion_mark
from shared.rules.judged.moves import MOVES, weighed
from shared.rules.judged.rule_set import Stage
from shared.rules.judged.steps import Deduct, Round, Severity, Step, SumCriteria


class Run(Struct, frozen=True):
    """What the steps left behind."""

    board: Board
    dropped: dict[str, frozenset[tuple[str, str]]]
    workings: dict[str, tuple[Working, ...]]


def scores(stage: Stage, turns: Sequence[Turn]) -> dict[str, Score]:
    """The score of every entry that was judged and has a ballot, in the order of their keys.

    All turns of the stage are needed at once, as some steps compare entries. Panels ranked apart are computed apart.

    Raises:
        IllegalMark: a ballot lacks a mark, a fact is missing, or the judges of a severity rule are not linked.
    """
    judged = sorted((turn for turn in turns if turn.status == "judged" and turn.ballots), key=lambda turn: turn.entry)
    found: dict[str, Score] = {}
    for part in _parts(stage, judged):
        ground = Ground(stage, {turn.entry: turn for turn in part})
        marks = _marks(ground)
        steps = steps_of(stage)
        exact = [step for step in steps if not isinstance(step, Round)]
        ruled = run(ground, marks, steps)
        unrounded = ruled if len(exact) == len(steps) else run(ground, marks, exact)
        found |= {turn.entry: _score(stage, turn, marks[turn.entry], ruled, unrounded) for turn in part}
    return found


def steps_of(stage: Stage) -> list[Step]:
    """The stage's steps; where parallel panels are corrected for severity, that follows the judges' totals.

    >>> from shared.rules.judged.steps import Mean
    >>> stage = Stage(key="a", name="", criteria=(), steps=(SumCriteria(), Mean()), compare="severity")
    >>> [type(step).__name__ for step in steps_of(stage)]
    ['SumCriteria', 'Severity', 'Mean']
    """
    steps = list(stage.steps)
    if stage.compare == "severity" and not any(isinstance(step, Severity) for step in steps):
        at = next((index for index, step in enumerate(steps, 1) if isinstance(step, SumCriteria)), 0)
        steps.insert(at, Severity())
    return steps


def run(ground: Ground, board: Board, steps: Sequence[Step]) -> Run:
    """The steps one after the other over all entries of the board, which is every mark at first."""
    dropped: dict[str, frozenset[tuple[str, str]]] = dict.fromkeys(board, frozenset())
    workings: dict[str, tuple[Working, ...]] = dict.fromkeys(board, ())
    for step in steps:
        moved = MOVES[type(step)](step, board, ground)
        board = moved.board
        dropped = {entry: out | moved.dropped.get(entry, frozenset()) for entry, out in dropped.items()}
        op = str(type(step).__struct_config__.tag)
        workings = {entry: (*lines, _working(op, board[entry])) for entry, lines in workings.items()}
    return Run(board, dropped, workings)


def _parts(stage: Stage, turns: Sequence[Turn]) -> list[list[Turn]]:
    if stage.compare != "apart":
        return [list(turns)]
    panels = sorted({turn.panel for turn in turns})
    return [[turn for turn in turns if turn.panel == each] for each in panels]


def _marks(ground: Ground) -> Board:
    return {
        entry: {
            (seat, criterion.key): criterion_mark(criterion, marks)
            for seat, marks in turn.ballots.items()
            for criterion in ground.stage.criteria
        }
        for entry, turn in ground.turns.items()
    }


def _working(op: str, cells: Cells) -> Working:
    return Working(
        op,
        value=cells.get(("", "")),
        judges={seat: value for (seat, criterion), value in cells.items() if seat and not criterion},
        criteria={criterion: value for (seat, criterion), value in cells.items() if criterion and not seat},
    )


def _score(stage: Stage, turn: Turn, marks: Cells, ruled: Run, unrounded: Run) -> Score:
    weights = {criterion.key: Fraction(criterion.weight) for criterion in stage.criteria}
    totals = {seat: weighed(given, weights) for seat, given in by_seat(marks).items()}
    return Score(
        entry=turn.entry,
        value=ruled.board[turn.entry]["", ""],
        unrounded=unrounded.board[turn.entry]["", ""],
        totals=totals,
        dropped=ruled.dropped[turn.entry],
        criteria={key: mean(given.values()) for key, given in by_criterion(marks).items()},
        untrimmed_mean=mean(totals.values()),
        median=panel.median(totals).value,
        chief=totals.get(turn.chief),
        deducted=_deducted(stage, turn),
        workings=ruled.workings[turn.entry],
    )


def _deducted(stage: Stage, turn: Turn) -> Decimal:
    rules = [step for step in stage.steps if isinstance(step, Deduct)]
    counted = [
        deduction.points
        for deduction in turn.deductions
        if any(not rule.what or deduction.kind in rule.what for rule in rules)
    ]
    return sum(counted, Decimal())
