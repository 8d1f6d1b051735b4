"""Every chain of an event walked, from the machine's own command. Knows the database, no page."""

from services.scoring.judged.chain import Walk, verify
from services.scoring.judged.officials import contest_of
from services.scoring.sql import chain as sql
from shared.kit.config import Config
from shared.kit.db import Db


async def walks_of(config: Config, event: str) -> list[Walk]:
    """The walk of each judged contest of an event, named by its id or name; empty where none is known."""
    db = Db(config.database, lambda: None)
    await db.open()
    try:
        async with db.tx() as tx:
            return [
                await verify(tx, await contest_of(tx, contest_id)) for contest_id in await sql.event_contests(tx, event)
            ]
    finally:
        await db.close()
