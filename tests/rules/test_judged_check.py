"""Whatever a file brings: a rule set that can be run, or a sentence that says what is wrong; never anything else."""

from collections.abc import Callable
from copy import deepcopy
from typing import Any

import msgspec
import pytest

from shared.rules.judged.contests import presets
from shared.rules.judged.files import read_rule_set, sparse
from shared.rules.refusals import IllegalRegulation
from shared.web.words import translate

Tree = dict[str, Any]


def henan() -> Tree:
    return deepcopy(sparse(presets()["henan_2025"]))


def final(tree: Tree) -> Tree:
    return tree["stages"][1]  # type: ignore[no-any-return]


def criterion(tree: Tree) -> Tree:
    return final(tree)["criteria"][0]  # type: ignore[no-any-return]


def put(where: Callable[[Tree], Tree], **values: Any) -> Callable[[Tree], None]:
    return lambda tree: where(tree).update(values)


def whole(tree: Tree) -> Tree:
    return tree


def steps(*ops: Any) -> Callable[[Tree], None]:
    given = [op if isinstance(op, dict) else {"op": op} for op in ops]
    return put(final, steps=given)


ITEM = {"key": "a", "name": "A", "maximum": 10}
NONSENSE: dict[str, tuple[str, Callable[[Tree], None]]] = {
    "no stages": ("rules.many", put(whole, stages=[])),
    "13 stages": ("rules.many", lambda tree: tree.update(stages=[final(tree) | {"key": f"s{n}"} for n in range(13)])),
    "nobody in any work": ("rules.number", put(whole, most_each=0)),
    "a deduction nobody takes off": ("rules.steps.deduct", steps("sum_criteria", "mean")),
    "re-marking without any spread": ("rules.number", put(final, spread={"remark_range": 0})),
    "a kind of deductions the desk has already": (
        "rules.twice",
        put(final, deductions=[{"key": "other", "name": "T", "points": 1}]),
    ),
    "two stages of one key": ("rules.twice", lambda tree: final(tree).update(key="prelim")),
    "no criteria": ("rules.many", put(final, criteria=[])),
    "31 criteria": (
        "rules.many",
        lambda tree: final(tree).update(criteria=[ITEM | {"key": f"c{n}"} for n in range(31)]),
    ),
    "two criteria of one key": ("rules.twice", put(final, criteria=[ITEM, ITEM])),
    "a key with a dot": ("rules.key", put(criterion, key="a.b")),
    "a key nobody can type": ("rules.key", put(criterion, key="设计")),
    "an empty name": ("rules.text", put(criterion, name=" ")),
    "an endless name": ("rules.text", put(criterion, name="x" * 10_000)),
    "a name with a null": ("rules.text", put(criterion, name="a\x00b")),
    "items below items": ("rules.items.depth", put(criterion, maximum=10, items=[ITEM | {"items": [ITEM]}])),
    "items that do not add up": ("rules.items.maximum", put(criterion, items=[ITEM])),
    "weighed items": ("rules.items.weight", put(criterion, maximum=10, items=[ITEM | {"weight": 2}])),
    "a minimum above the maximum": ("rules.range", put(criterion, minimum=30)),
    "a step of nothing": ("rules.number", put(criterion, step=0)),
    "a step too fine": ("rules.number", put(criterion, step="0.0000001")),
    "a step that misses the maximum": ("rules.step", put(criterion, step=7)),
    "a maximum that is no number": ("rules.number", put(criterion, maximum="NaN")),
    "an endless maximum": ("rules.number", put(criterion, maximum="Infinity")),
    "a huge maximum": ("rules.number", put(criterion, maximum="1e999999")),
    "a maximum of endless digits": ("rules.number", put(criterion, maximum="20.00000000000000000000001")),
    "a negative weight": ("rules.number", put(criterion, weight=-1)),
    "advice outside the range": ("rules.advised", put(criterion, advised=[10, 30])),
    "weights that are all nothing": (
        "rules.weights",
        put(final, criteria=[ITEM | {"weight": 0}]),
    ),
    "stages that count nothing": ("rules.weights", put(final, weight=0)),
    "no judges": ("rules.number", put(final, panel={"size": 0})),
    "a panel of thousands": ("rules.number", put(final, panel={"size": 1000})),
    "more ballots than judges": ("rules.number", put(final, panel={"size": 5, "least": 6})),
    "no judge's role": ("rules.roles", put(final, panel={"roles": ["chief"]})),
    "no steps": ("rules.steps", put(final, steps=[])),
    "judges never joined": ("rules.steps.end", steps("sum_criteria", "round")),
    "criteria never added": ("rules.steps.end", steps("mean")),
    "nothing joined": ("rules.steps.end", steps("round")),
    "judges joined twice": ("rules.steps.order", steps("sum_criteria", "mean", "median")),
    "criteria added twice": ("rules.steps.order", steps("sum_criteria", "sum_criteria", "mean")),
    "deductions before the score": ("rules.steps.order", steps("sum_criteria", "deduct", "mean")),
    "places of single criteria": ("rules.steps.order", steps("rank_sum", "sum_criteria")),
    "severity after joining": ("rules.steps.order", steps("sum_criteria", "mean", "severity")),
    "trimming everyone": ("rules.steps.trim", steps("sum_criteria", {"op": "trim_total", "low": 4, "high": 3})),
    "trimming less than nobody": ("rules.number", steps("sum_criteria", {"op": "trim_mean", "low": -1})),
    "a small panel that is too small": ("rules.number", steps("sum_criteria", {"op": "trim_mean", "min_panel": 2})),
    "a hundred digits": ("rules.number", steps("sum_criteria", "mean", {"op": "round", "digits": 100})),
    "times nothing": ("rules.steps.times", steps("sum_criteria", "mean", {"op": "times"})),
    "times an unknown fact": ("rules.steps.fact", steps("sum_criteria", "mean", {"op": "times", "fact": "x"})),
    "plus an unknown fact": ("rules.steps.fact", steps("sum_criteria", "mean", {"op": "add", "fact": "x"})),
    "votes of nobody": ("rules.steps.votes", steps("sum_criteria", "mean", "votes")),
    "an unknown deduction": ("rules.steps.deduct", steps("sum_criteria", "mean", {"op": "deduct", "what": ["x"]})),
    "severity of single criteria": (
        "rules.steps.severity",
        put(final, compare="severity", steps=[{"op": "mean"}, {"op": "sum_criteria"}]),
    ),
    "going on from the last": ("rules.advance", put(final, advance={"count": 3})),
    "going on of nobody": ("rules.number", lambda tree: tree["stages"][0].update(advance={"count": 0})),
    "carried scores of panels apart": (
        "rules.apart",
        lambda tree: tree["stages"][0].update(compare="apart", weight=1),
    ),
    "a least time above the most": ("rules.time", put(final, time={"least": 100, "most": 50})),
    "points for no limit": ("rules.time", put(final, time={"per_minute": 1})),
    "negative points": ("rules.number", put(final, time={"most": 60, "flat": -1})),
    "a fact outside its bounds": ("rules.fact", put(final, facts=[{"key": "f", "name": "F", "default": 2000}])),
    "two facts of one key": ("rules.twice", put(final, facts=[{"key": "f", "name": "F"}, {"key": "f", "name": "F"}])),
    "the time limit's own deduction": (
        "rules.twice",
        put(final, deductions=[{"key": "time", "name": "T", "points": 1}]),
    ),
    "a calibration of everyone": ("rules.number", put(final, calibration=1000)),
    "reading without readers": ("rules.reading", put(final, mode="reading")),
    "readers on stage": ("rules.reading", put(final, reading={})),
    "more readers than judges": ("rules.number", put(final, mode="reading", reading={"readers": 9})),
    "picks on stage": ("rules.picks", put(final, picks=3)),
    "a tie key nobody knows": ("rules.ties", put(whole, ties=["coin"])),
    "a tie key of no stage": ("rules.ties", put(whole, ties=["stage:x"])),
    "a tie key of no criterion": ("rules.ties", put(whole, ties=["part:x"])),
    "a tie key twice": ("rules.twice", put(whole, ties=["median", "median"])),
    "a prize of nothing": ("rules.prizes", put(whole, prizes={"tiers": [{"name": "first"}]})),
    "a prize of two kinds": ("rules.prizes", put(whole, prizes={"tiers": [{"name": "first", "count": 1, "share": 1}]})),
    "prizes for more than all": (
        "rules.prizes.shares",
        put(whole, prizes={"tiers": [{"name": "a", "share": "0.6"}, {"name": "b", "share": "0.6"}]}),
    ),
    "a title with no prize": ("rules.titles", put(whole, prizes={"titles": {"first": "T"}})),
    "digits without end": ("rules.number", put(whole, digits=99)),
    "an endless appeal": ("rules.number", put(whole, appeal_minutes=10**9)),
    "an unknown field": ("file.unknown", put(criterion, colour="red")),
    "an unknown step": ("file.fields", steps("toss")),
    "a text for a number": ("file.fields", put(final, calibration="three")),
}


@pytest.mark.parametrize("name", NONSENSE)
def test_nonsense_is_refused_in_words(name: str) -> None:
    code, spoil = NONSENSE[name]
    tree = henan()
    spoil(tree)

    with pytest.raises(IllegalRegulation) as refused:
        read_rule_set(msgspec.json.encode(msgspec.to_builtins(tree)))

    assert refused.value.code == code
    assert "{" not in str(refused.value)
    assert "{" not in translate(refused.value.sentence, "zh", **refused.value.params)
