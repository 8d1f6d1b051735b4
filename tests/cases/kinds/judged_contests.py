"""Judged contests: kinds of `judging.yaml` about time, votes, stages, places and prizes."""

import re
from collections.abc import Callable, Mapping
from decimal import Decimal
from fractions import Fraction
from itertools import groupby
from typing import Any

from shared.rules.exact import digits
from shared.rules.judged.advance import advancing
from shared.rules.judged.judgement import Turn
from shared.rules.judged.pipeline import scores
from shared.rules.judged.result import evaluate
from shared.rules.judged.rule_set import Advance, Criterion, RuleSet, Stage, TimeLimit
from shared.rules.judged.steps import Borda, Mean, RankSum, Round, Skating, Step, SumCriteria, Votes
from shared.rules.judged.time_limits import time_deduction
from shared.rules.model import PrizeTier
from shared.rules.prizes import Rounding, quota
from tests.cases.kinds.case import Answer, Case
from tests.cases.kinds.panels import criterion, like, stage_of, turn_of


def _seconds(clock: str) -> int:
    minutes, seconds = clock.split(":")
    return int(minutes) * 60 + int(seconds)


def overtime(case: Case) -> Answer:
    outside = re.search(r"under ([\d:]+) or over ([\d:]+) -> (\S+)", case["rule"])
    each_minute = re.search(r"limit ([\d:]+), (\S+) per minute", case["rule"])
    limits: dict[str, TimeLimit] = {}
    if outside:
        least, most, points = _seconds(outside[1]), _seconds(outside[2]), Decimal(outside[3])
        limits[""] = TimeLimit(least=least, most=most, flat=points)
    elif each_minute:
        most, points = _seconds(each_minute[1]), Decimal(each_minute[2])
        limits["full_minutes"] = TimeLimit(most=most, per_minute=points, minutes="full")
        limits["started_minutes"] = TimeLimit(most=most, per_minute=points, minutes="started")

    def got(clock: str, expected: object) -> object:
        if isinstance(expected, dict):
            return {name: time_deduction(limits[name], _seconds(clock)) for name in expected}
        return time_deduction(limits[""], _seconds(clock))

    return case["cases"], {clock: got(clock, expected) for clock, expected in case["cases"].items()}


def contest(weights: Mapping[str, Any], parts: Mapping[str, Any], round_parts: int | None) -> Fraction:
    """A total over stages, each stage's score given as one judge's mark."""
    last: list[Step] = [SumCriteria(), Mean()] if round_parts is None else [SumCriteria(), Mean(), Round(round_parts)]
    stages = tuple(
        Stage(key=key, name="", criteria=(criterion("mark"),), steps=tuple(last), weight=Decimal(str(weights[key])))
        for key in weights
    )
    rule_set = RuleSet(key="x", name="", stages=stages)
    return evaluate(rule_set, {key: [turn_of([parts[key]])] for key in weights})[0].exact


def stages(case: Case) -> Answer:
    """Weighted stages, rounded once at the end, or their parts too."""
    weights = case.get("weights") or {"prelim": "0.3", "final": "0.7"}
    parts = case.get("scores") or case.get("parts") or case
    names = [name for name in case if name not in ("id", "kind", "src", "note", "rule", "weights", "scores", "parts")]
    asked = {name: str(case[name]) for name in names if name not in weights}
    got = {}
    for name, expected in asked.items():
        inner = digits(Decimal(expected)) if "part" in name or "each" in name or "stage" in name else None
        got[name] = like(contest(weights, parts, inner), expected)
    return asked, got


def vote_mix(case: Case) -> Answer:
    found = re.search(r"judges (\d+), votes (\d+)", case["rule"])
    assert found
    mixed = Votes(judges=Decimal(found[1]), votes=Decimal(found[2]))
    stage = Stage(
        key="only",
        name="",
        criteria=(Criterion(key="mark", name="", maximum=Decimal(100)),),
        steps=(SumCriteria(), Mean(), mixed),
    )
    entries = {key: each for key, each in case.items() if isinstance(each, dict) and "judges" in each}
    turns = [turn_of([each["judges"]], entry, votes=each["votes"]) for entry, each in entries.items()]
    got = scores(stage, turns)
    return (
        {entry: str(each["out"]) for entry, each in entries.items()},
        {entry: like(got[entry].value, each["out"]) for entry, each in entries.items()},
    )


