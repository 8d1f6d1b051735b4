"""The statement that makes the matches of a published draw."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from shared.kit.db import Tx
from shared.rules.formats.knockout import Node


async def add_matches(
    tx: Tx, contest_id: UUID, nodes: Sequence[Node], sides: Mapping[int, tuple[str | None, str | None]]
) -> None:
    """Every match of the bracket; one whose sides are both known is ready."""
    await tx.execute(
        "insert into match (contest_id, number, round, position, source_1, source_2, entry_1, entry_2, status) "
        "select $1, g.number, g.round, g.position, g.source_1, g.source_2, g.entry_1::uuid, g.entry_2::uuid, "
        "case when g.entry_1 is null or g.entry_2 is null then 'waiting' else 'ready' end "
        "from unnest($2::integer[], $3::integer[], $4::integer[], $5::jsonb[], $6::jsonb[], $7::text[], $8::text[]) "
        "as g (number, round, position, source_1, source_2, entry_1, entry_2)",
        contest_id,
        [node.number for node in nodes],
        [node.round for node in nodes],
        [node.position for node in nodes],
        [node.sides[0] for node in nodes],
        [node.sides[1] for node in nodes],
        [sides[node.number][0] for node in nodes],
        [sides[node.number][1] for node in nodes],
    )
