"""Planning over HTTP: what a plan must fit, the search in its process, its plan taken over, play as it runs."""

import asyncio
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from services.events.sql import planning as sql
from shared.messages.events import MatchReady
from tests.servers import Running
from tests.services.events.desk import Desk, made, members, open_desk, refused
from tests.services.events.hall import closed, courts, matches
from tests.services.events.test_ties import tie_of

HALL = ZoneInfo("Asia/Shanghai")


async def planned(events: Running, entries: int = 8, times: str = "09:00-12:00, 13:30-18:00") -> tuple[Desk, str]:
    """An event of three days with two courts, sessions and a published contest."""
    desk = await open_desk(events)
    contest, _made = await desk.published(entries)
    await courts(desk, "1", "2")
    await sessions(desk, times)
    return desk, contest


async def sessions(desk: Desk, times: str, **more: Any) -> None:
    answer = await desk.post(f"/events/{desk.id}/sessions", {"times": times, **more})
    assert answer.status_code == 201, answer.text


async def searched(desk: Desk, seconds: int = 5) -> Any:
    """The search begun and followed to its end."""
    answer = await desk.post(f"/events/{desk.id}/planning/search", {"seconds": seconds})
    assert answer.status_code == 202, answer.text
    return await followed(desk)


async def followed(desk: Desk) -> Any:
    for _ in range(300):
        found = await desk.get(f"/events/{desk.id}/planning/progress")
        if found["shown"]["state"] not in ("running", "stopping"):
            return found
        await asyncio.sleep(0.1)
    raise AssertionError("the search did not end")


async def test_a_search_finds_a_plan_that_is_taken_over_and_told(events: Running) -> None:
    desk, contest = await planned(events)

    found = await searched(desk)
    taken = await desk.post(f"/events/{desk.id}/planning/apply", {})

    assert (found["shown"]["state"], found["search"]["best"], len(found["search"]["plan"])) == ("ended", True, 7)
    assert taken.json()["matches"] == 7
    order = (await desk.get(f"/events/{desk.id}/order-of-play"))["matches"]
    assert [match["number"] for match in order][-1] == 7
    assert all(match["court"] for match in order)
    starts = {match["number"]: datetime.fromisoformat(match["starts_at"]) for match in order}
    assert starts[7] >= max(starts[5], starts[6]) + timedelta(minutes=60)
    told = {str(message.id): message for message in await events.journal(MatchReady)}
    first = (await matches(desk, contest))[1]
    assert told[first["id"]].match.starts_at == starts[1]


async def test_a_player_of_two_contests_is_never_in_two_places(events: Running) -> None:
    desk = await open_desk(events)
    numbers = await members(events, 4)
    for _ in range(2):
        contest = await desk.contest()
        await desk.post(f"/events/contests/{contest}/entries", {"entries": [{"members": [n]} for n in numbers]})
        await desk.post(f"/events/contests/{contest}/draw", {"lot": "x"})
        await desk.post(f"/events/contests/{contest}/draw/publish", {})
    await courts(desk, "1", "2", "3", "4")
    await sessions(desk, "09:00-18:00")

    await searched(desk)
    await desk.post(f"/events/{desk.id}/planning/apply", {})

    order = (await desk.get(f"/events/{desk.id}/order-of-play"))["matches"]
    by_side: dict[str, list[datetime]] = {}
    for match in order:
        for side in filter(None, match["sides"]):
            by_side.setdefault(side, []).append(datetime.fromisoformat(match["starts_at"]))
    assert all(abs(one - two) >= timedelta(minutes=30) for one, two in by_side.values())


async def test_wishes_that_cannot_be_had_together_are_said_in_words(events: Running) -> None:
    desk, contest = await planned(events, times="09:00-10:00")
    await desk.post(f"/events/contests/{contest}/planning", {"minutes": 60, "until_at": "2026-05-01T23:00"})

    found = await searched(desk)

    assert found["shown"]["state"] == "impossible"
    sentences = [sentence for sentence, _values in found["shown"]["refusal"]]
    assert sentences[0].startswith("All matches together need") or "own time" in sentences[1]
    page = await desk.page(f"/events/{desk.id}/planning", "zh")
    assert "notice bad" in page


