"""Courts, times and calls: the simple order, what is refused, what others are told."""

from datetime import datetime

from shared.messages.events import MatchCalled, MatchReady
from tests.servers import Running
from tests.services.events.desk import open_desk, refused
from tests.services.events.hall import closed, courts, matches, play

NINE = "2026-05-01T09:00"


async def test_a_schedule_never_puts_a_match_before_its_feeders_nor_two_on_a_court(events: Running) -> None:
    desk = await open_desk(events)
    contest, _made = await desk.published(13)
    one, two = await courts(desk, "1", "2")

    answer = await desk.post(
        f"/events/contests/{contest}/schedule", {"first_at": NINE, "minutes": 30, "court_ids": [one, two]}
    )

    assert answer.json() == {"matches": 12}
    found = await matches(desk, contest)
    slots = [(match["court_id"], match["starts_at"]) for match in found.values()]
    assert len(set(slots)) == 12
    assert found[1]["starts_at"] == "2026-05-01T01:00:00Z"
    first_round = max(datetime.fromisoformat(m["starts_at"]) for m in found.values() if m["round"] == 1)
    final = datetime.fromisoformat(found[12]["starts_at"])
    assert (final - first_round).total_seconds() >= 3 * 30 * 60


async def test_two_contests_do_not_share_a_court_at_a_time(events: Running) -> None:
    desk = await open_desk(events)
    first, _made = await desk.published(4)
    second, _made = await desk.published(4)
    court = await courts(desk, "1")
    order = {"first_at": NINE, "minutes": 20, "court_ids": court}

    await desk.post(f"/events/contests/{first}/schedule", order)
    await desk.post(f"/events/contests/{second}/schedule", order)

    times = [m["starts_at"] for c in (first, second) for m in (await matches(desk, c)).values()]
    assert len(set(times)) == 6


async def test_a_call_tells_everybody_the_match_its_court_and_its_sides(events: Running) -> None:
    desk = await open_desk(events)
    contest, _made = await desk.published(2)
    (court,) = await courts(desk, "Centre")
    match = (await matches(desk, contest))[1]

    answer = await desk.post(f"/events/matches/{match['id']}/call", {"court_id": court})
    again = await desk.post(f"/events/matches/{match['id']}/call", {})

    assert (answer.status_code, answer.json()["call"], again.json()["call"]) == (200, 1, 2)
    told = [message for message in await events.journal(MatchCalled) if str(message.id) == match["id"]]
    assert [message.call for message in told] == [1, 2]
    assert told[0].match.court is not None
    assert told[0].match.court.name == "Centre"
    assert [side.name for side in told[0].match.sides if side] == match["sides"]
    assert (told[0].match.status, told[1].revision > told[0].revision) == ("called", True)


async def test_a_court_with_a_match_on_it_takes_no_other(events: Running) -> None:
    desk = await open_desk(events)
    contest, _made = await desk.published(4)
    (court,) = await courts(desk, "1")
    found = await matches(desk, contest)
    await desk.post(f"/events/matches/{found[1]['id']}/call", {"court_id": court})

    busy = await desk.post(f"/events/matches/{found[2]['id']}/call", {"court_id": court})
    await events.deliver(closed(found[1]["id"], 1))
    free = await desk.post(f"/events/matches/{found[2]['id']}/call", {"court_id": court})

    refused(busy, "court.busy", 409)
    assert free.status_code == 200


async def test_only_a_match_whose_sides_are_known_and_that_is_not_over_is_called(events: Running) -> None:
    desk = await open_desk(events)
    contest, _made = await desk.published(4)
    (court,) = await courts(desk, "1")
    await play(events, desk, contest, until=1)
    found = await matches(desk, contest)

    waiting = await desk.post(f"/events/matches/{found[3]['id']}/call", {"court_id": court})
    over = await desk.post(f"/events/matches/{found[1]['id']}/call", {"court_id": court})
    nowhere = await desk.post(f"/events/matches/{found[2]['id']}/call", {})

    refused(waiting, "match.not_ready", 409)
    refused(over, "match.begun", 409)
    refused(nowhere, "match.no_court")


async def test_nobody_but_an_organiser_calls_schedules_or_corrects(events: Running) -> None:
    desk, other = await open_desk(events), await open_desk(events)
    contest, _made = await desk.published(2)
    (court,) = await courts(desk, "1")
    match = (await matches(desk, contest))[1]["id"]

    answers = [
        await other.post(f"/events/matches/{match}/call", {"court_id": court}),
        await other.post(f"/events/matches/{match}/court", {"court_id": court}),
        await other.post(
            f"/events/contests/{contest}/schedule", {"first_at": NINE, "minutes": 30, "court_ids": [court]}
        ),
        await events.http.get(f"/events/matches/{match}/correction", headers=other.headers),
        await events.http.get(f"/events/{desk.id}/hall", headers=other.headers),
    ]

    assert [answer.status_code for answer in answers] == [403] * 5


async def test_a_court_of_another_event_is_no_court_here(events: Running) -> None:
    desk, other = await open_desk(events), await open_desk(events)
    contest, _made = await desk.published(2)
    (court,) = await courts(other, "1")
    match = (await matches(desk, contest))[1]["id"]

    refused(await desk.post(f"/events/matches/{match}/call", {"court_id": court}), "court.unknown", 404)


async def test_a_match_moved_to_another_court_is_told_with_it(events: Running) -> None:
    desk = await open_desk(events)
    contest, _made = await desk.published(2)
    (court,) = await courts(desk, "7")
    match = (await matches(desk, contest))[1]

    answer = await desk.post(f"/events/matches/{match['id']}/court", {"court_id": court, "starts_at": NINE})

    assert answer.status_code == 200
    told = [message for message in await events.journal(MatchReady) if str(message.id) == match["id"]][-1]
    assert told.match.court is not None
    assert (told.match.court.name, told.match.starts_at) == ("7", datetime.fromisoformat("2026-05-01T09:00+08:00"))


async def test_the_form_of_the_board_calls_and_schedules(events: Running) -> None:
    desk = await open_desk(events)
    contest, _made = await desk.published(2)
    (court,) = await courts(desk, "1")
    match = (await matches(desk, contest))[1]["id"]

    ordered = await desk.form(f"/events/contests/{contest}/schedule", first_at=NINE, minutes="30", court_ids=[court])
    called = await desk.form(f"/events/matches/{match}/call", court_id=court)

    assert (ordered.status_code, called.status_code) == (303, 303)
    assert (await matches(desk, contest))[1]["status"] == "called"
