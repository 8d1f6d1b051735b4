"""Every SQL statement is a literal, stands in `sql/` or the kit, and prepares against the migrated schema."""

import ast
from collections.abc import Iterator
from pathlib import Path

import asyncpg
import pytest

from tests.servers import ROOT, Databases

CALLS = {"execute", "executemany", "fetch", "fetchrow", "fetchval"}
SERVICES = ("members", "events", "scoring", "notifications")
KIT = [
    path
    for path in sorted((ROOT / "shared" / "kit").rglob("*.py"))
    # The transaction hands on statements; migrations are made of files and months.
    if path.name not in ("db.py", "migrate.py")
]


def calls(path: Path) -> Iterator[ast.Call]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Attribute)
            and node.func.attr in CALLS
            and node.args
        ):
            yield node


def statements(paths: list[Path]) -> list[tuple[str, str]]:
    found = []
    for path in paths:
        for call in calls(path):
            first = call.args[0]
            where = f"{path.relative_to(ROOT)}:{call.lineno}"
            assert isinstance(first, ast.Constant) and isinstance(first.value, str), f"{where}: not a literal statement"
            found.append((where, first.value))
    return found


@pytest.mark.parametrize("service", SERVICES)
async def test_every_statement_prepares_against_the_migrated_schema(service: str, databases: Databases) -> None:
    given = statements([*KIT, *sorted((ROOT / "services" / service / "sql").rglob("*.py"))])
    connection = await asyncpg.connect(await databases.fresh(service))

    problems = []
    for where, statement in given:
        try:
            await connection.prepare(statement)
        except asyncpg.PostgresError as error:
            problems.append(f"{where}: {error}")
    await connection.close()

    assert len(given) > len(KIT) // 4
    assert problems == []


def test_sql_stands_nowhere_but_in_sql_folders_and_the_kit() -> None:
    elsewhere = [
        f"{path.relative_to(ROOT)}:{call.lineno}"
        for path in sorted((ROOT / "services").rglob("*.py"))
        if path.parent.name != "sql"
        for call in calls(path)
        if isinstance(call.args[0], ast.Constant)
    ]
    assert elsewhere == []
