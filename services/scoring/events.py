"""Events and courts as this service knows them, and who may run an event. Knows nothing of matches and scores."""

import time
from uuid import UUID

from services.scoring.sql import copies
from services.scoring.sql.copies import CourtCopy, EventCopy
from shared.kit.db import Db
from shared.kit.http.auth import Who
from shared.kit.http.errors import Refused
from shared.kit.words import _

TRUSTED_S = 2.0
"""How long a copy is used before it is read again: what another replica heard counts within seconds."""


class Events:
    def __init__(self, db: Db) -> None:
        self.db = db
        self.events: dict[UUID, tuple[EventCopy, float]] = {}
        self.courts: dict[UUID, tuple[CourtCopy, float]] = {}

    async def event(self, event_id: UUID) -> EventCopy:
        found = self.events.get(event_id)
        if found is not None and found[1] > time.monotonic() - TRUSTED_S:
            return found[0]
        async with self.db.acquire() as tx:
            event = await copies.read_event(tx, event_id)
        if event is None:
            raise Refused("event.unknown", _("There is no such event."), status=404)
        self.events[event_id] = (event, time.monotonic())
        return event

    async def court(self, court_id: UUID) -> CourtCopy:
        found = self.courts.get(court_id)
        if found is not None and found[1] > time.monotonic() - TRUSTED_S:
            return found[0]
        async with self.db.acquire() as tx:
            court = await copies.read_court(tx, court_id)
        if court is None:
            raise Refused("court.unknown", _("There is no such court."), status=404)
        self.courts[court_id] = (court, time.monotonic())
        return court

    async def require_organiser(self, who: Who, event_id: UUID) -> EventCopy:
        """The event, for somebody who may run it.

        Raises:
            Refused: the event is unknown, or run by others.
        """
        event = await self.event(event_id)
        if who.administrator or who.member_id in event.organisers:
            return event
        raise Refused(
            "event.not_organiser", _("Only an organiser of {event} may do this."), status=403, event=event.name
        )

    def forget(self) -> None:
        self.events.clear()
        self.courts.clear()
