"""The year's teaching-skills contest: six entrants in two groups, review, final, prizes, title, on seven tablets.

With a judge of an entrant's own unit, a lesson over time, a ballot reopened after closing, and two entrants equal.
"""

import re
from collections.abc import Mapping

import pytest
from playwright.sync_api import Page, expect

from tests.suite import Suite, json_of
from tests.web.conftest import Open
from tests.web.desk import DESK, enter, organiser
from tests.web.jury import JUDGES, Jury, pressed, tapped
from tests.web.meeting import Meeting

TEACHERS = (
    ("30260601", "林静", "机电学院"),
    ("30260602", "何伟", "化工学院"),
    ("30260603", "高洁", "汽车学院"),
    ("30260604", "罗兰", "外语学院"),
    ("30260605", "梁艺", "艺术学院"),
    ("30260606", "宋平", "经管学院"),
)
SCIENCE, HUMANITIES = "高职理科综合组", "高职文科综合组"
TITLE = "校教学标兵"
HEADINGS = ("design", "content", "organisation", "language", "features", "reflection")
REVIEW = {
    "林静": "18 27 26 9 4.5 4.5",
    "何伟": "17 26 26 9 4 4",
    "高洁": "16 25 25 8.5 4 4",
    "罗兰": "18 28 27 9 4.5 4.5",
    "梁艺": "17 26 25 9 4 4",
    "宋平": "16 24 25 8 4 4",
}
FINAL = {
    "林静": "18 27 26 9 4.5 4.5",
    "何伟": "18 26 27 9 4.5 4.5",
    "高洁": "17 25 25 8.5 4 4",
    "罗兰": "18.5 28 27 9 4.5 4.5",
    "梁艺": "17.5 26 26 9 4.5 4.5",
    "宋平": "16 24 25 8 4 4",
}
CERTIFICATES = {
    "林静": ("一等奖", TITLE, "1"),
    "何伟": ("二等奖", "", "2"),
    "高洁": ("三等奖", "", "3"),
    "罗兰": ("一等奖", TITLE, "1"),
    "梁艺": ("二等奖", "", "2"),
    "宋平": ("三等奖", "", "3"),
}


def sheet(text: str) -> dict[str, str]:
    return dict(zip(HEADINGS, text.split(), strict=True))


@pytest.fixture(scope="module")
def meeting(suite: Suite) -> Meeting:
    found = Meeting(suite, "第八届教师教学技能竞赛")
    rows = "\n".join(f"{number},{name},{unit},女" for number, name, unit in TEACHERS)
    text = f"工号,姓名,部门,性别\n{rows}"
    preview = json_of(found.api.post("/members/roster/import", files={"file": ("teachers.csv", text.encode())}))
    json_of(found.api.post(f"/members/roster/imports/{preview['import_id']}/confirm"))
    return found


class Contest:
    """One group's contest, seen from the organiser's desk."""

    def __init__(self, desk: Page, meeting: Meeting, name: str, teachers: tuple[tuple[str, str, str], ...]) -> None:
        self.desk, self.meeting, self.name = desk, meeting, name
        desk.goto(f"/events/{meeting.event}/contests/new")
        desk.locator("input[name=name]").fill(name)
        desk.locator("select[name=kind]").select_option("swiss")
        desk.locator("select[name=preset]").select_option("henan_2025")
        for of_sports in ("discipline", "kind", "seed_rule"):
            expect(desk.locator(f"select[name={of_sports}]")).to_be_hidden()
        desk.locator("form button.primary").click()
        desk.wait_for_url(DESK)
        found = DESK.search(desk.url)
        assert found is not None
        self.id = found.group(1)
        enter(desk, [number for number, _name, _unit in teachers])

    def own_title(self) -> None:
        """The preset's rules, the title in this house's words; who are split by the tie order share no prize."""
        self.desk.goto(f"/scoring/contests/{self.id}/rules/edit")
        title = self.desk.locator("input[name$='.title']").first
        title.fill(TITLE)
        self.desk.locator("select[name='prizes.boundary']").select_option("cut")
        self.desk.locator("#rule-form").locator("button.primary").last.click()
        self.desk.wait_for_url(re.compile(r"/rules$"))
        expect(self.desk.locator("main")).to_contain_text(TITLE)
        expect(self.desk.locator("main")).to_contain_text("教学反思")

    def hand_over(self) -> None:
        self.desk.goto(f"/events/contests/{self.id}/desk")
        pressed(self.desk, "/hand-over")

    def stage(self, key: str) -> str:
        return f"/scoring/contests/{self.id}/stages/{key}"

    def draw_order(self, key: str) -> dict[int, str]:
        """The order drawn by lot on the page: number -> name."""
        self.desk.goto(f"{self.stage(key)}/order")
        self.desk.locator("#lots form button").first.click()
        expect(self.desk.locator("output")).to_have_text(re.compile("^[0-9a-f]{64}$"))
        pressed(self.desk, "/draw", word="八")
        expect(self.desk.locator(".badge.good")).to_be_visible()
        rows = self.desk.locator("section table tbody tr")
        return {int(row.locator("td").first.inner_text()): row.locator("th").inner_text() for row in rows.all()}

    def act(self, key: str, form: str) -> None:
        self.desk.goto(self.stage(key))
        pressed(self.desk, form)

    def performance(self, key: str, order: int) -> str:
        found = json_of(self.meeting.api.get(f"{self.stage(key)}/order"))["performances"]
        return next(str(each["id"]) for each in found if each["order_no"] == order)


