"""A paper ballot counts once two people have typed the same, neither seeing what the other typed."""

from uuid import UUID

import pytest

from services.scoring.judged.ground import ballot_id
from shared.rules.judged import chain
from tests.servers import Running
from tests.services.scoring.judged.stand import Stand, new_stand


@pytest.fixture
async def stand(scoring: Running) -> Stand:
    """The first is on stage, and the tablet of seat 1 is broken."""
    found = await new_stand(scoring)
    await found.day.done(found.turns[0], "open")
    return found


def paper(stand: Stand, turn: UUID | None = None) -> str:
    return f"/scoring/performances/{turn or stand.turns[0]}/seats/{stand.tablets[0].seat}/paper"


async def test_a_paper_ballot_counts_once_two_people_typed_the_same(stand: Stand) -> None:
    turn, judge = stand.turns[0], stand.tablets[0]
    # when the organiser types it, twice
    for mark in ("8.5", "88.5"):
        first = await stand.day.post(paper(stand), marks={"all": mark}, reason="Tablet broken")
        assert (first.status_code, first.json()["counts"]) == (200, False)
    # then nothing counts, and the second person sees who typed it but not what
    assert await stand.active(turn, judge) is None
    page = await stand.day.look(paper(stand), stand.day.supervisor, html=True)
    assert "Organiser" in page.text and "88.5" not in page.text
    # and when the second types the same it is a ballot like any other
    second = await stand.day.post(paper(stand), stand.day.supervisor, marks={"all": "88.50"})
    assert second.json()["counts"] is True
    assert await stand.active(turn, judge) == 1
    [row] = await stand.sql(
        "select content, hash, typed_by, device_id from ballot_revision where ballot_id = $1",
        ballot_id(turn, judge.seat),
    )
    assert (row["typed_by"], row["device_id"]) == ("Organiser, Supervisor", None)
    assert chain.content_hash(row["content"].encode()) == row["hash"]
    assert (await judge.turn(turn))["mine"]["marks"] == {"all": "88.5"}
    assert [act["about"]["first"] for act in await stand.acts("paper_counted")] == ["Organiser"]


async def test_two_who_typed_differently_are_told_where_and_not_what(stand: Stand) -> None:
    await stand.day.post(paper(stand), marks={"all": "88.5"}, reason="Tablet broken")
    # when
    answer = await stand.day.post(paper(stand), stand.day.chief, marks={"all": "85.8"})
    # then
    assert (answer.status_code, answer.json()["code"]) == (409, "paper.differs")
    assert "All" in answer.json()["sentence"] and "88.5" not in answer.text
    assert await stand.revisions(stand.turns[0], stand.tablets[0]) == []


async def test_a_paper_ballot_needs_a_reason_and_legal_marks(stand: Stand) -> None:
    for data, code in (
        ({"marks": {"all": "88"}}, "reason.missing"),
        ({"marks": {"all": "101"}, "reason": "Tablet broken"}, "judged.range"),
        ({"marks": {}, "reason": "Tablet broken"}, "judged.missing"),
        ({"marks": {"all": "8\x00"}, "reason": "Tablet broken"}, "judged.number"),
    ):
        answer = await stand.day.post(paper(stand), **data)
        assert (answer.status_code, answer.json()["code"]) == (422, code)


async def test_paper_typed_after_the_tablets_ballot_is_late(stand: Stand) -> None:
    await stand.tablets[0].give(stand.turns[0], "80")
    await stand.day.post(paper(stand), marks={"all": "99"}, reason="Another paper turned up")
    # when
    answer = await stand.day.post(paper(stand), stand.day.chief, marks={"all": "99"})
    # then
    assert (answer.json()["counts"], answer.json()["receipt"]["standing"]) == (False, "late")
    assert await stand.revisions(stand.turns[0], stand.tablets[0]) == [(1, "active"), (2, "late")]


async def test_who_has_no_part_in_the_desk_types_no_paper(stand: Stand) -> None:
    for headers, expected in (
        (stand.day.timekeeper, 403),
        (stand.tablets[0].headers, 403),
        (stand.day.ground.stranger(), 403),
        ({"Accept": "application/json"}, 403),
    ):
        for answer in (
            await stand.day.post(paper(stand), headers, marks={"all": "99"}, reason="Mine"),
            await stand.day.look(paper(stand), headers),
        ):
            assert answer.status_code == expected


async def test_the_page_works_as_a_form(stand: Stand) -> None:
    # given the page as it is drawn
    page = await stand.day.look(paper(stand), html=True)
    assert 'name="mark:all"' in page.text
    # when its form is sent by a browser
    headers = stand.day.organiser | {"Accept": "text/html", "Sec-Fetch-Site": "same-origin"}
    form = {"mark:all": " 88 ", "reason": "Tablet broken"}
    answer = await stand.day.scoring.http.post(paper(stand), data=form, headers=headers)
    # then
    assert (answer.status_code, answer.headers["location"]) == (303, f"{stand.day.contest}/stages/final")
    # and what was typed wrong stays on the page
    wrong = await stand.day.scoring.http.post(paper(stand), data=form | {"mark:all": "188"}, headers=headers)
    assert wrong.status_code == 422 and "188" in wrong.text
