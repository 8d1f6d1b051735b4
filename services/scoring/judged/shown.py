"""What everybody may see of one performance: its number, what is revealed, its name where anonymity has ended.

This and `shown_ranking` are the one way from marks to public pages, live topics and the big screen. Before the reveal
no mark, score, name or unit passes here; a performance that was reopened is covered again until it is closed anew.
"""

from collections.abc import Mapping
from fractions import Fraction
from uuid import UUID

from msgspec import Struct
from msgspec.structs import replace

from services.scoring.judged.at_hand import numbered
from services.scoring.judged.computed import scores_of
from services.scoring.judged.ground import SeatDue, StageGround
from services.scoring.judged.shown_ranking import shown_ranking
from services.scoring.judged.told import Told, is_open, score_text, who
from services.scoring.sql.judged import PerformanceRow
from shared.kit.words import _
from shared.rules.judged.judgement import Score


class JudgeMark(Struct, frozen=True):
    """One judge's total on the screen; empty while covered."""

    place: int
    """The seat's number, as on the card before the judge; names stay in the protocol."""
    total: str
    out: bool = False
    """The seat does not mark this performance. Why stays in the protocol: a recusal would tell whose it is."""
    dropped: bool = False
    partly: bool = False
    """Some of its criteria are left out, not the whole."""


class TakenOff(Struct, frozen=True):
    name: str
    points: str


class ShownPerformance(Struct, frozen=True, kw_only=True):
    """One performance as the hall sees it."""

    number: str
    status: str
    topic: str = ""
    name: str = ""
    unit: str = ""
    marks: tuple[JudgeMark, ...] = ()
    uncovered: int = 0
    revealed: bool = False
    amended: bool = False
    deductions: tuple[TakenOff, ...] = ()
    mean: str = ""
    """Before deductions."""
    score: str = ""
    """Of this stage."""
    total: str = ""
    """Of all stages that count so far, where these are several and all told."""
    place: str = ""
    """Among those told, by the total, or by this stage while `alone`."""
    alone: bool = False
    """Earlier stages count as well and are not told yet."""
    final: bool = False
    """The place is the signed one."""


def shown_performance(told: Told, performance: PerformanceRow) -> ShownPerformance:
    """A performance as far as it is told: covered marks have no value here."""
    ground = told.ground
    name, unit = who(told, performance)
    begun = performance.status == "closed" and (performance.shown > 0 or performance.revealed_at is not None)
    bare = ShownPerformance(
        number=numbered(performance.order_no),
        status=performance.status,
        topic=performance.topic,
        name=name,
        unit=unit,
        amended=performance.amended,
        marks=marks_of(ground, performance, {}),
    )
    score = scores_of(ground).get(str(performance.entry_id)) if begun else None
    if score is None:
        return bare
    if not is_open(performance):
        return told_so_far(ground, bare, score, performance)
    return told_whole(told, bare, score, performance)


def marks_of(ground: StageGround, performance: PerformanceRow, open_marks: Mapping[str, str]) -> tuple[JudgeMark, ...]:
    """The judges by the numbers of their seats, with the totals that are open."""
    if performance.status != "closed":
        return ()
    due = ground.due(performance)
    return tuple(JudgeMark(each.seat.number, open_marks.get(str(each.seat.id), ""), out=is_out(each)) for each in due)


def is_out(due: SeatDue) -> bool:
    return due.state in ("recused", "absent")


def seats_in_order(ground: StageGround, totals: Mapping[str, Fraction]) -> list[str]:
    return sorted(totals, key=lambda seat: ground.seats[UUID(seat)].number)


def told_so_far(
    ground: StageGround, bare: ShownPerformance, score: Score, performance: PerformanceRow
) -> ShownPerformance:
    """The first judges' marks, none of them struck yet: what is dropped is known with the last."""
    seats = seats_in_order(ground, score.totals)[: performance.shown]
    shown = {seat: score_text(ground, score.totals[seat]) for seat in seats}
    return replace(bare, marks=marks_of(ground, performance, shown), uncovered=len(shown))


def told_whole(told: Told, bare: ShownPerformance, score: Score, performance: PerformanceRow) -> ShownPerformance:
    ground = told.ground
    shown = {seat: score_text(ground, total) for seat, total in score.totals.items()}
    ranking = shown_ranking(told)
    line = next((each for each in ranking.lines if each.number == bare.number), None)
    taken_off = taken(ground, performance) if score.deducted else ()
    return replace(
        bare,
        marks=struck(ground, score, marks_of(ground, performance, shown)),
        uncovered=len(shown),
        revealed=True,
        deductions=taken_off,
        mean=score_text(ground, before_deductions(score)) if taken_off else "",
        score=score_text(ground, score.value),
        total=line.total if line and line.parts else "",
        place=str(line.first) if line else "",
        alone=bool(ranking.missing),
    )


def struck(ground: StageGround, score: Score, marks: tuple[JudgeMark, ...]) -> tuple[JudgeMark, ...]:
    """The marks with those left out marked so, wholly or in part."""
    whole = {ground.seats[UUID(seat)].number for seat, criterion in score.dropped if not criterion}
    partly = {ground.seats[UUID(seat)].number for seat, criterion in score.dropped if criterion}
    return tuple(replace(each, dropped=each.place in whole, partly=each.place in partly) for each in marks)


def before_deductions(score: Score) -> Fraction:
    """The score as it was when deductions came off."""
    before = score.value + Fraction(score.deducted)
    for working in score.workings:
        if working.op == "deduct":
            return before
        before = working.value if working.value is not None else before
    return before


def taken(ground: StageGround, performance: PerformanceRow) -> tuple[TakenOff, ...]:
    """Deductions by the names the rule gives them; the reasons stay in the protocol."""
    names = {each.key: each.name for each in ground.stage.deductions} | {"time": _("Time")}
    return tuple(
        TakenOff(names.get(each.kind, _("Deduction")), str(each.points)) for each in ground.taken_off(performance)
    )
