"""The statement that makes the matches of a published draw."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from shared.kit.db import Tx
from shared.rules.plan import Node


async def add_matches(
    tx: Tx, contest_id: UUID, nodes: Sequence[Node], sides: Mapping[int, tuple[str | None, str | None]]
) -> None:
    """Every match of the structure; one whose sides are known is ready."""
    rounds = rounds_of(nodes)
    await tx.execute(
        "insert into match (contest_id, number, round, position, source_1, source_2, entry_1, entry_2, section, "
        "rounds, title, grp, needed, winner_places, loser_places, carries, status) "
        "select $1, g.number, g.round, g.position, g.source_1, g.source_2, g.entry_1::uuid, g.entry_2::uuid, "
        "g.section, g.rounds, g.title, g.grp, g.needed, "
        "case when g.winner_first > 0 then array[g.winner_first, g.winner_last] end, "
        "case when g.loser_first > 0 then array[g.loser_first, g.loser_last] end, "
        "array(select jsonb_array_elements_text(g.carries)::integer), "
        "case when g.entry_1 is null or (g.entry_2 is null and g.source_2 ->> 'kind' <> 'nobody') "
        "then 'waiting' else 'ready' end "
        "from unnest($2::integer[], $3::integer[], $4::integer[], $5::jsonb[], $6::jsonb[], $7::text[], $8::text[], "
        "$9::text[], $10::integer[], $11::jsonb[], $12::integer[], $13::jsonb[], $14::integer[], $15::integer[], "
        "$16::integer[], $17::integer[], $18::jsonb[]) "
        "as g (number, round, position, source_1, source_2, entry_1, entry_2, section, rounds, title, grp, needed, "
        "winner_first, winner_last, loser_first, loser_last, carries)",
        contest_id,
        [node.number for node in nodes],
        [node.round for node in nodes],
        [node.position for node in nodes],
        [node.sides[0] for node in nodes],
        [node.sides[1] for node in nodes],
        [sides[node.number][0] for node in nodes],
        [sides[node.number][1] for node in nodes],
        [node.section for node in nodes],
        [rounds[node.section, node.group] for node in nodes],
        [node.title for node in nodes],
        [node.group for node in nodes],
        [node.needed for node in nodes],
        [(node.winner_places or (0, 0))[0] for node in nodes],
        [(node.winner_places or (0, 0))[1] for node in nodes],
        [(node.loser_places or (0, 0))[0] for node in nodes],
        [(node.loser_places or (0, 0))[1] for node in nodes],
        [node.carries for node in nodes],
    )


def rounds_of(nodes: Sequence[Node]) -> dict[tuple[str, int | None], int]:
    """How many rounds each section has."""
    found: dict[tuple[str, int | None], int] = {}
    for node in nodes:
        key = node.section, node.group
        found[key] = max(found.get(key, 0), node.round)
    return found
