"""Scores on their way to the screens: kept by revision, drawn from memory, cheap."""

import re
import time
from uuid import UUID

from services.events import live
from tests.servers import Running
from tests.services.events.desk import Desk, open_desk
from tests.services.events.hall import closed, courts, matches, score


async def on_court(events: Running) -> tuple[Desk, str, str]:
    """A match that was called."""
    desk = await open_desk(events)
    contest, _made = await desk.published(2)
    (court,) = await courts(desk, "Centre")
    match = (await matches(desk, contest))[1]["id"]
    await desk.post(f"/events/matches/{match}/call", {"court_id": court})
    return desk, contest, match


async def drawn(events: Running, topic: str) -> str:
    found = await live.render(topic, events.app.state.db)
    assert found is not None
    return found


async def test_the_first_mark_moves_a_match_to_playing(events: Running) -> None:
    desk, contest, match = await on_court(events)

    await events.deliver(score(match, (1, 0)))

    found = (await matches(desk, contest))[1]
    assert (found["status"], found["games"]) == ("playing", [[1, 0]])


async def test_an_older_score_that_comes_late_is_not_shown(events: Running) -> None:
    desk, contest, match = await on_court(events)

    await events.deliver_batch([score(match, (5, 3), revision=9), score(match, (5, 2), revision=8)])
    await events.deliver(score(match, (4, 2), revision=7))

    assert (await matches(desk, contest))[1]["games"] == [[5, 3]]
    live.memory.scores.clear()
    assert (await matches(desk, contest))[1]["games"] == [[5, 3]]


async def test_a_score_after_the_result_does_not_open_the_match_again(events: Running) -> None:
    desk, contest, match = await on_court(events)
    await events.deliver(closed(match, 1))

    await events.deliver(score(match, (20, 12), revision=30))

    found = (await matches(desk, contest))[1]
    assert (found["status"], found["games"]) == ("decided", [[21, 12], [21, 15]])


async def test_the_live_fragment_has_the_newest_score(events: Running) -> None:
    _desk, _contest, match = await on_court(events)
    before = await drawn(events, f"match:{match}:en")

    await events.deliver(score(match, (21, 19), (7, 11), revision=58, serving=2))

    after = await drawn(events, f"match:{match}:en")
    assert "called" in before
    assert "live" in after
    assert re.findall(r'<td class="score">(\d+)</td>', after) == ["21", "7", "19", "11"]
    assert "局" not in after


async def test_the_courts_show_what_is_on_them(events: Running) -> None:
    desk, _contest, match = await on_court(events)
    await events.deliver(score(match, (3, 1), revision=4))

    zh = await drawn(events, f"courts:{desk.id}:zh")

    assert "Centre" in zh
    assert '<td class="score">3</td>' in zh
    assert "比赛中" in zh


async def test_the_bracket_shows_a_result_at_once(events: Running) -> None:
    _desk, contest, match = await on_court(events)

    await events.deliver(closed(match, 2))

    svg = await drawn(events, f"contest:{contest}:en")
    assert "bk-won" in svg
    assert "Placings" in svg


async def test_topics_there_are_not_draw_nothing(events: Running) -> None:
    db = events.app.state.db

    found = [
        await live.render(topic, db)
        for topic in ("match", "match:1:zh", f"match:{UUID(int=5)}:zh", f"contest:{UUID(int=5)}:en", "secret:x:zh")
    ]

    assert found == [None] * 5


async def test_a_score_is_drawn_from_memory_in_a_fraction_of_a_millisecond(events: Running) -> None:
    desk, _contest, match = await on_court(events)
    await events.deliver(score(match, (21, 19), (7, 11), revision=58))
    topics = (f"match:{match}:zh", f"courts:{desk.id}:zh")
    for topic in topics:
        await drawn(events, topic)

    started = time.perf_counter()
    for _round in range(200):
        await drawn(events, topics[0])
    each = (time.perf_counter() - started) / 200

    print(f"match topic {each * 1e6:.0f} us")
    assert each < 0.002
