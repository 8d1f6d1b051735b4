"""Every revision of every ballot of what is closed, in the order of the chain, for the protocol."""

from datetime import datetime
from decimal import Decimal
from uuid import UUID

from msgspec import Struct

from shared.kit.db import Tx, many


class RevisionRow(Struct, frozen=True):
    number: int
    performance_id: UUID
    seat_id: UUID
    seat_number: int
    seat_name: str
    revision: int
    standing: str
    marks: dict[str, Decimal]
    typed_by: str | None
    at: datetime
    link: str
    reopened_by: str | None
    """Who granted a change of this revision."""
    reopened_because: str


async def revisions_of_closed(tx: Tx, contest_id: UUID, stage: str) -> list[RevisionRow]:
    return many(
        RevisionRow,
        await tx.fetch(
            "select r.number, b.performance_id, b.seat_id, s.number as seat_number, s.name as seat_name, r.revision, "
            "r.standing, r.marks, r.typed_by, r.at, r.link, "
            "o.decided_by as reopened_by, coalesce(o.reason, '') as reopened_because "
            "from ballot_revision r join ballot b on b.id = r.ballot_id "
            "join panel_seat s on s.id = b.seat_id join performance p on p.id = b.performance_id "
            "left join lateral (select decided_by, reason from reopening where ballot_id = b.id "
            "and from_revision = r.revision and granted order by decided_at desc limit 1) o on true "
            "where p.contest_id = $1 and p.stage = $2 and p.status = 'closed' order by r.number",
            contest_id,
            stage,
        ),
    )
