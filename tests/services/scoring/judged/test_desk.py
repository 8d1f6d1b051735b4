"""The desk's pages: who has handed in, tablets, what waits; never a mark before all are in, never a name to judges."""

import pytest

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
    ):
        assert (await running_day.look(path)).status_code == 404


@pytest.fixture(scope="module")
async def running_day(scoring: Running) -> Day:
    return await new_day(scoring)
