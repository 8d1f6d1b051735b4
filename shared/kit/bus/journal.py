"""The journal: what a service tells the others, written in the transaction of the change itself."""

import msgspec

from shared.kit.db import Tx
from shared.kit.log import REQUEST_ID
from shared.messages.base import Message, subject_of

encode = msgspec.json.Encoder().encode


request_id = REQUEST_ID.get


async def record(tx: Tx, message: Message) -> None:
    """Write a message into the journal; the relay sends it after the commit."""
    tx.recorded = True
    await tx.execute(
        "insert into journal (subject, aggregate, revision, body, request_id) values ($1, $2, $3, $4, $5)",
        subject_of(message),
        message.id,
        message.revision,
        encode(message),
        request_id(),
    )


async def record_all(tx: Tx, messages: list[Message]) -> None:
    """Write many messages in one statement, in their order."""
    if not messages:
        return
    tx.recorded = True
    await tx.execute(
        "insert into journal (subject, aggregate, revision, body, request_id) "
        "select s, a, r, b, $5 from unnest($1::text[], $2::uuid[], $3::bigint[], $4::bytea[]) "
        "with ordinality as given (s, a, r, b, n) order by n",
        [subject_of(message) for message in messages],
        [message.id for message in messages],
        [message.revision for message in messages],
        [encode(message) for message in messages],
        request_id(),
    )


async def rebuild(tx: Tx) -> int:
    """Journal the newest state of every subject once more, for a stream that was lost or a restored backup."""
    tx.recorded = True
    return int(
        await tx.fetchval(
            "with again as (insert into journal (subject, aggregate, revision, body, request_id) "
            "select distinct on (subject) subject, aggregate, revision, body, 'rebuild' "
            "from journal order by subject, revision desc, at desc returning 1) select count(*) from again"
        )
    )


class JournalState(msgspec.Struct, frozen=True):
    unsent: int
    oldest_seconds: float


async def state(tx: Tx) -> JournalState:
    """How many journal rows the relay has yet to send, and how long the oldest has waited."""
    row = await tx.fetchrow(
        "select count(*) as unsent, coalesce(extract(epoch from now() - min(j.at)), 0)::float8 as oldest "
        "from journal j, relay_cursor c where (j.xid, j.seq) > (c.xid, c.seq)"
    )
    return JournalState(row["unsent"], row["oldest"]) if row else JournalState(0, 0.0)
