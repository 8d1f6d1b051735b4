"""What the hall sees: nothing before the reveal, then judge by judge, the dropped marks struck, the ranking moving."""

import re
from typing import Any

import pytest

from services.scoring.judged import live
from shared.messages.scoring import JudgedContestSigned
from tests.servers import Running
from tests.services.scoring.judged.day import Day, new_day, rules, stage
from tests.services.scoring.judged.works_ground import Judge

ODD = ("61.11", "82.22", "83.33", "84.44", "95.55")
"""Totals that occur nowhere else in a page."""
MEAN = "83.33"


async def seen(day: Day) -> str:
    """Everything public about a contest: pages, JSON, live fragments in both languages."""
    parts = [await day.anybody(f"{day.contest}/{page}") for page in ("screen", "board")]
    db = day.scoring.app.state.db
    for kind in ("screen", "board", "desk"):
        for lang in ("zh", "en"):
            parts.append(await live.render(f"{kind}:{day.ground.contest_id}:{lang}", db) or "")
    return "\n".join(parts)


def told_of(text: str) -> list[str]:
    return [mark for mark in (*ODD, "Work 1", "College 1") if mark in text]


async def test_before_the_reveal_nothing_leaves(scoring: Running, capsys: pytest.CaptureFixture[str]) -> None:
    # given a performance closed with marks, told only at the end
    day = await new_day(scoring, rules(stage(reveal="end")))
    await day.performed(day.turns[0], *ODD)
    # then no public page, topic or log line has a mark, a score, a name or a unit
    assert told_of(await seen(day)) == []
    printed = capsys.readouterr()
    assert told_of(printed.out + printed.err) == []
    # and it cannot be told before its time
    answer = await day.act(day.turns[0], "reveal")
    assert (answer.status_code, answer.json()["code"]) == (409, "reveal.not_due")


async def test_the_host_tells_judge_by_judge_then_the_score(scoring: Running) -> None:
    # given
    day = await new_day(scoring)
    turn = day.turns[0]
    await day.performed(turn, *ODD)
    assert told_of(await seen(day)) == []
    # when the first mark is told, tapped twice
    for _tap in range(2):
        await day.done(turn, "reveal", to="next", shown=0)
    # then that mark and no other is seen
    assert told_of(await seen(day)) == ["61.11"]
    screen = (await day.look(f"{day.contest}/screen")).json()
    assert [mark["total"] for mark in screen["on_screen"]["marks"]] == ["61.11", "", "", "", ""]
    # when all marks and the score are told
    for shown in range(1, 6):
        await day.done(turn, "reveal", to="next", shown=shown)
    # then highest and lowest are struck through, and the ranking has the score
    screen = (await day.look(f"{day.contest}/screen")).json()["on_screen"]
    assert [mark["total"] for mark in screen["marks"] if mark["dropped"]] == ["61.11", "95.55"]
    assert screen["score"] == MEAN
    html = (await day.look(f"{day.contest}/screen", html=True)).text
    assert re.findall(r"<del>([\d.]+)</del>", html) == ["61.11", "95.55"]
    board = (await day.look(f"{day.contest}/board")).json()
    assert [(line["number"], line["total"], line["name"]) for line in board["ranking"]["lines"]] == [("01", MEAN, "")]


async def test_names_stay_hidden_until_the_stage_is_closed(scoring: Running) -> None:
    # given everything told
    day = await new_day(scoring)
    for turn in day.turns:
        await day.performed(turn, *ODD)
        await day.done(turn, "reveal", to="score")
    assert "Work 1" not in await seen(day)
    # when
    assert (await day.post(f"{day.contest}/stages/final/close")).status_code == 200
    # then
    assert "Work 1" in await seen(day)


async def test_without_anonymity_names_are_there_from_the_start(scoring: Running) -> None:
    day = await new_day(scoring, rules(anonymous=False))
    await day.done(day.turns[0], "open")
    assert "Work 1" in await seen(day)


