"""Statements of pairings made during a contest: matches get their sides' sources, challenges are added."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from msgspec import Struct

from shared.kit.db import Tx, many
from shared.rules.plan import Node


class Pairing(Struct, frozen=True, kw_only=True):
    """A pairing that was made."""

    lot: str | None
    matches: tuple[int, ...]
    report: Any
    paired_at: datetime


async def fill(tx: Tx, contest_id: UUID, nodes: Sequence[Node]) -> None:
    """Matches that waited, with where their sides come from and where they stand in their round."""
    await tx.execute(
        "update match m set source_1 = g.source_1, source_2 = g.source_2, position = g.position "
        "from unnest($2::integer[], $3::integer[], $4::jsonb[], $5::jsonb[]) "
        "as g (number, position, source_1, source_2) "
        "where m.contest_id = $1 and m.tie_id is null and m.number = g.number",
        contest_id,
        [node.number for node in nodes],
        [node.position for node in nodes],
        [node.sides[0] for node in nodes],
        [node.sides[1] for node in nodes],
    )


async def keep(tx: Tx, contest_id: UUID, lot: str | None, matches: Sequence[int], report: Any, by: UUID | None) -> None:
    await tx.execute(
        "insert into pairing (contest_id, lot, matches, report, paired_by) values ($1, $2, $3, $4, $5)",
        contest_id,
        lot,
        matches,
        report,
        by,
    )


async def pairings(tx: Tx, contest_id: UUID) -> list[Pairing]:
    rows = await tx.fetch(
        "select lot, matches, report, paired_at from pairing where contest_id = $1 order by paired_at", contest_id
    )
    return many(Pairing, rows)


async def one_more(tx: Tx, contest_id: UUID) -> None:
    """A match was added: it is open."""
    await tx.execute("update contest set open_matches = open_matches + 1 where id = $1", contest_id)


async def plays_for(tx: Tx, contest_id: UUID, member_id: UUID) -> UUID | None:
    """The entry of a member in a contest."""
    found: UUID | None = await tx.fetchval(
        "select entry_id from entry_member where contest_id = $1 and member_id = $2 limit 1", contest_id, member_id
    )
    return found
