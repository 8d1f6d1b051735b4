"""Which of several equal entries is placed before the other: the rule's keys in order. Knows scores, no marks.

Source: book of judged contests 1.6 (no notice states a tie order; so it is an ordered list) and 1.7.
A key for which one of the equal has no value splits none of them: missing is never the lowest.
"""

from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction

from msgspec import Struct

from shared.rules.judged.judgement import Score
from shared.rules.judged.rule_set import RuleSet

PLAIN = ("unrounded", "published", "untrimmed_mean", "median", "chief", "fewer_deductions", "shared")
"""Keys without a name behind them; `stage:` and `part:` have one."""


class Standing(Struct, frozen=True, kw_only=True):
    """An entry with what it is ranked by."""

    entry: str
    stage: str
    """The last stage it took part in."""
    panel: str
    scores: Mapping[str, Score]
    """Stage -> score."""
    weights: Mapping[str, Fraction]
    """Stage -> its weight in the total that ranks this entry."""
    published: Fraction
    """The total rounded as shown."""


def split(rule_set: RuleSet, equal: Sequence[Standing]) -> list[tuple[list[Standing], str]]:
    """The equal in groups, best first, each with the key that split it off last; those in a group share a place."""
    groups: list[tuple[list[Standing], str]] = [(sorted(equal, key=lambda each: each.entry), "")]
    for key in rule_set.ties:
        if key == "shared":
            break
        groups = [part for group, by in groups for part in _split(rule_set, group, by, key)]
    return groups


def _split(rule_set: RuleSet, group: list[Standing], by: str, key: str) -> list[tuple[list[Standing], str]]:
    values = {each.entry: value_of(rule_set, each, key) for each in group}
    given = {value for value in values.values() if value is not None}
    if len(given) < 2 or None in values.values():
        return [(group, by)]
    return [([each for each in group if values[each.entry] == value], key) for value in sorted(given, reverse=True)]


def value_of(rule_set: RuleSet, standing: Standing, key: str) -> Fraction | None:
    """What a key compares, more being better; None where the entry has no such value."""
    kind, _colon, name = key.partition(":")
    if kind == "published":
        return standing.published
    if kind == "stage":
        score = standing.scores.get(name)
        return None if score is None else score.value
    if kind == "part":
        return _part(rule_set, standing, name)
    return _weighted(standing, WEIGHTED[kind])


WEIGHTED: Mapping[str, Callable[[Score], Fraction | None]] = {
    "unrounded": lambda score: score.unrounded,
    "untrimmed_mean": lambda score: score.untrimmed_mean,
    "median": lambda score: score.median,
    "chief": lambda score: score.chief,
    "fewer_deductions": lambda score: -Fraction(score.deducted),
}


def _weighted(standing: Standing, of: Callable[[Score], Fraction | None]) -> Fraction | None:
    total = Fraction()
    for stage, weight in standing.weights.items():
        value = of(standing.scores[stage])
        if value is None:
            return None
        total += weight * value
    return total


def _part(rule_set: RuleSet, standing: Standing, criterion: str) -> Fraction | None:
    """The mean of a criterion in the last stage that has it."""
    for stage in reversed(rule_set.stages):
        score = standing.scores.get(stage.key)
        if score is not None and criterion in score.criteria:
            return score.criteria[criterion]
    return None
