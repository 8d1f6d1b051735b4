"""The desk, the host and the big screen of a judged contest in a browser: everything moves by itself, nothing early."""

import httpx
import pytest
from playwright.sync_api import Page, expect

from services.scoring.seated import SEAT_COOKIE
from shared.kit.http.auth import SESSION_COOKIE
from tests.ballots import ballot_body, ballot_of
from tests.suite import Suite, json_of
from tests.web.conftest import Open
from tests.web.judge import picture
from tests.web.meeting import PATIENCE, Meeting
from tests.web.panel_day import PanelDay, rules

JUDGES = ("王敏", "李静", "赵强")
STEPS = [{"op": op} for op in ("sum_criteria", "trim_mean", "round", "deduct")]


@pytest.fixture(scope="module")
def meeting(suite: Suite) -> Meeting:
    return Meeting(suite, "亮分")


def hand_in(day: PanelDay, judge: httpx.Client, name: str, performance: str, mark: str, version: int) -> None:
    """A ballot by the tablets' own interface."""
    seat = str(day.seats[name]["id"])
    path = f"/scoring/ballots/{ballot_of(performance, seat)}/revisions/1"
    answer = judge.put(path, json=ballot_body(seat, performance, version, {"all": mark}))
    assert answer.status_code == 201, answer.text


def as_organiser(page: Page, suite: Suite) -> Page:
    page.context.add_cookies([{"name": SESSION_COOKIE, "value": suite.token(), "url": suite.url}])
    return page


def test_desk_host_and_screen_move_by_themselves(open_page: Open, suite: Suite, meeting: Meeting) -> None:
    # given a contest of one criterion, its desk and its big screen open
    plain = {"key": "all", "name": "总评", "maximum": "100"}
    day = PanelDay(meeting, suite, rule_set=rules(plain, reveal="immediate", time={"most": 600}))
    desk = as_organiser(open_page("desktop", "zh"), suite)
    screen = open_page("screen", "zh")
    desk.goto(f"/scoring/contests/{day.contest}")
    screen.goto(f"/scoring/contests/{day.contest}/screen")
    # when the organiser opens the first
    desk.get_by_role("button", name="开放 01").click()
    expect(desk.locator(".turn .number")).to_have_text("01")
    expect(screen.locator(".huge")).to_have_text("01")
    # and starts the timer: it goes on by itself on both
    desk.get_by_role("button", name="开始计时").click()
    expect(desk.locator(".turn .timer")).to_have_text("0:02")
    expect(screen.locator(".timer")).to_contain_text("0:0")
    desk.get_by_role("button", name="停止计时").click()
    # when judges hand in, the desk counts without a reload and shows no mark
    first = day.performance(1)
    judges = {name: day.official(name) for name in JUDGES}
    bench = json_of(judges["王敏"].get("/scoring/bench"))
    version = int(next(each for each in bench["contests"] if each["id"] == day.contest)["rule_set_version"])
    for name, mark in zip(JUDGES[:2], ("71.25", "82.50"), strict=True):
        hand_in(day, judges[name], name, first, mark, version)
    expect(desk.get_by_text("已交 2 / 3")).to_be_visible()
    assert "71.25" not in desk.content()
    # then closing names the seat that lacks
    desk.get_by_role("button", name="关闭 01").click()
    expect(desk.locator("#refusal")).to_contain_text("赵强")
    hand_in(day, judges["赵强"], "赵强", first, "93.75", version)
    desk.get_by_role("button", name="关闭 01").click()
    expect(desk.locator(".turn")).to_have_count(0)
    assert "71.25" not in screen.content()
    # when the host tells it judge by judge
    desk.goto(f"/scoring/contests/{day.contest}/host")
    desk.get_by_role("button", name="展示 01").click()
    for told in range(1, 4):
        desk.get_by_role("button", name="亮下一个分").click()
        expect(screen.locator(".marks .open")).to_have_count(told)
    assert screen.locator(".final").count() == 0
    desk.get_by_role("button", name="公布得分").click()
    # then the dropped marks are struck through and the score stands
    expect(screen.locator(".final output")).to_have_text("82.50")
    for judge in judges.values():
        judge.close()


