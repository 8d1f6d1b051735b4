"""`python -m tests.cases FILE…`: one line a case, exit 1 unless all are ok. Those told in words name their test."""

import sys
from pathlib import Path

import yaml

from tests.cases.kinds import KINDS
from tests.cases.kinds.case import Case
from tests.cases.kinds.sync import proofs


def verdict(case: Case) -> str:
    if case["kind"] not in KINDS:
        return "unsupported kind"
    try:
        expected, got = KINDS[case["kind"]](case)
    except Exception as problem:  # one case that cannot be read leaves the others to be run
        return f"FAILED cannot be asked: {problem!r}"
    return "ok" if got == expected else f"FAILED expected {expected} got {got}"


def proof(case: Case) -> str:
    """Which test proves a case that no function can answer."""
    return "".join(f" {test}" for test in proofs().get(case["id"], ())) if case["kind"] == "sync_protocol" else ""


def run(files: list[str]) -> int:
    cases = [case for file in files for case in yaml.safe_load(Path(file).read_text("utf-8"))]
    verdicts = [(case, verdict(case)) for case in cases]
    for case, said in verdicts:
        print(case["id"], said + proof(case))
    return int(any(said != "ok" for _, said in verdicts))


if __name__ == "__main__":
    sys.exit(run(sys.argv[1:]))
