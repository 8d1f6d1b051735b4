"""One tablet at one court: paired once, then every match called there is marked on it, a request a mark."""

import asyncio
import time
import uuid
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

import msgspec
from msgspec import Struct

from deploy.replay.door import Door, GaveUp, TurnedDown
from shared.rules.sheets import Mark, Rally

PAIRINGS = 5
SHOWN_WITHIN = 60.0
LOOK_AGAIN = 0.02
RALLY_S = 6.0
"""How long a rally and the walk back take in a hall, on average: speed 1."""


class Sent(Struct, frozen=True):
    """A mark with the id the tablet gave it; the same id goes out again when no answer came."""

    id: uuid.UUID
    at: datetime
    mark: Mark


class Tally(Struct):
    """What one tablet has had acknowledged."""

    marks: int = 0
    waits: list[float] = []
    """Seconds from a tap to its acknowledgement."""


class Filled(Struct):
    """A sheet as the tablet left it."""

    id: str
    sent: list[Sent]
    revision: int
    outcome: Any


class Tablet:
    def __init__(self, door: Door, court_id: str, speed: float | None) -> None:
        self.door = door
        self.court_id = court_id
        self.pause = RALLY_S / speed if speed else 0.0
        self.tally = Tally()

    async def pair(self, organiser: Door) -> None:
        """Become the court's seat. A code whose answer was lost is used up, so another is asked for."""
        for attempt in range(1, PAIRINGS + 1):
            pairing = await organiser.post_once_heard(
                f"/scoring/courts/{self.court_id}/pairings", unheard="court.unknown"
            )
            try:
                paired = await self.door.post("/scoring/pair", {"code": pairing["code"]})
            except TurnedDown as refused:
                if attempt == PAIRINGS or refused.code != "pairing.code_wrong":
                    raise
            else:
                self.door.token = f"seat.{paired['token']}"
                return

    async def sheet_for(self, match_id: str) -> Any:
        """The sheet of the match called here, once the call has reached the tablet."""
        until = time.monotonic() + SHOWN_WITHIN
        while time.monotonic() < until:
            view = (await self.door.get("/scoring/seat"))["sheet"]
            if view and view["match_id"] == match_id and view["status"] == "open":
                return view
            await asyncio.sleep(LOOK_AGAIN)
        raise GaveUp(f"The called match did not reach its tablet within {SHOWN_WITHIN:.0f} s.")

    async def fill(self, view: Any, marks: Iterable[Mark]) -> Filled:
        """Mark a match from beginning to end, each mark once the one before is acknowledged."""
        filled = Filled(view["id"], [], view["revision"], None)
        for mark in marks:
            await self._mark(filled, Sent(uuid.uuid4(), datetime.now(UTC), mark))
            if self.pause and isinstance(mark, Rally):
                await asyncio.sleep(self.pause)
        return filled

    async def _mark(self, filled: Filled, sent: Sent) -> None:
        tapped = time.perf_counter()
        answer = await self.door.call("POST", f"/scoring/sheets/{filled.id}/marks", _body([sent]))
        self.tally.waits.append(time.perf_counter() - tapped)
        receipt = answer.json()
        filled.sent.append(sent)
        if [mark["ordinal"] for mark in receipt["marks"]] != [len(filled.sent)]:
            raise GaveUp(f"Mark {len(filled.sent)} of sheet {filled.id} was stored as {receipt['marks']}.")
        self.tally.marks += 1
        filled.revision = receipt["revision"]
        filled.outcome = receipt["sheet"]["sheet"]["outcome"]

    async def stored(self, filled: Filled) -> int:
        """How many of a sheet's marks are stored, told by offering all of them once more: none may count twice."""
        answer = await self.door.call("POST", f"/scoring/sheets/{filled.id}/marks", _body(filled.sent))
        receipt = answer.json()
        held = {mark["id"]: mark["ordinal"] for mark in receipt["marks"]}
        if receipt["revision"] != len(filled.sent):
            return int(receipt["revision"])
        return sum(held.get(str(sent.id)) == ordinal for ordinal, sent in enumerate(filled.sent, start=1))


def _body(marks: Iterable[Sent]) -> bytes:
    return msgspec.json.encode({"marks": list(marks)})
