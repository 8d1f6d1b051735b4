"""Statements around the draw: a lot promised beforehand, and how far a draw is revealed in public."""

from datetime import datetime
from uuid import UUID

from msgspec import Struct

from shared.kit.db import Tx, maybe


class Promise(Struct, frozen=True, kw_only=True):
    """A lot fixed before the draw. The lot itself is told with the draw only."""

    lot: str
    hash: str
    entries: int
    """How many there were when it was promised."""
    promised_at: datetime


class Ceremony(Struct, frozen=True, kw_only=True):
    shown: int
    """How many steps are revealed."""
    revision: int
    started_at: datetime


async def promise(tx: Tx, contest_id: UUID) -> Promise | None:
    row = await tx.fetchrow(
        "select lot, hash, entries, promised_at from promised_lot where contest_id = $1", contest_id
    )
    return maybe(Promise, row)


async def keep_promise(tx: Tx, contest_id: UUID, lot: str, hash_: str, entries: int) -> None:
    await tx.execute(
        "with seen as (update contest set revision = revision + 1 where id = $1) "
        "insert into promised_lot (contest_id, lot, hash, entries) values ($1, $2, $3, $4)",
        contest_id,
        lot,
        hash_,
        entries,
    )


async def ceremony(tx: Tx, contest_id: UUID) -> Ceremony | None:
    row = await tx.fetchrow("select shown, revision, started_at from ceremony where contest_id = $1", contest_id)
    return maybe(Ceremony, row)


async def show(tx: Tx, contest_id: UUID, shown: int) -> None:
    await tx.execute(
        "insert into ceremony (contest_id, shown) values ($1, $2) "
        "on conflict (contest_id) do update set shown = excluded.shown, revision = ceremony.revision + 1",
        contest_id,
        shown,
    )


async def end_ceremony(tx: Tx, contest_id: UUID) -> None:
    """Another draw was made: what was revealed counts no more."""
    await tx.execute("delete from ceremony where contest_id = $1", contest_id)
