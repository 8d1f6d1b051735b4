"""Performances at the desk: opened, timed, closed with every seat resolved, taken out with a reason."""

import asyncio
from decimal import Decimal
from uuid import uuid4

import pytest

from shared.rules.judged.rule_set import Spread, TimeLimit
from tests.servers import Running
from tests.services.scoring.judged.day import Day, fact, new_day, reserve, rules, stage

FIVE = ("80", "85", "85", "85", "90")


@pytest.fixture(scope="module")
async def running_day(scoring: Running) -> Day:
    return await new_day(scoring)


async def test_T69_closing_a_performance_names_the_seat_that_is_not_resolved(scoring: Running) -> None:
    # given
    day = await new_day(scoring)
    turn = day.turns[0]
    await day.done(turn, "open")
    await day.marks(turn, *FIVE[:4])
    # when
    answer = await day.act(turn, "close")
    # then
    assert answer.status_code == 409
    assert answer.json()["code"] == "performance.unresolved"
    assert "Judge 5" in answer.json()["sentence"]
    assert answer.json()["details"]["seats"] == [{"number": 5, "state": "pending"}]
    assert await day.state(turn) == "open"
    # when the last ballot is in
    await day.ground.ballot(turn, day.ground.judges[4], {"all": "90"})
    # then it closes, and a second tap changes nothing
    assert (await day.done(turn, "close"))["status"] == "closed"
    assert (await day.done(turn, "close"))["status"] == "closed"
    assert await day.state(turn) == "closed"


async def test_a_seat_is_absent_when_chief_and_supervisor_have_both_said_so(scoring: Running) -> None:
    # given
    day = await new_day(scoring)
    turn, seat = day.turns[0], day.ground.judges[4].id
    await day.done(turn, "open")
    await day.marks(turn, *FIVE[:4])
    # then only the two may say it, and not without a reason
    assert (await day.act(turn, f"seats/{seat}/absence", reason="ill")).status_code == 403
    assert (await day.act(turn, f"seats/{seat}/absence", day.chief)).json()["code"] == "reason.missing"
    # when the chief says it alone
    await day.done(turn, f"seats/{seat}/absence", day.chief, reason="ill")
    await day.done(turn, f"seats/{seat}/absence", day.chief, reason="ill again")
    # then the seat still holds the closing up
    assert (await day.act(turn, "close")).json()["code"] == "performance.unresolved"
    # when the supervisor says so too
    await day.done(turn, f"seats/{seat}/absence", day.supervisor)
    # then it closes with four
    assert (await day.done(turn, "close"))["status"] == "closed"


async def test_a_word_said_again_is_one_word(scoring: Running) -> None:
    day = await new_day(scoring)
    turn, seat = day.turns[0], day.ground.judges[0].id
    await day.done(turn, "open")

    said = [await day.done(turn, f"seats/{seat}/absence", day.chief, reason="ill") for _ in range(2)]

    assert [each["agreed"] for each in said] == [False, False]


async def test_one_person_cannot_say_both_words_of_an_absence(scoring: Running) -> None:
    day = await new_day(scoring)
    turn, seat = day.turns[0], day.ground.judges[0].id
    await day.ground.sql(
        "insert into panel_seat (panel_id, number, role, marks, name, member_id) values ($1, 80, 'supervisor', false, "
        "'Chief', $2)",
        day.ground.panel_id,
        day.chief_id,
    )
    await day.done(turn, "open")
    said = await day.done(turn, f"seats/{seat}/absence", day.chief, reason="ill")
    assert said["agreed"] is False
    answer = await day.act(turn, f"seats/{seat}/absence", day.chief, reason="ill")
    assert (answer.status_code, answer.json()["code"]) == (403, "official.same")


async def test_a_reserve_who_stands_in_owes_the_ballot_instead(scoring: Running) -> None:
    # given
    day = await new_day(scoring)
    turn, seat, spare = day.turns[0], day.ground.judges[4].id, await reserve(day)
    await day.done(turn, "open")
    await day.marks(turn, *FIVE[:4])
    # when
    await day.done(turn, f"seats/{seat}/absence", day.chief, reason="ill", stand_in=str(spare))
    await day.done(turn, f"seats/{seat}/absence", day.supervisor)
    # then
    answer = await day.act(turn, "close")
    assert "Reserve 50" in answer.json()["sentence"]


