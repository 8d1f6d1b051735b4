"""The sports meeting: points of contests become team totals, with records, deductions and a confirmation."""

from decimal import Decimal
from typing import Any

from tests.servers import Running
from tests.services.events.desk import Desk, open_desk, refused
from tests.services.events.hall import play


async def totals(desk: Desk) -> dict[str, Any]:
    found = await desk.get(f"/events/{desk.id}/meeting/desk")
    return {line["unit"]: line for line in found["totals"]}


async def points(desk: Desk) -> dict[str, Decimal]:
    return {unit: Decimal(line["points"]) for unit, line in (await totals(desk)).items()}


async def decided(events: Running, entries: int = 8) -> tuple[Desk, str]:
    """An event with one contest of so many units, played to its end."""
    desk = await open_desk(events)
    contest, _matches = await desk.published(entries)
    await play(events, desk, contest)
    return desk, contest


async def state(desk: Desk, wanted: str) -> None:
    answer = await desk.post(f"/events/{desk.id}/meeting/state", {"state": wanted})
    assert answer.status_code == 200, answer.text


async def public(desk: Desk) -> Any:
    answer = await desk.events.http.get(f"/events/{desk.id}/meeting", headers={"Accept": "application/json"})
    assert answer.status_code == 200, answer.text
    return answer.json()


async def test_places_become_points_and_shared_places_share_them(events: Running) -> None:
    desk, contest = await decided(events)
    placings = (await desk.get(f"/events/contests/{contest}/placings"))["placings"]

    found = await points(desk)

    # 9 and 7 for the final; 3 to 4 share 6 + 5; 5 to 8 share 4 + 3 + 2 + 1. Two of the eight are of one unit.
    worth = {1: Decimal(9), 2: Decimal(7), 3: Decimal("5.5"), 5: Decimal("2.5")}
    expected: dict[str, Decimal] = {}
    for placed in placings:
        expected[placed["unit"]] = expected.get(placed["unit"], Decimal()) + worth[placed["first"]]
    assert found == expected


async def test_a_team_contest_counts_double_where_the_organiser_says_so(events: Running) -> None:
    desk, contest = await decided(events)
    before = await points(desk)

    await desk.post(f"/events/{desk.id}/meeting/contests/{contest}", {"counts": True, "multiplier": "2"})

    assert await points(desk) == {unit: 2 * each for unit, each in before.items()}


async def test_a_contest_that_does_not_count_gives_no_points(events: Running) -> None:
    desk, contest = await decided(events)

    await desk.post(f"/events/{desk.id}/meeting/contests/{contest}", {"counts": False})

    assert set((await points(desk)).values()) == {Decimal(0)}


async def test_a_short_field_rewards_one_place_fewer(events: Running) -> None:
    desk, _contest = await decided(events, 4)

    answer = await desk.post(f"/events/{desk.id}/meeting", {"scale": "7 5 4 3 2 1", "short_field": 6})

    assert answer.status_code == 200, answer.text
    assert sorted((await points(desk)).values()) == [Decimal(2), Decimal(2), Decimal(5), Decimal(7)]


async def test_records_and_deductions_change_a_total_until_they_are_taken_back(events: Running) -> None:
    desk, _contest = await decided(events)
    before = (await points(desk))["Unit 3"]
    path = f"/events/{desk.id}/meeting/adjustments"
    await desk.post(path, {"kind": "record", "unit": "Unit 3", "points": "9", "reason": "Record of the school"})
    await desk.post(path, {"kind": "deduction", "unit": "Unit 3", "points": 2, "reason": "Did not start"})
    assert (await points(desk))["Unit 3"] == before + 7

    deduction = (await desk.get(f"/events/{desk.id}/meeting/desk"))["adjustments"][1]
    await desk.post(f"/events/adjustments/{deduction['id']}/take-back", {})

    assert (await points(desk))["Unit 3"] == before + 9


async def test_points_given_without_a_reason_are_refused(events: Running) -> None:
    desk = await open_desk(events)
    body = {"kind": "record", "unit": "Unit 1", "points": "9", "reason": " "}

    refused(await desk.post(f"/events/{desk.id}/meeting/adjustments", body), "adjustment.reason")
    refused(
        await desk.post(f"/events/{desk.id}/meeting/adjustments", body | {"reason": "x", "points": "NaN"}),
        "meeting.amount",
    )


async def test_the_public_sees_totals_only_once_they_are_shown(events: Running) -> None:
    desk, _contest = await decided(events)
    assert (await public(desk))["totals"] == []

    await state(desk, "live")

    assert len((await public(desk))["totals"]) == 7


async def test_confirmed_totals_stay_as_confirmed_until_confirmed_again(events: Running) -> None:
    desk, _contest = await decided(events)
    await state(desk, "final")
    confirmed = (await public(desk))["totals"]

    await desk.post(
        f"/events/{desk.id}/meeting/adjustments",
        {"kind": "bonus", "unit": "Unit 1", "points": 50, "reason": "Late report"},
    )

    assert (await public(desk))["totals"] == confirmed
    assert (await desk.get(f"/events/{desk.id}/meeting/desk"))["changed_since"] is True
    await state(desk, "final")
    assert (await public(desk))["totals"][0]["unit"] == "Unit 1"


async def test_totals_are_not_confirmed_while_a_contest_that_counts_is_open(events: Running) -> None:
    desk = await open_desk(events)
    await desk.published(4)

    answer = await desk.post(f"/events/{desk.id}/meeting/state", {"state": "final"})

    refused(answer, "meeting.open", 409)


async def test_of_two_organisers_who_change_the_settings_the_second_is_told(events: Running) -> None:
    desk = await open_desk(events)
    await desk.post(f"/events/{desk.id}/meeting", {"revision": 0})

    answer = await desk.post(f"/events/{desk.id}/meeting", {"scale": "3 2 1", "revision": 0})

    refused(answer, "page.stale", 409)


async def test_a_scale_that_is_none_is_refused_in_words(events: Running) -> None:
    desk = await open_desk(events)

    for scale in ("", "gold", "1 2 3", "9 -1", "NaN", "9 7 Infinity"):
        refused(await desk.post(f"/events/{desk.id}/meeting", {"scale": scale}), "meeting.scale")


async def test_strangers_see_no_desk_and_change_nothing(events: Running) -> None:
    desk = await open_desk(events)
    stranger = await open_desk(events)

    answer = await events.http.post(f"/events/{desk.id}/meeting", json={}, headers=stranger.headers)

    refused(answer, "event.not_yours", 403)


async def test_the_pages_of_a_meeting_read_in_both_languages(events: Running) -> None:
    desk, _contest = await decided(events)
    await state(desk, "live")
    for path in (f"/events/{desk.id}/meeting", f"/events/{desk.id}/meeting/desk"):
        english, chinese = await desk.page(path), await desk.page(path, "zh")
        assert "Team totals" in english
        assert "团体总分" in chinese