def review(contest: Contest, jury: Jury, recused: Mapping[str, int]) -> None:
    """The preliminary: all works stand open at once, every tablet marks each of them but those it stands back from."""
    order = contest.draw_order("prelim")
    contest.act("prelim", "/open")
    for number, name in order.items():
        tablets = [each for seat, each in enumerate(jury.tablets, 1) if recused.get(name) != seat]
        for tablet in tablets:
            if tablet.locator("[data-do=home]").count():
                tablet.locator("[data-do=home]").first.click()
            tablet.locator(f"[data-contest='{contest.id}'] [data-open='{number}']").click()
        jury.mark(tablets, [sheet(REVIEW[name])] * len(tablets))
    contest.act("prelim", "/shut")
    contest.act("prelim", "/close")


def final(contest: Contest, jury: Jury, recused: Mapping[str, int]) -> dict[str, int]:
    """The final on site: one lesson after the other, the first three marked together as the rule says."""
    order = contest.draw_order("final")
    for number, name in order.items():
        contest.act("final", f"{contest.performance('final', number)}/open")
        tablets = [each for seat, each in enumerate(jury.tablets, 1) if recused.get(name) != seat]
        for tablet in tablets:
            expect(tablet.locator("[data-order]")).to_have_text(f"{number:02d}")
            if tablet.locator("[data-do=mark]").count():
                tablet.locator("[data-do=mark]").click()
        jury.mark(tablets, [sheet(FINAL[name])] * len(tablets))
    contest.act("final", f"{contest.performance('final', 1)}/close")
    return {name: number for number, name in order.items()}


def over_time(contest: Contest, order: int) -> None:
    """Twenty minutes and a half: a started minute over costs one point."""
    performance = contest.performance("final", order)
    contest.desk.goto(f"/scoring/performances/{performance}")
    pressed(contest.desk, "/time", minutes="20", seconds="30", reason="计时员记录")
    expect(contest.desk.locator("main")).to_contain_text("20:30")


def reopened(contest: Contest, jury: Jury, order: int, name: str) -> None:
    """A judge mistyped, asks the chief, changes one mark; the desk closes again and both revisions stand."""
    tablet, performance = jury.tablets[2], contest.performance("final", order)
    tablet.locator("[data-do=home]").first.click()
    tablet.locator(f"[data-contest='{contest.id}'] [data-ballot='{order}']").click()
    tablet.locator("[data-do=ask-change]").click()
    tablet.locator("[data-reason]").fill("教学反思一项打错")
    tablet.locator("[data-do=ask]").click()
    expect(tablet.locator("[data-notice=asked]")).to_be_visible()
    jury.chief.goto(f"/scoring/performances/{performance}")
    pressed(jury.chief, "/grant", reason="同意更正")
    expect(tablet.locator("[data-notice='granted']")).to_be_visible()
    tablet.locator("[data-do=mark]").click()
    expect(tablet.locator("[data-row='reflection'] output")).to_have_text(sheet(FINAL[name])["reflection"])
    jury.mark([tablet], [{"reflection": "4.8"}])
    contest.act("final", f"{performance}/close")
    links = json_of(contest.meeting.api.get(f"/scoring/contests/{contest.id}/chain"))["links"]
    assert max(link["revision"] for link in links) == 2


