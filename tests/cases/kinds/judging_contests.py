"""Contests of one stage or several, and where the trim is made: kinds of `judging.yaml`."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any

from msgspec.structs import replace

from shared.rules.exact import digits
from shared.rules.judged.judgement import Turn
from shared.rules.judged.pipeline import scores
from shared.rules.judged.result import evaluate
from shared.rules.judged.rule_set import Advance, RuleSet
from shared.rules.judged.steps import Mean, Round, Step, Times
from tests.cases.kinds.case import Answer, Case
from tests.cases.kinds.exactly import as_written, decimal, is_number
from tests.cases.kinds.panel_rules import SUM, ending, joining, rule_in, stage_with, turn, value_of

Dive = tuple[object, Sequence[object]]


def one_stage(
    totals: Mapping[str, object],
    *,
    digits: int = 2,
    ties: tuple[str, ...] = ("shared",),
    advance: Advance | None = None,
) -> tuple[RuleSet, list[Turn]]:
    """A contest of one stage and one judge who gave these totals."""
    stage = replace(stage_with([SUM, Mean()]), advance=advance)
    rule_set = RuleSet(key="case", name="case", stages=(stage,), digits=digits, ties=ties)
    return rule_set, [turn([total], entry=str(entry)) for entry, total in totals.items()]


def scores_with(
    marks: Mapping[str, Sequence[object]], steps: Sequence[Step], full: object, votes: Mapping[str, int]
) -> dict[str, Fraction]:
    stage = stage_with(steps)
    stage = replace(stage, criteria=(replace(stage.criteria[0], maximum=decimal(full)),))
    turns = [replace(turn(given, entry=entry), votes=votes[entry]) for entry, given in marks.items()]
    return {entry: score.value for entry, score in scores(stage, turns).items()}


def trim_level(case: Case) -> Answer:
    """Whole totals trimmed against every criterion trimmed."""
    rule = {"trim": [1, 1], **rule_in(case.get("rule", {}))}
    ways: dict[str, list[Step]] = {
        "total": [SUM, joining(rule), *ending(rule)],
        "criterion": [joining(rule), SUM, *ending(rule)],
    }
    entries = {name: marks_of(given) for name, given in case.items() if name not in ("id", "kind", "src", "rule")}
    entries = {name: marks for name, marks in entries.items() if marks}
    found = {
        way: {name: value_of(steps, turn(marks)) for name, marks in entries.items()} for way, steps in ways.items()
    }
    asked: dict[str, object] = {}
    got: dict[str, object] = {}
    for path, expected in walk_leaves(
        {key: value for key, value in case.items() if key not in ("rule", "note", "src")}
    ):
        way = next((way for word in path for way in ways if way[:4] in word.lower()), None)
        if way is None:
            continue
        name = next((word for word in path if word in entries), None)
        if name and is_number(expected):
            asked[" ".join(path)], got[" ".join(path)] = decimal(expected), as_written(expected, found[way][name])
        elif isinstance(expected, list):
            order = sorted(found[way], key=lambda each: (-found[way][each], each))
            asked[" ".join(path)], got[" ".join(path)] = expected, order
        elif expected in entries:
            asked[" ".join(path)], got[" ".join(path)] = expected, max(found[way], key=lambda each: found[way][each])
    assert asked, "the case names no result"
    return asked, got


def marks_of(given: object) -> dict[str, list[object]]:
    """Marks by criterion, from a table by criterion or by judge."""
    if isinstance(given, list) and given and all(isinstance(row, list) for row in given):
        return {f"c{number}": row for number, row in enumerate(given)}
    if not isinstance(given, Mapping):
        return {}
    inner = next((given[key] for key in ("marks", "criteria") if key in given), given)
    if isinstance(inner, list):
        return marks_of(inner)
    rows = {name: row for name, row in inner.items() if isinstance(row, list | Mapping)}
    if not rows:
        return {}
    if all(re.fullmatch(r"[Jj]\d+", name) for name in rows):
        keys = list(next(iter(rows.values())))
        if isinstance(next(iter(rows.values())), Mapping):
            return {key: [row[key] for row in rows.values()] for key in keys}
        return {f"c{column}": [row[column] for row in rows.values()] for column in range(len(keys))}
    return {name: list(row.values()) if isinstance(row, Mapping) else row for name, row in rows.items()}


def walk_leaves(given: object, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], Any]]:
    if isinstance(given, Mapping):
        for name, inner in given.items():
            yield from walk_leaves(inner, (*path, str(name)))
    elif not isinstance(given, list) or all(isinstance(each, str) and not is_number(each) for each in given):
        yield path, given


def stages(case: Case) -> Answer:
    """Weighted stages: rounded once at the end, or where the name of the result says so the parts by themselves."""
    told = {key: value for key, value in case.items() if key not in ("id", "kind", "src", "note")}
    weights = weights_in(told)
    asked: dict[str, object] = {}
    got: dict[str, object] = {}
    entries = list(parts_in(told, weights))
    for name, parts, own in entries:
        for key, value in (own | results_of(told, name, alone=len(entries) == 1, weights=weights)).items():
            way = f"{name} {key}".strip()
            asked[way] = decimal(value)
            got[way] = as_written(value, weighted(weights, parts, key, digits(decimal(value))))
    assert asked, "the case names no total"
    return asked, got


SCORE = ("score", "total", "value", "in", "out")


def mappings(given: object, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], dict[str, Any]]]:
    """Every table of the case, lists by their numbers."""
    if isinstance(given, Mapping | list):
        found = named(given)
        yield path, found
        for name, inner in found.items():
            yield from mappings(inner, (*path, name))


def weights_in(told: Mapping[str, Any]) -> dict[str, Any]:
    """From `weights`, or from the stages' own `weight`."""
    for _path, found in mappings(told):
        if "weights" in found:
            return named(found["weights"])
        if found and all(isinstance(each, Mapping) and "weight" in each for each in found.values()):
            return {key: each["weight"] for key, each in found.items()}
    raise AssertionError("the case names no weights")


