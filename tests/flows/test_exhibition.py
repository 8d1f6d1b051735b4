"""A photo exhibition through the real suite: works handed in, chosen, scored and voted on, then placings and points."""

from datetime import date
from decimal import Decimal
from functools import partial
from typing import Any

import pytest
from msgspec.structs import replace

from deploy.replay.door import Door, TurnedDown
from deploy.replay.model import Person
from deploy.replay.organiser import import_roster
from shared.rules.judged.contests import presets
from shared.rules.judged.files import write_rule_set
from shared.rules.judged.rule_set import Advance, PanelRule, Prizes, RuleSet
from shared.rules.model import PrizeTier
from tests.ballots import ballot_body
from tests.flows.panel import CHIEF, JUDGES, SUPERVISOR, handed_over, paired
from tests.flows.test_ladder import signed_in, status_is, until
from tests.running import RunningSuite
from tests.services.scoring.judged.files import SECRET, picture

UNITS = ("机电学院", "图书馆", "护理学院", "后勤处")
PEOPLE = tuple(Person(f"P{number:04d}", f"作者{number}", unit, "female") for number, unit in enumerate(UNITS, start=1))
WORKS = {f"{category}{number}": (category, number) for category in ("单幅", "组照") for number in range(1, 5)}
"""Eight works: of each category one by the author of each unit."""
PICKS = {
    "王敏": ("单幅1", "单幅2", "组照1", "组照2"),
    "李刚": ("单幅1", "单幅2", "组照1", "组照3"),
    "赵强": ("单幅1", "单幅2", "组照1", "组照2"),
}
"""Three, three, three and two of three judges; one more work has a single pick, three have none."""
SCORES = {"单幅1": "88", "单幅2": "85", "组照1": "90", "组照2": "70"}
VOTES = {"单幅1": (2,), "单幅2": (1, 3, 4), "组照1": (2, 3), "组照2": (1, 3, 4)}
"""Who votes for a work, by their numbers; the work of number n is theirs."""
TOTALS = {"单幅2": "88.00", "组照1": "85.33", "单幅1": "77.07", "组照2": "76.00"}
"""80 % of the judges' mean and 20 points times the share of the most votes, three: 85·0.8 + 20; 90·0.8 + 13.33; …"""
DAY = date(2026, 5, 4)


def rules() -> RuleSet:
    """Four go on; a member votes for four; a first prize in each category."""
    choose, _score = presets()["photography_exhibition"].stages
    (score,) = presets()["exhibition_public_vote"].stages
    panel = PanelRule(size=3, reserves=0, least=3)
    stages = (
        replace(choose, picks=4, advance=Advance(count=4), panel=panel),
        replace(score, public_votes=4, panel=panel),
    )
    prizes = Prizes(tiers=(PrizeTier("first", count=1), PrizeTier("second", count=1)), apart="category")
    return replace(presets()["photography_exhibition"], stages=stages, prizes=prizes)


class Exhibition:
    """The contest, its works by name and everybody who acts."""

    def __init__(self, desk: Door, event: str, contest: str, works: dict[str, str]) -> None:
        self.desk = desk
        self.event = event
        self.contest = contest
        self.works = works
        self.tablets: dict[str, Door] = {}
        self.authors: list[Door] = []

    @property
    def path(self) -> str:
        return f"/scoring/contests/{self.contest}"

    @property
    def judges(self) -> dict[str, Door]:
        return {each.partition("\t")[0]: self.tablets[each.partition("\t")[0]] for each in JUDGES}

    async def turns(self, stage: str) -> dict[str, str]:
        """Performance by the name of the work."""
        order = await self.desk.get(f"{self.path}/stages/{stage}/order")
        found = {each["entry_id"]: each["id"] for each in order["performances"]}
        return {name: found[entry] for name, entry in self.works.items() if entry in found}

    async def judge(self, stage: str, marks: dict[str, dict[str, dict[str, str]]]) -> None:
        """Everything opened, every ballot of every judge handed in, everything closed; `marks` by judge and work."""
        await self.desk.post(f"{self.path}/stages/{stage}/open")
        turns = await self.turns(stage)
        for name, judge in self.judges.items():
            bench = await judge.get("/scoring/bench")
            for work, given in marks[name].items():
                await hand_in(judge, bench, turns[work], given)
        await self.desk.post(f"{self.path}/stages/{stage}/shut")

    async def sign(self) -> None:
        shown = await self.desk.post(f"{self.path}/result")
        for who in (CHIEF, SUPERVISOR):
            signing = {"version": shown["version"], "hash": shown["hash"]}
            await self.tablets[who.partition("\t")[0]].post(f"{self.path}/result/sign", signing)


