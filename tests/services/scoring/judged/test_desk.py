"""The desk's pages: who has handed in, tablets, what waits; never a mark before all are in, never a name to judges."""

import re
from decimal import Decimal

import pytest

from shared.rules.judged.rule_set import TimeLimit
from tests.servers import Running
from tests.services.scoring.judged.day import Day, fact, new_day, rules, stage

ODD = ("61.11", "82.22", "83.33", "84.44", "95.55")


@pytest.mark.parametrize("lang", ["zh", "en"])
async def test_every_page_is_drawn_in_both_languages_at_every_moment(scoring: Running, lang: str) -> None:
    day = await new_day(scoring, rules(stage(facts=(fact(),)), anonymous=lang == "en"))
    first, second, third = day.turns

    async def look() -> None:
        paths = [f"{day.contest}/{page}" for page in ("stages/final", "host", "result", "appeals", "screen", "board")]
        turns = [f"/scoring/performances/{turn}" for turn in day.turns]
        seen = [(day.organiser, paths), (day.chief, [paths[0], turns[0]]), (day.supervisor, turns)]
        for who, given in seen:
            for path in given:
                answer = await scoring.http.get(path, headers=who | {"Accept": "text/html", "Accept-Language": lang})
                assert answer.status_code == 200, (path, answer.text)
                assert "Undefined" not in answer.text

    await look()
    await day.done(first, "open")
    await day.done(first, "start")
    await day.marks(first, *ODD[:3])
    seat = day.ground.judges[4].id
    await day.done(first, f"seats/{seat}/absence", day.chief, reason="ill")
    await look()
    await day.done(first, f"seats/{seat}/absence", day.supervisor)
    await day.ground.ballot(first, day.ground.judges[3], {"all": ODD[3]})
    await day.done(first, "facts", key="difficulty", value="2.5")
    await day.done(first, "deductions", kind="leak", reason="told")
    await day.done(first, "stop")
    await day.done(first, "close")
    await look()
    await day.done(first, "reveal", to="next")
    await look()
    await day.done(first, "reveal", to="score")
    await day.done(second, "absent", reason="did not come")
    await day.done(third, "disqualify", reason="out")
    for scene in ("now", "ranking", "blank", "performance"):
        await day.post(f"{day.contest}/host", scene=scene)
        await look()
    await day.post(f"{day.contest}/stages/final/close")
    await look()
    draft = (await day.post(f"{day.contest}/result")).json()
    await look()
    for who in (day.chief, day.supervisor):
        await day.post(f"{day.contest}/result/sign", who, version=draft["version"], hash=draft["hash"])
    await day.post(f"{day.contest}/appeals", entry_id=str(day.ground.entries[0].id), text="Why?")
    await look()


async def test_the_desk_shows_who_has_handed_in_and_never_a_mark_before_closing(scoring: Running) -> None:
    # given
    day = await new_day(scoring)
    turn = day.turns[0]
    await day.done(turn, "open")
    await day.marks(turn, *ODD[:4])
    # then the desk knows four of five, with the seat that lacks, and no mark
    for who in (day.organiser, day.chief, day.supervisor, day.timekeeper):
        for path in (f"{day.contest}/stages/final", f"/scoring/performances/{turn}", f"{day.contest}"):
            html = (await day.look(path, who, html=True)).text
            assert not [mark for mark in ODD if mark in html]
    desk = (await day.look(f"{day.contest}/stages/final")).json()
    assert [each["given"] for each in desk["performances"]] == [4, 0, 0]
    assert [seat["state"] for seat in desk["open"][0]["seats"]] == ["submitted"] * 4 + ["pending"]
    # when it is closed
    await day.ground.ballot(turn, day.ground.judges[4], {"all": ODD[4]})
    await day.done(turn, "close")
    # then those who may see marks do, the timekeeper does not
    page = f"/scoring/performances/{turn}"
    assert "61.11" in (await day.look(page, day.chief, html=True)).text
    assert "61.11" not in (await day.look(page, day.timekeeper, html=True)).text
    assert "83.33" not in (await day.look(f"{day.contest}/stages/final", day.timekeeper, html=True)).text


async def test_flags_ask_after_closing_and_alter_nothing(scoring: Running) -> None:
    day = await new_day(scoring)
    turn = day.turns[0]
    await day.performed(turn, "70", "85", "85", "85", "86")
    html = (await day.look(f"/scoring/performances/{turn}", day.chief, html=True)).text
    assert "16.00" in html
    assert (await day.look(f"{day.contest}/result")).json()["lines"][0]["total"] == "85.00"


