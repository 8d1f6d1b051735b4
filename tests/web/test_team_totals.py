"""Team totals and awards in the browser: settings, a record, the confirmation, prizes, and a phone that sees them."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.suite import Suite
from tests.web.conftest import Open
from tests.web.meeting import Meeting


class Evening:
    """An event with one contest decided, the organiser's page and a member's phone."""

    meeting: Meeting
    desk: Page
    phone: Page
    contest: str


@pytest.fixture(scope="module")
def evening(suite: Suite, open_page: Open) -> Iterator[Evening]:
    found = Evening()
    found.meeting = Meeting(suite, "团体总分赛")
    found.contest = found.meeting.singles("一分钟跳绳", "single_60_dlou_2016", format={"kind": "heats"})
    for number, counts in ((1, "205 205"), (2, "161 161")):
        match = found.meeting.call(found.contest, 1, number)
        found.meeting.type_result(match, counts=counts)
    found.desk = open_page("desktop", "en", extra_http_headers={"Authorization": f"Bearer {suite.token()}"})
    found.phone = open_page("phone", "zh")
    yield found


def test_totals_are_for_organisers_until_they_are_shown(evening: Evening) -> None:
    evening.phone.goto(f"/events/{evening.meeting.event}/meeting")
    expect(evening.phone.get_by_role("main")).to_contain_text("由组织者公布后显示")

    evening.desk.goto(f"/events/{evening.meeting.event}/meeting/desk")
    expect(evening.desk.locator("#counting")).to_contain_text("Too few took part")


def test_settings_are_kept_and_said_in_words(evening: Evening) -> None:
    desk = evening.desk
    desk.get_by_label("Points of the places").fill("1 2 3")
    desk.locator("#settings").get_by_role("button", name="Save").click()
    expect(desk.locator("#settings .refusal")).to_contain_text("A lower place cannot have more points")

    desk.get_by_label("Points of the places").fill("7 5 4 3 2 1")
    desk.get_by_label("Fewest entries").fill("2")
    desk.locator("#settings").get_by_role("button", name="Save").click()
    expect(desk.locator("#settings ul")).to_contain_text("7–5–4–3–2–1")
    expect(desk.locator("#totals tbody tr").first).to_contain_text("7")


def test_a_record_is_stored_with_its_reason_and_the_confirmed_totals_reach_the_phone(evening: Evening) -> None:
    desk = evening.desk
    second = desk.locator("#totals tbody tr").nth(1).locator("th").inner_text().strip()
    form = desk.locator("#adjustments form.card")
    form.get_by_label("Unit").fill(second)
    form.get_by_label("Points").fill("9")
    form.get_by_label("Reason").fill("Record of the college")
    form.get_by_role("button", name="Store").click()
    expect(desk.locator("#totals tbody tr").first).to_contain_text(second)

    desk.get_by_role("button", name="Confirm and publish").click()
    expect(evening.phone.locator("#totals tbody tr").first).to_contain_text("14")
    expect(evening.phone.get_by_role("main")).to_contain_text("已确认")


def test_prizes_by_threshold_are_proposed_and_published(evening: Evening) -> None:
    desk = evening.desk
    desk.goto(f"/events/{evening.meeting.event}/awards/desk")
    card = desk.locator("form", has=desk.get_by_role("heading", name="一分钟跳绳"))
    expect(card.get_by_label("Prizes")).to_have_value(
        "Special prize ≥200\nFirst prize 3 ≥160\nSecond prize 6 ≥130\nThird prize 9 ≥100"
    )
    card.get_by_role("button", name="Propose").click()
    expect(desk.locator("article.card")).to_have_count(4)

    desk.on("dialog", lambda dialog: dialog.accept())
    desk.get_by_role("button", name="Confirm and publish all").click()
    expect(desk.locator(".badge.good")).to_have_count(4)
    evening.phone.goto(f"/events/{evening.meeting.event}/awards")
    expect(evening.phone.get_by_role("main")).to_contain_text("特等奖")
