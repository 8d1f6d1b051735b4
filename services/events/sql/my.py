"""Statements of a member's own page. They change nothing."""

from uuid import UUID

from services.events.sql.public import MatchView, Placed
from shared.kit.db import Tx, many


async def matches_of_member(tx: Tx, member_id: UUID) -> list[MatchView]:
    """Their matches; not those of works under judgement, whose numbers are nobody's to know."""
    rows = await tx.fetch(
        "select v.* from match_view v join entry_member x on x.entry_id = v.entry_1 or x.entry_id = v.entry_2 "
        "join entry e on e.id = x.entry_id join contest c on c.id = e.contest_id "
        "where x.member_id = $1 and (e.alias is null or c.status = 'decided') "
        "order by v.decided_at desc nulls first, v.starts_at nulls last, v.number limit 200",
        member_id,
    )
    return many(MatchView, rows)


async def entries_of_member(tx: Tx, member_id: UUID) -> list[UUID]:
    rows = await tx.fetch("select entry_id from entry_member where member_id = $1", member_id)
    return [row["entry_id"] for row in rows]


async def placings_of_member(tx: Tx, member_id: UUID) -> list[Placed]:
    rows = await tx.fetch(
        "select e.name, e.unit, p.first, p.last, p.prize, p.title, p.total, c.id as contest_id, "
        "c.name as contest_name, e.id as entry_id "
        "from final_placing p join entry e on e.id = p.entry_id join contest c on c.id = p.contest_id "
        "join entry_member x on x.entry_id = p.entry_id where x.member_id = $1 order by c.decided_at desc",
        member_id,
    )
    return many(Placed, rows)
