"""A hall of judges made through the door: five panels of eight, before each the five contestants marked together."""

import asyncio
import json
import random
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from msgspec import Struct

from deploy.replay.door import Door, TurnedDown
from services.scoring.judged.ground import ballot_id
from tests.services.scoring.judged.stand import body

PANELS, JUDGES, TOGETHER = 5, 8, 5
HALF = Decimal("0.5")
RULES = {
    "key": "parallel",
    "name": "教学竞赛（分组）",
    "stages": [
        {
            "key": "final",
            "name": "决赛",
            "criteria": [
                {"key": "design", "name": "教学设计", "maximum": "20", "step": "0.5"},
                {"key": "lesson", "name": "课堂教学", "maximum": "80", "items": [
                    {"key": "content", "name": "教学内容", "maximum": "50", "step": "0.5"},
                    {"key": "speech", "name": "语言教态", "maximum": "30", "step": "0.5"},
                ]},
            ],
            "steps": [{"op": "sum_criteria"}, {"op": "trim_mean"}, {"op": "round", "digits": 2}],
            "panel": {"size": JUDGES, "reserves": 0, "least": 3},
            "calibration": TOGETHER,
        }
    ],
}  # fmt: skip


class Ballot(Struct, frozen=True):
    """One judge's marks for one contestant, and who hands them in."""

    seat: UUID
    token: str
    performance: UUID
    entry: str
    version: int
    marks: dict[str, str]

    @property
    def path(self) -> str:
        return f"/scoring/ballots/{ballot_id(self.performance, self.seat)}/revisions/1"

    @property
    def body(self) -> dict[str, Any]:
        return body(self.seat, self.performance, self.marks, version=self.version)

    @property
    def total(self) -> Decimal:
        return sum((Decimal(mark) for mark in self.marks.values()), Decimal())


class Hall(Struct):
    """Everything stands open: forty tablets paired, twenty-five contestants before their panels."""

    door: Door
    event: str
    contest: str
    ballots: list[Ballot]
    panels: dict[UUID, str]
    """Seat -> its panel."""


async def make_hall(door: Door, chance: random.Random) -> Hall:
    event, contest = await handed_over(door)
    imported = await said(door, f"/scoring/contests/{contest}/rules/import", {"file": json.dumps(RULES), "reason": ""})
    performances = await heard_of(door, contest)
    panels = [await panel(door, event, contest, number) for number in range(1, PANELS + 1)]
    groups = [performances[at : at + TOGETHER] for at in range(0, len(performances), TOGETHER)]
    rows = [
        {"performance_id": each["id"], "panel_id": seats.panel}
        for seats, group in zip(panels, groups, strict=True)
        for each in group
    ]
    await door.post(f"/scoring/contests/{contest}/stages/final/order", {"rows": rows, "reason": "five panels"})
    await door.post(f"/scoring/contests/{contest}/stages/final/begin", {})
    for each in performances:
        await door.post(f"/scoring/performances/{each['id']}/open", {})
    ballots = [
        Ballot(seat, token, UUID(each["id"]), str(each["entry_id"]), int(imported["version"]), marks_of(chance))
        for seats, group in zip(panels, groups, strict=True)
        for seat, token in seats.tokens.items()
        for each in group
    ]
    return Hall(door, event, contest, ballots, {seat: each.panel for each in panels for seat in each.tokens})


class Seats(Struct):
    """A panel with the token of each seat's tablet."""

    panel: str
    tokens: dict[UUID, str]


async def handed_over(door: Door) -> tuple[str, str]:
    """An event with a judged contest of twenty-five contestants, told to scoring."""
    count = PANELS * TOGETHER
    numbers = [f"30270{number:03d}" for number in range(1, count + 1)]
    rows = [f"{number},选手{place},学院{place},女" for place, number in enumerate(numbers, 1)]
    roster = "\n".join(["工号,姓名,部门,性别", *rows]).encode()
    found = await door.upload("/members/roster/import", "roster.csv", roster)
    await door.post(f"/members/roster/imports/{found['import_id']}/confirm")
    day = date.today().isoformat()
    event = await door.post("/events/", {"name": "教学竞赛", "venue": "报告厅", "starts_on": day, "ends_on": day})
    given = {"name": "分组教学竞赛", "preset": "young_teacher"}
    contest = str((await door.post(f"/events/{event['id']}/contests", given))["id"])
    await said(door, f"/events/contests/{contest}/entries", {"entries": [{"members": [each]} for each in numbers]})
    await said(door, f"/events/contests/{contest}/hand-over", {})
    return str(event["id"]), contest


async def said(door: Door, path: str, given: Any) -> Any:
    """Again until the service has heard of what another was told just now."""
    for _ in range(100):
        try:
            return await door.post(path, given)
        except TurnedDown as refused:
            last = refused
            await asyncio.sleep(0.1)
    raise last


async def heard_of(door: Door, contest: str) -> list[Any]:
    """The performances, once scoring knows all of them."""
    for _ in range(100):
        found = await door.get(f"/scoring/contests/{contest}/stages/final/order")
        if len(found["performances"]) == PANELS * TOGETHER:
            return sorted(found["performances"], key=lambda each: int(each["order_no"]))
        await asyncio.sleep(0.1)
    raise AssertionError(found)


async def panel(door: Door, event: str, contest: str, number: int) -> Seats:
    """A panel of eight judges of other units, every seat with a tablet."""
    made = await door.post(f"/scoring/events/{event}/panels", {"name": f"第{number}组"})
    path = f"/scoring/panels/{made['id']}"
    people = "\n".join(f"评委{number}{place}\t外校{number}{place}" for place in range(1, JUDGES + 1))
    await door.post(f"{path}/seats/paste", {"people": people})
    await door.post(f"{path}/stages", {"stages": [f"{contest}:final"]})
    tokens = {}
    for each in await door.post(f"{path}/codes", {"seats": []}):
        paired = await door.post("/scoring/pair", {"code": each["code"]})
        tokens[UUID(paired["seat_id"])] = str(paired["token"])
    return Seats(str(made["id"]), tokens)


def marks_of(chance: random.Random) -> dict[str, str]:
    most = {"design": 20, "lesson.content": 50, "lesson.speech": 30}
    return {key: str(chance.randrange(most[key], 2 * most[key] + 1) * HALF) for key in most}
