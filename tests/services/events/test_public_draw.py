"""Draws before witnesses: a lot promised beforehand, lots typed line by line, a draw revealed step by step."""

from hashlib import sha256
from typing import Any

from tests.servers import Running
from tests.services.events.desk import Desk, members, open_desk, refused


async def check(desk: Desk, contest: str, *lines: tuple[str, object]) -> Any:
    path = f"/events/contests/{contest}/draw/by-hand/check"
    answer = await desk.post(path, {"entry": [each for each, _ in lines], "line": [str(line) for _, line in lines]})
    assert answer.status_code == 200, answer.text
    return answer.json()


async def test_a_promised_lot_is_the_only_one_to_draw_from(events: Running) -> None:
    desk = await open_desk(events)
    contest = await desk.entered(5)
    path = f"/events/contests/{contest}"
    promised = (await desk.post(f"{path}/lot/promise", {})).json()
    assert promised["lot"] is None
    assert promised["hash"] in await desk.page(path)

    refused(await desk.post(f"{path}/draw", {"lot": "another"}), "lot.promised", 409)
    lot = (await desk.post(f"{path}/draw", {})).json()["lot"]

    assert sha256(lot.encode()).hexdigest() == promised["hash"]
    assert (await desk.get(f"{path}/lot"))["lot"] is None
    await desk.post(f"{path}/draw/publish", {})
    assert (await desk.get(f"{path}/lot"))["lot"] == lot
    assert promised["hash"] in await desk.page(f"{path}/draw")


async def test_a_lot_cannot_be_promised_after_the_draw(events: Running) -> None:
    desk = await open_desk(events)
    contest = await desk.drawn(4)

    refused(await desk.post(f"/events/contests/{contest}/lot/promise", {}), "lot.late", 409)


async def test_lines_typed_one_by_one_are_told_what_they_break(events: Running) -> None:
    desk = await open_desk(events)
    contest = await desk.entered(8, seeds=2, units=4)
    ids = [each["id"] for each in (await desk.look(contest))["entries"]]

    assert (await check(desk, contest, (ids[0], "")))["placed"] == 0
    assert (await check(desk, contest, (ids[0], 1), (ids[1], 8)))["broken"] == []
    misplaced = await check(desk, contest, (ids[0], 3))
    assert [each["code"] for each in misplaced["broken"]] == ["seed.place"]
    mates = await check(desk, contest, (ids[0], 1), (ids[4], 2))
    # With two of a unit in one half, another unit's two cannot both be in the other half and apart.
    assert [(each["code"], each["round"]) for each in mates["broken"]] == [("unit.first_round", 1), ("unit.section", 2)]
    assert len((await check(desk, contest, (ids[0], 1), (ids[1], 1), (ids[2], 99), (ids[3], "x")))["wrong"]) == 3
    page = await desk.form(f"/events/contests/{contest}/draw/by-hand/check", entry=[ids[0]], line=["3"])
    assert "However the rest is drawn" in page.text


async def test_byes_that_would_have_to_meet_are_told_at_once(events: Running) -> None:
    desk = await open_desk(events)
    contest = await desk.entered(5)
    ids = [each["id"] for each in (await desk.look(contest))["entries"]]

    found = await check(desk, contest, *((each, line) for line, each in enumerate(ids[:4], 1)))

    assert [sentence for sentence, _ in found["wrong"]] == ["With these lines two byes would have to meet."]


async def test_a_draw_is_revealed_step_by_step_seeds_first(events: Running) -> None:
    desk = await open_desk(events)
    contest = await desk.entered(5, seeds=2)
    path = f"/events/contests/{contest}"
    refused(await desk.post(f"{path}/ceremony", {}), "draw.none", 409)
    await desk.post(f"{path}/draw", {"lot": "spring"})
    assert (await desk.get(f"{path}/ceremony"))["stage"] is None

    stages = [(await desk.post(f"{path}/ceremony", {})).json() for _ in range(3)]

    named = [[place["line"] for place in stage["places"] if place["name"]] for stage in stages]
    assert named == [[], [1], [1, 8]]
    assert len((await desk.get(f"{path}/ceremony"))["stage"]["places"]) == 5
    assert "One back" in await desk.page(f"{path}/ceremony/desk")
    assert (await desk.post(f"{path}/ceremony", {"to": 99})).json()["shown"] == 5
    entered, page = (await desk.look(contest))["entries"], await desk.page(f"{path}/ceremony")
    assert all(each["name"] in page for each in entered)
    await desk.post(f"{path}/draw", {"lot": "summer"})
    assert (await desk.get(f"{path}/ceremony"))["stage"] is None


async def test_lines_not_revealed_yet_are_in_no_public_page(events: Running) -> None:
    desk = await open_desk(events)
    contest = await desk.drawn(4)
    await desk.post(f"/events/contests/{contest}/ceremony", {})
    names = [each["name"] for each in (await desk.look(contest))["entries"]]

    answer = await events.http.get(f"/events/contests/{contest}/ceremony", headers={"Accept": "text/html"})

    assert answer.status_code == 200
    assert not [name for name in names if name in answer.text]


async def test_the_desk_shows_groups_and_lines_of_draws_that_are_no_bracket(events: Running) -> None:
    desk = await open_desk(events)
    for form, shown in (({"kind": "groups_knockout", "groups": 2}, "Group A"), ({"kind": "swiss"}, "ceremony")):
        contest = await desk.entered(6)
        answer = await desk.post(f"/events/contests/{contest}/settings", {"format": form})
        assert answer.status_code == 200, answer.text
        await desk.post(f"/events/contests/{contest}/draw", {})
        assert shown in await desk.page(f"/events/contests/{contest}/desk")


async def test_settings_that_cannot_be_played_are_refused_at_the_latest_by_the_draw(events: Running) -> None:
    desk = await open_desk(events)
    for form in (
        {"kind": "groups_knockout", "groups": 0},
        {"kind": "groups_knockout", "groups": 2, "qualify": -1},
        {"kind": "groups_knockout", "groups": 3, "second_stage": "cross"},
        {"kind": "groups_knockout", "groups": 1, "qualify": 1},
        {"kind": "round_robin", "legs": 0},
        {"kind": "swiss", "rounds": 5},
        {"kind": "ladder", "reach": 0},
        {"kind": "heats", "lanes": 0},
        {"kind": "qualifying", "main_size": 6},
        {"kind": "nothing like it"},
    ):
        body = {"name": f"C {form}"[:100], "discipline": "singles", "format": form}
        answer = await desk.post(f"/events/{desk.id}/contests", body)
        if answer.status_code == 201:
            contest = answer.json()["id"]
            numbers = await members(events, 6)
            await desk.post(f"/events/contests/{contest}/entries", {"entries": [{"members": [n]} for n in numbers]})
            answer = await desk.post(f"/events/contests/{contest}/draw", {})
        assert answer.status_code == 422, (form, answer.text)
