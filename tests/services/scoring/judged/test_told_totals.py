"""Where several stages count, the hall sees the ranking by the total, or is told that it is one stage alone."""

import re
from decimal import Decimal
from typing import Any

from tests.servers import Running
from tests.services.scoring.judged.day import Day, new_day, rules, stage
from tests.services.scoring.judged.test_result import put_up, sign

DOCUMENTS = {"01": "90", "02": "60", "03": "50"}
FINAL = {"01": "80", "02": "85", "03": "70"}
TOTALS = [("01", 1, "82.00"), ("02", 2, "80.00"), ("03", 3, "66.00")]
"""20 % documents and 80 % final, counted by hand."""


async def carried_day(scoring: Running) -> Day:
    """Three entries with their documents marked and nothing of it told, and their finals marked."""
    day = await new_day(
        scoring, rules(stage("documents", weight=Decimal("0.2")), stage("final", weight=Decimal("0.8")))
    )
    await day.ground.told()
    for turn, mark in zip(day.turns, DOCUMENTS.values(), strict=True):
        await day.performed(turn, *((mark,) * 5))
    answer = await day.post(f"{day.contest}/stages/documents/close")
    assert answer.status_code == 200, answer.text
    rows = await day.ground.sql(
        "select id from performance where contest_id = $1 and stage = 'final' order by order_no", day.ground.contest_id
    )
    day.turns = [row["id"] for row in rows]
    for turn, mark in zip(day.turns, FINAL.values(), strict=True):
        await day.performed(turn, *((mark,) * 5))
    return day


async def ranking(day: Day, page: str = "screen") -> Any:
    return (await day.look(f"{day.contest}/{page}")).json()["ranking"]


def lines(found: Any) -> list[tuple[str, int, str]]:
    return [(each["number"], each["first"], each["total"]) for each in found["lines"]]


async def test_a_total_is_told_once_all_its_stages_are(scoring: Running) -> None:
    # given a final that is told, of a contest whose documents count and are not told
    day = await carried_day(scoring)
    await day.post(f"{day.contest}/host", tell_all=True)
    # then the ranking is that of the final, and says what is missing
    found = await ranking(day)
    assert (lines(found)[0], found["stages"], found["missing"]) == (("02", 1, "85.00"), ["Final"], ["Documents"])
    await day.post(f"{day.contest}/host", scene="ranking")
    for page in ("screen", "board", "host"):
        text = (await day.look(f"{day.contest}/{page}", html=True)).text
        assert "仅为“决赛”成绩；Documents尚未公布" in text
    # and no page has a score of the documents
    assert "90.00" not in await day.anybody(f"{day.contest}/screen") + await day.anybody(f"{day.contest}/board")
    # when the host tells the documents
    assert len((await day.post(f"{day.contest}/host", tell_before=True)).json()["told"]) == 3
    # then wall and board rank by the total and show what it is made of
    for page in ("screen", "board"):
        found = await ranking(day, page)
        assert (lines(found), found["stages"], found["missing"]) == (TOTALS, ["Documents", "Final"], [])
        assert found["lines"][0]["parts"] == [
            {"stage": "Documents", "score": "90.00"},
            {"stage": "Final", "score": "80.00"},
        ]
    # and a single one on the wall has its total and the place by it
    await day.done(day.turns[1], "reveal", to="show")
    shown = (await day.look(f"{day.contest}/screen")).json()["on_screen"]
    assert (shown["score"], shown["total"], shown["place"], shown["alone"]) == ("85.00", "80.00", "2", False)


async def test_one_told_of_a_few_is_ranked_by_what_is_told_of_these(scoring: Running) -> None:
    day = await carried_day(scoring)
    await day.post(f"{day.contest}/host", tell_before=True)
    for turn in day.turns[1:]:
        await day.done(turn, "reveal", to="score")
    assert lines(await ranking(day)) == [("02", 1, "80.00"), ("03", 2, "66.00")]


async def test_after_the_signatures_the_wall_has_the_signed_places_and_prizes(scoring: Running) -> None:
    day = await carried_day(scoring)
    assert (await day.post(f"{day.contest}/stages/final/close")).status_code == 200
    draft = await put_up(day)
    await sign(day, day.chief, draft)
    await sign(day, day.supervisor, draft)
    found = await ranking(day)
    assert (found["final"], lines(found)) == (True, TOTALS)
    assert [each["prize"] for each in found["lines"]] == ["first", "second", ""]
    await day.done(day.turns[1], "reveal", to="show")
    await day.post(f"{day.contest}/host", scene="ranking")
    assert "一等奖" in (await day.look(f"{day.contest}/screen", html=True)).text


async def test_judges_keep_the_numbers_of_their_seats(scoring: Running) -> None:
    # given the third of five recused
    day = await new_day(scoring)
    turn, seat = day.turns[0], day.ground.judges[2]
    await day.done(turn, "open")
    await day.ground.sql(
        "insert into recusal (contest_id, entry_id, seat_id, by_rule, reason, made_by, made_at) "
        "values ($1, $2, $3, false, 'same unit', 'Chief', now())",
        day.ground.contest_id,
        day.ground.entries[0].id,
        seat.id,
    )
    for judge, total in zip(day.ground.judges, ("61", "82", "", "84", "95"), strict=True):
        if total:
            await day.ground.ballot(turn, judge, {"all": total})
    await day.done(turn, "close")
    # when the hall sees the first three marks, then all
    await day.done(turn, "reveal", to="next", shown=0)
    await day.done(turn, "reveal", to="next", shown=1)
    await day.done(turn, "reveal", to="next", shown=2)
    shown = (await day.look(f"{day.contest}/screen")).json()["on_screen"]
    assert [(each["place"], each["total"], each["out"]) for each in shown["marks"]] == [
        (1, "61.00", False),
        (2, "82.00", False),
        (3, "", True),
        (4, "84.00", False),
        (5, "", False),
    ]
    await day.done(turn, "reveal", to="score")
    html = (await day.look(f"{day.contest}/screen", html=True)).text
    told = re.findall(r'id="mark-(\d)" class="(\w+)', html)
    # then each stands under the number on its table, and the third marks nothing; why is not told
    assert told == [("1", "open"), ("2", "open"), ("3", "out"), ("4", "open"), ("5", "open")]
    assert "未评分" in html
    assert "same unit" not in html
