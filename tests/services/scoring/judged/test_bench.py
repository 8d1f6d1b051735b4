"""A judge's bench: what a tablet sees and hears of its panel, and nothing of anybody else."""

import asyncio
import json
from typing import Any

import pytest

from tests.servers import Running
from tests.services.scoring.judged.day import rules, stage
from tests.services.scoring.judged.stand import Stand, Tablet, new_stand
from tests.services.scoring.streams import listening


@pytest.fixture
async def stand(scoring: Running) -> Stand:
    scoring.app.state.hall.throttle.wrong.clear()
    return await new_stand(scoring)


async def test_a_bench_shows_the_form_the_turns_and_ones_own_ballots(stand: Stand) -> None:
    # given the first on stage, marked by two
    await stand.day.done(stand.turns[0], "open")
    judge = stand.tablets[0]
    receipt = await judge.give(stand.turns[0], "88.50")
    await stand.tablets[1].give(stand.turns[0], "77.25")
    # when
    view = await judge.bench()
    # then
    assert view["seat"] == {"id": str(judge.seat), "number": 1, "name": "Judge 1", "role": "judge", "revoked": None}
    assert (view["panel"]["name"], view["panel"]["version"], view["desk"]) == ("P", 1, None)
    assert view["event"]["name"] == "Works of the year" and view["server_time"]
    [contest] = view["contests"]
    assert (contest["rule_set_version"], contest["current"]) == (1, str(stand.turns[0]))
    shown = contest["stage"]
    assert (shown["key"], shown["mode"], shown["maximum"], shown["picks"]) == ("final", "turns", "100", None)
    assert shown["criteria"][0] == {
        "key": "all", "name": "All", "maximum": "100", "minimum": "0", "step": "0.01", "weight": "1",
        "advised": None, "hint": "", "items": [],
    }  # fmt: skip
    first, second, _third = contest["turns"]
    assert (first["order_no"], first["editable"], first["why_not"]) == (1, False, "submitted")
    assert first["mine"] == {
        "revision": 1, "hash": receipt["hash"], "standing": "active", "at": receipt["received_at"],
        "marks": {"all": "88.50"},
    }  # fmt: skip
    assert (second["editable"], second["why_not"], second["mine"]) == (False, "waiting", None)
    # and neither a name, nor a unit, nor another's mark
    text = json.dumps(view, ensure_ascii=False)
    assert not [word for word in ("Work 1", "College", "77.25") if word in text]


async def test_a_bench_is_told_when_a_performance_opens_and_when_the_ballot_is_in(stand: Stand) -> None:
    judge = stand.tablets[0]
    async with listening(stand.day.scoring, "bench", judge.token) as views:
        assert (await anext(views))["contests"][0]["current"] is None
        # when
        await stand.day.done(stand.turns[0], "open")
        opened = await anext(views)
        await judge.give(stand.turns[0], "80")
        given = await anext(views)
        await stand.day.post(f"/scoring/panel-seats/{judge.seat}/revoke")
        taken = await anext(views)
    # then
    assert opened["contests"][0]["turns"][0]["editable"] is True
    assert given["contests"][0]["turns"][0]["mine"]["marks"] == {"all": "80"}
    assert taken["seat"]["revoked"] == "unpaired"
    assert not stand.day.scoring.app.state.hall.benches.watchers


async def test_a_ballot_wakes_its_own_tablet_and_no_other(stand: Stand) -> None:
    await stand.day.done(stand.turns[0], "open")
    async with listening(stand.day.scoring, "bench", stand.tablets[1].token) as views:
        await anext(views)
        # when another judge hands in
        await stand.tablets[0].give(stand.turns[0], "80")
        # then
        with pytest.raises(TimeoutError):
            await asyncio.wait_for(anext(views), 0.5)


async def test_a_bench_of_a_stage_that_does_not_run_is_empty(stand: Stand) -> None:
    await stand.day.ground.stage("final", "planned")

    assert (await stand.tablets[0].bench())["contests"] == []


