"""Whatever a file brings: a rule set that can be run, or a sentence that says what is wrong; never anything else."""

from collections.abc import Callable
from copy import deepcopy
from decimal import Decimal
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.rules.judged.check import check
from shared.rules.judged.contests import in_language, presets
from shared.rules.judged.files import read_rule_set, sparse, write_rule_set
from shared.rules.judged.judgement import Turn
from shared.rules.judged.marks import leaves
from shared.rules.judged.regulation_words import sections
from shared.rules.judged.result import evaluate
from shared.rules.judged.rule_set import RuleSet, Stage
from shared.rules.judged.trees import read_tree, write_tree
from shared.rules.refusals import Illegal, IllegalMark, IllegalRegulation
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
    "six stages": ("rules.many", lambda tree: tree.update(stages=[final(tree) | {"key": f"s{n}"} for n in range(6)])),
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


@pytest.mark.parametrize("key", presets())
def test_a_preset_comes_back_from_its_file_in_either_language(key: str) -> None:
    chinese = in_language(presets()[key], lambda name: translate(name, "zh"))

    assert read_rule_set(write_rule_set(chinese)) == chinese
    assert read_rule_set(msgspec.json.encode(chinese)) == chinese
    assert chinese.name != presets()[key].name


@pytest.mark.parametrize("key", presets())
def test_every_sentence_of_a_regulation_fills_its_places_in_both_languages(key: str) -> None:
    for lang in ("en", "zh"):
        for section in sections(presets()[key], lambda name, lang=lang: translate(name, lang)):  # type: ignore[misc]
            assert section.words
            for sentence, values in [(section.title, section.values), *section.words]:
                assert "{" not in translate(sentence, lang, **values)


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"a: &x [1]\nb: *x", "file.reference"),
        (b'{"a": 1, "a": 2}', "file.twice"),
        (b"a: 1\na: 2", "file.twice"),
        ("名称: 河南".encode("gb18030"), "file.coding"),
        (b"[" * 100_000, "file.form"),
        (b'{"a": NaN}', "file.form"),
        (b"a: [", "file.form"),
        (b"? [1]\n: 2", "file.form"),
        (b"a: !!python/object/apply:os.system [ls]", "file.form"),
        (b"a: 1e99999999999", "file.fields"),
        (b" " * 400_000, "file.size"),
        (b"", "file.fields"),
        (b"\x00", "file.form"),
        (b'{"key": "\\ud800", "name": "x", "stages": []}', "rules.key"),
    ],
)
def test_a_file_that_is_none_is_refused_in_words(data: bytes, code: str) -> None:
    with pytest.raises(Illegal) as refused:
        read_rule_set(data)

    assert refused.value.code == code


def test_numbers_stay_exact_and_order_numbers_stay_as_typed() -> None:
    tree = read_tree("07: {marks: [8.50, 9.005], time: 20:00, no: off, 名: 张}".encode())

    assert tree == {"07": {"marks": [Decimal("8.50"), Decimal("9.005")], "time": "20:00", "no": "off", "名": "张"}}
    assert read_tree(write_tree(tree)) == tree


odd = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(10**20), 10**20),
    st.sampled_from(["", "NaN", "-1", "0", "1e400", "x" * 300, "\x00", "sum_criteria", "shared", "0.5", "7"]),
    st.lists(st.integers(0, 3), max_size=2),
    st.just({}),
)


def paths(tree: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    inner = tree.items() if isinstance(tree, dict) else enumerate(tree) if isinstance(tree, list) else ()
    return [path, *(found for key, value in inner for found in paths(value, (*path, key)))][not path :]


def marked(rule_set: RuleSet) -> dict[str, list[Turn]]:
    """Two entries in every stage, marked with the most and the least there is."""
    return {stage.key: [extreme(stage, "a", "maximum"), extreme(stage, "b", "minimum")] for stage in rule_set.stages}


def extreme(stage: Stage, entry: str, end: str) -> Turn:
    marks = {key: getattr(each, end) for key, each in leaves(stage.criteria).items()}
    facts = {fact.key: fact.maximum for fact in stage.facts}
    return Turn(entry=entry, ballots={"J1": marks, "J2": marks}, facts=facts, votes=3 if entry == "a" else 0)


@given(st.sampled_from(sorted(presets())), st.data())
def test_a_file_spoiled_anywhere_is_refused_or_makes_a_result(key: str, data: st.DataObject) -> None:
    tree = msgspec.to_builtins(presets()[key])
    for _ in range(data.draw(st.integers(1, 2))):
        *path, last = data.draw(st.sampled_from(paths(tree)))
        inner = tree
        for each in path:
            inner = inner[each]
        inner[last] = data.draw(odd)

    try:
        rule_set = read_rule_set(msgspec.json.encode(tree))
    except IllegalRegulation as refused:
        assert "{" not in translate(refused.sentence, "zh", **refused.params)
        return
    check(rule_set)
    try:
        lines = evaluate(rule_set, marked(rule_set))
    except IllegalMark:
        return
    assert {line.entry for line in lines} == {"a", "b"}
    assert sections(rule_set)
