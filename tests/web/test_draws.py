"""Draws before witnesses and contests paired as they go, in the browser: typed lots, a public draw, a Swiss round."""

import os
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from shared.kit.http.auth import SESSION_COOKIE
from tests.suite import Suite, json_of
from tests.web.conftest import Open
from tests.web.meeting import PEOPLE, Meeting

PICTURES = os.environ.get("SAISHI_PICTURES")
"""A folder to leave pictures in; empty takes none."""


@pytest.fixture(scope="module")
def meeting(suite: Suite) -> Meeting:
    return Meeting(suite, "抽签测试赛")


@pytest.fixture(scope="module")
def desk(suite: Suite, open_page: Open) -> Page:
    page = open_page("desktop", "en")
    page.context.add_cookies([{"name": SESSION_COOKIE, "value": suite.token(), "url": suite.url}])
    return page


def entered(meeting: Meeting, name: str, entries: int, **form: Any) -> str:
    given = {"name": name, "preset": "bwf_21x3", "format": form}
    contest = str(json_of(meeting.api.post(f"/events/{meeting.event}/contests", json=given))["id"])
    body = {"entries": [{"members": [number]} for number, _name, _unit in PEOPLE[:entries]]}
    meeting.again(f"/events/contests/{contest}/entries", body)
    return contest


def picture(page: Page, name: str, width: int = 0) -> None:
    if not PICTURES:
        return
    size = page.viewport_size
    if width:
        page.set_viewport_size({"width": width, "height": 900})
    page.wait_for_timeout(300)
    page.screenshot(path=Path(PICTURES) / f"{name}.png", full_page=True)
    if width and size:
        page.set_viewport_size(size)


def no_wider_than_the_screen(page: Page) -> None:
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")


def test_lots_typed_in_the_room_are_checked_line_by_line(desk: Page, meeting: Meeting) -> None:
    contest = entered(meeting, "手工抽签", 4)
    desk.goto(f"/events/contests/{contest}/draw/by-hand")
    check = desk.locator("#check")
    expect(check).to_contain_text("0 of 4 drawn")

    desk.get_by_label("Line of 张伟").fill("1")
    desk.get_by_label("Line of 王强").fill("2")
    desk.get_by_label("Line of 李军").fill("2")
    expect(check).to_contain_text("both stand on line 2")
    picture(desk, "draw-by-hand")
    picture(desk, "draw-by-hand-phone", 360)
    desk.get_by_label("Line of 李军").fill("3")
    desk.get_by_label("Line of 刘洋").fill("4")
    expect(check).to_contain_text("4 of 4 drawn")
    desk.get_by_role("button", name="Keep these lines").click()

    desk.wait_for_url(f"**/events/contests/{contest}/desk**")
    expect(desk.locator("#draw")).to_contain_text("Lots were drawn by hand.")


def test_a_draw_is_revealed_on_the_big_screen_line_by_line(desk: Page, meeting: Meeting, open_page: Open) -> None:
    contest = entered(meeting, "公开抽签", 6, kind="groups_knockout", groups=2)
    json_of(meeting.api.post(f"/events/contests/{contest}/draw", json={"lot": "spring"}))
    screen = open_page("screen", "zh")
    screen.goto(f"/events/contests/{contest}/ceremony")
    expect(screen.get_by_role("main")).to_contain_text("抽签即将开始")

    desk.goto(f"/events/contests/{contest}/ceremony/desk")
    desk.get_by_role("button", name="Open the stage").click()
    expect(screen.get_by_role("status")).to_contain_text("已抽 0 / 6")
    desk.get_by_role("button", name="Reveal the next").click()
    expect(screen.locator(".newest")).to_have_count(1)
    expect(screen.locator(".newest")).to_contain_text("A1")
    picture(desk, "ceremony-desk")
    desk.get_by_role("button", name="Reveal all").click()
    expect(screen.get_by_role("status")).to_contain_text("已抽 6 / 6")
    picture(screen, "ceremony")
    picture(screen, "ceremony-phone", 360)
    desk.get_by_role("button", name="Publish and lock").click()

    expect(desk.get_by_role("link", name="Public page")).to_be_visible()


def test_a_swiss_round_is_proposed_and_taken_after_withdrawals(desk: Page, meeting: Meeting) -> None:
    contest = entered(meeting, "瑞士制", 6, kind="swiss")
    json_of(meeting.api.post(f"/events/contests/{contest}/draw", json={"lot": "spring"}))
    json_of(meeting.api.post(f"/events/contests/{contest}/draw/publish", json={}))
    found = json_of(meeting.api.get(f"/events/contests/{contest}/matches"))["matches"]
    desk.goto(f"/events/contests/{contest}/pairings")
    expect(desk.get_by_role("main")).to_contain_text("Round 1 is not over.")

    for match in [each for each in found if each["round"] == 1]:
        desk.goto(f"/events/contests/{contest}/entries/{match['entries'][0]}")
        form = desk.locator("form").filter(has_text="Withdraw this entry")
        form.get_by_label("Reason").fill("受伤")
        form.get_by_role("button", name="Withdraw this entry").click()
        expect(desk.get_by_role("heading", name="Take the withdrawal back")).to_be_visible()
    picture(desk, "entry-late")
    picture(desk, "entry-late-phone", 360)
    desk.goto(f"/events/contests/{contest}/pairings")
    expect(desk.locator("tbody").first.locator("tr")).to_have_count(1)
    picture(desk, "pairings")
    picture(desk, "pairings-phone", 360)
    desk.get_by_role("button", name="Take this round").click()

    expect(desk.get_by_role("main")).to_contain_text("Round 2 is not over.")
    desk.goto(f"/events/contests/{contest}/table")
    expect(desk.locator("tbody tr")).to_have_count(6)
    no_wider_than_the_screen(desk)
    desk.goto(f"/events/contests/{contest}")
    expect(desk.get_by_role("heading", name="Round 2")).to_be_visible()


def test_brackets_of_every_kind_are_drawn(desk: Page, meeting: Meeting) -> None:
    for name, form in (
        ("双败", {"kind": "double_elimination"}),
        ("附加赛", {"kind": "placement"}),
        ("安慰赛", {"kind": "knockout", "consolation": True, "third_place": True}),
    ):
        contest = entered(meeting, name, 7, **form)
        json_of(meeting.api.post(f"/events/contests/{contest}/draw", json={"lot": "spring"}))
        json_of(meeting.api.post(f"/events/contests/{contest}/draw/publish", json={}))
        desk.goto(f"/events/contests/{contest}")
        if desk.locator("label[for=show-bracket]").is_visible():
            desk.locator("label[for=show-bracket]").click()
        expect(desk.locator("svg.bk")).to_be_visible()
        no_wider_than_the_screen(desk)
        picture(desk, f"bracket-{form['kind']}")
