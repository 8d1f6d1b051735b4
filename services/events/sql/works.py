"""Statements of judged works: the numbers they go by."""

from collections.abc import Sequence
from uuid import UUID

from shared.kit.db import Tx


async def name_works(tx: Tx, entries: Sequence[UUID], numbers: Sequence[str]) -> None:
    await tx.execute(
        "update entry e set alias = g.alias from unnest($1::uuid[], $2::text[]) as g (id, alias) where e.id = g.id",
        entries,
        numbers,
    )
