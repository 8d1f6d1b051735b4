"""What the suite says in the end against what the file says: every difference is a sentence."""

import asyncio
import time
from typing import Any

from deploy.replay.door import Door
from deploy.replay.groups import flipped
from deploy.replay.hall import Played
from deploy.replay.model import Meeting
from deploy.replay.organiser import Event, Opened

SETTLED_WITHIN = 60.0
LOOK_AGAIN = 0.1


async def differences(door: Door, event: Event, played: Played) -> list[str]:
    """Winners, game scores, champions and stored marks that are not as they should be."""
    found = list(played.problems)
    for opened in event.contests:
        matches = await _settled(door, opened, patient=not found)
        found += of_matches(opened, matches)
        found += of_champion(opened, await door.get(f"/events/contests/{opened.id}/placings"))
    return found + await of_marks(played)


async def _settled(door: Door, opened: Opened, *, patient: bool) -> list[dict[str, Any]]:
    """The contest's matches once all are decided; as they are when that takes too long."""
    until = time.monotonic() + (SETTLED_WITHIN if patient else 0.0)
    while True:
        listed: list[dict[str, Any]] = (await door.get(f"/events/contests/{opened.id}/matches"))["matches"]
        if all(match["status"] == "decided" for match in listed) or time.monotonic() > until:
            return listed
        await asyncio.sleep(LOOK_AGAIN)


def of_matches(opened: Opened, listed: list[dict[str, Any]]) -> list[str]:
    name, keys = opened.contest.name, opened.keys
    wanted = {(meeting.round == 0, *meeting.sides): meeting for meeting in opened.contest.meetings}
    found = []
    for match in listed:
        sides = tuple(keys.get(str(entry), "?") for entry in match["entries"])
        grouped = match["group"] is not None
        meeting = wanted.pop((grouped, sides[0], sides[1]), None)
        if meeting is None and (turned := wanted.pop((grouped, sides[1], sides[0]), None)):
            meeting = flipped(turned)
        if meeting is None:
            found.append(f"{name} match {match['number']}: {' – '.join(sides)} did not meet in the file.")
        else:
            found += [f"{name}, {sides[0]} – {sides[1]}: {what}." for what in _unlike(meeting, match)]
    return found + [f"{name}: {upper} – {lower} was not played." for _, upper, lower in wanted]


def _unlike(meeting: Meeting, match: dict[str, Any]) -> list[str]:
    outcome = match["outcome"]
    if outcome is None:
        return [f"is {match['status']}, not decided"]
    found = []
    if meeting.round not in (0, match["round"]):
        found.append(f"was played in round {match['round']}, in the file in round {meeting.round}")
    if outcome["winner"] != meeting.winner:
        found.append(f"was won by side {outcome['winner']}, in the file by side {meeting.winner}")
    if outcome["kind"] != meeting.kind:
        found.append(f"ended as {outcome['kind']}, in the file as {meeting.kind}")
    games = tuple((first, second) for first, second in outcome["games"])
    if games != meeting.games:
        found.append(f"ended {_text(games)}, in the file {_text(meeting.games)}")
    return found


def _text(games: tuple[tuple[int, int], ...]) -> str:
    return " ".join(f"{first}-{second}" for first, second in games) or "without a game"


def of_champion(opened: Opened, answer: dict[str, Any]) -> list[str]:
    first = [opened.keys.get(str(placed["entry_id"]), "?") for placed in answer["placings"] if placed["last"] == 1]
    if first == [opened.contest.champion]:
        return []
    champion = first[0] if first else "nobody"
    return [f"{opened.contest.name}: {champion} is placed first, in the file {opened.contest.champion}."]


async def of_marks(played: Played) -> list[str]:
    """Sheets whose stored marks are not exactly those that were acknowledged."""
    found = []
    for done in played.done:
        stored = await done.tablet.stored(done.filled)
        if stored != len(done.filled.sent):
            where = f"{done.ready.opened.contest.name} match {done.ready.number}"
            found.append(f"{where}: {len(done.filled.sent)} marks were acknowledged and {stored} are stored.")
    return found
