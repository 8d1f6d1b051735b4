"""Sheets of every pad over HTTP: by the clock, counted by several tablets, judged by a panel; typed results too."""

import asyncio
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest
from msgspec.structs import replace

from shared.messages.events import CourtRef, TieRef
from shared.messages.scoring import ScoreChanged, SheetClosed
from shared.rules.model import Performance
from shared.rules.plan import Title
from shared.rules.sports import sport
from shared.rules.ties.orders import ORDERS
from tests.servers import Running
from tests.services.scoring.ground import CONFIRM, START, UNDO, Event, Tablet, entry, new_event

FIRST = {"kind": "start", "left": 1, "server": 1}


def preset(name: str, key: str) -> Any:
    return sport(name).PRESETS[key].regulation


async def performance(event: Event, court: CourtRef, name: str, key: str) -> UUID:
    """A performance called to a court."""
    return await event.call(court, regulation=preset(name, key), sides=(entry("机电学院"), None), solo=True)


async def panel(event: Event, court: CourtRef, places: int) -> list[Tablet]:
    return [await event.pair(court, place=place) for place in range(1, places + 1)]


def counted(by: int, count: int) -> dict[str, Any]:
    return {"kind": "counted", "by": by, "count": count}


def handed_in(by: int) -> dict[str, Any]:
    return {"kind": "handed_in", "by": by}


async def told(scoring: Running, match_id: UUID) -> list[ScoreChanged]:
    return [each for each in await scoring.journal(ScoreChanged) if each.match_id == match_id]


async def closed(scoring: Running, match_id: UUID) -> list[SheetClosed]:
    return [each for each in await scoring.journal(SheetClosed) if each.match_id == match_id]


async def test_three_counters_fill_one_sheet_and_the_head_confirms_it(scoring: Running) -> None:
    # given a speed event with a tablet at each counter's place
    event = await new_event(scoring)
    match_id = await performance(event, event.courts[0], "rope_skipping", "ijru_srss_30")
    tablets = await panel(event, event.courts[0], 3)
    sheet = await tablets[0].sheet()
    assert (sheet["pad"]["kind"], sheet["pad"]["places"]) == ("count", 3)
    # when all count at once, and hand in
    for so_far in (20, 45, 88):
        answers = await asyncio.gather(
            *(tablet.mark(sheet["id"], counted(by, so_far + by)) for by, tablet in enumerate(tablets, 1))
        )
        assert {answer.status_code for answer in answers} == {200}
    await tablets[0].mark(sheet["id"], {"kind": "false_start", "by": 1})
    for by, tablet in enumerate(tablets, 1):
        assert (await tablet.mark(sheet["id"], handed_in(by))).status_code == 200
    # then what each has is told while it runs
    assert (await told(scoring, match_id))[-1].counts == (89, 90, 91)
    # and once confirmed, the result is the sport's
    done = await tablets[0].mark(sheet["id"], CONFIRM)
    assert done.status_code == 200, done.text
    (message,) = await closed(scoring, match_id)
    assert message.outcome.winner is None
    assert message.outcome.performance is not None
    assert message.outcome.performance.score == Decimal("80.50")
    assert message.outcome.performance.deduction == 10


async def test_a_counter_marks_its_own_place_only_and_the_head_marks_for_all(scoring: Running) -> None:
    # given
    event = await new_event(scoring)
    await performance(event, event.courts[0], "rope_skipping", "ijru_srss_30")
    head, counter = await panel(event, event.courts[0], 2)
    sheet_id = (await head.sheet())["id"]
    # when the counter marks for another, or does what is the head's
    for mark in (counted(3, 5), handed_in(1), CONFIRM, UNDO, {"kind": "fouled"}):
        refused = await counter.mark(sheet_id, mark)
        # then
        assert refused.status_code == 403, mark
        assert refused.json()["code"] in ("seat.other_place", "seat.not_head")
    # and the head types for a counter without a tablet
    assert (await head.mark(sheet_id, counted(3, 87), handed_in(3))).status_code == 200


async def test_nobody_confirms_before_all_have_handed_in(scoring: Running) -> None:
    # given
    event = await new_event(scoring)
    await performance(event, event.courts[0], "rope_skipping", "ijru_srss_30")
    (head,) = await panel(event, event.courts[0], 1)
    sheet_id = (await head.sheet())["id"]
    # when
    refused = await head.mark(sheet_id, counted(1, 80), handed_in(1), CONFIRM)
    # then
    assert (refused.status_code, refused.json()["code"]) == (409, "performance.open")


