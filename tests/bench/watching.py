"""A process of spectators: `python -m tests.bench.watching FILE` holds live streams and notes when what was shown.

The points on a match's board add up to the rallies shown; that is how a change on the screen is known for the tap it
came from.
"""

import asyncio
import re
import signal
import sys
import time
from pathlib import Path
from typing import cast

import msgspec
import uvloop
from msgspec import Struct

POINTS = re.compile(rb'<td class="score">(\d+)</td>')
CONNECTING = 50


class Orders(Struct):
    host: str
    port: int
    matches: list[str]
    readers: int


class Seen(Struct, array_like=True):
    reader: int
    match: int
    rallies: int
    at: float


class Report(Struct):
    seen: list[Seen]
    broken: int


class Reader(asyncio.Protocol):
    def __init__(self, number: int, match: int, orders: Orders, report: Report) -> None:
        self.number, self.match, self.orders, self.report = number, match, orders, report
        self.buffer = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        topic = f"match:{self.orders.matches[self.match]}:zh"
        host = f"{self.orders.host}:{self.orders.port}"
        head = f"GET /events/live?topic={topic} HTTP/1.1\r\nHost: {host}\r\nAccept: text/event-stream\r\n\r\n"
        cast("asyncio.Transport", transport).write(head.encode())

    def connection_lost(self, exc: Exception | None) -> None:
        self.report.broken += 1

    def data_received(self, data: bytes) -> None:
        """One event is one frame of the hub; the chunk lines of HTTP between them hold no score cell."""
        at = time.monotonic()
        self.buffer += data
        *frames, self.buffer = self.buffer.split(b"\n\n")
        for frame in frames:
            if b"event: match:" in frame:
                rallies = sum(int(points) for points in POINTS.findall(frame))
                self.report.seen.append(Seen(self.number, self.match, rallies, at))


async def run(orders: Orders) -> Report:
    report, loop = Report([], 0), asyncio.get_running_loop()
    stopped = asyncio.Event()
    loop.add_signal_handler(signal.SIGTERM, stopped.set)
    for start in range(0, orders.readers, CONNECTING):
        numbers = range(start, min(start + CONNECTING, orders.readers))
        readers = [Reader(number, number % len(orders.matches), orders, report) for number in numbers]
        await asyncio.gather(
            *(loop.create_connection(lambda each=each: each, orders.host, orders.port) for each in readers)  # type: ignore[misc]
        )
    sys.stderr.write("watching\n")
    sys.stderr.flush()
    await stopped.wait()
    return report


if __name__ == "__main__":
    wanted = msgspec.json.decode(Path(sys.argv[1]).read_bytes(), type=Orders)
    sys.stdout.buffer.write(msgspec.json.encode(uvloop.run(run(wanted))))
