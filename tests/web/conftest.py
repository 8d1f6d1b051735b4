"""A browser before the running suite: Debian's Chromium, headless, at the sizes of a phone, a tablet and a desk."""

import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack, suppress

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, sync_playwright
from playwright.sync_api import Error as PlaywrightError

from tests.suite import Suite
from tests.web.judge import Judge, use_code
from tests.web.meeting import Meeting
from tests.web.panel_day import PanelDay

CHROMIUM = os.environ.get("SAISHI_CHROMIUM", "/usr/bin/chromium")
QUIET = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]
SIZES = {"phone": (360, 740), "tablet": (820, 1180), "desktop": (1280, 900), "screen": (1920, 1080)}
Open = Callable[..., Page]


@pytest.fixture(scope="session")
def suite(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Suite]:
    """The suite, started the way a user starts it."""
    running = Suite(tmp_path_factory.mktemp("suite") / "data").start()
    yield running
    assert running.stop() == 0


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as play:
        found = play.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        yield found
        found.close()


def context_of(browser: Browser, suite: Suite, size: str, lang: str, **more: object) -> BrowserContext:
    width, height = SIZES[size]
    return browser.new_context(
        base_url=suite.url,
        viewport={"width": width, "height": height},
        locale="zh-CN" if lang == "zh" else "en-GB",
        timezone_id="Asia/Shanghai",
        has_touch=size in ("phone", "tablet"),
        **more,  # type: ignore[arg-type]
    )


@pytest.fixture(scope="module")
def open_page(browser: Browser, suite: Suite) -> Iterator[Open]:
    """Open a new person's browser: `open_page("tablet", lang="zh")`. An error in a page's console fails the test."""
    errors: list[str] = []
    with ExitStack() as stack:

        def open_one(size: str = "desktop", lang: str = "en", **more: object) -> Page:
            context = context_of(browser, suite, size, lang, **more)
            stack.callback(shut, context)
            page = context.new_page()
            page.set_default_timeout(15_000)
            page.on("pageerror", lambda error: errors.append(str(error)))
            page.on("console", lambda line: note(errors, line))
            return page

        yield open_one
    assert errors == []


def shut(context: BrowserContext) -> None:
    """Away from live streams first: a page or context closed in the middle of one was seen to wait for ever."""
    for page in context.pages:
        with suppress(PlaywrightError):
            page.goto("about:blank", timeout=5_000)
        page.close()
    context.close()


def note(errors: list[str], line: ConsoleMessage) -> None:
    # A refused request is the page's own business; its status shows in the console all the same.
    if line.type == "error" and "Failed to load resource" not in line.text:
        errors.append(line.text)


@pytest.fixture
def day(meeting: Meeting, suite: Suite) -> PanelDay:
    """A judged contest of its own, in the meeting of the module that asks."""
    return PanelDay(meeting, suite)


@pytest.fixture
def judge(open_page: Open) -> Judge:
    """A tablet paired to a judge's seat: `judge(day, "王敏")`."""

    def pair(day: PanelDay, name: str = "王敏", lang: str = "zh", **more: object) -> Page:
        page = open_page("tablet", lang, **more)
        use_code(page, day.code(name))
        return page

    return pair