async def test_a_stand_in_is_agreed_on_and_recused_from_nothing_here(scoring: Running) -> None:
    day = await new_day(scoring)
    turn, seat = day.turns[0], day.ground.judges[4].id
    one, other = await reserve(day), await reserve(day, 51)
    await day.done(turn, "open")
    await day.ground.sql(
        "insert into recusal (contest_id, seat_id, entry_id, by_rule, reason, made_by, made_at) "
        "values ($1, $2, $3, false, 'taught them', 'Chief', now())",
        day.ground.contest_id,
        other,
        day.ground.entries[0].id,
    )
    path = f"seats/{seat}/absence"
    recused = await day.act(turn, path, day.chief, reason="ill", stand_in=str(other))
    assert recused.json()["code"] == "seat.no_reserve"
    await day.done(turn, path, day.chief, reason="ill")
    differs = await day.act(turn, path, day.supervisor, stand_in=str(one))
    assert (differs.status_code, differs.json()["code"]) == (409, "seat.another_stand_in")


async def test_officials_act_before_their_own_panel_alone(scoring: Running) -> None:
    # given a second panel with a chief and without a supervisor
    day = await new_day(scoring)
    turn, other = day.turns[0], uuid4()
    await day.ground.sql("insert into panel (id, event_id, name) values ($1, $2, 'B')", other, day.ground.event_id)
    await day.ground.sql(
        "insert into stage_panel (contest_id, stage, panel_id) values ($1, $2, $3)",
        day.ground.contest_id,
        day.ground.rule_set.stages[0].key,
        other,
    )
    for number, role in enumerate(("chief", "judge", "judge"), 1):
        await day.ground.sql(
            "insert into panel_seat (panel_id, number, role, marks, name) values ($1, $2, $3, $4, 'B')",
            other,
            number,
            role,
            role == "judge",
        )
    await day.ground.sql("update performance set panel_id = $2 where id = $1", turn, other)
    # then the first panel's chief has nothing to say before it, its supervisor has, as there is no other
    refused = await day.act(turn, "open", day.chief)
    assert (refused.status_code, refused.json()["code"]) == (403, "official.not_yours")
    assert (await day.act(turn, "open", day.supervisor)).status_code == 200
    assert (await day.act(day.turns[1], "open", day.chief)).status_code == 200


async def test_one_performance_at_a_time_is_open_before_a_panel(scoring: Running) -> None:
    # given
    day = await new_day(scoring)
    await day.done(day.turns[0], "open")
    await day.done(day.turns[0], "open")
    # when
    answer = await day.act(day.turns[1], "open")
    # then
    assert (answer.status_code, answer.json()["code"]) == (409, "panel.busy")
    assert "01" in answer.json()["sentence"]


async def test_two_desks_that_open_at_once_open_one(scoring: Running) -> None:
    day = await new_day(scoring)
    answers = await asyncio.gather(*(day.act(turn, "open") for turn in day.turns))
    assert sorted(answer.status_code for answer in answers) == [200, 409, 409]
    assert sorted([await day.state(turn) for turn in day.turns]) == ["open", "waiting", "waiting"]


async def test_the_first_ones_are_marked_together_and_close_together(scoring: Running) -> None:
    # given a batch of two
    day = await new_day(scoring, rules(stage(calibration=2)))
    first, second, third = day.turns
    await day.done(first, "open")
    await day.marks(first, *FIVE)
    # then the first cannot close alone
    assert (await day.act(first, "close")).json()["code"] == "calibration.waiting"
    # when the second has performed too
    await day.done(second, "open")
    assert (await day.act(third, "open")).json()["code"] == "panel.busy"
    await day.marks(second, *FIVE[:4])
    assert "02" in (await day.act(first, "close")).json()["sentence"]
    await day.ground.ballot(second, day.ground.judges[4], {"all": "70"})
    await day.done(second, "close")
    # then both are closed, and the third stands alone
    assert [await day.state(turn) for turn in day.turns] == ["closed", "closed", "waiting"]
    await day.performed(third, *FIVE)