async def hand_in(judge: Door, bench: dict[str, Any], performance: str, marks: dict[str, str]) -> None:
    (contest,) = bench["contests"]
    (turn,) = [each for each in contest["turns"] if each["performance_id"] == performance]
    ballot, version = turn["ballot_id"], contest["rule_set_version"]
    sent = ballot_body(bench["seat"]["id"], performance, version, marks)
    receipt = await judge.put(f"/scoring/ballots/{ballot}/revisions/1", sent)
    assert (receipt["hash"], receipt["standing"]) == (sent["hash"], "active")


async def prepared(desk: Door) -> Exhibition:
    """The contest with its works entered, its rules and panel there, everybody signed in or paired."""
    await import_roster(desk, PEOPLE)
    event = {"name": "职工摄影展", "venue": "展厅", "starts_on": DAY, "ends_on": DAY}
    event_id = (await desk.post("/events/", event))["id"]
    made = {"name": "摄影", "preset": "photography_exhibition"}
    contest = (await desk.post(f"/events/{event_id}/contests", made))["id"]
    works = {}
    for name, (category, number) in WORKS.items():
        entered = {"members": [PEOPLE[number - 1].staff_number], "name": name, "category": category}
        path = f"/events/contests/{contest}/entries"
        answer = await desk.post_once_heard(path, entered, unheard="member.unknown")
        works[name] = answer["entries"][0]["id"]
    shown = Exhibition(desk, event_id, contest, works)
    given = {"file": write_rule_set(rules()).decode(), "reason": ""}
    await desk.post_once_heard(f"{shown.path}/rules/import", given, unheard="contest.unknown")
    await seat(shown)
    shown.authors = [await signed_in(desk, person) for person in PEOPLE]
    return shown


async def seat(shown: Exhibition) -> None:
    panel = (await shown.desk.post(f"/scoring/events/{shown.event}/panels", {"name": "评委组"}))["id"]
    people = {"people": "\n".join((*JUDGES, CHIEF, SUPERVISOR))}
    await shown.desk.post(f"/scoring/panels/{panel}/seats/paste", people)
    stages = {"stages": [f"{shown.contest}:{stage.key}" for stage in rules().stages]}
    found = await shown.desk.post(f"/scoring/panels/{panel}/stages", stages)
    shown.tablets = {each["name"]: await paired(shown.desk, panel, each["id"]) for each in found["seats"]}


def marks_of(total: str) -> dict[str, str]:
    """A ballot of this total, split over the criteria of the scoring stage."""
    criteria = rules().stages[-1].criteria
    return {each.key: str(each.maximum * Decimal(total) / 100) for each in criteria}


async def handed_in_works(shown: Exhibition) -> None:
    """Each author hands in a photograph that says who took it and where."""
    for name, (_category, number) in WORKS.items():
        path = f"{shown.path}/entries/{shown.works[name]}/materials"
        await until(partial(uploaded, shown.authors[number - 1], path, f"{name}.jpg"))


