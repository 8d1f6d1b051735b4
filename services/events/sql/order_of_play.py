"""Statements of the order of play. They change nothing."""

from uuid import UUID

from services.events.sql.public import MatchView
from shared.kit.db import Tx, many


async def timed(tx: Tx, event_id: UUID) -> list[MatchView]:
    """Matches with a time, in its order; rubbers stand under their ties."""
    rows = await tx.fetch(
        "select * from match_view where event_id = $1 and starts_at is not null and status <> 'void' "
        "and tie_id is null order by starts_at, court_position nulls last, contest_name, number",
        event_id,
    )
    return many(MatchView, rows)


async def loose(tx: Tx, event_id: UUID) -> list[MatchView]:
    """Matches still to be played that lack a court or a time."""
    rows = await tx.fetch(
        "select * from match_view where event_id = $1 and (starts_at is null or court_id is null) "
        "and status in ('waiting', 'ready') and tie_id is null order by contest_name, number",
        event_id,
    )
    return many(MatchView, rows)


async def officials_by_match(tx: Tx, event_id: UUID) -> dict[UUID, tuple[str, ...]]:
    """Names of the officials of each match."""
    rows = await tx.fetch(
        "select g.match_id, array_agg(coalesce(m.name, '?') order by m.name) as names from match_official g "
        "join match x on x.id = g.match_id join contest c on c.id = x.contest_id "
        "left join member m on m.id = g.member_id where c.event_id = $1 group by g.match_id",
        event_id,
    )
    return {row["match_id"]: tuple(row["names"]) for row in rows}
