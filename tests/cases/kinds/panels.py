"""Judged contests: kinds of `judging.yaml` about panels: marks into scores."""

import re
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any

from shared.rules.exact import digits, mean
from shared.rules.judged.judgement import Deduction, Turn
from shared.rules.judged.pipeline import scores
from shared.rules.judged.rounding import Mode, shown, to_digits
from shared.rules.judged.rule_set import Criterion, Fact, PanelRule, Stage
from shared.rules.judged.steps import (
    Add,
    Deduct,
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
from tests.cases.kinds.case import Answer, Case

Rule = Mapping[str, Any]


def criterion(key: str) -> Criterion:
    return Criterion(key=key, name=key, maximum=Decimal(1000))


def stage_of(steps: Sequence[Step], keys: Sequence[str] = ("mark",), seats: int = 50, **fields: Any) -> Stage:
    return Stage(
        key="only",
        name="",
        criteria=tuple(map(criterion, keys)),
        steps=tuple(steps),
        panel=PanelRule(size=seats),
        **fields,
    )


def turn_of(marks: Sequence[Any], entry: str = "A", **fields: Any) -> Turn:
    """One criterion; a judge without a mark is missing."""
    seats = {f"J{seat}": mark for seat, mark in enumerate(marks, 1)}
    ballots = {seat: {"mark": Decimal(str(mark))} for seat, mark in seats.items() if mark is not None}
    return Turn(
        entry=entry, ballots=ballots, missing=dict.fromkeys(sorted(set(seats) - set(ballots)), "absent"), **fields
    )


def joining(rule: Rule) -> list[Step]:
    """What a case calls trim, agg, small_panel, tolerance and median."""
    if "tolerance" in rule:
        return [MiddleMean(Decimal(str(rule["tolerance"])))]
    if rule.get("agg") == "median":
        return [Median()]
    low, high = rule.get("trim", (1, 1) if "small_panel" in rule else (0, 0))
    if rule.get("agg") == "sum":
        return [TrimTotal(low, high) if low or high else Total()]
    if not low and not high:
        return [Mean()]
    small = rule.get("small_panel", "mean")
    return [TrimMean(low, high, rule.get("min_panel", 4 if small == "ijru" else low + high + 1), small)]


def steps_of(rule: Rule) -> list[Step]:
    steps: list[Step] = [SumCriteria(), *joining(rule)]
    factors = rule.get("times", rule.get("factor"))
    for factor in factors if isinstance(factors, list) else [factors]:
        if factor is not None:
            steps.append(Times(factor=Decimal(str(factor))))
    return steps


def value(stage: Stage, turn: Turn) -> Fraction:
    return scores(stage, [turn])[turn.entry].value


def like(number: Fraction, expected: object) -> str:
    """With as many digits as the case writes."""
    return str(shown(number, digits(Decimal(str(expected)))))


def panel(case: Case) -> Answer:
    stage = stage_of(steps_of(case["rule"]))
    cases = case["cases"]
    return (
        [str(each["out"]) for each in cases],
        [like(value(stage, turn_of(each["in"])), each["out"]) for each in cases],
    )


def ballots(case: Case) -> Answer:
    keys = list(case["sheet"])
    marks = {
        seat: dict(zip(keys, (Decimal(str(mark)) for mark in given), strict=True))
        for seat, given in case["marks"].items()
    }
    zero = dict.fromkeys(keys, Decimal(0))

    def got(name: str) -> Fraction:
        one = re.match(r"(j\d+)_(?:recused|absent)(_as_zero)?", name)
        trim = re.match(r"trim_(\d+)_(\d+)$", name)
        low, high = (int(trim[1]), int(trim[2])) if trim else (1, 1)
        given = dict(marks)
        if one:
            seat = one[1].upper()
            given = given | {seat: zero} if one[2] else {key: each for key, each in given.items() if key != seat}
        steps = [SumCriteria(), Mean() if name == "plain_mean" else TrimMean(low, high)]
        return value(stage_of(steps, keys), Turn(entry="A", ballots=given))

    found = scores(stage_of([SumCriteria(), Mean()], keys), [Turn(entry="A", ballots=marks)])["A"]
    expected = {name: str(out) for name, out in case["expect"].items()}
    totals = {seat: str(out) for seat, out in case["totals"].items()}
    return (
        (totals, expected),
        (
            {seat: like(found.totals[seat], out) for seat, out in totals.items()},
            {name: like(got(name), out) for name, out in expected.items()},
        ),
    )


def isu_segment(case: Case) -> Answer:
    """Each component: highest and lowest out, mean, round, times the factor, round; then added."""
    components = case["components"]
    joined: list[Step] = [TrimMean(), Round()]
    factored = [*joined, Times(factor=Decimal(str(case["factor"]))), Round(), SumCriteria()]

    def turn(zero: bool) -> Turn:
        columns: dict[str, dict[str, Decimal]] = {}
        for key, component in components.items():
            for seat, mark in enumerate(component["marks"], 1):
                if mark is not None or zero:
                    columns.setdefault(f"J{seat}", {})[key] = Decimal(str(mark or 0))
        facts = {"elements": Decimal(str(case["element_total"]))}
        deducted = [Decimal(str(case.get("deductions", 0)))]
        return Turn(entry="A", ballots=columns, facts=facts, deductions=tuple(Deduction("", each) for each in deducted))

    stage = stage_of(factored, list(components), facts=(Fact(key="elements", name=""),))
    whole = stage_of([*factored, Add("elements"), Deduct()], list(components), facts=stage.facts)
    found = scores(stage, [turn(False)])["A"]
    asked: dict[str, object] = {
        "panels": {key: each["panel"] for key, each in components.items()},
        "component_total": case["component_total"],
        "segment_total": case["segment_total"],
    }
    got: dict[str, object] = {
        "panels": {key: like(panels, components[key]["panel"]) for key, panels in found.workings[1].criteria.items()},
        "component_total": like(found.value, case["component_total"]),
        "segment_total": like(value(whole, turn(False)), case["segment_total"]),
    }
    if "wrong_if_rounded_once" in case:
        asked["once"] = case["wrong_if_rounded_once"]
        got["once"] = like(found.unrounded, case["wrong_if_rounded_once"])
    wrong = {key: each["wrong_if_zero"] for key, each in components.items() if "wrong_if_zero" in each}
    if wrong:
        zeros = scores(stage, [turn(True)])["A"].workings[1].criteria
        asked["zero"], got["zero"] = wrong, {key: like(zeros[key], out) for key, out in wrong.items()}
    return asked, got


def dive(rule: Rule, difficulty: object, marks: Sequence[Any]) -> Fraction:
    steps = [*steps_of(rule), Times(fact="difficulty")]
    stage = stage_of(steps, facts=(Fact(key="difficulty", name=""),), seats=len(marks))
    return value(stage, turn_of(marks, facts={"difficulty": Decimal(str(difficulty))}))


def dives(case: Case) -> Answer:
    given = case["dives"]
    return (
        {name: str(out) for name, (_difficulty, _marks, out) in given.items()},
        {name: like(dive(case["rule"], difficulty, marks), out) for name, (difficulty, marks, out) in given.items()},
    )


def dives_total(case: Case) -> Answer:
    """Every diver's dives under several rules, each with the totals it must give."""
    divers = case["divers"]
    rules = case.get("rules") or {"": case["rule"]}
    pairs = rules.items() if isinstance(rules, dict) else enumerate(rules)
    asked, got = {}, {}
    for name, rule in pairs:
        totals = next((rule[key] for key in ("totals", "expected", "out") if key in rule), None)
        if totals is None:
            totals = case["totals"][name] if name in case["totals"] else case["totals"]
        asked[name] = {diver: str(out) for diver, out in totals.items()}
        got[name] = {
            diver: like(sum((dive(rule, *each[:2]) for each in divers[diver]), Fraction()), out)
            for diver, out in totals.items()
        }
    return asked, got


def trim_level(case: Case) -> Answer:
    """Trimming totals, then trimming each criterion."""
    levels: dict[str, list[Step]] = {
        "total": [SumCriteria(), TrimMean(min_panel=3)],
        "criterion": [TrimMean(min_panel=3), SumCriteria()],
    }
    asked, got = {}, {}
    for name, expected in case.items():
        if name in ("A", "B") or not isinstance(expected, dict) or not set(expected) <= {"A", "B"}:
            continue
        steps = levels["criterion" if "criteri" in name else "total"]
        asked[name] = {entry: str(out) for entry, out in expected.items()}
        got[name] = {entry: like(_by_criteria(steps, case[entry]), out) for entry, out in expected.items()}
    return asked, got


def _by_criteria(steps: Sequence[Step], given: Any) -> Fraction:
    columns = given if isinstance(given, dict) else dict(enumerate(given))
    keys = [str(key) for key in columns]
    seats: dict[str, dict[str, Decimal]] = {}
    for key, marks in zip(keys, columns.values(), strict=True):
        named = marks if isinstance(marks, dict) else {f"J{seat}": mark for seat, mark in enumerate(marks, 1)}
        for seat, mark in named.items():
            seats.setdefault(seat, {})[key] = Decimal(str(mark))
    return value(stage_of(steps, keys), Turn(entry="A", ballots=seats))


def rounding(case: Case) -> Answer:
    exact = mean(Fraction(Decimal(str(mark))) for mark in case["kept"])
    modes: tuple[Mode, ...] = ("half_up", "half_even", "up", "down")
    asked = {mode: str(case[mode]) for mode in modes if mode in case}
    return asked, {
        mode: like(to_digits(exact, digits(Decimal(asked[mode])), mode), asked[mode]) for mode in modes if mode in case
    }


KINDS: dict[str, Callable[[Case], Answer]] = {
    "panel": panel,
    "ballots": ballots,
    "isu_segment": isu_segment,
    "dives": dives,
    "dives_total": dives_total,
    "trim_level": trim_level,
    "rounding": rounding,
}
