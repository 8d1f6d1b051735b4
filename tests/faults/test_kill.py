"""SIGKILL in the middle of a replay: the supervisor starts the part again, no mark is lost, nothing differs.

The replay itself holds the proof: every acknowledged mark is offered again at the end and must be stored in its place,
and winners, scores and champions are compared with the file.
"""

import asyncio
import time

import pytest

from deploy.replay.play import Wishes, play
from deploy.replay.summary import Summary
from deploy.replay.tournament import load
from tests.replay.conftest import DATA
from tests.running import RunningSuite

pytestmark = [pytest.mark.fault, pytest.mark.timeout(600)]
KILLS = (300, 900, 1500)
"""Marks after which the part is killed."""
BACK_WITHIN = 30.0


@pytest.mark.parametrize("part", ["members", "events", "scoring", "notifications", "nats", "postgres"])
async def test_a_part_killed_in_the_middle_loses_no_mark(suite: RunningSuite, part: str) -> None:
    before = await marks_stored(suite)
    replay = asyncio.create_task(play_one_contest(suite))

    for after in KILLS:
        await until_marks(suite, before + after, replay)
        await killed_and_back(suite, part)
    summary = await replay

    assert summary.differences == []
    assert summary.matches == 31
    assert await marks_stored(suite) == before + summary.marks
    assert await journal_left(suite) == 0


async def play_one_contest(suite: RunningSuite) -> Summary:
    tournament = load(DATA / "all_england_open_2018.csv", "MS")
    return await play(suite.door(), tournament, Wishes(courts=4))


async def marks_stored(suite: RunningSuite) -> int:
    return await suite.count("scoring", "select count(*) from mark")


async def until_marks(suite: RunningSuite, count: int, replay: "asyncio.Task[Summary]") -> None:
    while await marks_stored(suite) < count:
        assert not replay.done(), f"the replay ended before {count} marks: {replay.result()}"
        await asyncio.sleep(0.05)


async def killed_and_back(suite: RunningSuite, part: str) -> None:
    restarts = suite.kill(part)
    until = time.monotonic() + BACK_WITHIN
    while suite.state.children[part].restarts <= restarts or not suite.state.children[part].pid:
        assert time.monotonic() < until, f"{part} was not started again"
        await asyncio.sleep(0.02)
    if part == "postgres":
        await postgres_back(suite, until)


async def postgres_back(suite: RunningSuite, until: float) -> None:
    while True:
        try:
            await marks_stored(suite)
        except (OSError, Exception) as away:
            assert time.monotonic() < until, f"PostgreSQL did not come back: {away}"
            await asyncio.sleep(0.1)
        else:
            return


async def journal_left(suite: RunningSuite) -> int:
    """Rows of the scoring journal behind its relay's cursor, once it had a moment to send them."""
    statement = "select count(*) from journal j, relay_cursor c where (j.xid, j.seq) > (c.xid, c.seq)"
    until = time.monotonic() + BACK_WITHIN
    while (left := await suite.count("scoring", statement)) and time.monotonic() < until:
        await asyncio.sleep(0.1)
    return left
