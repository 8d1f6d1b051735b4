"""`python -m tests.cases FILE…`: one line a case, exit 1 unless every case is ok."""

import sys
from pathlib import Path

import yaml

from tests.cases.kinds import KINDS
from tests.cases.kinds.case import Case


def verdict(case: Case) -> str:
    if case["kind"] not in KINDS:
        return "unsupported kind"
    expected, got = KINDS[case["kind"]](case)
    return "ok" if got == expected else f"FAILED expected {expected} got {got}"


def run(files: list[str]) -> int:
    verdicts = [(case["id"], verdict(case)) for file in files for case in yaml.safe_load(Path(file).read_text("utf-8"))]
    for name, said in verdicts:
        print(name, said)
    return int(any(said != "ok" for _, said in verdicts))


if __name__ == "__main__":
    sys.exit(run(sys.argv[1:]))
