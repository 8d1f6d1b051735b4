"""A judged contest made through the suite's own HTTP interface: entries, rules, a panel, a stage that runs."""

import json
import time
from itertools import count
from typing import Any

import httpx

from tests.suite import Suite, json_of
from tests.web.meeting import PATIENCE, PEOPLE, Meeting

CONTENT = {
    "key": "content",
    "name": "教学内容",
    "maximum": "30",
    "advised": ["18", "30"],
    "hint": "重点突出，条理清楚。",
}
SPEECH = {"key": "speech", "name": "语言教态", "maximum": "20", "step": "0.5"}
DESIGN = {"key": "design", "name": "教学设计", "maximum": "50", "items": [
    {"key": "goal", "name": "目标与学情", "maximum": "20"},
    {"key": "process", "name": "过程与方法", "maximum": "30"},
]}  # fmt: skip
JUDGES = "王敏\t文学院\n李静\t理学院\n赵强\t工学院"
OFFICIALS = "孙丽\t教务处\t组长\n钱进\t纪委\t监督\n周正\t工会\t计时"
NUMBERS = count(1)


def rules(*criteria: dict[str, Any], **stage: Any) -> str:
    """A rule set of one stage as a file that can be imported: YAML takes JSON."""
    final = {
        "key": "final",
        "name": "决赛",
        "criteria": list(criteria) or [CONTENT, DESIGN, SPEECH],
        "steps": [{"op": "sum_criteria"}, {"op": "trim_mean"}, {"op": "round"}],
        "panel": {"size": 3, "reserves": 0, "least": 1},
    }
    return json.dumps({"key": "day", "name": "教学竞赛", "stages": [final | stage]}, ensure_ascii=False)


class PanelDay:
    """One contest with a panel of its own; names are never used twice in a suite."""

    def __init__(self, meeting: Meeting, suite: Suite, entries: int = 3, rule_set: str = "") -> None:
        self.api, self.meeting, self.url = meeting.api, meeting, suite.url
        self.number = next(NUMBERS)
        name = f"高职理科综合组 {self.number}"
        body = {"name": name, "preset": "young_teacher"}
        self.contest = str(meeting.again(f"/events/{meeting.event}/contests", body)["id"])
        given = [{"members": [number]} for number, _name, _unit in PEOPLE[:entries]]
        meeting.again(f"/events/contests/{self.contest}/entries", {"entries": given})
        meeting.again(f"/events/contests/{self.contest}/hand-over", {})
        self.import_rules(rule_set or rules())
        self.wait_for(entries)
        self.seats = self.make_panel()
        self.heard()
        self.act(f"/scoring/contests/{self.contest}/stages/final/begin", {})

    def wait_for(self, entries: int) -> None:
        """Until scoring has heard of every entry."""
        for _ in range(PATIENCE):
            if len(self.performances()) == entries:
                return
            time.sleep(0.1)
        raise AssertionError(self.performances())

    def heard(self) -> None:
        """Scoring knows the contest with all its entries, as it was handed over."""
        for _ in range(PATIENCE):
            known = json_of(self.api.get(f"/scoring/events/{self.meeting.event}/judged"))["contests"]
            if any(each["id"] == self.contest and each["status"] == "judging" for each in known):
                return
            time.sleep(0.1)
        raise AssertionError("scoring has not heard that the contest was handed over")

    def import_rules(self, text: str, reason: str = "") -> int:
        path = f"/scoring/contests/{self.contest}/rules/import"
        return int(self.meeting.again(path, {"file": text, "reason": reason})["version"])

    def make_panel(self) -> dict[str, dict[str, Any]]:
        """The seats of a new panel by the name of who sits there."""
        made = self.meeting.again(f"/scoring/events/{self.meeting.event}/panels", {"name": f"第{self.number}评委组"})
        self.panel = str(made["id"])
        self.act(f"/scoring/panels/{self.panel}/seats/paste", {"people": f"{JUDGES}\n{OFFICIALS}"})
        found = self.act(f"/scoring/panels/{self.panel}/stages", {"stages": [f"{self.contest}:final"]})
        return {each["name"]: each for each in found["seats"]}

    def act(self, path: str, body: Any) -> Any:
        return json_of(self.api.post(path, json=body))

    def code(self, name: str) -> str:
        made = self.act(f"/scoring/panels/{self.panel}/codes", {"seats": [self.seats[name]["id"]]})
        return str(made[0]["code"])

    def performances(self) -> list[dict[str, Any]]:
        """In order of their numbers."""
        found = json_of(self.api.get(f"/scoring/contests/{self.contest}/stages/final/order"))["performances"]
        return sorted(found, key=lambda each: int(each["order_no"]))

    def performance(self, order: int) -> str:
        return str(next(each for each in self.performances() if each["order_no"] == order)["id"])

    def open(self, order: int) -> None:
        self.act(f"/scoring/performances/{self.performance(order)}/open", {})

    def close(self, order: int) -> httpx.Response:
        return self.api.post(f"/scoring/performances/{self.performance(order)}/close", json={})

    def chain(self) -> tuple[int, str]:
        """How many revisions the desk has stored, and the head of their chain."""
        found = json_of(self.api.get(f"/scoring/contests/{self.contest}/chain"))
        return int(found["number"]), str(found["head"])

    def official(self, name: str) -> httpx.Client:
        """The HTTP interface as an official whose tablet is paired."""
        token = json_of(httpx.post(f"{self.url}/scoring/pair", json={"code": self.code(name)}))["token"]
        headers = {"Authorization": f"Bearer seat.{token}", "Accept": "application/json"}
        return httpx.Client(base_url=self.url, headers=headers, timeout=30)
