"""Who does not judge whom: by the unit of any author, by hand with a reason, with a reserve in the place."""

from decimal import Decimal
from typing import Any
from uuid import uuid4

import pytest

from services.scoring.judged.ground import ground_of
from services.scoring.judged.officials import contest_of
from tests.servers import Running
from tests.services.scoring.judged.day import Day, new_day, reserve, rules, stage
from tests.services.scoring.judged.set_up import Setting, entry, new_setting
from tests.services.scoring.judged.works_ground import Judge

PEOPLE = "张一 文学院\n李二 师范大学\n王三 理学院\n赵四 师范大学 监督\n孙六 师范大学 候补\n周七 文学院 候补"


async def ready(scoring: Running, preset: str = "henan_2025", **changed: Any) -> tuple[Setting, dict[str, Any], str]:
    setting = await new_setting(scoring, preset, **changed)
    stage = (await setting.rules())["rule_set"]["stages"][0]["key"]
    panel = await setting.panel(PEOPLE, stages=(stage,))
    return setting, {each["name"]: each for each in panel["seats"]}, stage


async def in_force(setting: Setting, seats: dict[str, Any]) -> set[tuple[str, str]]:
    """Judge and entry of every recusal in force, reserves left out."""
    told = (await setting.get(f"/scoring/contests/{setting.id}/recusals")).json()["recusals"]
    names = {str(each.id): each.name for each in setting.entries}
    judges = {each["id"]: name for name, each in seats.items() if not each["reserve"]}
    return {
        (judges[each["seat_id"]], names[each["entry_id"]])
        for each in told
        if each["lifted_at"] is None and each["seat_id"] in judges
    }


async def replacing(setting: Setting) -> None:
    rule_set = (await setting.rules())["rule_set"]
    answer = await setting.post(f"/scoring/contests/{setting.id}/rules", rule_set={**rule_set, "recusal": "replace"})
    assert answer.status_code == 200, answer.text


async def test_a_judge_of_any_authors_unit_is_recused_and_nobody_else(scoring: Running) -> None:
    # given
    works = (entry("独奏", "音乐学院"), entry("合诵", "工学院", "　理学 院"), entry("散文", "文学院"))
    # when
    setting, seats, _stage = await ready(scoring, entries=0)
    await setting.tell(entries=works)
    # then
    assert await in_force(setting, seats) == {("王三", "合诵"), ("张一", "散文")}


async def test_recusals_by_rule_follow_entries_panel_and_rules(scoring: Running) -> None:
    # given
    setting, seats, _stage = await ready(scoring, entries=2)
    assert await in_force(setting, seats) == {("张一", "选手1"), ("王三", "选手2")}
    # when
    await setting.post(f"/scoring/panel-seats/{seats['张一']['id']}", name="张一", unit="体育部")
    # then
    assert await in_force(setting, seats) == {("王三", "选手2")}
    # when
    await setting.tell(entries=setting.entries[:1])
    # then
    assert await in_force(setting, seats) == set()
    # when
    await setting.tell(entries=(*setting.entries, entry("新人", "体育部")))
    rule_set = (await setting.rules())["rule_set"]
    assert await in_force(setting, seats) == {("张一", "新人")}
    await setting.post(f"/scoring/contests/{setting.id}/rules", rule_set={**rule_set, "recusal": "none"})
    # then
    assert await in_force(setting, seats) == set()


async def test_where_the_rules_replace_the_first_reserve_who_may_stands_in(scoring: Running) -> None:
    # given
    setting, seats, _stage = await ready(scoring, entries=0)
    await replacing(setting)
    # when
    await setting.tell(entries=(entry("甲", "文学院"), entry("乙", "文学院", "师范大学")))
    told = (await setting.get(f"/scoring/contests/{setting.id}/recusals")).json()["recusals"]
    stands_in = {each["entry_id"]: each["stand_in"] for each in told if each["seat_id"] == seats["张一"]["id"]}
    # then
    assert stands_in == {str(setting.entries[0].id): seats["孙六"]["id"], str(setting.entries[1].id): None}


