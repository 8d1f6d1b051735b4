"""Every contest of an event looked through by the machine's own command: chain and signatures. Knows no page."""

from uuid import UUID

from msgspec.structs import replace

from services.scoring.judged.chain import Walk, verify
from services.scoring.judged.officials import contest_of
from services.scoring.judged.signed_walk import signed_misfits
from services.scoring.sql import chain as sql
from shared.kit.config import Config
from shared.kit.db import Db, Tx


async def walks_of(config: Config, event: str) -> list[Walk]:
    """The walk of each judged contest of an event, named by its id or name; empty where none is known."""
    db = Db(config.database, lambda: None)
    await db.open()
    try:
        async with db.tx() as tx:
            return [await walk_of(tx, contest_id) for contest_id in await sql.event_contests(tx, event)]
    finally:
        await db.close()


async def walk_of(tx: Tx, contest_id: UUID) -> Walk:
    """The chain of a contest walked, and what was signed compared with what is stored."""
    contest = await contest_of(tx, contest_id)
    walk = await verify(tx, contest)
    return replace(walk, misfits=[*walk.misfits, *await signed_misfits(tx, contest)])
