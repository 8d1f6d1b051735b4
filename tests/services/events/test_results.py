"""From closed sheets to the bracket: next matches, placings, repeats, stale sheets, corrections, what is told."""

import asyncio
from uuid import UUID

import pytest

from shared.messages.events import ContestDecided, MatchDecided, MatchReady
from shared.messages.scoring import SheetClosed
from tests.servers import Running
from tests.services.events.desk import open_desk
from tests.services.events.hall import closed, matches, play


async def of(events: Running, kind: type, contest: str) -> list:  # type: ignore[type-arg]
    found = await events.journal(kind)
    return [message for message in found if str(message.match.contest_id) == contest]


async def test_a_closed_sheet_decides_its_match_and_fills_the_next(events: Running) -> None:
    desk = await open_desk(events)
    contest, _made = await desk.published(4)
    before = await matches(desk, contest)

    await events.deliver_batch([closed(before[1]["id"], 2), closed(before[2]["id"], 1)])

    after = await matches(desk, contest)
    assert after[1]["status"] == "decided"
    assert after[1]["outcome"]["games"] == [[12, 21], [15, 21]]
    assert after[3]["status"] == "ready"
    assert after[3]["sides"] == [before[1]["sides"][1], before[2]["sides"][0]]
    told = await of(events, MatchReady, contest)
    assert [message.match.number for message in told] == [1, 2, 3]
    assert [side.name for side in told[-1].match.sides] == after[3]["sides"]
    assert [message.match.number for message in await of(events, MatchDecided, contest)] == [1, 2]


async def test_the_same_sheet_twice_changes_nothing(events: Running) -> None:
    desk = await open_desk(events)
    contest, _made = await desk.published(4)
    first = closed((await matches(desk, contest))[1]["id"], 1)
    await events.deliver(first)
    before = await matches(desk, contest)

    await events.deliver(first)
    await events.deliver_batch([first, first])

    assert await matches(desk, contest) == before
    assert len(await of(events, MatchDecided, contest)) == 1


async def test_a_sheet_of_an_older_revision_that_comes_late_changes_nothing(events: Running) -> None:
    desk = await open_desk(events)
    contest, _made = await desk.published(4)
    match = (await matches(desk, contest))[1]["id"]
    await events.deliver(closed(match, 2, revision=50))

    await events.deliver(closed(match, 1, revision=49))

    assert (await matches(desk, contest))[1]["outcome"]["winner"] == 2


async def test_two_revisions_in_one_batch_leave_the_newer(events: Running) -> None:
    desk = await open_desk(events)
    contest, _made = await desk.published(4)
    match = (await matches(desk, contest))[1]["id"]

    await events.deliver_batch([closed(match, 1, revision=51, correction="mixed up"), closed(match, 2, revision=50)])

    assert (await matches(desk, contest))[1]["outcome"]["winner"] == 1


@pytest.mark.parametrize("entries", [2, 3, 7, 32])
async def test_the_final_decides_the_contest_and_its_placings(events: Running, entries: int) -> None:
    desk = await open_desk(events)
    contest, _made = await desk.published(entries)

    await play(events, desk, contest)

    found = await desk.get(f"/events/contests/{contest}/placings")
    final = (await matches(desk, contest))[entries - 1]
    assert found["status"] == "decided"
    assert len(found["placings"]) == entries
    assert (found["placings"][0]["name"], found["placings"][0]["first"]) == (final["sides"][0], 1)
    assert (found["placings"][1]["name"], found["placings"][1]["first"]) == (final["sides"][1], 2)
    told = [message for message in await events.journal(ContestDecided) if str(message.id) == contest]
    assert len(told) == 1
    assert [placing.entry.name for placing in told[0].placings][:2] == final["sides"]


async def test_a_correction_of_the_score_alone_leaves_the_bracket(events: Running) -> None:
    desk = await open_desk(events)
    contest, _made = await desk.published(4)
    await play(events, desk, contest)
    before = await matches(desk, contest)

    await events.deliver(closed(before[1]["id"], 1, revision=60, correction="wrong points"))

    after = await matches(desk, contest)
    assert after[3] == before[3]
    told = (await of(events, MatchDecided, contest))[-1]
    assert (told.match.number, told.corrected) == (1, True)
    assert len([m for m in await events.journal(ContestDecided) if str(m.id) == contest]) == 1


