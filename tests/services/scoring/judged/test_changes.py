"""Changes of ballots handed in, and ballots that came too late: decided by chief and supervisor, with reasons."""

from decimal import Decimal
from uuid import uuid4

import pytest

from services.scoring.judged.ground import ballot_id
from services.scoring.sql.desk import late_of_stage
from shared.rules.judged.rule_set import Spread
from tests.servers import Running
from tests.services.scoring.judged.day import rules, stage
from tests.services.scoring.judged.stand import Stand, Tablet, new_stand


@pytest.fixture
async def stand(scoring: Running) -> Stand:
    """The first of three is on stage."""
    found = await new_stand(scoring)
    await found.day.done(found.turns[0], "open")
    return found


async def test_t64_a_ballot_after_the_close_is_stored_late_not_counted_and_the_desk_is_told(stand: Stand) -> None:
    # given a performance closed without one judge
    turn, missing = stand.turns[0], stand.tablets[4]
    await closed_without(stand, missing)
    # when the ballot comes
    receipt = await missing.give(turn, "99")
    # then
    assert receipt["standing"] == "late"
    assert await stand.active(turn, missing) is None
    assert [act["about"]["seat"] for act in await stand.acts("ballot_late")] == [5]
    assert (await missing.turn(turn))["mine"]["standing"] == "late"
    # and the desk shows that somebody must decide, with no mark beside it
    desk = await stand.day.look(f"{stand.day.contest}/stages/final", html=True)
    assert f"/scoring/performances/{turn}" in desk.text
    page = await stand.day.look(f"/scoring/performances/{turn}", stand.day.chief, html=True)
    assert f"/scoring/late/{ballot_id(turn, missing.seat)}/1/accept" in page.text


async def closed_without(stand: Stand, missing: Tablet) -> None:
    turn = stand.turns[0]
    for tablet in stand.tablets:
        if tablet is not missing:
            await tablet.give(turn, "80")
    for official in (stand.day.chief, stand.day.supervisor):
        answer = await stand.day.post(
            f"/scoring/performances/{turn}/seats/{missing.seat}/absence", official, reason="Tablet broken"
        )
        assert answer.status_code == 200, answer.text
    await stand.day.done(turn, "close")


async def test_t70_a_ballot_reopened_by_the_chief_keeps_both_revisions_and_marks_the_reveal_amended(
    stand: Stand,
) -> None:
    # given a performance closed and revealed
    turn, judge = stand.turns[0], stand.tablets[0]
    for tablet in stand.tablets:
        await tablet.give(turn, "80")
    await stand.day.done(turn, "close")
    await stand.day.done(turn, "reveal", to="score")
    # when its judge asks, with a reason and not without, and the chief grants it
    assert (await judge.ask(turn, " ")).json()["code"] == "reason.missing"
    change = (await judge.ask(turn, "I typed 80 for 90")).json()["change_id"]
    assert (await judge.ask(turn, "I typed 80 for 90")).json()["change_id"] == change
    assert (await judge.turn(turn))["change"]["granted"] is None
    for who, status in ((stand.day.organiser, 403), (stand.day.supervisor, 403), (judge.headers, 403)):
        assert (await stand.day.post(f"/scoring/changes/{change}/grant", who, reason="No")).status_code == status
    granted = await stand.day.post(f"/scoring/changes/{change}/grant", stand.day.chief, reason="Plain slip")
    assert granted.status_code == 200, granted.text
    # then the performance is reopened, the old values are shown, and a new revision counts
    assert await stand.day.state(turn) == "reopened"
    seen = await judge.turn(turn)
    assert (seen["editable"], seen["mine"]["marks"], seen["change"]["granted"]) == (True, {"all": "80"}, True)
    assert seen["change"]["remark"] is False
    assert (await stand.tablets[1].turn(turn))["editable"] is False
    assert (await judge.give(turn, "90", revision=2))["standing"] == "active"
    assert await stand.revisions(turn, judge) == [(1, "superseded"), (2, "active")]
    assert (await judge.turn(turn))["change"] is None
    # and closed again it is amended; the reasons stand in the record
    await stand.day.done(turn, "close")
    assert (await stand.day.stand(turn))["amended"] is True
    [asked], [answered] = await stand.acts("change_asked"), await stand.acts("change_granted")
    assert (asked["reason"], answered["reason"]) == ("I typed 80 for 90", "Plain slip")


