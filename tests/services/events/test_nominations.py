"""An entry sent up from level to level, what became of it there as fact, and its documents."""

from typing import Any
from uuid import UUID, uuid4

import pytest

from shared.messages.events import NominationChanged
from tests.servers import Running
from tests.services.events.desk import Desk, member, open_desk, refused, staff_numbers
from tests.services.events.judged import entered, handed_over, judged_contest, ranked, signed

PDF = b"%PDF-1.7\n..."
PRIZE = {"prize": "一等奖", "decided_on": "2026-06-01", "document_number": "开工文〔2026〕3号"}


@pytest.fixture
async def desk(events: Running) -> Desk:
    return await open_desk(events)


async def decided_entry(desk: Desk) -> tuple[UUID, UUID]:
    """A work with two authors that won its contest, and the first author."""
    contest = await judged_contest(desk)
    numbers = [str(next(staff_numbers)) for _ in range(2)]
    authors = [await member(desk.events, number, f"A{number}", f"Unit {number}") for number in numbers]
    (work,) = await entered(desk, contest, {"members": numbers, "name": "《黄河颂》"})
    await handed_over(desk, contest)
    await desk.events.deliver(signed(desk, contest, [ranked(work, 1, "9.46", "first")]))
    return work, authors[0]


async def nominate(desk: Desk, entry: UUID, level: str, competition: str = "") -> Any:
    body = {"entry": str(entry), "level": level, "competition": competition or f"{level} recitation"}
    return await desk.post(f"/events/{desk.id}/nominations", body)


async def nominated(desk: Desk, entry: UUID, level: str) -> str:
    answer = await nominate(desk, entry, level)
    assert answer.status_code == 201, answer.text
    return f"/events/nominations/{answer.json()['id']}"


async def told(desk: Desk, path: str) -> list[NominationChanged]:
    key = UUID(path.rpartition("/")[2])
    return [each for each in await desk.events.journal(NominationChanged) if each.id == key]


async def test_a_work_climbs_level_by_level_and_every_state_is_told(desk: Desk) -> None:
    # given
    entry, _author = await decided_entry(desk)
    # when
    for level in ("school", "city", "province", "nation"):
        path = await nominated(desk, entry, level)
        answer = await desk.post(f"{path}/outcome", PRIZE | {"organiser": "工会", "money": "2000.00"})
        assert answer.status_code == 200, answer.text
    # then
    first, second = await told(desk, path)
    assert (first.status, first.level, first.prize) == ("nominated", "nation", "")
    assert (second.status, second.prize, str(second.money), len(second.authors)) == ("decided", "一等奖", "2000.00", 2)
    assert second.revision > first.revision
    found = (await desk.get(f"/events/{desk.id}/nominations"))["nominations"]
    assert [each["level"] for each in found] == ["school", "city", "province", "nation"]


async def test_nothing_goes_down_nor_past_what_is_open_or_refused(desk: Desk) -> None:
    # given
    entry, _author = await decided_entry(desk)
    city = await nominated(desk, entry, "city")
    # when / then
    refused(await nominate(desk, entry, "province"), "level.open")
    refused(await nominate(desk, entry, "school"), "level.down")
    refused(await nominate(desk, entry, "city"), "level.twice")
    await desk.post(f"{city}/outcome", {"nothing": True, "decided_on": "2026-06-01"})
    refused(await nominate(desk, entry, "province"), "level.refused")
    # and a correction opens the way, which cannot then be taken from under it
    assert (await desk.post(f"{city}/outcome", PRIZE | {"reason": "Read the wrong line"})).status_code == 200
    await nominated(desk, entry, "province")
    nothing = {"nothing": True, "decided_on": "2026-06-01", "reason": "Again"}
    refused(await desk.post(f"{city}/outcome", nothing), "level.refused")


async def test_only_a_decided_contest_sends_up_and_only_its_organisers(desk: Desk) -> None:
    # given
    contest = await judged_contest(desk)
    number = str(next(staff_numbers))
    await member(desk.events, number, "Open")
    (entry,) = await entered(desk, contest, {"members": [number]})
    # then
    refused(await nominate(desk, entry, "city"), "nomination.early", 409)
    refused(await nominate(desk, uuid4(), "city"), "entry.unknown", 404)
    other = await open_desk(desk.events)
    decided, _author = await decided_entry(desk)
    refused(await nominate(other, decided, "city"), "entry.unknown", 404)
    refused(await nominate(desk, decided, "city", "   "), "nomination.competition")
    body = {"entry": str(decided), "level": "city", "competition": "x"}
    path = f"/events/{desk.id}/nominations"
    stranger = desk.events.as_(uuid4(), "Stranger")
    refused(await desk.events.http.post(path, json=body, headers=stranger), "event.not_yours", 403)


