"""Pairing codes and seats: used once, in time, throttled; a seat marks its own court only, and only while in force."""

import asyncio
from datetime import timedelta
from uuid import UUID, uuid4

import pytest

from services.scoring import throttle
from tests.servers import Running
from tests.services.scoring.ground import START, new_event, rally, rows, told
from tests.services.scoring.streams import listening


@pytest.fixture(autouse=True)
def no_wrong_codes_so_far(scoring: Running) -> None:
    scoring.app.state.hall.throttle.wrong.clear()


async def test_a_code_makes_one_tablet_a_seat_and_only_once(scoring: Running) -> None:
    # given a code as the organiser sees it
    event = await new_event(scoring)
    made = await scoring.http.post(f"/scoring/courts/{event.courts[0].id}/pairings", headers=event.desk)
    code = made.json()["code"]
    assert made.json()["url"] == f"http://127.0.0.1:8080/scoring/tablet/?code={code.replace('-', '')}"
    # when it is typed in small letters with a blank, by two tablets at once
    typed = code.lower().replace("-", " ")
    answers = await asyncio.gather(*(scoring.http.post("/scoring/pair", json={"code": typed}) for _ in range(2)))
    # then one is paired, with a cookie no script can read, and the code is used up
    paired = next(answer for answer in answers if answer.status_code == 201)
    refused = next(answer for answer in answers if answer.status_code != 201)
    assert paired.json()["court"] == {"id": str(event.courts[0].id), "name": "1 号场"}
    cookie = paired.headers["set-cookie"].lower()
    assert "saishi_seat=" in cookie and "httponly" in cookie and "path=/scoring" in cookie and "samesite=lax" in cookie
    assert (refused.status_code, refused.json()["code"]) == (422, "pairing.code_wrong")
    # and neither code nor token is stored
    stored = await rows(scoring, "select code_hash from pairing union all select token_hash from seat")
    assert all(len(row["code_hash"]) == 32 for row in stored)


async def test_a_cookie_is_as_good_as_the_token(scoring: Running) -> None:
    # given
    event = await new_event(scoring)
    tablet = await event.pair(event.courts[0])
    # when
    answer = await scoring.http.get("/scoring/seat", headers={"Cookie": f"saishi_seat={tablet.token}"})
    # then
    assert answer.json()["seat"] == {"id": tablet.seat_id, "place": 1, "revoked": None}
    assert answer.json()["event"] == {"id": str(event.id), "name": "Spring Cup"}


async def test_an_expired_code_is_refused(scoring: Running) -> None:
    # given a code made eleven minutes ago
    event = await new_event(scoring)
    made = await scoring.http.post(f"/scoring/courts/{event.courts[0].id}/pairings", headers=event.desk)
    back = timedelta(minutes=11)
    await rows(scoring, "update pairing set expires_at = expires_at - $1::interval where used_at is null", back)
    # when
    answer = await scoring.http.post("/scoring/pair", json={"code": made.json()["code"]})
    # then
    assert (answer.status_code, answer.json()["code"]) == (422, "pairing.code_wrong")


async def test_a_newer_code_for_a_court_voids_the_one_before(scoring: Running) -> None:
    # given
    event = await new_event(scoring)
    first, second = [
        (await scoring.http.post(f"/scoring/courts/{event.courts[0].id}/pairings", headers=event.desk)).json()["code"]
        for _ in range(2)
    ]
    # when
    old = await scoring.http.post("/scoring/pair", json={"code": first})
    new = await scoring.http.post("/scoring/pair", json={"code": second})
    # then
    assert (old.status_code, new.status_code) == (422, 201)


async def test_wrong_codes_are_throttled_even_all_at_once_and_the_right_one_too(scoring: Running) -> None:
    # given
    event = await new_event(scoring)
    made = await scoring.http.post(f"/scoring/courts/{event.courts[0].id}/pairings", headers=event.desk)
    # when
    guesses = await asyncio.gather(*(scoring.http.post("/scoring/pair", json={"code": "AAAA"}) for _ in range(30)))
    right = await scoring.http.post("/scoring/pair", json={"code": made.json()["code"]})
    # then
    assert [answer.status_code for answer in guesses].count(422) == throttle.BY_ADDRESS
    assert (right.status_code, right.json()["code"]) == (429, "pairing.throttled")
    # and the address may try again after the window
    scoring.app.state.hall.throttle.wrong.clear()
    assert (await scoring.http.post("/scoring/pair", json={"code": made.json()["code"]})).status_code == 201


