"""The organiser's pages: right without script, in both languages, and what was typed stays after a refusal."""

from html import unescape
from typing import Any
from uuid import UUID, uuid4

import pytest

from tests.servers import Running
from tests.services.scoring.ground import CONFIRM, START, UNDO, Event, game, new_event, rally

WORDS = {
    "zh": {"tablets": "配对平板", "result": "填写结果", "correct": "更正结果", "paper": "记分表"},
    "en": {
        "tablets": "Pair a tablet",
        "result": "Type the result",
        "correct": "Correct the result",
        "paper": "Scoresheet",
    },
}


async def page(event: Event, path: str, lang: str = "zh", status: int = 200, **form: Any) -> str:
    """A page as an organiser's browser gets it; with form values it is posted."""
    headers = event.desk | {"Accept": "text/html", "Accept-Language": lang, "Sec-Fetch-Site": "same-origin"}
    http = event.scoring.http
    answer = await (http.post(path, data=form, headers=headers) if form else http.get(path, headers=headers))
    assert answer.status_code == status, answer.text
    return unescape(answer.text)


@pytest.mark.parametrize("lang", ["zh", "en"])
async def test_the_tablets_page_lists_courts_and_shows_a_new_code_with_its_picture(scoring: Running, lang: str) -> None:
    # given
    event = await new_event(scoring, courts=2)
    await event.pair(event.courts[0])
    # when
    listed = await page(event, f"/scoring/events/{event.id}/tablets", lang)
    headers = event.desk | {"Accept": "text/html", "Accept-Language": lang}
    made = await scoring.http.post(f"/scoring/courts/{event.courts[1].id}/pairings", headers=headers)
    # then
    assert WORDS[lang]["tablets"] in listed
    assert "1 号场" in listed and "2 号场" in listed
    assert made.status_code == 201
    assert "<svg" in made.text and "/scoring/tablet/?code=" in made.text


@pytest.mark.parametrize("lang", ["zh", "en"])
async def test_the_result_page_offers_to_type_then_to_correct(scoring: Running, lang: str) -> None:
    # given
    event = await new_event(scoring)
    match_id = await event.ready()
    path = f"/scoring/matches/{match_id}/result"
    # when
    before = await page(event, path, lang)
    await event.type_result(match_id, games="21-15 21-19")
    after = await page(event, path, lang)
    # then
    assert WORDS[lang]["result"] in before and "张三" in before
    assert WORDS[lang]["correct"] in after and f'href="/events/matches/{match_id}/correction"' in after
    assert [after.count(f'<td class="score">{points}</td>') for points in (21, 15, 19)] == [2, 1, 1]


async def test_a_refused_form_keeps_what_was_typed(scoring: Running) -> None:
    # given
    event = await new_event(scoring)
    path = f"/scoring/matches/{await event.ready()}/result"
    # when an impossible score is sent
    refused = await page(event, path, status=422, kind="played", winner="1", games="21-15 22-21", reason="")
    # then
    assert "22-21" in refused


async def test_a_stored_form_leads_back_only_to_our_own_pages(scoring: Running) -> None:
    # given
    event = await new_event(scoring)
    headers = event.desk | {"Accept": "text/html"}
    for return_to, led in (
        ("/events/contests/1/desk", True),
        ("https://elsewhere.example/", False),
        ("//elsewhere", False),
    ):
        path = f"/scoring/matches/{await event.ready()}/result"
        # when
        form = {"games": "21-1 21-1", "winner": "", "sheet_revision": "0", "return_to": return_to}
        answer = await scoring.http.post(path, data=form, headers=headers)
        # then
        assert answer.status_code == 303
        assert answer.headers["location"] == (return_to if led else path)


@pytest.mark.parametrize("lang", ["zh", "en"])
async def test_the_paper_shows_every_mark_and_strikes_those_taken_back(scoring: Running, lang: str) -> None:
    # given a match with a rally taken back
    event = await new_event(scoring)
    await event.call(event.courts[0])
    tablet = await event.pair(event.courts[0])
    sheet_id = (await tablet.sheet())["id"]
    marks = [START, rally(2), UNDO, *game(1, 3), *game(1, 5), CONFIRM]
    assert (await tablet.mark(sheet_id, *marks)).status_code == 200
    # when
    paper = await page(event, f"/scoring/sheets/{sheet_id}/paper", lang)
    # then
    assert WORDS[lang]["paper"] in paper
    assert paper.count('class="struck"') == 1
    assert f"<td>{len(marks)}</td>" in paper
    assert paper.count('<section class="game">') == 2
    missing = await page(event, f"/scoring/sheets/{UUID(int=1)}/paper", lang, status=404)
    assert sheet_id not in missing


@pytest.mark.parametrize("at", ["0001-01-01T00:00:00Z", "9999-12-31T23:59:59Z"])
async def test_a_tablet_whose_clock_is_mad_does_not_spoil_the_paper(scoring: Running, at: str) -> None:
    event = await new_event(scoring)
    await event.call(event.courts[0])
    tablet = await event.pair(event.courts[0])
    sheet_id = (await tablet.sheet())["id"]
    sent = {"marks": [{"id": str(uuid4()), "at": at, "mark": START}]}
    answer = await scoring.http.post(f"/scoring/sheets/{sheet_id}/marks", json=sent, headers=tablet.headers)
    assert answer.status_code == 200, answer.text

    paper = await page(event, f"/scoring/sheets/{sheet_id}/paper", "en")

    assert WORDS["en"]["paper"] in paper
