"""Sheets and their marks: opened, read, moved on. The one statement that makes a mark true stands here."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec
from msgspec import Struct

from shared.kit.db import Tx, many
from shared.messages.events import MatchState
from shared.rules.marks import Mark
from shared.rules.model import Regulation

read_match = msgspec.json.Decoder(MatchState).decode
read_regulation = msgspec.json.Decoder(Regulation).decode


class SheetRow(Struct, frozen=True):
    """A sheet with the match it belongs to, as of one moment."""

    id: UUID
    match_id: UUID
    attempt: int
    regulation: Regulation
    status: str
    revision: int
    match: MatchState
    match_json: bytes
    match_revision: int


class MarkRow(Struct, frozen=True):
    id: UUID
    ordinal: int
    mark: Mark
    seat_id: UUID | None
    member_id: UUID | None
    device_at: datetime
    at: datetime


def sheet_row(row: Any) -> SheetRow | None:
    if row is None:
        return None
    match = row["match"].encode()
    return SheetRow(
        id=row["id"],
        match_id=row["match_id"],
        attempt=row["attempt"],
        regulation=read_regulation(row["regulation"]),
        status=row["status"],
        revision=row["revision"],
        match=read_match(match),
        match_json=match,
        match_revision=row["match_revision"],
    )


async def read_sheet(tx: Tx, sheet_id: UUID) -> SheetRow | None:
    return sheet_row(
        await tx.fetchrow(
            "select s.id, s.match_id, s.attempt, s.regulation::text as regulation, s.status, s.revision, "
            "m.state::text as match, m.revision as match_revision "
            "from sheet s join match m on m.id = s.match_id where s.id = $1",
            sheet_id,
        )
    )


async def present_sheet(tx: Tx, match_id: UUID) -> Any:
    """The id of the sheet of a match's present attempt."""
    return await tx.fetchval(
        "select s.id from sheet s join match m on m.id = s.match_id and m.attempt = s.attempt where m.id = $1",
        match_id,
    )


async def read_marks(tx: Tx, sheet_id: UUID) -> list[MarkRow]:
    return many(
        MarkRow,
        await tx.fetch(
            "select id, ordinal, mark, seat_id, member_id, device_at, at "
            "from mark where sheet_id = $1 order by ordinal",
            sheet_id,
        ),
    )


async def move_on(
    tx: Tx, changes: Sequence[Sequence[Any]], marks: Sequence[Sequence[Any]], messages: Sequence[Sequence[Any]]
) -> set[UUID]:
    """Move sheets on by their marks and tell it in the journal: one statement, all of a sheet or none of it.

    A sheet moves only from the revision, the match state and the seat the change was decided on, so replicas and
    late revocations are safe: the others stay as they are and are not among the ids returned.
    """
    rows = await tx.fetch(
        "with change as (select * from unnest($1::uuid[], $2::bigint[], $3::bigint[], $4::text[], $5::text[], "
        "$6::bigint[], $7::uuid[]) as c (sheet_id, was, revision, status, state, match_revision, seat_id)), "
        "moved as (update sheet set revision = c.revision, status = c.status, state = c.state::jsonb, "
        "changed_at = now() from change c where sheet.id = c.sheet_id and sheet.revision = c.was "
        "and sheet.status <> 'void' "
        "and exists (select from match m where m.id = sheet.match_id and m.revision = c.match_revision) "
        "and (c.seat_id is null or exists (select from seat where seat.id = c.seat_id and revoked_at is null)) "
        "returning sheet.id), "
        "marked as (insert into mark (id, sheet_id, ordinal, mark, seat_id, member_id, device_at) "
        "select g.id, g.sheet_id, g.ordinal, g.mark::jsonb, g.seat_id, g.member_id, g.device_at "
        "from unnest($8::uuid[], $9::uuid[], $10::integer[], $11::text[], $12::uuid[], $13::uuid[], "
        "$14::timestamptz[]) as g (id, sheet_id, ordinal, mark, seat_id, member_id, device_at) "
        "join moved on moved.id = g.sheet_id), "
        "told as (insert into journal (subject, aggregate, revision, body, request_id) "
        "select t.subject, t.aggregate, t.revision, t.body, t.request_id "
        "from unnest($15::text[], $16::uuid[], $17::bigint[], $18::bytea[], $19::text[]) "
        "as t (subject, aggregate, revision, body, request_id) join moved on moved.id = t.aggregate) "
        "select id from moved",
        *columns(changes, 7),
        *columns(marks, 7),
        *columns(messages, 5),
    )
    return {row["id"] for row in rows}


def columns(rows: Sequence[Sequence[Any]], count: int) -> list[list[Any]]:
    return [[row[place] for row in rows] for place in range(count)]