async def test_a_search_stops_when_asked_and_keeps_its_best_plan(events: Running) -> None:
    desk, _contest = await planned(events, 40)

    await desk.post(f"/events/{desk.id}/planning/search", {"seconds": 60})
    again = await desk.post(f"/events/{desk.id}/planning/search", {"seconds": 60})
    for _ in range(100):
        if (await desk.get(f"/events/{desk.id}/planning/progress"))["search"]["plan"]:
            break
        await asyncio.sleep(0.1)
    stopped = await desk.post(f"/events/{desk.id}/planning/stop", {})
    found = await followed(desk)

    refused(again, "plan.running", 409)
    assert stopped.status_code == 200
    assert (found["shown"]["state"], len(found["search"]["plan"])) == ("ended", 39)
    refused(await desk.post(f"/events/{desk.id}/planning/stop", {}), "plan.not_running", 409)


async def test_a_search_whose_service_died_is_given_up_and_its_plan_kept(events: Running) -> None:
    desk, _contest = await planned(events)
    long_ago = datetime.now(HALL) - timedelta(minutes=2)
    async with events.app.state.db.tx() as tx:
        await sql.begin(tx, UUID(desk.id), 60, None, long_ago.date(), long_ago)

    found = await desk.get(f"/events/{desk.id}/planning/progress")
    again = await searched(desk)

    assert found["shown"]["state"] == "failed"
    assert again["shown"]["state"] == "ended"


async def test_a_held_match_stays_where_it_was_put(events: Running) -> None:
    desk, contest = await planned(events)
    first = (await matches(desk, contest))[1]
    court = (await desk.get(f"/events/matches/{first['id']}/desk"))["courts"][1]["id"]
    place = {"court_id": court, "starts_at": "2026-05-01T10:00", "held": True}
    await desk.post(f"/events/matches/{first['id']}/court", place)

    await searched(desk)
    await desk.post(f"/events/{desk.id}/planning/apply", {})

    match = (await matches(desk, contest))[1]
    assert (match["court_id"], match["starts_at"]) == (court, "2026-05-01T02:00:00Z")


async def test_a_move_by_hand_says_what_clashes_there(events: Running) -> None:
    desk, contest = await planned(events)
    found = await matches(desk, contest)
    court = (await desk.get(f"/events/matches/{found[1]['id']}/desk"))["courts"][0]["id"]
    place = {"court_id": court, "starts_at": "2026-05-01T09:00"}

    fine = await desk.post(f"/events/matches/{found[1]['id']}/court", place)
    asked = await desk.get(f"/events/matches/{found[5]['id']}/clashes?court_id={court}&starts_at=2026-05-01T09:10")
    wrong = await desk.post(f"/events/matches/{found[2]['id']}/court", place)
    page = await desk.page(f"/events/matches/{found[2]['id']}/desk")

    assert fine.json()["clashes"] == []
    assert any("waits for" in sentence for sentence in asked["clashes"])
    assert any("at the same time" in sentence for sentence in wrong.json()["clashes"])
    assert "at the same time" in page
    assert (await matches(desk, contest))[2]["court_id"] == court


async def test_the_board_and_the_order_of_play_show_every_match(events: Running) -> None:
    desk, contest = await planned(events)
    await searched(desk, 2)
    await desk.post(f"/events/{desk.id}/planning/apply", {})

    board = await desk.page(f"/events/{desk.id}/board")
    order = await desk.page(f"/events/{desk.id}/order-of-play")
    by_court = await desk.page(f"/events/{desk.id}/order-of-play?by=court", "zh")

    for match in (await matches(desk, contest)).values():
        assert f"b{match['id']}" in board
        assert f"o{match['id']}" in order
        assert f"o{match['id']}" in by_court


