"""A judge's tablet before the running suite: what a hall may do to a ballot on its way, and that none is lost."""

import json
from typing import Any

import pytest
from playwright.sync_api import Page, Route, expect

from shared.rules.judged.chain import content, content_hash
from tests.suite import Suite, json_of
from tests.web.conftest import Open
from tests.web.desk import organiser
from tests.web.judge import (
    BALLOTS,
    GIVEN,
    NOTHING,
    TOTAL,
    Judge,
    fill,
    hand_in,
    hold,
    keys,
    marks_shown,
    notice,
    picture,
    use_code,
    way,
)
from tests.web.meeting import Meeting
from tests.web.panel_day import CONTENT, PanelDay, rules


@pytest.fixture(scope="module")
def meeting(suite: Suite) -> Meeting:
    return Meeting(suite, "教学技能竞赛")


def test_T62_a_login_page_that_answers_200_confirms_nothing(day: PanelDay, judge: Judge) -> None:
    day.open(1)
    page = judge(day)
    page.route(BALLOTS, lambda route: route.fulfill(status=200, content_type="text/html", body="<h1>Welcome</h1>"))

    hand_in(page)

    way(page, "unconfirmed")
    expect(notice(page, "not-confirmed")).to_be_visible()
    expect(page.locator("[data-step=confirmed]")).to_contain_text("未确认")
    picture(page, "not-confirmed")
    assert day.chain() == NOTHING
    page.reload()
    way(page, "unconfirmed")
    with page.expect_request(BALLOTS):
        page.locator("[data-do=send-now]").click()
    page.unroute(BALLOTS)
    way(page, "confirmed")
    expect(notice(page, "not-confirmed")).to_have_count(0)
    assert day.chain()[0] == 1


def test_T62_a_receipt_of_another_ballot_confirms_nothing(day: PanelDay, judge: Judge) -> None:
    day.open(1)
    page = judge(day)
    other = {
        "ballot_id": "0b0e",
        "revision": 1,
        "hash": "ab",
        "standing": "active",
        "received_at": "2026-01-01T00:00:00Z",
    }
    page.route(BALLOTS, lambda route: route.fulfill(status=200, json=other))

    hand_in(page)

    way(page, "unconfirmed")
    page.unroute(BALLOTS)
    way(page, "confirmed")


def test_T65_a_seat_paired_anew_leaves_the_first_tablet_to_look_and_to_export(
    day: PanelDay, judge: Judge, open_page: Open, suite: Suite
) -> None:
    day.open(1)
    first = judge(day)
    first.route(BALLOTS, lambda route: route.abort())
    hand_in(first)
    way(first, "here")

    second = judge(day)

    expect(notice(first, "revoked")).to_be_visible()
    picture(first, "revoked")
    expect(second.locator("main.marks")).to_be_visible()
    first.unroute(BALLOTS)
    first.locator("[data-do=export]").click()
    expect(first.locator("[data-qr] svg")).to_be_visible()
    with first.expect_download() as saved:
        first.locator("[data-do=export-file]").click()
    (ballot,) = json.loads(saved.value.path().read_text(encoding="utf-8"))
    assert ballot["hash"] == hashed(ballot)
    assert ballot["marks"] == GIVEN
    assert day.chain() == NOTHING
    # the desk reads the file in: it fills the form that two people send
    desk = organiser(open_page, suite)
    desk.goto(f"/scoring/performances/{day.performance(1)}/seats/{day.seats['王敏']['id']}/paper")
    desk.locator("details.card summary").click()
    desk.locator("input[name=file]").set_input_files(saved.value.path())
    desk.locator("form[action$='/paper/file'] button").click()
    expect(desk.locator("[data-carried]")).to_be_visible()
    for row, mark in GIVEN.items():
        expect(desk.locator(f"input[name='mark:{row}']")).to_have_value(mark)
    picture(desk, "read-in")
    desk.locator("input[name=reason]").fill("席位换了平板")
    desk.locator("form[action$='/paper'] button.primary").click()
    desk.wait_for_url(f"**/contests/{day.contest}/**")
    counted = f"/scoring/performances/{day.performance(1)}/seats/{day.seats['王敏']['id']}/paper"
    assert json_of(day.official("钱进").post(counted, json={"marks": ballot["marks"]}))["counts"] is True
    assert day.chain()[0] == 1


def hashed(ballot: dict[str, Any]) -> str:
    given = content(
        ballot["ballot_id"],
        ballot["revision"],
        ballot["seat_id"],
        ballot["performance_id"],
        ballot["rule_set_version"],
        ballot["marks"],
        ballot["nonce"],
    )
    return content_hash(given)


NAMED = rules().replace('"stages"', '"anonymous": false, "stages"')
"""Where names are known the reason of a recusal may be told; it could give away whose turn it is."""


def test_T66_a_recused_judge_is_told_why_and_keeps_what_was_typed(meeting: Meeting, suite: Suite, judge: Judge) -> None:
    day = PanelDay(meeting, suite, rule_set=NAMED)
    day.open(1)
    page = judge(day)
    asked = {
        "seat_id": day.seats["王敏"]["id"],
        "entry_id": day.performances()[0]["entry_id"],
        "reason": "曾指导该选手",
    }

    def recuse(route: Route) -> None:
        """Recused while the ballot is on its way."""
        day.act(f"/scoring/contests/{day.contest}/recusals", asked)
        route.continue_()

    page.route(BALLOTS, recuse, times=1)
    hand_in(page)

    expect(notice(page, "recused")).to_contain_text("曾指导该选手")
    expect(page.locator(".given [data-total]")).to_have_text(TOTAL)
    expect(page.locator("[data-do=mark]")).to_have_count(0)
    picture(page, "recused")
    assert day.chain() == NOTHING


