"""An organiser at the desk's pages: a contest made, entered by list, drawn and published, as a person does it."""

import re
from collections.abc import Sequence

from playwright.sync_api import Page, expect

from shared.kit.http.auth import SESSION_COOKIE
from tests.suite import Suite
from tests.web.conftest import Open
from tests.web.meeting import Meeting

DESK = re.compile(r"/events/contests/([0-9a-f-]{36})/desk")


def organiser(open_page: Open, suite: Suite) -> Page:
    page = open_page("desktop", "zh")
    page.context.add_cookies([{"name": SESSION_COOKIE, "value": suite.token(), "url": suite.url}])
    return page


def published(
    page: Page, meeting: Meeting, name: str, preset: str, lines: Sequence[str], discipline: str = "singles"
) -> str:
    """A contest of this preset with these entries, its draw published; its id."""
    page.goto(f"/events/{meeting.event}/contests/new")
    page.locator("input[name=name]").fill(name)
    page.locator("select[name=preset]").select_option(preset)
    page.locator("select[name=discipline]").select_option(discipline)
    page.locator("form button.primary").click()
    page.wait_for_url(DESK)
    enter(page, lines)
    draw_and_publish(page)
    found = DESK.search(page.url)
    assert found is not None
    return found.group(1)


def enter(page: Page, lines: Sequence[str]) -> None:
    listed = page.locator("form", has=page.locator("textarea[name=listed]"))
    page.locator("details", has=listed).locator("summary").first.click()
    listed.locator("textarea").fill("\n".join(lines))
    listed.locator("button.primary").click()
    expect(page.locator("#entries tbody tr")).to_have_count(len(lines))


def draw_and_publish(page: Page) -> None:
    for form in ("form[action$='/draw']", "form[action$='/draw/publish']"):
        button = page.locator(form).locator("button").first
        if not button.is_visible():
            page.locator("details", has=page.locator(form)).locator("summary").first.click()
        with page.expect_navigation():
            button.click()
    expect(page.locator("#draw")).to_be_visible()
