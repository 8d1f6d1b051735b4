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

AT_ONCE = 4
"""Passwords are slow to check on purpose; more at once would only wait for one another."""
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
    answer = await player.post("/members/sign-in", {"staff_number": person.staff_number, "password": password})
    player.token = answer["token"]
    if answer["must_change_password"]:
        changed = await player.post("/members/password", {"password": secrets.token_urlsafe(12)})
        player.token = changed["token"]


async def _of_player(player: Door, event: Event, person: Person) -> list[str]:
    wanted = {opened.contest.name: _last(opened, person) for opened in event.contests if _key_of(opened, person)}
    until = time.monotonic() + DELIVERED_WITHIN
    while True:
        messages = (await player.get("/notifications/inbox"))["messages"]
        found = [text for opened in event.contests for text in _unlike(opened, person, messages, wanted)]
        if not found or time.monotonic() > until:
            return found
        await asyncio.sleep(LOOK_AGAIN)


def _key_of(opened: Opened, person: Person) -> str | None:
    for key, entrant in opened.contest.entrants.items():
        if person in entrant.players:
            return key
    return None


def _last(opened: Opened, person: Person) -> Meeting:
    key = _key_of(opened, person)
    return next(meeting for meeting in reversed(opened.contest.meetings) if key in meeting.sides)


def _unlike(opened: Opened, person: Person, messages: list[dict[str, Any]], wanted: dict[str, Meeting]) -> list[str]:
    return []
