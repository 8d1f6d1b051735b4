"""Every setting of a contest: typed, refused in clear words where it cannot be, closed with the first mark."""

from html.parser import HTMLParser
from typing import Any

import pytest

from shared.messages.events import MatchReady
from shared.rules.sports import presets, sport
from tests.servers import Running
from tests.services.events.desk import Desk, made, open_desk, refused
from tests.services.events.hall import courts

GAMES = {
    "kind": "knockout",
    "best_of": 5,
    "target": 15,
    "lead": 1,
    "cap": 15,
    "change_ends_at": 8,
    "compare": ["match_points", "points_difference"],
    "scope": ["all", "tied"],
    "applies_to": ["any", "3_plus"],
}


async def contest_of(desk: Desk, preset: str, **more: Any) -> str:
    return made(await desk.post(f"/events/{desk.id}/contests", {"name": preset, "preset": preset, **more}))


@pytest.mark.parametrize("preset", [preset.key for preset in presets() if preset.regulation.judged is None])
async def test_the_form_of_every_preset_gives_back_what_it_shows(events: Running, preset: str) -> None:
    desk = await open_desk(events)
    contest = await contest_of(desk, preset)
    address = f"/events/contests/{contest}/settings"
    before = await desk.get(address)

    answer = await desk.form(address, **fields_in(await desk.page(address)))

    after = await desk.get(address)
    assert answer.status_code == 303, answer.text
    assert (after["regulation"], after["format"]) == (before["regulation"], before["format"])
    assert sport(before["regulation"]["sport"]).NAME in await desk.page(address)


async def test_settings_typed_are_the_settings_in_force(events: Running) -> None:
    desk = await open_desk(events)
    contest = await contest_of(desk, "bwf_21x3")
    address = f"/events/contests/{contest}/settings"

    answer = await desk.form(address, **GAMES | {"kind": "round_robin", "legs": 2, "win": 3, "loss": 0})

    found = await desk.get(address)
    assert answer.status_code == 303, answer.text
    assert (found["regulation"]["best_of"], found["regulation"]["game"]) == (5, {"target": 15, "lead": 1, "cap": 15})
    assert [key["compare"] for key in found["regulation"]["table"]["keys"]] == ["match_points", "points_difference"]
    assert (found["format"]["kind"], found["format"]["legs"]) == ("round_robin", 2)
    page = await desk.page(f"/events/contests/{contest}")
    for sentence in ("Best of 5 games.", "first has 15 points", "A win counts 3, a loss 0"):
        assert sentence in page


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"best_of": 4}, "regulation.best_of"),
        ({"best_of": 0}, "regulation.best_of"),
        ({"lead": 0}, "regulation.lead"),
        ({"target": None}, "settings.missing"),
        ({"cap": 14}, "regulation.cap"),
        ({"target": -3}, "regulation.range"),
        ({"change_ends_at": 40}, "regulation.range"),
        ({"best_of": 1, "decider_target": 11}, "regulation.decider"),
        ({"compare": ["moon"]}, "table.key_unknown"),
        ({"win": 1, "loss": 1}, "table.points"),
        ({"kind": "moon"}, "format.unknown"),
        ({"kind": "heats"}, "format.sport"),
        ({"kind": "groups_knockout", "groups": 0}, "format.range"),
        ({"kind": "qualifying", "main_size": 12}, "format.main_size"),
        ({"best_of": "many"}, "input.invalid"),
        ({"best_of": 10**30}, "regulation.best_of"),
    ],
)
async def test_settings_nobody_could_play_by_are_refused(events: Running, changed: dict[str, Any], code: str) -> None:
    desk = await open_desk(events)
    contest = await contest_of(desk, "bwf_21x3")

    answer = await desk.post(f"/events/contests/{contest}/settings", GAMES | changed)

    assert answer.json()["code"] == code, answer.text
    assert answer.status_code == 422


async def test_a_program_sends_the_regulation_whole(events: Running) -> None:
    desk = await open_desk(events)
    contest = await contest_of(desk, "fiba_5x5")
    address = f"/events/contests/{contest}/settings"
    found = await desk.get(address)
    clock = found["regulation"]["clock"] | {"periods": 2, "minutes": 12}

    stored = await desk.post(address, {"regulation": found["regulation"] | {"clock": clock}})
    wrong = await desk.post(address, {"regulation": found["regulation"] | {"clock": None}})

    assert stored.status_code == 200, stored.text
    assert (await desk.get(address))["regulation"]["clock"]["minutes"] == 12
    refused(wrong, "regulation.settings")


@pytest.mark.parametrize("maximum", ["NaN", "1e999999", "1e-999999", "-1", "0"])
async def test_a_rubric_of_numbers_nobody_can_give_is_refused(events: Running, maximum: str) -> None:
    desk = await open_desk(events)
    contest = await contest_of(desk, "photo_single")
    address = f"/events/contests/{contest}/settings"
    regulation = (await desk.get(address))["regulation"]
    shown = regulation["exhibition"] | {"rubric": [{"name": "Content", "maximum": maximum}]}

    answer = await desk.post(address, {"regulation": regulation | {"exhibition": shown}})

    assert answer.status_code == 422, answer.text


