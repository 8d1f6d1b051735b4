"""A judge's tablet before the running suite: from the code to the receipt, and what a hall may do to it on the way."""

import json
import os
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, Request, Route, expect

from shared.rules.judged.chain import content, content_hash, link
from tests.suite import Suite, json_of
from tests.web.conftest import Open
from tests.web.meeting import Meeting
from tests.web.panel_day import CONTENT, PanelDay, rules

PICTURES = os.environ.get("SAISHI_PICTURES")
"""A folder to leave pictures of the screens in, for the guide too; empty takes none."""
LANGUAGES = ("zh", "en") if PICTURES else ("zh",)
BALLOTS = re.compile(r"/scoring/ballots/([0-9a-f-]+)/revisions/(\d+)$")
NOTHING = (0, "")
HOLD_MS = 1000
GIVEN = {"content": "27.5", "design.goal": "18", "design.process": "26.75", "speech": "16.5"}
TOTAL = "88.75"


@pytest.fixture(scope="module")
def meeting(suite: Suite) -> Meeting:
    return Meeting(suite, "教学技能竞赛")


@pytest.fixture
def day(meeting: Meeting, suite: Suite) -> PanelDay:
    return PanelDay(meeting, suite)


@pytest.fixture
def judge(open_page: Open) -> Callable[..., Page]:
    """A tablet paired to a judge's seat: `judge(day, "王敏")`."""

    def pair(day: PanelDay, name: str = "王敏", lang: str = "zh", **more: Any) -> Page:
        page = open_page("tablet", lang, **more)
        use_code(page, day.code(name))
        return page

    return pair


Judge = Callable[..., Page]


def use_code(page: Page, code: str) -> None:
    page.goto(f"/scoring/tablet/?code={code}")
    page.locator("form button.primary").click()
    expect(page.locator("main.bench")).to_be_visible()


def keys(page: Page, row: str, mark: str) -> None:
    page.locator(f"[data-row='{row}']").click()
    for key in mark:
        page.locator(f"[data-key='{key}']").click()


def fill(page: Page, given: dict[str, str]) -> None:
    for row, mark in given.items():
        keys(page, row, mark)


def hold(page: Page) -> None:
    """As a finger holds the button."""
    button = page.locator("[data-do=submit]")
    button.scroll_into_view_if_needed()
    button.hover()
    page.mouse.down()
    page.wait_for_timeout(HOLD_MS)
    page.mouse.up()


def hand_in(page: Page, given: dict[str, str] | None = None) -> None:
    fill(page, GIVEN if given is None else given)
    page.locator("[data-do=review]").click()
    hold(page)


def way(page: Page, state: str) -> None:
    """How far the ballot on screen has come."""
    expect(page.locator(".ways")).to_have_attribute("data-way", state, timeout=15_000)


def notice(page: Page, name: str) -> Any:
    return page.locator(f"[data-notice='{name}']")


def marks_shown(page: Page) -> list[str]:
    return page.locator("[data-row] output").all_inner_texts()


def picture(page: Page, name: str) -> None:
    if PICTURES:
        page.wait_for_timeout(300)
        english = page.evaluate("document.documentElement.lang") == "en"
        page.screenshot(path=Path(PICTURES) / f"judge_{name}{'.en' if english else ''}.png")


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_ballot_goes_from_the_keys_to_a_receipt_and_is_read_only_after_it(
    day: PanelDay, open_page: Open, lang: str
) -> None:
    page = open_page("tablet", lang)
    sent: list[Request] = []
    page.on("request", lambda request: sent.append(request) if BALLOTS.search(request.url) else None)
    code = day.code("王敏")
    page.goto("/scoring/tablet/")
    page.locator("#code").fill(code)
    picture(page, "pair")
    page.locator("form button.primary").click()
    expect(page.locator("[data-waiting]")).to_be_visible()
    picture(page, "waiting")

    day.open(1)

    expect(page.locator("[data-order]")).to_have_text("01")
    keys(page, "content", "12")
    expect(page.locator("[data-do=mean]")).to_be_visible()
    picture(page, "unusual")
    keys(page, "content", "27.5")
    keys(page, "design.goal", "1")
    picture(page, "marks")
    fill(page, GIVEN)
    page.locator("[data-notes]").fill("板书很好")
    expect(page.locator("[data-total]")).to_have_text(TOTAL)
    page.locator("[data-do=review]").click()
    expect(page.locator("[data-do=submit]")).to_contain_text(TOTAL)
    picture(page, "review")
    hold(page)
    way(page, "confirmed")
    picture(page, "receipt")

    (put,) = sent
    hash_sent = json.loads(put.post_data or "")["hash"]
    assert day.chain() == (1, link("", hash_sent))
    receipt = page.locator("[data-receipt]")
    expect(receipt).to_contain_text(put.url.split("/")[-3][:8])
    expect(receipt).to_contain_text(hash_sent[:12])
    expect(page.locator("[data-do=mark]")).to_have_count(0)
    page.reload()
    expect(page.locator(".given [data-total]")).to_have_text(TOTAL)
    expect(page.locator("[data-notes]")).to_have_value("板书很好")
    page.locator("[data-do=home]").click()
    expect(page.locator("[data-ballot='1']")).to_contain_text(TOTAL)
    picture(page, "ballots")


