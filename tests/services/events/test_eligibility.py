"""Who may enter: rules set at the desk, refusals that say why, exceptions, the window, members' own entries."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest

from shared.messages.members import MemberChanged
from tests.servers import Running
from tests.services.events.desk import Desk, made, open_desk, refused, staff_numbers


async def someone(events: Running, name: str, **facts: Any) -> tuple[str, UUID]:
    """A member with what the roster says of them; staff number and id."""
    number, found = str(next(staff_numbers)), uuid4()
    facts = {"unit": "Library", **facts}
    await events.deliver(MemberChanged(id=found, revision=1, staff_number=number, name=name, **facts))
    return number, found


async def asks(desk: Desk, contest: str, **rules: Any) -> None:
    answer = await desk.post(f"/events/contests/{contest}/eligibility", rules)
    assert answer.status_code == 200, answer.text


async def enter(desk: Desk, contest: str, *numbers: str, **more: Any) -> Any:
    return await desk.post(f"/events/contests/{contest}/entries", {"members": list(numbers), **more})


def at(hours: float) -> str:
    return (datetime.now(UTC) + timedelta(hours=hours)).isoformat()


@pytest.mark.parametrize(
    ("rules", "facts", "code", "word"),
    [
        ({"gender": "female"}, {"gender": "male"}, "entry.gender", "women"),
        ({"gender": "female"}, {}, "entry.gender", "roster does not say"),
        ({"category": "retired"}, {}, "entry.category", "retired"),
        ({"leaders": "leaders"}, {}, "entry.leader", "leaders"),
        ({"leaders": "others"}, {"leader": True}, "entry.leader", "leader"),
        ({"age_most": 45}, {"birth_year": 1980}, "entry.age", "46"),
        ({"age_least": 50}, {"birth_year": 1980}, "entry.age", "50"),
        ({"age_most": 45}, {}, "entry.age_unknown", "born"),
        ({"units": ["Engineering"]}, {}, "entry.unit", "Library"),
    ],
)
async def test_what_is_refused_says_why(
    events: Running, rules: dict[str, Any], facts: dict[str, Any], code: str, word: str
) -> None:
    desk = await open_desk(events)
    contest = await desk.contest()
    await asks(desk, contest, **rules)
    number, _ = await someone(events, "Wang Fang", **facts)

    sentence = refused(await enter(desk, contest, number), code)

    assert word in sentence and "Wang Fang" in sentence


async def test_who_fits_is_entered(events: Running) -> None:
    desk = await open_desk(events)
    contest = await desk.contest()
    await asks(desk, contest, gender="female", category="staff", age_most=45, units=["Library"], unit_most=1)
    number, _ = await someone(events, "Li Na", gender="female", birth_year=1990)

    assert (await enter(desk, contest, number)).status_code == 201


async def test_a_unit_has_no_more_entries_than_its_quota(events: Running) -> None:
    desk = await open_desk(events)
    contest = await desk.contest()
    await asks(desk, contest, unit_most=2)
    numbers = [(await someone(events, f"P{place}"))[0] for place in range(3)]
    other, _ = await someone(events, "Other", unit="Canteen")

    body = {"entries": [{"members": [number]} for number in [*numbers, other]]}
    answer = await desk.post(f"/events/contests/{contest}/entries", body)

    assert "Library" in refused(answer, "entry.quota")
    assert [each["line"] for each in answer.json()["details"]] == [3]
    assert (await enter(desk, contest, numbers[0])).status_code == 201
    assert (await enter(desk, contest, numbers[1])).status_code == 201
    refused(await enter(desk, contest, numbers[2]), "entry.quota")


async def test_one_person_enters_no_more_contests_of_the_event_than_allowed(events: Running) -> None:
    desk = await open_desk(events)
    first, second, third = [await desk.contest() for _ in range(3)]
    await desk.post(f"/events/{desk.id}/entries-each", {"entries_each": 2})
    number, _ = await someone(events, "Busy")

    assert (await enter(desk, first, number)).status_code == 201
    assert (await enter(desk, second, number)).status_code == 201
    assert "2" in refused(await enter(desk, third, number), "entry.times")


async def test_a_mixed_pair_is_a_man_and_a_woman(events: Running) -> None:
    desk = await open_desk(events)
    contest = await desk.contest("doubles")
    await asks(desk, contest, gender="mixed", one_unit=True)
    man, _ = await someone(events, "Man", gender="male")
    other, _ = await someone(events, "Other", gender="male")
    woman, _ = await someone(events, "Woman", gender="female")
    away, _ = await someone(events, "Away", gender="female", unit="Canteen")

    refused(await enter(desk, contest, man, other), "entry.women")
    refused(await enter(desk, contest, man, away), "entry.one_unit")
    assert (await enter(desk, contest, man, woman)).status_code == 201


async def test_after_the_deadline_nobody_is_entered_but_by_exception(events: Running) -> None:
    desk = await open_desk(events)
    contest = await desk.contest()
    number, _ = await someone(events, "Late")
    await asks(desk, contest, closes_at=at(-1), changes_until=at(2))

    refused(await enter(desk, contest, number), "entries.closed")
    assert (await enter(desk, contest, number, exception="list came late by post")).status_code == 201


async def test_before_entries_open_nobody_is_entered(events: Running) -> None:
    desk = await open_desk(events)
    contest = await desk.contest()
    number, _ = await someone(events, "Early")
    await asks(desk, contest, opens_at=at(1))
    refused(await enter(desk, contest, number), "entries.early")


async def test_in_the_window_for_changes_one_member_is_replaced_by_another(events: Running) -> None:
    desk = await open_desk(events)
    contest = await desk.contest("doubles")
    await asks(desk, contest, one_unit=True)
    (a, _), (b, _), (c, _) = [await someone(events, name) for name in ("A", "B", "C")]
    stranger, _ = await someone(events, "D", unit="Canteen")
    entry = (await enter(desk, contest, a, b)).json()["entries"][0]["id"]
    await asks(desk, contest, one_unit=True, closes_at=at(-1), changes_until=at(1))

    refused(await desk.post(f"/events/entries/{entry}/replace", {"out": b, "enters": stranger}), "entry.one_unit")
    refused(await desk.post(f"/events/entries/{entry}/replace", {"out": c, "enters": b}), "entry.not_in")
    answer = await desk.post(f"/events/entries/{entry}/replace", {"out": b, "enters": c})

    assert answer.status_code == 200, answer.text
    assert [each["name"] for each in (await desk.look(contest))["entries"]] == ["A / C"]


async def test_after_the_window_entries_stand(events: Running) -> None:
    desk = await open_desk(events)
    contest = await desk.contest()
    (a, _), (b, _) = [await someone(events, name) for name in ("A", "B")]
    entry = (await enter(desk, contest, a)).json()["entries"][0]["id"]
    await asks(desk, contest, closes_at=at(-2), changes_until=at(-1))
    answer = await desk.post(f"/events/entries/{entry}/replace", {"out": a, "enters": b})
    refused(answer, "entries.fixed", 409)


@pytest.mark.parametrize(
    ("rules", "code"),
    [
        ({"age_least": 50, "age_most": 40}, "eligibility.age"),
        ({"opens_at": "2026-05-02T08:00", "closes_at": "2026-05-01T08:00"}, "eligibility.window"),
        ({"closes_at": "2026-05-02T08:00", "changes_until": "2026-05-01T08:00"}, "eligibility.changes"),
        ({"gender": "male", "least_women": 1}, "eligibility.gender"),
        ({"unit_most": 0}, "input.invalid"),
        ({"closes_at": "tomorrow"}, "input.time"),
    ],
)
async def test_rules_nobody_could_keep_are_refused(events: Running, rules: dict[str, Any], code: str) -> None:
    desk = await open_desk(events)
    contest = await desk.contest()
    refused(await desk.post(f"/events/contests/{contest}/eligibility", rules), code)


async def test_the_page_says_which_entries_new_rules_would_refuse(events: Running) -> None:
    desk = await open_desk(events)
    contest = await desk.contest()
    number, _ = await someone(events, "Zhao Yi", gender="male")
    await enter(desk, contest, number)
    await asks(desk, contest, gender="female")

    page = await desk.page(f"/events/contests/{contest}/eligibility")

    assert "Zhao Yi is a man; this contest is for women." in page
    assert "For women." in page


async def test_a_member_enters_and_withdraws_by_their_own_page(events: Running) -> None:
    desk = await open_desk(events)
    contest = await desk.contest()
    _, me = await someone(events, "Me")
    mine = events.as_(me, "Me") | {"Accept-Language": "en"}
    path = f"/events/contests/{contest}"
    refused(await events.http.post(f"{path}/enter", json={}, headers=mine), "entries.not_own", 409)
    await asks(desk, contest, own_entry=True)

    entered = await events.http.post(f"{path}/enter", json={}, headers=mine)
    again = await events.http.post(f"{path}/enter", json={}, headers=mine)
    page = await events.http.get("/events/my", headers=mine | {"Accept": "text/html"})
    withdrawn = await events.http.post(f"{path}/withdraw", json={}, headers=mine)

    assert made(entered)
    refused(again, "member.entered")
    assert "Code for check-in" in page.text and "<svg" in page.text
    assert withdrawn.status_code == 200
    assert (await desk.look(contest))["entries"] == []


async def test_a_partner_is_named_by_number_and_name_that_agree(events: Running) -> None:
    desk = await open_desk(events)
    contest = await desk.contest("doubles")
    await asks(desk, contest, own_entry=True)
    _, me = await someone(events, "Me")
    number, _ = await someone(events, "李四")
    mine = events.as_(me, "Me") | {"Accept-Language": "en"}
    path = f"/events/contests/{contest}/enter"

    wrong = await events.http.post(path, json={"partners": f"{number} 王五"}, headers=mine)
    right = await events.http.post(path, json={"partners": f"{number} 李四"}, headers=mine)

    refused(wrong, "partner.unknown")
    assert right.status_code == 201, right.text
    assert [each["name"] for each in (await desk.look(contest))["entries"]] == ["Me / 李四"]


async def test_nobody_but_an_organiser_sets_the_rules(events: Running) -> None:
    desk = await open_desk(events)
    contest = await desk.contest()
    stranger = events.as_(uuid4())
    for method, path in (("GET", "eligibility"), ("POST", "eligibility")):
        answer = await events.http.request(method, f"/events/contests/{contest}/{path}", json={}, headers=stranger)
        refused(answer, "event.not_yours", 403)


async def test_a_team_takes_somebody_in_and_lets_somebody_go(events: Running) -> None:
    desk = await open_desk(events)
    contest = await desk.contest("team")
    people = [await someone(events, name) for name in ("A", "B", "C")]
    (a, _), (b, _), (c, _) = people
    entry = (await enter(desk, contest, a, b, name="Tigers")).json()["entries"][0]["id"]
    path = f"/events/entries/{entry}"

    assert (await desk.post(f"{path}/replace", {"enters": c})).status_code == 200
    assert (await desk.post(f"{path}/replace", {"out": a})).status_code == 200
    refused(await desk.post(f"{path}/replace", {"enters": c}), "member.entered")
    refused(await desk.post(f"{path}/replace", {}), "entry.players")

    shown = await desk.get(f"{path}/members")
    assert [each["name"] for each in shown["members"]] == ["B", "C"]
    assert shown["entry"]["name"] == "Tigers"
    assert "Tigers" in await desk.page(f"{path}/members", "zh")
