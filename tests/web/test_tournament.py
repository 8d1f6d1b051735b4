"""One small tournament through the pages, from empty roster to placings; each test is the next hour of the day."""

import re
from datetime import date
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.suite import Suite
from tests.web.conftest import Open
from tests.web.people import FIRST_PASSWORD, roster_file

EVENT = "教职工羽毛球赛"
CONTEST = "女子单打"
NEW_PASSWORD = "Feather-and-cork-7"
ENTERED = ("王芳", "李静", "赵敏", "周婷")


class Day:
    """What the people of the day have on their desks, kept from test to test."""

    organiser: Page
    tablet: Page
    public: Page
    screen: Page
    event: str
    contest: str
    first: str
    winner: str
    loser: str


@pytest.fixture(scope="module")
def day() -> Day:
    return Day()


def refusal(page: Page) -> Locator:
    """The sentence of a refusal, wherever its form keeps the place for it."""
    return page.locator(".refusal .notice, #refusal .notice")


def board(day: Day) -> Page:
    day.organiser.goto(f"/events/{day.event}/hall")
    return day.organiser


def test_the_organiser_signs_in_by_the_link_of_the_terminal(day: Day, suite: Suite, open_page: Open) -> None:
    day.organiser = open_page("desktop", "en")
    day.organiser.goto(suite.link)
    day.organiser.get_by_role("main").get_by_role("button").click()
    expect(day.organiser.get_by_role("link", name="Organise")).to_be_visible()

    again = open_page("desktop", "en")
    again.goto(suite.link)
    again.get_by_role("main").get_by_role("button").click()
    expect(refusal(again)).to_contain_text("used")


def test_a_roster_file_is_previewed_row_by_row_and_written_only_when_confirmed(
    day: Day, open_page: Open, tmp_path: Path
) -> None:
    page = day.organiser
    page.goto("/members/roster/import")
    page.locator("input[type=file]").set_input_files(roster_file(tmp_path))
    page.get_by_role("button", name="Show what would change").click()

    expect(page.get_by_role("main")).to_contain_text("6 to be added, 0 to be changed, 0 unchanged, 1 refused")
    expect(page.get_by_role("row", name=re.compile("无号之人"))).to_contain_text("The staff number is missing")
    page.get_by_role("link", name="Added 6").click()
    expect(page.get_by_role("main")).to_contain_text("王芳")
    untouched = page.context.new_page()
    untouched.goto("/members/roster")
    expect(untouched.get_by_role("main")).not_to_contain_text("王芳")

    page.get_by_role("button", name="Confirm and write").click()
    expect(page.get_by_role("main")).to_contain_text("6 added, 0 changed")
    untouched.goto("/members/roster")
    expect(untouched.get_by_role("main")).to_contain_text("王芳")
    untouched.close()


def test_the_same_file_twice_changes_nothing(day: Day, tmp_path: Path) -> None:
    page = day.organiser
    page.goto("/members/roster/import")
    page.locator("input[type=file]").set_input_files(roster_file(tmp_path))
    page.get_by_role("button", name="Show what would change").click()

    expect(page.get_by_role("main")).to_contain_text("nothing to write")
    expect(page.get_by_role("button", name="Confirm and write")).to_have_count(0)


def test_an_event_gets_courts_and_a_contest(day: Day) -> None:
    page = day.organiser
    page.goto("/events/new")
    page.get_by_label("Name").fill(EVENT)
    page.get_by_label("Venue").fill("体育馆")
    page.get_by_label("First day").fill(date.today().isoformat())
    page.get_by_label("Last day").fill(date.today().isoformat())
    page.get_by_role("button", name="Make the event").click()
    page.wait_for_url(re.compile(r"/events/[0-9a-f-]{36}/desk"))
    day.event = page.url.split("/")[-2]

    page.get_by_label("New courts, separated by commas").fill("1号场, 2号场")
    page.get_by_role("button", name="Add courts").click()
    expect(page.locator("#courts input[value='2号场']")).to_be_visible()

    page.goto(f"/events/{day.event}/contests/new")
    page.get_by_label("Name").fill(CONTEST)
    page.get_by_role("button", name="Make the contest").click()
    page.wait_for_url(re.compile(r"/events/contests/[0-9a-f-]{36}/desk"))
    day.contest = page.url.split("/")[-2]
    expect(page.locator("#settings")).to_contain_text("21")