def parts_in(
    told: Mapping[str, Any], weights: Mapping[str, Any]
) -> Iterator[tuple[str, dict[str, object], dict[str, Any]]]:
    """Each entry's name, its parts and the results that stand beside them."""
    for path, found in mappings(told):
        if not set(weights) <= set(found) or "weights" in path:
            continue
        parts = {key: part_of(found[key]) for key in weights}
        if all(is_number(part) for part in parts.values()):
            name = path[-1] if path and path[-1] not in ("in", "scores", "parts", "stages") else ""
            yield name, parts, numbers_of(found, weights)


def part_of(given: object) -> object:
    return next((given[key] for key in SCORE if key in given), None) if isinstance(given, Mapping) else given


def numbers_of(given: Mapping[str, Any], weights: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in given.items() if is_number(value) and key not in (*weights, "digits")}


def results_of(told: Mapping[str, Any], name: str, *, alone: bool, weights: Mapping[str, Any]) -> dict[str, Any]:
    """Results that stand elsewhere: by the entry's name, or of the whole case where there is only one entry."""
    found = {
        path[-1]: each[name]
        for path, each in mappings(told)
        if path and name in each and is_number(each[name]) and path[-1] != "weights"
    }
    if alone:
        for path, each in mappings(told):
            if path in ((), ("stages",)):
                found |= numbers_of(each, weights)
    return found


def named(given: Mapping[str, Any] | list[Any]) -> dict[str, Any]:
    return {str(key): each for key, each in (given.items() if isinstance(given, Mapping) else enumerate(given))}


def weighted(weights: Mapping[str, object], parts: Mapping[str, object], way: str, shown: int) -> Fraction:
    """By a rule set of as many stages. Parts already that short are rounded once weighted, longer ones before."""
    by_parts = "part" in way or "each" in way
    short = all(digits(decimal(part)) <= shown for part in parts.values())
    built, turns = [], {}
    for key, weight in weights.items():
        share = decimal(weight) / 100 if decimal(weight) > 1 else decimal(weight)
        rounds: list[Step] = [Round(shown)] if by_parts else []
        steps: list[Step] = [Times(factor=share), *rounds] if by_parts and short else rounds
        stage = stage_with([SUM, Mean(), *steps], key=f"s{key}")
        built.append(replace(stage, weight=Decimal(1) if by_parts and short else share))
        turns[stage.key] = [turn([parts[key]])]
    (line,) = evaluate(RuleSet(key="case", name="case", stages=tuple(built), digits=shown), turns)
    return Fraction(line.total)


KINDS: dict[str, Callable[[Case], Answer]] = {
    "trim_level": trim_level,
    "stages": stages,
}