async def test_the_screen_leaves_what_was_told_for_the_one_that_begins(scoring: Running) -> None:
    day = await new_day(scoring)
    first, second, third = day.turns
    await day.performed(first, *ODD)
    await day.done(first, "reveal", to="next")
    await day.performed(second, *ODD)
    assert (await day.look(f"{day.contest}/screen")).json()["scene"]["scene"] == "performance"
    await day.done(first, "reveal", to="score")
    await day.done(third, "open")
    assert (await day.look(f"{day.contest}/screen")).json()["scene"]["scene"] == "now"


async def test_after_the_next_is_told_when_another_has_finished(scoring: Running) -> None:
    day = await new_day(scoring, rules(stage(reveal="after_next")))
    first, second, third = day.turns
    await day.performed(first, *ODD)
    assert (await day.act(first, "reveal")).json()["code"] == "reveal.not_due"
    await day.performed(second, *ODD)
    await day.done(first, "reveal", to="score")
    assert (await day.act(second, "reveal")).status_code == 409
    # the last one follows when nobody comes any more
    await day.done(third, "absent", reason="did not come")
    await day.done(second, "reveal", to="score")


async def test_a_batch_is_told_together(scoring: Running) -> None:
    day = await new_day(scoring, rules(stage(reveal="batch", batch=2)))
    first, second, third = day.turns
    await day.performed(first, *ODD)
    assert (await day.act(first, "reveal")).status_code == 409
    await day.performed(second, *ODD)
    host = (await day.look(f"{day.contest}/host")).json()
    assert host["due"] == [str(first), str(second)]
    assert (await day.post(f"{day.contest}/host", tell_all=True)).json()["told"] == [str(first), str(second)]
    await day.performed(third, *ODD)
    assert (await day.look(f"{day.contest}/host")).json()["due"] == [str(third)]


async def test_a_contest_may_tell_by_itself_and_the_host_may_hold(scoring: Running) -> None:
    day = await new_day(scoring)
    first, second, third = day.turns
    await day.post(f"{day.contest}/host", by_itself=True)
    await day.performed(first, *ODD)
    assert (await day.stand(first))["revealed_at"] is not None
    await day.post(f"{day.contest}/host", by_itself=False)
    await day.performed(second, *ODD)
    assert (await day.stand(second))["revealed_at"] is None
    await day.post(f"{day.contest}/host", by_itself=True)
    assert (await day.stand(second))["revealed_at"] is not None
    assert (await day.stand(third))["revealed_at"] is None


async def test_the_ranking_counts_places_among_the_revealed_only(scoring: Running) -> None:
    day = await new_day(scoring)
    for turn, marks in zip(day.turns, (("70",) * 5, ("90",) * 5, ("80",) * 5), strict=True):
        await day.performed(turn, *marks)
    for turn in (day.turns[0], day.turns[2]):
        await day.done(turn, "reveal", to="score")
    lines = (await day.look(f"{day.contest}/board")).json()["ranking"]["lines"]
    assert [(line["first"], line["number"], line["total"]) for line in lines] == [
        (1, "03", "80.00"),
        (2, "01", "70.00"),
    ]


async def test_equals_share_a_place_on_the_board(scoring: Running) -> None:
    day = await new_day(scoring)
    for turn in day.turns:
        await day.performed(turn, *ODD)
    await day.post(f"{day.contest}/host", tell_all=True)
    lines = (await day.look(f"{day.contest}/board")).json()["ranking"]["lines"]
    assert {(line["first"], line["last"]) for line in lines} == {(1, 3)}


async def test_what_is_reopened_is_covered_again_until_it_is_closed(scoring: Running) -> None:
    day = await new_day(scoring)
    turn = day.turns[0]
    await day.performed(turn, *ODD)
    await day.done(turn, "reveal", to="score")
    await day.ground.sql("update performance set status = 'reopened' where id = $1", turn)
    await day.change(turn, day.ground.judges[0], "81.81")
    assert "81.81" not in await seen(day)
    assert (await day.look(f"{day.contest}/board")).json()["ranking"]["lines"] == []
    await day.done(turn, "close")
    screen = (await day.look(f"{day.contest}/screen")).json()["on_screen"]
    assert screen["amended"] is True
    assert screen["marks"][0]["total"] == "81.81"