def test_impossible_marks_have_no_key_and_unusual_ones_want_a_second_tap(day: PanelDay, judge: Judge) -> None:
    day.open(1)
    page = judge(day)

    keys(page, "content", "3")
    expect(page.locator("[data-key='1']")).to_be_disabled()
    expect(page.locator("[data-key='0']")).to_be_enabled()
    page.keyboard.type("99.125")
    expect(page.locator("[data-typed]")).to_have_text("3.12")
    keys(page, "speech", "16")
    page.keyboard.type(".3")
    expect(page.locator("[data-typed]")).to_have_text("16.")
    page.keyboard.type("5")
    fill(page, {"design.goal": "18", "design.process": "26"})
    page.locator("[data-do=review]").click()
    expect(page.locator("main.marks")).to_be_visible()
    page.locator("[data-do=mean]").click()
    page.locator("[data-do=review]").click()

    expect(page.locator("main.review")).to_be_visible()
    page.locator("[data-do=submit]").focus()
    page.keyboard.down("Enter")
    page.wait_for_timeout(HOLD_MS)
    page.keyboard.up("Enter")
    way(page, "confirmed")


def test_a_short_press_submits_nothing(day: PanelDay, judge: Judge) -> None:
    day.open(1)
    page = judge(day)
    fill(page, GIVEN)
    page.locator("[data-do=review]").click()

    page.locator("[data-do=submit]").click()
    page.wait_for_timeout(HOLD_MS)

    expect(page.locator("main.review")).to_be_visible()
    assert day.chain() == NOTHING


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


def test_T65_a_seat_paired_anew_leaves_the_first_tablet_to_look_and_to_export(day: PanelDay, judge: Judge) -> None:
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