async def test_a_panel_too_far_apart_is_asked_once_to_mark_anew(scoring: Running) -> None:
    # given
    day = await new_day(scoring, rules(stage(spread=Spread(remark_range=Decimal(20)))))
    turn = day.turns[0]
    await day.done(turn, "open")
    await day.marks(turn, "60", "85", "85", "85", "90")
    # when
    asked = await day.done(turn, "close")
    # then the ballots are open again, on record, and a double tap does not close over them
    assert asked["remarking"] == [1]
    assert await day.state(turn) == "open"
    assert (await day.act(turn, "close")).json()["code"] == "performance.unresolved"
    assert (
        len(
            await day.ground.sql(
                "select 1 from reopening r join ballot b on b.id = r.ballot_id where b.performance_id = $1 and granted",
                turn,
            )
        )
        == 5
    )
    # when one judge changes and the others stand by theirs
    await day.change(turn, day.ground.judges[0], "65")
    await day.done(turn, "close", kept=True)
    # then it closes and is not asked again, though the marks are as far apart
    assert await day.state(turn) == "closed"


async def test_the_timer_is_the_servers_and_overtime_is_taken_off(scoring: Running) -> None:
    # given
    day = await new_day(scoring)
    turn = day.turns[0]
    await day.done(turn, "open")
    # when the timekeeper starts and stops it, each twice
    for act in ("start", "start", "stop", "stop"):
        await day.done(turn, act, day.timekeeper)
    row = await day.stand(turn)
    assert row["started_at"] is not None
    assert 0 <= row["seconds"] < 5
    # then a correction needs a reason
    assert (await day.act(turn, "time", day.timekeeper, minutes=11, seconds=1)).json()["code"] == "reason.missing"
    await day.done(turn, "time", day.timekeeper, minutes=11, seconds=1, reason="stopped too early")
    assert (await day.stand(turn))["seconds"] == 661
    # and two started minutes are two points less
    await day.marks(turn, *FIVE)
    await day.done(turn, "close")
    result = (await day.look(f"{day.contest}/result")).json()
    assert [line["total"] for line in result["lines"]] == ["83.00"]


async def test_a_running_timer_holds_the_closing_up(scoring: Running) -> None:
    day = await new_day(scoring)
    turn = day.turns[0]
    await day.done(turn, "open")
    await day.marks(turn, *FIVE)
    await day.done(turn, "start")
    assert (await day.act(turn, "close")).json()["code"] == "timer.running"


async def test_deductions_have_author_and_reason_and_are_withdrawn_never_deleted(scoring: Running) -> None:
    # given
    day = await new_day(scoring)
    turn, number = day.turns[0], str(uuid4())
    await day.performed(turn, *FIVE)
    # when the same form comes twice
    for _tap in range(2):
        await day.done(turn, "deductions", id=number, kind="leak", reason="said the school's name")
    rows = await day.ground.sql("select * from deduction where performance_id = $1", turn)
    assert [(row["kind"], row["points"], row["made_by"]) for row in rows] == [("leak", Decimal(5), "Organiser")]
    result = (await day.look(f"{day.contest}/result")).json()
    assert result["lines"][0]["total"] == "80.00"
    # when the form comes again with something else in it, or something is withdrawn that is not there
    other = await day.act(turn, "deductions", id=number, kind="leak", reason="said the town")
    elsewhere = await day.act(day.turns[1], "deductions", id=number, kind="leak", reason="said the school's name")
    nothing = await day.act(turn, "deductions", withdraw=str(uuid4()), reason="no such thing")
    # then nothing is said to be done that was not
    assert [each.json()["code"] for each in (other, elsewhere, nothing)] == [
        "form.used",
        "form.used",
        "deduction.unknown",
    ]
    # when it is withdrawn
    await day.done(turn, "deductions", day.chief, withdraw=number, reason="it was not the school")
    # then the row stands, and the points are back
    (row,) = await day.ground.sql("select * from deduction where performance_id = $1", turn)
    assert (row["withdrawn_by"], row["withdrawn_reason"]) == ("Chief", "it was not the school")
    assert (await day.look(f"{day.contest}/result")).json()["lines"][0]["total"] == "85.00"