async def test_a_re_jump_begins_at_nothing_and_keeps_what_was_counted_on_record(scoring: Running) -> None:
    # given counts far apart
    event = await new_event(scoring)
    match_id = await performance(event, event.courts[0], "rope_skipping", "ijru_srss_30")
    (head,) = await panel(event, event.courts[0], 1)
    sheet_id = (await head.sheet())["id"]
    for by, count in ((1, 80), (2, 90), (3, 100)):
        await head.mark(sheet_id, counted(by, count), handed_in(by))
    # when they jump again
    again = await head.mark(sheet_id, {"kind": "again"})
    # then
    shown = again.json()["sheet"]["sheet"]
    assert (shown["counts"], shown["handed_in"]) == ([None] * 3, [False] * 3)
    assert (await told(scoring, match_id))[-1].revision == 7


async def test_a_panel_of_judges_hands_in_its_ballots(scoring: Running) -> None:
    # given a work before five judges
    event = await new_event(scoring)
    match_id = await performance(event, event.courts[0], "calligraphy_photography", "calligraphy_brush")
    judges = await panel(event, event.courts[0], 5)
    sheet = await judges[0].sheet()
    assert [item["en"] for item in sheet["pad"]["items"]] == ["Structure", "Strokes", "Beauty", "Neatness"]
    # when each hands in, one of them standing back
    for by, judge in enumerate(judges[:4], 1):
        ballot = {"kind": "judged", "by": by, "marks": ["27.5", "26", "28", "8"]}
        assert (await judge.mark(sheet["id"], ballot, handed_in(by))).status_code == 200
    await judges[4].mark(sheet["id"], handed_in(5))
    await judges[0].mark(sheet["id"], CONFIRM)
    # then
    (message,) = await closed(scoring, match_id)
    assert message.outcome.performance is not None
    assert message.outcome.performance.score == Decimal("89.50")


@pytest.mark.parametrize(
    "marks", [["27", "26"], ["31", "26", "28", "8"], ["NaN", "26", "28", "8"], ["-1", "0", "0", "0"]]
)
async def test_a_ballot_that_does_not_fit_the_rubric_is_refused(scoring: Running, marks: list[str]) -> None:
    # given
    event = await new_event(scoring)
    await performance(event, event.courts[0], "calligraphy_photography", "calligraphy_brush")
    (judge,) = await panel(event, event.courts[0], 1)
    # when
    refused = await judge.mark((await judge.sheet())["id"], {"kind": "judged", "by": 1, "marks": marks})
    # then
    assert refused.status_code in (409, 422), refused.text


async def test_a_match_by_the_clock_is_told_with_period_and_fouls(scoring: Running) -> None:
    # given
    event = await new_event(scoring)
    match_id = await event.call(event.courts[0], regulation=preset("basketball", "fiba_5x5"))
    tablet = await event.pair(event.courts[0])
    sheet = await tablet.sheet()
    assert sheet["pad"]["kind"] == "clock"
    # when
    done = await tablet.mark(
        sheet["id"],
        FIRST,
        {"kind": "basket", "side": 1, "points": 3, "player": None},
        {"kind": "foul", "side": 2, "player": 4, "foul": "personal"},
        {"kind": "period_over"},
        {"kind": "basket", "side": 2, "points": 2, "player": 0},
        {"kind": "foul", "side": 1, "player": None, "foul": "technical"},
    )
    # then
    assert done.status_code == 200, done.text
    newest = (await told(scoring, match_id))[-1]
    assert (newest.games, newest.fouls, newest.period) == (((3, 0), (0, 2)), (1, 0), 2)


async def test_whole_games_are_typed_where_nobody_scores_rally_by_rally(scoring: Running) -> None:
    # given
    event = await new_event(scoring)
    match_id = await event.call(event.courts[0], regulation=preset("volleyball", "fivb_bo5"))
    tablet = await event.pair(event.courts[0])
    sheet_id = (await tablet.sheet())["id"]
    # when
    games = [{"kind": "game", "points": points} for points in ([25, 20], [23, 25], [25, 19], [27, 25])]
    done = await tablet.mark(sheet_id, START, *games, CONFIRM)
    # then
    assert done.status_code == 200, done.text
    (message,) = await closed(scoring, match_id)
    assert message.outcome.games == ((25, 20), (23, 25), (25, 19), (27, 25))


