"""A paper ballot counts once two people have typed the same, neither seeing what the other typed."""

from json import dumps
from typing import Any
from uuid import UUID, uuid4

import httpx
import msgspec
import pytest

from services.scoring.judged.ground import ballot_id
from shared.rules.judged import chain
from tests.servers import Running
from tests.services.scoring.judged.stand import Stand, body, new_stand


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


def carried(stand: Stand, mark: str, turn: UUID | None = None, **changed: Any) -> dict[str, Any]:
    """A ballot as the tablet of seat 1 writes it out."""
    turn, seat = turn or stand.turns[0], stand.tablets[0].seat
    made = body(seat, turn, {"all": mark}, changed.pop("revision", 1), changed.pop("version", 1))
    ids = {"ballot_id": str(ballot_id(turn, seat)), "seat_id": str(seat), "performance_id": str(turn)}
    return {"saishi": "ballot", "submitted": True, "revision": 1} | ids | made | changed


async def read_in(stand: Stand, file: bytes, headers: dict[str, str] | None = None) -> httpx.Response:
    """The file sent by the page's own form."""
    asked = (headers or stand.day.organiser) | {"Accept": "text/html", "Sec-Fetch-Site": "same-origin"}
    files = {"file": ("saishi-ballots-1.json", file)}
    return await stand.day.scoring.http.post(f"{paper(stand)}/file", files=files, headers=asked)


async def test_a_file_of_the_tablet_fills_the_form_and_keeps_nothing(stand: Stand) -> None:
    turn, judge = stand.turns[0], stand.tablets[0]
    older, newer = carried(stand, "70.5"), carried(stand, "88.5", revision=2) | {"revision": 2}
    file = msgspec.json.encode([carried(stand, "61", stand.turns[1]), newer, older, {"saishi": 1}])
    # when it is read in, the form stands filled and nothing is kept
    page = await read_in(stand, file)
    assert page.status_code == 200
    assert 'name="mark:all" value="88.5"' in page.text and f'action="{paper(stand)}"' in page.text
    assert "70.5" not in page.text and page.headers["cache-control"] == "no-store"
    assert (await stand.day.look(paper(stand), stand.day.supervisor)).json()["typed_by"] is None
    # then two people are needed as ever, and the second reads the same file in or types
    await stand.day.post(paper(stand), marks={"all": "88.5"}, reason="Seat given to another tablet")
    shown = await stand.day.look(paper(stand), stand.day.supervisor, html=True)
    assert "88.5" not in shown.text
    told = await stand.day.post(f"{paper(stand)}/file", stand.day.supervisor, text=f"\ufeff{dumps(newer)}")
    assert told.json() == {"marks": {"all": "88.5"}, "submitted": True, "revision": 2}
    assert (await stand.day.post(paper(stand), stand.day.supervisor, marks=told.json()["marks"])).json()["counts"]
    assert await stand.active(turn, judge) == 1


async def test_a_draft_never_handed_in_says_so(stand: Stand) -> None:
    draft = carried(stand, "8", submitted=False)
    for name in ("revision", "hash", "nonce"):
        del draft[name]
    page = await read_in(stand, dumps(draft).encode())
    assert "草稿" in page.text and 'value="8"' in page.text


async def test_only_this_ballot_as_it_left_the_tablet_is_read_in(stand: Stand) -> None:
    await stand.tablets[0].give(stand.turns[0], "80")
    altered = carried(stand, "88.5", revision=2) | {"revision": 2, "marks": {"all": "98.5"}}
    for file, status, code in (
        (b"", 422, "input.missing"),
        (b"PK\x03\x04", 422, "carried.none"),
        (b"[" * 100_000, 422, "carried.none"),
        (b'{"marks": ' + b"[" * 100_000, 422, "carried.none"),
        (b"null", 422, "carried.none"),
        (b'"\\ud800"', 422, "carried.none"),
        (dumps(carried(stand, "1") | {"revision": 10**30}).encode(), 422, "carried.none"),
        (dumps(carried(stand, "61", stand.turns[1])).encode(), 422, "carried.other"),
        (dumps(carried(stand, "88.5", version=2)).encode(), 409, "carried.version"),
        (dumps(altered).encode(), 422, "carried.altered"),
        (dumps(carried(stand, "80")).encode(), 409, "carried.stored"),
        (b" " * (300 * 1024), 413, "input.too_large"),
        (b" " * (900 * 1024), 413, "input.too_large"),
    ):
        answer = await read_in(stand, file)
        assert (answer.status_code, answer.headers["saishi-code"]) == (status, code), file[:40]
        assert "88.5" not in answer.text and "98.5" not in answer.text


async def test_a_file_is_read_by_who_runs_the_desk_and_for_a_seat_that_judges(stand: Stand) -> None:
    file = dumps(carried(stand, "88.5"))
    for headers in (stand.day.timekeeper, stand.tablets[0].headers, stand.day.ground.stranger()):
        answer = await stand.day.post(f"{paper(stand)}/file", headers, text=file)
        assert answer.status_code == 403 and "88.5" not in answer.text
    nowhere = f"/scoring/performances/{stand.turns[0]}/seats/{uuid4()}/paper/file"
    assert (await stand.day.post(nowhere, text=file)).status_code == 404
