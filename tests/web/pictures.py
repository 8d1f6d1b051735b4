"""`python -m tests.web.pictures`: the pictures of the README, from the running suite with a tournament in play."""

import sys
import tempfile
import time
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx
from playwright.sync_api import Browser, Page, sync_playwright

from tests.servers import ROOT
from tests.suite import Suite, json_of
from tests.web.conftest import CHROMIUM, QUIET, context_of

PICTURES = ROOT / "shared" / "web" / "pictures"
UNITS = ("机电学院", "信息学院", "图书馆", "后勤处", "财经学院", "艺术学院", "教务处", "基础部")
NAMES = (
    "王芳",
    "李静",
    "赵敏",
    "周婷",
    "吴丹",
    "郑洁",
    "孙丽",
    "钱颖",
    "冯雪",
    "陈晨",
    "褚云",
    "卫红",
    "蒋欣",
    "沈岚",
    "韩梅",
    "杨柳",
)
COURTS = ("1号场", "2号场", "3号场", "4号场")
GAMES = ("21-15 21-18", "18-21 21-19 21-16", "21-9 21-13")
RALLIES = ("1121211221121112", "2212122112211212", "1112221121212111")


class Hall:
    """An event in the middle of its day, made through the suite's own HTTP interface."""

    def __init__(self, suite: Suite) -> None:
        self.suite = suite
        self.api = suite.api()
        self.event = ""
        self.contest = ""
        self.courts: list[dict[str, str]] = []

    def make(self) -> None:
        self.import_roster()
        day = time.strftime("%Y-%m-%d")
        given = {"name": "2026年教职工羽毛球赛", "venue": "体育馆", "starts_on": day, "ends_on": day}
        self.event = json_of(self.api.post("/events/", json=given))["id"]
        path = f"/events/{self.event}"
        self.courts = json_of(self.api.post(f"{path}/courts", json={"names": list(COURTS)}))["courts"]
        contest = {"name": "女子单打", "discipline": "singles", "preset": "bwf_21x3", "seed_rule": "bwf"}
        self.contest = json_of(self.api.post(f"{path}/contests", json=contest))["id"]
        entries = [{"members": [f"2010{n:04}"], "seed": n if n <= 4 else None} for n in range(1, len(NAMES) + 1)]
        self.post_when_heard(f"/events/contests/{self.contest}/entries", {"entries": entries})
        json_of(self.api.post(f"/events/contests/{self.contest}/draw", json={"lot": "spring-2026"}))
        json_of(self.api.post(f"/events/contests/{self.contest}/draw/publish", json={}))
        schedule = {"first_at": f"{day}T09:00", "minutes": 30, "court_ids": [court["id"] for court in self.courts]}
        json_of(self.api.post(f"/events/contests/{self.contest}/schedule", json=schedule))

    def import_roster(self) -> None:
        rows = [f"2010{n:04},{name},{UNITS[n % len(UNITS)]},女" for n, name in enumerate(NAMES, start=1)]
        text = "工号,姓名,部门,性别\n" + "\n".join(rows)
        found = json_of(self.api.post("/members/roster/import", files={"file": ("roster.csv", text.encode())}))
        json_of(self.api.post(f"/members/roster/imports/{found['import_id']}/confirm"))

    def post_when_heard(self, path: str, body: Any) -> Any:
        """Again until the service has heard of what another one was told just now."""
        for _ in range(100):
            reply = self.api.post(path, json=body)
            if reply.status_code < 300:
                return json_of(reply)
            time.sleep(0.1)
        return json_of(reply)

    def matches(self) -> list[dict[str, Any]]:
        found = json_of(self.api.get(f"/events/contests/{self.contest}/matches"))
        return list(found["matches"] if isinstance(found, dict) else found)

    def type_results(self, count: int) -> None:
        for match, games in zip(
            self.matches()[:count], ("21-15 21-18", "18-21 21-19 21-16", "21-9 21-13"), strict=False
        ):
            result = {"kind": "played", "games": games, "reason": ""}
            self.post_when_heard(f"/scoring/matches/{match['id']}/result", result)

    def call(self, match: dict[str, Any], court: dict[str, str]) -> None:
        self.post_when_heard(f"/events/matches/{match['id']}/call", {"court_id": court["id"]})

    def pair(self, court: dict[str, str]) -> str:
        return str(self.post_when_heard(f"/scoring/courts/{court['id']}/pairings", {})["code"])

    def play(self, court: dict[str, str], rallies: str) -> None:
        """What an umpire's tablet sends for the first rallies of a match."""
        client = httpx.Client(base_url=self.suite.url, headers={"Accept": "application/json"})
        token = json_of(client.post("/scoring/pair", json={"code": self.pair(court)}))["token"]
        client.headers["Authorization"] = f"Bearer seat.{token}"
        sheet = None
        while not sheet:
            sheet = json_of(client.get("/scoring/seat"))["sheet"]
        marks = [{"kind": "start", "left": 1, "server": 1}, *[{"kind": "rally", "side": int(side)} for side in rallies]]
        at = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())
        sent = [{"id": str(uuid4()), "at": at, "mark": mark} for mark in marks]
        json_of(client.post(f"/scoring/sheets/{sheet['id']}/marks", json={"marks": sent}))


def take(page: Page, path: str, name: str) -> None:
    page.goto(path)
    page.wait_for_timeout(1200)
    page.screenshot(path=PICTURES / f"{name}.png")
    print(name)


def tablet(browser: Browser, hall: Hall) -> None:
    context = context_of(browser, hall.suite, "tablet", "zh")
    page = context.new_page()
    page.set_viewport_size({"width": 1180, "height": 820})
    page.goto(f"/scoring/tablet/?code={hall.pair(hall.courts[3])}")
    page.locator("form button.primary").click()
    page.locator("[data-server='1']").click()
    page.locator("[data-do=start]").click()
    for side in "1121221121":
        page.locator(f"button[data-side='{side}']:enabled").click()
        page.wait_for_timeout(350)
    page.screenshot(path=PICTURES / "tablet-zh.png")
    context.close()
    print("tablet-zh")


def take_all(browser: Browser, hall: Hall) -> None:
    contest = f"/events/contests/{hall.contest}"
    for size, lang in (("desktop", "en"), ("desktop", "zh"), ("phone", "zh")):
        context = context_of(browser, hall.suite, size, lang)
        take(context.new_page(), contest, f"contest-{size}-{lang}")
        context.close()
    context = context_of(browser, hall.suite, "screen", "zh")
    take(context.new_page(), f"/events/{hall.event}/screen", "screen-zh")
    context.close()
    organiser = context_of(browser, hall.suite, "desktop", "zh")
    page = organiser.new_page()
    page.goto(hall.suite.link)
    page.get_by_role("main").get_by_role("button").click()
    page.wait_for_timeout(500)
    take(page, f"/events/{hall.event}/hall", "hall-desktop-zh")
    organiser.close()


def main() -> int:
    PICTURES.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as play:
        suite = Suite(Path(folder) / "data").start()
        hall = Hall(suite)
        hall.make()
        hall.type_results(3)
        for match, court in zip(hall.matches()[3:7], hall.courts, strict=True):
            hall.call(match, court)
        for court, rallies in zip(hall.courts, RALLIES, strict=False):
            hall.play(court, rallies)
        browser = play.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        tablet(browser, hall)
        take_all(browser, hall)
        browser.close()
        suite.stop()
    return 0


if __name__ == "__main__":
    sys.exit(main())
