"""The bench `results`: an organiser types results, and brackets of 32 entries fill round by round."""

import asyncio
import time
from typing import Any

import msgspec
from msgspec import Struct

from deploy.replay.door import Door
from deploy.replay.organiser import import_roster
from tests.bench import figures
from tests.bench.stage import DAY, drawn_contest, people
from tests.running import RunningSuite

ENTRIES = 32
LOOK_AGAIN = 0.02
GIVE_UP = 60.0


class Load(Struct, frozen=True, kw_only=True):
    contests: int
    connections: int


class Round(Struct):
    results: int
    acked_s: float
    """Until the last result was acknowledged."""
    bracket_s: float
    """Until every bracket showed it."""


async def bench_results(suite: RunningSuite, load: Load) -> dict[str, Any]:
    door = suite.door()
    contests = await published(door, load.contests)
    doors = [door.another() for _ in range(load.connections)]
    waits: list[float] = []
    rounds = []
    for number in range(1, ENTRIES.bit_length()):
        matches = await ready(suite, contests, number)
        rounds.append(await typed(suite, doors, matches, waits))
    wrong = await unlike(suite, contests)
    total, seconds = sum(each.results for each in rounds), sum(each.bracket_s for each in rounds)
    return {
        "bench": "results",
        "contests": load.contests,
        "connections": load.connections,
        "results": total,
        "seconds": round(seconds, 2),
        "results_per_s": round(total / seconds, 1),
        "first_round_per_s": round(rounds[0].results / rounds[0].bracket_s, 1),
        "first_round_acked_per_s": round(rounds[0].results / rounds[0].acked_s, 1),
        "ack_ms": figures.in_ms(waits),
        "rounds": msgspec.to_builtins(rounds),
        "memory_mb": suite.memory(),
        "check": "acknowledged = decided, every contest has its champion" if not wrong else wrong[:5],
        "wrong": len(wrong),
    }


async def published(door: Door, contests: int) -> list[str]:
    persons = people(ENTRIES)
    await import_roster(door, persons)
    event = {"name": "Bench", "venue": "Hall", "starts_on": DAY, "ends_on": DAY}
    event_id = (await door.post("/events/", event))["id"]
    return [await drawn_contest(door, event_id, f"Contest {number}", persons) for number in range(1, contests + 1)]


async def ready(suite: RunningSuite, contests: list[str], number: int) -> list[str]:
    """The matches of a round, once scoring knows both sides of all of them: then their results can be typed."""
    wanted = len(contests) * ENTRIES >> number
    scoring = await suite.database("scoring")
    until = time.monotonic() + GIVE_UP
    while time.monotonic() < until:
        rows = await scoring.fetch(
            "select id from match where status = 'ready' and (state->>'round')::int = $1 "
            "and state->>'contest_id' = any($2::text[])",
            number,
            contests,
        )
        if len(rows) == wanted:
            break
        await asyncio.sleep(LOOK_AGAIN)
    await scoring.close()
    return [str(row["id"]) for row in rows]


async def typed(suite: RunningSuite, doors: list[Door], matches: list[str], waits: list[float]) -> Round:
    queue = list(matches)
    began = time.monotonic()

    async def organiser(door: Door) -> None:
        while queue:
            match = queue.pop()
            asked = time.monotonic()
            await door.post(f"/scoring/matches/{match}/result", {"kind": "played", "games": "21-15 21-18"})
            waits.append(time.monotonic() - asked)

    await asyncio.gather(*(organiser(door) for door in doors))
    acked = time.monotonic() - began
    events = await suite.database("events")
    until = time.monotonic() + GIVE_UP
    while time.monotonic() < until:
        count = await events.fetchval(
            "select count(*) from match where status = 'decided' and id = any($1::text[]::uuid[])", matches
        )
        if count == len(matches):
            break
        await asyncio.sleep(LOOK_AGAIN)
    await events.close()
    return Round(len(matches), acked, time.monotonic() - began)


async def unlike(suite: RunningSuite, contests: list[str]) -> list[str]:
    """Contests that are not decided with every placing."""
    events = await suite.database("events")
    rows = await events.fetch(
        "select c.id, c.status, count(p.*) as placings "
        "from contest c left join final_placing p on p.contest_id = c.id group by c.id"
    )
    await events.close()
    found = {str(row["id"]): (row["status"], row["placings"]) for row in rows}
    return [f"{each}: {found.get(each)}" for each in contests if found.get(each) != ("decided", ENTRIES)]
