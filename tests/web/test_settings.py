"""An organiser sets every detail of a contest in the browser, by keyboard, and reads it in words before and after."""

import os
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from shared.kit.http.auth import SESSION_COOKIE
from tests.suite import Suite, json_of
from tests.web.conftest import Open
from tests.web.meeting import Meeting

PICTURES = os.environ.get("SAISHI_PICTURES")
"""A folder to leave pictures in; empty takes none."""
KEYS = "#ranking select[name=compare]"


def fits(page: Page, name: str) -> None:
    """Nothing is wider than the screen, on a phone, a tablet and a desk."""
    for width in (360, 820, 1280):
        page.set_viewport_size({"width": width, "height": 900})
        if PICTURES:
            page.screenshot(path=Path(PICTURES) / f"{name}-{width}.png", full_page=True)
        assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth"), width


def chosen(page: Page) -> list[str]:
    return [str(key) for key in page.locator(KEYS).evaluate_all("all => all.map(each => each.value)")]


def test_a_contest_is_set_by_keyboard_and_says_so_in_words(suite: Suite, open_page: Open) -> None:
    meeting = Meeting(suite, "规程设置")
    page = open_page("desktop", lang="zh")
    page.context.add_cookies([{"name": SESSION_COOKIE, "value": suite.token(), "url": suite.url}])
    page.goto(f"/events/{meeting.event}/contests/new")
    fits(page, "contest-new")
    page.get_by_label("名称").fill("男子气排球")
    page.get_by_label("项目与规程").select_option(label="气排球：三局两胜，21 分封顶")
    page.get_by_label("赛制").select_option("round_robin")
    page.locator("form button.primary").click()
    page.get_by_role("link", name="修改全部设置").click()
    expect(page.get_by_role("heading", name="设置", exact=True)).to_be_visible()

    before = chosen(page)
    page.locator("#ranking .keys > li").nth(1).get_by_role("button", name="上移").press("Enter")
    expect(page.locator(KEYS).first).to_have_value(before[1])
    expect(page.locator("#ranking .keys > li").first.get_by_role("button", name="上移")).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator(KEYS).first).to_have_value(before[0])
    assert chosen(page) == before

    page.get_by_label("排名办法取自").select_option("cn_vb_d")
    page.get_by_role("button", name="采用该办法").press("Enter")
    expect(page.locator(KEYS)).to_have_count(3)
    page.get_by_label("局数（多胜制）").fill("4")
    page.get_by_label("局数（多胜制）").blur()
    expect(page.get_by_text("局数须为不超过 15 的奇数")).to_be_visible()
    page.get_by_role("button", name="保存设置").click()
    expect(page.locator(".refusal").filter(has_text="局数须为")).to_be_visible()
    page.get_by_label("局数（多胜制）").fill("5")
    page.get_by_label("局数（多胜制）").blur()
    expect(page.get_by_text("5 局多胜制。")).to_be_visible()
    fits(page, "settings")
    page.get_by_role("button", name="保存设置").click()

    expect(page.locator("#settings").get_by_text("5 局多胜制。")).to_be_visible()
    contest = page.url.split("/contests/")[1].split("/")[0]
    reader = open_page("phone", lang="zh")
    reader.goto(f"/events/contests/{contest}")
    expect(reader.get_by_text("每局先得 21 分者胜。")).to_be_visible()
    expect(reader.get_by_text("胜一场积 2 分").first).to_be_visible()


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_settings_of_every_kind_of_sport_fit_a_phone(suite: Suite, open_page: Open, lang: str) -> None:
    meeting = Meeting(suite, f"规程设置 {lang}")
    page = open_page("phone", lang=lang)
    page.context.add_cookies([{"name": SESSION_COOKIE, "value": suite.token(), "url": suite.url}])
    page.goto(f"/events/{meeting.event}/contests/new")
    fits(page, f"contest-new-{lang}")
    for preset, more in (
        ("fivb_bo5", {"format": {"kind": "groups_knockout", "groups": 2}}),
        ("bwf_21x3", {"discipline": "team"}),
        ("fiba_3x3", {}),
        ("ijru_srsr_4x30", {}),
        ("photo_series", {}),
    ):
        path = f"/events/{meeting.event}/contests"
        contest = json_of(meeting.api.post(path, json={"name": preset, "preset": preset} | more))["id"]
        page.goto(f"/events/contests/{contest}/settings")
        fits(page, f"settings-{preset}-{lang}")
