"""Whether the judge's tablet hashes what the chain hashes, adds as the rules add, and lets only marks be typed."""

import json
import random
import subprocess
from decimal import Decimal
from itertools import product
from pathlib import Path
from typing import Any

import pytest

from shared.rules.judged.chain import content, content_hash
from tests.shared_web.conftest import NODE
from tests.shared_web.sentences import ROOT

BENCH = ROOT / "services" / "scoring" / "tablet" / "bench"
BUNDLE = """
import { rolldown } from "rolldown";
const bundle = await rolldown({ input: process.argv[1] });
await bundle.write({ file: process.argv[2], format: "esm" });
"""
MARKED_KEYS = ("content", "content.theory", "10", "2", "内容.一", "ａ", "a", "𝔸", "�")
AWKWARD = ("8.75", "8.50", "0", "-1.5", "10")


@pytest.fixture(scope="module")
def bench(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The tablet's own arithmetic, made into a module Node can load."""
    folder = tmp_path_factory.mktemp("bench")
    entry = folder / "entry.ts"
    names = ("content", "typing", "adding")
    entry.write_text("".join(f'export * from "{BENCH / name}.ts";\n' for name in names), encoding="utf-8")
    command = [str(NODE), "--input-type=module", "-e", BUNDLE, str(entry), str(folder / "bench.mjs")]
    subprocess.run(command, cwd=ROOT, check=True)
    return folder / "bench.mjs"


def answers(bench: Path, questions: list[dict[str, Any]]) -> list[dict[str, Any]]:
    lines = "\n".join(json.dumps(question) for question in questions).encode()
    command = [str(NODE), str(Path(__file__).with_name("ballots.mjs")), str(bench)]
    done = subprocess.run(command, input=lines, capture_output=True, check=True)
    return [json.loads(line) for line in done.stdout.splitlines()]


def some_ballot(chance: random.Random) -> dict[str, Any]:
    keys = chance.sample(MARKED_KEYS, chance.randrange(len(MARKED_KEYS) + 1))
    return {
        "ballot": f"0b0e{chance.randrange(10**6):06d}",
        "revision": chance.randrange(1, 300),
        "seat": 'seat "3" \\ \n\t\x01\x7f ',
        "performance": "表演",
        "version": chance.randrange(1, 9),
        "marks": {key: chance.choice(AWKWARD) for key in keys},
        "nonce": f"{chance.getrandbits(128):032x}",
    }


def test_tablet_and_desk_hash_the_same_bytes(bench: Path) -> None:
    chance = random.Random("ballots")
    ballots = [some_ballot(chance) for _ in range(60)]

    found = answers(bench, [{"ballot": ballot} for ballot in ballots])

    for ballot, answer in zip(ballots, found, strict=True):
        expected = content(
            ballot["ballot"],
            ballot["revision"],
            ballot["seat"],
            ballot["performance"],
            ballot["version"],
            ballot["marks"],
            ballot["nonce"],
        )
        assert answer["content"].encode() == expected
        assert answer["hash"] == answer["bare"] == content_hash(expected)


RULES = (
    {"minimum": "0", "maximum": "30", "step": "0.01"},
    {"minimum": "7", "maximum": "9.9", "step": "0.1"},
    {"minimum": "60", "maximum": "100", "step": "0.5"},
    {"minimum": "0", "maximum": "4", "step": "0.25"},
    {"minimum": "-3", "maximum": "3", "step": "1"},
    {"minimum": "0", "maximum": "1", "step": "1"},
)


def marks_of(rule: dict[str, str]) -> set[str]:
    """Every mark of a rule, each way a hand may type it."""
    low, high, step = (Decimal(rule[name]) for name in ("minimum", "maximum", "step"))
    digits = max(0, -int(step.as_tuple().exponent))
    found: set[str] = set()
    at = low
    while at <= high:
        written = f"{at:.{digits}f}"
        found.add(written)
        while "." in written and written[-1] in "0.":
            written = written[:-1]
            found.add(written.removesuffix("."))
        at += step
    return {each for each in found if not each.endswith(".")}


@pytest.mark.parametrize("rule", RULES, ids=[f"{each['minimum']}-{each['maximum']}" for each in RULES])
def test_only_what_can_become_a_mark_can_be_typed(bench: Path, rule: dict[str, str]) -> None:
    marks = marks_of(rule)
    begun = {mark[:end] for mark in marks for end in range(1, len(mark) + 1)}
    texts = ["".join(keys) for length in range(1, 5) for keys in product("-.0359", repeat=length)] + sorted(marks)

    found = answers(bench, [{"rule": rule, "text": text} for text in texts])

    for text, answer in zip(texts, found, strict=True):
        assert answer["possible"] == (text in begun), text
        assert not answer["possible"] or answer["legal"] == (text in marks), text


def test_a_key_that_leads_nowhere_leaves_the_mark_as_it_is(bench: Path) -> None:
    rule = {"minimum": "0", "maximum": "30", "step": "0.01"}
    pressed = [
        ("3", "1", "3"),
        ("3", "0", "30"),
        ("30", ".", "30."),
        ("30.", "1", "30."),
        ("", ".", "0."),
        ("8", "-", "8"),
    ]

    found = answers(bench, [{"rule": rule, "text": text, "key": key} for text, key, _ in pressed])

    assert [answer["typed"] for answer in found] == [after for _, _, after in pressed]


def test_totals_are_exact_and_weighed(bench: Path) -> None:
    def criterion(key: str, weight: str, *items: str) -> dict[str, Any]:
        inner = [{"key": item, "weight": "1", "step": "0.01", "items": []} for item in items]
        return {"key": key, "weight": weight, "step": "0.01", "items": inner}

    plain = {"criteria": [criterion(key, "1") for key in "abc"]}
    weighed = {"criteria": [criterion("a", "0.3", "x", "y"), criterion("b", "0.7")]}

    found = answers(
        bench,
        [
            {"stage": plain, "marks": {"a": "0.1", "b": "0.2", "c": "88.2"}},
            {"stage": weighed, "marks": {"a.x": "8.75", "a.y": "1.05", "b": "9.99"}},
            {"stage": plain, "marks": {"a": "8."}},
            {"stage": plain, "marks": {}},
        ],
    )

    assert [answer["total"] for answer in found] == ["88.50", "9.933", "8.00", "0.00"]
