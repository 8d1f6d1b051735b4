"""Revoked sessions: told by the members service, kept by every service, honoured within seconds by every replica."""

import asyncio
from collections.abc import Sequence
from contextlib import suppress

import asyncpg

from shared.kit.bus.consume import Inbound
from shared.kit.db import DatabaseAway, Db, Tx
from shared.kit.http.auth import Verifier
from shared.messages.members import SessionRevoked

EVERY_SECONDS = 2.0


async def remember(tx: Tx, messages: Sequence[SessionRevoked]) -> None:
    await tx.execute(
        "insert into revoked_session (session_id, expires_at) select * from unnest($1::uuid[], $2::timestamptz[]) "
        "on conflict do nothing",
        [message.id for message in messages],
        [message.expires_at for message in messages],
    )


class Revocations:
    """Feeds the verifier: at once from the message, every two seconds from the table for what another replica heard."""

    def __init__(self, verifier: Verifier) -> None:
        self.verifier = verifier

    async def on_session_revoked(self, inbound: Inbound, messages: Sequence[SessionRevoked]) -> None:
        await remember(inbound.tx, messages)
        inbound.after_commit(lambda: self.verifier.revoked.update(message.id for message in messages))

    async def load(self, db: Db) -> None:
        async with db.acquire() as tx:
            rows = await tx.fetch("select session_id from revoked_session where expires_at > now()")
        self.verifier.revoked = {row["session_id"] for row in rows}

    async def run(self, db: Db) -> None:
        while True:
            with suppress(DatabaseAway, OSError, TimeoutError, asyncpg.PostgresError, asyncpg.InterfaceError):
                await self.load(db)
            await asyncio.sleep(EVERY_SECONDS)
