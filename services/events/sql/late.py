"""Statements of late changes: an entry gives up, comes back, or gets other players, its line and matches staying."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from msgspec import Struct

from services.events.sql.entries import EntryRow
from shared.kit.db import Tx, many


class Late(Struct, frozen=True, kw_only=True):
    """A late change as it is told."""

    entry_id: UUID
    kind: str
    name_before: str
    name_after: str
    reason: str
    changed_by: str
    changed_at: datetime


async def withdrawn(tx: Tx, entry_id: UUID) -> bool:
    found: bool = await tx.fetchval("select withdrawn from entry where id = $1", entry_id)
    return found


async def withdraw(tx: Tx, entry_id: UUID, gone: bool) -> None:
    await tx.execute("update entry set withdrawn = $2 where id = $1", entry_id, gone)


async def replace(tx: Tx, contest_id: UUID, entry_id: UUID, row: EntryRow) -> None:
    """Other players under the same entry."""
    await tx.execute("delete from entry_member where entry_id = $1", entry_id)
    await tx.execute(
        "insert into entry_member (contest_id, entry_id, member_id, position, turn) "
        "select $1, $2, g.member, g.place, case when coalesce(c.regulation ->> 'exhibition', "
        "c.regulation ->> 'judged') is not null then 1 + coalesce((select max(x.turn) from entry_member x "
        "where x.contest_id = $1 and x.member_id = g.member), 0) else 1 end "
        "from contest c, unnest($3::uuid[]) with ordinality as g (member, place) where c.id = $1",
        contest_id,
        entry_id,
        list(row.members),
    )
    await tx.execute("update entry set name = $2, unit = $3 where id = $1", entry_id, row.name, row.unit)


async def note(
    tx: Tx, contest_id: UUID, entry_id: UUID, kind: str, before: EntryRow, after: EntryRow, reason: str, by: str
) -> None:
    await tx.execute(
        "insert into entry_change (contest_id, entry_id, kind, name_before, unit_before, name_after, unit_after, "
        "reason, changed_by) values ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        contest_id,
        entry_id,
        kind,
        before.name,
        before.unit,
        after.name,
        after.unit,
        reason,
        by,
    )


async def changes(tx: Tx, contest_id: UUID) -> list[Late]:
    rows = await tx.fetch(
        "select entry_id, kind, name_before, name_after, reason, changed_by, changed_at from entry_change "
        "where contest_id = $1 order by changed_at",
        contest_id,
    )
    return many(Late, rows)


async def rise(tx: Tx, contest_id: UUID, matches: Sequence[UUID]) -> None:
    """Matches whose players changed are told of anew."""
    await tx.execute("update match set revision = revision + 1 where id = any($1::uuid[])", matches)
    await tx.execute("update contest set revision = revision + 1 where id = $1", contest_id)


async def reopen(tx: Tx, contest_id: UUID, matches: Sequence[UUID]) -> None:
    """Matches that ended by a withdrawal can be played again."""
    await tx.execute(
        "update match set outcome = null, winner = null, status = 'ready', attempt = attempt + 1, called_at = null, "
        "sheet_id = null, sheet_revision = 0, decided_at = null, revision = revision + 1 where id = any($1::uuid[])",
        matches,
    )
    await tx.execute(
        "update contest set open_matches = open_matches + $2, revision = revision + 1 where id = $1",
        contest_id,
        len(matches),
    )


async def no_sheets(tx: Tx, matches: Sequence[UUID]) -> None:
    """Matches decided without a sheet: any sheet of them that is closed later counts."""
    await tx.execute("update match set sheet_id = null, sheet_revision = 0 where id = any($1::uuid[])", matches)