async def test_a_change_refused_leaves_the_ballot_as_it_is(stand: Stand) -> None:
    judge, turn = stand.tablets[0], stand.turns[0]
    await judge.give(turn, "80")
    change = (await judge.ask(turn, "I changed my mind")).json()["change_id"]
    # when
    refused = await stand.day.post(f"/scoring/changes/{change}/refuse", stand.day.chief, reason="Not a slip")
    # then
    assert refused.status_code == 200
    seen = await judge.turn(turn)
    assert (seen["editable"], seen["change"]["granted"], seen["change"]["answer"]) == (False, False, "Not a slip")
    # and what was decided stays decided, and can be asked anew
    again = await stand.day.post(f"/scoring/changes/{change}/grant", stand.day.chief, reason="After all")
    assert (again.status_code, again.json()["code"]) == (409, "change.decided")
    assert (await judge.ask(turn, "I mean it")).json()["change_id"] != change


async def test_a_chief_who_marks_does_not_decide_on_the_own_request(stand: Stand) -> None:
    judge, turn = stand.tablets[0], stand.turns[0]
    await stand.sql("update panel_seat set role = 'chief' where id = $1", judge.seat)
    await judge.give(turn, "80")
    grant = f"/scoring/changes/{(await judge.ask(turn, 'I changed my mind')).json()['change_id']}/grant"
    # when
    own = await stand.day.post(grant, judge.headers, reason="Granted")
    # then
    assert (own.status_code, own.json()["code"]) == (403, "change.own")
    assert (await stand.day.post(grant, stand.day.supervisor, reason="A slip")).status_code == 200


async def test_a_supervisor_does_not_decide_on_a_judges_request(stand: Stand) -> None:
    judge, turn = stand.tablets[0], stand.turns[0]
    await judge.give(turn, "80")
    change = (await judge.ask(turn, "I changed my mind")).json()["change_id"]
    answer = await stand.day.post(f"/scoring/changes/{change}/grant", stand.day.supervisor, reason="Granted")
    assert (answer.status_code, answer.json()["code"]) == (403, "change.own")


async def test_nobody_asks_to_change_anothers_ballot_or_one_that_is_not_there(stand: Stand) -> None:
    judge, turn = stand.tablets[0], stand.turns[0]
    await judge.give(turn, "80")
    path = f"/scoring/ballots/{ballot_id(turn, judge.seat)}/changes"
    for headers, expected in ((stand.tablets[1].headers, 404), (stand.day.organiser, 401)):
        answer = await judge.http.post(path, json={"reason": "Why not"}, headers=headers)
        assert answer.status_code == expected
    assert (await stand.tablets[1].ask(turn, "Nothing given yet")).status_code == 404


async def test_a_late_ballot_counts_once_chief_and_supervisor_accept_it(stand: Stand) -> None:
    turn, missing = stand.turns[0], stand.tablets[4]
    await closed_without(stand, missing)
    await stand.day.done(turn, "reveal", to="score")
    await missing.give(turn, "99")
    path = f"/scoring/late/{ballot_id(turn, missing.seat)}/1/accept"
    # when one of the two accepts it, twice
    for _ in range(2):
        answer = await stand.day.post(path, stand.day.chief, reason="Wifi was down")
        assert answer.json()["counts"] is False
    # then it does not count yet; nobody else may
    assert await stand.active(turn, missing) is None
    assert (await stand.day.post(path, stand.day.organiser, reason="Come on")).status_code == 403
    # and when the other does, it counts in place of the absence
    assert (await stand.day.post(path, stand.day.supervisor, reason="Wifi was down")).json()["counts"] is True
    assert await stand.active(turn, missing) == 1
    assert await stand.revisions(turn, missing) == [(1, "active")]
    assert (await stand.day.stand(turn))["amended"] is True
    assert not await stand.sql("select 1 from absence where performance_id = $1", turn)


