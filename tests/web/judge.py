"""A judge's hands on a tablet: the code typed, keys pressed, the button held; and what the screen says of a ballot."""

import os
import re
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Locator, Page, expect

PICTURES = os.environ.get("SAISHI_PICTURES")
"""A folder to leave pictures of the screens in, for the guide too; empty takes none."""
LANGUAGES = ("zh", "en") if PICTURES else ("zh",)
BALLOTS = re.compile(r"/scoring/ballots/([0-9a-f-]+)/revisions/(\d+)$")
NOTHING = (0, "")
HOLD_MS = 1000
GIVEN = {"content": "27.5", "design.goal": "18", "design.process": "26.75", "speech": "16.5"}
TOTAL = "88.75"


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


def notice(page: Page, name: str) -> Locator:
    return page.locator(f"[data-notice='{name}']")


def marks_shown(page: Page) -> list[str]:
    return page.locator("[data-row] output").all_inner_texts()


def picture(page: Page, name: str) -> None:
    if PICTURES:
        page.wait_for_timeout(300)
        english = page.evaluate("document.documentElement.lang") == "en"
        page.screenshot(path=Path(PICTURES) / f"judge_{name}{'.en' if english else ''}.png")
