"""Typed results and corrections: read as people type, held to the rules, never written over somebody else's."""

import asyncio
from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid4

import pytest

from shared.messages.events import MatchDecided, MatchReady
from shared.messages.scoring import SheetClosed
from shared.rules.model import Outcome
from tests.servers import Running
from tests.services.scoring.ground import START, new_event, rally, revisions, rows

WON = {"games": "21-15 18-21 21-19"}


async def closings(scoring: Running, match_id: UUID) -> list[SheetClosed]:
    return [each for each in await scoring.journal(SheetClosed) if each.match_id == match_id]


async def test_a_result_typed_for_a_match_never_called_closes_its_sheet(scoring: Running) -> None:
    # given
    event = await new_event(scoring)
    match_id = await event.ready()
    # when
    answer = await event.type_result(match_id, **WON)
    # then
    assert answer.status_code == 200, answer.text
    outcome = answer.json()["outcome"]
    assert (answer.json()["revision"], outcome["kind"], outcome["winner"]) == (1, "played", 1)
    assert outcome["games"] == [[21, 15], [18, 21], [21, 19]]
    assert [each.outcome.winner for each in await closings(scoring, match_id)] == [1]
    # and it is a mark by a member
    kept = await rows(scoring, "select * from mark where sheet_id = $1", UUID(answer.json()["sheet_id"]))
    assert [(row["member_id"], row["seat_id"], row["mark"]["kind"]) for row in kept] == [
        (event.organiser, None, "typed")
    ]


@pytest.mark.parametrize(
    ("data", "outcome"),
    [
        ({"games": "21:15, 18:21; 21:19"}, ("played", 1)),
        ({"games": "２１－１５，１８：２１、２１～１９"}, ("played", 1)),
        ({"games": "21比15 18比21 19比21"}, ("played", 2)),
        ({"kind": "walkover", "winner": "2", "reason": "未到"}, ("walkover", 2)),
        ({"kind": "retired", "winner": 1, "games": "21-15 3-11", "reason": "injury"}, ("retired", 1)),
        ({"kind": "disqualified", "winner": 2}, ("disqualified", 2)),
    ],
)
async def test_results_are_read_as_people_type_them(
    scoring: Running, data: dict[str, Any], outcome: tuple[str, int]
) -> None:
    # given
    event = await new_event(scoring)
    match_id = await event.ready()
    # when
    answer = await event.type_result(match_id, **data)
    # then
    assert answer.status_code == 200, answer.text
    assert (answer.json()["outcome"]["kind"], answer.json()["outcome"]["winner"]) == outcome


@pytest.mark.parametrize(
    ("data", "code"),
    [
        ({"games": "21-15 and then some"}, "result.unreadable"),
        ({"games": "21-15 21-20"}, "result.game_impossible"),
        ({"games": "21-15"}, "result.undecided"),
        ({"games": "21-15 21-19", "winner": 2}, "result.winner_wrong"),
        ({"games": "21-15 18-21"}, "result.winner_missing"),
        ({"kind": "walkover"}, "result.winner_missing"),
        ({"kind": "walkover", "winner": 1, "games": "21-0 21-0"}, "result.walkover_played"),
        ({"kind": "lost", "winner": 1}, "input.invalid"),
        ({}, "result.winner_missing"),
    ],
)
async def test_what_cannot_have_happened_is_refused_and_nothing_stored(
    scoring: Running, data: dict[str, Any], code: str
) -> None:
    # given
    event = await new_event(scoring)
    match_id = await event.ready()
    # when
    answer = await event.type_result(match_id, **data)
    # then
    assert (answer.status_code, answer.json()["code"]) == (422, code)
    assert await closings(scoring, match_id) == []


async def test_a_correction_needs_a_reason_and_raises_the_revision(scoring: Running) -> None:
    # given a typed result
    event = await new_event(scoring)
    match_id = await event.ready()
    first = (await event.type_result(match_id, **WON)).json()
    # when it is corrected without and with a reason
    bare = await event.type_result(match_id, games="21-15 21-18")
    same = await event.type_result(match_id, **WON, reason="again")
    corrected = await event.type_result(
        match_id, games="15-21 18-21", reason="sides swapped", sheet_revision=first["revision"]
    )
    # then
    assert (bare.status_code, bare.json()["code"]) == (422, "result.reason_missing")
    assert bare.json()["details"]["present"]["winner"] == 1
    assert (same.status_code, same.json()["code"]) == (422, "result.same")
    assert corrected.json()["revision"] == 2
    told = await closings(scoring, match_id)
    assert [(each.revision, each.outcome.winner, each.correction) for each in told] == [
        (1, 1, ""),
        (2, 2, "sides swapped"),
    ]


