"""A judge's marks stay out of every log and away from everyone without the right to see them."""

import asyncio
import json
import logging
import sys
from collections.abc import Callable, Iterator
from io import StringIO
from typing import Any
from uuid import UUID

import pytest
import structlog

from shared.kit.log import set_up_log
from shared.rules.judged.chain import content, content_hash
from tests.servers import Running
from tests.services.scoring.judged.stand import Stand, body, new_stand

MARK = "73.19"
"""A mark that occurs nowhere else."""


@pytest.fixture
async def stand(scoring: Running) -> Stand:
    found = await new_stand(scoring)
    await found.day.done(found.turns[0], "open")
    return found


@pytest.fixture(params=["json", "console"])
def logged(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[], str]]:
    """Everything that is logged in the way a service logs, as one text."""
    before = structlog.get_config()
    handlers, level = logging.root.handlers[:], logging.root.level
    written = StringIO()
    monkeypatch.setattr(sys, "stdout", written)
    set_up_log("scoring", request.param)
    structlog.configure(**structlog.get_config() | {"cache_logger_on_first_use": False})
    yield written.getvalue
    structlog.configure(**before)
    logging.root.handlers[:] = handlers
    logging.root.setLevel(level)


async def test_no_mark_is_logged_whatever_becomes_of_a_ballot(stand: Stand, logged: Callable[[], str]) -> None:
    judge, turn = stand.tablets[0], stand.turns[0]
    # when a ballot is taken, repeated, reused, damaged, illegal, unstorable, late and typed
    answers = [
        await judge.send(turn, {"all": MARK}),
        await judge.send(turn, {"all": MARK}),
        await judge.send(turn, {"all": "7" + MARK}),
        await judge.send(turn, {"all": MARK}, hash="0"),
        await judge.send(turn, {"all": MARK}, 2, device_at="0001-01-01T00:00:00+14:00"),
        await judge.send(turn, {"all": MARK}, 3, app_version="\x00"),
        await judge.send(turn, {"all": MARK + "1"}, 4),
        await judge.send(turn, {MARK: MARK}, 5),
        await judge.send(turn, {"all": MARK}, 6),
        await stand.day.act(turn, f"seats/{stand.tablets[1].seat}/paper", marks={"all": MARK}, reason="Paper"),
    ]
    broken = json.dumps(body(judge.seat, turn, {"all": MARK})).encode()[:-3]
    answers.append(
        await judge.http.put(
            judge.path(turn, 7), content=broken, headers=judge.headers | {"Content-Type": "application/json"}
        )
    )
    assert {answer.status_code for answer in answers} <= {200, 201, 400, 422}
    # then
    assert MARK not in await settled(logged)


async def test_no_mark_is_logged_when_storing_fails(
    stand: Stand, logged: Callable[[], str], monkeypatch: pytest.MonkeyPatch
) -> None:
    judge, turn = stand.tablets[0], stand.turns[0]

    async def fail(_tx: Any, new: Any) -> None:
        marks = new.marks
        raise RuntimeError(f"cannot store {len(marks)}")

    monkeypatch.setattr("services.scoring.sql.ballots.insert_revision", fail)
    # when
    answer = await judge.send(turn, {"all": MARK})
    # then the failure is logged with its trace, and no value of it
    text = await settled(logged)
    assert answer.status_code == 500 and "cannot store 1" in text
    assert MARK not in text


async def test_a_mark_said_to_a_log_by_mistake_is_hidden(logged: Callable[[], str]) -> None:
    structlog.get_logger().warning("a ballot", marks={"all": MARK}, mark=MARK, content=MARK)

    assert MARK not in await settled(logged)


async def settled(logged: Callable[[], str]) -> str:
    """What was logged, once the buffer of request lines was written."""
    await asyncio.sleep(0.3)
    return logged()


async def test_before_the_reveal_nobody_without_the_right_gets_a_mark(stand: Stand) -> None:
    # given a ballot in an open performance, and a closed one not yet revealed
    turn = stand.turns[0]
    for tablet in stand.tablets:
        await tablet.give(turn, MARK)
    contest = stand.day.contest
    public = [f"{contest}/screen", f"{contest}/board", f"{contest}/chain"]
    for closed in (False, True):
        if closed:
            await stand.day.done(turn, "close")
        for path in public:
            assert MARK not in await stand.day.anybody(path)
        # when the desk looks while it is open, and others at any time
        asked = [
            (stand.day.timekeeper, f"/scoring/performances/{turn}"),
            (stand.day.timekeeper, f"{contest}/stages/final"),
        ]
        if not closed:
            asked += [(stand.day.organiser, path) for _who, path in asked]
        for who, path in asked:
            for html in (True, False):
                assert MARK not in (await stand.day.look(path, who, html=html)).text
        other = stand.tablets[1]
        mine = [each["mine"] for each in (await other.bench())["contests"][0]["turns"]]
        assert [each["marks"] for each in mine if each] == [{"all": MARK}], "its own alone"


async def test_nobody_finds_a_mark_by_hashing_every_mark(stand: Stand) -> None:
    judge, turn = stand.tablets[0], stand.turns[0]
    await judge.send(turn, {"all": MARK})
    told = (await stand.day.look(f"{stand.day.contest}/chain")).json()["links"][-1]

    known = {"ballot": told["ballot_id"], "revision": 1, "seat": str(judge.seat), "performance": str(turn)}
    tried = [
        content(**known, rule_set_version=1, marks={"all": f"{mark / 100:.2f}"}, nonce="") for mark in range(10001)
    ]

    assert f"{7319 / 100:.2f}" == MARK
    assert told["hash"] not in {content_hash(each) for each in tried}


async def test_the_ids_that_judges_see_tell_no_order_and_no_time(stand: Stand) -> None:
    (contest,) = (await stand.tablets[0].bench())["contests"]
    assert {UUID(turn["performance_id"]).version for turn in contest["turns"]} == {4}
