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
