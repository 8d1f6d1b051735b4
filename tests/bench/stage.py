"""What a bench of marks plays on: one contest whose first round is called, each match to a court with its tablet."""

import asyncio
from datetime import date

from msgspec import Struct

from deploy.replay.door import Door
from deploy.replay.model import Person
from deploy.replay.organiser import import_roster
from deploy.replay.tablet import Tablet

AT_ONCE = 3
DAY = date(2026, 5, 4)


class Open(Struct, frozen=True):
    """A called match: its sheet, and the token of the tablet at its court."""

    match_id: str
    sheet_id: str
    token: str


class Stage(Struct, frozen=True):
    event_id: str
    contest_id: str
    matches: list[Open]


def people(count: int) -> list[Person]:
    return [Person(f"B{number:05d}", f"Player {number}", f"Unit {number % 20}", "") for number in range(count)]


async def set_stage(door: Door, matches: int) -> Stage:
    """An event with this many matches called at once."""
    persons = people(2 * matches)
    await import_roster(door, persons)
    event = {"name": "Bench", "venue": "Hall", "starts_on": DAY, "ends_on": DAY}
    event_id = (await door.post("/events/", event))["id"]
    names = [f"Court {number}" for number in range(1, matches + 1)]
    courts = (await door.post(f"/events/{event_id}/courts", {"names": names}))["courts"]
    contest_id = await drawn_contest(door, event_id, "Bench", persons)
    listed = (await door.get(f"/events/contests/{contest_id}/matches"))["matches"]
    ready = [match["id"] for match in listed if match["status"] == "ready"]
    turns = asyncio.Semaphore(AT_ONCE)

    async def one(match_id: str, court_id: str) -> Open:
        async with turns:
            return await called(door, match_id, court_id)

    opened = await asyncio.gather(*(one(m, court["id"]) for m, court in zip(ready, courts, strict=True)))
    return Stage(event_id, contest_id, list(opened))


async def drawn_contest(door: Door, event_id: str, name: str, persons: list[Person]) -> str:
    """A published contest of singles among these persons, drawn by lot."""
    contest = {"name": name, "discipline": "singles", "preset": "bwf_21x3", "seed_rule": "bwf"}
    contest_id = str((await door.post(f"/events/{event_id}/contests", contest))["id"])
    entries = [{"members": [person.staff_number]} for person in persons]
    path = f"/events/contests/{contest_id}/entries"
    await door.post_once_heard(path, {"entries": entries}, unheard="member.unknown")
    await door.post(f"/events/contests/{contest_id}/draw", {"lot": "bench"})
    await door.post(f"/events/contests/{contest_id}/draw/publish")
    return contest_id


async def called(door: Door, match_id: str, court_id: str) -> Open:
    organiser, tablet = door.another(), Tablet(door.another(), court_id, None)
    try:
        await tablet.pair(organiser)
        await organiser.post(f"/events/matches/{match_id}/call", {"court_id": court_id})
        view = await tablet.sheet_for(match_id)
        return Open(match_id, view["id"], tablet.door.token)
    finally:
        organiser.wire.close()
        tablet.door.wire.close()
