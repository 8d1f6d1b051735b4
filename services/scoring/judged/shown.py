"""What everybody may see of a stage: order numbers, what is revealed, names where anonymity has ended. Nothing else.

This is the one way from marks to public pages, live topics and the big screen. Before the reveal no mark, score, name
or unit passes here; a performance that was reopened is covered again until it is closed anew.
"""

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from uuid import UUID

from msgspec import Struct
from msgspec.structs import replace

from services.scoring.judged.at_hand import numbered
from services.scoring.judged.computed import ranking_of, scores_of
from services.scoring.judged.ground import StageGround
from services.scoring.sql.judged import PerformanceRow
from shared.kit.words import _
from shared.rules.exact import rounded
from shared.rules.judged.judgement import Line, Score


class JudgeMark(Struct, frozen=True):
    """One judge's total on the screen; empty while covered."""

    place: int
    """Judges are counted from 1; seats and names stay in the protocol."""
    total: str
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
    place: str = ""


class ShownLine(Struct, frozen=True, kw_only=True):
    """A line of the public ranking."""

    number: str
    first: int
    last: int
    total: str
    name: str = ""
    unit: str = ""
    panel: str = ""
    amended: bool = False
    newest: bool = False


def is_open(performance: PerformanceRow) -> bool:
    """Whether its score is public now."""
    return performance.revealed_at is not None and performance.status == "closed"


def named(ground: StageGround, performance: PerformanceRow, stage_status: str) -> bool:
    """Whether name and unit may be told: always where nothing is anonymous, else once the stage is over and it is
    revealed."""
    if not ground.rule_set.anonymous:
        return True
    return is_open(performance) and stage_status in ("closed", "revealed")


def who(ground: StageGround, performance: PerformanceRow, stage_status: str) -> tuple[str, str]:
    if not named(ground, performance, stage_status):
        return "", ""
    return names_of(ground, performance)


def names_of(ground: StageGround, performance: PerformanceRow) -> tuple[str, str]:
    """Name and units, for those who may know them."""
    entry = ground.entry(performance)
    units = dict.fromkeys(author.unit for author in entry.authors if author.unit)
    return entry.name, " · ".join(units) or entry.unit


def score_text(ground: StageGround, value: Fraction | Decimal) -> str:
    return str(rounded(Fraction(value), ground.rule_set.digits))


def shown_ranking(ground: StageGround, stage_status: str) -> list[ShownLine]:
    """The ranking of what is revealed, places counted among these; nothing of the others moves it."""
    public = {str(each.entry_id): each for each in ground.performances if is_open(each)}
    if not public:
        return []
    newest = max(public.values(), key=lambda each: (each.revealed_at, each.order_no))
    lines = [line for line in ranking_of(ground) if line.entry in public]
    return [
        shown_line(ground, line, public[line.entry], place, stage_status, newest)
        for line, place in zip(lines, places_among(lines), strict=True)
    ]


def places_among(lines: list[Line]) -> list[tuple[int, int]]:
    """First and last place of each line among the lines given, equals as they are."""
    found = []
    for line in lines:
        rivals = [each for each in lines if each.panel == line.panel]
        before = sum(each.first < line.first for each in rivals)
        same = sum(each.first == line.first for each in rivals)
        found.append((before + 1, before + same))
    return found


def shown_line(
    ground: StageGround,
    line: Line,
    performance: PerformanceRow,
    place: tuple[int, int],
    stage_status: str,
    newest: PerformanceRow,
) -> ShownLine:
    name, unit = who(ground, performance, stage_status)
    return ShownLine(
        number=numbered(performance.order_no),
        first=place[0],
        last=place[1],
        total=score_text(ground, line.scores[ground.stage.key]),
        name=name,
        unit=unit,
        panel=line.panel,
        amended=performance.amended,
        newest=performance.id == newest.id,
    )


def shown_performance(ground: StageGround, performance: PerformanceRow, stage_status: str) -> ShownPerformance:
    """A performance as far as it is told: covered marks have no value here."""
    name, unit = who(ground, performance, stage_status)
    told = performance.status == "closed" and (performance.shown > 0 or performance.revealed_at is not None)
    bare = ShownPerformance(
        number=numbered(performance.order_no),
        status=performance.status,
        topic=performance.topic,
        name=name,
        unit=unit,
        amended=performance.amended,
        marks=covered(ground, performance),
    )
    score = scores_of(ground).get(str(performance.entry_id)) if told else None
    if score is None:
        return bare
    if not is_open(performance):
        return told_so_far(ground, bare, score, performance.shown)
    return told_whole(ground, bare, score, performance, stage_status)


def covered(ground: StageGround, performance: PerformanceRow) -> tuple[JudgeMark, ...]:
    if performance.status != "closed":
        return ()
    return tuple(JudgeMark(place, "") for place in range(1, len(ground.turn(performance).ballots) + 1))


def seats_in_order(ground: StageGround, totals: Mapping[str, Fraction]) -> list[str]:
    return sorted(totals, key=lambda seat: ground.seats[UUID(seat)].number)


def told_so_far(ground: StageGround, bare: ShownPerformance, score: Score, shown: int) -> ShownPerformance:
    """The first judges' marks, none of them struck yet: what is dropped is known with the last."""
    seats = seats_in_order(ground, score.totals)
    marks = tuple(
        JudgeMark(place, score_text(ground, score.totals[seat]) if place <= shown else "")
        for place, seat in enumerate(seats, 1)
    )
    return replace(bare, marks=marks, uncovered=min(shown, len(marks)))


def told_whole(
    ground: StageGround, bare: ShownPerformance, score: Score, performance: PerformanceRow, stage_status: str
) -> ShownPerformance:
    seats = seats_in_order(ground, score.totals)
    whole = {seat for seat, criterion in score.dropped if not criterion}
    partly = {seat for seat, criterion in score.dropped if criterion}
    marks = tuple(
        JudgeMark(place, score_text(ground, score.totals[seat]), seat in whole, seat in partly)
        for place, seat in enumerate(seats, 1)
    )
    line = next((each for each in shown_ranking(ground, stage_status) if each.number == bare.number), None)
    taken_off = taken(ground, performance) if score.deducted else ()
    return replace(
        bare,
        marks=marks,
        uncovered=len(marks),
        revealed=True,
        deductions=taken_off,
        mean=score_text(ground, before_deductions(score)) if taken_off else "",
        score=score_text(ground, score.value),
        place=str(line.first) if line else "",
    )


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
