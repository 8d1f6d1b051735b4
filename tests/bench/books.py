"""The check that goes with every figure: acknowledged = stored = relayed = shown."""

import asyncio
import time

from tests.bench.marking import Report as Marked
from tests.bench.stage import Stage
from tests.bench.watching import Seen
from tests.running import RunningSuite

SETTLED_WITHIN = 60.0


async def settled(suite: RunningSuite, stage: Stage, marked: Marked) -> tuple[float, list[str]]:
    """Seconds until the events service had every score, and what is not as it must be."""
    acked = [sum(tap.match == number for tap in marked.taps) for number in range(len(stage.matches))]
    began = time.monotonic()
    wrong = [f"a mark was refused: {failure}" for failure in marked.failures[:3]]
    wrong += await stored(suite, stage, acked)
    while True:
        late = await unheard(suite, stage, acked)
        if not late or time.monotonic() > began + SETTLED_WITHIN:
            return time.monotonic() - began, wrong + late
        await asyncio.sleep(0.05)


async def stored(suite: RunningSuite, stage: Stage, acked: list[int]) -> list[str]:
    """Sheets whose rows are not the acknowledged marks, numbered from 1 without a gap."""
    scoring = await suite.database("scoring")
    rows = await scoring.fetch("select sheet_id, count(*) as marks, max(ordinal) as last from mark group by sheet_id")
    await scoring.close()
    kept = {str(row["sheet_id"]): (row["marks"], row["last"]) for row in rows}
    return [
        f"sheet {opened.sheet_id}: {count} marks acknowledged, {kept.get(opened.sheet_id, (0, 0))} stored"
        for opened, count in zip(stage.matches, acked, strict=True)
        if kept.get(opened.sheet_id, (0, 0)) != (count, count)
    ]


async def unheard(suite: RunningSuite, stage: Stage, acked: list[int]) -> list[str]:
    """Sheets whose newest score another service does not have yet."""
    events = await suite.database("events")
    rows = await events.fetch("select sheet_id, revision from live_score")
    await events.close()
    heard = {str(row["sheet_id"]): row["revision"] for row in rows}
    return [
        f"sheet {opened.sheet_id}: {count} marks acknowledged, {heard.get(opened.sheet_id, 0)} relayed"
        for opened, count in zip(stage.matches, acked, strict=True)
        if heard.get(opened.sheet_id, 0) != count
    ]


def unshown(marked: Marked, seen: list[Seen]) -> list[str]:
    """Readers whose screen does not end with the last rally of its match, or ever went back."""
    rallies: dict[int, int] = {}
    for tap in marked.taps:
        rallies[tap.match] = max(rallies.get(tap.match, 0), tap.ordinal - 1)
    last: dict[tuple[int, int], int] = {}
    wrong = []
    for each in sorted(seen, key=lambda each: each.at):
        key = (each.reader, each.match)
        if each.rallies < last.get(key, 0):
            wrong.append(f"reader {each.reader} saw {each.rallies} rallies after {last[key]}")
        last[key] = each.rallies
    for (reader, match), shown in last.items():
        if shown != rallies.get(match, 0):
            wrong.append(f"reader {reader} ended with {shown} rallies of {rallies.get(match, 0)}")
    return wrong