async def test_by_hand_needs_a_reason_and_can_be_lifted_with_one(scoring: Running) -> None:
    # given
    setting, seats, _stage = await ready(scoring, entries=6)
    path = f"/scoring/contests/{setting.id}/recusals"
    who = {"seat_id": seats["李二"]["id"], "entry_id": str(setting.entries[3].id)}
    # when
    bare = await setting.post(path, **who)
    made = await setting.post(path, **who, reason="导师")
    again = await setting.post(path, **who, reason="导师")
    # then
    assert [bare.status_code, made.status_code, again.status_code] == [422, 201, 409]
    assert ("李二", "选手4") in await in_force(setting, seats)
    # when
    told = (await setting.get(path)).json()["recusals"]
    row = next(each for each in told if each["reason"] == "导师")
    silent = await setting.post(f"/scoring/recusals/{row['id']}/lift")
    lifted = await setting.post(f"/scoring/recusals/{row['id']}/lift", reason="误报")
    twice = await setting.post(f"/scoring/recusals/{row['id']}/lift", reason="误报")
    # then
    assert [silent.status_code, lifted.status_code, twice.status_code] == [422, 200, 409]
    assert ("李二", "选手4") not in await in_force(setting, seats)


async def test_what_a_person_lifted_does_not_come_back_by_rule(scoring: Running) -> None:
    # given
    setting, seats, _stage = await ready(scoring, entries=2)
    path = f"/scoring/contests/{setting.id}/recusals"
    row = next(each for each in (await setting.get(path)).json()["recusals"] if each["seat_id"] == seats["张一"]["id"])
    # when
    await setting.post(f"/scoring/recusals/{row['id']}/lift", reason="已调离文学院")
    await setting.post(f"{path}/by-rule")
    await setting.tell(contest_name="改名")
    # then
    assert await in_force(setting, seats) == {("王三", "选手2")}
    assert "已调离文学院" in await setting.page(path)


async def test_only_a_reserve_of_the_same_panel_stands_in(scoring: Running) -> None:
    # given
    setting, seats, _stage = await ready(scoring, entries=2)
    path = f"/scoring/contests/{setting.id}/recusals"
    row = next(each for each in (await setting.get(path)).json()["recusals"] if each["seat_id"] == seats["张一"]["id"])
    stand_in = f"/scoring/recusals/{row['id']}/stand-in"
    # when
    judge = await setting.post(stand_in, seat_id=seats["李二"]["id"])
    recused = await setting.post(stand_in, seat_id=seats["周七"]["id"])
    unknown = await setting.post(stand_in, seat_id=str(uuid4()))
    fits = await setting.post(stand_in, seat_id=seats["孙六"]["id"])
    # then
    assert [each.status_code for each in (judge, recused, unknown, fits)] == [422, 422, 422, 200]
    assert "孙六" in await setting.page(path)


async def test_a_mark_that_is_in_is_left_to_people_and_a_closed_performance_stays(scoring: Running) -> None:
    # given
    setting, seats, stage = await ready(scoring, entries=2)
    second = (await setting.performances(stage))[1]
    await setting.ballot(second["id"], seats["李二"]["id"], {"x": Decimal(1)})
    # when
    await setting.post(f"/scoring/panel-seats/{seats['李二']['id']}", name="李二", unit="理学院", reason="更正单位")
    path = f"/scoring/contests/{setting.id}/recusals"
    told = (await setting.get(path)).json()
    # then
    assert [seats["李二"]["id"], str(setting.entries[1].id)] in told["undecided"]
    assert ("李二", "选手2") not in await in_force(setting, seats)
    # when
    async with scoring.app.state.db.tx() as tx:
        await tx.execute("update performance set status = 'closed' where id = $1", second["id"])
    late = await setting.post(
        path, seat_id=seats["李二"]["id"], entry_id=str(setting.entries[1].id), reason="现在才知道"
    )
    # then what is judged stays; it holds for the stages still to come
    assert late.status_code == 201
    rows = (await setting.get(path)).json()["recusals"]
    assert [stage in each["stages"] for each in rows if each["reason"] == "现在才知道"] == [False]


