"""Live pages: one hub a service, one rendering a version, the newest version wins, no queue for slow readers.

A reader names its topics and gets each topic's present fragment at once, then every newer one. A topic that nobody
listens to is not rendered. Past `MAX_STREAMS` a reader gets the present fragments and is told to come back: polling.
"""

import asyncio
import random
import time
from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import Any

import structlog

from shared.kit.db import Db
from shared.kit.metrics import RENDERED, STREAMS

log = structlog.get_logger()
Render = Callable[[str, Db], Awaitable[str | None]]
MIN_INTERVAL = 0.1
COMMENT_EVERY = 15.0
MAX_STREAMS = 2000
MAX_TOPICS = 24


class Listener:
    __slots__ = ("due", "woken")

    def __init__(self) -> None:
        self.due: set[str] = set()
        self.woken = asyncio.Event()


class Topic:
    __slots__ = ("again", "drawn_at", "frame", "listeners", "task")

    def __init__(self) -> None:
        self.frame = b""
        self.listeners: set[Listener] = set()
        self.drawn_at = 0.0
        self.again = False
        self.task: asyncio.Task[None] | None = None


class Hub:
    def __init__(self, db: Db, render: Render | None) -> None:
        self.db = db
        self.render = render
        self.topics: dict[str, Topic] = {}
        self.streams = 0
        self.closing = asyncio.Event()
        self.version = 0
        self.boot = f"{int(time.time()):x}"

    def changed(self, name: str) -> None:
        """Say that a topic's content changed. Draws at once if the last drawing is old enough, else soon, else not."""
        topic = self.topics.get(name)
        if topic is None:
            return
        if topic.task is not None:
            topic.again = True
            return
        topic.task = asyncio.create_task(self.draw(name, topic))

    async def draw(self, name: str, topic: Topic) -> None:
        try:
            while True:
                wait = topic.drawn_at + MIN_INTERVAL - time.monotonic()
                if wait > 0:
                    await asyncio.sleep(wait)
                topic.again = False
                topic.drawn_at = time.monotonic()
                if await self.drawn(name, topic):
                    self.tell(name, topic)
                if not topic.again:
                    return
        finally:
            topic.task = None

    async def drawn(self, name: str, topic: Topic) -> bool:
        if self.render is None:
            return False
        try:
            html = await self.render(name, self.db)
        except Exception:
            # A page without script or after a reload is right all the same; the next change draws again.
            log.exception("live topic not drawn", topic=name)
            return False
        if html is None:
            return False
        RENDERED.inc()
        self.version += 1
        topic.frame = frame(f"{self.boot}-{self.version}", name, html)
        return True

    def tell(self, name: str, topic: Topic) -> None:
        for listener in topic.listeners:
            listener.due.add(name)
            listener.woken.set()

    async def join(self, names: list[str], listener: Listener) -> None:
        for name in names:
            topic = self.topics.setdefault(name, Topic())
            topic.listeners.add(listener)
            if topic.frame:
                listener.due.add(name)
                listener.woken.set()
            else:
                self.changed(name)

    def leave(self, names: list[str], listener: Listener) -> None:
        for name in names:
            topic = self.topics.get(name)
            if topic is None:
                continue
            topic.listeners.discard(listener)
            if not topic.listeners:
                del self.topics[name]

    async def serve(self, names: list[str], receive: Any, send: Any) -> None:
        """Answer one reader with a stream of events until it leaves or the service stops."""
        await send({"type": "http.response.start", "status": 200, "headers": HEADERS})
        crowded = self.streams >= MAX_STREAMS
        retry = random.randint(3000, 10000) if crowded else random.randint(2000, 4000)  # noqa: S311 - jitter
        await send(part(b"retry: %d\n\n" % retry))
        listener = Listener()
        self.streams += 1
        STREAMS.set(self.streams)
        gone = asyncio.create_task(disconnect(receive))
        gone.add_done_callback(lambda _task: listener.woken.set())
        try:
            await self.join(names, listener)
            await (self.glance(listener, send) if crowded else self.feed(listener, gone, send))
        finally:
            gone.cancel()
            self.leave(names, listener)
            self.streams -= 1
            STREAMS.set(self.streams)
        with suppress(OSError):
            await send({"type": "http.response.body", "body": b"", "more_body": False})

    async def feed(self, listener: Listener, gone: "asyncio.Task[None]", send: Any) -> None:
        while not gone.done() and not self.closing.is_set():
            try:
                await asyncio.wait_for(listener.woken.wait(), COMMENT_EVERY)
            except TimeoutError:
                await send(part(b": still here\n\n"))
                continue
            await self.send_due(listener, send)

    async def glance(self, listener: Listener, send: Any) -> None:
        """What a reader past the limit gets: the present fragments; it comes back by itself after its retry time."""
        with suppress(TimeoutError):
            await asyncio.wait_for(listener.woken.wait(), 1.0)
        await self.send_due(listener, send)

    async def send_due(self, listener: Listener, send: Any) -> None:
        listener.woken.clear()
        due, listener.due = listener.due, set()
        body = b"".join(self.topics[name].frame for name in due if name in self.topics)
        if body:
            await send(part(body))

    def close(self) -> None:
        """End every stream, so that the server can stop."""
        self.closing.set()
        for topic in self.topics.values():
            for listener in topic.listeners:
                listener.woken.set()


HEADERS = [
    (b"content-type", b"text/event-stream; charset=utf-8"),
    (b"cache-control", b"no-store"),
    (b"x-accel-buffering", b"no"),
]


def frame(version: str, name: str, html: str) -> bytes:
    lines = "\n".join(f"data: {line}" for line in html.splitlines() or [""])
    return f"id: {version}\nevent: {name}\n{lines}\n\n".encode()


def part(body: bytes) -> dict[str, Any]:
    return {"type": "http.response.body", "body": body, "more_body": True}


async def disconnect(receive: Any) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass
