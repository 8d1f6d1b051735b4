"""From marks to the sheet, one mark at a time. Knows what any sheet may take; what a rally means, the sport knows.

`fold` of all marks ever made is the truth; `apply` is the same step for one mark. Marks are never edited: an undo is
a mark too, and restores what its predecessor left.

>>> from shared.rules.sports import regulation_of
>>> laws = regulation_of("badminton", "bwf_21x3", "singles")
>>> sheet = fold(laws, [Start(left=1, server=1), Rally(1), Rally(2), Undo()])
>>> sheet.games, sheet.count, len(sheet.standing)
(((1, 0),), 4, 2)
"""

from collections.abc import Iterable
from functools import reduce

from msgspec.structs import replace

from shared.rules.marks import (
    Confirm,
    Corrected,
    Disqualified,
    Mark,
    Rally,
    Retired,
    Sheet,
    Start,
    Typed,
    Undo,
    Walkover,
)
from shared.rules.model import Outcome, OutcomeKind, Points, Regulation, Side
from shared.rules.refusals import IllegalMark
from shared.rules.sports import sport
from shared.rules.words import _

__all__ = [
    "Confirm",
    "Corrected",
    "Disqualified",
    "Mark",
    "Rally",
    "Retired",
    "Sheet",
    "Start",
    "Typed",
    "Undo",
    "Walkover",
    "apply",
    "check_result",
    "fold",
    "open_sheet",
]

CLOSED = ("sheet.closed", _("The sheet is closed; only the organisers can correct it."))
FINISHED = ("sheet.finished", _("The match is over: confirm the result or undo the last mark."))
NOT_STARTED = ("sheet.not_started", _("Say first who serves and who stands where."))


def open_sheet(regulation: Regulation) -> Sheet:
    """An empty sheet. Raises IllegalRegulation for a sport there is not."""
    sport(regulation.sport)
    return Sheet()


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
    sport(regulation.sport).check_result(regulation, outcome)


def _marked(regulation: Regulation, sheet: Sheet, mark: Mark) -> Sheet:
    match mark:
        case Rally():
            _refuse_unless_running(sheet)
            return sport(regulation.sport).rally(regulation, sheet, mark)
        case Start():
            return _started(regulation, sheet, mark)
        case Confirm():
            return _confirmed(sheet)
        case Typed(outcome):
            return _typed(regulation, outcome)
        case Walkover() | Retired() | Disqualified():
            return _ended(sheet, mark)
    raise IllegalMark("mark.unknown", _("This sheet does not know such a mark."))


def _ended(sheet: Sheet, mark: Walkover | Retired | Disqualified) -> Sheet:
    """A match that ends without being played out (BWF General Competition Regulations; Laws 16.6 and 16.7)."""
    _refuse_finished(sheet)
    match mark:
        case Walkover(loser, reason):
            return _walkover(sheet, loser, reason)
        case Retired(loser, reason):
            _refuse_unless_running(sheet)
            return _stopped(sheet, "retired", loser, reason)
        case Disqualified(loser, reason):
            return _stopped(sheet, "disqualified", loser, reason)


def _started(regulation: Regulation, sheet: Sheet, mark: Start) -> Sheet:
    _refuse_finished(sheet)
    if sheet.games and sheet.games[-1] != (0, 0):
        raise IllegalMark("start.late", _("Rallies of this game are played: undo them first."))
    return sport(regulation.sport).start(regulation, sheet, mark)


def _walkover(sheet: Sheet, loser: Side, reason: str) -> Sheet:
    if any(isinstance(mark, Rally) for mark in sheet.standing):
        raise IllegalMark("walkover.played", _("Rallies were played: this is a retirement, not a walkover."))
    return Sheet(finished=True, left=sheet.left, outcome=Outcome("walkover", _other(loser), reason=reason))


def _stopped(sheet: Sheet, kind: OutcomeKind, loser: Side, reason: str) -> Sheet:
    games = _begun(sheet.games)
    return Sheet(games=games, finished=True, left=sheet.left, outcome=Outcome(kind, _other(loser), games, reason))


def _confirmed(sheet: Sheet) -> Sheet:
    if not sheet.finished:
        raise IllegalMark("confirm.early", _("The match is not over yet."))
    return replace(sheet, closed=True)


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


def _refuse_unless_running(sheet: Sheet) -> None:
    _refuse_finished(sheet)
    if not sheet.games:
        raise IllegalMark(*NOT_STARTED)


def _refuse_finished(sheet: Sheet) -> None:
    if sheet.finished:
        raise IllegalMark(*FINISHED)


def _begun(games: tuple[Points, ...]) -> tuple[Points, ...]:
    """The games without one in which no rally was played."""
    return games[:-1] if games and games[-1] == (0, 0) else games


def _other(side: Side) -> Side:
    return 2 if side == 1 else 1