async def test_a_deduction_is_told_with_the_score_without_its_reason(scoring: Running) -> None:
    day = await new_day(scoring)
    turn = day.turns[0]
    await day.performed(turn, *ODD)
    await day.done(turn, "deductions", kind="leak", reason="named the Secret College")
    await day.done(turn, "reveal", to="score")
    screen = (await day.look(f"{day.contest}/screen")).json()["on_screen"]
    assert (screen["mean"], screen["score"]) == ("83.33", "78.33")
    assert [each["points"] for each in screen["deductions"]] == ["5"]
    assert "Secret College" not in await seen(day)


@pytest.mark.parametrize("data", [{"scene": "nonsense"}, {"performance": "no"}, {"by_itself": "perhaps"}, {"scene": 5}])
async def test_nonsense_from_the_host_is_refused(scoring: Running, data: dict[str, Any]) -> None:
    day = await new_day(scoring)
    assert (await day.post(f"{day.contest}/host", **data)).status_code in (400, 404, 422)
    assert (await day.act(day.turns[0], "reveal", to="everything")).status_code in (400, 422)


async def test_a_topic_that_does_not_exist_draws_nothing(scoring: Running) -> None:
    db = scoring.app.state.db
    for topic in ("", "screen:", "screen:no:zh", "screen:00000000-0000-0000-0000-000000000000:zh", "other:x:zh"):
        assert await live.render(topic, db) is None


async def test_parallel_panels_are_ranked_apart_under_their_names(scoring: Running) -> None:
    day = await new_day(scoring, rules(stage(compare="apart")))
    (other,) = await day.ground.sql(
        "insert into panel (event_id, name) values ($1, 'Second panel') returning id", day.ground.event_id
    )
    await day.ground.sql(
        "insert into panel_seat (panel_id, number, role, name) select $1, number, role, name from panel_seat "
        "where panel_id = $2 and marks",
        other["id"],
        day.ground.panel_id,
    )
    third = day.turns[2]
    await day.ground.sql("update performance set panel_id = $2 where id = $1", third, other["id"])
    seats = await day.ground.sql("select id from panel_seat where panel_id = $1 order by number", other["id"])
    # both panels may have one open at a time
    await day.done(third, "open")
    await day.performed(day.turns[0], *(("70",) * 5))
    await day.performed(day.turns[1], *(("90",) * 5))
    for seat in seats:
        await day.ground.ballot(third, Judge(seat["id"], 0, ""), {"all": "80"})
    await day.done(third, "close")
    await day.post(f"{day.contest}/host", tell_all=True)
    lines = (await day.look(f"{day.contest}/board")).json()["ranking"]["lines"]
    assert sorted((line["panel"], line["first"], line["number"]) for line in lines) == [
        ("P", 1, "02"),
        ("P", 2, "01"),
        ("Second panel", 1, "03"),
    ]
    for page in ("board", "screen"):
        await day.post(f"{day.contest}/host", scene="ranking")
        assert "Second panel" in (await day.look(f"{day.contest}/{page}", html=True)).text
    assert "Second panel" in (await day.look(f"{day.contest}/result", html=True)).text
    # and what is told to events once it is signed says the panel of each
    await day.post(f"{day.contest}/stages/final/close")
    draft = (await day.post(f"{day.contest}/result")).json()
    for who in (day.chief, day.supervisor):
        await day.post(f"{day.contest}/result/sign", who, version=draft["version"], hash=draft["hash"])
    (signed,) = [each for each in await scoring.journal(JudgedContestSigned) if each.id == day.ground.contest_id]
    assert sorted((each.panel, each.first) for each in signed.lines) == [("P", 1), ("P", 2), ("Second panel", 1)]
