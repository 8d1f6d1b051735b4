"""The hall at work: a tablet at every court, each taking the next ready match until none is left."""

import asyncio
import time
from collections.abc import Callable

from msgspec import Struct

from deploy.replay.board import Board, Ready
from deploy.replay.door import Door, GaveUp, TurnedDown
from deploy.replay.marks import marks_of
from deploy.replay.organiser import Event
from deploy.replay.tablet import Filled, Tablet


class Done(Struct, frozen=True):
    """A match that was played, with its sheet as the tablet left it."""

    ready: Ready
    tablet: Tablet
    filled: Filled


class Played(Struct):
    """All that was played, and what went wrong on the way."""

    done: list[Done]
    seconds: float
    problems: list[str]

    @property
    def marks(self) -> int:
        return sum(len(done.filled.sent) for done in self.done)

    @property
    def waits(self) -> list[float]:
        tallies = {id(done.tablet): done.tablet.tally for done in self.done}
        return sorted(wait for tally in tallies.values() for wait in tally.waits)


Told = Callable[[Played, int], None]
"""Hears what was played so far, and how many matches are still to be called."""


def told_nobody(_played: Played, _left: int) -> None:
    pass


async def play(organiser: Door, event: Event, speed: float | None, told: Told = told_nobody) -> Played:
    """Play every match of the event, as many at once as there are courts."""
    board = Board(organiser.another(), event.contests)
    tablets = [Tablet(organiser.another(), court, speed) for court in event.courts]
    for tablet in tablets:
        await tablet.pair(organiser)
    played = Played([], 0.0, [])
    began = time.perf_counter()
    await asyncio.gather(*(_at_court(tablet, organiser.another(), board, played, told) for tablet in tablets))
    played.seconds = time.perf_counter() - began
    return played


async def _at_court(tablet: Tablet, organiser: Door, board: Board, played: Played, told: Told) -> None:
    """One court's day. A match that cannot go on is told and left; the court goes on with the next."""
    try:
        while ready := await board.next():
            try:
                await _call(organiser, ready.match_id, tablet.court_id)
                view = await tablet.sheet_for(ready.match_id)
                played.done.append(Done(ready, tablet, await tablet.fill(view, marks_of(ready.meeting))))
                told(played, board.left)
            except TurnedDown as refused:
                played.problems.append(f"{ready.opened.contest.name} match {ready.number}: {refused}")
    except GaveUp as gave_up:
        played.problems.append(str(gave_up))


async def _call(organiser: Door, match_id: str, court_id: str) -> None:
    """Call a match once its court is free: a result confirmed on the tablet takes a moment to the organisers' desk."""
    await organiser.post_once_heard(f"/events/matches/{match_id}/call", {"court_id": court_id}, unheard="court.busy")