async def test_a_tablet_is_told_what_its_match_is_called_in_both_languages(scoring: Running) -> None:
    # given a rubber of a tie
    event = await new_event(scoring)
    tie = TieRef(id=UUID(int=1), number=4, rubber=2, name="Men's singles")
    await event.call(event.courts[0], title=Title("Match for third place"), tie=tie)
    tablet = await event.pair(event.courts[0])
    # when
    pad = (await tablet.sheet())["pad"]
    # then
    assert pad["title"] == {"zh": "三四名决赛", "en": "Match for third place"}
    assert pad["rubber"]["en"] == "Men's singles"


async def test_counts_typed_by_an_organiser_make_the_sports_result(scoring: Running) -> None:
    # given a performance nobody called
    event = await new_event(scoring)
    regulation = preset("rope_skipping", "ijru_srsr_4x30")
    match_id = await event.ready(regulation=regulation, sides=(entry("机电学院"), None), solo=True)
    # when
    answer = await event.type_result(match_id, counts="90，92 94", false_starts=1, false_switches=2)
    # then
    assert answer.status_code == 200, answer.text
    (message,) = await closed(scoring, match_id)
    assert message.outcome.performance is not None
    assert message.outcome.performance.score == Decimal("63.00")
    # and a correction needs its reason, and a difference
    same = await event.type_result(
        match_id, counts="90 92 94", false_starts=1, false_switches=2, reason="看错", sheet_revision=1
    )
    assert (same.status_code, same.json()["code"]) == (422, "result.same")
    corrected = await event.type_result(match_id, counts="90 92 94", reason="没有抢跳", sheet_revision=1)
    assert corrected.status_code == 200, corrected.text
    assert (await closed(scoring, match_id))[-1].correction == "没有抢跳"


@pytest.mark.parametrize(
    ("data", "code"),
    [
        ({}, "result.score_missing"),
        ({"counts": "90 92"}, "result.counts_missing"),
        ({"counts": "90 92 9O"}, "result.number_unread"),
        ({"counts": "90 92 94.5"}, "result.count_broken"),
        ({"score": "89 90"}, "result.score_missing"),
    ],
)
async def test_a_performance_that_cannot_be_read_is_refused(scoring: Running, data: dict[str, str], code: str) -> None:
    # given
    event = await new_event(scoring)
    regulation = preset("rope_skipping", "ijru_srss_30")
    match_id = await event.ready(regulation=regulation, sides=(entry("机电学院"), None), solo=True)
    # when
    answer = await event.type_result(match_id, **data)
    # then
    assert (answer.status_code, answer.json()["code"]) == (422, code)


async def test_who_did_not_start_has_no_result(scoring: Running) -> None:
    # given
    event = await new_event(scoring)
    regulation = preset("rope_skipping", "ijru_srss_30")
    match_id = await event.ready(regulation=regulation, sides=(entry("机电学院"), None), solo=True)
    # when
    answer = await event.type_result(match_id, kind="walkover", reason="未到场")
    # then
    assert answer.status_code == 200, answer.text
    (message,) = await closed(scoring, match_id)
    assert (message.outcome.winner, message.outcome.performance) == (None, None)


async def test_a_score_alone_stands_as_it_is_typed(scoring: Running) -> None:
    # given
    event = await new_event(scoring)
    regulation = preset("calligraphy_photography", "calligraphy_brush")
    match_id = await event.ready(regulation=regulation, sides=(entry("R-017"), None), solo=True)
    # when
    answer = await event.type_result(match_id, score="89.5")
    # then
    assert answer.status_code == 200, answer.text
    (message,) = await closed(scoring, match_id)
    assert message.outcome.performance == Performance(score=Decimal("89.5"))