async def test_the_next_match_comes_to_the_free_court_once_its_players_have_rested(events: Running) -> None:
    desk, contest = await planned(events, 4)
    found = await matches(desk, contest)

    first = await desk.post(f"/events/{desk.id}/next", {})
    second = await desk.post(f"/events/{desk.id}/next", {})
    none = await desk.post(f"/events/{desk.id}/next", {})
    await events.deliver_batch([closed(found[1]["id"], 1), closed(found[2]["id"], 1)])
    resting = await desk.post(f"/events/{desk.id}/next", {})
    await desk.post(f"/events/contests/{contest}/planning", {"rest": 0})
    final = await desk.form(f"/events/{desk.id}/next")

    assert {first.json()["id"], second.json()["id"]} == {found[1]["id"], found[2]["id"]}
    assert first.json()["court_id"] != second.json()["court_id"]
    refused(none, "court.none_free", 409)
    assert "match 3" in refused(resting, "match.all_rest", 409)
    assert (final.status_code, (await matches(desk, contest))[3]["status"]) == (303, "called")


async def test_a_delay_moves_what_follows_on_its_court_and_its_players_and_no_more(events: Running) -> None:
    desk, contest = await planned(events)
    await searched(desk, 3)
    await desk.post(f"/events/{desk.id}/planning/apply", {})
    before = await matches(desk, contest)
    late = before[1]["court_id"]

    answer = await desk.post(f"/events/{desk.id}/delay", {"court_id": late, "minutes": 20})

    after = await matches(desk, contest)
    moved = {number for number in after if after[number]["starts_at"] != before[number]["starts_at"]}
    assert answer.json()["matches"] == len(moved)
    assert {number for number in after if after[number]["court_id"] == late and after[number]["round"] == 1} <= moved
    assert all(after[number]["starts_at"] >= before[number]["starts_at"] for number in after)
    refused(await desk.post(f"/events/{desk.id}/delay", {"minutes": 0}), "delay.minutes")


async def test_officials_are_given_with_the_plan_and_never_their_own_unit(events: Running) -> None:
    desk, contest = await planned(events)
    numbers = await members(events, 7, units=7, names="Official")
    await desk.post(f"/events/{desk.id}/officials", {"staff_numbers": "，".join(numbers)})
    await desk.post(f"/events/contests/{contest}/planning", {"officials": 1})

    await searched(desk, 3)
    taken = await desk.post(f"/events/{desk.id}/planning/apply", {})

    order = (await desk.get(f"/events/{desk.id}/order-of-play"))["matches"]
    assert taken.json()["without_officials"] == 0
    assert all(len(match["officials"]) == 1 for match in order)


async def test_what_cannot_be_is_refused_in_words(events: Running) -> None:
    desk = await open_desk(events)
    contest, _made = await desk.published(2)
    path = f"/events/{desk.id}"

    refused(await desk.post(f"{path}/planning/search", {}), "plan.no_court")
    await courts(desk, "1")
    refused(await desk.post(f"{path}/planning/search", {}), "plan.no_session")
    refused(await desk.post(f"{path}/sessions", {"times": "nine to five"}), "session.times")
    refused(await desk.post(f"{path}/sessions", {"times": "12:00-09:00"}), "session.times")
    refused(await desk.post(f"{path}/sessions", {"times": "09:00-10:00", "first_day": "0001-01-01"}), "time.year")
    refused(await desk.post(f"/events/contests/{contest}/planning", {"minutes": 0}), "plan.number")
    refused(await desk.post(f"/events/contests/{contest}/planning", {"rest": 10**12}), "plan.number")
    refused(await desk.post(f"{path}/planning/rules", {"step": 0}), "plan.number")
    times = {"starts_at": "2026-05-01T09:00", "ends_at": "2026-05-01T08:00"}
    refused(await desk.post(f"{path}/absences", {"unit": "Unit 1", **times}), "absence.times")
    refused(await desk.post(f"{path}/absences", {"unit": "Nowhere", **times}), "absence.unit")
    refused(await desk.post(f"{path}/absences", times), "absence.who")
    refused(await desk.post(f"{path}/officials", {"staff_numbers": "nobody"}), "member.unknown")
    refused(await desk.post(f"{path}/planning/apply", {}), "plan.none", 409)
    refused(await desk.post(f"{path}/planning/search", {"seconds": 10**9}), "plan.seconds")


