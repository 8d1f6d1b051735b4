"""Inbox messages: kept once a fact, replaced by newer states, withdrawn, read. What is muted is neither shown
nor counted, but kept."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec
from msgspec import Struct

from services.notifications.facts import Told
from services.notifications.params import Kind
from shared.kit.db import Tx, many

encode = msgspec.json.Encoder().encode


class Row(Struct, frozen=True):
    """A message as stored."""

    id: UUID
    kind: Kind
    params: dict[str, Any]
    at: datetime
    read: bool
    corrected: bool
    withdrawn: bool


async def keep_messages(tx: Tx, told: Sequence[Told]) -> set[UUID]:
    """Keep new facts and newer states of known ones; returns the members whose inbox is different now.

    A newer state that says the same changes nothing for its reader. One that says something else, or that the
    organisers call a correction, is unread and newest again.
    """
    rows = await tx.fetch(
        "with given as (select * from unnest($1::uuid[], $2::text[], $3::uuid[], $4::integer[], $5::text[], "
        "$6::timestamptz[], $7::bigint[], $8::boolean[]) "
        "as g (member_id, kind, subject, part, params, at, revision, corrected)) "
        "insert into message as m (member_id, kind, subject, part, params, at, revision, corrected) "
        "select member_id, kind, subject, part, params::jsonb, at, revision, corrected from given g "
        "where not exists (select from member where member.id = g.member_id and not member.active) "
        "order by at, member_id "
        "on conflict on constraint message_once do update set revision = excluded.revision, params = excluded.params, "
        "withdrawn = false, (read_at, at, corrected) = (select "
        "case when differs then null else m.read_at end, "
        "case when differs then greatest(m.at, excluded.at) else m.at end, m.corrected or differs "
        "from (select excluded.corrected or m.withdrawn or m.params <> excluded.params as differs) as d) "
        "where excluded.revision > m.revision returning m.member_id",
        [each.member_id for each in told],
        [each.kind for each in told],
        [each.subject for each in told],
        [each.part for each in told],
        [encode(each.params).decode() for each in told],
        [each.at for each in told],
        [each.revision for each in told],
        [each.corrected for each in told],
    )
    return {row["member_id"] for row in rows}


async def withdraw_left_out(tx: Tx, kind: Kind, contests: Sequence[UUID]) -> set[UUID]:
    """Messages of contests that the newest state known of them no longer has; returns their members."""
    rows = await tx.fetch(
        "update message as m set withdrawn = true from (select subject, max(revision) as revision from message "
        "where subject = any($2::uuid[]) and kind = $1 group by subject) as newest "
        "where m.subject = newest.subject and m.kind = $1 and m.revision < newest.revision and not m.withdrawn "
        "returning m.member_id",
        kind,
        list(contests),
    )
    return {row["member_id"] for row in rows}


async def withdraw_older(tx: Tx, kind: Kind, subjects: Sequence[UUID], revisions: Sequence[int]) -> set[UUID]:
    """Messages older than what is now known of their subject; returns their members."""
    rows = await tx.fetch(
        "update message as m set withdrawn = true from (select subject, max(revision) as revision "
        "from unnest($2::uuid[], $3::bigint[]) as g (subject, revision) group by subject) as known "
        "where m.subject = known.subject and m.kind = $1 and m.revision < known.revision and not m.withdrawn "
        "returning m.member_id",
        kind,
        list(subjects),
        list(revisions),
    )
    return {row["member_id"] for row in rows}


async def withdraw_attempts(tx: Tx, matches: Sequence[UUID], attempts: Sequence[int]) -> set[UUID]:
    """Results of earlier attempts at matches, and those that come late; returns their members."""
    rows = await tx.fetch(
        "update message as m set withdrawn = true from (select match_id, max(attempt) as attempt "
        "from (select * from unnest($1::uuid[], $2::integer[]) as g (match_id, attempt) union all "
        "select subject, part from message where subject = any($1::uuid[]) and kind = 'result') as known "
        "group by match_id) as newest "
        "where m.subject = newest.match_id and m.kind = 'result' and m.part < newest.attempt and not m.withdrawn "
        "returning m.member_id",
        list(matches),
        list(attempts),
    )
    return {row["member_id"] for row in rows}


async def withdraw_placings(tx: Tx, contests: Sequence[UUID], moments: Sequence[datetime]) -> set[UUID]:
    """Placings of contests in which a match was called afterwards; returns their members."""
    rows = await tx.fetch(
        "update message as m set withdrawn = true from (select contest_id, max(at) as at "
        "from unnest($1::uuid[], $2::timestamptz[]) as g (contest_id, at) group by contest_id) as called "
        "where m.subject = called.contest_id and m.kind = 'placing' and m.at < called.at and not m.withdrawn "
        "returning m.member_id",
        list(contests),
        list(moments),
    )
    return {row["member_id"] for row in rows}


async def newest(tx: Tx, member_id: UUID, before: UUID | None, limit: int) -> list[Row]:
    """A member's messages, newest first; with `before` those that follow that one."""
    rows = await tx.fetch(
        "select id, kind, params, at, read_at is not null as read, corrected, withdrawn from message "
        "where member_id = $1 and kind <> all(array(select kind from muted where muted.member_id = $1)) "
        "and ($2::uuid is null or (at, id) < (select b.at, b.id from message b where b.id = $2 and b.member_id = $1)) "
        "order by at desc, id desc limit $3",
        member_id,
        before,
        limit,
    )
    return many(Row, rows)


async def unread(tx: Tx, member_id: UUID) -> int:
    """How many messages a member has yet to read."""
    return int(
        await tx.fetchval(
            "select count(*) from message where member_id = $1 and read_at is null "
            "and kind <> all(array(select kind from muted where muted.member_id = $1))",
            member_id,
        )
    )


async def read_one(tx: Tx, member_id: UUID, message_id: UUID, now: datetime) -> bool:
    """Mark one message of a member as read; False when the member has no such message."""
    return bool(
        await tx.fetchval(
            "update message set read_at = coalesce(read_at, $3) where id = $2 and member_id = $1 returning true",
            member_id,
            message_id,
            now,
        )
    )


async def read_all(tx: Tx, member_id: UUID, until: datetime | None, now: datetime) -> None:
    """Mark what a member was shown as read: with `until` nothing newer than that, and nothing that is muted."""
    await tx.execute(
        "update message set read_at = $3 where member_id = $1 and read_at is null "
        "and ($2::timestamptz is null or at <= $2) "
        "and kind <> all(array(select kind from muted where muted.member_id = $1))",
        member_id,
        until,
        now,
    )
