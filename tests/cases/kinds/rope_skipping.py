"""Counts and performances: kinds of `rope_skipping.yaml`."""

from collections.abc import Callable
from decimal import Decimal

from msgspec.structs import replace

from shared.rules.counting import (
    best,
    combined,
    counted,
    deduction,
    normalised,
    normalised_sums,
    overall,
    rank,
    rank_sums,
    too_far_apart,
)
from shared.rules.exact import fraction, rounded
from shared.rules.model import Counting, Performance
from shared.rules.places import levels, ranked
from shared.rules.plan import Placing
from shared.rules.prizes import awarded
from shared.rules.sports.rope_skipping import PRESETS
from tests.cases.kinds.case import Answer, Case

COMBINE = {"ijru": "ijru", "mean": "mean", "single": "single"}


def decimals(values: dict[str, object]) -> dict[str, Decimal]:
    return {name: Decimal(str(value)) for name, value in values.items()}


def counting_named(rules: str) -> Counting:
    """The settings of the notice of this name."""
    for preset in PRESETS.values():
        if preset.key == rules or rules.split("_", maxsplit=1)[0] in preset.key.split("_")[1:]:
            assert preset.regulation.counting
            return preset.regulation.counting
    return Counting(combine=COMBINE.get(rules, "ijru"))  # type: ignore[arg-type]


def judge_combine(case: Case) -> Answer:
    got = combined(counting_named(case["rules"]), case["counts"])
    return Decimal(str(case["expected"])), rounded(got)


def speed_result(case: Case) -> Answer:
    legs = case.get("legs", 4)
    settings = counting_named(case["rules"])
    settings = replace(settings, false_switches=legs - 1, within=case.get("within", 3))
    settings = replace(settings, false_start=case.get("deduction", settings.false_start))
    slips = {"false_starts": case.get("false_starts", 0), "false_switches": case.get("false_switches", 0)}
    done = counted(settings, case["counts"], **slips)
    got = {
        "a": rounded(combined(settings, case["counts"])),
        "m": Decimal(deduction(settings, **slips)),
        "R": done.score,
        "within_three": not too_far_apart(settings, case["counts"]),
    }
    expected = {
        key: value if key == "within_three" else rounded(fraction(str(value)))
        for key, value in case["expected"].items()
    }
    return expected, {key: got[key] for key in expected}


def ranking_shared(case: Case) -> Answer:
    values = decimals(case["values"])
    performances = {entry: [Performance(score=value)] for entry, value in values.items()}
    got = firsts(rank(Counting(), performances))
    if "expected_N" not in case:
        return case["expected_rank"], got
    return (case["expected_rank"], decimals(case["expected_N"])), (got, normalised(values))


def rope_overall(case: Case) -> Answer:
    events = {name: decimals(scores) for name, scores in case["R"].items()}
    got = {"T": rank_sums(events), "order": levels(overall(events)), "N": normalised_sums(events)}
    got |= {f"N_{name}": normalised(scores) for name, scores in events.items()}
    expected = {key: decimals(value) if key.startswith("N") else value for key, value in case["expected"].items()}
    return expected, {key: got[key] for key in expected}


def mass_rope(case: Case) -> Answer:
    settings = counting_named(case["rules"])
    tried = case.get("attempts", [case.get("passes", case.get("count"))])
    fouls = case.get("fouls", 0)
    each = [counted(settings, (number,), fouls=fouls) for number in tried]
    return Decimal(str(case["expected"])), best(settings, each).score


def mass_rope_ranking(case: Case) -> Answer:
    by_failures = case.get("tie_break", "fewer_failures") == "fewer_failures"
    settings = Counting(tie_break="fewer_failures" if by_failures else "shared")
    performances = {
        entry: [Performance(score=Decimal(str(done["count"])), failures=done.get("fail", 0))]
        for entry, done in case["entries"].items()
    }
    got = rank(settings, performances)
    return (case["order"], case.get("expected_rank", firsts(got))), (levels(got), firsts(got))


def threshold_prizes(case: Case) -> Answer:
    scores = decimals(case["counts"])
    prizes = awarded(counting_named(case["rules"]).prizes, levels(ranked(scores)), scores)
    got = {name: [*winners] for name, winners in prizes.items()}
    given = {entry for winners in got.values() for entry in winners}
    got["none"] = [entry for level in levels(ranked(scores)) for entry in level if entry not in given]
    return case["expected"], {name: got.get(name, []) for name in case["expected"]}


def team_sum_void(case: Case) -> Answer:
    void = case.get("void_members", ())
    counts = [0 if member in void else count for member, count in enumerate(case["members"])]
    done = counted(Counting(counters=1, members=len(counts)), counts)
    return Decimal(str(case["expected"])), done.score


def firsts(placings: tuple[Placing, ...]) -> dict[str, int]:
    return {entry: first for entry, first, _last in placings}


KINDS: dict[str, Callable[[Case], Answer]] = {
    "judge_combine": judge_combine,
    "speed_result": speed_result,
    "ranking_shared": ranking_shared,
    "rope_overall": rope_overall,
    "mass_rope": mass_rope,
    "mass_rope_ranking": mass_rope_ranking,
    "threshold_prizes": threshold_prizes,
    "team_sum_void": team_sum_void,
}