async def test_in_an_anonymous_contest_only_the_organiser_sees_names(scoring: Running) -> None:
    day = await new_day(scoring)
    path = f"{day.contest}/stages/final"
    assert "Work 1" in (await day.look(path, html=True)).text
    for who in (day.chief, day.supervisor, day.timekeeper):
        assert "Work 1" not in (await day.look(path, who, html=True)).text
        assert "Work 1" not in (await day.look(f"/scoring/performances/{day.turns[0]}", who, html=True)).text


async def test_why_a_judge_is_recused_tells_the_chief_no_unit(scoring: Running) -> None:
    day = await new_day(scoring)
    await day.ground.sql(
        "insert into recusal (contest_id, seat_id, entry_id, by_rule, reason, made_by, made_at) "
        "values ($1, $2, $3, true, 'College 1', 'rule', now())",
        day.ground.contest_id,
        day.ground.judges[0].id,
        day.ground.entries[0].id,
    )
    path = f"/scoring/performances/{day.turns[0]}"
    assert "College 1" in (await day.look(path, html=True)).text
    assert "College 1" not in (await day.look(path, day.chief, html=True)).text


async def test_the_desk_tells_what_the_tablets_report(scoring: Running) -> None:
    day = await new_day(scoring)
    await day.done(day.turns[0], "open")
    await day.ground.sql(
        'update panel_device set report = \'{"battery": 17, "waiting": 2}\' where seat_id = $1',
        day.ground.judges[0].id,
    )
    await day.ground.sql(
        'update panel_device set report = \'{"battery": "<b>", "waiting": null}\' where seat_id = $1',
        day.ground.judges[1].id,
    )
    html = (await day.look(f"{day.contest}/stages/final", html=True)).text
    assert "17%" in html
    assert "<b>" not in html


async def test_an_official_acts_by_the_tablet_of_the_seat(scoring: Running) -> None:
    day = await new_day(scoring)
    await day.ground.sql("update panel_seat set role = 'chief' where id = $1", day.ground.judges[0].id)
    headers = day.ground.judges[0].headers
    assert (await day.look(f"{day.contest}/stages/final", headers)).status_code == 200
    assert (await day.act(day.turns[0], "open", headers)).status_code == 200


async def test_unknown_contests_and_stages_are_told_as_such(running_day: Day) -> None:
    for path in (
        "/scoring/contests/00000000-0000-0000-0000-000000000000",
        f"{running_day.contest}/stages/none",
        "/scoring/performances/00000000-0000-0000-0000-000000000000",
        "/scoring/contests/00000000-0000-0000-0000-000000000000/board",
        "/scoring/contests/00000000-0000-0000-0000-000000000000/screen",
        "/scoring/contests/00000000-0000-0000-0000-000000000000/timer",
    ):
        assert (await running_day.look(path)).status_code == 404


@pytest.fixture(scope="module")
async def running_day(scoring: Running) -> Day:
    return await new_day(scoring)


async def test_the_desk_says_what_is_missing_before_anything_is_opened(scoring: Running) -> None:
    # given a gallery nobody judges yet, whose works have no material
    day = await new_day(scoring, rules(stage(mode="gallery")), entries=2)
    await day.ground.told()
    await day.ground.sql("delete from stage_panel where contest_id = $1", day.ground.contest_id)
    await day.ground.sql("update judged_stage set status = 'planned' where contest_id = $1", day.ground.contest_id)

    async def desk() -> str:
        return (await day.look(f"{day.contest}/stages/final", html=True)).text

    # then it says so, offers the page where a panel is chosen, and no button to open
    said = await desk()
    assert "尚未指定评委组" in said and f"/scoring/events/{day.ground.event_id}/panels" in said
    assert "2 件作品中有 2 件没有材料" in said and "顺序尚未抽签" in said
    assert "开放全部作品" not in said
    # when a panel is named
    await day.ground.sql(
        "insert into stage_panel (contest_id, stage, panel_id) values ($1, 'final', $2)",
        day.ground.contest_id,
        day.ground.panel_id,
    )
    # then it can be opened, after a question about the material
    said = await desk()
    assert "尚未指定评委组" not in said and "开放全部作品" in said and "仍要开放吗？" in said
    # when all is open, and when all is closed, only what can be done is offered
    assert (await day.post(f"{day.contest}/stages/final/open")).status_code == 200
    said = await desk()
    assert "开放全部作品" not in said and "关闭全部作品" in said and "顺序尚未抽签" not in said
    for turn in day.turns:
        await day.marks(turn, *ODD)
    assert (await day.post(f"{day.contest}/stages/final/shut")).status_code == 200
    assert "关闭全部作品" not in await desk()


