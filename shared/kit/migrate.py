"""Forward-only migrations: numbered .sql files, each run once under an advisory lock and held to its hash."""

import hashlib
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import asyncpg

KIT = Path(__file__).parent / "migrations"
LOCK = 7_360_001


class MigrationChanged(Exception):
    """A migration that has run was edited afterwards."""

    def __init__(self, name: str) -> None:
        super().__init__(f"The migration {name} has been applied and must not be edited; add a new one instead.")


async def migrate(url: str, folder: Path) -> None:
    """Bring a service's database to the present schema: the kit's tables first, then the service's own.

    Raises:
        MigrationChanged: a file differs from what was applied under its name.
    """
    connection = await asyncpg.connect(url, timeout=5)
    try:
        await connection.execute("select pg_advisory_lock($1)", LOCK)
        await connection.execute(
            "create table if not exists migration "
            "(name text primary key, hash text not null, at timestamptz not null default now())"
        )
        for path in [*sorted(KIT.glob("*.sql")), *sorted(folder.glob("*.sql"))]:
            await apply(connection, path)
        await make_partitions(connection, datetime.now(UTC).date())
    finally:
        await connection.close()


async def apply(connection: Any, path: Path) -> None:
    name = f"{'kit' if path.parent == KIT else 'service'}/{path.name}"
    text = path.read_text(encoding="utf-8")
    digest = hashlib.sha256(text.encode()).hexdigest()
    known = await connection.fetchval("select hash from migration where name = $1", name)
    if known == digest:
        return
    if known is not None:
        raise MigrationChanged(name)
    async with connection.transaction():
        await connection.execute(text)
        await connection.execute("insert into migration (name, hash) values ($1, $2)", name, digest)


async def make_partitions(connection: Any, today: date) -> None:
    """The journal's partitions of this month and the next twelve, so that a season needs no restart."""
    start = today.replace(day=1)
    for _month in range(13):
        after = (start.replace(day=28) + (date.resolution * 7)).replace(day=1)
        await connection.execute(
            f"create table if not exists journal_{start:%Y_%m} partition of journal "
            f"for values from ('{start:%Y-%m-%d}') to ('{after:%Y-%m-%d}')"
        )
        start = after