async def test_a_level_decides_after_the_one_below_it(desk: Desk) -> None:
    entry, _author = await decided_entry(desk)
    city = await nominated(desk, entry, "city")
    await desk.post(f"{city}/outcome", PRIZE)
    province = await nominated(desk, entry, "province")

    refused(await desk.post(f"{province}/outcome", PRIZE | {"decided_on": "2026-05-31"}), "nomination.date_order")
    assert (await desk.post(f"{province}/outcome", PRIZE)).status_code == 200
    later = PRIZE | {"decided_on": "2026-07-01", "reason": "Read the wrong line"}
    refused(await desk.post(f"{city}/outcome", later), "nomination.date_order")


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ({}, "nomination.prize"),
        ({"prize": "一等奖", "nothing": True}, "nomination.prize"),
        ({"prize": "一等奖"}, "nomination.date"),
        ({"prize": "一等奖", "decided_on": "2199-01-01"}, "nomination.date_range"),
        ({"prize": "一等奖", "decided_on": "0199-01-01"}, "nomination.date_early"),
        ({"prize": "一等奖", "decided_on": "1948-01-01"}, "nomination.date_early"),
        ({"prize": "一等奖", "decided_on": "x"}, "input.invalid"),
        (PRIZE | {"money": "-1"}, "nomination.money"),
        (PRIZE | {"money": "NaN"}, "nomination.money"),
        (PRIZE | {"money": "1E+400"}, "nomination.money"),
        (PRIZE | {"money": "0.001"}, "nomination.money"),
        (PRIZE | {"prize": "x" * 10_000}, "input.too_long"),
        (PRIZE | {"prize": "a\x00b"}, "input.unstorable"),
    ],
)
async def test_an_outcome_that_cannot_be_is_refused(desk: Desk, typed: dict[str, Any], code: str) -> None:
    entry, _author = await decided_entry(desk)
    path = await nominated(desk, entry, "city")

    answer = await desk.post(f"{path}/outcome", typed)

    assert answer.status_code in (400, 422), answer.text
    assert code == "input.unstorable" or answer.json()["code"] == code


async def test_a_correction_needs_a_reason_and_keeps_what_was(desk: Desk) -> None:
    # given
    entry, _author = await decided_entry(desk)
    path = await nominated(desk, entry, "city")
    await desk.post(f"{path}/outcome", PRIZE)
    # when
    refused(await desk.post(f"{path}/outcome", PRIZE | {"prize": "二等奖"}), "nomination.reason")
    stale = await desk.post(f"{path}/outcome", PRIZE | {"prize": "二等奖", "reason": "Misread", "revision": 1})
    refused(stale, "page.stale", 409)
    corrected = await desk.post(f"{path}/outcome", PRIZE | {"prize": "二等奖", "reason": "Misread", "revision": 2})
    assert corrected.status_code == 200
    # then
    changes = (await desk.get(path))["changes"]
    assert [(each["state"]["prize"], each["reason"]) for each in changes] == [
        ("二等奖", "Misread"),
        ("一等奖", ""),
        ("", ""),
    ]
    refused(await desk.post(f"{path}/withdraw", {}), "nomination.reason")
    assert (await desk.post(f"{path}/withdraw", {"reason": "Never sent"})).status_code == 200
    assert (await told(desk, path))[-1].status == "withdrawn"
    refused(await desk.post(f"{path}/outcome", PRIZE), "nomination.withdrawn", 409)
    await nominated(desk, entry, "city")


async def test_documents_are_known_by_their_content_and_read_by_organisers_and_authors_only(desk: Desk) -> None:
    # given
    entry, author = await decided_entry(desk)
    path = await nominated(desk, entry, "city")
    http = desk.events.http

    async def attach(name: str, data: bytes) -> Any:
        return await http.post(f"{path}/documents", files={"file": (name, data)}, headers=desk.headers)

    # when
    refused(await attach("script.pdf", b"<html>"), "document.type")
    refused(await attach("large.pdf", PDF + bytes(10 * 1024 * 1024)), "document.large", 413)
    sent = await attach("../红头\x00文件.exe", PDF)
    assert sent.status_code == 201, sent.text
    # then
    document = f"/events/nomination-documents/{sent.json()['id']}"
    mine = desk.events.as_(author, "Author")
    got = await http.get(document, headers=mine)
    assert (got.content, got.headers["content-type"]) == (PDF, "application/pdf")
    assert got.headers["content-disposition"].startswith("attachment")
    refused(await http.get(document, headers=desk.events.as_(uuid4(), "Stranger")), "nomination.not_yours", 403)
    refused(await http.get(path, headers=desk.events.as_(uuid4(), "Stranger")), "nomination.not_yours", 403)
    refused(await http.post(f"{document}/remove", headers=mine, json={}), "event.not_yours", 403)
    assert (await desk.post(f"{document}/remove", {})).status_code == 200
    refused(await http.get(document, headers=mine), "document.unknown", 404)


async def test_pages_show_the_ladder_to_everybody_and_refusals_to_nobody_else(desk: Desk) -> None:
    # given
    entry, author = await decided_entry(desk)
    body = {"entry": str(entry), "level": "city", "competition": "市诵读大赛", "note": "secret note"}
    path = f"/events/nominations/{(await desk.post(f'/events/{desk.id}/nominations', body)).json()['id']}"
    await desk.post(f"{path}/outcome", PRIZE | {"note": "secret note", "money": "500"})
    lost = await nominated(desk, entry, "province")
    await desk.post(f"{lost}/outcome", {"nothing": True, "decided_on": "2026-07-01"})
    found = await desk.get(path)
    contest = found["nomination"]["contest_id"]
    # then
    for lang, level in (("zh", "市级"), ("en", "City level")):
        public = await desk.page(f"/events/contests/{contest}", lang)
        assert level in public and "市诵读大赛" in public and "一等奖" in public
        assert "province recitation" not in public and "secret note" not in public
        assert "province recitation" in await desk.page(f"/events/{desk.id}/nominations", lang)
        assert "secret note" in await desk.page(path, lang)
        headers = desk.events.as_(author, "Author") | {"Accept": "text/html", "Accept-Language": lang}
        own = (await desk.events.http.get(path, headers=headers)).text
        assert level in own and "secret note" not in own
