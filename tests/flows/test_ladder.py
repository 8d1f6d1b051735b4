"""A recitation with four authors of different units climbs four levels and shows in each author's honours."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from datetime import date
from functools import partial
from typing import Any

from deploy.replay.door import Door
from deploy.replay.inboxes import sign_in
from deploy.replay.model import Person
from deploy.replay.organiser import import_roster
from tests.flows.panel import seated
from tests.running import RunningSuite

AUTHORS = tuple(
    Person(f"L{number:04d}", name, unit, "female")
    for number, (name, unit) in enumerate(
        [("王芳", "机电学院"), ("李静", "图书馆"), ("赵敏", "护理学院"), ("周婷", "后勤处")], start=1
    )
)
SOLOIST = Person("L0005", "陈晓东", "信息工程学院", "male")
LEVELS = ("school", "city", "province", "nation")
DAY = date(2026, 5, 4)
WITHIN = 60.0
PDF = b"%PDF-1.7\n%the red-headed document"


async def test_four_authors_of_one_work_climb_four_levels(suite: RunningSuite) -> None:
    # given four members of four units, signed in
    desk = suite.door()
    await import_roster(desk, [*AUTHORS, SOLOIST])
    readers = [await signed_in(desk, person) for person in AUTHORS]
    # and their work, before its panel
    event = {"name": "经典诵读比赛", "venue": "礼堂", "starts_on": DAY, "ends_on": DAY}
    event_id = (await desk.post("/events/", event))["id"]
    path = f"/events/{event_id}/contests"
    contest = (await desk.post(path, {"name": "集体诵读", "preset": "recitation_10"}))["id"]
    entered = {"members": [each.staff_number for each in AUTHORS], "name": "《黄河颂》"}
    entries = f"/events/contests/{contest}/entries"
    added = await desk.post_once_heard(entries, entered, unheard="member.unknown")
    work = added["entries"][0]["id"]
    alone = {"members": [SOLOIST.staff_number]}
    added = await desk.post_once_heard(entries, alone, unheard="member.unknown")
    solo = added["entries"][0]["id"]
    await desk.post(f"/events/contests/{contest}/hand-over", {})
    panel = await seated(desk, event_id, contest)
    # when it is judged and signed
    await panel.judge_all({work: ("9.40", "9.50", "9.48"), solo: ("9.10", "9.00", "9.20")})
    assert (await desk.get(f"/events/contests/{contest}/placings"))["placings"] == []
    await panel.sign()
    await until(partial(status_is, desk, contest, "decided"))
    # and the work goes up, level by level, each with its document
    for number, level in enumerate(LEVELS, start=1):
        sent = {"entry": work, "level": level, "competition": f"{level} 诵读大赛"}
        nomination = f"/events/nominations/{(await desk.post(f'/events/{event_id}/nominations', sent))['id']}"
        outcome = {"prize": "一等奖", "document_number": f"〔2026〕{number}号", "decided_on": f"2026-0{5 + number}-01"}
        await desk.post(f"{nomination}/outcome", outcome | {"money": "1000.00"})
        await desk.upload(f"{nomination}/documents", "红头文件.pdf", PDF)
    # then every author has the placing with prize and title, and four honours, the highest first
    for reader in readers:
        await until(partial(has_outside, reader, 4))
        me = await reader.get("/members/me")
        assert [(each["level"], each["prize"]) for each in me["outside"]] == [
            (level, "一等奖") for level in reversed(LEVELS)
        ]
        (own,) = [each for each in me["honours"] if each["contest_id"] == contest]
        assert (own["prize"], own["title"], own["first"], own["total"]) == ("first", "优秀诵读者", 1, "9.46")
        found = await reader.get(f"/events/nominations/{me['outside'][0]['nomination_id']}")
        assert found["nomination"]["documents"][0]["name"] == "红头文件.pdf"
        await until(partial(was_told, reader, 4))
    # and the certificates are four
    rows = (await desk.get(f"/events/contests/{contest}/certificates"))["certificates"]
    assert [(each["name"], each["unit"]) for each in rows[:4]] == [(each.name, each.unit) for each in AUTHORS]


async def signed_in(administrator: Door, person: Person) -> Door:
    issued = await administrator.post("/members/roster/passwords", {"staff_numbers": [person.staff_number]})
    reader = administrator.another()
    await sign_in(reader, person, issued["issued"][0]["password"])
    return reader


async def status_is(desk: Door, contest: str, status: str) -> bool:
    return bool((await desk.get(f"/events/contests/{contest}/placings"))["status"] == status)


async def has_outside(reader: Door, number: int) -> bool:
    return len((await reader.get("/members/me"))["outside"]) == number


async def was_told(reader: Door, number: int) -> bool:
    messages: list[dict[str, Any]] = (await reader.get("/notifications/inbox"))["messages"]
    return [each["kind"] for each in messages].count("nomination") == number


async def until(true: Callable[[], Awaitable[bool]]) -> None:
    end = time.monotonic() + WITHIN
    while not await true():
        assert time.monotonic() < end, "it did not come about"
        await asyncio.sleep(0.1)
