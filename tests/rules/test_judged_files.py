"""Rule sets as files: they come back as they went, and whatever is spoiled in them is told."""

from decimal import Decimal
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.rules.judged.check import check
from shared.rules.judged.contests import in_language, presets
from shared.rules.judged.files import read_rule_set, write_rule_set
from shared.rules.judged.judgement import Turn
from shared.rules.judged.marks import leaves
from shared.rules.judged.regulation_words import sections
from shared.rules.judged.result import evaluate
from shared.rules.judged.rule_set import RuleSet, Stage
from shared.rules.judged.trees import read_tree, write_tree
from shared.rules.refusals import Illegal, IllegalMark, IllegalRegulation
from shared.web.words import translate


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
        (b"[" * 50_000, "file.form"),
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


@pytest.mark.parametrize(
    ("text", "line", "shown"),
    [
        ("key: x\nstages: [1, {a: b\nname: - x", 3, "name: - x"),
        ('key: x\nname: "决赛\nstages: []\n', 2, 'name: "决赛'),
        ("key: x\n\tname: a", 2, "name: a"),
        ("key: x\nstages: [1, 2", 2, "stages: [1, 2"),
    ],
)
def test_a_file_that_cannot_be_read_is_pointed_at_where_it_went_wrong(text: str, line: int, shown: str) -> None:
    with pytest.raises(Illegal) as refused:
        read_tree(text.encode())

    assert (refused.value.code, refused.value.params["line"]) == ("file.form", line)
    assert refused.value.params["shown"] == shown


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
