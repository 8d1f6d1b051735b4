"""What the running service holds in memory: the book of sheets, the seats, the events, and who is watching."""

import asyncio
from collections.abc import Iterable
from typing import Any
from uuid import UUID
from weakref import WeakKeyDictionary

from litestar import Request
from litestar.datastructures import State

from services.scoring.book import Book
from services.scoring.coalescer import Coalescer
from services.scoring.events import Events
from services.scoring.seated import Seated
from services.scoring.sql.sheets import SheetRow
from services.scoring.throttle import Throttle
from services.scoring.watch import Watch
from shared.kit.db import DatabaseAway, Db
from shared.kit.live import Hub

BALLOTS_AT_ONCE = 2
"""Ballots of a contest wait for one another anyway; while they do, the desk's pages must find connections free."""


class Hall:
    def __init__(self, db: Db, hub: Hub) -> None:
        self.db = db
        self.hub = hub
        self.closing = hub.closing
        self.watch = Watch()
        self.benches = Watch()
        """Tablets of judged contests, by panel."""
        self.handing_in = asyncio.Semaphore(BALLOTS_AT_ONCE)
        self.seated = Seated(db)
        self.events = Events(db)
        self.throttle = Throttle()
        self.book = Book(db, Coalescer(db, db.wake), self.sheet_moved)

    def sheet_moved(self, before: SheetRow, after: SheetRow) -> None:
        """Whoever watches the court sees the sheet; its first mark and its end may change which sheet that is."""
        court = after.match.court
        if court is None:
            return
        if before.revision == 0 or before.status != after.status:
            self.watch.another(court.id)
        else:
            self.watch.changed(court.id)

    def matches_changed(self, match_ids: Iterable[UUID], courts: Iterable[UUID], opened: Iterable[SheetRow]) -> None:
        """Newer states of matches are stored: what is held of them is old, at their courts and where they were."""
        forgotten = self.book.forget(match_ids)
        for row in opened:
            self.book.opened(row)
        for court_id in {*courts, *self.watch.showing(forgotten)}:
            self.watch.another(court_id)

    def seats_changed(self, courts: Iterable[UUID]) -> None:
        self.seated.forget()
        for court_id in courts:
            self.watch.changed(court_id)

    def event_changed(self, courts: Iterable[UUID]) -> None:
        self.events.forget()
        self.seats_changed(courts)


HALLS: WeakKeyDictionary[Hub, Hall] = WeakKeyDictionary()
"""The inbox is handed the hub and not the application; this is how it finds what else its process holds."""


async def open_hall(state: State) -> None:
    state.hall = HALLS[state.hub] = Hall(state.db, state.hub)


def hall_of(request: Request[Any, Any, Any]) -> Hall:
    hall: Hall | None = request.app.state.get("hall")
    if hall is None:
        raise DatabaseAway
    return hall