async def test_the_forms_of_the_page_store_and_remove(events: Running) -> None:
    desk, contest = await planned(events, 4, times="09:00-12:00")
    (number,) = await members(events, 1)
    path = f"/events/{desk.id}"

    answers = [
        await desk.form(f"/events/contests/{contest}/planning", minutes="25", rest="", from_at="2026-05-02T09:00"),
        await desk.form(f"{path}/planning/rules", step="10", finals_on_show="on", units_apart="on", foresee="2"),
        await desk.form(f"{path}/absences", staff_number=number, starts_at="2026-05-01T09:00",
                        ends_at="2026-05-01T10:00", note="class"),
        await desk.form(f"{path}/officials", staff_numbers=number),
    ]  # fmt: skip
    page = await desk.page(f"{path}/planning")

    assert [answer.status_code for answer in answers] == [303] * 4
    assert 'value="25"' in page
    assert "2026-05-02T09:00" in page
    assert "class" in page
    assert 'name="units_apart" checked' in page
    for kind in ("sessions", "absences", "officials"):
        found = page.split(f"/{kind}/")[1].split("/remove")[0]
        where = f"{path}/officials/{found}" if kind == "officials" else f"/events/{kind}/{found}"
        assert (await desk.form(f"{where}/remove")).status_code == 303


async def test_only_organisers_plan(events: Running) -> None:
    desk, contest = await planned(events, 2)
    other = await open_desk(events)

    answers = [
        await events.http.get(f"/events/{desk.id}/planning", headers=other.headers),
        await events.http.get(f"/events/{desk.id}/board", headers=other.headers),
        await other.post(f"/events/{desk.id}/planning/search", {}),
        await other.post(f"/events/{desk.id}/planning/stop", {}),
        await other.post(f"/events/{desk.id}/planning/apply", {}),
        await other.post(f"/events/{desk.id}/sessions", {"times": "09:00-10:00"}),
        await other.post(f"/events/contests/{contest}/planning", {}),
        await other.post(f"/events/{desk.id}/next", {}),
        await other.post(f"/events/{desk.id}/delay", {"minutes": 5}),
    ]

    assert [answer.status_code for answer in answers] == [403] * len(answers)
    public = await events.http.get(f"/events/{desk.id}/order-of-play", headers={"Accept": "text/html"})
    assert public.status_code == 200


async def test_a_tie_comes_to_court_once_its_line_ups_are_shown_and_its_next_rubber_stays_on_its_court(
    events: Running,
) -> None:
    tie = await tie_of(events)
    desk = tie.desk
    one, two = await courts(desk, "Table 1", "Table 2")

    early = await desk.post(f"/events/{desk.id}/next", {"court_id": one})
    place = {"court_id": two, "starts_at": "2026-05-01T09:00"}
    assert (await desk.post(f"/events/matches/{tie.id}/court", place)).status_code == 200
    for side in (1, 2):
        assert (await tie.hand_in(side, tie.teams[side - 1][:3])).status_code < 300
    first = await desk.post(f"/events/{desk.id}/next", {"court_id": two})
    assert first.status_code == 200, first.text
    meanwhile = await desk.post(f"/events/{desk.id}/next", {"court_id": one})
    await tie.close(1, 1)
    elsewhere = await desk.post(f"/events/{desk.id}/next", {"court_id": one})
    second = await desk.post(f"/events/{desk.id}/next", {})

    rubbers = (await tie.shown())["rubbers"]
    refused(early, "match.none_ready", 409)
    assert first.json()["id"] == rubbers[0]["id"]
    refused(meanwhile, "match.none_ready", 409)
    refused(elsewhere, "match.none_ready", 409)
    assert second.status_code == 409
    assert (await desk.post(f"/events/{desk.id}/next", {"court_id": two})).json()["id"] == rubbers[1]["id"]