async def test_a_correction_of_what_has_changed_meanwhile_is_refused_with_both_values(scoring: Running) -> None:
    # given two organisers who look at the same result
    event = await new_event(scoring)
    match_id = await event.ready()
    await event.type_result(match_id, **WON)
    # when both correct it
    one = {"games": "15-21 18-21", "reason": "first", "sheet_revision": 1}
    two = {"games": "21-15 21-18", "reason": "second", "sheet_revision": 1}
    answers = await asyncio.gather(event.type_result(match_id, **one), event.type_result(match_id, **two))
    # then one of them is told what stands now and what was typed
    stale = next(answer for answer in answers if answer.status_code == 409).json()
    assert sorted(answer.status_code for answer in answers) == [200, 409]
    assert stale["code"] == "result.stale"
    assert stale["details"]["revision"] == 2
    assert {tuple(map(tuple, stale["details"][side]["games"])) for side in ("present", "yours")} == {
        ((15, 21), (18, 21)),
        ((21, 15), (21, 18)),
    }
    assert len(await closings(scoring, match_id)) == 2


async def test_a_form_sent_twice_counts_once(scoring: Running) -> None:
    # given a form with its own number
    event = await new_event(scoring)
    match_id = await event.ready()
    form = {**WON, "mark_id": str(uuid4()), "sheet_revision": 0}
    # when
    first, second = await asyncio.gather(event.type_result(match_id, **form), event.type_result(match_id, **form))
    # then
    assert first.json() == second.json()
    assert len(await closings(scoring, match_id)) == 1


async def test_a_typed_result_ends_a_match_that_is_being_scored(scoring: Running) -> None:
    # given a match in play
    event = await new_event(scoring)
    match_id = await event.call(event.courts[0])
    tablet = await event.pair(event.courts[0])
    sheet_id = (await tablet.sheet())["id"]
    await tablet.mark(sheet_id, START, rally(1))
    # when
    answer = await event.type_result(match_id, **WON)
    # then the tablet's next mark is refused with the closed sheet
    assert answer.json()["revision"] == 3
    late = await tablet.mark(sheet_id, rally(1))
    assert late.status_code == 409
    assert late.json()["details"]["sheet"]["sheet"]["closed"] is True


async def test_only_organisers_of_the_event_type_its_results(scoring: Running) -> None:
    # given
    event, other = await new_event(scoring), await new_event(scoring)
    match_id = await event.call(event.courts[0])
    tablet = await event.pair(event.courts[0])
    path = f"/scoring/matches/{match_id}/result"
    sheet_id = (await tablet.sheet())["id"]
    # when and then
    for headers, status in (
        ({"Accept": "application/json"}, 401),
        (tablet.headers, 401),
        (scoring.as_(uuid4()), 403),
        (other.desk, 403),
    ):
        assert (await scoring.http.post(path, json=WON, headers=headers)).status_code == status
        assert (await scoring.http.get(path, headers=headers)).status_code == status
        assert (await scoring.http.get(f"/scoring/sheets/{sheet_id}/paper", headers=headers)).status_code == status
    assert await closings(scoring, match_id) == []
    administrator = scoring.as_(uuid4(), roles=("administrator",))
    assert (await scoring.http.post(path, json=WON, headers=administrator)).status_code == 200
    unknown = await scoring.http.post(f"/scoring/matches/{uuid4()}/result", json=WON, headers=administrator)
    assert unknown.status_code == 404


async def test_a_match_to_be_played_again_gets_a_new_sheet_and_the_open_one_is_void(scoring: Running) -> None:
    # given a match in play
    event = await new_event(scoring)
    match_id = await event.call(event.courts[0])
    tablet = await event.pair(event.courts[0])
    old = (await tablet.sheet())["id"]
    await tablet.mark(old, START)
    # when it is called for a second attempt
    await event.call(event.courts[0], match_id, attempt=2)
    # then
    void = await tablet.mark(old, rally(1))
    assert (void.status_code, void.json()["code"]) == (409, "sheet.void")
    new = await tablet.sheet()
    assert (new["id"] != old, new["revision"], new["match"]["attempt"]) == (True, 0, 2)
    assert (await tablet.mark(new["id"], START)).status_code == 200
    assert (await event.type_result(match_id, **WON)).json()["sheet_id"] == new["id"]


