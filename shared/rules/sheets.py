"""From marks to the sheet, one mark at a time. Knows what any sheet may take; what a rally means, the sport knows.

`fold` of all marks ever made is the truth; `apply` is the same step for one mark. Marks are never edited: an undo is
a mark too, and restores what its predecessor left.

>>> from shared.rules.sports import regulation_of
>>> laws = regulation_of("badminton", "bwf_21x3", "singles")
>>> sheet = fold(laws, [Start(left=1, server=1), Rally(1), Rally(2), Undo()])
>>> sheet.games, sheet.count, len(sheet.standing)
(((1, 0),), 4, 2)
"""

from collections.abc import Iterable, Sequence
from functools import reduce
from typing import Protocol, cast

from msgspec.structs import replace

from shared.rules import clocked_sheets, performance_sheets, rally_sheets, ties
from shared.rules.marks import (
    Again,
    Basket,
    Confirm,
    Corrected,
    Counted,
    Disqualified,
    EndMark,
    FalseStart,
    FalseSwitch,
    Foul,
    Fouled,
    Game,
    HandedIn,
    Judged,
    Mark,
    PerformanceMark,
    PeriodOver,
    PlayMark,
    Rally,
    Retired,
    Sheet,
    Start,
    TimeOut,
    Typed,
    Undo,
    Walkover,
)
from shared.rules.model import Outcome, OutcomeKind, Points, Regulation, Side
from shared.rules.refusals import IllegalMark, IllegalRegulation
from shared.rules.sheet_ends import NOT_STARTED, begun, over
from shared.rules.sports import Sport, sport
from shared.rules.words import _

__all__ = [
    "Again",
    "Basket",
    "Confirm",
    "Corrected",
    "Counted",
    "Disqualified",
    "FalseStart",
    "FalseSwitch",
    "Foul",
    "Fouled",
    "Game",
    "HandedIn",
    "Judged",
    "Mark",
    "PeriodOver",
    "Rally",
    "Retired",
    "Sheet",
    "Start",
    "TimeOut",
    "Typed",
    "Undo",
    "Walkover",
    "apply",
    "check_result",
    "fold",
    "open_sheet",
    "winner",
]

CLOSED = ("sheet.closed", _("The sheet is closed; only the organisers can correct it."))
FINISHED = ("sheet.finished", _("The match is over: confirm the result or undo the last mark."))


class Engine(Protocol):
    """What a kind of sheet does with marks of play."""

    def opened(self, sport: Sport, regulation: Regulation) -> Sheet:
        """An empty sheet."""

    def marked(self, sport: Sport, regulation: Regulation, sheet: Sheet, mark: PlayMark | PerformanceMark) -> Sheet:
        """The sheet after a mark; only called on a sheet that is not finished."""


ENGINES: dict[str, Engine] = {
    "rally": cast(Engine, rally_sheets),
    "clock": cast(Engine, clocked_sheets),
    "count": cast(Engine, performance_sheets),
    "judge": cast(Engine, performance_sheets),
}
WITHOUT_OPPONENT = frozenset({"count", "judge"})


def open_sheet(regulation: Regulation) -> Sheet:
    """An empty sheet. Raises IllegalRegulation for a sport there is not."""
    played = sport(regulation.sport)
    if played.PAD not in ENGINES:
        raise IllegalRegulation("regulation.no_sheet", _("A judged contest has no sheets: its panel fills ballots."))
    return ENGINES[played.PAD].opened(played, regulation)


def fold(regulation: Regulation, marks: Iterable[Mark]) -> Sheet:
    """The sheet all these marks make, from the first. Raises IllegalMark at the first that could not be made."""
    return reduce(lambda sheet, mark: apply(regulation, sheet, mark), marks, open_sheet(regulation))


def apply(regulation: Regulation, sheet: Sheet, mark: Mark) -> Sheet:
    """The sheet after one more mark.

    Raises IllegalMark for a mark that cannot be made now, IllegalResult for a typed result that cannot have happened.
    """
    if isinstance(mark, Corrected):
        after = _corrected(regulation, sheet, mark)
    elif sheet.closed:
        raise IllegalMark(*CLOSED)
    elif isinstance(mark, Undo):
        return _undone(regulation, sheet)
    else:
        after = _marked(regulation, sheet, mark)
    return replace(after, standing=(*sheet.standing, mark), count=sheet.count + 1)


