"""What cannot be a ballot is refused in a sentence, and nothing of it is stored."""

from typing import Any
from uuid import uuid4

import pytest

from services.scoring.judged.ground import ballot_id
from tests.servers import Running
from tests.services.scoring.judged.stand import Stand, body, new_stand


@pytest.fixture
async def stand(scoring: Running) -> Stand:
    """The first of three is on stage."""
    found = await new_stand(scoring)
    await found.day.done(found.turns[0], "open")
    return found


async def test_a_ballot_that_is_not_what_its_hash_says_is_refused(stand: Stand) -> None:
    judge, turn = stand.tablets[0], stand.turns[0]
    # when marks, number or seat are not those that were hashed
    wrong = [
        await judge.send(turn, {"all": "88"}, hash=body(judge.seat, turn, {"all": "98"})["hash"]),
        await judge.send(turn, {"all": "88"}, hash=body(judge.seat, turn, {"all": "88"}, 2)["hash"]),
        await judge.send(turn, {"all": "88"}, hash=body(stand.tablets[1].seat, turn, {"all": "88"})["hash"]),
        await judge.send(turn, {"all": "88"}, hash="é"),
    ]
    # then
    assert [(answer.status_code, answer.json()["code"]) for answer in wrong] == [(422, "ballot.hash")] * 4
    assert await stand.revisions(turn, judge) == []


ILLEGAL: list[tuple[dict[str, str], str]] = [
    ({}, "judged.missing"),
    ({"all": ""}, "judged.missing"),
    ({"all": "101"}, "judged.range"),
    ({"all": "-1"}, "judged.range"),
    ({"all": "8.123"}, "judged.step"),
    ({"all": "NaN"}, "judged.number"),
    ({"all": "1e2"}, "judged.number"),
    ({"all": "８"}, "judged.number"),
    ({"all": "8\x00"}, "judged.number"),
    ({"all": "80", "style": "1"}, "judged.unknown"),
]


@pytest.mark.parametrize(("marks", "code"), ILLEGAL)
async def test_marks_that_are_none_are_refused(stand: Stand, marks: dict[str, str], code: str) -> None:
    answer = await stand.tablets[0].send(stand.turns[0], marks)

    assert (answer.status_code, answer.json()["code"]) == (422, code)
    assert await stand.revisions(stand.turns[0], stand.tablets[0]) == []


NONSENSE: list[dict[str, Any]] = [
    {"rule_set_version": 0},
    {"rule_set_version": 10**30},
    {"rule_set_version": "one"},
    {"marks": [1]},
    {"marks": {"all": "1" * 10_000}},
    {"marks": {"a" * 10_000: "1"}},
    {"marks": {"all": 88.5}},
    {"nonce": ""},
    {"nonce": "5a" * 15},
    {"nonce": "5A" * 16},
    {"hash": None},
    {"hash": "0" * 10_000},
    {"device_at": "yesterday"},
    {"device_at": "2026-05-01T09:00:00"},
    {"device_at": "0001-01-01T00:00:00+14:00"},
    {"app_version": "\x00"},
    {"app_version": "v" * 10_000},
    {"performance_id": "07"},
    {"performance_id": str(uuid4())},
]


@pytest.mark.parametrize("changed", NONSENSE)
async def test_nonsense_is_refused_in_a_sentence(stand: Stand, changed: dict[str, Any]) -> None:
    judge, turn = stand.tablets[0], stand.turns[0]
    sent = body(judge.seat, turn, {"all": "80"}) | changed
    answer = await judge.http.put(judge.path(turn), json=sent, headers=judge.headers)

    assert 400 <= answer.status_code < 500
    assert answer.json()["sentence"]
    assert await stand.revisions(turn, judge) == []


@pytest.mark.parametrize("revision", [0, -1, 102, 100_001, 10**40, "first"])
async def test_a_revision_there_cannot_be_is_refused(stand: Stand, revision: Any) -> None:
    judge, turn = stand.tablets[0], stand.turns[0]
    path = f"/scoring/ballots/{ballot_id(turn, judge.seat)}/revisions/{revision}"
    answer = await judge.http.put(path, json=body(judge.seat, turn, {"all": "80"}), headers=judge.headers)

    assert 400 <= answer.status_code < 500


async def test_a_seat_hands_in_no_other_seats_ballot_and_nobody_without_one_does(stand: Stand) -> None:
    judge, other, turn = stand.tablets[0], stand.tablets[1], stand.turns[0]
    sent = body(other.seat, turn, {"all": "99"})
    for headers, expected in (
        (judge.headers, (404, "ballot.unknown")),
        (stand.day.chief, (401, "seat.unknown")),
        ({"Accept": "application/json"}, (401, "seat.unknown")),
        ({"Authorization": "Bearer seat.made-up", "Accept": "application/json"}, (401, "seat.unknown")),
    ):
        answer = await judge.http.put(other.path(turn), json=sent, headers=headers)
        assert (answer.status_code, answer.json()["code"]) == expected
    assert await stand.revisions(turn, other) == []


async def test_before_the_performance_nothing_is_taken(stand: Stand) -> None:
    answer = await stand.tablets[0].send(stand.turns[1], {"all": "80"})

    assert (answer.status_code, answer.json()["code"]) == (409, "ballot.locked")
    assert (await stand.tablets[0].turn(stand.turns[1]))["why_not"] == "waiting"