async def test_judges_do_not_see_who_is_recused_from_whom(scoring: Running) -> None:
    # given
    setting, seats, _stage = await ready(scoring, entries=2)
    judge = uuid4()
    async with scoring.app.state.db.tx() as tx:
        await tx.execute("update panel_seat set member_id = $1 where id = $2", judge, seats["李二"]["id"])
    path = f"/scoring/contests/{setting.id}/recusals"
    # then
    assert (await setting.get(path, scoring.as_(judge))).status_code == 403
    assert (await setting.get(path, scoring.as_(uuid4()))).status_code == 403
    assert (await setting.get(path, {"Accept": "application/json"})).status_code == 403
    answer = await setting.post(path, scoring.as_(judge), seat_id=str(uuid4()), entry_id=str(uuid4()), reason="x")
    assert answer.status_code == 403


async def test_a_chief_who_marks_sees_no_names_of_an_anonymous_contest(scoring: Running) -> None:
    # given
    setting, seats, stage = await ready(scoring, entries=2)
    chief = uuid4()
    async with scoring.app.state.db.tx() as tx:
        await tx.execute(
            "update panel_seat set member_id = $1, role = 'chief' where id = $2", chief, seats["李二"]["id"]
        )
    paths = (f"/scoring/contests/{setting.id}/recusals", f"/scoring/contests/{setting.id}/stages/{stage}/order")
    # when
    marking = [(await setting.get(path, scoring.as_(chief))).status_code for path in paths]
    async with scoring.app.state.db.tx() as tx:
        await tx.execute("update panel_seat set marks = false where id = $1", seats["李二"]["id"])
    # then
    assert marking == [403, 403]
    assert [(await setting.get(path, scoring.as_(chief))).status_code for path in paths] == [200, 200]


@pytest.mark.parametrize("lang", ["zh", "en"])
async def test_the_page_says_who_does_not_judge_whom(scoring: Running, lang: str) -> None:
    # given
    setting, _seats, _stage = await ready(scoring, entries=2)
    # when
    page = await setting.page(f"/scoring/contests/{setting.id}/recusals", lang)
    # then
    assert "张一" in page and "选手1" in page
    assert ("same unit" if lang == "en" else "同单位") in page


async def between_stages(scoring: Running) -> tuple[Day, str]:
    """The first stage judged and closed, three in the final that has not begun; the path of recusals."""
    day = await new_day(scoring, rules(stage("documents"), stage("final")))
    await day.ground.told()
    for turn in day.turns:
        await day.performed(turn, *("80",) * 5)
    assert (await day.post(f"{day.contest}/stages/documents/close")).status_code == 200
    return day, f"{day.contest}/recusals"


async def recused_in(day: Day, stage_key: str) -> list[int]:
    """Numbers of the judges recused from the first entry, in a stage."""
    async with day.scoring.app.state.db.tx() as tx:
        ground = await ground_of(tx, await contest_of(tx, day.ground.contest_id), stage_key)
    first = next(each for each in ground.performances if each.entry_id == day.ground.entries[0].id)
    return [each.seat.number for each in ground.due(first) if each.state == "recused"]


async def test_between_two_stages_a_recusal_is_for_what_comes(scoring: Running) -> None:
    # given the first stage judged
    day, path = await between_stages(scoring)
    reserve_id = await reserve(day)
    seat, entry_id = str(day.ground.judges[2].id), str(day.ground.entries[0].id)
    # when a judge is recused now
    made = await day.post(path, seat_id=seat, entry_id=entry_id, reason="related, known since today")
    again = await day.post(path, seat_id=seat, entry_id=entry_id, reason="once more")
    # then it holds in the final, and what was judged stays
    assert (made.status_code, again.status_code) == (201, 409)
    assert (await recused_in(day, "documents"), await recused_in(day, "final")) == ([], [3])
    (row,) = (await day.look(path)).json()["recusals"]
    assert row["stages"] == ["final"]
    # when a reserve stands in and it is lifted
    assert (await day.post(f"/scoring/recusals/{row['id']}/stand-in", seat_id=str(reserve_id))).status_code == 200
    assert (await day.post(f"/scoring/recusals/{row['id']}/lift", reason="mistaken")).status_code == 200
    assert await recused_in(day, "final") == []


