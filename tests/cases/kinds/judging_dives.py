"""Dives and what they add up to: kinds of `judging.yaml`."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from fractions import Fraction
from typing import Any

from shared.rules.judged.judgement import Turn
from shared.rules.judged.result import evaluate
from shared.rules.judged.rule_set import RuleSet
from shared.rules.judged.steps import Step, Times
from tests.cases.kinds.case import Answer, Case
from tests.cases.kinds.exactly import all_as_written, as_written, decimal, is_number
from tests.cases.kinds.judging_statistics import agreement_numbers
from tests.cases.kinds.panel_rules import DIFFICULTY, SUM, ending, joining, rule_in, stage_with, turn, value_of

Dive = Sequence[Any]
"""Difficulty and the marks of the judges."""


def dives(case: Case) -> Answer:
    steps = dive_steps(case["rule"])
    asked = {name: decimal(dive[2]) for name, dive in case["dives"].items()}
    got = {
        name: as_written(official, value_of(steps, dived(factor, marks)))
        for name, (factor, marks, official) in case["dives"].items()
    }
    if "derived" not in case:
        return asked, got
    rows = {name: dive[1] for name, dive in case["dives"].items()}
    told, found = agreement_numbers(case["derived"], rows)
    return (asked, told), (got, found)


def dive_steps(rule: Mapping[str, Any]) -> list[Step]:
    return [SUM, joining(rule), Times(fact=DIFFICULTY), *ending(rule)]


def dived(factor: object, marks: Sequence[object], entry: str = "entry") -> Turn:
    return turn(marks, entry=entry, facts={DIFFICULTY: decimal(factor)})


def dives_total(case: Case) -> Answer:
    divers: Mapping[str, Any] = case["divers"]
    asked: dict[str, object] = {}
    got: dict[str, object] = {}
    for name, rule, expected in ruled(case, set(divers)):
        found = totals_of(divers, rule)
        asked[name], got[name] = all_as_written(expected, found)
    assert asked, "the case names no totals"
    return asked, got


def ruled(case: Case, divers: set[str]) -> Iterator[tuple[str, dict[str, Any], dict[str, object]]]:
    """Each rule of the case with the totals it must give, whether these stand inside the rule or beside it."""
    rules = {name: rule_in(rule) for name, rule in found_rules(case)}
    for path, expected in found_totals(case, divers):
        own = [name for name in rules if path[: len(name)] == name]
        words = [part for part in path if isinstance(part, str)]
        same = [name for name in rules if alike(name, path)]
        best = next(iter([*own, *same]), None)
        single = next(iter(rules), None) if len(rules) == 1 else None
        chosen = best if best is not None else single
        yield " ".join(map(str, path)), rules[chosen] if chosen is not None else rule_in(words[-1]), expected


Path = tuple[str | int, ...]


def alike(rule: Path, totals: Path) -> bool:
    """Whether `rules.trim_2_2` and `totals.trim_2_2`, or `rule_2000` and `totals_2000`, belong together."""
    return bool(rule) and (rule[-1] in totals or (bool(suffix(rule)) and suffix(rule) == suffix(totals)))


def suffix(path: Path) -> str:
    """What follows the first word of the last name: `2000` of `rule_2000` and of `totals_2000`."""
    return str(path[-1]).partition("_")[2] if path else ""


def walk(given: object, path: Path = ()) -> Iterator[tuple[Path, Mapping[str, Any] | str]]:
    if isinstance(given, str):
        yield path, given
    if isinstance(given, Mapping):
        yield path, given
        for name, inner in given.items():
            if name != "divers":
                yield from walk(inner, (*path, str(name)))
    if isinstance(given, list):
        for number, inner in enumerate(given):
            yield from walk(inner, (*path, number))


def found_rules(case: Case) -> Iterator[tuple[Path, object]]:
    for path, each in walk(case):
        named = any("rule" in str(part) for part in path)
        words = isinstance(each, str) and named and re.search(r"\d\s*\+\s*\d", each)
        if words or (isinstance(each, Mapping) and ("trim" in each or "agg" in each)):
            yield path, each


def found_totals(case: Case, divers: set[str]) -> Iterator[tuple[Path, dict[str, object]]]:
    for path, each in walk(case):
        if isinstance(each, Mapping):
            totals = {name: value for name, value in each.items() if name in divers and is_number(value)}
            if totals:
                yield path, totals


def totals_of(divers: Mapping[str, Sequence[Dive]], rule: Mapping[str, Any]) -> dict[str, Fraction]:
    """The contest's totals: each dive a stage that counts in full."""
    most = max(len(given) for given in divers.values())
    seats = max(len(dive[1]) for given in divers.values() for dive in given)
    stages = [stage_with(dive_steps(rule), size=seats, key=f"dive{number}") for number in range(most)]
    turns = {
        stage.key: [
            dived(given[number][0], given[number][1], name) for name, given in divers.items() if number < len(given)
        ]
        for number, stage in enumerate(stages)
    }
    lines = evaluate(RuleSet(key="case", name="case", stages=tuple(stages)), turns)
    return {line.entry: line.exact for line in lines}


KINDS: dict[str, Callable[[Case], Answer]] = {"dives": dives, "dives_total": dives_total}
