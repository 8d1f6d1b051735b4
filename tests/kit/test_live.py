"""The hub: what a reader of a live page gets, and what it costs others when it does not read."""

import asyncio
from typing import Any

from shared.kit.db import Db
from shared.kit.live import Hub


class Browser:
    """A reader at the other end of a stream."""

    def __init__(self) -> None:
        self.got: list[bytes] = []
        self.left = asyncio.Event()

    async def receive(self) -> Any:
        await self.left.wait()
        return {"type": "http.disconnect"}

    async def send(self, message: Any) -> None:
        if message["type"] == "http.response.body":
            self.got.append(message["body"])

    @property
    def text(self) -> str:
        return b"".join(self.got).decode()


class Page:
    """What a topic shows at the moment."""

    def __init__(self) -> None:
        self.shown = "0-0"
        self.drawn = 0

    async def render(self, topic: str, _db: Db) -> str | None:
        self.drawn += 1
        return f"<b>{topic} {self.shown}</b>"


def hub_of(page: Page) -> Hub:
    return Hub(Db("postgres://nobody", lambda: None), page.render)


async def until(condition: Any, seconds: float = 3) -> None:
    async with asyncio.timeout(seconds):
        while not condition():
            await asyncio.sleep(0.005)


async def test_a_reader_gets_the_present_fragment_at_once_and_then_every_newer_one() -> None:
    page, browser = Page(), Browser()
    hub = hub_of(page)
    stream = asyncio.create_task(hub.serve(["match:1"], browser.receive, browser.send))
    await until(lambda: "match:1 0-0" in browser.text)

    page.shown = "1-0"
    hub.changed("match:1")

    await until(lambda: "match:1 1-0" in browser.text)
    assert "event: match:1" in browser.text
    browser.left.set()
    await stream
    assert hub.topics == {}


async def test_a_topic_nobody_listens_to_is_not_drawn() -> None:
    page = Page()
    hub = hub_of(page)
    hub.changed("match:1")
    await asyncio.sleep(0.05)
    assert page.drawn == 0


async def test_many_changes_at_once_are_drawn_as_the_newest() -> None:
    page, browser = Page(), Browser()
    hub = hub_of(page)
    stream = asyncio.create_task(hub.serve(["match:1"], browser.receive, browser.send))
    await until(lambda: page.drawn == 1)

    for points in range(50):
        page.shown = f"{points}-0"
        hub.changed("match:1")
        await asyncio.sleep(0.001)

    await until(lambda: "49-0" in browser.text)
    assert page.drawn < 10
    browser.left.set()
    await stream


async def test_a_reader_past_the_limit_gets_the_present_state_and_is_told_to_come_back() -> None:
    page, browser = Page(), Browser()
    hub = hub_of(page)
    hub.streams = 2000

    await asyncio.wait_for(hub.serve(["match:1"], browser.receive, browser.send), 3)

    assert "match:1 0-0" in browser.text
    assert "retry: " in browser.text


async def test_closing_the_hub_ends_every_stream() -> None:
    page, browser = Page(), Browser()
    hub = hub_of(page)
    stream = asyncio.create_task(hub.serve(["match:1"], browser.receive, browser.send))
    await until(lambda: page.drawn == 1)

    hub.close()

    await asyncio.wait_for(stream, 2)
