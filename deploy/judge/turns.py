"""From the marks of a file to the turns a rule set computes, every number held against the rule. Knows no output."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from msgspec.structs import replace

from deploy.judge.given import Given, GivenDeduction, GivenTurn
from deploy.judge.seats import silent, told_apart
from shared.rules.exact import sensible
from shared.rules.judged.judgement import Deduction, Turn
from shared.rules.judged.marks import check_fact, check_marks, leaves
from shared.rules.judged.rule_set import RuleSet, Stage
from shared.rules.judged.time_limits import time_deduction
from shared.rules.refusals import IllegalMark
from shared.rules.words import _

MOST_SECONDS = 86_400
MOST_VOTES = 100_000_000
MOST_NAME = 80
MOST_TEXT = 500


class Misplaced(Exception):
    """A refusal with the place in the file it came from."""

    def __init__(self, place: tuple[str, ...], refusal: IllegalMark) -> None:
        super().__init__(str(refusal))
        self.place = place
        self.refusal = refusal


def turns_of(rule_set: RuleSet, given: Given) -> dict[str, tuple[Turn, ...]]:
    """The turns by stage.

    Raises:
        Misplaced: a mark, fact or deduction the rule does not allow; the place says where it stands.
    """
    stages = {stage.key: stage for stage in rule_set.stages}
    for key in given.stages:
        if key not in stages:
            raise Misplaced((key[:60],), IllegalMark("marks.stage", _("The rule set has no such stage.")))
    turns = {
        key: told_apart([_turn(stage, entry, turn) for entry, turn in given.stages[key].items()])
        for key, stage in stages.items()
        if key in given.stages
    }
    for key, found in turns.items():
        left = silent(stages[key], found)
        if left is not None:
            raise Misplaced((key, left[0]), left[1])
        _check_picks(stages[key], found)
    return turns


def categories_of(given: Given) -> dict[str, str]:
    """Entry -> category, as any stage says it."""
    return {entry: turn.category for stage in given.stages.values() for entry, turn in stage.items() if turn.category}


def _turn(stage: Stage, entry: str, given: GivenTurn) -> Turn:
    place = (stage.key, entry[:MOST_NAME])
    try:
        _check(stage, entry, given)
        return Turn(
            entry=entry,
            ballots=_ballots(stage, entry, given.ballots),
            missing=given.missing,
            panel=given.panel,
            chief=given.chief,
            facts={key: check_fact(stage, key, value) for key, value in given.facts.items()},
            deductions=tuple(_deduction(stage, each) for each in given.deductions) + _time(stage, given.seconds),
            votes=given.votes,
            status=given.status,
        )
    except IllegalMark as refusal:
        raise Misplaced(place, refusal) from refusal


def _check(stage: Stage, entry: str, given: GivenTurn) -> None:
    if not entry.strip() or not all(len(name) <= MOST_NAME and name.isprintable() for name in (entry, *given.ballots)):
        raise IllegalMark("marks.name", _("An entry or a judge has no name, or one nobody can read."))
    said = (given.panel, given.category, given.chief, *given.missing, *given.missing.values())
    rows = (text for each in given.deductions for text in (each.kind, each.reason))
    if not all(len(text) <= MOST_TEXT and text.isprintable() for text in (*said, *rows)):
        raise IllegalMark("marks.text", _("A reason or a name is too long, or nobody can read it."))
    if given.status != "judged":
        if given.ballots:
            raise IllegalMark("marks.status", _("It was not judged, but has marks."))
        return
    both = sorted(set(given.ballots) & set(given.missing))
    if both:
        raise IllegalMark("marks.seat", _("{seat} has marks and is missing."), seat=both[0])
    bare = [seat for seat, why in given.missing.items() if not why.strip()]
    if bare:
        raise IllegalMark("marks.reason", _("{seat} is missing without a reason."), seat=bare[0])
    if given.chief and given.chief not in {*given.ballots, *given.missing}:
        raise IllegalMark("marks.chief", _("{seat} is named as chief and is none of the judges."), seat=given.chief)
    if len(given.ballots) < stage.panel.least:
        sentence = _("It has {ballots} ballots; the rule asks for {least} at least.")
        raise IllegalMark("marks.least", sentence, ballots=len(given.ballots), least=stage.panel.least)
    if not 0 <= given.votes <= MOST_VOTES:
        raise IllegalMark("marks.votes", _("Votes are counted from 0."))


def _ballots(stage: Stage, entry: str, given: Mapping[str, Any]) -> dict[str, dict[str, Decimal]]:
    found: dict[str, dict[str, Decimal]] = {}
    for seat, marks in given.items():
        try:
            found[seat] = check_marks(stage, _by_leaf(stage, marks))
        except IllegalMark as refusal:
            raise Misplaced((stage.key, entry, seat), refusal) from refusal
    return found


def _by_leaf(stage: Stage, marks: Any) -> dict[str, str]:
    """Marks by leaf, typed by name, in the order of the sheet, or one alone."""
    keys = list(leaves(stage.criteria))
    if marks is None:
        raise IllegalMark("marks.null", _("No marks: say the reason under “missing”; missing is never zero."))
    if isinstance(marks, dict):
        return {str(key): str(mark) for key, mark in marks.items() if mark is not None}
    typed = marks if isinstance(marks, list) else [marks]
    if len(typed) != len(keys):
        raise IllegalMark(
            "marks.many", _("There are {marks} marks to give, not {given}."), marks=len(keys), given=len(typed)
        )
    return {key: str(mark) for key, mark in zip(keys, typed, strict=True) if mark is not None}


def _deduction(stage: Stage, given: GivenDeduction) -> Deduction:
    known = {each.key: each.points for each in stage.deductions}
    points = given.points if given.points is not None else known.get(given.kind)
    if points is None:
        raise IllegalMark(
            "marks.deduction", _("The points of the deduction “{kind}” are missing."), kind=given.kind[:60]
        )
    if not sensible(points) or points < 0:
        raise IllegalMark(
            "marks.deduction", _("The points of the deduction “{kind}” are no number from 0."), kind=given.kind[:60]
        )
    return Deduction(given.kind, points, given.reason)


def _time(stage: Stage, seconds: int | None) -> tuple[Deduction, ...]:
    if seconds is None or stage.time is None:
        return ()
    if not 0 <= seconds <= MOST_SECONDS:
        raise IllegalMark("marks.seconds", _("A performance takes less than a day."))
    points = time_deduction(stage.time, seconds)
    return (replace(Deduction("time", points), reason=f"{seconds // 60}:{seconds % 60:02}"),) if points else ()


def _check_picks(stage: Stage, turns: tuple[Turn, ...]) -> None:
    if stage.picks is None:
        return
    for seat in sorted({seat for turn in turns for seat in turn.ballots}):
        chosen = sum(any(turn.ballots[seat].values()) for turn in turns if seat in turn.ballots)
        if chosen > stage.picks:
            sentence = _("{chosen} works chosen; the rule allows {picks}.")
            raise Misplaced((stage.key, seat), IllegalMark("marks.picks", sentence, chosen=chosen, picks=stage.picks))
