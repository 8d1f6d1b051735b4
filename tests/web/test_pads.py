"""Every sport on its own pad, on a tablet: from the call to the placings on the public page."""

import os
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.suite import Suite
from tests.web.conftest import Open
from tests.web.desk import organiser, published
from tests.web.meeting import PEOPLE, TEAMS, Meeting

PICTURES = os.environ.get("SAISHI_PICTURES")
"""A folder to leave pictures of the pads in; empty takes none."""
TAPS = 50
TAP_MS = 100


NAMES = {number: name for number, name, _unit in PEOPLE}
SINGLES = [f"{members[0]} {NAMES[members[0]]}" for members in TEAMS.values()]
"""One of each unit, as a pasted list has them."""
TEAM_LINES = [f"{unit}：{'、'.join(members)}" for unit, members in TEAMS.items()]


@pytest.fixture(scope="module")
def meeting(suite: Suite) -> Meeting:
    return Meeting(suite)


@pytest.fixture(scope="module")
def desk(suite: Suite, open_page: Open) -> Page:
    return organiser(open_page, suite)


def tablet(open_page: Open, meeting: Meeting, court: int, place: int = 1, lang: str = "zh") -> Page:
    """A tablet paired to a place at a court."""
    page = open_page("tablet", lang)
    page.goto(f"/scoring/tablet/?code={meeting.code(court, place)}")
    page.locator("form button.primary").click()
    return page


def start(page: Page, server: bool = True) -> None:
    if server:
        page.locator("[data-server='1']").click()
    page.locator("[data-do=start]").click()


def tap(page: Page, what: str) -> None:
    """A tap on what can be tapped now."""
    button = page.locator(f"{what}:enabled")
    expect(button.first).to_be_visible()
    button.first.click()


def picture(page: Page, name: str) -> None:
    if PICTURES:
        page.wait_for_timeout(300)
        page.screenshot(path=Path(PICTURES) / f"{name}.png")


def confirm(page: Page) -> None:
    tap(page, "[data-do=confirm]")
    expect(page.get_by_role("heading", name="结果已提交")).to_be_visible()


def placed(open_page: Open, contest: str, names: list[str]) -> None:
    """The contest's public page has its placings, the first ones first."""
    page = open_page("desktop", "en")
    page.goto(f"/events/contests/{contest}")
    for place, name in enumerate(names):
        expect(page.locator(".placings tbody tr").nth(place)).to_contain_text(name)


def ranked(open_page: Open, contest: str, score: str) -> None:
    """The contest's public page ranks its performances, this result first."""
    page = open_page("desktop", "en")
    page.goto(f"/events/contests/{contest}")
    expect(page.get_by_role("row", name=score).first).to_contain_text("1")


def shown_live(open_page: Open, meeting: Meeting, court: str, text: str) -> Page:
    """What the public page of the event says of a court."""
    page = open_page("phone", "zh")
    page.goto(f"/events/{meeting.event}")
    expect(page.locator(".court", has_text=court)).to_contain_text(text)
    return page


def test_table_tennis_changes_service_every_two_points(meeting: Meeting, open_page: Open, desk: Page) -> None:
    contest = published(desk, meeting, "男子单打 乒乓球", "table_tennis_11x1", SINGLES)
    meeting.call(contest, 1)
    page = tablet(open_page, meeting, 1)
    start(page)
    winner = page.locator(".side-1 .name").inner_text()

    expect(page.locator(".side-1 .service")).to_contain_text("发球")
    tap(page, "[data-side='1']")
    tap(page, "[data-side='1']")
    expect(page.locator(".side-2 .service")).to_contain_text("发球")
    tap(page, "[data-side='2']")
    tap(page, "[data-time-out='2']")
    expect(page.locator("[data-time-out='2']")).to_be_disabled()
    picture(page, "pad-table-tennis-zh")
    shown_live(open_page, meeting, "1号场", winner)
    for points in range(3, 11):
        tap(page, "[data-side='1']")
        expect(page.locator("[data-points='1']")).to_have_text(str(points))
    tap(page, "[data-side='1']")
    confirm(page)

    placed(open_page, contest, [winner])


def test_volleyball_rotates_and_takes_a_set_nobody_scored_rally_by_rally(
    meeting: Meeting, open_page: Open, desk: Page
) -> None:
    contest = published(desk, meeting, "气排球", "light_21x3", TEAM_LINES, "team")
    meeting.call(contest, 2)
    page = tablet(open_page, meeting, 2)
    start(page)
    winner = page.locator(".side-1 .name").inner_text()

    tap(page, "[data-do=type-game]")
    page.locator("[data-typed='1']").fill("21")
    page.locator("[data-typed='2']").fill("22")
    page.locator("[data-do=store-game]").click()
    expect(page.get_by_text("不可能")).to_be_visible()
    tap(page, "[data-do=type-game]")
    page.locator("[data-typed='1']").fill("21")
    page.locator("[data-typed='2']").fill("15")
    page.locator("[data-do=store-game]").click()
    expect(page.locator(".past")).to_contain_text("15")

    expect(page.locator(".court .on-court")).to_have_count(10)
    tap(page, "[data-side='1']")
    expect(page.locator(".side-1 .service")).to_contain_text("发球")
    tap(page, "[data-side='2']")
    tap(page, "[data-time-out='2']")
    picture(page, "pad-volleyball-zh")
    for points in range(2, 21):
        tap(page, "[data-side='1']")
        expect(page.locator("[data-points='1']")).to_have_text(str(points))
    tap(page, "[data-side='1']")
    confirm(page)

    placed(open_page, contest, [winner])