def test_a_refusal_keeps_what_was_typed(day: Day) -> None:
    page = day.organiser
    page.goto(f"/events/{day.event}/contests/new")
    page.get_by_label("Name").fill(CONTEST)
    page.get_by_role("button", name="Make the contest").click()

    expect(refusal(page)).to_contain_text("already")
    expect(page.get_by_label("Name")).to_have_value(CONTEST)


def test_members_are_entered_by_hand_and_by_list_and_one_is_seeded(day: Day) -> None:
    page = day.organiser
    page.goto(f"/events/contests/{day.contest}/desk")
    page.get_by_label("Name or staff number").fill("王")
    page.get_by_role("checkbox", name=re.compile("王芳")).check()
    page.get_by_role("button", name="Enter whom I ticked").click()
    expect(page.locator("#entries tbody tr")).to_have_count(1)

    page.get_by_text("By list or file").click()
    page.get_by_label("List, one entry a line").fill("20100102 李静\n20100103\n周婷")
    page.get_by_role("button", name="Enter them").click()
    expect(page.locator("#entries tbody tr")).to_have_count(4)

    page.get_by_label("Seed of 王芳").fill("1")
    page.locator("#entries tr", has_text="王芳").get_by_role("button", name="Set").click()
    expect(page.get_by_label("Seed of 王芳")).to_have_value("1")


def test_the_draw_is_made_by_lot_changed_by_hand_and_published(day: Day) -> None:
    page = day.organiser
    page.goto(f"/events/contests/{day.contest}/desk")
    page.get_by_label("Lot", exact=True).fill("spring-2026")
    page.get_by_role("button", name="Make the draw").click()
    expect(page.locator("#draw")).to_contain_text("spring-2026")
    expect(page.locator("#draw svg")).to_be_visible()

    page.get_by_text("Swap two lines").click()
    page.locator("select[name=line_a]").select_option("2")
    page.locator("select[name=line_b]").select_option("3")
    page.get_by_role("button", name="See what it would break").click()
    page.get_by_role("button", name="Swap them").click()
    expect(page.locator("#draw")).to_contain_text("Changed by hand")

    page.get_by_text("Publish the draw").click()
    page.get_by_role("button", name="Publish and lock").click()
    expect(page.get_by_role("main")).to_contain_text("draw published")
    expect(page.get_by_role("button", name="Make the draw")).to_have_count(0)


def test_anybody_can_make_the_draw_again_from_its_lot(day: Day, open_page: Open) -> None:
    page = open_page("phone", "zh")
    page.goto(f"/events/contests/{day.contest}/draw")
    expect(page.get_by_role("main")).to_contain_text("spring-2026")
    expect(page.locator(".badge.good")).to_be_visible()


def test_matches_get_courts_and_times(day: Day) -> None:
    page = board(day)
    page.locator("details summary", has_text=CONTEST).click()
    page.get_by_role("button", name="Put on courts").click()
    expect(page.locator("#board")).to_contain_text("09:00")


def test_a_tablet_is_paired_by_the_code_on_the_organisers_page_and_the_code_is_good_once(
    day: Day, open_page: Open
) -> None:
    page = day.organiser
    page.goto(f"/scoring/events/{day.event}/tablets")
    page.get_by_role("button", name="Pair a tablet 1号场").click()
    expect(page.locator(".qr svg")).to_be_visible()
    code = page.locator("output").inner_text().strip()

    day.tablet = open_page("tablet", "zh")
    day.tablet.goto("/scoring/tablet/")
    day.tablet.locator("#code").fill(code)
    day.tablet.locator("form button.primary").click()
    expect(day.tablet.get_by_role("main")).to_contain_text("1号场")

    second = open_page("tablet", "zh")
    second.goto(f"/scoring/tablet/?code={code}")
    second.locator("form button.primary").click()
    expect(second.locator("#problem")).to_be_visible()