async def test_the_performance_on_stage_is_the_one_opened_last(scoring: Running) -> None:
    # given two marked together
    stand = await new_stand(scoring, rules(stage(calibration=2)))
    for turn in stand.turns[:2]:
        await stand.day.done(turn, "open")
    # then
    [contest] = (await stand.tablets[0].bench())["contests"]
    assert contest["current"] == str(stand.turns[1])
    assert [turn["editable"] for turn in contest["turns"]] == [True, True, False]


async def test_a_tablet_in_a_seat_without_marks_is_sent_to_the_desk(stand: Stand) -> None:
    # given a code for the chief's seat
    [seat] = await stand.sql(
        "select id from panel_seat where panel_id = $1 and role = 'chief'", stand.day.ground.panel_id
    )
    code = (await stand.day.post(f"/scoring/panel-seats/{seat['id']}/pairings")).json()["code"]
    # when
    answer = await stand.day.scoring.http.post("/scoring/pair", json={"code": code})
    stand.day.scoring.http.cookies.clear()
    # then
    found = answer.json()
    desk = f"/scoring/events/{stand.day.ground.event_id}/judged"
    assert (found["desk"], found["court"], found["seat"]["role"], found["panel"]["name"]) == (desk, None, "chief", "P")
    chief = Tablet(stand.day.scoring.http, seat["id"], found["token"])
    assert ((await chief.bench())["desk"], (await chief.bench())["contests"]) == (desk, [])
    # and acts as the chief
    opened = await stand.day.post(f"/scoring/performances/{stand.turns[0]}/open", chief.headers)
    assert opened.status_code == 200, opened.text


async def test_the_code_of_a_sheet_pairs_each_seat(stand: Stand) -> None:
    made = await stand.day.post(f"/scoring/panels/{stand.day.ground.panel_id}/codes", seats=[])
    assert made.status_code == 201, made.text
    # when
    pairs = [await stand.day.scoring.http.post("/scoring/pair", json={"code": each["code"]}) for each in made.json()]
    stand.day.scoring.http.cookies.clear()
    # then
    assert [pair.json()["seat_id"] for pair in pairs] == [each["seat_id"] for each in made.json()]
    assert (await stand.tablets[0].bench())["seat"]["revoked"] == "replaced"


async def test_only_an_organiser_makes_codes_and_unpairs(stand: Stand) -> None:
    seat = stand.tablets[0].seat
    [device] = await stand.sql("select id from panel_device where seat_id = $1", seat)
    paths = [
        f"/scoring/panel-seats/{seat}/pairings",
        f"/scoring/panel-seats/{seat}/revoke",
        f"/scoring/panel-devices/{device['id']}/revoke",
    ]
    for path in paths:
        for headers, expected in (
            ({"Accept": "application/json"}, 401),
            (stand.tablets[0].headers, 401),
            (stand.day.chief, 403),
            (stand.day.ground.stranger(), 403),
        ):
            assert (await stand.day.post(path, headers)).status_code == expected
    assert (await stand.day.post(paths[2])).json() == {"revoked": True}
    assert (await stand.day.post(paths[2])).json() == {"revoked": False}
    assert (await stand.tablets[0].bench())["seat"]["revoked"] == "unpaired"


async def test_what_a_tablet_reports_is_shown_to_the_desk(stand: Stand) -> None:
    judge = stand.tablets[0]
    report = {"battery": 12, "waiting": 3, "app_version": "1.2", "visible": True}
    # when
    answer = await judge.http.post("/scoring/bench/report", json=report, headers=judge.headers)
    # then
    assert (answer.status_code, answer.content) == (204, b"")
    [row] = await stand.sql("select report from panel_device where seat_id = $1", judge.seat)
    assert row["report"] == report


@pytest.mark.parametrize(
    "report",
    [
        {"battery": 101},
        {"battery": -1},
        {"waiting": -1},
        {"waiting": 10**30},
        {"app_version": "v" * 999},
        {"waiting": "x"},
    ],
)
async def test_a_report_there_cannot_be_is_refused(stand: Stand, report: dict[str, Any]) -> None:
    judge = stand.tablets[0]
    answer = await judge.http.post("/scoring/bench/report", json=report, headers=judge.headers)

    assert answer.status_code == 422