@pytest.mark.parametrize(
    ("limit", "asks"),
    [
        (TimeLimit(most=600, per_minute=Decimal(1)), True),
        (TimeLimit(least=60, most=600, flat=Decimal(5)), True),
        (TimeLimit(most=600), False),
    ],
)
async def test_a_forgotten_timer_is_asked_about_at_closing_and_stays_marked(
    scoring: Running, limit: TimeLimit, asks: bool
) -> None:
    # given a performance everybody has marked and nobody has timed
    day = await new_day(scoring, rules(stage(time=limit)))
    await day.done(day.turns[0], "open")
    await day.marks(day.turns[0], *ODD)
    # then closing it asks, where the rule takes points off for the time
    said = (await day.look(f"{day.contest}/stages/final", html=True)).text
    assert ("01 的计时没有开始" in said) == asks
    # and the closed line says that no time was recorded, until it is typed
    await day.done(day.turns[0], "close")
    assert ("用时未记录" in (await day.look(f"{day.contest}/stages/final", html=True)).text) == asks
    await day.done(day.turns[0], "time", minutes=9, reason="by the watch")
    assert "用时未记录" not in (await day.look(f"{day.contest}/stages/final", html=True)).text


async def test_the_page_of_a_performance_says_when_it_has_grown_old_and_keeps_what_is_typed(scoring: Running) -> None:
    # given the page as it was drawn while the performance waited
    day = await new_day(scoring)
    path = f"/scoring/performances/{day.turns[0]}"
    drawn = re.search(rf"{path}\?seen=([0-9a-f]+)", (await day.look(path, html=True)).text)
    assert drawn is not None
    again = f"{path}?seen={drawn[1]}"
    assert "打开此页后情况有变" not in (await day.look(again, html=True)).text
    # when it is opened and a ballot comes in
    await day.done(day.turns[0], "open")
    await day.marks(day.turns[0], ODD[0])
    # then its own refreshing brings the new state, and the hint to load the forms that belong to it
    said = (await day.look(again, html=True)).text
    assert "打开此页后情况有变" in said
    assert f'id="seat-{day.ground.judges[0].id}"' in said and ">已交</span>" in said
    assert "打开此页后情况有变" not in (await day.look(path, html=True)).text


async def test_after_the_signatures_desk_and_performance_say_what_a_change_makes(scoring: Running) -> None:
    # given a signed result
    day = await new_day(scoring, entries=1)
    await day.performed(day.turns[0], *ODD)
    desk, turn = f"{day.contest}/stages/final", f"/scoring/performances/{day.turns[0]}"
    assert "签字生效" not in (await day.look(desk, html=True)).text + (await day.look(turn, html=True)).text
    await day.post(f"{day.contest}/stages/final/close")
    draft = (await day.post(f"{day.contest}/result")).json()
    for who in (day.chief, day.supervisor):
        signed = await day.post(f"{day.contest}/result/sign", who, version=draft["version"], hash=draft["hash"])
        assert signed.status_code == 200, signed.text
    # then both pages say so, and a deduction asks before it makes an amendment
    assert "第 1 版已于" in (await day.look(desk, html=True)).text
    said = (await day.look(turn, html=True)).text
    assert "第 1 版已于" in said
    assert re.search(r'action="[^"]*/deductions"[^>]*hx-confirm="成绩第 1 版已签字', said)


async def test_points_the_rule_does_not_have_are_asked_for(scoring: Running) -> None:
    day = await new_day(scoring)
    answer = await day.act(day.turns[0], "deductions", kind="other", reason="left the stage")
    assert (answer.status_code, answer.json()["code"]) == (422, "deduction.no_points")


@pytest.mark.parametrize(("marks", "said"), [(False, True), (True, False)])
async def test_a_chief_who_is_to_split_equals_and_gives_no_marks_is_pointed_out(
    scoring: Running, marks: bool, said: bool
) -> None:
    day = await new_day(scoring, rules(ties=("unrounded", "chief", "shared")))
    await day.ground.told()
    await day.ground.sql("update panel_seat set marks = $2 where member_id = $1", day.chief_id, marks)
    assert ("但本评委组组长不打分" in (await day.look(f"{day.contest}/stages/final", html=True)).text) == said