def test_a_called_match_appears_on_the_tablet(day: Day) -> None:
    page = board(day)
    call_to_first_court(page)

    expect(day.tablet.get_by_role("heading", name="开始比赛")).to_be_visible()


def call_to_first_court(page: Page) -> None:
    row = page.locator("#board tr", has=page.get_by_role("button", name="Call", exact=True)).first
    row.locator("select").select_option(label="1号场")
    row.get_by_role("button", name="Call", exact=True).click()


def test_the_umpire_scores_rally_by_rally_and_everybody_sees_it_at_once(day: Day, open_page: Open) -> None:
    day.public = open_page("phone", "zh")
    day.public.goto(f"/events/{day.event}")
    day.screen = open_page("screen", "zh")
    day.screen.goto(f"/events/{day.event}/screen")
    tablet = day.tablet
    day.winner = tablet.locator("[data-server='1']").inner_text().strip()
    day.loser = tablet.locator("[data-server='2']").inner_text().strip()
    tablet.locator("[data-server='1']").click()
    tablet.locator("[data-do=start]").click()

    rally(tablet, 1)
    rally(tablet, 2)
    expect(tablet.locator("[data-points='2']")).to_have_text("1")
    expect(tablet.locator(".side-2 .service")).to_contain_text("发球")
    rally(tablet, 2)
    tablet.locator("[data-do=undo]").click()
    expect(tablet.locator("[data-points='2']")).to_have_text("1")

    for page in (day.public, day.screen):
        expect(page.locator(".court", has_text=day.winner)).to_contain_text("1")
        expect(page.locator(".court", has_text=day.winner).locator(".badge.live").first).to_be_visible()


def rally(tablet: Page, side: int) -> None:
    button = tablet.locator(f"button[data-side='{side}']")
    expect(button).to_be_enabled()
    button.click()


def test_ends_change_and_game_and_match_end_by_the_rules(day: Day) -> None:
    tablet = day.tablet
    for points in range(2, 21):
        rally(tablet, 1)
        expect(tablet.locator("[data-points='1']")).to_have_text(str(points))
    expect(tablet.get_by_text("局点")).to_be_visible()
    rally(tablet, 1)
    expect(tablet.get_by_text("交换场地")).to_be_visible()
    assert tablet.locator("button[data-side]").first.get_attribute("data-side") == "2"

    for points in range(1, 21):
        rally(tablet, 1)
        expect(tablet.locator("[data-points='1']")).to_have_text(str(points))
    expect(tablet.get_by_text("赛点")).to_be_visible()
    rally(tablet, 1)
    expect(tablet.get_by_role("heading", name="比赛结束")).to_be_visible()
    tablet.locator("[data-do=confirm]").click()
    expect(tablet.get_by_role("heading", name="结果已提交")).to_be_visible()


def test_the_result_is_in_the_bracket_and_the_list(day: Day, open_page: Open) -> None:
    page = open_page("desktop", "en")
    page.goto(f"/events/contests/{day.contest}")
    expect(page.locator(".bracket svg")).to_contain_text("21")
    phone = open_page("phone", "zh")
    phone.goto(f"/events/contests/{day.contest}")
    expect(phone.get_by_role("main")).to_contain_text("21")


def test_a_retirement_ends_a_match_on_the_tablet(day: Day) -> None:
    page = board(day)
    expect(page.locator("#board").get_by_role("link", name="Match desk")).to_have_count(0)
    call_to_first_court(page)
    tablet = day.tablet
    expect(tablet.locator("[data-server='1']")).to_be_visible()
    tablet.locator("[data-server='2']").click()
    tablet.locator("[data-do=start]").click()
    rally(tablet, 1)
    tablet.locator("[data-do=menu]").click()
    tablet.locator("[data-kind=retired]").click()
    tablet.locator("[data-loser='2']").click()
    tablet.locator("[data-do=end]").click()
    tablet.locator("[data-do=confirm]").click()
    expect(tablet.get_by_role("heading", name="结果已提交")).to_be_visible()


