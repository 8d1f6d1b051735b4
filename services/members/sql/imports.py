"""Statements on roster imports: the preview that waits for its confirmation."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from msgspec import Struct

from services.members.roster_compare import PreviewRow
from shared.kit.db import Tx, maybe


class RosterImport(Struct, frozen=True, kw_only=True):
    id: UUID
    file_name: str
    made_by: UUID
    made_at: datetime
    ignored: tuple[str, ...]
    rows: list[PreviewRow]
    added: int
    changed: int
    unchanged: int
    refused: int
    confirmed_at: datetime | None


class Counts(Struct, frozen=True, kw_only=True):
    added: int
    changed: int
    unchanged: int
    refused: int


async def keep(
    tx: Tx, file_name: str, made_by: UUID, ignored: Sequence[str], rows: list[PreviewRow], counts: Counts, now: datetime
) -> UUID:
    found: UUID = await tx.fetchval(
        "insert into roster_import (file_name, made_by, made_at, ignored, rows, added, changed, unchanged, refused) "
        "values ($1, $2, $3, $4, $5, $6, $7, $8, $9) returning id",
        file_name,
        made_by,
        now,
        list(ignored),
        rows,
        counts.added,
        counts.changed,
        counts.unchanged,
        counts.refused,
    )
    return found


async def preview(tx: Tx, import_id: UUID) -> RosterImport | None:
    row = await tx.fetchrow(
        "select id, file_name, made_by, made_at, ignored, rows, added, changed, unchanged, refused, confirmed_at "
        "from roster_import where id = $1",
        import_id,
    )
    return maybe(RosterImport, row)


async def confirm(tx: Tx, import_id: UUID, now: datetime) -> bool:
    """Whether this call confirmed it. The rows, with their phones, are not needed any longer."""
    found = await tx.fetchval(
        "update roster_import set confirmed_at = $2, rows = '[]' where id = $1 and confirmed_at is null returning true",
        import_id,
        now,
    )
    return found is not None


async def forget_before(tx: Tx, moment: datetime) -> None:
    """Previews nobody confirmed hold phones and ID numbers: their rows are emptied."""
    await tx.execute(
        "update roster_import set rows = '[]' where confirmed_at is null and made_at < $1 and rows <> '[]'", moment
    )