@pytest.mark.parametrize(
    "data",
    [
        {"points": "NaN", "reason": "x"},
        {"points": "1e9", "reason": "x"},
        {"points": "-1", "reason": "x"},
        {"points": "0", "reason": "x"},
        {"points": "0.00001", "reason": "x"},
        {"points": "1", "reason": "\u200b"},
        {"points": "9" * 12, "reason": "x"},
        {"points": "1", "reason": "a\x00b"},
        {"points": "1", "reason": "x" * 10_000},
        {"points": ["1"], "reason": "x"},
        {"points": "1", "kind": "unknown", "reason": "x"},
        {"points": "1", "id": "no uuid", "reason": "x"},
        {"points": "1"},
        {},
    ],
)
async def test_nothing_typed_for_a_deduction_breaks_the_service(running_day: Day, data: dict[str, object]) -> None:
    answer = await running_day.act(running_day.turns[0], "deductions", **data)
    assert 400 <= answer.status_code < 500, answer.text


async def test_a_fact_the_rule_asks_for_is_needed_before_closing(scoring: Running) -> None:
    # given
    day = await new_day(scoring, rules(stage(facts=(fact(),))))
    turn = day.turns[0]
    await day.done(turn, "open")
    await day.marks(turn, *FIVE)
    assert (await day.act(turn, "close")).json()["code"] == "fact.missing"
    # then it has to fit the rule
    for wrong in ("0.5", "5.1", "2.25", "many", ""):
        assert (await day.act(turn, "facts", key="difficulty", value=wrong)).status_code == 422
    await day.done(turn, "facts", key="difficulty", value="2.5")
    await day.done(turn, "close")


async def test_too_few_ballots_cannot_close(scoring: Running) -> None:
    day = await new_day(scoring, judges=2)
    turn = day.turns[0]
    await day.done(turn, "open")
    await day.marks(turn, "80", "90")
    assert (await day.act(turn, "close")).json()["code"] == "panel.too_few"


async def test_who_does_not_come_is_absent_with_a_reason_and_can_return(scoring: Running) -> None:
    # given
    day = await new_day(scoring)
    turn = day.turns[0]
    assert (await day.act(turn, "absent")).json()["code"] == "reason.missing"
    await day.done(turn, "absent", reason="ten minutes late")
    await day.done(turn, "absent", reason="again")
    assert (await day.stand(turn))["reason"] == "ten minutes late"
    assert (await day.act(turn, "open")).status_code == 409
    # when
    await day.done(turn, "return", reason="the train was late")
    # then
    await day.performed(turn, *FIVE)
    assert (await day.act(turn, "absent", reason="too late for that")).json()["code"] == "performance.over"


async def test_who_is_disqualified_keeps_the_ballots_and_has_no_place(scoring: Running) -> None:
    day = await new_day(scoring)
    for turn in day.turns[:2]:
        await day.performed(turn, *FIVE)
    assert (await day.act(day.turns[0], "disqualify", day.timekeeper, reason="x")).status_code == 403
    await day.done(day.turns[0], "disqualify", day.chief, reason="work of somebody else")
    result = (await day.look(f"{day.contest}/result")).json()
    assert len(result["lines"]) == 1
    await day.done(day.turns[0], "return", day.chief, reason="it was not")
    assert await day.state(day.turns[0]) == "closed"


async def test_works_of_a_gallery_open_and_close_as_a_whole(scoring: Running) -> None:
    day = await new_day(scoring, rules(stage(mode="gallery", time=None)))
    path = f"{day.contest}/stages/final"
    assert (await day.post(f"{path}/open")).json()["opened"] == 3
    for turn in day.turns:
        await day.marks(turn, *FIVE[:4])
    assert (await day.post(f"{path}/shut")).json()["code"] == "performance.unresolved"
    for turn in day.turns:
        await day.ground.ballot(turn, day.ground.judges[4], {"all": "77"})
    assert (await day.post(f"{path}/shut")).json()["closed"] == 3


