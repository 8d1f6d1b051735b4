"""A result corrected at the desk, through scoring and back: what it reaches is done as the organiser said."""

import asyncio
import time
from typing import Any
from uuid import uuid4

import pytest

from deploy.replay.door import Door, TurnedDown
from deploy.replay.model import Person
from deploy.replay.organiser import import_roster
from tests.running import RunningSuite

WON, LOST = "21-15 21-15", "15-21 15-21"
HEARD_WITHIN = 30.0


class Knockout:
    """Four players, both semi-finals and the final typed: everybody of the upper side won."""

    def __init__(self, door: Door, contest: str) -> None:
        self.door = door
        self.contest = contest

    async def match(self, number: int, *states: str) -> Any:
        """A match as the public sees it, once it has one of these states."""
        until = time.monotonic() + HEARD_WITHIN
        while True:
            listed = (await self.door.get(f"/events/contests/{self.contest}/matches"))["matches"]
            found = next(each for each in listed if each["number"] == number)
            if not states or found["status"] in states:
                return found
            assert time.monotonic() < until, f"match {number} is {found['status']}"
            await asyncio.sleep(0.05)

    async def type(self, number: int, games: str, **more: Any) -> Any:
        match = await self.match(number, "ready", "decided")
        body = {"games": games} | more
        return await self.door.post_once_heard(
            f"/scoring/matches/{match['id']}/result", body, unheard="match.not_ready"
        )

    async def correct_first(self, treatment: str | None) -> Any:
        """The first semi-final was the other way round; what becomes of the final."""
        first, final = await self.match(1), await self.match(3)
        reach = await self.door.get(
            f"/events/matches/{first['id']}/correction?kind=played&games={LOST.replace(' ', '+')}"
        )
        assert [each["number"] for each in reach["reached"]] == [3]
        reached = [f"{final['id']}:{treatment}"] if treatment else []
        await self.type(1, LOST, reason="sides were mixed up", reached=reached, sheet_revision=reach["sheet_revision"])
        return first, final


async def played(door: Door) -> Knockout:
    tag = uuid4().hex[:6]
    people = [Person(f"{tag}-{number}", f"Player {tag} {number}", f"Unit {number}", "female") for number in range(4)]
    await import_roster(door, people)
    event = await door.post("/events/", {"name": tag, "starts_on": "2026-05-01", "ends_on": "2026-05-01"}, once=True)
    contest = await door.post(f"/events/{event['id']}/contests", {"name": tag, "preset": "bwf_21x3"}, once=True)
    path = f"/events/contests/{contest['id']}"
    entries = [{"members": [person.staff_number]} for person in people]
    await door.post_once_heard(f"{path}/entries", {"entries": entries}, unheard="member.unknown")
    await door.post(f"{path}/draw", {"lot": tag})
    await door.post(f"{path}/draw/publish")
    found = Knockout(door, contest["id"])
    for number in (1, 2, 3):
        await found.type(number, WON)
        await found.match(number, "decided")
    return found


async def test_a_final_that_is_reached_is_played_again_unless_told_otherwise(suite: RunningSuite) -> None:
    knockout = await played(suite.door())

    first, final = await knockout.correct_first(None)

    again = await knockout.match(3, "ready")
    assert again["attempt"] == final["attempt"] + 1
    assert again["entries"][0] == first["entries"][1]


async def test_a_final_that_is_kept_stands_between_those_who_played_it(suite: RunningSuite) -> None:
    knockout = await played(suite.door())

    _first, final = await knockout.correct_first("keep")

    await asyncio.sleep(0.5)
    kept = await knockout.match(3)
    assert (kept["status"], kept["entries"], kept["outcome"]) == ("decided", final["entries"], final["outcome"])
    assert (await knockout.match(1))["outcome"]["winner"] == 2


async def test_a_final_that_is_annulled_has_no_winner(suite: RunningSuite) -> None:
    knockout = await played(suite.door())

    await knockout.correct_first("void")

    until = time.monotonic() + HEARD_WITHIN
    while (await knockout.match(3))["outcome"]["kind"] != "void":
        assert time.monotonic() < until
        await asyncio.sleep(0.05)
    placings = (await suite.door().get(f"/events/contests/{knockout.contest}/placings"))["placings"]
    assert all(placed["first"] > 1 for placed in placings)


async def test_a_correction_is_taken_back_by_the_former_result(suite: RunningSuite) -> None:
    knockout = await played(suite.door())
    _first, final = await knockout.correct_first(None)
    await knockout.match(3, "ready")

    await knockout.type(1, WON, reason="it was right after all")
    back = await knockout.match(3, "ready")
    while back["entries"] != final["entries"]:
        await asyncio.sleep(0.05)
        back = await knockout.match(3, "ready")
    await knockout.type(3, WON)

    assert (await knockout.match(3, "decided"))["entries"] == final["entries"]


async def test_nonsense_about_what_is_reached_and_a_stale_revision_are_refused(suite: RunningSuite) -> None:
    knockout = await played(suite.door())

    with pytest.raises(TurnedDown) as nonsense:
        await knockout.type(1, LOST, reason="x", reached=["everything:burn"])
    with pytest.raises(TurnedDown) as stale:
        await knockout.type(1, LOST, reason="x", sheet_revision=99)

    assert nonsense.value.status == 422
    assert (stale.value.status, stale.value.code) == (409, "result.stale")