def test_the_timekeeper_watches_one_large_clock_that_says_in_words_when_time_is_short_and_over(
    open_page: Open, suite: Suite, meeting: Meeting
) -> None:
    # given the timekeeper's phone before anybody is on stage
    plain = {"key": "all", "name": "总评", "maximum": "100"}
    limit = {"warnings": [1], "most": 6, "stop": 600, "per_minute": "1"}
    day = PanelDay(meeting, suite, rule_set=rules(plain, time=limit, steps=STEPS))
    phone = open_page("phone", "zh")
    token = day.official("周正").headers["authorization"].removeprefix("Bearer seat.")
    phone.context.add_cookies([{"name": SEAT_COOKIE, "value": token, "url": suite.url}])
    phone.goto(f"/scoring/events/{meeting.event}/judged")
    phone.locator(f"a[href='/scoring/contests/{day.contest}/timer']").click()
    expect(phone.get_by_text("现在没有选手在场")).to_be_visible()
    # when the desk opens the first
    day.open(1)
    # then the clock is there by itself, and runs from one tap to the next
    expect(phone.locator(".watch .number")).to_have_text("01")
    picture(phone, "timer_still")
    phone.get_by_role("button", name="开始计时").click()
    expect(phone.get_by_text("时间快到了")).to_be_visible()
    expect(phone.get_by_text("已超时")).to_be_visible(timeout=15_000)
    expect(phone.get_by_text("时间快到了")).to_be_hidden()
    picture(phone, "timer_over")
    phone.get_by_role("button", name="停止计时").click()
    # and what was measured stands there with what the rule takes off
    expect(phone.locator(".watch [role=status]")).to_contain_text("用时扣 1 分")
    picture(phone, "timer_stopped")
    # and the way to correct it is one tap away
    phone.get_by_role("link", name="更正时间 01").click()
    expect(phone.get_by_role("button", name="更正时间")).to_be_visible()


def test_the_page_of_a_performance_goes_on_by_itself_and_keeps_what_is_typed(
    open_page: Open, suite: Suite, meeting: Meeting
) -> None:
    # given the chief's tablet, on which a deduction is being typed before the first is opened
    plain = {"key": "all", "name": "总评", "maximum": "100"}
    day = PanelDay(meeting, suite, rule_set=rules(plain, time={"most": 600, "per_minute": "1"}, steps=STEPS))
    chief = open_page("tablet", "zh")
    token = day.official("孙丽").headers["authorization"].removeprefix("Bearer seat.")
    chief.context.add_cookies([{"name": SEAT_COOKIE, "value": token, "url": suite.url}])
    first = day.performance(1)
    chief.goto(f"/scoring/performances/{first}")
    expect(chief.locator(".acting")).to_contain_text("孙丽（评委组长）")
    reason = chief.locator("form[action$='/deductions'] [name=reason]")
    reason.fill("迟到两分钟")
    # when the desk opens it, starts the timer and a ballot comes in
    day.open(1)
    day.act(f"/scoring/performances/{first}/start", {})
    judge = day.official("王敏")
    bench = json_of(judge.get("/scoring/bench"))
    version = int(next(each for each in bench["contests"] if each["id"] == day.contest)["rule_set_version"])
    hand_in(day, judge, "王敏", first, "71.25", version)
    # then state, timer, seats and record move, a hint offers the forms that belong to it, and the typing is kept
    expect(chief.locator(f"#seat-{day.seats['王敏']['id']}")).to_contain_text("已交")
    expect(chief.locator("#timer")).to_contain_text("0:02")
    expect(chief.locator("#record")).to_contain_text("开始计时")
    expect(chief.get_by_text("打开此页后情况有变")).to_be_visible()
    expect(reason).to_have_value("迟到两分钟")
    judge.close()


def test_a_wrong_value_in_a_long_form_is_marked_and_shown_on_demand(
    open_page: Open, suite: Suite, meeting: Meeting
) -> None:
    # given the rules' form with a word for a number near its top
    made = meeting.again(f"/events/{meeting.event}/contests", {"name": "教学竞赛规则", "preset": "young_teacher"})
    page = as_organiser(open_page("phone", "zh"), suite)
    for _ in range(PATIENCE):
        answer = page.goto(f"/scoring/contests/{made['id']}/rules/edit")
        if answer is not None and answer.ok:
            break
        page.wait_for_timeout(100)
    field = page.locator("[name='stages.0.criteria.0.maximum']")
    field.fill("二十")
    # when it is sent from the foot
    page.locator("#rule-form button.primary").last.click()
    # then the sentence names the field, the field is marked, and a tap leads there with what was typed
    expect(page.locator("#rule-form .refusal")).to_contain_text("“满分”无法识别：二十")
    expect(field).to_have_attribute("aria-invalid", "true")
    page.get_by_role("button", name="定位到该处").click()
    expect(field).to_be_focused()
    expect(field).to_have_value("二十")
    field.fill("20")
    expect(field).not_to_have_attribute("aria-invalid", "true")
