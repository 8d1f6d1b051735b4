"""What the others are told of a judged contest. Knows entries and authors; no judge, no mark and no rule set."""

from collections.abc import Sequence
from uuid import UUID

from services.events.sql import judged as sql
from services.events.sql import late
from services.events.sql.contests import Contest
from services.events.sql.entries import Entry, EntryRow
from services.events.sql.judged import Told
from shared.kit.bus.journal import record
from shared.kit.db import Tx
from shared.messages.events import JudgedContestChanged, JudgedStatus
from shared.rules.model import Regulation
from shared.rules.sports.judged import most_each

STATUSES: dict[str, JudgedStatus] = {"judging": "judging", "decided": "decided"}
"""A contest of another status is open for entries."""
ANY = 512
"""No contest has more entries than that."""


async def tell(tx: Tx, contest_id: UUID) -> None:
    """Tell the whole present state of a contest, if it is judged: after every change of it or of its entries."""
    told = await sql.tell(tx, contest_id)
    if told is not None:
        await say(tx, told, STATUSES.get(told.status, "entering"))


async def tell_all(tx: Tx, event_id: UUID) -> None:
    """Tell every judged contest of an event, whose name they carry."""
    for contest_id in await sql.of_event(tx, event_id):
        await tell(tx, contest_id)


async def tell_removed(tx: Tx, contest: Contest) -> None:
    """Tell that a contest is no more, or no longer a judged one; called while it still is."""
    told = await sql.tell(tx, contest.id)
    if told is not None:
        await say(tx, told, "removed")


async def entered(tx: Tx, contest: Contest, added: Sequence[Entry], reason: str, by: str) -> None:
    """Tell new entries; those that came after the panel had the contest are noted with their reason."""
    for entry in added if contest.status == "judging" else ():
        row = EntryRow(name=entry.name, unit=entry.unit, seed=None, members=(), category=entry.category)
        await late.note(tx, contest.id, entry.id, "entered", row, row, reason, by)
    await tell(tx, contest.id)


async def say(tx: Tx, told: Told, status: JudgedStatus) -> None:
    message = JudgedContestChanged(
        id=told.id,
        revision=told.revision,
        event_id=told.event_id,
        event_name=told.event_name,
        contest_name=told.contest_name,
        preset=told.preset,
        status=status,
        entries=tuple(await sql.entries(tx, told.id)),
    )
    await record(tx, message)


def works_of_one(regulation: Regulation) -> int:
    """How many works one person may stand in."""
    return most_each(regulation) or ANY
