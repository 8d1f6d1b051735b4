"""A panel that judges a contest through scoring's own interface: rules, seats, ballots with receipts, signatures."""

import asyncio
import json
from typing import Any

from deploy.replay.door import Door
from tests.ballots import ballot_body

JUDGES = ("王敏\t文学院", "李刚\t理学院", "赵强\t工学院")
CHIEF, SUPERVISOR = "孙丽\t教务处\t组长", "钱进\t纪委\t监督"
STAGE = "final"
HEARD_WITHIN = 100
"""Tenths of a second."""
RULES = {
    "key": "recitation_flow",
    "name": "诵读",
    "stages": [
        {
            "key": STAGE,
            "name": "决赛",
            "criteria": [{"key": "expression", "name": "表现力", "maximum": "10"}],
            "steps": [{"op": "sum_criteria"}, {"op": "trim_mean"}, {"op": "round"}],
            "panel": {"size": 3, "reserves": 0, "least": 1},
        }
    ],
    "prizes": {"tiers": [{"name": "first", "count": 1}], "titles": {"first": "优秀诵读者"}},
}


class Panel:
    """Three judges, chief and supervisor, each with a tablet of their own."""

    def __init__(self, desk: Door, contest: str, tablets: dict[str, Door]) -> None:
        self.desk = desk
        self.contest = contest
        self.tablets = tablets
        """By the name of who sits there."""

    @property
    def judges(self) -> list[Door]:
        return [self.tablets[each.partition("\t")[0]] for each in JUDGES]

    async def judge_all(self, marks: dict[str, tuple[str, ...]]) -> None:
        """Every performance in its order; `marks` are those of the judges by entry."""
        order = await self.desk.get(f"/scoring/contests/{self.contest}/stages/{STAGE}/order")
        for performance in sorted(order["performances"], key=lambda each: int(each["order_no"])):
            path = f"/scoring/performances/{performance['id']}"
            await self.desk.post(f"{path}/open")
            for judge, mark in zip(self.judges, marks[performance["entry_id"]], strict=True):
                await hand_in(judge, performance["id"], mark)
            await self.desk.post(f"{path}/close")
        await self.desk.post(f"/scoring/contests/{self.contest}/stages/{STAGE}/close")

    async def sign(self) -> None:
        """Chief and supervisor sign what the desk puts up."""
        path = f"/scoring/contests/{self.contest}/result"
        shown = await self.desk.post(path)
        for who in (CHIEF, SUPERVISOR):
            tablet = self.tablets[who.partition("\t")[0]]
            await tablet.post(f"{path}/sign", {"version": shown["version"], "hash": shown["hash"]})


async def seated(desk: Door, event: str, contest: str) -> Panel:
    """The contest's rules and panel, its stage begun and everybody's tablet paired."""
    rules = f"/scoring/contests/{contest}/rules/import"
    await desk.post_once_heard(rules, {"file": json.dumps(RULES), "reason": ""}, unheard="contest.unknown")
    await handed_over(desk, event, contest)
    panel = (await desk.post(f"/scoring/events/{event}/panels", {"name": "诵读评委组"}))["id"]
    people = "\n".join((*JUDGES, CHIEF, SUPERVISOR))
    await desk.post(f"/scoring/panels/{panel}/seats/paste", {"people": people})
    found = await desk.post(f"/scoring/panels/{panel}/stages", {"stages": [f"{contest}:{STAGE}"]})
    tablets = {each["name"]: await paired(desk, panel, each["id"]) for each in found["seats"]}
    begin = f"/scoring/contests/{contest}/stages/{STAGE}/begin"
    await desk.post(begin)
    return Panel(desk, contest, tablets)


async def handed_over(desk: Door, event: str, contest: str) -> None:
    """Scoring has heard of the contest with every entry, as it was handed over."""
    for _ in range(HEARD_WITHIN):
        known = (await desk.get(f"/scoring/events/{event}/judged"))["contests"]
        if any(each["id"] == contest and each["status"] == "judging" for each in known):
            return
        await asyncio.sleep(0.1)
    raise AssertionError("scoring has not heard that the contest was handed over")


async def paired(desk: Door, panel: str, seat: str) -> Door:
    """The tablet of one seat, paired by its one-time code."""
    (made,) = await desk.post(f"/scoring/panels/{panel}/codes", {"seats": [seat]})
    tablet = desk.another()
    token = (await tablet.post("/scoring/pair", {"code": made["code"]}, once=True))["token"]
    return desk.another(f"seat.{token}")


async def hand_in(judge: Door, performance: str, mark: str) -> None:
    """The judge's ballot for a performance; nothing is confirmed but by a receipt that echoes it."""
    bench: dict[str, Any] = await judge.get("/scoring/bench")
    (contest,) = bench["contests"]
    (turn,) = [each for each in contest["turns"] if each["performance_id"] == performance]
    ballot, version, marks = turn["ballot_id"], contest["rule_set_version"], {"expression": mark}
    sent = ballot_body(bench["seat"]["id"], performance, version, marks)
    receipt = await judge.put(f"/scoring/ballots/{ballot}/revisions/1", sent)
    assert (receipt["hash"], receipt["standing"]) == (sent["hash"], "active")
