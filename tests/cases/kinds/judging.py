"""Panels, ballots and what follows from them: kinds of `judging.yaml`."""

import re
from collections.abc import Callable, Mapping
from fractions import Fraction
from typing import Any

from shared.rules.exact import digits
from shared.rules.judged.advance import advancing
from shared.rules.judged.marks import judge_total
from shared.rules.judged.result import stage_ranking
from shared.rules.judged.rule_set import Advance, TimeLimit
from shared.rules.judged.steps import Add, Deduct, Mean, Median, Round, Step, Times, TrimMean, Votes
from shared.rules.judged.time_limits import time_deduction
from shared.rules.model import PrizeTier
from shared.rules.prizes import quotas
from tests.cases.kinds import judging_contests, judging_dives, judging_statistics
from tests.cases.kinds.case import Answer, Case
from tests.cases.kinds.exactly import all_as_written, as_written, decimal
from tests.cases.kinds.panel_rules import SUM, ending, joining, score_of, stage_with, turn, value_of

MODES = {"half_up": "half_up", "half_even": "half_even", "floor": "down", "down": "down", "ceil": "up", "up": "up"}


def panel(case: Case) -> Answer:
    steps = [SUM, joining(case["rule"]), *ending(case["rule"])]
    asked = [decimal(each["out"]) for each in case["cases"]]
    return asked, [as_written(each["out"], value_of(steps, turn(each["in"]))) for each in case["cases"]]


def isu_segment(case: Case) -> Answer:
    """Each component trimmed, rounded, times the factor, rounded again; then added (book of judged contests 5.2)."""
    given = {name: component["marks"] for name, component in case["components"].items()}
    trim, factor, two = TrimMean(*case.get("trim", (1, 1))), Times(factor=decimal(case["factor"])), Round()
    facts = {"elements": decimal(case.get("element_total", 0))}
    told = turn(given, facts=facts, deducted=abs(decimal(case.get("deductions", 0))))
    score = score_of([trim, two, factor, two, SUM, Add("elements"), Deduct()], told)
    zeros = turn({name: [mark or 0 for mark in marks] for name, marks in given.items()})
    if_zero = score_of([trim, two, SUM], zeros).workings[1].criteria
    asked: dict[str, object] = {}
    got: dict[str, object] = {}
    for name, component in case["components"].items():
        asked[name] = [decimal(component[key]) for key in ("panel", "wrong_if_zero") if key in component]
        found = {"panel": score.workings[1].criteria[name], "wrong_if_zero": if_zero[name]}
        got[name] = [as_written(component[key], value) for key, value in found.items() if key in component]
    found = {
        "component_total": score.workings[4].value or Fraction(),
        "segment_total": score.value,
        "wrong_if_rounded_once": value_of([trim, factor, SUM, two], told),
    }
    expected, totals = all_as_written({key: case[key] for key in found if key in case}, found)
    return asked | expected, got | totals


def ballots(case: Case) -> Answer:
    sheet = list(case["sheet"])
    given = {seat: dict(zip(sheet, map(decimal, marks), strict=True)) for seat, marks in case["marks"].items()}
    stage = stage_with([], *sheet)
    asked, got = all_as_written(
        case.get("totals", {}), {seat: Fraction(judge_total(stage, marks)) for seat, marks in given.items()}
    )
    for name, expected in case.get("expect", {}).items():
        asked[name] = decimal(expected)
        got[name] = as_written(expected, value_of(named_steps(name, case), turn(by_criterion(name, case))))
    return asked, got


def named_steps(name: str, case: Case) -> list[Step]:
    """`trim_1_1`, `criterion_trim_1_1`, `plain_mean`, `median`; for a seat left out the trimmed mean the case names."""
    if "median" in name:
        return [SUM, Median()]
    if "plain" in name or name in ("mean", "untrimmed_mean"):
        return [SUM, Mean()]
    named = re.search(r"trim_(\d)_(\d)", " ".join([name, *case["expect"]]))
    low, high = (int(named.group(1)), int(named.group(2))) if named else (1, 1)
    join = joining(
        {"trim": [low, high], **case.get("rule", {})} if not named or name[0] == "j" else {"trim": [low, high]}
    )
    steps: list[Step] = [join, SUM] if "crit" in name else [SUM, join]
    return [*steps, *ending(case.get("rule", {}))]


def by_criterion(name: str, case: Case) -> dict[str, list[object]]:
    """The marks by criterion; seats that a name such as `j4_recused` or `j2_j6_absent` has are missing, or zero."""
    out = {f"J{number}" for number in re.findall(r"(?:^|_)j(\d+)(?=_)", name)}
    instead = 0 if "as_zero" in name else None
    return {
        criterion: [instead if seat in out else marks[column] for seat, marks in case["marks"].items()]
        for column, criterion in enumerate(case["sheet"])
    }


def rounding(case: Case) -> Answer:
    kept = next(case[key] for key in ("kept", "marks", "in", "value", "values") if key in case)
    given = turn(kept if isinstance(kept, list) else [kept])
    modes = {name: case[name] for name in MODES if name in case}
    asked = {name: decimal(expected) for name, expected in modes.items()}
    got = {
        name: value_of([SUM, Mean(), Round(digits(decimal(expected)), MODES[name])], given)  # type: ignore[arg-type]
        for name, expected in modes.items()
    }
    return asked, {name: as_written(modes[name], value) for name, value in got.items()}


