"""What is revealed of performances, and what the big screen of a contest shows."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from shared.kit.db import Tx


async def reveal(tx: Tx, ids: Sequence[UUID], now: datetime) -> None:
    await tx.execute(
        "update performance set revealed_at = $2 where id = any($1) and revealed_at is null", list(ids), now
    )


async def show_marks(tx: Tx, performance_id: UUID, count: int) -> None:
    """So many judges' marks of a performance are on the big screen."""
    await tx.execute("update performance set shown = $2 where id = $1", performance_id, count)


async def direct(tx: Tx, contest_id: UUID, screen: dict[str, Any]) -> None:
    """What the big screen shows from now on; what is not named stays."""
    await tx.execute("update judged_contest set screen = screen || $2 where id = $1", contest_id, screen)


async def reveal_stages(tx: Tx, contest_id: UUID, now: datetime) -> None:
    """Everything judged is public: the result is signed."""
    await tx.execute(
        "update performance set revealed_at = $2 "
        "where contest_id = $1 and revealed_at is null and status in ('closed', 'reopened')",
        contest_id,
        now,
    )
    await tx.execute("update judged_stage set status = 'revealed' where contest_id = $1", contest_id)


async def panel_names(tx: Tx, panels: Sequence[str]) -> dict[str, str]:
    """Panel -> its name, for rankings that are apart by panels."""
    rows = await tx.fetch("select id::text as id, name from panel where id::text = any($1)", list(panels))
    return {row["id"]: row["name"] for row in rows}