async def test_nobody_without_a_role_touches_the_desk(scoring: Running) -> None:
    day = await new_day(scoring)
    stranger, judge = day.ground.stranger(), day.ground.judges[0].headers
    for who in (stranger, judge, {"Accept": "application/json"}):
        for act in ("open", "close", "start", "stop", "absent", "disqualify", "deductions", "facts", "reveal"):
            assert (await day.act(day.turns[0], act, who, reason="x", key="k")).status_code in (401, 403), act
        assert (await day.look(f"{day.contest}/stages/final", who)).status_code == 403
        assert (await day.look(f"{day.contest}/result", who)).status_code == 403
    assert (await day.act(day.turns[0], "open", day.timekeeper)).status_code == 403
    assert (await day.act(uuid4(), "open")).status_code == 404


async def test_the_timekeeper_has_the_clock_of_whoever_is_on_stage_and_stays_on_its_page(scoring: Running) -> None:
    # given a rule with a warning, a limit and an end, and nobody on stage
    limit = TimeLimit(least=60, most=600, warnings=(540,), stop=660, per_minute=Decimal(1))
    day = await new_day(scoring, rules(stage(time=limit), anonymous=True))
    page = f"{day.contest}/timer"
    assert "现在没有选手在场" in (await day.look(page, day.timekeeper, html=True)).text
    # when the first performance is opened
    turn = day.turns[0]
    await day.done(turn, "open")
    # then what the rule says of time is there, and no name
    said = (await day.look(page, day.timekeeper, html=True)).text
    for words in ("最短 1:00", "9:00 提醒", "限时 10:00", "11:00 叫停", "开始计时", "下一位：02"):
        assert words in said
    assert "Work 1" not in said and day.ground.entries[0].name not in said
    # and who starts the timer there stays there, while the desk comes back to the desk
    form = {"HX-Request": "true", "Accept": "text/html"}
    there = {"Referer": str(scoring.http.base_url.join(page))}
    moved = await scoring.http.post(
        f"/scoring/performances/{turn}/start", headers=day.timekeeper | form | there, data={}
    )
    assert moved.headers["HX-Redirect"] == page
    assert (await day.look(page, day.timekeeper)).json()["open"][0]["running"] is True
    back = await scoring.http.post(f"/scoring/performances/{turn}/stop", headers=day.timekeeper | form, data={})
    assert back.headers["HX-Redirect"] == f"{day.contest}/stages/final"
    # and what was measured stands there with what it takes off
    await day.done(turn, "time", day.timekeeper, minutes=11, seconds=1, reason="by the watch")
    said = (await day.look(page, day.timekeeper, html=True)).text
    assert "11:01" in said and "用时扣 2 分" in said


async def test_a_timekeeper_of_one_hall_is_not_shown_the_clock_of_the_other(scoring: Running) -> None:
    # given two panels with a timekeeper each, and a performance open before the other one
    day = await new_day(scoring)
    other = (
        await day.ground.sql(
            "insert into panel (event_id, name) select event_id, 'Hall B' from panel where id = $1 returning id",
            day.ground.panel_id,
        )
    )[0]["id"]
    await day.ground.sql(
        "insert into stage_panel (contest_id, stage, panel_id) values ($1, 'final', $2)", day.ground.contest_id, other
    )
    await day.ground.sql(
        "insert into panel_seat (panel_id, number, role, marks, name) values ($1, 93, 'timekeeper', false, 'B')", other
    )
    await day.done(day.turns[0], "open")
    await day.ground.sql("update performance set panel_id = $1 where id = $2", other, day.turns[0])
    # when the first hall's timekeeper looks
    found = (await day.look(f"{day.contest}/timer", day.timekeeper)).json()
    # then nothing is open there, and the organiser sees it
    assert found["open"] == []
    assert [each["order_no"] for each in (await day.look(f"{day.contest}/timer")).json()["open"]] == [1]