def told_judge_by_judge(contest: Contest, open_page: Open, order: int) -> None:
    """The host uncovers one mark after the other; the hall sees none before, and two of seven struck through."""
    screen = open_page("screen", "zh")
    screen.goto(f"/scoring/contests/{contest.id}/screen")
    expect(screen.locator("body")).not_to_contain_text("89.00")
    contest.desk.goto(f"/scoring/contests/{contest.id}/host")
    tapped(contest.desk, contest.desk.get_by_role("button", name=re.compile(f"{order:02d}$")).first)
    expect(screen.locator(".marks .covered")).to_have_count(len(JUDGES))
    while not screen.locator(".final output").count():
        tapped(contest.desk, contest.desk.locator(".step button"))
        screen.wait_for_timeout(200)
    expect(screen.locator(".final output")).to_have_text("89.00")
    expect(screen.locator(".marks del")).to_have_count(2)


def signed(contest: Contest, jury: Jury) -> None:
    result = f"/scoring/contests/{contest.id}/result"
    contest.desk.goto(result)
    pressed(contest.desk, "/result")
    jury.supervisor.goto(result)
    jury.chief.goto(result)
    assert broken_numbers(jury.chief) == []
    pressed(jury.chief, "/sign")
    expect(jury.supervisor.locator("#result .notice").first).to_contain_text("评委组长")
    pressed(jury.supervisor, "/sign")
    expect(jury.supervisor.locator(".notice.good")).to_be_visible()
    expect(jury.chief.locator(".notice.good")).to_be_visible()


def broken_numbers(page: Page) -> list[str]:
    """Scores and prizes that stand in more than one line on the sheet that is signed."""
    found: list[str] = page.evaluate(
        """() => [...document.querySelectorAll(".ranking td.num, .ranking .prize strong")].filter((cell) => {
            const range = document.createRange();
            range.selectNodeContents(cell);
            return new Set([...range.getClientRects()].map((line) => Math.round(line.top))).size > 1;
        }).map((cell) => cell.textContent)"""
    )
    return found


@pytest.mark.timeout(600)
def test_the_years_teaching_contest_from_rule_set_to_certificates(
    suite: Suite, meeting: Meeting, open_page: Open
) -> None:
    desk = organiser(open_page, suite)
    desk.on("dialog", lambda dialog: dialog.accept())
    science = Contest(desk, meeting, SCIENCE, TEACHERS[:3])
    humanities = Contest(desk, meeting, HUMANITIES, TEACHERS[3:])
    for contest in (science, humanities):
        contest.hand_over()
        contest.own_title()
    jury = Jury(desk, open_page, meeting.event)
    jury.judges_everything()
    jury.sit_down()
    stands_back = {unit: name for _number, name, unit in TEACHERS}[JUDGES[6][1]]
    desk.goto(f"/scoring/contests/{humanities.id}/recusals")
    expect(desk.locator("main")).to_contain_text(JUDGES[6][0])
    recused = {stands_back: 7}

    for contest in (science, humanities):
        review(contest, jury, recused)
        orders = final(contest, jury, recused)
        if contest is science:
            over_time(contest, orders["高洁"])
            reopened(contest, jury, orders["何伟"], "何伟")
            told_judge_by_judge(contest, open_page, orders["何伟"])
        contest.act("final", "/close")
        signed(contest, jury)

    then_the_public_sees_the_placings(open_page, science)
    then_the_certificates_are_all_there(desk, (science, humanities))
    walked = suite.command("audit", "verify", "第八届教师教学技能竞赛")
    assert (walked.returncode, walked.stdout.count("revisions")) == (0, 2), walked.stdout + walked.stderr


def then_the_public_sees_the_placings(open_page: Open, science: Contest) -> None:
    page = open_page("phone", "zh")
    page.goto(f"/events/contests/{science.id}")
    rows = page.locator(".placings tbody tr")
    expect(rows).to_have_count(3)
    assert [row.locator("strong").inner_text() for row in rows.all()] == ["89.00", "89.00", "82.50"]
    expect(rows.first).to_contain_text("林静")
    expect(rows.first).to_contain_text(TITLE)


def then_the_certificates_are_all_there(desk: Page, contests: tuple[Contest, ...]) -> None:
    found = {}
    for contest in contests:
        desk.goto(f"/events/contests/{contest.id}/certificates")
        for row in desk.locator("main table tbody tr").all():
            _unit, _work, prize, title, place, _date = row.locator("td").all_inner_texts()
            found[row.locator("th").inner_text()] = (prize, title, place)
    assert found == CERTIFICATES
