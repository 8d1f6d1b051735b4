"""Short forms for stages, marks and turns in tests of judged contests."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any

from shared.rules.judged.judgement import Line, Turn
from shared.rules.judged.pipeline import scores
from shared.rules.judged.rule_set import Criterion, RuleSet, Stage
from shared.rules.judged.steps import Mean, Step, SumCriteria

PLAIN: tuple[Step, ...] = (SumCriteria(), Mean())


def stage(*steps: Step, criteria: Mapping[str, int] | None = None, **fields: Any) -> Stage:
    """A stage of these steps; one criterion of 100 unless said."""
    named = criteria or {"mark": 100}
    sheet = tuple(Criterion(key=key, name=key.title(), maximum=Decimal(most)) for key, most in named.items())
    return Stage(**({"key": "final", "name": "Final", "criteria": sheet, "steps": steps or PLAIN} | fields))


def rule_set(*stages: Stage, **fields: Any) -> RuleSet:
    return RuleSet(**({"key": "test", "name": "Test", "stages": stages or (stage(),)} | fields))


def turn(entry: str, marks: Sequence[str | int], **fields: Any) -> Turn:
    """One mark of each judge J1, J2, ..."""
    ballots = {f"J{seat}": {"mark": Decimal(mark)} for seat, mark in enumerate(marks, 1)}
    return Turn(**({"entry": entry, "ballots": ballots} | fields))


def sheets(entry: str, marks: Mapping[str, Sequence[str | int]], **fields: Any) -> Turn:
    """Criterion -> each judge's mark."""
    seats = range(len(next(iter(marks.values()))))
    ballots = {f"J{seat + 1}": {key: Decimal(given[seat]) for key, given in marks.items()} for seat in seats}
    return Turn(**({"entry": entry, "ballots": ballots} | fields))


def one_stage(scores: Mapping[str, Any]) -> dict[str, list[Turn]]:
    """A final in which one judge gave everyone so much."""
    return {"final": [turn(entry, [score]) for entry, score in scores.items()]}


def places(lines: Sequence[Line]) -> dict[str, int]:
    return {line.entry: line.first for line in lines}


def prizes(lines: Sequence[Line]) -> dict[str, str]:
    return {line.entry: line.prize for line in lines if line.prize}


def value(rule: Stage, judged: Turn) -> Fraction:
    """The score of a turn alone on its stage."""
    return scores(rule, [judged])[judged.entry].value