def check_result(regulation: Regulation, outcome: Outcome) -> None:
    """Refuse a result that cannot have happened under the regulation, with IllegalResult naming the game."""
    if regulation.tie is not None:
        ties.check_result(regulation, outcome)
    else:
        sport(regulation.sport).check_result(regulation, outcome)


def winner(regulation: Regulation, games: Sequence[Points]) -> Side | None:
    """Who has won by these games, periods or rubbers; None while it is open."""
    if regulation.tie is not None:
        return ties.winner(regulation.tie, games)
    return sport(regulation.sport).winner(regulation, games)


def _marked(regulation: Regulation, sheet: Sheet, mark: Mark) -> Sheet:
    match mark:
        case Confirm():
            return _confirmed(regulation, sheet)
        case Typed(outcome):
            return _typed(regulation, outcome)
        case Walkover() | Retired() | Disqualified():
            _refuse_finished(sheet)
            return _ended(regulation, sheet, mark)
        case Undo() | Corrected():
            raise IllegalMark("mark.unknown", _("This sheet does not know such a mark."))
    _refuse_finished(sheet)
    if isinstance(mark, Start) and sheet.games and sheet.games[-1] != (0, 0):
        raise IllegalMark("start.late", _("Rallies of this game are played: undo them first."))
    played = sport(regulation.sport)
    return ENGINES[played.PAD].marked(played, regulation, sheet, mark)


def _ended(regulation: Regulation, sheet: Sheet, mark: EndMark) -> Sheet:
    """A match that ends without being played out (BWF General Competition Regulations; Laws 16.6 and 16.7)."""
    solo = sport(regulation.sport).PAD in WITHOUT_OPPONENT
    winner = None if solo else _other(mark.loser)
    match mark:
        case Walkover():
            return _walkover(sheet, winner, mark.reason)
        case Retired():
            if not (sheet.games or solo):
                raise IllegalMark(*NOT_STARTED)
            return _stopped(sheet, "retired", winner, mark.reason)
        case Disqualified():
            return _stopped(sheet, "disqualified", winner, mark.reason)


def _walkover(sheet: Sheet, winner: Side | None, reason: str) -> Sheet:
    if any(max(points) for points in sheet.games):
        raise IllegalMark("walkover.played", _("Rallies were played: this is a retirement, not a walkover."))
    return over(sheet, Outcome("walkover", winner, reason=reason))


def _stopped(sheet: Sheet, kind: OutcomeKind, winner: Side | None, reason: str) -> Sheet:
    return over(sheet, Outcome(kind, winner, begun(sheet.games), reason))


def _confirmed(regulation: Regulation, sheet: Sheet) -> Sheet:
    if sheet.finished:
        return replace(sheet, closed=True)
    played = sport(regulation.sport)
    if played.PAD not in WITHOUT_OPPONENT:
        raise IllegalMark("confirm.early", _("The match is not over yet."))
    return replace(performance_sheets.confirmed(played, regulation, sheet), closed=True)


def _typed(regulation: Regulation, outcome: Outcome) -> Sheet:
    check_result(regulation, outcome)
    return Sheet(games=outcome.games, finished=True, outcome=outcome, closed=True)


def _corrected(regulation: Regulation, sheet: Sheet, mark: Corrected) -> Sheet:
    if not sheet.closed:
        raise IllegalMark("correction.early", _("The sheet is still open: there is no result to correct."))
    if not mark.reason.strip():
        raise IllegalMark("correction.reason", _("A correction needs a reason."))
    return _typed(regulation, mark.outcome)


def _undone(regulation: Regulation, sheet: Sheet) -> Sheet:
    """What stood before the last mark in force, found by going through the marks before it once more."""
    if not sheet.standing:
        raise IllegalMark("undo.nothing", _("There is nothing to undo."))
    return replace(fold(regulation, sheet.standing[:-1]), count=sheet.count + 1)


def _refuse_finished(sheet: Sheet) -> None:
    if sheet.finished:
        raise IllegalMark(*FINISHED)


def _other(side: Side) -> Side:
    return 2 if side == 1 else 1
