"""A process that taps: `python -m tests.bench.marking FILE` plays marks as the orders in FILE say.

Closed loop (`rate` 0): every connection sends its next mark as soon as the last is acknowledged. Open loop: taps fall
due at a fixed rate whatever the answers do, and an acknowledgement is counted from the moment its tap was due.
"""

import asyncio
import sys
import time
import uuid
from collections import deque
from pathlib import Path

import msgspec
import uvloop
from msgspec import Struct

from tests.bench.lean import Line, post
from tests.bench.stage import Open

RALLIES = "12" * 29 + "1" + "21" * 29 + "2" + "12" * 29 + "1"
"""The longest match there is: 30-29, 29-30, 30-29."""
MARKS = [b'{"kind":"start","left":1,"server":1}', *(b'{"kind":"rally","side":%s}' % s.encode() for s in RALLIES)]
WHEN = b"2026-05-04T09:00:00+08:00"


class Orders(Struct):
    host: str
    port: int
    connections: int
    seconds: float
    rate: float
    matches: list[Open]


class Tap(Struct, array_like=True):
    match: int
    ordinal: int
    due: float
    acked: float


class Report(Struct):
    began: float
    ended: float
    taps: list[Tap]
    failures: list[str]


class Receipt(Struct):
    revision: int


read_receipt = msgspec.json.Decoder(Receipt).decode


class Tablet:
    """One connection and the matches it marks, in turn."""

    def __init__(self, orders: Orders, matches: list[int], report: Report) -> None:
        self.orders = orders
        self.turn = deque(matches)
        self.next = dict.fromkeys(matches, 0)
        self.due: deque[float] = deque()
        self.asked: Tap | None = None
        self.report = report
        self.line = Line(self.answered)
        self.host = f"{orders.host}:{orders.port}"

    def tap(self, due: float) -> None:
        self.due.append(due)
        if self.asked is None:
            self.send()

    def send(self) -> None:
        if not self.due or not self.turn:
            return
        match = self.turn[0]
        self.turn.rotate(-1)
        mark = MARKS[self.next[match]]
        self.next[match] += 1
        if self.next[match] == len(MARKS):
            self.turn.remove(match)
        opened = self.orders.matches[match]
        body = b'{"marks":[{"id":"%s","at":"%s","mark":%s}]}' % (str(uuid.uuid4()).encode(), WHEN, mark)
        self.asked = Tap(match, self.next[match], self.due.popleft(), 0.0)
        self.line.ask(post(self.host, f"/scoring/sheets/{opened.sheet_id}/marks", opened.token, body))

    def answered(self, status: int, body: bytes) -> None:
        tap, self.asked = self.asked, None
        assert tap is not None
        tap.acked = time.monotonic()
        if status != 200 or read_receipt(body).revision != tap.ordinal:
            self.report.failures.append(f"{status}: {body[:200].decode(errors='replace')}")
            return
        self.report.taps.append(tap)
        if self.orders.rate == 0 and time.monotonic() < self.report.ended:
            self.due.append(tap.acked)
        self.send()


async def run(orders: Orders) -> Report:
    now = time.monotonic() + 0.2
    report = Report(now, now + orders.seconds, [], [])
    count = len(orders.matches)
    mine = [list(range(number, count, orders.connections)) for number in range(orders.connections)]
    tablets = [Tablet(orders, matches, report) for matches in mine if matches]
    loop = asyncio.get_running_loop()
    for tablet in tablets:
        await loop.create_connection(lambda line=tablet.line: line, orders.host, orders.port)  # type: ignore[misc]
    await asyncio.sleep(max(0.0, now - time.monotonic()))
    await (tapping(orders, tablets, report) if orders.rate else looping(tablets, report))
    while any(tablet.asked for tablet in tablets) and time.monotonic() < report.ended + 30:
        await asyncio.sleep(0.01)
    if report.taps:
        report.ended = max(tap.acked for tap in report.taps)
    return report


async def looping(tablets: list[Tablet], report: Report) -> None:
    for tablet in tablets:
        tablet.tap(time.monotonic())
    await asyncio.sleep(max(0.0, report.ended - time.monotonic()))


async def tapping(orders: Orders, tablets: list[Tablet], report: Report) -> None:
    """Taps fall due evenly; those due while the loop slept are sent at once and counted from when they were due."""
    total = int(orders.rate * orders.seconds)
    for number in range(total):
        due = report.began + number / orders.rate
        wait = due - time.monotonic()
        if wait > 0:
            await asyncio.sleep(wait)
        tablets[number % len(tablets)].tap(due)


if __name__ == "__main__":
    wanted = msgspec.json.decode(Path(sys.argv[1]).read_bytes(), type=Orders)
    sys.stdout.buffer.write(msgspec.json.encode(uvloop.run(run(wanted))))
