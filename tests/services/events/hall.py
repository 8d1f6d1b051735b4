"""Matches for tests: scores and closed sheets as scoring tells of them, and a contest played to its end."""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid4

from shared.messages.scoring import ScoreChanged, SheetClosed
from shared.rules.model import Outcome, Points, Side
from tests.servers import Running
from tests.services.events.desk import Desk

SHEETS: dict[tuple[str, int], UUID] = {}


def sheet_of(match: str, attempt: int) -> UUID:
    """A sheet belongs to one match and attempt."""
    return SHEETS.setdefault((match, attempt), uuid4())


def closed(match: str, winner: Side, *, attempt: int = 1, revision: int = 43, correction: str = "") -> SheetClosed:
    games: tuple[Points, ...] = ((21, 12), (21, 15)) if winner == 1 else ((12, 21), (15, 21))
    return SheetClosed(
        id=sheet_of(match, attempt),
        revision=revision,
        match_id=UUID(match),
        attempt=attempt,
        outcome=Outcome("played", winner, games),
        closed_at=datetime.now(UTC),
        correction=correction,
    )


def score(match: str, *games: Points, attempt: int = 1, revision: int = 1, serving: Side = 1) -> ScoreChanged:
    return ScoreChanged(
        id=sheet_of(match, attempt),
        revision=revision,
        match_id=UUID(match),
        attempt=attempt,
        games=games,
        serving=serving,
        marked_at=datetime.now(UTC),
    )


async def matches(desk: Desk, contest: str) -> dict[int, Any]:
    """The matches of a contest by number, as programs read them."""
    found = await desk.get(f"/events/contests/{contest}/matches")
    return {match["number"]: match for match in found["matches"]}


async def play(events: Running, desk: Desk, contest: str, *, until: int = 10_000) -> None:
    """Side 1 wins every match that is ready, in order of play, up to a number."""
    while True:
        ready = [m for m in (await matches(desk, contest)).values() if m["status"] == "ready" and m["number"] <= until]
        if not ready:
            return
        await events.deliver_batch([closed(match["id"], 1, attempt=match["attempt"]) for match in ready])


async def courts(desk: Desk, *names: str) -> list[str]:
    answer = await desk.post(f"/events/{desk.id}/courts", {"names": list(names)})
    assert answer.status_code == 201, answer.text
    return [str(court["id"]) for court in answer.json()["courts"]]
