"""Which matches are ready: the contests of an event as the public sees them, asked while a court is idle."""

import asyncio
import time
from typing import Any

from msgspec import Struct

from deploy.replay.door import Door, GaveUp
from deploy.replay.groups import flipped
from deploy.replay.model import Meeting
from deploy.replay.organiser import Opened

LOOK_AGAIN = 0.05
STUCK_AFTER = 120.0
"""Longer than any part of the suite takes to come back."""


class Ready(Struct, frozen=True):
    """A match that can be called, beside the meeting of the file."""

    match_id: str
    number: int
    opened: Opened
    meeting: Meeting


class Board:
    """Gives out every match of the event once, as soon as it is ready."""

    def __init__(self, door: Door, contests: list[Opened]) -> None:
        self.door = door
        self.waiting = {opened.id: _by_sides(opened) for opened in contests}
        self.contests = contests
        self.found: list[Ready] = []
        self.drawn: set[str] = set()
        """Contests whose second stage was drawn."""
        self._looking = asyncio.Lock()

    @property
    def left(self) -> int:
        """Matches not given out yet."""
        return len(self.found) + sum(len(sides) for sides in self.waiting.values())

    async def next(self) -> Ready | None:
        """The next match to call; None when every match was given out.

        Raises:
            GaveUp: no match became ready for so long that none will.
        """
        until = time.monotonic() + STUCK_AFTER
        while self.left:
            async with self._looking:
                if not self.found:
                    await self._look()
                if self.found:
                    return self.found.pop(0)
            if time.monotonic() > until:
                raise GaveUp(f"{self.left} matches did not become ready within {STUCK_AFTER:.0f} s.")
            await asyncio.sleep(LOOK_AGAIN)
        return None

    async def _look(self) -> None:
        for opened in self.contests:
            if self.waiting[opened.id]:
                listed = (await self.door.get(f"/events/contests/{opened.id}/matches"))["matches"]
                self._take(opened, listed)
                await self._draw_second_stage(opened, listed)

    async def _draw_second_stage(self, opened: Opened, listed: list[dict[str, Any]]) -> None:
        """Once every group is over, put the qualified on their lines. Who did not qualify is refused there."""
        lines = opened.contest.second_stage
        if not lines or opened.id in self.drawn or any(m["status"] != "decided" for m in listed if m["group"]):
            return
        self.drawn.add(opened.id)
        body = {"lines": [opened.entries[line] if line else None for line in lines]}
        await self.door.put(f"/events/contests/{opened.id}/second-stage", body)

    def _take(self, opened: Opened, listed: list[dict[str, Any]]) -> None:
        for match in listed:
            if match["status"] != "ready":
                continue
            first, second = (str(entry) for entry in match["entries"])
            grouped = match["group"] is not None
            meeting = self.waiting[opened.id].pop((grouped, first, second), None)
            if meeting is None and (turned := self.waiting[opened.id].pop((grouped, second, first), None)):
                meeting = flipped(turned)
            if meeting is not None:
                self.found.append(Ready(match["id"], match["number"], opened, meeting))


def _by_sides(opened: Opened) -> dict[tuple[bool, str, str], Meeting]:
    """Who meets whom, in a group or after it: two may meet in both."""
    entries = opened.entries
    return {(m.round == 0, entries[m.sides[0]], entries[m.sides[1]]): m for m in opened.contest.meetings}