async def test_a_recusal_of_all_stages_keeps_what_was_judged_under_it(scoring: Running) -> None:
    # given a judge recused before the first stage
    day = await new_day(scoring, rules(stage("documents"), stage("final")))
    await day.ground.told()
    path, reserve_id = f"{day.contest}/recusals", await reserve(day)
    seat, entry_id = str(day.ground.judges[2].id), str(day.ground.entries[0].id)
    await day.post(path, seat_id=seat, entry_id=entry_id, reason="related")
    (first,) = (await day.look(path)).json()["recusals"]
    for turn in day.turns:
        await day.done(turn, "open")
        for judge in day.ground.judges:
            if (turn, judge) != (day.turns[0], day.ground.judges[2]):
                await day.ground.ballot(turn, judge, {"all": "80"})
        await day.done(turn, "close")
    assert (await day.post(f"{day.contest}/stages/documents/close")).status_code == 200
    # when a reserve is named for the final, then the recusal lifted for it
    named = await day.post(f"/scoring/recusals/{first['id']}/stand-in", seat_id=str(reserve_id))
    assert named.status_code == 200
    rows = (await day.look(path)).json()["recusals"]
    assert sorted((each["stages"], each["stand_in"]) for each in rows) == [
        (["documents"], None),
        (["final"], str(reserve_id)),
    ]
    assert (await day.post(f"/scoring/recusals/{first['id']}/lift", reason="x")).json()["code"] == "recusal.settled"
    final = next(each["id"] for each in rows if each["stages"] == ["final"])
    assert (await day.post(f"/scoring/recusals/{final}/lift", reason="resolved")).status_code == 200
    # then the documents stay as they were judged, and the judge marks the final
    assert (await recused_in(day, "documents"), await recused_in(day, "final")) == ([3], [])


async def test_a_ballot_that_is_in_stops_counting_only_where_that_is_said_to_be_meant(scoring: Running) -> None:
    # given a performance all have marked, not closed yet
    day = await new_day(scoring)
    path, reserve_id = f"{day.contest}/recusals", await reserve(day)
    await day.done(day.turns[0], "open")
    await day.marks(day.turns[0], *("80",) * 5)
    of = {"seat_id": str(day.ground.judges[2].id), "entry_id": str(day.ground.entries[0].id), "reason": "related"}
    # when one of them is recused
    asked = await day.post(path, stand_in=str(reserve_id), **of)
    # then the ballot is named first, and it goes on only when that is meant
    assert (asked.status_code, asked.json()["code"]) == (409, "recusal.ballot_in")
    assert "01" in asked.json()["sentence"]
    assert await recused_in(day, "final") == []
    assert (await day.post(path, stand_in=str(reserve_id), anyway=True, **of)).status_code == 201
    (row,) = (await day.look(path)).json()["recusals"]
    # when the reserve has marked and is to be let go again
    await day.ground.ballot(day.turns[0], Judge(reserve_id, 50, ""), {"all": "70"})
    for act, data in (("lift", {"reason": "mistaken"}), ("stand-in", {"seat_id": None})):
        refused = await day.post(f"/scoring/recusals/{row['id']}/{act}", **data)
        assert (refused.status_code, refused.json()["code"]) == (409, "recusal.ballot_in")
    # then the page offers to say so
    assert (await day.look(path, html=True)).text.count('name="anyway"') == 3
    assert (await day.post(f"/scoring/recusals/{row['id']}/lift", reason="x", anyway=True)).status_code == 200
