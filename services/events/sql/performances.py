"""Statements of performances: every attempt of a contest without opponents."""

from uuid import UUID

from msgspec import Struct

from shared.kit.db import Tx, many
from shared.rules.model import Outcome


class Performed(Struct, frozen=True, kw_only=True):
    """One attempt of an entry without opponent."""

    match_id: UUID
    number: int
    round: int
    entry_id: UUID
    name: str
    unit: str
    status: str
    outcome: Outcome | None


async def performed(tx: Tx, contest_id: UUID) -> list[Performed]:
    """Every attempt of a contest of performances, in order of the start; works go by their numbers until decided."""
    rows = await tx.fetch(
        "select m.id as match_id, m.number, m.round, e.id as entry_id, "
        "case when c.status = 'decided' then e.name else coalesce(e.alias, e.name) end as name, "
        "case when c.status = 'decided' or e.alias is null then e.unit else '' end as unit, m.status, m.outcome "
        "from match m join entry e on e.id = m.entry_1 join contest c on c.id = m.contest_id "
        "where m.contest_id = $1 and m.source_2 ->> 'kind' = 'nobody' order by m.number",
        contest_id,
    )
    return many(Performed, rows)