async def test_a_corrected_winner_reopens_what_was_played_after_it(events: Running) -> None:
    desk = await open_desk(events)
    contest, _made = await desk.published(8)
    await play(events, desk, contest)
    before = await matches(desk, contest)

    await events.deliver(closed(before[1]["id"], 2, revision=60, correction="sides mixed up"))

    after = await matches(desk, contest)
    semi, final = after[5], after[7]
    assert (semi["status"], semi["attempt"], semi["outcome"]) == ("ready", 2, None)
    assert semi["sides"][0] == before[1]["sides"][1]
    assert (final["status"], final["attempt"], final["sides"][0]) == ("waiting", 2, None)
    assert after[6] == before[6]
    assert (await desk.get(f"/events/contests/{contest}/placings")) == {"status": "published", "placings": []}
    told = {message.match.number: message for message in await of(events, MatchReady, contest)}
    assert (told[5].match.status, told[5].match.attempt) == ("ready", 2)
    assert (told[7].match.status, told[7].match.attempt) == ("waiting", 2)
    assert told[7].revision > before[7]["revision"]


async def test_the_record_keeps_the_outcomes_that_were_undone(events: Running) -> None:
    desk = await open_desk(events)
    contest, _made = await desk.published(4)
    await play(events, desk, contest)
    first, final = (await matches(desk, contest))[1], (await matches(desk, contest))[3]

    await events.deliver(closed(first["id"], 2, revision=60, correction="sides mixed up"))

    record = (await desk.get(f"/events/matches/{final['id']}/desk"))["outcomes"]
    assert [(each["attempt"], each["name_1"]) for each in record] == [(1, final["sides"][0])]
    record = (await desk.get(f"/events/matches/{first['id']}/desk"))["outcomes"]
    assert [each["correction"] for each in record] == ["", "sides mixed up"]


async def test_a_reopened_match_is_played_again_to_new_placings(events: Running) -> None:
    desk = await open_desk(events)
    contest, _made = await desk.published(4)
    await play(events, desk, contest)
    first = (await matches(desk, contest))[1]
    await events.deliver(closed(first["id"], 2, revision=60, correction="sides mixed up"))

    await play(events, desk, contest)

    placings = (await desk.get(f"/events/contests/{contest}/placings"))["placings"]
    assert placings[0]["name"] == first["sides"][1]
    told = [message for message in await events.journal(ContestDecided) if str(message.id) == contest]
    assert [message.placings[0].entry.name for message in told] == [first["sides"][0], first["sides"][1]]
    assert told[1].revision > told[0].revision


async def test_a_sheet_of_an_attempt_that_counts_no_more_changes_nothing(events: Running) -> None:
    desk = await open_desk(events)
    contest, _made = await desk.published(4)
    await play(events, desk, contest, until=2)
    found = await matches(desk, contest)
    await events.deliver(closed(found[1]["id"], 2, revision=60, correction="sides mixed up"))

    await events.deliver(closed(found[3]["id"], 1, attempt=1, revision=99))

    final = (await matches(desk, contest))[3]
    assert (final["status"], final["attempt"]) == ("ready", 2)


async def test_a_match_whose_side_changed_between_call_and_result_gets_a_new_attempt(events: Running) -> None:
    desk = await open_desk(events)
    contest, _made = await desk.published(4)
    await play(events, desk, contest, until=2)
    found = await matches(desk, contest)

    await events.deliver_batch(
        [
            closed(found[1]["id"], 2, revision=60, correction="sides mixed up"),
            closed(found[3]["id"], 1, attempt=1),
        ]
    )

    final = (await matches(desk, contest))[3]
    assert (final["status"], final["attempt"], final["sides"][0]) == ("ready", 2, found[1]["sides"][1])


async def test_one_batch_over_many_contests_settles_each(events: Running) -> None:
    desk = await open_desk(events)
    contests = [(await desk.published(4))[0] for _ in range(3)]
    sheets: list[SheetClosed] = []
    for contest in contests:
        found = await matches(desk, contest)
        sheets += [closed(found[1]["id"], 1), closed(found[2]["id"], 2)]

    await events.deliver_batch([*sheets])

    for contest in contests:
        assert (await matches(desk, contest))[3]["status"] == "ready"


async def test_batches_and_calls_at_the_same_time_never_give_a_revision_twice(events: Running) -> None:
    desk = await open_desk(events)
    contest, _made = await desk.published(8)
    found = await matches(desk, contest)
    answer = await desk.post(f"/events/{desk.id}/courts", {"names": ["A", "B", "C", "D"]})
    courts = [court["id"] for court in answer.json()["courts"]]

    calls = [
        desk.post(f"/events/matches/{found[number]['id']}/call", {"court_id": court})
        for number, court in zip((1, 2, 3, 4), courts, strict=True)
    ]
    await asyncio.gather(*calls, *(events.deliver(closed(found[number]["id"], 1)) for number in (1, 2, 3, 4)))

    async with events.app.state.db.acquire() as tx:
        twice = await tx.fetch(
            "select aggregate, revision from journal where subject like 'events.match.%' and aggregate = any($1) "
            "group by aggregate, revision having count(*) > 1",
            [UUID(match["id"]) for match in found.values()],
        )
    assert twice == []
    assert [match["status"] for match in (await matches(desk, contest)).values()][:4] == ["decided"] * 4
