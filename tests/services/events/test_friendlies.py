"""Guests without accounts, friendly meetings home and away, series over a year."""

from typing import Any
from uuid import uuid4

from tests.servers import Running
from tests.services.events.desk import ADMINISTRATOR, Desk, made, open_desk, refused
from tests.services.events.hall import closed, matches


def administrator(events: Running) -> Desk:
    """Meetings are set up by administrators, who organise them from then on."""
    headers = events.as_(ADMINISTRATOR, "Administrator", roles=("administrator",))
    return Administrators(events, "", ADMINISTRATOR, headers | {"Accept-Language": "en"})


class Administrators(Desk):
    known: dict[str, str]

    @property
    def headers(self) -> dict[str, str]:
        return self.known


async def meeting(desk: Desk, home: str, *away: str, series: str | None = None) -> tuple[str, dict[int, Any]]:
    body = {
        "name": f"{home} and guests {uuid4().hex[:4]}", "venue": "Hall", "on": "2026-05-01", "home": home,
        "away": "\n".join(away), "preset": "bwf_21x3", "series": series,
    }  # fmt: skip
    answer = await desk.post("/events/friendlies", body)
    assert answer.status_code == 201, answer.text
    contest = answer.json()["contest"]
    return contest, await matches(desk, contest)


async def series(desk: Desk) -> str:
    return made(await desk.post("/events/series", {"name": f"Neighbours {uuid4().hex[:6]}", "year": 2026}))


async def test_guests_are_entered_with_their_unit_and_need_no_account(events: Running) -> None:
    desk = await open_desk(events)
    contest = await desk.contest()

    answer = await desk.post(f"/events/contests/{contest}/guests", {"unit": "二院", "players": "张三 男 1985\n李四"})
    found = (await desk.get(f"/events/contests/{contest}/guests"))["guests"]

    assert [each["name"] for each in answer.json()["entries"]] == ["张三", "李四"]
    assert [(each["name"], each["gender"], each["birth_year"]) for each in found] == [
        ("张三", "male", 1985),
        ("李四", "", None),
    ]
    assert all(each["staff_number"].startswith("G") for each in found)
    assert {each["unit"] for each in (await desk.look(contest))["entries"]} == {"二院"}


async def test_a_guest_who_comes_again_is_the_same_person_and_is_found_like_a_member(events: Running) -> None:
    desk = await open_desk(events)
    first, second = await desk.contest(), await desk.contest("doubles")
    unit = f"Unit {uuid4().hex[:6]}"
    await desk.post(f"/events/contests/{first}/guests", {"unit": unit, "players": "Li Na, female"})
    pair = await desk.post(f"/events/contests/{second}/guests", {"unit": unit, "players": "Li Na / Wu Di male"})

    found = (await desk.get(f"/events/contests/{first}/guests"))["guests"]
    seen = (await desk.get(f"/events/contests/{first}/members?q={found[0]['staff_number']}"))["members"]

    assert pair.status_code == 201, pair.text
    assert [each["name"] for each in found] == ["Li Na", "Wu Di"]
    assert [each["name"] for each in seen] == ["Li Na"]


async def test_the_rules_for_entries_hold_for_guests_too_unless_an_exception_is_made(events: Running) -> None:
    desk = await open_desk(events)
    contest = await desk.contest()
    await desk.post(f"/events/contests/{contest}/eligibility", {"gender": "female"})
    path, body = f"/events/contests/{contest}/guests", {"unit": "Out", "players": "Bob male"}

    refused(await desk.post(path, body), "entry.gender")
    assert (await desk.post(path, {**body, "exception": "invited"})).status_code == 201
    refused(await desk.post(path, {"unit": " ", "players": "Ann"}), "guests.unit")
    refused(await desk.post(path, {"unit": "Out", "players": ""}), "entries.none")
    refused(await desk.post(path, {"unit": "Out", "players": "1985 男"}), "guests.name")


async def test_a_meeting_is_ready_to_play_with_the_home_side_first(events: Running) -> None:
    desk = administrator(events)
    contest, found = await meeting(desk, "Library", "Guests of Two")
    assert [(each["status"], *each["sides"]) for each in found.values()] and len(found) == 1
    page = await desk.page(f"/events/contests/{contest}")
    assert page.index("Library") < page.index("Guests of Two")
    assert found[1]["status"] == "ready"


