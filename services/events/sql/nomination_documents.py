"""Statements of the documents of nominations. One taken away is kept, but no longer shown."""

from datetime import datetime
from uuid import UUID

from msgspec import Struct

from shared.kit.db import Tx


class Content(Struct, frozen=True, kw_only=True):
    """A document with whom it belongs to."""

    id: UUID
    nomination_id: UUID
    entry_id: UUID
    event_id: UUID
    name: str
    content_type: str
    data: bytes


async def attach(
    tx: Tx, nomination_id: UUID, name: str, content_type: str, data: bytes, who: str, now: datetime
) -> UUID:
    found: UUID = await tx.fetchval(
        "insert into nomination_document (nomination_id, name, content_type, size, data, added_by, added_at) "
        "values ($1, $2, $3, $4, $5, $6, $7) returning id",
        nomination_id,
        name,
        content_type,
        len(data),
        data,
        who,
        now,
    )
    return found


async def document(tx: Tx, document_id: UUID) -> Content | None:
    row = await tx.fetchrow(
        "select d.id, d.nomination_id, n.entry_id, c.event_id, d.name, d.content_type, d.data "
        "from nomination_document d join nomination n on n.id = d.nomination_id join entry e on e.id = n.entry_id "
        "join contest c on c.id = e.contest_id where d.id = $1 and d.removed_at is null",
        document_id,
    )
    return None if row is None else Content(**dict(row))


async def detach(tx: Tx, document_id: UUID, now: datetime) -> None:
    await tx.execute("update nomination_document set removed_at = $2 where id = $1", document_id, now)
