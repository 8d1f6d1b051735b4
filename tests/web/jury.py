"""A jury at work in browsers: seven tablets, the chief's and the supervisor's pages, each paired by its code."""

import re
from collections.abc import Mapping, Sequence

from playwright.sync_api import Locator, Page, expect

from tests.web.conftest import Open

JUDGES = (
    ("王敏", "教务处"),
    ("李静", "督导室"),
    ("赵强", "文学院"),
    ("孙丽", "理学院"),
    ("周磊", "工学院"),
    ("吴梅", "体育部"),
    ("郑刚", "艺术学院"),
)
CHIEF, SUPERVISOR = "冯主任", "钱监督"
PEOPLE = [f"{name}，{unit}，评委" for name, unit in JUDGES] + [f"{CHIEF}，教务处，组长", f"{SUPERVISOR}，纪委，监督"]
HOLD_MS = 900
PANEL = re.compile(r"/scoring/panels/([0-9a-f-]{36})")


class Jury:
    """The panel's people before their screens."""

    def __init__(self, desk: Page, open_page: Open, event: str) -> None:
        self.desk = desk
        self.event = event
        self.panel = self.made()
        self.open_page = open_page
        self.tablets: list[Page] = []

    def made(self) -> str:
        """A panel made on the page, its people pasted as a list."""
        self.desk.goto(f"/scoring/events/{self.event}/panels")
        new = self.desk.locator("form.narrow")
        new.locator("input[name=name]").fill("第一评委组")
        new.locator("button.primary").click()
        self.desk.wait_for_url(PANEL)
        found = PANEL.search(self.desk.url)
        assert found is not None
        listed = self.desk.locator("form[action$='/seats/paste']")
        listed.locator("textarea").fill("\n".join(PEOPLE))
        listed.locator("button.primary").click()
        expect(self.desk.locator("ol.seats > li")).to_have_count(len(PEOPLE))
        return found.group(1)

    def judges_everything(self) -> None:
        self.desk.goto(f"/scoring/panels/{self.panel}")
        boxes = self.desk.locator("form#stages input[name=stages]")
        for box in boxes.all():
            box.check()
        pressed(self.desk, "/stages")
        expect(boxes.first).to_be_checked()

    def sit_down(self) -> None:
        """Every seat's code from the printed sheet, typed on a tablet of its own."""
        self.desk.goto(f"/scoring/panels/{self.panel}")
        self.desk.locator("section#seats > form button").click()
        slips = self.desk.locator(".slip")
        expect(slips).to_have_count(len(PEOPLE))
        codes = [slip.locator("output").inner_text() for slip in slips.all()]
        self.tablets = [self.paired(code) for code in codes[: len(JUDGES)]]
        for tablet in self.tablets:
            expect(tablet.locator("main.bench")).to_be_visible()
        self.chief, self.supervisor = self.paired(codes[-2]), self.paired(codes[-1])
        for page in (self.chief, self.supervisor):
            page.wait_for_url(re.compile(r"/scoring/events/[0-9a-f-]+/judged"))

    def paired(self, code: str) -> Page:
        page = self.open_page("tablet", "zh")
        page.on("dialog", lambda dialog: dialog.accept())
        page.goto("/scoring/tablet/")
        page.locator("#code").fill(code)
        page.locator("form button.primary").click()
        return page

    def mark(self, tablets: Sequence[Page], sheets: Sequence[Mapping[str, str]]) -> None:
        """Each types its sheet, looks at it once more and holds; every ballot gets the desk's receipt."""
        for tablet, sheet in zip(tablets, sheets, strict=True):
            fill(tablet, sheet)
            tablet.locator("[data-do=review]").click()
        hold(tablets)
        for tablet in tablets:
            expect(tablet.locator(".ways")).to_have_attribute("data-way", "confirmed")


def fill(tablet: Page, sheet: Mapping[str, str]) -> None:
    """Typed on the keys, row after row; the rows of a sheet stand one below the other."""
    tablet.locator(f"[data-row='{next(iter(sheet))}']").click()
    for mark in sheet.values():
        tablet.keyboard.type(mark)
        tablet.keyboard.press("ArrowDown")


def hold(tablets: Sequence[Page]) -> None:
    for tablet in tablets:
        tablet.locator("[data-do=submit]").hover()
        tablet.mouse.down()
    tablets[0].wait_for_timeout(HOLD_MS)
    for tablet in tablets:
        tablet.mouse.up()


def pressed(page: Page, form: str, **fields: str) -> None:
    """Fill a form named by the end of its address and send it; the page that follows is there afterwards."""
    found = page.locator(f"form[action$='{form}']").first
    opened(found)
    for name, value in fields.items():
        found.locator(f"[name={name}]").fill(value)
    tapped(page, found.locator("button:not(.visually-hidden)").last)


def tapped(page: Page, button: Locator) -> None:
    with page.expect_event("domcontentloaded"):
        button.click()


def opened(form: Locator) -> None:
    """A form inside a closed fold is unfolded first."""
    fold = form.locator("xpath=ancestor::details[not(@open)]")
    if fold.count():
        fold.first.locator("summary").first.click()
