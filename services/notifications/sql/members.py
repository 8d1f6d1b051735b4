"""The copy of members: who is no longer active is told nothing."""

from collections.abc import Sequence

from shared.kit.db import Tx
from shared.messages.members import MemberChanged


async def keep_members(tx: Tx, members: Sequence[MemberChanged]) -> None:
    """Keep newer states of members."""
    await tx.execute(
        "insert into member (id, name, unit, active, revision) "
        "select * from unnest($1::uuid[], $2::text[], $3::text[], $4::boolean[], $5::bigint[]) "
        "on conflict (id) do update set name = excluded.name, unit = excluded.unit, active = excluded.active, "
        "revision = excluded.revision where excluded.revision > member.revision",
        [each.id for each in members],
        [each.name for each in members],
        [each.unit for each in members],
        [each.active for each in members],
        [each.revision for each in members],
    )
