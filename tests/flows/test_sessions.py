"""One sign-in is good at every service, and ended at every service within seconds."""

import asyncio
import time
from datetime import date

from deploy.replay.door import Door, TurnedDown
from deploy.replay.inboxes import sign_in
from deploy.replay.model import Person
from deploy.replay.organiser import import_roster
from tests.running import RunningSuite

LIN = Person("F0001", "Lin Xia", "Library", "female")
DAY = date(2026, 5, 4)
SECONDS = 5.0


async def test_a_session_ended_at_members_is_ended_everywhere(suite: RunningSuite) -> None:
    administrator = suite.door()
    tablets_page = await tablets_page_of_an_event(administrator)
    own = ["/members/me", "/events/my", "/notifications/inbox"]
    lin = await signed_in(administrator, LIN)
    for path in own:
        await lin.get(path)
    assert await status_at(lin, tablets_page) == 403

    session = next(each for each in (await lin.get("/members/me"))["sessions"] if each["present"])
    await lin.post(f"/members/sessions/{session['id']}/revoke")

    for path in [*own, tablets_page]:
        await until_signed_out(lin, path)
    await administrator.get("/events/desk")


async def tablets_page_of_an_event(administrator: Door) -> str:
    """A page of scoring that tells somebody signed in from somebody who is not."""
    event = {"name": "Sessions", "venue": "Hall", "starts_on": DAY, "ends_on": DAY}
    event_id = (await administrator.post("/events/", event))["id"]
    return f"/scoring/events/{event_id}/tablets"


async def signed_in(administrator: Door, person: Person) -> Door:
    await import_roster(administrator, [person])
    issued = await administrator.post("/members/roster/passwords", {"staff_numbers": [person.staff_number]})
    player = administrator.another()
    await sign_in(player, person, issued["issued"][0]["password"])
    return player


async def status_at(door: Door, path: str) -> int:
    try:
        await door.get(path)
    except TurnedDown as refused:
        return refused.status
    return 200


async def until_signed_out(door: Door, path: str) -> None:
    until = time.monotonic() + SECONDS
    while (status := await status_at(door, path)) != 401:
        assert time.monotonic() < until, f"{path} still answers {status} to an ended session"
        await asyncio.sleep(0.05)