def test_the_organiser_types_the_final_without_a_tablet(day: Day, open_page: Open) -> None:
    page = board(day)
    expect(page.locator("#board tr", has_text=day.winner).first).to_be_visible()
    with page.expect_navigation():
        page.locator("#board tr", has_text=day.winner).get_by_role("button", name="Call", exact=True).click()
    page.get_by_role("link", name="Type result").first.click()
    page.locator("input[name=games]").fill("21-19 21-20")
    page.get_by_role("button", name="Store the result").click()
    expect(refusal(page)).to_be_visible()
    expect(page.locator("input[name=games]")).to_have_value("21-19 21-20")

    page.locator("input[name=games]").fill("21-19 22：20")
    page.get_by_role("button", name="Store the result").click()

    public = open_page("desktop", "en")
    public.goto(f"/events/contests/{day.contest}")
    expect(public.locator(".placings")).to_contain_text("1")
    expect(public.locator(".placings tr")).to_have_count(5)


def test_a_correction_lists_what_it_reaches_and_needs_a_reason(day: Day, open_page: Open) -> None:
    page = day.organiser
    page.goto(f"/events/contests/{day.contest}")
    first_match = page.locator("a[href^='/events/matches/']").first.get_attribute("href") or ""
    page.goto(f"{first_match}/correction")
    label = page.locator("label", has_text="Games, from the view of")
    stored = label.locator("input").input_value()
    turned = " ".join("-".join(reversed(game.split("-"))) for game in stored.replace("–", "-").split())
    page.locator("select[name=kind]").select_option("played")
    label.locator("input").fill(turned if "21" in turned else "19-21 19-21")
    page.get_by_role("button", name="Show what it reaches").click()
    expect(page.locator("#reached")).to_contain_text("play it again")

    page.get_by_label("Reason of the correction").fill("记录员把双方写反了")
    page.get_by_role("button", name="Correct the result").click()
    page.wait_for_url(re.compile(r"/desk$"))
    expect(page.get_by_role("main")).to_contain_text("记录员把双方写反了")

    public = open_page("desktop", "en")
    public.goto(f"/events/contests/{day.contest}")
    expect(public.locator(".placings")).to_have_count(0)


def sign_in(page: Page, number: str, password: str) -> None:
    page.goto("/members/sign-in")
    page.locator("input[name=staff_number]").fill(number)
    page.locator("input[name=password]").fill(password)
    page.get_by_role("main").get_by_role("button").first.click()


@pytest.mark.parametrize("number", ["20100101"])
def test_a_member_changes_the_first_password_and_reads_the_inbox(number: str, open_page: Open) -> None:
    page = open_page("phone", "zh")
    sign_in(page, number, "wrong-password")
    expect(refusal(page)).to_be_visible()

    sign_in(page, number, FIRST_PASSWORD)
    page.wait_for_url(re.compile("/members/password"))
    page.goto("/notifications/inbox")
    expect(page).to_have_url(re.compile("/members/password"))
    for field in page.locator("input[type=password]").all():
        name = field.get_attribute("name") or ""
        field.fill(FIRST_PASSWORD if "current" in name else NEW_PASSWORD)
    page.get_by_role("main").get_by_role("button").first.click()
    page.wait_for_url(re.compile(r"^(?!.*/members/password).*$"))

    page.goto("/notifications/inbox")
    inbox = page.get_by_role("main")
    for told in ("抽签", "检录", "名次"):
        expect(inbox).to_contain_text(told)
    page.goto("/events/my")
    expect(page.get_by_role("main")).to_contain_text(CONTEST)
