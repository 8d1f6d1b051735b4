"""From a case's short way of writing a panel's rule to a stage of the product, and a score from it."""

import re
from collections.abc import Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any

from shared.rules.judged.judgement import Deduction, Score, Turn
from shared.rules.judged.pipeline import scores
from shared.rules.judged.rule_set import Criterion, Fact, PanelRule, Stage
from shared.rules.judged.steps import (
    Ijru,
    Mean,
    Median,
    MiddleMean,
    Round,
    Step,
    SumCriteria,
    Times,
    Total,
    TrimMean,
    TrimTotal,
)
from tests.cases.kinds.exactly import decimal

Rule = Mapping[str, Any]
SUM = SumCriteria()
DIFFICULTY = "difficulty"
ENTRY = "entry"
MANY = Decimal(1_000_000)


def joining(rule: Rule) -> Step:
    """How judges become one: by `tolerance`, `small_panel`, `trim` and `agg`."""
    low, high = rule.get("trim", (0, 0))
    agg = rule.get("agg", "mean")
    if "tolerance" in rule:
        return MiddleMean(decimal(rule["tolerance"]))
    if agg == "median":
        return Median()
    if agg == "sum":
        return TrimTotal(low, high) if low or high else Total()
    if low or high:
        least = rule.get("min_panel", 4 if "small_panel" in rule else low + high + 1)
        return TrimMean(low, high, least, rule.get("small_panel", "mean"))
    return Ijru() if rule.get("small_panel") == "ijru" else Mean()


def ending(rule: Rule) -> list[Step]:
    """What comes after the judges are one: `times`, `digits` and the mode of `rounding`."""
    steps: list[Step] = []
    times = rule.get("times", rule.get("factor", ()))
    steps += [Times(factor=decimal(each)) for each in (times if isinstance(times, list | tuple) else [times])]
    if "digits" in rule:
        steps.append(Round(rule["digits"], rule.get("rounding", rule.get("mode", "half_up"))))
    return steps


def stage_with(steps: Sequence[Step], *criteria: str, size: int = 1, key: str = "stage") -> Stage:
    return Stage(
        key=key,
        name=key,
        criteria=tuple(Criterion(key=each, name=each, maximum=MANY) for each in criteria or ("mark",)),
        steps=tuple(steps),
        panel=PanelRule(size=size, reserves=0),
        facts=(Fact(key=DIFFICULTY, name=DIFFICULTY, default=Decimal(1)),),
    )


def turn(
    marks: Sequence[object] | Mapping[str, Sequence[object]],
    *,
    entry: str = ENTRY,
    facts: Mapping[str, Decimal] | None = None,
    deducted: object = 0,
) -> Turn:
    """One performance: a mark of each judge, or by criterion a mark of each; null is a judge without one."""
    by_criterion = marks if isinstance(marks, Mapping) else {"mark": marks}
    count = max(len(given) for given in by_criterion.values())
    ballots = {
        f"J{number + 1}": {key: decimal(given[number]) for key, given in by_criterion.items()}
        for number in range(count)
        if all(given[number] is not None for given in by_criterion.values())
    }
    missing = {f"J{number + 1}": "absent" for number in range(count) if f"J{number + 1}" not in ballots}
    taken = (Deduction("other", decimal(deducted)),) if decimal(deducted) else ()
    return Turn(entry=entry, ballots=ballots, missing=missing, facts=facts or {}, deductions=taken)


def score_of(steps: Sequence[Step], given: Turn) -> Score:
    criteria = next(iter(given.ballots.values())).keys()
    stage = stage_with(steps, *criteria, size=len(given.ballots) + len(given.missing))
    return scores(stage, [given])[given.entry]


def value_of(steps: Sequence[Step], given: Turn) -> Fraction:
    return score_of(steps, given).value


def rule_in(said: object, judges: int = 7) -> dict[str, Any]:
    """A rule from its settings, or from words such as `drop_1_1 x 0.6` or `trim 2+2`."""
    if isinstance(said, Mapping):
        return dict(said)
    trim = re.search(r"(\d)\s*[_+,/ ]\s*(\d)", str(said))
    times = re.search(r"(?:times|x|×|\*)[_ ]*(0[._]\d+|[1-9][._]\d+)", str(said))
    low, high = (int(trim.group(1)), int(trim.group(2))) if trim else (0, 0)
    three = Fraction(3, judges - low - high)
    factor = times.group(1).replace("_", ".") if times else str(Decimal(three.numerator) / three.denominator)
    return {"trim": [low, high], "agg": "sum", "times": factor}
