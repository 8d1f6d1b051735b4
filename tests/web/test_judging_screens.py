"""A judge's screens before the running suite: from the code to the receipt, a change, a batch, a gallery."""

import json
import re
from functools import partial
from typing import Any

import pytest
from playwright.sync_api import Request, Route, expect

from services.scoring.judged.guide import ROLES
from shared.rules.judged.chain import link
from tests.suite import Suite, json_of
from tests.web.conftest import Open
from tests.web.judge import (
    BALLOTS,
    GIVEN,
    HOLD_MS,
    LANGUAGES,
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
from tests.web.panel_day import PanelDay, rules


@pytest.fixture(scope="module")
def meeting(suite: Suite) -> Meeting:
    return Meeting(suite, "教学技能竞赛")


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
    assert page.title().startswith("01 ") and page.locator("h1").count() == 1
    picture(page, "review")
    for back in (page.go_back, partial(page.keyboard.press, "Escape")):
        back()
        expect(page.locator("main.marks")).to_be_visible()
        page.locator("[data-do=review]").click()
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
    page.go_back()
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
    expect(page.locator(".given .beyond")).to_contain_text("18–30")
    page.locator("[data-do=submit]").focus()
    page.keyboard.down("Enter")
    page.wait_for_timeout(HOLD_MS)
    page.keyboard.up("Enter")
    way(page, "confirmed")


def test_another_language_changes_the_names_of_the_criteria_and_no_mark(day: PanelDay, judge: Judge) -> None:
    # given a mark that was typed
    day.open(1)
    page = judge(day)
    keys(page, "content", "27.5")
    expect(page.locator("[data-row=content]")).to_contain_text("教学内容")
    # when the judge reads on in English
    page.get_by_role("button", name="English").click()
    # then names the suite knows are read in English, the organiser's own as they are, and the mark stands
    row = page.locator("[data-row=content]")
    expect(row).to_contain_text("Teaching content")
    expect(page.locator("main")).to_contain_text("过程与方法")
    expect(row.locator("output")).to_have_text("27.5")
    # and back
    page.get_by_role("button", name="中文").click()
    expect(row).to_contain_text("教学内容")
    expect(row.locator("output")).to_have_text("27.5")


def test_a_short_press_submits_nothing(day: PanelDay, judge: Judge) -> None:
    day.open(1)
    page = judge(day)
    fill(page, GIVEN)
    page.locator("[data-do=review]").click()

    page.locator("[data-do=submit]").click()
    page.wait_for_timeout(HOLD_MS)

    expect(page.locator("main.review")).to_be_visible()
    assert day.chain() == NOTHING


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


MATERIALS = (("1", "image/jpeg", 300_000), ("2", "application/pdf", 90_000), ("3", "video/mp4", 12 * 1024 * 1024))


def with_materials(route: Route) -> None:
    """The bench with a picture, a document and a recording of every work."""
    answer = route.fetch()
    bench = answer.json()
    told: list[dict[str, Any]] = [
        {"id": f"0b0e-{name}", "name": name, "content_type": kind, "size": size} for name, kind, size in MATERIALS
    ]
    for contest in bench.get("contests", []):
        for turn in contest["turns"]:
            turn["materials"] = told
    route.fulfill(response=answer, json=bench)


def test_works_are_gone_through_one_after_the_other_with_the_picture_beside_the_marks(
    meeting: Meeting, suite: Suite, open_page: Open
) -> None:
    theme = {"key": "theme", "name": "主题", "maximum": "100"}
    day = PanelDay(meeting, suite, rule_set=rules(theme, mode="gallery"))
    day.act(f"/scoring/contests/{day.contest}/stages/final/open", {})
    page = open_page("phone", "zh")
    page.route("**/scoring/bench", with_materials)
    page.route("**/scoring/bench/live", lambda route: route.abort())
    use_code(page, day.code("王敏"))

    expect(page.locator("h1")).to_have_text("还有 3 份待评分")
    page.locator("[data-do=next]").click()
    expect(page.locator("[data-where]")).to_contain_text("决赛")
    labels = [text.removesuffix(" ↗") for text in page.locator("[data-material]").all_inner_texts()]
    assert labels == ["材料 1 · 图片", "材料 2 · PDF", "材料 3 · 视频 · 12 MB"]
    page.locator("[data-picture]:visible").click()
    expect(page.locator(".viewer [data-do=close]")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator(".viewer")).to_be_hidden()
    hand_in(page, {"theme": "88"})
    way(page, "confirmed")
    expect(page.locator("[data-left]")).to_have_text("还有 2 份待评分")
    page.locator("[data-do=next]").click()
    expect(page.locator("[data-order]")).to_have_text("02")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.go_back()
    expect(page.locator("h1")).to_have_text("还有 2 份待评分")


def test_every_page_of_the_guide_prints_on_one_sheet_of_paper(open_page: Open) -> None:
    for lang in ("zh", "en"):
        page = open_page("desktop", lang)
        for role in ROLES:
            page.goto(f"/scoring/guide/{role}")
            sheets = re.findall(rb"/Type\s*/Page\b", page.pdf(format="A4", prefer_css_page_size=True))
            assert (lang, role, len(sheets)) == (lang, role, 1)
