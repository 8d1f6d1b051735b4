"""Groups in the browser: tables that say what split two entries, what if, and equals put in order at the desk."""

import os
import time
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from shared.kit.http.auth import SESSION_COOKIE
from tests.suite import Suite
from tests.web.conftest import Open
from tests.web.meeting import PEOPLE, Meeting

PICTURES = os.environ.get("SAISHI_PICTURES")
"""A folder to leave pictures in; empty takes none."""
FORM = {"kind": "groups_knockout", "groups": 2, "qualify": 1, "second_stage": "cross"}
PATIENCE = 30.0


class Groups:
    """A contest of two groups of three, played by typing results."""

    def __init__(self, meeting: Meeting) -> None:
        self.meeting = meeting
        self.contest = meeting.contest(
            "小组循环", "bwf_21x3", [{"members": [number]} for number, _name, _unit in PEOPLE[:6]], format=FORM
        )

    def of(self, group: int) -> list[dict[str, Any]]:
        return [match for match in self.meeting.matches(self.contest) if match["group"] == group]

    def entries(self, group: int) -> list[str]:
        return sorted({entry for match in self.of(group) for entry in match["entries"]})

    def type(self, match: dict[str, Any], winner: str) -> None:
        games = "21-12 21-15" if match["entries"][0] == winner else "12-21 15-21"
        self.meeting.type_result(match["id"], games=games)

    def in_order(self, group: int, *, until: int = 99) -> None:
        """Who has the lower id wins."""
        for match in [match for match in self.of(group)[:until] if match["status"] != "decided"]:
            self.type(match, min(match["entries"]))
        self.settled(group, until)

    def in_a_circle(self, group: int) -> None:
        one, two, three = self.entries(group)
        winners = {frozenset((one, two)): one, frozenset((two, three)): two, frozenset((three, one)): three}
        for match in self.of(group):
            self.type(match, winners[frozenset(match["entries"])])
        self.settled(group, 3)

    def settled(self, group: int, until: int) -> None:
        before = time.monotonic()
        while sum(match["status"] == "decided" for match in self.of(group)) < min(until, 3):
            assert time.monotonic() - before < PATIENCE, "results did not arrive"
            time.sleep(0.1)


@pytest.fixture(scope="module")
def groups(suite: Suite) -> Groups:
    return Groups(Meeting(suite, "小组赛测试"))


@pytest.fixture(scope="module")
def desk(suite: Suite, open_page: Open) -> Page:
    page = open_page("tablet", "en")
    page.context.add_cookies([{"name": SESSION_COOKIE, "value": suite.token(), "url": suite.url}])
    return page


def fits(page: Page, name: str) -> None:
    """Nothing is wider than the screen, on a phone, a tablet and a desk."""
    size = page.viewport_size
    for width in (360, 820, 1280):
        page.set_viewport_size({"width": width, "height": 900})
        assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth"), width
        if PICTURES:
            page.screenshot(path=Path(PICTURES) / f"{name}-{width}.png", full_page=True)
    if size:
        page.set_viewport_size(size)


def test_what_if_tells_who_is_through_before_the_last_match(groups: Groups, open_page: Open) -> None:
    groups.in_order(2, until=2)
    page = open_page("phone", "en")

    page.goto(f"/events/contests/{groups.contest}/outlook")

    expect(page.get_by_role("heading", name="Group B")).to_be_visible()
    expect(page.locator("#outlook-2 table").last.get_by_role("row")).to_have_count(3)
    fits(page, "outlook")


def test_a_tap_tells_which_key_split_two_entries(groups: Groups, open_page: Open) -> None:
    groups.in_order(2)
    phone = open_page("phone", "zh")
    phone.goto(f"/events/contests/{groups.contest}")
    why = phone.locator("#group-2 .split").first
    expect(why.locator("summary")).to_have_attribute("title", "按全部比赛的胜场数，高者名次列前。")
    expect(why.locator("span")).to_be_hidden()

    why.locator("summary").tap()

    expect(why.locator("span")).to_be_visible()
    phone.locator("#cross-2 summary").tap()
    expect(phone.locator("#cross-2 table").get_by_role("link", name="2:0").first).to_be_visible()
    fits(phone, "groups")


def test_the_big_screen_shows_the_groups(groups: Groups, open_page: Open) -> None:
    screen = open_page("screen", "zh")

    screen.goto(f"/events/{groups.meeting.event}/screen")

    expect(screen.locator("#screen-group-1")).to_be_visible()
    expect(screen.locator("#screen-group-2 tbody tr")).to_have_count(3)
    if PICTURES:
        screen.screenshot(path=Path(PICTURES) / "groups-screen.png")


def test_equals_are_put_in_order_at_the_desk_and_the_table_follows(groups: Groups, desk: Page, open_page: Open) -> None:
    groups.in_a_circle(1)
    watching = open_page("desktop", "en")
    watching.goto(f"/events/contests/{groups.contest}")
    expect(watching.locator("#group-1 tbody tr").first.locator("td").first).to_have_text("1–3")

    desk.goto(f"/events/contests/{groups.contest}/desk")
    desk.get_by_role("link", name="Equals to put in order").click()
    fits(desk, "group-ties")
    desk.get_by_role("button", name="Draw by this lot").click()

    expect(desk.get_by_role("heading", name="Decided between equals")).to_be_visible()
    expect(desk.get_by_text("Nobody waits")).to_be_visible()
    expect(watching.locator("#group-1 .group-table tbody tr").nth(2).locator("td").first).to_have_text("3")
    expect(watching.locator("#group-1 .split span").first).to_have_text("By a lot or the organiser's decision.")
    watching.goto(f"/events/contests/{groups.contest}/standings")
    expect(watching.get_by_role("heading", name="How the table is made")).to_be_visible()
    fits(watching, "standings")