async def test_one_person_in_both_roles_accepts_a_late_ballot_in_one_of_them_only(stand: Stand) -> None:
    turn, missing = stand.turns[0], stand.tablets[4]
    await closed_without(stand, missing)
    await missing.give(turn, "99")
    await stand.sql(
        "update panel_seat set member_id = $1 where panel_id = $2 and role = 'supervisor' returning 1",
        stand.day.chief_id,
        stand.day.ground.panel_id,
    )
    path = f"/scoring/late/{ballot_id(turn, missing.seat)}/1/accept"
    assert (await stand.day.post(path, stand.day.chief, reason="I say so")).status_code == 200
    # when
    answer = await stand.day.post(path, stand.day.chief, reason="I say so again")
    # then
    assert (answer.status_code, answer.json()["code"]) == (403, "official.same")
    assert await stand.active(turn, missing) is None


async def test_of_late_ballots_of_a_seat_the_newest_waits_for_a_decision(stand: Stand) -> None:
    turn, missing = stand.turns[0], stand.tablets[4]
    await closed_without(stand, missing)
    for revision in (1, 2, 3):
        await missing.give(turn, f"9{revision}", revision)
    # then
    assert await stand.revisions(turn, missing) == [(1, "late"), (2, "late"), (3, "late")]
    async with stand.day.scoring.app.state.db.tx() as tx:
        waiting = await late_of_stage(tx, stand.day.ground.contest_id, stand.day.ground.rule_set.stages[0].key)
    assert [each.revision for each in waiting] == [3]


async def test_a_late_ballot_refused_is_kept_and_never_counts(stand: Stand) -> None:
    turn, missing = stand.turns[0], stand.tablets[4]
    await closed_without(stand, missing)
    await missing.give(turn, "99")
    path = f"/scoring/late/{ballot_id(turn, missing.seat)}/1"
    # when
    assert (await stand.day.post(f"{path}/refuse", stand.day.supervisor, reason="An hour late")).status_code == 200
    # then
    assert (await stand.day.post(f"{path}/accept", stand.day.chief, reason="No")).status_code == 409
    assert await stand.revisions(turn, missing) == [(1, "late")]


async def test_decisions_about_nothing_are_refused(stand: Stand) -> None:
    await stand.tablets[0].give(stand.turns[0], "80")
    ballot = ballot_id(stand.turns[0], stand.tablets[0].seat)
    for path, status in (
        (f"/scoring/late/{ballot}/2/accept", 404),
        (f"/scoring/late/{ballot}/{10**30}/accept", 404),
        (f"/scoring/late/{ballot}/-1/refuse", 404),
        (f"/scoring/late/{uuid4()}/1/accept", 404),
        (f"/scoring/late/{ballot}/1/accept", 409),
        (f"/scoring/late/{ballot}/1/refuse", 409),
        (f"/scoring/changes/{uuid4()}/grant", 404),
        (f"/scoring/changes/{uuid4()}/refuse", 404),
    ):
        answer = await stand.day.post(path, stand.day.chief, reason="Because")
        assert answer.status_code == status, path
    for reason in ("\x00", "r" * 501, ["a"]):
        assert 400 <= (await stand.tablets[0].ask(stand.turns[0], reason)).status_code < 500  # type: ignore[arg-type]


async def test_a_judge_is_told_when_the_rule_and_not_a_request_gives_the_ballot_back(scoring: Running) -> None:
    stand = await new_stand(scoring, rules(stage(spread=Spread(remark_range=Decimal(20)))))
    turn = stand.turns[0]
    await stand.day.done(turn, "open")
    for judge, mark in zip(stand.tablets, ("60", "85", "85", "85", "90"), strict=True):
        await judge.give(turn, mark)
    await stand.day.done(turn, "close")
    # then nobody asked, and the tablet can say so
    change = (await stand.tablets[0].turn(turn))["change"]
    assert (change["granted"], change["remark"]) == (True, True)
