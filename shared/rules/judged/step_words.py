"""The steps from marks to score in sentences, in their order. Knows how a rule is said, not how it is computed.

>>> from shared.rules.judged.writing import TRIMMED, criterion
>>> stage = Stage(key="final", name="Final", criteria=(criterion("a", "A", 5), criterion("b", "B", 5)), steps=TRIMMED)
>>> for sentence, values in steps_in_words(stage):
...     print(sentence.format_map(values))
Each judge's marks are added.
The highest and the lowest of the judges' totals are left out; the mean of the rest counts.
With fewer than 4 judges the mean of all counts.
The score is rounded to 2 digits, halves up.
Deductions are taken off.
"""

from collections.abc import Callable, Mapping
from typing import Any

from shared.rules.judged.moves import JOINS, ORDERS
from shared.rules.judged.pipeline import steps_of
from shared.rules.judged.rule_set import Stage
from shared.rules.judged.steps import (
    Add,
    Borda,
    Deduct,
    Ijru,
    Mean,
    Median,
    MiddleMean,
    RankSum,
    Round,
    Severity,
    Skating,
    Standardise,
    Step,
    SumCriteria,
    Times,
    Total,
    TrimMean,
    TrimTotal,
    Votes,
)
from shared.rules.model import Words
from shared.rules.words import _

Shape = tuple[bool, bool]
"""Whether there are still several judges, and several criteria."""

ADDED = {
    True: _("Each judge's marks are added."),
    False: _("The criteria are added."),
}
WEIGHED = {
    True: _("Each judge's marks are added, each criterion times its weight."),
    False: _("The criteria are added, each times its weight."),
}
TRIMMED_MEAN = {
    True: _(
        "The {low} lowest and the {high} highest marks of each criterion are left out; the mean of the rest counts."
    ),
    False: _(
        "The {low} lowest and the {high} highest of the judges' totals are left out; the mean of the rest counts."
    ),
}
TRIMMED_ONE = {
    True: _("The highest and the lowest mark of each criterion are left out; the mean of the rest counts."),
    False: _("The highest and the lowest of the judges' totals are left out; the mean of the rest counts."),
}
TRIMMED_SUM = {
    True: _("The {low} lowest and the {high} highest marks of each criterion are left out; the rest are added."),
    False: _("The {low} lowest and the {high} highest of the judges' totals are left out; the rest are added."),
}
SMALL = {
    "mean": _("With fewer than {panel} judges the mean of all counts."),
    "median": _("With fewer than {panel} judges the middle one counts."),
    "ijru": _("With fewer than {panel} judges: of three the two closest, of two the mean."),
}
ROUNDED = {
    "half_up": {
        True: _("Every value is rounded to {digits} digits, halves up."),
        False: _("The score is rounded to {digits} digits, halves up."),
    },
    "half_even": {
        True: _("Every value is rounded to {digits} digits, halves to the even digit."),
        False: _("The score is rounded to {digits} digits, halves to the even digit."),
    },
    "up": {
        True: _("Every value is rounded up to {digits} digits."),
        False: _("The score is rounded up to {digits} digits."),
    },
    "down": {
        True: _("Every value is cut off after {digits} digits."),
        False: _("The score is cut off after {digits} digits."),
    },
}
PLAIN: Mapping[type, str] = {
    Mean: _("The mean of the judges counts."),
    Total: _("The judges are added; for a missing judge the mean of the others stands in."),
    Median: _("The middle judge counts, or the mean of the two in the middle."),
    Ijru: _("With four judges or more highest and lowest are left out; of three the two closest count; else the mean."),
    RankSum: _("Each judge's totals become places; the smallest sum of places is the best."),
    Borda: _("Each judge gives an entry as many points as there are entries placed behind it."),
    Skating: _("Each judge's totals become places; a majority of judges decides each place."),
    Severity: _("Strict and lenient judges are corrected by the entries they have in common."),
}


