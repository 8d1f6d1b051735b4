"""The bench `marks`: rallies from many tablets at once, and the same rallies on the public's screens."""

import asyncio
import sys
from pathlib import Path
from typing import Any

import msgspec
from msgspec import Struct

from deploy.layout import ROOT
from tests.bench import books, figures
from tests.bench.marking import Orders as MarkingOrders
from tests.bench.marking import Report as Marked
from tests.bench.stage import set_stage
from tests.bench.watching import Orders as WatchingOrders
from tests.bench.watching import Report as Watched
from tests.running import RunningSuite, SuiteFailed

SHOWN_WITHIN = 1.0
"""Longer than a screen may be behind: readers are left this long after the last mark."""


class Load(Struct, frozen=True, kw_only=True):
    matches: int
    connections: int
    seconds: float
    rate: float
    """Marks a second in an open loop; 0 is as many as are acknowledged."""
    readers: int
    direct: bool = False
    """To the scoring service itself, past the door: what the door costs."""


async def bench_marks(suite: RunningSuite, load: Load) -> dict[str, Any]:
    stage = await set_stage(suite.door(), load.matches)
    host, port = "127.0.0.1", suite.state.door
    watching = WatchingOrders(host, port, [each.match_id for each in stage.matches], load.readers)
    spectators = await begun(suite.folder, "watching", watching) if load.readers else None
    marked_port = suite.state.children["scoring"].port if load.direct else port
    orders = MarkingOrders(host, marked_port, load.connections, load.seconds, load.rate, stage.matches)
    before = suite.cpu()
    marked = await marked_by(suite, orders)
    spent = {part: round(used - before[part], 2) for part, used in suite.cpu().items()}
    drained, wrong = await books.settled(suite, stage, marked)
    watched = await watched_by(spectators) if spectators else Watched([], 0)
    wrong += books.unshown(marked, watched.seen)
    return told(load, marked, watched, drained, wrong) | {"memory_mb": suite.memory(), "cpu_s": spent}


async def marked_by(suite: RunningSuite, orders: MarkingOrders) -> Marked:
    process = await begun(suite.folder, "marking", orders, wait=False)
    output, _ = await process.communicate()
    return msgspec.json.decode(output, type=Marked)


async def watched_by(process: asyncio.subprocess.Process) -> Watched:
    await asyncio.sleep(SHOWN_WITHIN)
    process.terminate()
    output, said = await process.communicate()
    if process.returncode:
        raise SuiteFailed(f"The spectators ended with {process.returncode}: {said.decode()[-2000:]}")
    return msgspec.json.decode(output, type=Watched)


async def begun(folder: Path, name: str, orders: Struct, *, wait: bool = True) -> asyncio.subprocess.Process:
    """A process of the bench's own, so that its work is not counted into what it measures."""
    file = folder / f"{name}.json"
    file.write_bytes(msgspec.json.encode(orders))
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", f"tests.bench.{name}", str(file), cwd=ROOT,
        stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE if wait else None,
    )  # fmt: skip
    if process.stderr is not None:
        await process.stderr.readline()
    return process


def told(load: Load, marked: Marked, watched: Watched, drained: float, wrong: list[str]) -> dict[str, Any]:
    screens = figures.tap_to_screen(marked.taps, watched.seen)
    return {
        "bench": "marks",
        "matches": load.matches,
        "connections": load.connections,
        "rate": load.rate or "closed loop",
        "readers": load.readers,
        "through_the_door": not load.direct,
        "marks": len(marked.taps),
        "seconds": round(marked.ended - marked.began, 2),
        "marks_per_s": round(len(marked.taps) / (marked.ended - marked.began), 1),
        "ack_ms": figures.in_ms([tap.acked - tap.due for tap in marked.taps]),
        "tap_to_screen_ms": figures.in_ms(screens),
        "frames": len(watched.seen),
        "relayed_after_s": round(drained, 2),
        "check": "acknowledged = stored = relayed = shown" if not wrong else wrong[:5],
        "wrong": len(wrong),
    }