@pytest.mark.parametrize(
    ("name", "key"),
    [("rope_skipping", "ijru_srsr_4x30"), ("calligraphy_photography", "photo_single"), ("basketball", "fiba_5x5")],
)
async def test_the_result_page_asks_for_what_the_sport_counts(scoring: Running, name: str, key: str) -> None:
    # given
    event = await new_event(scoring)
    solo = name != "basketball"
    sides = (entry("机电学院"), None if solo else entry("信息学院"))
    match_id = await event.ready(regulation=preset(name, key), sides=sides, solo=solo)
    # when
    for language in ("zh", "en"):
        headers = {**event.desk, "Accept": "text/html", "Accept-Language": language}
        page = await scoring.http.get(f"/scoring/matches/{match_id}/result", headers=headers)
        # then
        assert page.status_code == 200, page.text
        assert ('name="counts"' in page.text) == solo


@pytest.mark.parametrize("language", ["zh", "en"])
async def test_the_printed_sheet_says_every_mark_in_words(scoring: Running, language: str) -> None:
    # given a match by the clock with a player's foul
    event = await new_event(scoring)
    await event.call(event.courts[0], regulation=preset("basketball", "fiba_5x5"))
    tablet = await event.pair(event.courts[0])
    sheet_id = (await tablet.sheet())["id"]
    foul = {"kind": "foul", "side": 2, "player": 0, "foul": "technical"}
    await tablet.mark(sheet_id, FIRST, {"kind": "basket", "side": 1, "points": 2, "player": 7}, foul, UNDO)
    # when
    headers = {**event.desk, "Accept": "text/html", "Accept-Language": language}
    page = await scoring.http.get(f"/scoring/sheets/{sheet_id}/paper", headers=headers)
    # then
    assert page.status_code == 200, page.text
    words = ("犯规 (技术) 2 李四", "投中 1 8 +2") if language == "zh" else ("foul (technical) 2 李四", "basket 1 8 +2")
    for said in words:
        assert said in page.text


async def test_the_printed_sheet_of_a_performance_has_every_count(scoring: Running) -> None:
    # given
    event = await new_event(scoring)
    await performance(event, event.courts[0], "rope_skipping", "ijru_srss_30")
    (head,) = await panel(event, event.courts[0], 1)
    sheet_id = (await head.sheet())["id"]
    for by in (1, 2, 3):
        await head.mark(sheet_id, counted(by, 80 + by), handed_in(by))
    await head.mark(sheet_id, CONFIRM)
    # when
    page = await scoring.http.get(f"/scoring/sheets/{sheet_id}/paper", headers={**event.desk, "Accept": "text/html"})
    # then
    for number in ("81/82/83", "82.50"):
        assert number in page.text


async def test_a_tie_called_to_a_court_waits_for_its_rubbers_and_may_be_typed_as_a_whole(scoring: Running) -> None:
    # given a meeting of teams
    event = await new_event(scoring)
    regulation = replace(preset("table_tennis", "ittf_bo5"), discipline="team", tie=ORDERS["tt_swaythling_5s"].rule)
    match_id = await event.call(event.courts[0], regulation=regulation)
    tablet = await event.pair(event.courts[0])
    assert (await tablet.sheet())["match"]["regulation"]["tie"] is not None
    # when a result is typed that no tie ends in, and then one that can be
    refused = await event.type_result(match_id, games="11-9 11-5 11-3")
    taken = await event.type_result(match_id, games="3-1")
    # then
    assert refused.status_code == 422
    assert taken.status_code == 200, taken.text
    (message,) = await closed(scoring, match_id)
    assert (message.outcome.winner, message.outcome.games) == (1, ((3, 1),))


async def test_a_second_tablet_of_a_match_with_one_umpire_marks_on_the_same_sheet(scoring: Running) -> None:
    # given a scorer and an assistant who notes fouls
    event = await new_event(scoring)
    match_id = await event.call(event.courts[0], regulation=preset("basketball", "fiba_5x5"))
    scorer, assistant = await panel(event, event.courts[0], 2)
    sheet_id = (await scorer.sheet())["id"]
    await scorer.mark(sheet_id, FIRST)
    # when both mark at once
    answers = await asyncio.gather(
        *(scorer.mark(sheet_id, {"kind": "basket", "side": 1, "points": 2, "player": None}) for _ in range(5)),
        *(assistant.mark(sheet_id, {"kind": "foul", "side": 2, "player": None}) for _ in range(3)),
    )
    # then nothing is lost
    assert {answer.status_code for answer in answers} == {200}
    newest = max(await told(scoring, match_id), key=lambda each: each.revision)
    assert (newest.games, newest.fouls) == (((10, 0),), (0, 3))
