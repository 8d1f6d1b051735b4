"""What nobody should send: refused with a sentence that names what is wrong, in the reader's language."""

import json
from typing import Any

import pytest

from tests.servers import Running
from tests.services.events.desk import Desk, members, open_desk
from tests.services.events.hall import courts, matches

DAYS = {"starts_on": "2026-05-01", "ends_on": "2026-05-02"}


async def refusal(desk: Desk, path: str, body: Any, lang: str = "en") -> tuple[int, str, str]:
    answer = await desk.events.http.post(path, json=body, headers=desk.headers | {"Accept-Language": lang})
    found = answer.json()
    return answer.status_code, found["code"], found["sentence"]


@pytest.mark.parametrize("year", [1, 1999, 2200, 9999])
async def test_a_match_is_not_set_for_another_age(events: Running, year: int) -> None:
    desk = await open_desk(events)
    contest, _made = await desk.published(4)
    (court,) = await courts(desk, "1")
    match = (await matches(desk, contest))[1]["id"]
    at = f"{year:04}-12-31T23:59"

    order = {"first_at": at, "minutes": 30, "court_ids": [court]}
    scheduled = await refusal(desk, f"/events/contests/{contest}/schedule", order)
    placed = await refusal(desk, f"/events/matches/{match}/court", {"court_id": court, "starts_at": at})

    assert scheduled == placed == (422, "time.year", f"Please check the date: the year is {year}.")


async def test_a_name_too_long_is_refused_with_its_measure(events: Running) -> None:
    desk = await open_desk(events)

    court = await refusal(desk, f"/events/{desk.id}/courts", {"name": "1" * 41})
    contest = await refusal(desk, f"/events/{desk.id}/contests", {"name": "n" * 121}, "zh")

    assert court == (422, "input.too_long", "“Name” is too long: 40 characters at most.")
    assert contest == (422, "input.too_long", "“名称”太长，最多 120 个字符。")


async def test_a_seed_beyond_any_draw_is_refused(events: Running) -> None:
    desk = await open_desk(events)
    contest = await desk.entered(2)

    found = await refusal(desk, f"/events/contests/{contest}/entries", {"members": ["1"], "seed": 2**31})

    assert found == (422, "input.too_great", "“Seed” can be 512 at most.")


async def test_a_missing_field_is_named_in_the_readers_language(events: Running) -> None:
    desk = await open_desk(events)

    found = await refusal(desk, f"/events/{desk.id}/organisers", {}, "zh")

    assert found[:2] == (422, "input.missing")
    assert "Staff" not in found[2] and "工号" in found[2]


async def test_every_problem_of_a_list_is_said_in_the_readers_language(events: Running) -> None:
    desk = await open_desk(events)
    contest = await desk.contest()
    first, second = await members(events, 2, 1)
    body = {"entries": [{"members": [first, second]}]}

    headers = desk.headers | {"Accept-Language": "zh"}
    answer = await events.http.post(f"/events/contests/{contest}/entries", json=body, headers=headers)

    problems = answer.json()["details"]
    assert answer.status_code == 422
    assert problems and all("{" not in each["sentence"] and not each["sentence"].isascii() for each in problems)


@pytest.mark.parametrize("body", [[], 7, "x"])
async def test_a_body_that_is_no_object_is_refused_without_a_field(events: Running, body: Any) -> None:
    desk = await open_desk(events)

    status, code, sentence = await refusal(desk, f"/events/{desk.id}/courts", body)

    assert (status, code) == (422, "input.invalid")
    assert "“”" not in sentence


async def test_text_no_database_can_keep_is_refused(events: Running) -> None:
    desk = await open_desk(events)

    status, code, _sentence = await refusal(desk, f"/events/{desk.id}/courts", {"name": "a\x00b"})

    assert (status, code) == (422, "input.unstorable")


@pytest.mark.parametrize("way", ["json", "escaped", "form"])
async def test_signs_that_turn_the_direction_of_writing_are_left_out(events: Running, way: str) -> None:
    # given a name that would show as another one
    desk = await open_desk(events)
    typed = "\u2066决赛\u202e赛决\u2069 2"
    bodies: dict[str, dict[str, Any]] = {
        "json": {"content": json.dumps({"name": typed}, ensure_ascii=False).encode()},
        "escaped": {"content": json.dumps({"name": typed}).encode()},
        "form": {"data": {"name": typed}},
    }
    headers = desk.headers | ({} if way == "form" else {"Content-Type": "application/json"})
    # when a contest is made under it
    made = await events.http.post(f"/events/{desk.id}/contests", headers=headers, **bodies[way])
    # then only what can be seen is kept
    assert made.status_code == 201, made.text
    assert (await desk.look(made.json()["id"]))["contest"]["name"] == "决赛赛决 2"


async def test_a_refused_form_without_script_names_its_fields_and_asks_for_no_ids(events: Running) -> None:
    # given a form sent as a page without script sends it
    desk = await open_desk(events)
    typed = {"name": "n" * 121, "entry_id": desk.id}
    headers = desk.headers | {"Accept": "text/html", "Accept-Language": "zh"}
    # when it is refused
    answer = await events.http.post(f"/events/{desk.id}/contests", data=typed, headers=headers)
    # then what was typed stands under the names of its fields, and ids travel unseen
    assert answer.status_code == 422
    assert "<label>名称 " in answer.text and "n" * 121 in answer.text
    assert f'<input type="hidden" name="entry_id" value="{desk.id}">' in answer.text


async def test_a_page_that_is_refused_leads_back_to_where_somebody_came_from(events: Running) -> None:
    desk = await open_desk(events)
    contest = await desk.contest()
    page = {"Accept": "text/html", "Referer": f"http://127.0.0.1:8080/events/contests/{contest}/desk?a=1"}
    other = {"Accept": "text/html", "Referer": "https://elsewhere.example/x"}
    path = f"/events/contests/{contest}/certificates"
    assert (
        f'href="/events/contests/{contest}/desk?a=1"' in (await events.http.get(path, headers=desk.headers | page)).text
    )
    assert "elsewhere" not in (await events.http.get(path, headers=desk.headers | other)).text


@pytest.mark.parametrize(
    "said", ["http://[::1", "::::", "javascript:alert(1)", "http://127.0.0.1:8080//elsewhere.example"]
)
async def test_an_address_that_is_none_is_no_way_back(events: Running, said: str) -> None:
    desk = await open_desk(events)
    page = desk.headers | {"Accept": "text/html", "Referer": said, "HX-Current-URL": said}
    refused = await events.http.get(f"/events/contests/{await desk.contest()}/certificates", headers=page)
    assert refused.status_code == 409
    assert "//elsewhere" not in refused.text and "javascript:alert" not in refused.text
    moved = page | {"HX-Request": "true"}
    done = await events.http.post(f"/events/{desk.id}/contests", data={"name": "After"}, headers=moved)
    assert done.status_code == 200 and "HX-Redirect" in done.headers
