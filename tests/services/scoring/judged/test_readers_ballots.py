"""Who gives a ballot where not the whole panel does: readers of papers, the third one called, reserves standing in."""

from decimal import Decimal

import pytest

from shared.rules.judged.rule_set import Reading
from tests.servers import Running
from tests.services.scoring.judged.day import rules, stage
from tests.services.scoring.judged.stand import Stand, new_stand


@pytest.fixture
async def reading(scoring: Running) -> Stand:
    """Three papers, the first read by seats 1 and 2; a third reader is called on a gap of ten points."""
    two = Reading(readers=2, gap=Decimal(10))
    stand = await new_stand(scoring, rules(stage(mode="reading", reading=two, time=None)), judges=4)
    bare = await stand.day.post(f"{stand.day.contest}/stages/final/open")
    assert (bare.status_code, bare.json()["code"]) == (409, "readers.missing")
    for turn in stand.turns:
        for seat in (0, 1) if turn == stand.turns[0] else (2, 3):
            await stand.sql(
                "insert into assignment (performance_id, seat_id, why) values ($1, $2, 'reader') returning 1",
                turn,
                stand.tablets[seat].seat,
            )
    opened = await stand.day.post(f"{stand.day.contest}/stages/final/open")
    assert opened.status_code == 200, opened.text
    return stand


async def test_a_reader_sees_and_marks_its_own_papers_only(reading: Stand) -> None:
    turn = reading.turns[0]
    answer = await reading.tablets[3].send(turn, {"all": "80"})

    assert (answer.status_code, answer.json()["code"]) == (403, "ballot.not_due")
    shown = [each["performance_id"] for each in (await reading.tablets[3].bench())["contests"][0]["turns"]]
    assert str(turn) not in shown
    assert (await reading.tablets[0].turn(turn))["editable"] is True


async def test_a_gap_between_two_readers_calls_a_third_to_its_tablet(reading: Stand) -> None:
    turn = reading.turns[0]
    # when two readers are far apart
    await reading.tablets[0].give(turn, "60")
    await reading.tablets[1].give(turn, "85")
    # then one more has the paper on its bench and can hand in
    [row] = await reading.sql("select seat_id from assignment where performance_id = $1 and why = 'third'", turn)
    third = next(each for each in reading.tablets if each.seat == row["seat_id"])
    assert (await third.turn(turn))["editable"] is True
    assert (await third.give(turn, "70"))["standing"] == "active"


async def test_a_gap_that_is_none_calls_nobody(reading: Stand) -> None:
    await reading.tablets[0].give(reading.turns[0], "80")
    await reading.tablets[1].give(reading.turns[0], "85")

    assert not await reading.sql(
        "select 1 from assignment where performance_id = $1 and why = 'third'", reading.turns[0]
    )


async def test_a_reserve_who_stands_in_hands_in_for_a_recused_judge(scoring: Running) -> None:
    # given seat 5 in reserve, who stands in for seat 1
    stand = await new_stand(scoring)
    turn, judge, reserve = stand.turns[0], stand.tablets[0], stand.tablets[4]
    await stand.sql("update panel_seat set reserve = true where id = $1 returning 1", reserve.seat)
    await stand.sql(
        "insert into recusal (contest_id, seat_id, entry_id, by_rule, reason, made_by, made_at, stand_in) "
        "values ($1, $2, $3, false, 'kin', 'test', now(), $4) returning 1",
        stand.day.ground.contest_id,
        judge.seat,
        stand.day.ground.entries[0].id,
        reserve.seat,
    )
    await stand.day.done(turn, "open")
    # when
    receipt = await reserve.give(turn, "80")
    # then
    assert receipt["standing"] == "active"
    assert (await judge.send(turn, {"all": "99"})).json()["code"] == "ballot.recused"
    for tablet in stand.tablets[1:4]:
        await tablet.give(turn, "80")
    await stand.day.done(turn, "close")


async def test_a_ballot_reopened_after_its_stage_closed_is_on_the_bench_again(scoring: Running) -> None:
    stand = await new_stand(scoring, entries=1)
    turn, judge = stand.turns[0], stand.tablets[0]
    await stand.day.done(turn, "open")
    for tablet in stand.tablets:
        await tablet.give(turn, "80")
    await stand.day.done(turn, "close")
    await stand.day.ground.stage("final", "closed")
    assert (await judge.bench())["contests"] == []
    # when
    change = (await judge.ask(turn, "I typed 80 for 90")).json()["change_id"]
    await stand.day.post(f"/scoring/changes/{change}/grant", stand.day.chief, reason="Plain slip")
    # then
    assert (await judge.turn(turn))["editable"] is True
    assert (await judge.give(turn, "90", revision=2))["standing"] == "active"