async def test_the_return_match_changes_sides_and_stays_in_the_series(events: Running) -> None:
    desk = administrator(events)
    year = await series(desk)
    contest, found = await meeting(desk, "A", "B", series=year)
    body = {"on": "2026-06-01", "venue": "There"}
    back = (await desk.post(f"/events/contests/{contest}/return-match", body)).json()["contest"]
    again = await matches(desk, back)
    await events.deliver(closed(found[1]["id"], 1))
    await events.deliver(closed(again[1]["id"], 1))

    shown = await desk.get(f"/events/series/{year}")

    assert [(each["home"], each["away"], each["venue"]) for each in shown["meetings"]] == [
        ("A", "B", "Hall"),
        ("B", "A", "There"),
    ]
    assert [(each["unit"], each["points"], each["first"], each["last"]) for each in shown["table"]] == [
        ("A", 3, 1, 2),
        ("B", 3, 1, 2),
    ]


async def test_a_series_counts_meetings_of_the_whole_year(events: Running) -> None:
    desk = administrator(events)
    year = await series(desk)
    _, three = await meeting(desk, "A", "B", "C", series=year)
    _, two = await meeting(desk, "B", "A", series=year)
    for match in three.values():
        await events.deliver(closed(match["id"], 1))
    await events.deliver(closed(two[1]["id"], 2))

    shown = await desk.get(f"/events/series/{year}")
    page = await events.http.get(f"/events/series/{year}", headers={"Accept-Language": "zh"})

    assert sum(each["points"] for each in shown["table"]) == 12
    assert shown["table"][0]["played"] == 3
    assert page.status_code == 200 and "主场" in page.text


async def test_what_cannot_be_a_meeting_is_refused(events: Running) -> None:
    desk = administrator(events)
    body = {"name": "X", "on": "2026-05-01", "home": "A", "away": "B", "preset": "bwf_21x3"}

    refused(await desk.post("/events/friendlies", {**body, "away": "A"}), "friendly.twice")
    refused(await desk.post("/events/friendlies", {**body, "away": " "}), "friendly.units")
    refused(await desk.post("/events/friendlies", {**body, "preset": "chess"}), "preset.unknown")
    refused(await desk.post("/events/friendlies", {**body, "series": str(uuid4())}), "series.unknown", 404)
    name = {"name": f"Twice {uuid4().hex[:6]}", "year": 2026}
    made(await desk.post("/events/series", name))
    refused(await desk.post("/events/series", name), "series.taken", 409)
    stranger = events.as_(uuid4())
    assert (await events.http.post("/events/friendlies", json=body, headers=stranger)).status_code == 403


async def test_a_meeting_of_rubbers_waits_for_its_teams(events: Running) -> None:
    desk = administrator(events)
    body = {
        "name": "Rubbers", "on": "2026-05-01", "home": "A", "away": "B", "preset": "bwf_21x3", "tie": "bd_sudirman",
    }  # fmt: skip
    contest = (await desk.post("/events/friendlies", body)).json()["contest"]
    looked = await desk.look(contest)
    assert (looked["contest"]["status"], looked["entries"]) == ("open", [])
    assert looked["contest"]["regulation"]["tie"]["key"] == "bd_sudirman"
    refused(await desk.post("/events/friendlies", {**body, "tie": "nine"}), "tie.unknown")


async def test_guest_teams_come_with_or_without_players(events: Running) -> None:
    desk = await open_desk(events)
    contest = await desk.contest("team")
    path = f"/events/contests/{contest}/guests"

    first = await desk.post(path, {"unit": "二院", "players": "张三 男\n李四 女"})
    second = await desk.post(path, {"unit": "二院"})
    third = await desk.post(path, {"unit": "二院", "name": "雄鹰队", "players": "王五 / 赵六"})

    assert [each.json()["entries"][0]["name"] for each in (first, second, third)] == ["二院", "二院 2", "雄鹰队"]
    assert len((await desk.get(path))["guests"]) == 4