def test_basketball_counts_baskets_fouls_and_periods(meeting: Meeting, open_page: Open, desk: Page) -> None:
    contest = published(desk, meeting, "篮球", "fiba_5x5", TEAM_LINES, "team")
    meeting.call(contest, 3)
    page = tablet(open_page, meeting, 3)
    start(page, server=False)
    winner = page.locator(".team.side-1 .who b").inner_text()

    tap(page, "[data-player='1-2']")
    tap(page, "[data-basket='1-3']")
    expect(page.locator("[data-points='1']")).to_have_text("3")
    expect(page.locator("[data-player='1-2']")).to_have_attribute("aria-pressed", "false")
    for fouls in range(1, 6):
        tap(page, "[data-foul='2']")
        page.locator("[data-fouled-by='1']").click()
        expect(page.locator("[data-foul='2'] b")).to_have_text(str(fouls))
    expect(page.locator("[data-foul='2'] .bonus")).to_be_visible()
    expect(page.locator("[data-player='2-1']")).to_have_class("out")
    tap(page, "[data-do=clock]")
    expect(page.locator(".time output")).to_have_class("on")
    tap(page, "[data-time-out='1']")
    expect(page.locator(".time output")).not_to_have_class("on")
    picture(page, "pad-basketball-zh")
    shown_live(open_page, meeting, "3号场", "犯规 5")
    for period in range(2, 5):
        tap(page, "[data-do=period-over]")
        expect(page.locator("[data-period]")).to_contain_text(str(period))
    tap(page, "[data-basket='2-3']")
    tap(page, "[data-do=period-over]")
    expect(page.locator("[data-period]")).to_contain_text("加时")
    tap(page, "[data-basket='1-2']")
    tap(page, "[data-do=period-over]")
    confirm(page)

    placed(open_page, contest, [winner])


def test_rope_skipping_is_counted_on_two_tablets_at_ten_taps_a_second(
    meeting: Meeting, open_page: Open, desk: Page
) -> None:
    contest = published(desk, meeting, "一分钟跳绳", "single_60_dlou_2016", SINGLES)
    first = meeting.call(contest, 4, 1)
    head = tablet(open_page, meeting, 4)
    counter = tablet(open_page, meeting, 4, place=2)
    expect(counter.locator("[data-count]")).to_have_text("0")

    head.evaluate(TAPPED, [TAPS, TAP_MS])
    expect(head.locator("[data-count]")).to_have_text(str(TAPS))
    counter.context.set_offline(True)
    counter.evaluate(TAPPED, [TAPS + 2, TAP_MS // 2])
    expect(counter.locator("[data-count]")).to_have_text(str(TAPS + 2))
    counter.context.set_offline(False)
    expect(counter.get_by_text("服务器已确认")).to_be_visible(timeout=15_000)
    picture(head, "pad-rope-skipping-zh")
    shown_live(open_page, meeting, "4号场", str(TAPS))
    counter.reload()
    expect(counter.locator("[data-count]")).to_have_text(str(TAPS + 2))

    tap(counter, "[data-do=hand-in]")
    expect(head.locator("[data-panel='2']")).to_contain_text(str(TAPS + 2))
    tap(head, "[data-do=hand-in]")
    confirm(head)
    second = next(each for each in meeting.matches(contest) if each["id"] != first)
    meeting.type_result(second["id"], counts="49 49")

    ranked(open_page, contest, "51.00")


TAPPED = """async ([taps, every]) => {
  const button = document.querySelector("[data-do=count]");
  for (let tap = 0; tap < taps; tap++) {
    button.dispatchEvent(new PointerEvent("pointerdown", { bubbles: true, cancelable: true }));
    await new Promise((done) => setTimeout(done, every));
  }
}"""


def test_works_are_judged_by_a_panel(meeting: Meeting, open_page: Open, desk: Page) -> None:
    contest = published(desk, meeting, "书法", "calligraphy_brush", SINGLES)
    meeting.call(contest, 5, 1)
    head = tablet(open_page, meeting, 5)
    second = tablet(open_page, meeting, 5, place=2)

    ballot(second, ("27", "26.5", "28", "9"))
    expect(head.locator("[data-panel='2']")).to_contain_text("90.5")
    ballot(head, ("31",))
    expect(head.get_by_role("alert")).to_be_visible()
    expect(head.locator("[data-do=hand-in]")).to_be_disabled()
    head.locator("[data-key=delete]").click()
    head.locator("[data-key='0']").click()
    ballot(head, ("", "25", "26", "8"))
    for judge in (3, 4):
        tap(head, f"[data-type-for='{judge}']")
        ballot(head, ("28", "27", "27", "8.5"))
    tap(head, "[data-type-for='5']")
    tap(head, "[data-do=stand-back]")
    picture(head, "pad-judging-zh")
    confirm(head)
    other = next(each for each in meeting.matches(contest) if each["number"] != 1)
    meeting.type_result(other["id"], score="80")

    ranked(open_page, contest, "90.13")


def ballot(page: Page, marks: tuple[str, ...]) -> None:
    """A judge's marks on the keys, and handed in once there is one for each item."""
    for item, mark in enumerate(marks):
        page.locator(f"[data-item='{item}']").click()
        for key in mark:
            page.locator(f"[data-key='{key}']").click()
    if len(marks) > 1:
        tap(page, "[data-do=hand-in]")
