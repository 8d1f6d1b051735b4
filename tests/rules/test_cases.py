"""The worked cases of the rule books, every one of them."""

from pathlib import Path

import pytest
import yaml

from tests.cases.__main__ import run, verdict
from tests.cases.kinds.case import Case

FOLDER = Path(__file__).parent.parent / "cases"
FILES = ("draws", "exhibition", "groups", "matches", "meets", "rope_skipping", "schedule", "judging", "sync")
CASES: list[Case] = [case for name in FILES for case in yaml.safe_load((FOLDER / f"{name}.yaml").read_text("utf-8"))]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["id"])
def test_worked_case(case: Case) -> None:
    assert verdict(case) == "ok"


def test_a_wrong_expectation_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "wrong.yaml"
    path.write_text("- {id: X, kind: seed_count, rules: bwf, expected: {16: 5}}\n- {id: Y, kind: tea}\n", "utf-8")

    code = run([str(path)])

    assert code == 1
    assert capsys.readouterr().out == "X FAILED expected {16: 5} got {16: 4}\nY unsupported kind\n"


def test_a_case_that_cannot_be_read_leaves_the_others_to_be_run(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "broken.yaml"
    path.write_text("- {id: X, kind: prizes}\n- {id: T32, kind: rounding, kept: ['7.125'], half_up: '7.13'}\n", "utf-8")

    code = run([str(path)])

    assert code == 1
    assert capsys.readouterr().out.splitlines()[0].startswith("X FAILED cannot be asked")
    assert verdict({"id": "T32", "kind": "rounding", "kept": ["7.125"], "half_up": "7.13"}) == "ok"


IN_WORDS = "- {id: T69, kind: sync_protocol}\n- {id: unknown, kind: sync_protocol}\n"
"""Outside of any test, as a test that names an id counts as its proof."""


def test_a_case_told_in_words_names_the_test_that_proves_it(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "words.yaml"
    path.write_text(IN_WORDS, "utf-8")

    code = run([str(path)])

    assert code == 1
    proved, unproved = capsys.readouterr().out.splitlines()
    assert "test_running.py::" in proved
    assert unproved.startswith("unknown FAILED")
