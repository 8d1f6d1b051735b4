"""The public ranking: of what is revealed, by the contest's total as soon as every part of it is told.

Nothing that is not revealed moves it. Until the earlier stages that count are told too, the stage that is on is ranked
alone, and says so.
"""

from collections.abc import Sequence

from msgspec import Struct

from services.scoring.judged.at_hand import numbered
from services.scoring.judged.computed import computable, ranking_of
from services.scoring.judged.told import Told, names_of, score_text, who
from services.scoring.sql.judged import PerformanceRow
from shared.messages.events import JudgedEntry
from shared.rules.judged.judgement import Line
from shared.rules.judged.result import evaluate


class Part(Struct, frozen=True):
    """What a stage gave of a total."""

    stage: str
    score: str


class ShownLine(Struct, frozen=True, kw_only=True):
    """A line of the public ranking."""

    number: str
    first: int
    last: int
    total: str
    parts: tuple[Part, ...] = ()
    """The scores of the stages the total is made of, where it is made of several."""
    name: str = ""
    unit: str = ""
    """Authors and units."""
    panel: str = ""
    amended: bool = False
    newest: bool = False
    prize: str = ""
    title: str = ""


class Ranking(Struct, frozen=True, kw_only=True):
    """The ranking as it may be told, and what it is made of."""

    lines: list[ShownLine] = []
    stages: list[str] = []
    """The names of the stages in the total: one, or all that count so far."""
    missing: list[str] = []
    """Stages that count and are not told yet."""
    final: bool = False
    """Both officials have signed it."""


def shown_ranking(told: Told) -> Ranking:
    """The ranking of what is revealed, places counted among these."""
    public = told.public
    missing = [each.stage.name for each in told.covered]
    own = told.ground.stage.name
    if not public:
        return Ranking(stages=[own], missing=missing)
    whole = bool(told.before) and not missing
    ranked = total_ranking(told) if whole else ranking_of(told.ground)
    lines = [line for line in ranked if line.entry in public]
    newest = max(public.values(), key=lambda each: (each.revealed_at, each.order_no))
    return Ranking(
        lines=[
            shown_line(told, line, public[line.entry], place, newest)
            for line, place in zip(lines, places_among(lines), strict=True)
        ],
        stages=[*(each.stage.name for each in told.before), own] if whole else [own],
        missing=missing,
    )


def total_ranking(told: Told) -> tuple[Line, ...]:
    """The contest's ranking as it stands, by the total of the stages that count."""
    turns = {each.stage.key: each.turns() for each in (*told.before, told.ground)}
    return computable(lambda: evaluate(told.ground.rule_set, turns))


def places_among(lines: Sequence[Line]) -> list[tuple[int, int]]:
    """First and last place of each line among the lines given, equals as they are."""
    found = []
    for line in lines:
        rivals = [each for each in lines if each.panel == line.panel]
        before = sum(each.first < line.first for each in rivals)
        same = sum(each.first == line.first for each in rivals)
        found.append((before + 1, before + same))
    return found


def shown_line(
    told: Told, line: Line, performance: PerformanceRow, place: tuple[int, int], newest: PerformanceRow
) -> ShownLine:
    name, unit = who(told, performance)
    return ShownLine(
        number=numbered(performance.order_no),
        first=place[0],
        last=place[1],
        total=score_text(told.ground, line.total),
        parts=parts_of(told, line),
        name=name,
        unit=unit,
        panel=line.panel,
        amended=performance.amended,
        newest=performance.id == newest.id,
    )


def parts_of(told: Told, line: Line) -> tuple[Part, ...]:
    """The score of each stage, where several make the total."""
    names = {each.stage.key: each.stage.name for each in (*told.before, told.ground)}
    if len(line.scores) < 2:
        return ()
    return tuple(Part(names[key], str(line.scores[key])) for key in names if key in line.scores)


def signed_ranking(told: Told, lines: Sequence[Line]) -> Ranking:
    """A signed result as it is told: places, prizes and titles as signed."""
    numbers = {str(each.entry_id): numbered(each.order_no) for each in told.ground.performances}
    entries = {str(each.id): each for each in told.ground.contest.state.entries}
    return Ranking(
        lines=[signed_line(told, line, numbers.get(line.entry, ""), entries.get(line.entry)) for line in lines],
        final=True,
    )


def signed_line(told: Told, line: Line, number: str, entry: JudgedEntry | None) -> ShownLine:
    name, unit = names_of(entry) if entry else ("", "")
    return ShownLine(
        number=number,
        first=line.first,
        last=line.last,
        total=str(line.total),
        parts=parts_of(told, line),
        name=name,
        unit=unit,
        panel=line.panel,
        prize=line.prize,
        title=line.title,
    )
