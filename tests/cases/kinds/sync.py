"""What a tablet does and the server answers: each case of `sync.yaml` is told in words and proved by a test.

A test proves a case by naming its id in its name, its docstring or a comment inside it.
"""

import ast
import re
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

from tests.cases.kinds.case import Answer, Case

TESTS = Path(__file__).parents[2]
ID = re.compile(r"(?:\b|_)[tT](\d{2})(?=\b|_)")


@cache
def proofs() -> dict[str, list[str]]:
    """Id -> the tests that name it, as pytest calls them."""
    found: dict[str, list[str]] = {}
    for path in sorted(TESTS.rglob("test_*.py")):
        for name, source in functions(path.read_text("utf-8")):
            for number in dict.fromkeys(ID.findall(source)):
                found.setdefault(f"T{number}", []).append(f"{path.relative_to(TESTS.parent).as_posix()}::{name}")
    return found


def functions(source: str) -> Iterator[tuple[str, str]]:
    if not ID.search(source):
        return
    for node in ast.parse(source).body:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.name.startswith("test_"):
            yield node.name, ast.get_source_segment(source, node) or ""


def sync_protocol(case: Case) -> Answer:
    """Whether some test proves it."""
    return True, bool(proofs().get(case["id"]))


KINDS: dict[str, Callable[[Case], Answer]] = {"sync_protocol": sync_protocol}