def one_stage(*, advance: Advance | None = None, ties: tuple[str, ...] = ("unrounded", "shared")) -> RuleSet:
    stage = Stage(key="only", name="", criteria=(criterion("mark"),), steps=(SumCriteria(), Mean()), advance=advance)
    return RuleSet(key="x", name="", stages=(stage,), ties=ties)


def rank(case: Case) -> Answer:
    given = case["rank"]
    lines = evaluate(one_stage(), {"only": [turn_of([score], entry) for entry, score in given["in"].items()]})
    return given["out"], {line.entry: line.first for line in lines}


def prizes(case: Case) -> Answer:
    given = case["prizes"]
    modes: dict[str, Rounding] = {"floor": "down", "half_up": "half_up", "ceil": "up"}
    tiers = [PrizeTier(str(ratio), share=Decimal(str(ratio)) / 100) for ratio in given["ratios"]]
    asked = {mode: given[mode] for mode in modes if mode in given}
    return asked, {mode: [quota(tier, given["n"], modes[mode]) for tier in tiers] for mode in asked}


def advance(case: Case) -> Answer:
    given = case["advance"]
    turns = [turn_of([score], entry) for entry, score in given["scores"].items()]

    def going_on(boundary: Any) -> list[str]:
        rule_set = one_stage(advance=Advance(count=given["limit"], boundary=boundary))
        return list(advancing(rule_set, "only", {"only": turns}))

    asked = {boundary: given[boundary] for boundary in ("admit_all", "ties", "none") if boundary in given}
    got: dict[str, object] = {boundary: going_on(boundary) for boundary in asked}
    if "tie_chain_needed" in given:
        asked["tie_chain_needed"] = given["tie_chain_needed"]
        got["tie_chain_needed"] = len(going_on("admit_all")) != given["limit"]
    return asked, got


def ordinals(case: Case) -> Answer:
    """Judges' places joined by the sum of places, Borda or the skating system, best first, equals together."""
    steps: dict[str, Step] = {"rank_sum": RankSum(), "borda": Borda(), "skating": Skating(), "majority": Skating()}
    table = case.get("ranks") or case["places"]
    by_entry = _by_entry(table, list(case.get("entries", ())))
    turns = [
        Turn(entry=entry, ballots={seat: {"mark": -Decimal(str(place))} for seat, place in given.items()})
        for entry, given in by_entry.items()
    ]
    asked = {name: _levels_of(case[name]) for name in steps if name in case}
    got = {}
    for name in asked:
        found = scores(stage_of([SumCriteria(), steps[name]]), turns)
        ordered = sorted(found, key=lambda entry: (-found[entry].value, entry))
        got[name] = [sorted(equal) for _, equal in groupby(ordered, key=lambda entry: found[entry].value)]
    return asked, got


def _by_entry(table: Mapping[str, Any], entries: list[str]) -> dict[str, dict[str, Any]]:
    """From `judge: {entry: place}`, or `judge: [places]` in the order of the entries."""
    found: dict[str, dict[str, Any]] = {}
    for judge, given in table.items():
        named = given if isinstance(given, dict) else dict(zip(entries or _letters(len(given)), given, strict=True))
        for entry, place in named.items():
            found.setdefault(str(entry), {})[str(judge)] = place
    return found


def _letters(number: int) -> list[str]:
    return [chr(ord("A") + index) for index in range(number)]


def _levels_of(expected: Any) -> list[list[str]]:
    if isinstance(expected, dict):
        ordered = sorted(expected, key=lambda entry: (expected[entry], entry))
        return [sorted(equal) for _, equal in groupby(ordered, key=lambda entry: expected[entry])]
    return [sorted(map(str, each)) if isinstance(each, list) else [str(each)] for each in expected]


KINDS: dict[str, Callable[[Case], Answer]] = {
    "overtime": overtime,
    "stages": stages,
    "vote_mix": vote_mix,
    "rank": rank,
    "prizes": prizes,
    "advance": advance,
    "ordinals": ordinals,
}
