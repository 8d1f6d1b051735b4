"""Who may run what: organisers of an event and administrators. Asked about objects, never about addresses alone."""

from uuid import UUID

from services.events.sql import contests as contest_sql
from services.events.sql import courts as court_sql
from services.events.sql import entries as entry_sql
from services.events.sql import events as event_sql
from services.events.sql.contests import Contest
from services.events.sql.courts import Court
from services.events.sql.entries import Entry
from services.events.sql.events import Event
from shared.kit.db import Tx
from shared.kit.http.auth import Who
from shared.kit.http.errors import Refused
from shared.kit.words import _


async def organises(tx: Tx, event_id: UUID, who: Who) -> bool:
    if who.administrator:
        return True
    return who.member_id is not None and await event_sql.organises(tx, event_id, who.member_id)


async def require_organiser(tx: Tx, event_id: UUID, who: Who) -> None:
    """Raises Refused unless the caller may run the event."""
    if not await organises(tx, event_id, who):
        raise Refused("event.not_yours", _("Only an organiser of this event may do this."), status=403)


async def organised_event(tx: Tx, event_id: UUID, who: Who) -> Event:
    """The event, of which the caller is an organiser."""
    found = await event_sql.event(tx, event_id)
    if found is None:
        raise Refused("event.unknown", _("There is no such event."), status=404)
    await require_organiser(tx, found.id, who)
    return found


async def organised_contest(tx: Tx, contest_id: UUID, who: Who) -> Contest:
    """The contest, of whose event the caller is an organiser."""
    found = await contest_sql.contest(tx, contest_id)
    if found is None:
        raise Refused("contest.unknown", _("There is no such contest."), status=404)
    await require_organiser(tx, found.event_id, who)
    return found


async def organised_court(tx: Tx, court_id: UUID, who: Who) -> Court:
    """The court, of whose event the caller is an organiser."""
    found = await court_sql.court(tx, court_id)
    if found is None:
        raise Refused("court.unknown", _("There is no such court."), status=404)
    await require_organiser(tx, found.event_id, who)
    return found


async def contest_to_change(tx: Tx, contest_id: UUID, who: Who, revision: int | None) -> Contest:
    """The contest, held for a change by an organiser who has seen its present revision."""
    await contest_sql.lock(tx, contest_id)
    found = await organised_contest(tx, contest_id, who)
    require_seen(found.revision, revision)
    return found


async def open_contest(tx: Tx, contest_id: UUID, who: Who, revision: int | None = None) -> Contest:
    """The contest, held for a change of what its draw is made of; refused once the draw is published."""
    found = await contest_to_change(tx, contest_id, who, revision)
    require_unlocked(found)
    return found


async def entering_contest(
    tx: Tx, contest_id: UUID, who: Who, reason: str = "", revision: int | None = None
) -> Contest:
    """The contest, held for a change of its entries; once a panel judges it, that needs a reason."""
    found = await contest_to_change(tx, contest_id, who, revision)
    if found.status != "judging":
        require_unlocked(found)
    elif not reason.strip():
        raise Refused(
            "entry.late", _("{contest} is with its panel: a change needs a reason."), status=409, contest=found.name
        )
    return found


async def entering_entry(tx: Tx, entry_id: UUID, who: Who, reason: str = "") -> tuple[Contest, Entry]:
    """An entry and its contest, held for a change of it."""
    found = await entry_sql.entry(tx, entry_id)
    if found is None:
        raise Refused("entry.unknown", _("There is no such entry."), status=404)
    return await entering_contest(tx, found.contest_id, who, reason), found


async def contest_to_draw(tx: Tx, contest_id: UUID, who: Who, revision: int | None = None) -> Contest:
    """The contest, held for its draw; refused where a panel decides and nothing is drawn here."""
    found = await open_contest(tx, contest_id, who, revision)
    if found.judged:
        raise Refused("draw.judged", _("A judged contest has no draw: its panel decides it."), status=409)
    return found


async def open_entry(tx: Tx, entry_id: UUID, who: Who) -> tuple[Contest, Entry]:
    """An entry and its contest, held for a change; refused once the draw is published."""
    found = await entry_sql.entry(tx, entry_id)
    if found is None:
        raise Refused("entry.unknown", _("There is no such entry."), status=404)
    return await open_contest(tx, found.contest_id, who), found


def require_seen(present: int, seen: int | None) -> None:
    """Raises Refused if somebody else changed what the caller was looking at. A program may leave the question out."""
    if seen is not None and seen != present:
        raise Refused(
            "page.stale",
            _("Somebody else changed this meanwhile. Nothing was stored: reload the page and look again."),
            status=409,
        )


def require_unlocked(contest: Contest) -> None:
    if contest.judged and contest.locked:
        sentence = (
            _("{contest} is decided: its entries stay.")
            if contest.status == "decided"
            else _("{contest} is with its panel already.")
        )
        raise Refused("contest.handed_over", sentence, status=409, contest=contest.name)
    if contest.locked:
        raise Refused(
            "draw.locked", _("The draw of {contest} is published and locked."), status=409, contest=contest.name
        )