async def test_keys_are_moved_added_and_taken_out_without_storing(events: Running) -> None:
    desk = await open_desk(events)
    contest = await contest_of(desk, "bwf_21x3")
    address = f"/events/contests/{contest}/settings"
    rows = {name: GAMES[name] for name in ("compare", "scope", "applies_to")}

    moved = await desk.form(f"{address}/table", **rows, act="up:1")
    taken = await desk.form(f"{address}/table", **rows, act="take", chain="fivb")
    nonsense = await desk.form(f"{address}/table", **rows, act="up:999999999")

    assert fields_in(moved.text)["compare"] == ["points_difference", "match_points"]
    assert fields_in(taken.text)["compare"][:2] == ["wins", "match_points"]
    assert (nonsense.status_code, fields_in(nonsense.text)["compare"]) == (200, rows["compare"])
    assert (await desk.get(address))["regulation"]["table"] is None


async def test_what_is_typed_is_told_in_words_at_once(events: Running) -> None:
    desk = await open_desk(events)
    contest = await contest_of(desk, "bwf_21x3")

    said = await desk.form(f"/events/contests/{contest}/settings/words", **GAMES)
    wrong = await desk.form(f"/events/contests/{contest}/settings/words", **GAMES | {"lead": 0})

    assert "Best of 5 games." in said.text
    assert "lead of at least 1" in wrong.text


async def test_a_new_format_voids_the_draw_and_is_refused_once_it_is_published(events: Running) -> None:
    desk = await open_desk(events)
    contest = await desk.drawn(4)
    address = f"/events/contests/{contest}/settings"
    assert (await desk.post(address, {"format": {"kind": "round_robin"}})).status_code == 200
    assert (await desk.look(contest))["contest"]["status"] == "open"

    published, _matches = await desk.published(4)

    answer = await desk.post(f"/events/contests/{published}/settings", {"format": {"kind": "round_robin"}})
    refused(answer, "draw.locked", 409)


async def test_before_the_first_mark_ready_matches_begin_anew_under_the_new_settings(events: Running) -> None:
    desk = await open_desk(events)
    contest, matches = await desk.published(4)
    regulation = (await desk.get(f"/events/contests/{contest}/settings"))["regulation"]

    answer = await desk.post(f"/events/contests/{contest}/settings", {"regulation": regulation | {"best_of": 5}})

    told = [each for each in await events.journal(MatchReady) if str(each.match.contest_id) == contest]
    assert answer.status_code == 200, answer.text
    assert [each.match.attempt for each in told if each.match.regulation.best_of == 5] == [2, 2]
    assert len(matches) == 3


async def test_once_a_match_is_called_the_settings_stay(events: Running) -> None:
    desk = await open_desk(events)
    contest, matches = await desk.published(4)
    (court,) = await courts(desk, "1")
    called = await desk.post(f"/events/matches/{matches[0]['id']}/call", {"court_id": court})
    assert called.status_code == 200, called.text
    regulation = (await desk.get(f"/events/contests/{contest}/settings"))["regulation"]

    answer = await desk.post(f"/events/contests/{contest}/settings", {"regulation": regulation | {"best_of": 5}})

    refused(answer, "settings.begun", 409)


async def test_only_organisers_change_settings(events: Running) -> None:
    desk, other = await open_desk(events), await open_desk(events)
    contest = await contest_of(desk, "bwf_21x3")

    refused(await other.post(f"/events/contests/{contest}/settings", GAMES), "event.not_yours", 403)


def fields_in(page: str) -> dict[str, Any]:
    """What the page's own form would send."""
    found: dict[str, list[str]] = {}

    class Form(HTMLParser):
        select = ""

        def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
            given = {name: value or "" for name, value in attributes}
            if tag == "select":
                self.select = given["name"]
            elif tag == "option" and "selected" in given:
                found.setdefault(self.select, []).append(given["value"])
            elif tag == "input" and (given.get("type") != "checkbox" or "checked" in given):
                found.setdefault(given["name"], []).append(given.get("value", "on"))

    Form().feed(page)
    return {name: values if len(values) > 1 else values[0] for name, values in found.items()}


async def test_a_contest_of_teams_has_an_order_of_play_and_keeps_it(events: Running) -> None:
    desk = await open_desk(events)
    contest = await contest_of(desk, "bwf_21x3", discipline="team", tie="bd_thomas")
    address = f"/events/contests/{contest}/settings"
    await desk.form(f"/events/contests/{contest}", name="Teams", preset="bwf_21x3", discipline="team")

    answer = await desk.form(address, **fields_in(await desk.page(address)) | {"play_all": "on"})

    tie = (await desk.get(address))["regulation"]["tie"]
    assert answer.status_code == 303, answer.text
    assert (tie["key"], tie["play_all"]) == ("bd_thomas", True)
    assert "Rubber 2: men&#39;s doubles." in await desk.page(f"/events/contests/{contest}")
    refused(
        await desk.post(f"/events/{desk.id}/contests", {"name": "X", "discipline": "team", "tie": "moon"}),
        "tie.unknown",
    )


async def test_performances_are_played_in_heats_with_the_attempts_their_preset_proposes(events: Running) -> None:
    desk = await open_desk(events)

    contest = await contest_of(desk, "unbroken_zbnc")

    form = (await desk.get(f"/events/contests/{contest}/settings"))["format"]
    assert (form["kind"], form["attempts"]) == ("heats", 3)
