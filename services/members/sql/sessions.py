"""Statements on sessions, one-time links and the throttle of signing in."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from msgspec import Struct

from shared.kit.db import Tx, many


class Session(Struct, frozen=True, kw_only=True):
    id: UUID
    member_id: UUID
    device: str
    address: str
    began_at: datetime
    expires_at: datetime


async def begin(tx: Tx, member_id: UUID, device: str, address: str, now: datetime, expires_at: datetime) -> UUID:
    found: UUID = await tx.fetchval(
        "insert into session (member_id, device, address, began_at, expires_at) values ($1, $2, $3, $4, $5) "
        "returning id",
        member_id,
        device,
        address,
        now,
        expires_at,
    )
    return found


async def running(tx: Tx, member_id: UUID, now: datetime) -> list[Session]:
    rows = await tx.fetch(
        "select id, member_id, device, address, began_at, expires_at from session "
        "where member_id = $1 and revoked_at is null and expires_at > $2 order by began_at desc",
        member_id,
        now,
    )
    return many(Session, rows)


async def revoke(tx: Tx, session_id: UUID, member_id: UUID, now: datetime) -> list[Session]:
    rows = await tx.fetch(
        "update session set revoked_at = $3 where id = $1 and member_id = $2 and revoked_at is null "
        "returning id, member_id, device, address, began_at, expires_at",
        session_id,
        member_id,
        now,
    )
    return many(Session, rows)


async def revoke_all(tx: Tx, member_ids: Sequence[UUID], now: datetime) -> list[Session]:
    rows = await tx.fetch(
        "update session set revoked_at = $2 "
        "where member_id = any($1::uuid[]) and revoked_at is null and expires_at > $2 "
        "returning id, member_id, device, address, began_at, expires_at",
        list(member_ids),
        now,
    )
    return many(Session, rows)


async def keep_link(tx: Tx, code_hash: bytes, member_id: UUID, now: datetime, expires_at: datetime) -> None:
    await tx.execute(
        "insert into one_time_link (code_hash, member_id, made_at, expires_at) values ($1, $2, $3, $4)",
        code_hash,
        member_id,
        now,
        expires_at,
    )


async def use_link(tx: Tx, code_hash: bytes, now: datetime) -> UUID | None:
    """The member a link signs in, once."""
    found: UUID | None = await tx.fetchval(
        "update one_time_link set used_at = $2 where code_hash = $1 and used_at is null and expires_at > $2 "
        "returning member_id",
        code_hash,
        now,
    )
    return found


async def claim_attempt(tx: Tx, subject: str, free: int, now: datetime) -> bool:
    """Count an attempt and set when the next one is looked at; False while the subject has to wait.

    Counted before the password is looked at, so that many attempts at once are throttled like many in a row.
    The delay doubles with each attempt past the free ones, from one second to fifteen minutes; an hour of quiet
    forgets. A free attempt leaves `open_at` well in the past: requests overtake each other, and a neighbour's may
    carry an earlier time than the one that was counted last.
    """
    found = await tx.fetchval(
        "insert into sign_in_throttle as t (subject, attempts, last_at, open_at) "
        "values ($1, 1, $3, $3::timestamptz - interval '1 minute') "
        "on conflict (subject) do update set last_at = $3, "
        "attempts = case when t.last_at < $3::timestamptz - interval '1 hour' then 1 else t.attempts + 1 end, "
        "open_at = case when t.last_at < $3::timestamptz - interval '1 hour' or t.attempts < $2 "
        "then least(t.open_at, $3::timestamptz - interval '1 minute') "
        "else $3::timestamptz + least(900, power(2, least(t.attempts - $2, 10))) * interval '1 second' end "
        "where t.open_at <= $3 returning true",
        subject,
        free,
        now,
    )
    return found is not None


async def seconds_to_wait(tx: Tx, subject: str, now: datetime) -> int:
    return int(
        await tx.fetchval(
            "select coalesce((select greatest(0, ceil(extract(epoch from open_at - $2::timestamptz)))::int "
            "from sign_in_throttle where subject = $1), 0)",
            subject,
            now,
        )
    )


async def forget_attempts(tx: Tx, subject: str) -> None:
    await tx.execute("delete from sign_in_throttle where subject = $1", subject)


async def give_attempt_back(tx: Tx, subject: str) -> None:
    """A right password costs its address nothing: a hall signs in from one address."""
    await tx.execute(
        "update sign_in_throttle set attempts = greatest(attempts - 1, 0), "
        "open_at = least(open_at, last_at - interval '1 minute') where subject = $1",
        subject,
    )