TWO_HOURS_BEHIND = """
const Real = Date;
Date = class extends Real {
  constructor(...given) { given.length ? super(...given) : super(Real.now() - 7200000); }
  static now() { return Real.now() - 7200000; }
};
"""


def test_T67_a_tablet_two_hours_behind_is_as_good_as_any(day: PanelDay, judge: Judge, open_page: Open) -> None:
    day.open(1)
    page = open_page("tablet", "zh")
    page.add_init_script(TWO_HOURS_BEHIND)
    use_code(page, day.code("王敏"))

    hand_in(page)

    way(page, "confirmed")
    assert day.chain()[0] == 1


def test_T68_after_new_rules_the_new_form_keeps_marks_by_criterion(day: PanelDay, judge: Judge) -> None:
    day.open(1)
    page = judge(day)
    performance = day.performance(1)
    stranger = {"key": "media", "name": "信息技术", "maximum": "20"}
    second = rules(CONTENT, {"key": "design", "name": "教学设计", "maximum": "50"}, stranger)

    def change(route: Route) -> None:
        """The rules change while the ballot is on its way; no performance may be open for that."""
        day.act(f"/scoring/performances/{performance}/absent", {"reason": "评分表更正"})
        day.import_rules(second, "评分表更正")
        day.act(f"/scoring/performances/{performance}/return", {"reason": "评分表更正"})
        day.open(1)
        route.continue_()

    page.route(BALLOTS, change, times=1)
    hand_in(page)

    expect(notice(page, "form")).to_be_visible()
    expect(page.locator("[data-row='media']")).to_be_visible()
    assert marks_shown(page) == ["27.5", "–", "–"]
    picture(page, "new-form")
    page.locator("[data-do=understood]").click()
    hand_in(page, {"design": "44", "media": "17"})
    way(page, "confirmed")
    assert day.chain()[0] == 1


def test_T71_a_page_killed_between_saving_and_sending_sends_once(day: PanelDay, judge: Judge) -> None:
    day.open(1)
    page = judge(day)
    held: list[Route] = []
    page.route(BALLOTS, lambda route: held.append(route))  # noqa: PLW0108 # Playwright marks its handlers
    hand_in(page)
    way(page, "sent")

    page.close(run_before_unload=False)
    again = page.context.new_page()
    again.goto("/scoring/tablet/")

    way(again, "confirmed")
    assert len(held) == 1
    again.reload()
    way(again, "confirmed")
    assert day.chain()[0] == 1


MORTAL_STORE = """
const [alive, dead] = [new Set(), new Set()];
const [transaction, open] = [IDBDatabase.prototype.transaction, IDBFactory.prototype.open];
IDBDatabase.prototype.transaction = function (...given) {
  if (dead.has(this)) throw new DOMException("Connection to Indexed Database server lost", "UnknownError");
  return transaction.apply(this, given);
};
IDBFactory.prototype.open = function (...given) {
  const asked = open.apply(this, given);
  asked.addEventListener("success", () => (window.storeGone ? dead : alive).add(asked.result));
  return asked;
};
window.killStore = (forGood) => {
  window.storeGone = forGood;
  alive.forEach((each) => dead.add(each));
};
"""
"""Connections that can be made to die, as Safari's do when a tablet has slept."""
FORGET_COPIES = """
for (const key of Object.keys(localStorage)) if (key.startsWith("saishi-bench:")) localStorage.removeItem(key);
"""
REST = {key: mark for key, mark in GIVEN.items() if key != "content"}


def mortal(open_page: Open, day: PanelDay) -> Page:
    """A tablet whose store can die, with one mark typed before it does."""
    page = open_page("tablet", "zh")
    page.add_init_script(MORTAL_STORE)
    use_code(page, day.code("王敏"))
    keys(page, "content", "27.5")
    return page


def test_T72_a_dead_store_is_opened_anew_and_no_mark_is_lost(day: PanelDay, open_page: Open) -> None:
    day.open(1)
    page = mortal(open_page, day)

    page.evaluate("killStore(false)")
    page.route(BALLOTS, lambda route: route.abort())
    hand_in(page, REST)
    way(page, "here")

    expect(notice(page, "broken")).to_have_count(0)
    page.evaluate(FORGET_COPIES)
    page.reload()
    page.unroute(BALLOTS)
    way(page, "confirmed")
    expect(page.locator(".given [data-total]")).to_have_text(TOTAL)


def test_T72_a_store_that_stays_dead_asks_for_a_reload_and_loses_no_mark(day: PanelDay, open_page: Open) -> None:
    day.open(1)
    page = mortal(open_page, day)

    page.evaluate("killStore(true)")
    fill(page, REST)

    expect(notice(page, "broken")).to_be_visible()
    page.locator("[data-do=reload]").click()
    expect(page.locator("[data-total]")).to_have_text(TOTAL)
    page.locator("[data-do=review]").click()
    hold(page)
    way(page, "confirmed")
