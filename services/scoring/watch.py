"""Who is watching which court: streams that wake when the court's sheet changes. Latest state wins, nothing queues."""

import asyncio
from collections.abc import Collection
from uuid import UUID


class Watcher:
    __slots__ = ("woken",)

    def __init__(self) -> None:
        self.woken = asyncio.Event()


class Watch:
    def __init__(self) -> None:
        self.watchers: dict[UUID, set[Watcher]] = {}
        self.sheets: dict[UUID, UUID | None] = {}
        """The sheet each watched court shows; absent when it must be looked up."""

    def join(self, court_id: UUID) -> Watcher:
        watcher = Watcher()
        watcher.woken.set()
        self.watchers.setdefault(court_id, set()).add(watcher)
        return watcher

    def leave(self, court_id: UUID, watcher: Watcher) -> None:
        watchers = self.watchers.get(court_id, set())
        watchers.discard(watcher)
        if not watchers:
            self.watchers.pop(court_id, None)
            self.sheets.pop(court_id, None)

    def changed(self, court_id: UUID) -> None:
        """The sheet at a court changed."""
        for watcher in self.watchers.get(court_id, ()):
            watcher.woken.set()

    def another(self, court_id: UUID) -> None:
        """The court may show another sheet from now on."""
        self.sheets.pop(court_id, None)
        self.changed(court_id)

    def showing(self, sheet_ids: Collection[UUID]) -> list[UUID]:
        """The courts that show one of these sheets."""
        return [court_id for court_id, sheet_id in self.sheets.items() if sheet_id in sheet_ids]
