"""A schedule planned, read on a phone and changed by keyboard and mouse, in the browser."""

import os
import re
from datetime import date, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from shared.kit.http.auth import SESSION_COOKIE
from tests.suite import Suite
from tests.web.conftest import Open
from tests.web.meeting import PEOPLE, Meeting

PICTURES = os.environ.get("SAISHI_PICTURES")
"""A folder to leave pictures in; empty takes none."""


@pytest.fixture(scope="module")
def meeting(suite: Suite) -> Meeting:
    # On the day itself nothing is planned into the past: in the evening too little of it would be left.
    found = Meeting(suite, "编排测试赛", date.today() + timedelta(days=2))
    for contest in ("男子单打", "公开单打"):
        found.contest(contest, "bwf_21x3", [{"members": [number]} for number, _name, _unit in PEOPLE[:8]])
    return found


@pytest.fixture(scope="module")
def desk(suite: Suite, open_page: Open) -> Page:
    page = open_page("desktop", "en")
    page.context.add_cookies([{"name": SESSION_COOKIE, "value": suite.token(), "url": suite.url}])
    return page


def picture(page: Page, name: str, width: int = 0) -> None:
    if not PICTURES:
        return
    size = page.viewport_size
    if width and size:
        page.set_viewport_size({"width": width, "height": 900})
    page.wait_for_timeout(300)
    page.screenshot(path=Path(PICTURES) / f"{name}.png", full_page=True)
    if width and size:
        page.set_viewport_size(size)


def no_wider_than_the_screen(page: Page) -> None:
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")


def test_sessions_are_typed_and_a_plan_is_searched_for_and_taken_over(desk: Page, meeting: Meeting) -> None:
    desk.goto(f"/events/{meeting.event}/planning")
    desk.get_by_label("Times").fill("09:00-12:00, 13:30-21:00")
    desk.get_by_role("button", name="Add sessions").click()
    expect(desk.get_by_role("row", name="09:00")).to_be_visible()

    desk.get_by_label("Seconds to search").fill("4")
    desk.get_by_role("button", name="Search for a plan").click()
    expect(desk.get_by_role("progressbar")).to_be_visible()
    expect(desk.locator("#search")).to_contain_text("A plan for 14 matches without a clash is there.", timeout=30_000)
    picture(desk, "planning")
    picture(desk, "planning-phone", 360)
    desk.get_by_role("button", name="Take over this plan").click()

    desk.wait_for_url(re.compile("order-of-play"))
    expect(desk.locator("#order tbody tr")).to_have_count(14)


def test_the_order_of_play_is_read_on_a_phone_by_time_and_by_court(open_page: Open, meeting: Meeting) -> None:
    phone = open_page("phone", "zh")
    phone.goto(f"/events/{meeting.event}/order-of-play")
    expect(phone.get_by_role("main")).to_contain_text("1号场")
    no_wider_than_the_screen(phone)
    picture(phone, "order-of-play-phone")

    phone.get_by_role("link", name="按场地").click()
    expect(phone.get_by_role("heading", name="1号场")).to_be_visible()
    no_wider_than_the_screen(phone)


def test_a_match_is_moved_by_keyboard_and_clashes_are_said_at_once(desk: Page, meeting: Meeting) -> None:
    desk.goto(f"/events/{meeting.event}/board")
    no_wider_than_the_screen(desk)
    last = desk.locator("[data-match]").filter(has_text="男子单打 7")
    last.focus()
    desk.keyboard.press("Enter")
    for _ in range(36):
        desk.keyboard.press("ArrowUp")
    expect(desk.locator("#moving-clashes")).to_contain_text("waits for")
    picture(desk, "board")
    desk.keyboard.press("Escape")
    expect(desk.locator("#moving")).to_be_hidden()

    before = last.get_attribute("data-at") or "0"
    desk.keyboard.press("Enter")
    for _ in range(24):
        desk.keyboard.press("ArrowDown")
    expect(desk.locator("#moving-clashes")).to_contain_text("Nothing clashes there.")
    desk.keyboard.press("Enter")

    expect(last).to_have_attribute("data-at", str(int(before) + 120))


def test_a_match_is_dragged_to_another_court(desk: Page, meeting: Meeting) -> None:
    desk.goto(f"/events/{meeting.event}/board")
    card = desk.locator("[data-match]").filter(has_text="公开单打 7")
    name = card.get_attribute("data-match")
    lane = desk.locator("[data-court]").nth(7)
    box, target = card.bounding_box(), lane.bounding_box()
    assert box and target

    card.drag_to(lane, source_position={"x": 20, "y": 10}, target_position={"x": 30, "y": box["y"] - target["y"] + 10})

    expect(lane.locator(f"[data-match='{name}']")).to_be_visible()


def test_the_next_match_is_called_with_one_tap(desk: Page, meeting: Meeting) -> None:
    desk.goto(f"/events/{meeting.event}/hall")
    picture(desk, "hall")
    desk.get_by_role("button", name="Next match to 3号场").click()

    expect(desk.get_by_role("button", name="Next match to 3号场")).to_have_count(0)
    expect(desk.get_by_role("button", name="Call again")).to_have_count(1)
