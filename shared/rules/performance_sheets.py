"""A sheet of counters or judges without opponent: what each has, who is done, what is taken off. Knows no sport."""

from typing import TypeVar

from msgspec.structs import replace

from shared.rules.exact import digits
from shared.rules.marks import (
    Again,
    Counted,
    FalseStart,
    FalseSwitch,
    Fouled,
    HandedIn,
    Judged,
    PerformanceMark,
    PlayMark,
    Sheet,
)
from shared.rules.model import Outcome, Regulation
from shared.rules.refusals import IllegalMark
from shared.rules.sheet_ends import over
from shared.rules.sports import Sport
from shared.rules.words import _

T = TypeVar("T")
MOST_DIGITS = 4
HEAD = 1
"""The place whose notes on failures count."""


def opened(sport: Sport, regulation: Regulation) -> Sheet:
    """An empty sheet with a place for every counter or judge."""
    nobody = (None,) * sport.places(regulation)
    done = (False,) * len(nobody)
    return Sheet(judged=nobody, handed_in=done) if sport.PAD == "judge" else Sheet(counts=nobody, handed_in=done)


def marked(sport: Sport, regulation: Regulation, sheet: Sheet, mark: PlayMark | PerformanceMark) -> Sheet:
    """The sheet after a mark; only called on a sheet that is not finished. Raises IllegalMark."""
    match mark:
        case Counted(by, count, failures):
            _refuse_unless_open(sheet, by, sheet.counts)
            failures = failures if by == HEAD else sheet.failures
            return replace(sheet, counts=_placed(sheet.counts, by, count), failures=failures)
        case Judged(by):
            return _judged(regulation, sheet, mark)
        case HandedIn(by):
            _refuse_unless_open(sheet, by, sheet.handed_in)
            return replace(sheet, handed_in=_placed(sheet.handed_in, by, True))
        case FalseStart() | FalseSwitch() | Fouled():
            return _taken_off(sheet, mark)
        case Again():
            return opened(sport, regulation)
    raise IllegalMark("mark.unknown", _("This sheet does not know such a mark."))


def confirmed(sport: Sport, regulation: Regulation, sheet: Sheet) -> Sheet:
    """The sheet with its result. Raises IllegalMark while a counter or judge has not handed in."""
    return over(sheet, Outcome("played", None, performance=sport.performance(regulation, sheet)))


def _taken_off(sheet: Sheet, mark: FalseStart | FalseSwitch | Fouled) -> Sheet:
    match mark:
        case FalseStart():
            return replace(sheet, false_starts=sheet.false_starts + 1)
        case FalseSwitch():
            return replace(sheet, false_switches=sheet.false_switches + 1)
        case Fouled():
            return replace(sheet, fouled=sheet.fouled + 1)


def _judged(regulation: Regulation, sheet: Sheet, mark: Judged) -> Sheet:
    _refuse_unless_open(sheet, mark.by, sheet.judged)
    rubric = regulation.exhibition.rubric if regulation.exhibition else ()
    if len(mark.marks) != len(rubric):
        raise IllegalMark("judged.items", _("There are {items} items to mark."), items=len(rubric))
    for given, item in zip(mark.marks, rubric, strict=True):
        if not (given.is_finite() and 0 <= given <= item.maximum and digits(given) <= MOST_DIGITS):
            raise IllegalMark("judged.range", _("An item has from 0 to {maximum} points."), maximum=str(item.maximum))
    return replace(sheet, judged=_placed(sheet.judged, mark.by, mark.marks))


def _refuse_unless_open(sheet: Sheet, by: int, places: tuple[object, ...]) -> None:
    if by > len(places):
        raise IllegalMark("place.unknown", _("There is no such counter or judge here."))
    if sheet.handed_in[by - 1]:
        raise IllegalMark("handed_in", _("This counter or judge has handed in already."))


def _placed(values: tuple[T, ...], by: int, value: T) -> tuple[T, ...]:
    return (*values[: by - 1], value, *values[by:])
