"""Check-in: by list and by code, who is missing, the window, a wrong tap undone."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

from tests.servers import Running
from tests.services.events.desk import Desk, member, open_desk, refused


async def expected(desk: Desk, contest: str) -> tuple[list[str], list[str]]:
    """Who is missing and who has come."""
    found = await desk.get(f"/events/{desk.id}/check-in?contest={contest}")
    return [each["name"] for each in found["missing"]], [each["name"] for each in found["came"]]


async def two(events: Running, desk: Desk) -> tuple[str, list[str], str]:
    """A contest with two entries: its id, theirs, and the code of the first."""
    contest, number = await desk.contest(), uuid4().hex[:8]
    me = await member(events, number, "Ann")
    other = uuid4().hex[:8]
    await member(events, other, "Bob")
    body = {"entries": [{"members": [number]}, {"members": [other]}]}
    entries = (await desk.post(f"/events/contests/{contest}/entries", body)).json()["entries"]
    mine = await events.http.get("/events/my", headers=events.as_(me))
    return contest, [each["id"] for each in entries], mine.json()["entries"][0]["code"]


async def test_a_tap_in_the_list_checks_in_and_can_be_undone(events: Running) -> None:
    desk = await open_desk(events)
    contest, (ann, _), _ = await two(events, desk)
    assert await expected(desk, contest) == (["Ann", "Bob"], [])

    first = await desk.post(f"/events/entries/{ann}/check-in", {})
    again = await desk.post(f"/events/entries/{ann}/check-in", {})
    came = await expected(desk, contest)
    undone = await desk.post(f"/events/entries/{ann}/check-in/undo", {})

    assert (first.json()["again"], again.json()["again"]) == (False, True)
    assert came == (["Bob"], ["Ann"])
    assert undone.status_code == 200
    assert await expected(desk, contest) == (["Ann", "Bob"], [])
    refused(await desk.post(f"/events/entries/{ann}/check-in/undo", {}), "check_in.none", 409)


async def test_a_code_scanned_or_typed_checks_in(events: Running) -> None:
    desk = await open_desk(events)
    contest, _, code = await two(events, desk)
    path = f"/events/{desk.id}/check-in"

    scanned = await desk.post(path, {"code": f"https://hall.example/events/check-in/{code}"})
    typed = await desk.post(path, {"code": f" {code[:4].lower()} {code[4:].lower()} "})

    assert (scanned.json()["name"], scanned.json()["again"]) == ("Ann", False)
    assert typed.json()["again"] is True
    assert await expected(desk, contest) == (["Bob"], ["Ann"])


async def test_a_code_of_another_event_is_refused(events: Running) -> None:
    desk, other = await open_desk(events), await open_desk(events)
    _, _, code = await two(events, other)
    refused(await desk.post(f"/events/{desk.id}/check-in", {"code": code}), "check_in.code", 404)


async def test_the_address_of_a_code_leads_organisers_to_the_entry_and_nobody_else(events: Running) -> None:
    desk = await open_desk(events)
    _, _, code = await two(events, desk)
    stranger = await events.http.get(f"/events/check-in/{code}", headers=events.as_(uuid4()))
    assert "Ann" in await desk.page(f"/events/check-in/{code}")
    assert stranger.status_code == 403


async def test_outside_its_window_nobody_is_checked_in(events: Running) -> None:
    desk = await open_desk(events)
    contest, (ann, _), code = await two(events, desk)
    now = datetime.now(UTC)

    async def window(opens: float, closes: float) -> Any:
        body = {
            "opens_at": (now + timedelta(hours=opens)).isoformat(),
            "closes_at": (now + timedelta(hours=closes)).isoformat(),
        }
        return await desk.post(f"/events/contests/{contest}/check-in-window", body)

    assert (await window(1, 2)).status_code == 200
    refused(await desk.post(f"/events/entries/{ann}/check-in", {}), "check_in.early", 409)
    assert (await window(-2, -1)).status_code == 200
    refused(await desk.post(f"/events/{desk.id}/check-in", {"code": code}), "check_in.closed", 409)
    refused(await window(2, 1), "check_in.window")


async def test_the_page_shows_who_is_missing_in_both_languages(events: Running) -> None:
    desk = await open_desk(events)
    contest, (ann, _), _ = await two(events, desk)
    await desk.post(f"/events/entries/{ann}/check-in", {})

    missing = await desk.page(f"/events/{desk.id}/check-in?contest={contest}")
    came = await desk.page(f"/events/{desk.id}/check-in?contest={contest}&show=came", "zh")

    assert "Bob" in missing and "Ann" not in missing
    assert "Ann" in came and "撤销" in came


async def test_only_organisers_check_in(events: Running) -> None:
    desk = await open_desk(events)
    _, (ann, _), _ = await two(events, desk)
    stranger = events.as_(uuid4())
    answer = await events.http.post(f"/events/entries/{ann}/check-in", json={}, headers=stranger)
    refused(answer, "event.not_yours", 403)
