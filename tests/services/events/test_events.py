"""Events, their organisers and courts: made at the desk, told to the others, kept from strangers."""

from uuid import uuid4

from shared.messages.events import EventChanged
from shared.messages.members import MemberChanged
from tests.servers import Running
from tests.services.events.desk import ADMINISTRATOR, made, members, open_desk, refused

CUP = {"name": "Cup", "venue": "Hall", "starts_on": "2026-05-01", "ends_on": "2026-05-02"}


async def test_an_event_is_told_to_the_others_with_its_whole_state(events: Running) -> None:
    desk = await open_desk(events)
    await desk.post(f"/events/{desk.id}/courts", {"names": ["Court 1", "Court 2"]})

    told = [each for each in await events.journal(EventChanged) if str(each.id) == desk.id]

    assert [each.revision for each in told] == [2, 3, 4]
    assert told[-1].organisers == (desk.organiser,)
    assert [court.name for court in told[-1].courts] == ["Court 1", "Court 2"]


async def test_only_an_administrator_makes_events(events: Running) -> None:
    answer = await events.http.post("/events/", json=CUP, headers=events.as_(uuid4()))

    refused(answer, "auth.administrators_only", 403)


async def test_an_event_cannot_end_before_it_starts(events: Running) -> None:
    headers = events.as_(ADMINISTRATOR, roles=("administrator",))

    answer = await events.http.post("/events/", json=CUP | {"ends_on": "2026-04-30"}, headers=headers)

    refused(answer, "event.dates")


async def test_an_organiser_runs_their_own_event_and_no_other(events: Running) -> None:
    mine, other = await open_desk(events), await open_desk(events)

    refused(await mine.post(f"/events/{other.id}/courts", {"name": "Court 1"}), "event.not_yours", 403)
    refused(await mine.post(f"/events/{other.id}", CUP), "event.not_yours", 403)
    assert [each["id"] for each in (await mine.get("/events/desk"))["events"]] == [mine.id]


async def test_an_organiser_who_was_removed_may_no_longer_change_the_event(events: Running) -> None:
    desk = await open_desk(events)

    answer = await desk.post(f"/events/{desk.id}/organisers/{desk.organiser}/remove", {})

    assert answer.status_code == 200
    refused(await desk.post(f"/events/{desk.id}", CUP), "event.not_yours", 403)


async def test_an_organiser_must_be_in_the_roster(events: Running) -> None:
    desk = await open_desk(events)

    sentence = refused(await desk.post(f"/events/{desk.id}/organisers", {"staff_number": "none"}), "member.unknown")

    assert "none" in sentence


async def test_of_two_organisers_who_change_the_same_the_second_is_told(events: Running) -> None:
    desk = await open_desk(events)
    revision = (await desk.get(f"/events/{desk.id}/desk"))["event"]["revision"]
    first = await desk.post(f"/events/{desk.id}", CUP | {"name": "First", "revision": revision})

    second = await desk.post(f"/events/{desk.id}", CUP | {"name": "Second", "revision": revision})

    assert first.status_code == 200
    assert "reload" in refused(second, "page.stale", 409)
    assert (await desk.get(f"/events/{desk.id}/desk"))["event"]["name"] == "First"


async def test_courts_keep_the_order_they_were_named_in(events: Running) -> None:
    desk = await open_desk(events)
    await desk.form(f"/events/{desk.id}/courts", listed="3号场、1号场，2号场")

    answer = await desk.post(f"/events/{desk.id}/courts", {"name": "Centre"})

    assert [court["name"] for court in answer.json()["courts"]] == ["3号场", "1号场", "2号场", "Centre"]


async def test_a_court_has_a_name_of_its_own(events: Running) -> None:
    desk = await open_desk(events)
    courts = (await desk.post(f"/events/{desk.id}/courts", {"names": ["A", "B"]})).json()["courts"]

    refused(await desk.post(f"/events/{desk.id}/courts", {"name": "A"}), "court.taken", 409)
    refused(await desk.post(f"/events/courts/{courts[1]['id']}", {"name": "A"}), "court.taken", 409)
    renamed = await desk.post(f"/events/courts/{courts[0]['id']}", {"name": "C"})
    assert [court["name"] for court in renamed.json()["courts"]] == ["C", "B"]


async def test_a_court_that_is_not_used_can_be_removed(events: Running) -> None:
    desk = await open_desk(events)
    courts = (await desk.post(f"/events/{desk.id}/courts", {"names": ["A", "B"]})).json()["courts"]

    answer = await desk.post(f"/events/courts/{courts[0]['id']}/remove", {})

    assert [court["name"] for court in answer.json()["courts"]] == ["B"]


async def test_an_event_nobody_made_is_unknown(events: Running) -> None:
    desk = await open_desk(events)

    answer = await events.http.get(f"/events/{uuid4()}/desk", headers=desk.headers)

    refused(answer, "event.unknown", 404)


async def test_the_desk_shows_itself_in_both_languages(events: Running) -> None:
    desk = await open_desk(events)
    await desk.contest()
    await desk.post(f"/events/{desk.id}/courts", {"name": "Court 1"})

    for path in ("/events/desk", f"/events/{desk.id}/desk", f"/events/{desk.id}/contests/new"):
        english, chinese = await desk.page(path), await desk.page(path, "zh")
        assert 'lang="en"' in english
        assert 'lang="zh' in chinese
        assert english != chinese


async def test_the_form_of_a_new_event_leads_to_its_desk(events: Running) -> None:
    headers = events.as_(ADMINISTRATOR, roles=("administrator",)) | {"Accept": "text/html"}

    answer = await events.http.post("/events/", data=CUP, headers=headers)

    assert answer.status_code == 303
    assert (await events.http.get(answer.headers["location"], headers=headers)).status_code == 200


async def test_a_member_who_left_cannot_become_an_organiser(events: Running) -> None:
    desk = await open_desk(events)
    here = (await members(events, 1))[0]
    await events.deliver(MemberChanged(id=uuid4(), revision=1, staff_number="left", name="Gone", unit="", active=False))

    refused(await desk.post(f"/events/{desk.id}/organisers", {"staff_number": "left"}), "member.unknown")
    assert made(await desk.post(f"/events/{desk.id}/organisers", {"staff_number": here}))


async def test_a_court_has_a_name_that_fits_a_board(events: Running) -> None:
    desk = await open_desk(events)

    listed = await desk.post(f"/events/{desk.id}/courts", {"listed": "1, " + "x" * 41})
    named = await desk.post(f"/events/{desk.id}/courts", {"names": ["x" * 100_000]})

    refused(listed, "court.name_long")
    refused(named, "court.name_long")
    assert (await desk.get(f"/events/{desk.id}/desk"))["courts"] == []