async def test_a_closed_sheet_of_an_earlier_attempt_stays_and_the_result_goes_to_the_new_one(scoring: Running) -> None:
    # given a result and a correction upstream that reopens the match
    event = await new_event(scoring)
    match_id = await event.ready()
    first = (await event.type_result(match_id, **WON)).json()
    await event.ready(match_id, attempt=2)
    # when
    second = (await event.type_result(match_id, games="10-21 10-21")).json()
    # then
    assert second["sheet_id"] != first["sheet_id"]
    kept = await rows(scoring, "select status from sheet where match_id = $1 order by attempt", match_id)
    assert [row["status"] for row in kept] == ["closed", "closed"]
    assert [(each.attempt, each.outcome.winner) for each in await closings(scoring, match_id)] == [(1, 1), (2, 2)]


async def test_older_news_of_a_match_changes_nothing(scoring: Running) -> None:
    # given a match called, then decided
    event = await new_event(scoring)
    match_id = await event.call(event.courts[0])
    tablet = await event.pair(event.courts[0])
    state = event.match(event.courts[0])
    late = next(revisions)
    decided = MatchDecided(
        id=match_id,
        revision=next(revisions),
        match=event.match(event.courts[0], status="decided"),
        outcome=Outcome("walkover", 1),
        decided_at=datetime.now(UTC),
    )
    await scoring.deliver(decided)
    # when an earlier state comes after it
    await event.scoring.deliver(
        MatchDecided(id=match_id, revision=late, match=state, outcome=decided.outcome, decided_at=decided.decided_at)
    )
    # then it still stands decided, at its court
    assert (await tablet.sheet())["match"]["status"] == "decided"


async def test_a_match_no_longer_called_takes_no_marks_from_the_tablet(scoring: Running) -> None:
    # given
    event = await new_event(scoring)
    match_id = await event.call(event.courts[0])
    tablet = await event.pair(event.courts[0])
    sheet_id = (await tablet.sheet())["id"]
    # when the call is taken back, the court kept
    await event.ready(match_id, court=event.courts[0], status="ready")
    # then
    assert await tablet.sheet() is None
    refused = await tablet.mark(sheet_id, START)
    assert (refused.status_code, refused.json()["code"]) == (409, "match.not_called")


async def test_news_of_a_called_match_keeps_it_on_the_tablet(scoring: Running) -> None:
    # given
    event = await new_event(scoring)
    match_id = await event.call(event.courts[0])
    tablet = await event.pair(event.courts[0])
    # when its state is told again, still called
    await event.ready(match_id, court=event.courts[0], status="called", round=2)
    # then
    assert (await tablet.sheet())["match"]["round"] == 2


async def test_a_match_in_play_stays_on_the_tablet_when_the_next_is_called(scoring: Running) -> None:
    # given a match in play and the next one called to the same court
    event = await new_event(scoring)
    playing = await event.call(event.courts[0])
    tablet = await event.pair(event.courts[0])
    await tablet.mark((await tablet.sheet())["id"], START)
    following = await event.call(event.courts[0])
    # when
    during = await tablet.sheet()
    await event.type_result(playing, **WON)
    # then
    assert during["match_id"] == str(playing)
    assert (await tablet.sheet())["match_id"] == str(following)


async def test_many_matches_heard_of_at_once_each_open_their_sheet(scoring: Running) -> None:
    # given a draw's matches in one batch, one of them twice
    event = await new_event(scoring)
    ids = [uuid4() for _ in range(50)]
    batch: list[Any] = [
        MatchReady(id=each, revision=next(revisions), match=event.match(number=place))
        for place, each in enumerate(ids, 1)
    ]
    batch.append(MatchReady(id=ids[0], revision=next(revisions), match=event.match(number=99)))
    # when
    await scoring.deliver_batch(batch)
    # then
    kept = await rows(scoring, "select match_id from sheet where match_id = any($1)", ids)
    assert {row["match_id"] for row in kept} == set(ids)
    assert len(kept) == 50
    newest = await rows(scoring, "select state from match where id = $1", ids[0])
    assert newest[0]["state"]["number"] == 99