async def test_while_the_event_runs_nothing_is_planned_into_the_past_and_times_are_brought_up_to_now(
    events: Running,
) -> None:
    desk = await open_desk(events)
    contest, _made = await desk.published(8)
    court, _other = await courts(desk, "1", "2")
    today = datetime.now(HALL).date()
    days = {"first_day": str(today - timedelta(days=1)), "last_day": str(today + timedelta(days=1))}
    await sessions(desk, "00:00-23:59", **days)
    early = (datetime.now(HALL) - timedelta(hours=2)).isoformat()
    for match in (await matches(desk, contest)).values():
        await desk.post(f"/events/matches/{match['id']}/court", {"court_id": court, "starts_at": early})

    late = (await desk.get(f"/events/{desk.id}/order-of-play"))["matches"]
    moved = await desk.post(f"/events/{desk.id}/delay", {})
    now = datetime.now(HALL) - timedelta(minutes=2)
    shifted = {number: datetime.fromisoformat(m["starts_at"]) for number, m in (await matches(desk, contest)).items()}
    await searched(desk, 3)
    await desk.post(f"/events/{desk.id}/planning/apply", {})
    planned_anew = [datetime.fromisoformat(m["starts_at"]) for m in (await matches(desk, contest)).values()]

    assert all(match["expected"] > match["starts_at"] for match in late)
    assert moved.json()["matches"] == 7
    assert min(shifted.values()) >= now
    assert len(set(shifted.values())) == 7
    assert shifted[7] > max(shifted[5], shifted[6])
    assert min(planned_anew) >= now


async def test_a_knockout_waits_for_its_groups_and_last_rounds_of_a_group_are_at_one_time(events: Running) -> None:
    desk = await open_desk(events)
    body = {"name": "Groups", "discipline": "singles", "format": {"kind": "groups_knockout", "groups": 2, "qualify": 2}}
    contest = made(await desk.post(f"/events/{desk.id}/contests", body))
    entries = [{"members": [number]} for number in await members(events, 8)]
    await desk.post(f"/events/contests/{contest}/entries", {"entries": entries})
    await desk.post(f"/events/contests/{contest}/draw", {"lot": "x"})
    published = await desk.post(f"/events/contests/{contest}/draw/publish", {})
    assert published.status_code == 200, published.text
    await courts(desk, "1", "2", "3", "4")
    await sessions(desk, "09:00-12:00, 13:30-19:00")

    found = await searched(desk, 8)
    await desk.post(f"/events/{desk.id}/planning/apply", {})

    order = (await desk.get(f"/events/{desk.id}/order-of-play"))["matches"]
    at = {match["number"]: datetime.fromisoformat(match["starts_at"]) for match in order}
    assert (found["shown"]["state"], len(order)) == ("ended", 15)
    assert min(at[number] for number in (13, 14)) > max(at[number] for number in range(1, 13))
    sides: dict[tuple[str, datetime], int] = {}
    for match in order:
        for side in filter(None, match["sides"]):
            key = side, at[match["number"]]
            sides[key] = sides.get(key, 0) + 1
    assert set(sides.values()) == {1}


async def test_the_simple_order_puts_nobody_of_a_group_in_two_places(events: Running) -> None:
    desk = await open_desk(events)
    body = {"name": "Round robin", "discipline": "singles", "format": {"kind": "round_robin"}}
    contest = made(await desk.post(f"/events/{desk.id}/contests", body))
    entries = [{"members": [number]} for number in await members(events, 5)]
    await desk.post(f"/events/contests/{contest}/entries", {"entries": entries})
    await desk.post(f"/events/contests/{contest}/draw", {"lot": "x"})
    await desk.post(f"/events/contests/{contest}/draw/publish", {})
    ids = await courts(desk, "1", "2", "3")

    order = {"first_at": "2026-05-01T09:00", "minutes": 30, "court_ids": ids}
    answer = await desk.post(f"/events/contests/{contest}/schedule", order)

    seen = [(side, match["starts_at"]) for match in (await matches(desk, contest)).values() for side in match["sides"]]
    assert answer.json() == {"matches": 10}
    assert len(seen) == len(set(seen)) == 20