async def test_a_second_tablet_takes_the_court_and_the_first_may_only_look(scoring: Running) -> None:
    # given a tablet in the middle of a match
    event = await new_event(scoring)
    await event.call(event.courts[0])
    first = await event.pair(event.courts[0])
    sheet_id = (await first.sheet())["id"]
    await first.mark(sheet_id, START)
    # when
    second = await event.pair(event.courts[0])
    # then the first is refused and told why, sees the sheet, and the second goes on
    refused = await first.mark(sheet_id, rally(1))
    assert (refused.status_code, refused.json()["code"]) == (403, "seat.revoked")
    assert refused.json()["details"] == {"revoked": "replaced"}
    assert "平板" in refused.json()["sentence"]
    look = await first.look()
    assert (look["seat"]["revoked"], look["sheet"]["revision"]) == ("replaced", 1)
    assert (await second.mark(sheet_id, rally(1))).json()["revision"] == 2


async def test_a_court_has_several_places_and_each_is_taken_over_by_itself(scoring: Running) -> None:
    # given an umpire's tablet and a counter's on one court
    event = await new_event(scoring)
    await event.call(event.courts[0])
    head = await event.pair(event.courts[0])
    counter = await event.pair(event.courts[0], place=2)
    # when the counter's place is paired anew
    second = await event.pair(event.courts[0], place=2)
    # then only the counter's first tablet has lost its seat, and all see the same sheet
    looks = [await each.look() for each in (head, counter, second)]
    assert [(look["seat"]["place"], look["seat"]["revoked"]) for look in looks] == [
        (1, None),
        (2, "replaced"),
        (2, None),
    ]
    assert len({look["sheet"]["id"] for look in looks}) == 1
    # and the organiser's page lists every place
    listed = await scoring.http.get(
        f"/scoring/events/{event.id}/tablets", headers={**event.desk, "Accept": "application/json"}
    )
    assert [(line["place"], bool(line["seat_id"])) for line in listed.json()["courts"]] == [(1, True), (2, True)]


@pytest.mark.parametrize("place", [0, 21, "first"])
async def test_a_place_there_is_not_is_refused(scoring: Running, place: object) -> None:
    # given
    event = await new_event(scoring)
    # when
    answer = await scoring.http.post(
        f"/scoring/courts/{event.courts[0].id}/pairings", json={"place": place}, headers=event.desk
    )
    # then
    assert answer.status_code == 422


async def test_an_unpaired_tablet_is_refused_at_once_even_by_a_replica_that_has_not_heard(scoring: Running) -> None:
    # given a tablet this process knows
    event = await new_event(scoring)
    await event.call(event.courts[0])
    tablet = await event.pair(event.courts[0])
    sheet_id = (await tablet.sheet())["id"]
    await tablet.mark(sheet_id, START)
    # when it is revoked in the database alone
    await rows(
        scoring,
        "update seat set revoked_at = now(), revoked_for = 'unpaired' where id = $1 returning id",
        UUID(tablet.seat_id),
    )
    # then
    assert (await tablet.mark(sheet_id, rally(1))).json()["code"] == "seat.revoked"
    assert (await rows(scoring, "select count(*) as n from mark where sheet_id = $1", UUID(sheet_id)))[0]["n"] == 1


async def test_an_organiser_unpairs_a_tablet(scoring: Running) -> None:
    # given
    event = await new_event(scoring)
    await event.call(event.courts[0])
    tablet = await event.pair(event.courts[0])
    sheet_id = (await tablet.sheet())["id"]
    # when
    answer = await scoring.http.post(f"/scoring/seats/{tablet.seat_id}/revoke", headers=event.desk)
    # then
    assert answer.status_code == 200
    assert (await tablet.mark(sheet_id, START)).json()["details"] == {"revoked": "unpaired"}
    page = await scoring.http.get(f"/scoring/events/{event.id}/tablets", headers=event.desk)
    assert page.json()["courts"][0]["seat_id"] is None


async def test_a_seat_marks_no_other_courts_sheet(scoring: Running) -> None:
    # given two courts of an event and one of another
    event, other = await new_event(scoring, courts=2), await new_event(scoring)
    tablet = await event.pair(event.courts[0])
    for owner, court in ((event, event.courts[1]), (other, other.courts[0])):
        sheet_id = (await owner.sheet_of(await owner.call(court)))["sheet_id"]
        # when
        answer = await tablet.mark(sheet_id, START)
        # then
        assert (answer.status_code, answer.json()["code"]) == (403, "seat.other_court")


