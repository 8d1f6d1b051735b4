"""Members on their phones and organisers at the door: own entries, the code for check-in, friendlies, the guide."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import Locator, Page, expect

from shared.kit.http.auth import SESSION_COOKIE
from tests.suite import Suite, json_of
from tests.web.conftest import Open
from tests.web.meeting import PEOPLE, Meeting

CAMERA = """
window.BarcodeDetector = class { async detect() { return [{ rawValue: window.shownToTheCamera }] } };
const film = async () => document.createElement("canvas").captureStream();
if (navigator.mediaDevices) navigator.mediaDevices.getUserMedia = film;
HTMLMediaElement.prototype.play = async () => undefined;
"""
"""A camera that sees what the test holds before it."""
PASSWORD = "paper-lamp-river-oak"
NUMBER, NAME, _UNIT = PEOPLE[0]


class Door:
    """An event with one contest members enter themselves."""

    def __init__(self, suite: Suite) -> None:
        self.suite = suite
        self.meeting = Meeting(suite, "春季联赛")
        self.api = self.meeting.api
        given = {"name": "男子单打", "preset": "ittf_bo5", "format": {"kind": "knockout"}}
        self.contest = json_of(self.api.post(f"/events/{self.meeting.event}/contests", json=given))["id"]
        closes = (datetime.now(UTC) + timedelta(days=1)).isoformat()
        rules = {"gender": "male", "own_entry": True, "closes_at": closes}
        json_of(self.api.post(f"/events/contests/{self.contest}/eligibility", json=rules))

    def as_organiser(self, page: Page) -> Page:
        page.context.add_cookies([{"name": SESSION_COOKIE, "value": self.suite.token(), "url": self.suite.url}])
        return page

    def as_member(self, page: Page) -> Page:
        issued = json_of(self.api.post("/members/roster/passwords", json={"staff_numbers": [NUMBER]}))["issued"]
        given = {"staff_number": NUMBER, "password": issued[0]["password"]}
        first = json_of(self.api.post("/members/sign-in", json=given))["token"]
        headers = {"Authorization": f"Bearer {first}"}
        changed = json_of(self.api.post("/members/password", json={"password": PASSWORD}, headers=headers))
        self.api.cookies.clear()
        page.context.add_cookies([{"name": SESSION_COOKIE, "value": changed["token"], "url": self.suite.url}])
        return page


@pytest.fixture(scope="module")
def door(suite: Suite) -> Door:
    return Door(suite)


def own_card(door: Door, page: Page) -> Locator:
    """The member's entry in this contest, among all the others there are."""
    return page.locator("article", has=page.locator(f"a[href='/events/contests/{door.contest}']"))


def fits(page: Page) -> None:
    """Nothing hangs over the side of the screen."""
    width = page.evaluate("[document.documentElement.scrollWidth, innerWidth]")
    assert width[0] <= width[1], f"{page.url}: {width}"


def test_a_member_enters_on_the_phone_and_has_a_code_to_show(door: Door, open_page: Open) -> None:
    page = door.as_member(open_page("phone", "zh"))
    page.goto("/events/my")
    page.get_by_role("link", name=re.compile("男子单打 春季联赛")).click()
    expect(page.get_by_role("main")).to_contain_text("限男子。")
    page.get_by_role("button", name="报名").click()
    expect(page.get_by_role("main")).to_contain_text(f"您已报名：{NAME}。")
    fits(page)

    page.goto("/events/my")
    own_card(door, page).get_by_text("检录码").click()
    expect(own_card(door, page).locator(".qr svg")).to_be_visible()
    fits(page)


def test_the_camera_reads_the_code_and_a_wrong_tap_is_undone(door: Door, open_page: Open) -> None:
    page = door.as_organiser(open_page("tablet", "zh"))
    address = f"/events/{door.meeting.event}/check-in"
    page.add_init_script(CAMERA)
    page.goto(f"{address}?contest={door.contest}")
    expect(page.get_by_role("main")).to_contain_text(NAME)
    member = door.as_member(open_page("phone", "zh"))
    member.goto("/events/my")
    code = own_card(door, member).locator("p.code").text_content()

    page.evaluate("code => { window.shownToTheCamera = 'https://hall/events/check-in/' + code }", code)
    page.get_by_role("button", name="用摄像头扫描").click()
    expect(page.locator("#answer")).to_contain_text("已检录")
    page.goto(f"{address}?contest={door.contest}")
    expect(page.get_by_text("全部到齐。")).to_be_visible()
    fits(page)

    page.goto(f"{address}?contest={door.contest}&show=came")
    page.get_by_role("button", name="撤销").click()
    expect(page.get_by_role("link", name="未到 1")).to_be_visible()


def test_any_phone_that_reads_the_code_leads_an_organiser_to_the_entry(door: Door, open_page: Open) -> None:
    member = door.as_member(open_page("phone", "zh"))
    member.goto("/events/my")
    code = own_card(door, member).locator("p.code").text_content()
    page = door.as_organiser(open_page("phone", "zh"))
    page.goto(f"/events/check-in/{code}")
    page.get_by_role("main").get_by_role("button", name="检录").click()
    page.wait_for_url(re.compile(r"/check-in\?contest="))
    expect(page.get_by_role("link", name="已到 1")).to_be_visible()


def test_a_refused_rule_keeps_what_was_typed(door: Door, open_page: Open) -> None:
    page = door.as_organiser(open_page("desktop", "zh"))
    page.goto(f"/events/contests/{door.contest}/eligibility")
    form = page.locator("form[action$=eligibility]")
    form.locator("[name=age_least]").fill("50")
    form.locator("[name=age_most]").fill("40")
    form.get_by_role("button", name="保存").click()
    expect(form.locator(".refusal")).to_contain_text("最低年龄高于最高年龄。")
    expect(form.locator("[name=age_least]")).to_have_value("50")
    fits(page)


def test_a_friendly_meeting_is_set_up_at_once(door: Door, open_page: Open) -> None:
    page = door.as_organiser(open_page("desktop", "zh"))
    page.goto("/events/friendlies")
    form = page.locator("form[action='/events/friendlies']")
    form.locator("[name=name]").fill("校际交流赛")
    form.locator("[name=home]").fill("机电学院")
    form.locator("[name=away]").fill("第二学院")
    form.locator("[name=on]").fill("2026-05-01")
    form.locator("[name=preset]").select_option("fiba_5x5")
    form.locator("button").click()
    page.wait_for_url(re.compile(r"/events/contests/"))
    expect(page.get_by_role("main")).to_contain_text("第二学院")
    fits(page)


@pytest.mark.parametrize("size", ["phone", "tablet", "desktop"])
def test_the_guide_is_reached_from_the_footer(size: str, open_page: Open) -> None:
    page = open_page(size, "zh")
    page.goto("/events/")
    page.get_by_role("contentinfo").get_by_role("link", name="使用指南").click()
    page.get_by_role("main").get_by_role("link", name="双败淘汰").first.click()
    expect(page.locator("figure svg")).to_be_visible()
    fits(page)
