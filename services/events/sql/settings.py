"""Statements around the settings of a contest: whether a match has begun, and matches to begin anew."""

from uuid import UUID

from shared.kit.db import Tx


async def begun(tx: Tx, contest_id: UUID) -> bool:
    """Whether any match of the contest was called, is played or is decided."""
    found: bool = await tx.fetchval(
        "select exists (select 1 from match where contest_id = $1 and status in ('called', 'playing', 'decided'))",
        contest_id,
    )
    return found


async def begin_anew(tx: Tx, contest_id: UUID) -> None:
    """Matches whose sides are known get a new attempt, and with it a new sheet."""
    await tx.execute(
        "update match set attempt = attempt + 1, revision = revision + 1 "
        "where contest_id = $1 and status = 'ready' and tie_id is null",
        contest_id,
    )