def steps_in_words(stage: Stage) -> Words:
    """Every step of the stage as a sentence, as an organiser would print it."""
    words: Words = []
    judges, criteria = True, True
    for step in steps_of(stage):
        words += SAID.get(type(step), _plain)(step, stage, (judges, criteria))
        if isinstance(step, SumCriteria):
            criteria = False
        elif type(step) in JOINS or type(step) in ORDERS:
            judges = False
    return words


def _plain(step: Step, _stage: Stage, _shape: Shape) -> Words:
    return [(PLAIN[type(step)], {})]


def _sum(_step: SumCriteria, stage: Stage, shape: Shape) -> Words:
    weighed = any(criterion.weight != 1 for criterion in stage.criteria)
    if len(stage.criteria) == 1 and not stage.criteria[0].items and not weighed:
        return []
    return [((WEIGHED if weighed else ADDED)[shape[0]], {})]


def _trim_mean(step: TrimMean, stage: Stage, shape: Shape) -> Words:
    if stage.panel.size < step.min_panel:
        return [(SMALL[step.small_panel], {"panel": step.min_panel})]
    numbers: dict[str, object] = {"low": step.low, "high": step.high}
    one_each = step.low == step.high == 1
    return [
        (TRIMMED_ONE[shape[1]], {}) if one_each else (TRIMMED_MEAN[shape[1]], numbers),
        (SMALL[step.small_panel], {"panel": step.min_panel}),
    ]


def _trim_total(step: TrimTotal, _stage: Stage, shape: Shape) -> Words:
    return [(TRIMMED_SUM[shape[1]], {"low": step.low, "high": step.high})]


def _middle(step: MiddleMean, _stage: Stage, _shape: Shape) -> Words:
    sentence = _(
        "The mean of the two judges in the middle counts; where they differ by more than {tolerance}, that of all."
    )
    return [(sentence, {"tolerance": str(step.tolerance)})]


def _round(step: Round, _stage: Stage, shape: Shape) -> Words:
    return [(ROUNDED[step.mode][any(shape)], {"digits": step.digits})]


def _times(step: Times, stage: Stage, _shape: Shape) -> Words:
    words: Words = []
    if step.factor is not None:
        words.append((_("Times {factor}."), {"factor": str(step.factor)}))
    if step.fact is not None:
        words.append((_("Times “{fact}”."), {"fact": _name(stage, step.fact)}))
    return words


def _add(step: Add, stage: Stage, _shape: Shape) -> Words:
    return [(_("“{fact}” is added."), {"fact": _name(stage, step.fact)})]


def _votes(step: Votes, _stage: Stage, _shape: Shape) -> Words:
    sentence = _("Judges count {judges} %, votes {votes} %; the most votes are full marks, others in proportion.")
    return [(sentence, {"judges": str(step.judges), "votes": str(step.votes)})]


def _deduct(step: Deduct, stage: Stage, _shape: Shape) -> Words:
    names = {each.key: each.name for each in stage.deductions}
    kinds = ", ".join(names[kind] for kind in step.what if kind in names)
    words: Words = [(_("Deductions are taken off."), {})]
    if step.what and kinds:
        words = [(_("Deductions are taken off for: {kinds}."), {"kinds": kinds})]
    if step.floor is not None:
        words.append((_("No score falls below {floor}."), {"floor": str(step.floor)}))
    return words


def _standardise(step: Standardise, _stage: Stage, _shape: Shape) -> Words:
    scale = {
        "panel": _("Each judge's totals are brought to a common mean and spread, from {least} marks of a judge on."),
        "t_score": _("Each judge's totals become standard scores around 50, from {least} marks of a judge on."),
    }
    return [(scale[step.to], {"least": step.least})]


def _name(stage: Stage, fact: str) -> str:
    return next((each.name for each in stage.facts if each.key == fact), fact)


SAID: Mapping[type, Callable[[Any, Stage, Shape], Words]] = {
    SumCriteria: _sum,
    TrimMean: _trim_mean,
    TrimTotal: _trim_total,
    MiddleMean: _middle,
    Round: _round,
    Times: _times,
    Add: _add,
    Votes: _votes,
    Deduct: _deduct,
    Standardise: _standardise,
}
