"""The after-event report of a stage: how far its judges agreed and how each of them marked. Knows keys, no people.

Source: book of judged contests 2.3 and 2.5. Nothing here alters a result. Each panel is looked at by itself, unless
the rule links panels by the severity model. Agreement needs entries all judges marked: of the judges who marked at
least half of the entries, those entries none of them missed; how many these are is told.
"""

from collections.abc import Collection, Mapping, Sequence
from fractions import Fraction

from msgspec import Struct

from shared.rules.exact import mean
from shared.rules.judged.judgement import Score, Turn
from shared.rules.judged.pipeline import scores
from shared.rules.judged.rule_set import Stage
from shared.rules.judged.statistics.flags import biases
from shared.rules.judged.statistics.icc import Intraclass, intraclass
from shared.rules.judged.statistics.kendall import Concordance, concordance
from shared.rules.judged.statistics.severity import Table, linked, severity_corrected
from shared.rules.judged.statistics.spread import deviation

LEAST = 5
"""Entries below which the numbers of a judge are chance: a stand-in of one turn is neither severe nor an outlier."""


class JudgeReport(Struct, frozen=True, kw_only=True):
    """How one judge marked. Points, unless said."""

    seat: str
    entries: int
    """How many it marked."""
    mean: Fraction
    spread: Fraction
    """σ of its totals over the entries."""
    severity: Fraction | None
    """By the additive model; above zero is severe. None where judges are not linked."""
    bias: Fraction | None
    """Mean distance from the panel's trimmed mean; None where it always marked alone."""
    own_unit: Fraction | None
    """How much higher that distance is for entries of its own unit than for others; None where it had not both."""
    marks: int
    """Values that went into the step leaving some out: totals, or marks of criteria."""
    dropped: int

    @property
    def few(self) -> bool:
        """Whether it marked too few entries for its numbers to mean anything."""
        return self.entries < LEAST

    @property
    def dropped_share(self) -> Fraction:
        return Fraction(self.dropped, self.marks) if self.marks else Fraction()


class Agreement(Struct, frozen=True, kw_only=True):
    """One panel's agreement in a stage."""

    panel: str
    """Empty where several are looked at together."""
    entries: int
    compared: int
    """Entries that all judges of the comparison marked; ICC and W are of these."""
    icc: Intraclass | None
    kendall: Concordance | None
    judges: tuple[JudgeReport, ...]


def agreement(
    turns: Sequence[Turn],
    stage: Stage,
    seat_units: Mapping[str, str] | None = None,
    entry_units: Mapping[str, Collection[str]] | None = None,
) -> tuple[Agreement, ...]:
    """The report of each panel, in the order of their keys. Units, where known: of each seat, of an entry's authors.

    >>> from decimal import Decimal
    >>> from shared.rules.judged.writing import TRIMMED, criterion
    >>> stage = Stage(key="final", name="Final", criteria=(criterion("a", "A", 10),), steps=TRIMMED)
    >>> marks = {"07": (9, 8, 7), "08": (6, 5, 4), "09": (5, 4, 3)}
    >>> turns = [
    ...     Turn(entry=entry, ballots={f"J{n}": {"a": Decimal(mark)} for n, mark in enumerate(given, 1)})
    ...     for entry, given in marks.items()
    ... ]
    >>> (report,) = agreement(turns, stage)
    >>> report.kendall.w, report.icc.three_mean, report.compared
    (Fraction(1, 1), Fraction(1, 1), 3)
    >>> [(judge.seat, str(judge.severity), str(judge.mean)) for judge in report.judges]
    [('J1', '-1', '20/3'), ('J2', '0', '17/3'), ('J3', '1', '14/3')]

    Raises:
        IllegalMark: as `pipeline.scores`.
    """
    found = scores(stage, turns)
    judged = [turn for turn in turns if turn.entry in found]
    panels = [""] if stage.compare == "severity" else sorted({turn.panel for turn in judged})
    return tuple(
        _report(
            panel,
            [found[turn.entry] for turn in judged if stage.compare == "severity" or turn.panel == panel],
            seat_units or {},
            entry_units or {},
        )
        for panel in panels
    )


def _report(
    panel: str, given: Sequence[Score], seat_units: Mapping[str, str], entry_units: Mapping[str, Collection[str]]
) -> Agreement:
    totals = {score.entry: score.totals for score in given}
    whole = compared(totals)
    seats = sorted({seat for values in totals.values() for seat in values})
    severity = severity_corrected(totals).severity if linked(totals) else {}
    bias = biases(totals)
    rows = [[values[seat] for seat in sorted(values)] for values in whole.values()]
    return Agreement(
        panel=panel,
        entries=len(totals),
        compared=len(whole),
        icc=intraclass(rows),
        kendall=concordance(whole),
        judges=tuple(
            _judge(seat, given, severity.get(seat), bias.get(seat), _own_unit(seat, totals, seat_units, entry_units))
            for seat in seats
        ),
    )


def _judge(
    seat: str, given: Sequence[Score], severity: Fraction | None, bias: Fraction | None, own_unit: Fraction | None
) -> JudgeReport:
    marked = [score for score in given if seat in score.totals]
    own = [score.totals[seat] for score in marked]
    return JudgeReport(
        seat=seat,
        entries=len(own),
        mean=mean(own),
        spread=deviation(own),
        severity=severity,
        bias=bias,
        own_unit=own_unit,
        marks=sum(_values(score) for score in marked),
        dropped=sum(1 for score in marked for out, _criterion in score.dropped if out == seat),
    )


def _values(score: Score) -> int:
    """How many values of each judge the step that leaves some out looks at."""
    by_criterion = any(criterion for _seat, criterion in score.dropped)
    return len(score.criteria) if by_criterion else 1


def compared(totals: Table) -> dict[str, dict[str, Fraction]]:
    """The entries, with the marks of those judges, that ICC and W can be taken of.

    >>> marks = {"07": {"J1": Fraction(1), "J2": Fraction(1)}, "08": {"J1": Fraction(1), "J2": Fraction(2)}}
    >>> list(compared(marks | {"09": {"J1": Fraction(3)}}))
    ['07', '08']
    """
    often: dict[str, int] = {}
    for values in totals.values():
        for seat in values:
            often[seat] = often.get(seat, 0) + 1
    usual = {seat for seat, times in often.items() if 2 * times >= len(totals)}
    return {
        entry: {seat: values[seat] for seat in usual}
        for entry, values in totals.items()
        if usual and usual <= values.keys()
    }


def _own_unit(
    seat: str, totals: Table, seat_units: Mapping[str, str], entry_units: Mapping[str, Collection[str]]
) -> Fraction | None:
    unit = seat_units.get(seat)
    if not unit:
        return None
    own = {entry: values for entry, values in totals.items() if unit in entry_units.get(entry, ())}
    others = {entry: values for entry, values in totals.items() if entry not in own}
    at_home, away = biases(own).get(seat), biases(others).get(seat)
    return None if at_home is None or away is None else at_home - away
