"""Every player signs in and reads the inbox: the last result there must be the last match of the file.

First passwords are issued as an organiser would; every player signs in with one and changes it, as a person would.
"""

import asyncio
import secrets
import time
from typing import Any

from deploy.replay.door import Door, TurnedDown
from deploy.replay.model import Meeting, Person, Tournament
from deploy.replay.organiser import Event, Opened
from shared.rules.model import Points

AT_ONCE = 4
"""Passwords are slow to check on purpose; more at once would only wait for one another."""
INBOX = "/notifications/inbox"
DELIVERED_WITHIN = 60.0
LOOK_AGAIN = 0.2


async def differences(door: Door, event: Event, tournament: Tournament) -> list[str]:
    """Players whose inbox does not tell the last result of each contest they played."""
    passwords = await first_passwords(door, tournament)
    turns = asyncio.Semaphore(AT_ONCE)

    async def look(person: Person) -> list[str]:
        async with turns:
            player = door.another(token="")
            try:
                await sign_in(player, person, passwords[person.staff_number])
                return await _of_player(player, event, person)
            except TurnedDown as refused:
                return [f"{person.name}: {refused}"]
            finally:
                player.wire.close()

    found = await asyncio.gather(*(look(person) for person in tournament.persons))
    return [difference for of_player in found for difference in of_player]


async def first_passwords(door: Door, tournament: Tournament) -> dict[str, str]:
    numbers = [person.staff_number for person in tournament.persons]
    issued = (await door.post("/members/roster/passwords", {"staff_numbers": numbers}))["issued"]
    return {slip["staff_number"]: slip["password"] for slip in issued}


async def sign_in(player: Door, person: Person, password: str) -> None:
    player.token = ""
    account = {"staff_number": person.staff_number, "password": password}
    answer = await player.post_once_heard("/members/sign-in", account, unheard="sign_in.throttled", again=1.0)
    player.token = answer["token"]
    if answer["must_change_password"]:
        changed = await player.post("/members/password", {"password": secrets.token_urlsafe(12)})
        player.token = changed["token"]


async def _of_player(player: Door, event: Event, person: Person) -> list[str]:
    """Compare with patience: the last results may still be on their way."""
    until = time.monotonic() + DELIVERED_WITHIN
    while True:
        told = _results(await _messages(player))
        found = [text for opened in event.contests for text in of_contest(opened, person, told.get(opened.id))]
        if not found or time.monotonic() > until:
            return found
        await asyncio.sleep(LOOK_AGAIN)


async def _messages(player: Door) -> list[dict[str, Any]]:
    """The whole inbox, newest first."""
    found: list[dict[str, Any]] = []
    path = INBOX
    while True:
        page = await player.get(path)
        found += page["messages"]
        if page["next"] is None:
            return found
        path = f"{INBOX}?before={page['next']}"


def _results(messages: list[dict[str, Any]]) -> dict[str, dict[str, Any]]:
    """The newest result of each contest."""
    found: dict[str, dict[str, Any]] = {}
    for message in messages:
        if message["kind"] == "result":
            found.setdefault(str(message["params"]["contest_id"]), message["params"])
    return found


def of_contest(opened: Opened, person: Person, told: dict[str, Any] | None) -> list[str]:
    """What is wrong with the last result a player was told of a contest; nothing if they did not play it."""
    key = next((key for key, entrant in opened.contest.entrants.items() if person in entrant.players), None)
    if key is None:
        return []
    meeting = next(meeting for meeting in reversed(opened.contest.meetings) if key in meeting.sides)
    wanted = _as_told(meeting, key)
    if told is None:
        return [f"{person.name}: no result of {opened.contest.name} in the inbox."]
    heard = (told["round"], told["outcome"], told["won"], tuple((own, other) for own, other in told["games"]))
    return [] if heard == wanted else [f"{person.name}: the inbox of {opened.contest.name} ends with {heard}."]


def _as_told(meeting: Meeting, key: str) -> tuple[int, str, bool, tuple[Points, ...]]:
    own = meeting.sides.index(key) + 1
    games = meeting.games if own == 1 else tuple((two, one) for one, two in meeting.games)
    return meeting.round, meeting.kind, meeting.winner == own, games
