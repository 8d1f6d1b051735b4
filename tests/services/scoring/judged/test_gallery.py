"""Works hung in anonymous order, and the public's vote on them."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any
from uuid import UUID, uuid4

import httpx
import pytest

from services.scoring.sql.votes import vote_closed
from shared.rules.judged.contests import presets
from tests.servers import Running
from tests.services.scoring.judged.files import picture
from tests.services.scoring.judged.works_ground import Ground, entry, prepare

RULES = presets()["exhibition_public_vote"]
[STAGE] = RULES.stages
PAGE = {"Accept": "text/html"}


@pytest.fixture
async def ground(scoring: Running) -> AsyncIterator[Ground]:
    works = [entry(f"Title {number}", f"Unit {number}", "Single" if number % 2 else "Series") for number in range(8)]
    made = await prepare(scoring, RULES, works)
    await made.seat(["East"])
    scoring.http.cookies.clear()
    yield made


async def hung(ground: Ground) -> list[UUID]:
    """All works hang, one with a picture, and the stage runs."""
    turns = await ground.turns(STAGE.key)
    path = f"/scoring/contests/{ground.contest_id}/entries/{ground.entries[0].id}/materials"
    await ground.scoring.http.post(path, files={"file": ("title 0.jpg", picture(), "")}, headers=ground.author())
    await ground.stage(STAGE.key, "running")
    return turns


async def look(ground: Ground, headers: dict[str, str], query: str = "") -> httpx.Response:
    path = f"/scoring/contests/{ground.contest_id}/gallery{query}"
    return await ground.scoring.http.get(path, headers=headers | PAGE)


async def desk(ground: Ground, act: str, **data: str) -> httpx.Response:
    path = f"/scoring/contests/{ground.contest_id}/stages/{STAGE.key}/vote/{act}"
    return await ground.scoring.http.post(path, json=data, headers=ground.desk)


async def vote(ground: Ground, headers: dict[str, str], performance: Any, *, given: bool = True) -> httpx.Response:
    path = f"/scoring/contests/{ground.contest_id}/stages/{STAGE.key}/votes"
    return await ground.scoring.http.post(path, json={"performance": str(performance), "vote": given}, headers=headers)


async def test_visitors_see_works_under_numbers_and_never_whose_they_are(ground: Ground) -> None:
    await hung(ground)

    seen = (await look(ground, {})).text

    assert "08" in seen
    assert "/small" in seen
    assert "Title" not in seen
    assert "Unit" not in seen


async def test_pictures_of_an_open_gallery_are_seen_by_everyone_and_the_original_by_nobody_else(
    ground: Ground,
) -> None:
    await hung(ground)
    [row] = await ground.sql("select id from material where contest_id = $1", ground.contest_id)

    small = await ground.scoring.http.get(f"/scoring/materials/{row['id']}/small")
    large = await ground.scoring.http.get(f"/scoring/materials/{row['id']}/large")
    original = await ground.scoring.http.get(f"/scoring/materials/{row['id']}")

    assert (small.status_code, large.status_code, original.status_code) == (200, 200, 403)
    assert len(small.content) < len(large.content)


async def test_the_gallery_is_filtered_by_category_and_a_work_shown_large(ground: Ground) -> None:
    await hung(ground)

    singles = (await look(ground, {}, "?category=Single")).text
    one = (await look(ground, {}, "?work=1")).text

    assert singles.count('id="work-') == 4
    assert "/large" in one


async def test_the_gallery_opens_with_the_stage(ground: Ground) -> None:
    await ground.turns(STAGE.key)

    assert (await look(ground, {})).status_code == 403
    assert (await look(ground, ground.desk)).status_code == 200


async def test_a_member_votes_for_so_many_works_and_changes_the_votes_until_they_are_counted(ground: Ground) -> None:
    turns = await hung(ground)
    member = ground.stranger()
    early = await vote(ground, member, turns[0])
    await desk(ground, "open")

    given = [await vote(ground, member, each) for each in turns[: STAGE.public_votes]]
    too_many = await vote(ground, member, turns[-1])
    await vote(ground, member, turns[0], given=False)
    instead = await vote(ground, member, turns[-1])
    await vote(ground, member, turns[-1])
    await desk(ground, "close")
    late = await vote(ground, member, turns[1], given=False)

    assert early.json()["code"] == "vote.not_open"
    assert [each.status_code for each in given] == [200] * STAGE.public_votes
    assert too_many.json()["code"] == "vote.all_given"
    assert instead.status_code == 200
    assert late.json()["code"] == "vote.not_open"
    rows = await ground.sql("select votes from performance where contest_id = $1 order by order_no", ground.contest_id)
    assert [row["votes"] for row in rows] == [0, 1, 1, 1, 1, 0, 0, 1]
    async with ground.scoring.app.state.db.acquire() as tx:
        assert await vote_closed(tx, ground.contest_id, STAGE.key)


async def test_votes_sent_at_once_are_never_more_than_the_rule_allows(ground: Ground) -> None:
    turns = await hung(ground)
    await desk(ground, "open")
    member = ground.stranger()

    answers = await asyncio.gather(*(vote(ground, member, each) for each in turns))

    assert sorted(each.status_code for each in answers) == [200] * STAGE.public_votes + [409] * 3


async def test_nobody_votes_for_their_own_work_or_without_signing_in(ground: Ground) -> None:
    turns = await hung(ground)
    await desk(ground, "open")

    assert (await vote(ground, ground.author(), turns[0])).json()["code"] == "vote.own"
    assert (await vote(ground, ground.author(), turns[1])).status_code == 200
    assert (await vote(ground, {"Accept": "application/json"}, turns[0])).status_code == 401
    assert (await vote(ground, ground.stranger(), uuid4())).status_code == 404


async def test_only_the_desk_opens_and_closes_the_vote(ground: Ground) -> None:
    await hung(ground)
    path = f"/scoring/contests/{ground.contest_id}/stages/{STAGE.key}/vote/open"

    by_judge = await ground.scoring.http.post(path, headers=ground.judges[0].headers)
    by_member = await ground.scoring.http.post(path, headers=ground.stranger())
    unopened = await desk(ground, "close")

    assert (by_judge.status_code, by_member.status_code, unopened.status_code) == (403, 403, 409)


async def test_a_vote_that_was_counted_opens_again_only_for_a_reason(ground: Ground) -> None:
    # given a vote closed and counted
    await hung(ground)
    await desk(ground, "open")
    await desk(ground, "close")
    # when it is opened again
    silent, told = await desk(ground, "open"), await desk(ground, "open", reason="closed a day too early")
    # then the reason is asked for and stands in the record
    assert (silent.status_code, silent.json()["code"], told.status_code) == (422, "reason.missing", 200)
    acts = await ground.sql(
        "select reason from desk_act where act = 'vote.opened' and contest_id = $1 order by made_at", ground.contest_id
    )
    assert [each["reason"] for each in acts] == ["", "closed a day too early"]


async def test_numbers_and_names_are_told_with_the_reveal_and_not_before(ground: Ground) -> None:
    turns = await hung(ground)
    await desk(ground, "open")
    await vote(ground, ground.stranger(), turns[2])
    await desk(ground, "close")
    before = (await look(ground, {})).text
    await ground.sql("update performance set revealed_at = now() where id = $1", turns[2])
    await ground.stage(STAGE.key, "revealed")

    after = (await look(ground, {})).text

    assert "Title" not in before
    assert "1 vote" not in before
    assert "Title 2" in after
    assert "Title 3" not in after
    assert "1 票" in after or "1 vote" in after


async def test_a_gallery_for_judges_is_closed_to_visitors(scoring: Running) -> None:
    rules = presets()["photography_exhibition"]
    ground = await prepare(scoring, rules, [entry("Dawn", "North")])
    await ground.seat(["East"])
    await ground.turns(rules.stages[0].key, "running")

    assert (await look(ground, {})).status_code == 403
    assert (await look(ground, ground.stranger())).status_code == 403
    assert (await look(ground, ground.judges[0].headers)).status_code == 200


@pytest.mark.parametrize("query", ["?stage=%00", "?stage=" + "x" * 5000, "?work=%00", "?work=1e9", "?category=%27%3B"])
async def test_whatever_is_asked_is_answered(ground: Ground, query: str) -> None:
    await hung(ground)

    assert (await look(ground, {}, query)).status_code < 500


@pytest.mark.parametrize("body", [{}, {"performance": "x"}, {"performance": 5}, [], {"performance": "\0"}])
async def test_a_vote_for_nothing_is_refused(ground: Ground, body: Any) -> None:
    await hung(ground)
    await desk(ground, "open")
    path = f"/scoring/contests/{ground.contest_id}/stages/{STAGE.key}/votes"

    answer = await ground.scoring.http.post(path, json=body, headers=ground.stranger())

    assert 400 <= answer.status_code < 500