async def uploaded(author: Door, path: str, name: str) -> bool:
    """Whether the picture was taken; scoring hears of an entry a moment after it was made."""
    try:
        await author.upload(path, name, picture(size=(600, 400)))
    except TurnedDown as refused:
        if refused.code != "entry.unknown":
            raise
        return False
    return True


async def voted(shown: Exhibition) -> None:
    """The public votes once the desk has opened the vote; nobody for a work of their own."""
    path = f"{shown.path}/stages/scoring"
    turns = await shown.turns("scoring")
    with pytest.raises(TurnedDown, match="not open"):
        await shown.authors[1].post(f"{path}/votes", {"performance": turns["单幅1"], "vote": True})
    await shown.desk.post(f"{path}/vote/open")
    for work, numbers in VOTES.items():
        for number in numbers:
            await shown.authors[number - 1].post(f"{path}/votes", {"performance": turns[work], "vote": True})
    with pytest.raises(TurnedDown, match="own"):
        await shown.authors[0].post(f"{path}/votes", {"performance": turns["单幅1"], "vote": True})
    with pytest.raises(TurnedDown, match="Close it first"):
        await shown.desk.post(f"{path}/close")
    await shown.desk.post(f"{path}/vote/close")


async def test_an_exhibition_runs_to_placings_in_events_and_into_team_totals(suite: RunningSuite) -> None:
    # given works with pictures, handed over to the panel
    shown = await prepared(suite.door())
    await handed_in_works(shown)
    await shown.desk.post(f"/events/contests/{shown.contest}/hand-over", {})
    await handed_over(shown.desk, shown.event, shown.contest)
    # when the choosing begins, judges see them, without names, and choose
    await shown.desk.post(f"{shown.path}/stages/selection/begin")
    bench = await shown.judges["王敏"].get("/scoring/bench")
    (contest,) = bench["contests"]
    assert {each["name"] for turn in contest["turns"] for each in turn["materials"]} == {"1"}
    material = contest["turns"][0]["materials"][0]["id"]
    seen = await shown.judges["王敏"].call("GET", f"/scoring/materials/{material}")
    assert seen.body.startswith(b"\xff\xd8\xff")
    assert SECRET not in seen.body
    chosen = {name: {work: {"pick": "1" if work in PICKS[name] else "0"} for work in WORKS} for name in shown.judges}
    await shown.judge("selection", chosen)
    closed = await shown.desk.post(f"{shown.path}/stages/selection/close")
    assert {*closed["advancing"]} == {shown.works[name] for name in SCORES}
    # and score those that went on, while the public votes
    scored = {name: {work: marks_of(total) for work, total in SCORES.items()} for name in shown.judges}
    await shown.judge("scoring", scored)
    await voted(shown)
    await shown.desk.post(f"{shown.path}/stages/scoring/close")
    assert (await shown.desk.get(f"/events/contests/{shown.contest}/placings"))["placings"] == []
    await shown.sign()
    await until(partial(status_is, shown.desk, shown.contest, "decided"))
    # then the places are those of judges and public, with a first prize in each category
    placings = (await shown.desk.get(f"/events/contests/{shown.contest}/placings"))["placings"]
    best = {each["name"]: (each["first"], each["prize"], each["total"]) for each in placings}
    assert [(name, best[name][2]) for name in list(best)[:4]] == list(TOTALS.items())
    assert [best[name][:2] for name in TOTALS] == [(1, "first"), (2, "first"), (3, "second"), (4, "second")]
    assert best["组照3"][0] == 5
    assert {best[name][0] for name in ("单幅3", "单幅4", "组照4")} == {6}
    # and they are points of the units: 9 and 7, 7 … by the places of their works, equals sharing
    totals = (await shown.desk.get(f"/events/{shown.event}/meeting/desk"))["totals"]
    points = {each["unit"]: Decimal(each["points"]) for each in totals}
    assert points == {"图书馆": Decimal(14), "机电学院": Decimal(13), "护理学院": Decimal(6), "后勤处": Decimal(4)}
