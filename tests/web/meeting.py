"""A sports meeting made through the suite's own HTTP interface: contests of every sport with their matches called."""

import time
from datetime import date
from typing import Any

from tests.suite import Suite, json_of

PATIENCE = 200
PEOPLE = (
    ("30260101", "张伟", "机电学院"),
    ("30260102", "王强", "机电学院"),
    ("30260103", "李军", "机电学院"),
    ("30260104", "刘洋", "机电学院"),
    ("30260105", "陈杰", "机电学院"),
    ("30260106", "杨帆", "机电学院"),
    ("30260201", "周鹏", "信息学院"),
    ("30260202", "吴昊", "信息学院"),
    ("30260203", "徐亮", "信息学院"),
    ("30260204", "孙凯", "信息学院"),
    ("30260205", "胡斌", "信息学院"),
    ("30260206", "朱明", "信息学院"),
)
TEAMS = {unit: [number for number, _name, of in PEOPLE if of == unit] for unit in ("机电学院", "信息学院")}


class Meeting:
    """An event with courts, where each test plays a contest of its own."""

    def __init__(self, suite: Suite, name: str = "教职工运动会", day: date | None = None) -> None:
        self.api = suite.api()
        self.import_roster()
        on = (day or date.today()).isoformat()
        given = {"name": name, "venue": "体育馆", "starts_on": on, "ends_on": on}
        self.event = json_of(self.api.post("/events/", json=given))["id"]
        names = [f"{number}号场" for number in range(1, 9)]
        self.courts = json_of(self.api.post(f"/events/{self.event}/courts", json={"names": names}))["courts"]

    def import_roster(self) -> None:
        rows = [f"{number},{name},{unit},男" for number, name, unit in PEOPLE]
        text = "工号,姓名,部门,性别\n" + "\n".join(rows)
        found = json_of(self.api.post("/members/roster/import", files={"file": ("roster.csv", text.encode())}))
        json_of(self.api.post(f"/members/roster/imports/{found['import_id']}/confirm"))

    def again(self, path: str, body: Any) -> Any:
        """Again until the service has heard of what another one was told just now."""
        for _ in range(PATIENCE):
            reply = self.api.post(path, json=body)
            if reply.status_code < 300:
                break
            time.sleep(0.1)
        return json_of(reply)

    def contest(self, name: str, preset: str, entries: list[dict[str, Any]], **settings: Any) -> str:
        """A contest with its draw published."""
        given = {"name": name, "preset": preset, "format": {"kind": "knockout"}} | settings
        contest = str(json_of(self.api.post(f"/events/{self.event}/contests", json=given))["id"])
        self.again(f"/events/contests/{contest}/entries", {"entries": entries})
        json_of(self.api.post(f"/events/contests/{contest}/draw", json={"lot": name}))
        json_of(self.api.post(f"/events/contests/{contest}/draw/publish", json={}))
        return contest

    def teams(self, name: str, preset: str, **settings: Any) -> str:
        entries = [{"members": members, "name": unit, "unit": unit} for unit, members in TEAMS.items()]
        return self.contest(name, preset, entries, discipline="team", **settings)

    def singles(self, name: str, preset: str, **settings: Any) -> str:
        entries = [{"members": [members[0]]} for members in TEAMS.values()]
        return self.contest(name, preset, entries, **settings)

    def matches(self, contest: str) -> list[dict[str, Any]]:
        return list(json_of(self.api.get(f"/events/contests/{contest}/matches"))["matches"])

    def call(self, contest: str, court: int, number: int = 1) -> str:
        """Call a match of a contest to a court; its id."""
        match = next(each for each in self.matches(contest) if each["number"] == number)
        self.again(f"/events/matches/{match['id']}/call", {"court_id": self.courts[court - 1]["id"]})
        return str(match["id"])

    def code(self, court: int, place: int = 1) -> str:
        """A pairing code for a place at a court."""
        path = f"/scoring/courts/{self.courts[court - 1]['id']}/pairings"
        return str(self.again(path, {"place": place})["code"])

    def type_result(self, match: str, **data: Any) -> None:
        self.again(f"/scoring/matches/{match}/result", data)
