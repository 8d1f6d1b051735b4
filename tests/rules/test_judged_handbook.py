"""The handbook of rule-set files says everything such a file may say, its examples work, and its commands are there."""

import json
import re
from pathlib import Path
from typing import get_args

import msgspec
import pytest
from click.testing import CliRunner, Result

from deploy.cli import saishi
from deploy.judge.given import given_tree
from shared.rules.judged import rule_set as data
from shared.rules.judged.contests import presets
from shared.rules.judged.files import read_rule_set
from shared.rules.judged.steps import Step
from shared.rules.model import PrizeTier

ROOT = Path(__file__).parents[2]
BOOKS = [ROOT / "shared/rules/judged" / name for name in ("RULE_SETS.md", "RULE_SETS.zh-CN.md")]
EXAMPLES = ROOT / "deploy/judge/examples"
STRUCTS = (
    data.RuleSet, data.Prizes, PrizeTier, data.Stage, data.Criterion, data.PanelRule, data.Advance, data.TimeLimit,
    data.Fact, data.DeductionKind, data.Spread, data.Reading, *get_args(Step),
)  # fmt: skip


def ruleset(*arguments: str | Path) -> Result:
    return CliRunner().invoke(saishi, ["ruleset", *map(str, arguments)])


def blocks(book: Path, language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", book.read_text(), re.DOTALL)


@pytest.mark.parametrize("book", BOOKS, ids=lambda book: book.name)
def test_the_handbook_names_every_field_and_every_step(book: Path) -> None:
    prose = re.sub(r"```.*?```", "", book.read_text(), flags=re.DOTALL)
    named = set(re.findall(r"[a-z_]+", " ".join(re.findall(r"`([^`]+)`", prose))))
    named |= set(re.findall(r"[a-z_]+", " ".join(blocks(book, "yaml"))))
    fields = {field.name for struct in STRUCTS for field in msgspec.structs.fields(struct)}
    steps = {struct.__struct_config__.tag for struct in get_args(Step)}
    assert fields | steps <= named


@pytest.mark.parametrize("book", BOOKS, ids=lambda book: book.name)
def test_what_the_handbook_shows_can_be_read(book: Path) -> None:
    shown = [read_rule_set(block.encode()) for block in blocks(book, "yaml")]
    assert [rule_set.key for rule_set in shown] == ["singing", "teaching", "gymnastics", "freestyle"]
    assert [list(given_tree(block.encode()).stages) for block in blocks(book, "text")] == [["final"]]


@pytest.mark.parametrize(
    ("example", "published"),
    [
        ("short_program", {"Denney/Frazier": "67.29", "Medvedeva": "78.92"}),
        ("diving", {"williams": "78.40", "sereda": "67.20", "murray": "83.20", "berlin": "65.60", "willars": "84.00"}),
    ],
)
def test_the_examples_give_the_published_totals(example: str, published: dict[str, str]) -> None:
    files = ["--ruleset", f"{EXAMPLES / example}.yaml", "--marks", f"{EXAMPLES / example}_marks.yaml"]
    found = CliRunner().invoke(saishi, ["judge", *files, "--json"])
    assert found.exit_code == 0, found.output
    totals = {line["entry"]: line["total"] for line in json.loads(found.stdout)["result"]}
    assert published.items() <= totals.items()


@pytest.mark.parametrize("key", presets())
def test_every_preset_can_be_written_read_back_and_said(key: str, tmp_path: Path) -> None:
    file = tmp_path / "rules.yaml"
    file.write_text(ruleset("write", key, "--lang", "zh").stdout)
    rule_set = read_rule_set(file.read_bytes())
    assert rule_set.key == key
    told = ruleset("say", file, "--lang", "zh")
    assert told.exit_code == 0
    assert told.stdout.splitlines()[0] == rule_set.name
    assert all(f"== {stage.name}" in told.stdout for stage in rule_set.stages)


def test_the_list_has_every_preset_by_its_name() -> None:
    lines = ruleset("list", "--lang", "zh").stdout.splitlines()
    assert [line.split("  ")[0] for line in lines] == list(presets())
    assert "henan_2025  河南省教学技能竞赛（六项指标）" in lines


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("write", "henan"), "没有评分规则 henan；已有："),
        (("say", "henan"), "henan 既不是文件，也不是已有的评分规则"),
    ],
)
def test_a_name_nobody_knows_is_said(arguments: tuple[str, ...], sentence: str) -> None:
    found = ruleset(*arguments, "--lang", "zh")
    assert (found.exit_code, sentence in found.stderr) == (2, True)