def hashed(ballot: dict[str, Any]) -> str:
    given = content(
        ballot["ballot_id"],
        ballot["revision"],
        ballot["seat_id"],
        ballot["performance_id"],
        ballot["rule_set_version"],
        ballot["marks"],
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


def test_a_browser_that_keeps_nothing_is_refused_before_its_code_is_used(day: PanelDay, open_page: Open) -> None:
    page = open_page("tablet", "zh")
    page.add_init_script(
        "IDBFactory.prototype.open = () => { throw new DOMException('private', 'InvalidStateError'); };"
    )
    code = day.code("王敏")

    page.goto(f"/scoring/tablet/?code={code}")
    page.locator("form button.primary").click()

    expect(page.get_by_role("alert")).to_contain_text("无痕")
    use_code(open_page("tablet", "zh"), code)


def test_a_seat_that_gives_no_marks_is_sent_to_the_desk(day: PanelDay, open_page: Open) -> None:
    page = open_page("tablet", "zh")

    page.goto(f"/scoring/tablet/?code={day.code('孙丽')}")
    page.locator("form button.primary").click()

    page.wait_for_url(re.compile(r"/scoring/(events|contests)/"))


def test_a_change_is_asked_for_and_granted_with_the_old_marks_shown(day: PanelDay, judge: Judge) -> None:
    day.open(1)
    page = judge(day)
    hand_in(page)
    way(page, "confirmed")

    page.locator("[data-do=ask-change]").click()
    page.locator("[data-reason]").fill("教学设计多打了一分")
    picture(page, "ask")
    page.locator("[data-do=ask]").click()
    expect(notice(page, "asked")).to_be_visible()
    grant(day)

    page.locator("[data-do=mark]").click()
    assert marks_shown(page) == list(GIVEN.values())
    picture(page, "granted")
    keys(page, "design.goal", "17")
    page.locator("[data-do=review]").click()
    hold(page)
    way(page, "confirmed")
    expect(page.locator("[data-receipt]")).to_contain_text("第 2 稿")
    assert day.chain()[0] == 2


def grant(day: PanelDay) -> None:
    """The chief judge grants the change that is asked for."""
    chief = day.official("孙丽")
    desk = chief.get(f"/scoring/performances/{day.performance(1)}").text
    asked = re.search(r"/scoring/changes/[0-9a-f-]{36}/grant", desk)
    assert asked is not None, desk
    json_of(chief.post(asked.group(0), json={"reason": "同意"}))


def test_after_closing_a_ballot_can_still_be_handed_in_and_says_that_it_is_late(day: PanelDay, judge: Judge) -> None:
    day.open(1)
    page = judge(day)
    fill(page, GIVEN)
    other = judge(day, "李静")
    hand_in(other)
    way(other, "confirmed")
    for official in (day.official("孙丽"), day.official("钱进")):
        for name in ("王敏", "赵强"):
            seat = f"/scoring/performances/{day.performance(1)}/seats/{day.seats[name]['id']}"
            json_of(official.post(f"{seat}/absence", json={"reason": "平板故障"}))

    assert day.close(1).status_code == 200

    expect(notice(page, "late")).to_be_visible()
    page.locator("[data-do=review]").click()
    hold(page)
    way(page, "confirmed")
    expect(page.locator("[data-standing=late]")).to_be_visible()


def test_those_marked_together_stay_open_and_the_tablet_asks_before_it_moves_on(
    meeting: Meeting, suite: Suite, judge: Judge
) -> None:
    day = PanelDay(meeting, suite, rule_set=rules(calibration=2))
    day.open(1)
    page = judge(day)
    keys(page, "content", "27.5")

    day.open(2)

    expect(notice(page, "called")).to_contain_text("02")
    page.locator("[data-do=stay]").click()
    hand_in(page)
    way(page, "confirmed")
    page.locator("[data-do=mark]").click()
    keys(page, "speech", "17")
    page.locator("[data-do=review]").click()
    hold(page)
    expect(page.locator("[data-receipt]")).to_contain_text("第 2 稿")
    assert day.chain()[0] == 2


def test_a_judge_goes_on_while_the_desk_is_away_even_after_a_reload(day: PanelDay, judge: Judge) -> None:
    day.open(1)
    page = judge(day)
    keys(page, "content", "27.5")
    page.wait_for_function("navigator.serviceWorker.controller || navigator.serviceWorker.ready")

    page.context.set_offline(True)
    page.reload()
    expect(page.locator("[data-row='content'] output")).to_have_text("27.5")
    hand_in(page)
    expect(notice(page, "not-confirmed")).to_be_visible()
    way(page, "here")

    page.context.set_offline(False)
    way(page, "confirmed")


PICK = {"key": "pick", "name": "入选", "maximum": "1", "step": "1"}


def test_a_gallery_is_judged_by_picks_handed_in_together(meeting: Meeting, suite: Suite, judge: Judge) -> None:
    steps = [{"op": "sum_criteria"}, {"op": "total"}]
    day = PanelDay(meeting, suite, entries=5, rule_set=rules(PICK, mode="gallery", picks=2, steps=steps))
    day.act(f"/scoring/contests/{day.contest}/stages/final/open", {})
    page = judge(day)

    page.locator("[data-pick='2']").click()
    page.locator("[data-pick='4']").click()
    expect(page.locator("[data-pick='1']")).to_be_disabled()
    picture(page, "picks")
    page.locator("[data-do=review]").click()
    hold(page)

    expect(page.locator("[data-confirmed]")).to_contain_text("5 / 5")
    assert day.chain()[0] == 5
