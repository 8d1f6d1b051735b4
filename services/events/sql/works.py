"""Statements of judged works: the numbers they go by."""

from collections.abc import Sequence
from uuid import UUID

from shared.kit.db import Tx


async def name_works(tx: Tx, entries: Sequence[UUID], numbers: Sequence[str], lines: Sequence[int]) -> None:
    """Each work with its number and its line of the draw."""
    await tx.execute(
        "update entry e set alias = g.alias, line = g.line "
        "from unnest($1::uuid[], $2::text[], $3::integer[]) as g (id, alias, line) where e.id = g.id",
        entries,
        numbers,
        lines,
    )


async def forget_lot(tx: Tx, contest_id: UUID) -> None:
    await tx.execute("update contest set lot = null where id = $1", contest_id)