async def test_only_organisers_of_the_event_and_administrators_pair_and_unpair(scoring: Running) -> None:
    # given
    event, other = await new_event(scoring), await new_event(scoring)
    tablet = await event.pair(event.courts[0])
    paths = [
        ("POST", f"/scoring/courts/{event.courts[0].id}/pairings"),
        ("POST", f"/scoring/seats/{tablet.seat_id}/revoke"),
        ("GET", f"/scoring/events/{event.id}/tablets"),
    ]
    # when and then
    nobody = {"Accept": "application/json"}
    member = scoring.as_(uuid4())
    for method, path in paths:
        assert (await scoring.http.request(method, path, headers=nobody)).status_code == 401
        assert (await scoring.http.request(method, path, headers=member)).json()["code"] == "event.not_organiser"
        assert (await scoring.http.request(method, path, headers=other.desk)).status_code == 403
        assert (await scoring.http.request(method, path, headers=tablet.headers)).status_code == 401
    administrator = scoring.as_(uuid4(), roles=("administrator",))
    assert (await scoring.http.request(*paths[0], headers=administrator)).status_code == 201
    assert (await scoring.http.post(f"/scoring/courts/{uuid4()}/pairings", headers=administrator)).status_code == 404


async def test_without_a_seat_nothing_is_marked_or_shown(scoring: Running) -> None:
    # given
    event = await new_event(scoring)
    sheet_id = (await event.sheet_of(await event.call(event.courts[0])))["sheet_id"]
    # when
    for headers in ({}, {"Authorization": "Bearer seat.made-up"}, event.desk):
        marked = await scoring.http.post(f"/scoring/sheets/{sheet_id}/marks", json={"marks": []}, headers=headers)
        seen = await scoring.http.get("/scoring/seat", headers={"Accept": "application/json", **headers})
        # then
        assert (marked.status_code, marked.json()["code"]) == (401, "seat.unknown")
        assert seen.status_code == 401


async def test_a_mark_from_another_site_is_refused(scoring: Running) -> None:
    # given
    event = await new_event(scoring)
    await event.call(event.courts[0])
    tablet = await event.pair(event.courts[0])
    sheet_id = (await tablet.sheet())["id"]
    # when a page of another site makes the tablet's browser send
    headers = {"Cookie": f"saishi_seat={tablet.token}", "Sec-Fetch-Site": "cross-site"}
    answer = await scoring.http.post(f"/scoring/sheets/{sheet_id}/marks", json={"marks": []}, headers=headers)
    # then
    assert (answer.status_code, answer.json()["code"]) == (403, "request.cross_site")


async def test_a_court_taken_from_the_event_takes_its_tablet_along(scoring: Running) -> None:
    # given
    event = await new_event(scoring, courts=2)
    tablet = await event.pair(event.courts[1])
    # when
    await scoring.deliver(told(event, courts=tuple(event.courts[:1])))
    # then
    assert (await tablet.look())["seat"]["revoked"] == "court_gone"
    page = await scoring.http.get(f"/scoring/events/{event.id}/tablets", headers=event.desk)
    assert [line["court"] for line in page.json()["courts"]] == ["1 号场"]


async def test_the_organiser_sees_which_tablet_was_seen_lately(scoring: Running) -> None:
    # given one tablet that just looked and one silent for an hour
    event = await new_event(scoring, courts=3)
    for court in event.courts[:2]:
        await event.pair(court)
    await rows(
        scoring,
        "update seat set seen_at = now() - interval '1 hour' where court_id = $1 returning 1",
        event.courts[1].id,
    )
    # when
    page = await scoring.http.get(f"/scoring/events/{event.id}/tablets", headers=event.desk)
    # then
    assert [line["lately"] for line in page.json()["courts"]] == [True, False, False]


async def test_a_seats_stream_tells_calls_marks_and_revocation(scoring: Running) -> None:
    # given a tablet that listens before anything is called
    event = await new_event(scoring)
    tablet = await event.pair(event.courts[0])
    async with listening(scoring, "seat", tablet.token) as states:
        assert (await anext(states))["sheet"] is None
        # when a match is called, marked, and the seat taken
        match_id = await event.call(event.courts[0])
        called = await anext(states)
        await tablet.mark(called["sheet"]["id"], START)
        marked = await anext(states)
        await event.pair(event.courts[0])
        replaced = await anext(states)
    # then
    assert called["sheet"]["match_id"] == str(match_id)
    assert marked["sheet"]["revision"] == 1
    assert replaced["seat"]["revoked"] == "replaced"
    assert not scoring.app.state.hall.watch.watchers