def overtime(case: Case) -> Answer:
    limits = {"full_minutes": limit_in(case["rule"], "full"), "started_minutes": limit_in(case["rule"], "started")}
    usual = limits["full_minutes" if "full" in case["rule"] else "started_minutes"]
    asked: dict[str, object] = {}
    got: dict[str, object] = {}
    for clock, expected in case["cases"].items():
        if isinstance(expected, Mapping):
            asked[clock] = {name: decimal(points) for name, points in expected.items()}
            got[clock] = {name: time_deduction(limits[name], seconds(clock)) for name in expected}
        else:
            asked[clock], got[clock] = decimal(expected), time_deduction(usual, seconds(clock))
    return asked, got


def limit_in(words: str, minutes: str) -> TimeLimit:
    """`under 18:00 or over 20:00 -> 5`, `limit 20:00, 1 per minute over`, `… at most 5`."""

    def said(pattern: str) -> str | None:
        found = re.search(pattern, words)
        return found.group(1) if found else None

    least, most = said(r"under (\d+:\d\d)"), said(r"(?:over|limit) (\d+:\d\d)")
    flat, each, ceiling = said(r"-> ?-?([\d.]+)"), said(r"([\d.]+) per"), said(r"(?:at most|max) ([\d.]+)")
    return TimeLimit(
        least=seconds(least) if least else None,
        most=seconds(most) if most else None,
        flat=decimal(flat) if flat else None,
        per_minute=decimal(each) if each else None,
        minutes=minutes,  # type: ignore[arg-type]
        ceiling=decimal(ceiling) if ceiling else None,
    )


def seconds(clock: object) -> int:
    minutes, _colon, rest = str(clock).rpartition(":")
    return int(minutes or 0) * 60 + int(rest)


def vote_mix(case: Case) -> Answer:
    shares = re.search(r"judges (\d+)\D+votes (\d+)", case["rule"])
    assert shares
    entries = {name: given for name, given in case.items() if isinstance(given, Mapping) and "votes" in given}
    judged = judging_contests.scores_with(
        {name: [given["judges"]] for name, given in entries.items()},
        [SUM, Mean(), Votes(decimal(shares.group(1)), decimal(shares.group(2)))],
        full=case.get("full", case.get("max", 100)),
        votes={name: given["votes"] for name, given in entries.items()},
    )
    return all_as_written({name: given["out"] for name, given in entries.items()}, judged)


def rank(case: Case) -> Answer:
    given = case.get("rank", case)
    shown = given.get("digits", max(digits(decimal(total)) for total in given["in"].values()))
    rule_set, turns = judging_contests.one_stage(given["in"], digits=shown, ties=tuple(given.get("ties", ("shared",))))
    lines = stage_ranking(rule_set, "stage", turns)
    return given["out"], {line.entry: line.first for line in sorted(lines, key=lambda line: line.entry)}


def prizes(case: Case) -> Answer:
    given = case.get("prizes", case)
    named = [str(place) for place in range(len(given["ratios"]))]
    tiers = [PrizeTier(name, share=share_of(each)) for name, each in zip(named, given["ratios"], strict=True)]
    modes = {name: given[name] for name in MODES if name in given}
    got = {}
    for name in modes:
        numbers = quotas(tiers, given["n"], MODES[name], given.get("least_first", given.get("min_first", 0)))  # type: ignore[arg-type]
        got[name] = [numbers[tier] for tier in named]
    return modes, got


def share_of(typed: object) -> Any:
    share = decimal(typed)
    return share / 100 if share >= 1 else share


def advance(case: Case) -> Answer:
    given = case.get("advance", case)
    asked: dict[str, object] = {}
    got: dict[str, object] = {}

    def through(boundary: str) -> list[str]:
        rule = Advance(count=given["limit"], boundary=boundary)  # type: ignore[arg-type]
        ties = tuple(given.get("tie_order", ("shared",)))
        rule_set, turns = judging_contests.one_stage(given["scores"], advance=rule, ties=ties)
        return sorted(advancing(rule_set, "stage", {"stage": turns}))

    for boundary in ("admit_all", "ties", "none"):
        if boundary in given:
            asked[boundary], got[boundary] = sorted(given[boundary]), through(boundary)
    if "tie_chain_needed" in given:
        asked["tie_chain_needed"] = given["tie_chain_needed"]
        got["tie_chain_needed"] = len(through("admit_all")) > given["limit"]
    return asked, got


KINDS: dict[str, Callable[[Case], Answer]] = {
    "panel": panel,
    "isu_segment": isu_segment,
    "ballots": ballots,
    "rounding": rounding,
    "overtime": overtime,
    "vote_mix": vote_mix,
    "rank": rank,
    "prizes": prizes,
    "advance": advance,
    **judging_contests.KINDS,
    **judging_dives.KINDS,
    **judging_statistics.KINDS,
}
