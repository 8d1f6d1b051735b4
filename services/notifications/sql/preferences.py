"""Which kinds of messages a member does not want to see."""

from collections.abc import Sequence
from uuid import UUID

from shared.kit.db import Tx


async def muted(tx: Tx, member_id: UUID) -> set[str]:
    rows = await tx.fetch("select kind from muted where member_id = $1", member_id)
    return {row["kind"] for row in rows}


async def mute(tx: Tx, member_id: UUID, kinds: Sequence[str]) -> None:
    """Mute exactly these kinds."""
    await tx.execute(
        "with heard as (delete from muted where member_id = $1 and kind <> all($2::text[])) "
        "insert into muted (member_id, kind) select $1, unnest($2::text[]) on conflict do nothing",
        member_id,
        list(kinds),
    )
