"""The draw: by lot and again from the lot, by hand, swapped, published, locked, and made again by anybody."""

import subprocess
import sys
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest

from shared.messages.events import DrawPublished, MatchReady
from tests.servers import ROOT, Running
from tests.services.events.desk import Desk, open_desk, refused


async def lines(desk: Desk, contest: str, lot: str) -> list[str | None]:
    answer = await desk.post(f"/events/contests/{contest}/draw", {"lot": lot})
    assert answer.status_code == 200, answer.text
    return list(answer.json()["lines"])


@pytest.mark.parametrize("entries", [2, 3, 7, 33, 512])
async def test_any_number_of_entries_is_drawn_with_byes_to_the_best_seeds(events: Running, entries: int) -> None:
    desk = await open_desk(events)
    contest = await desk.entered(entries, seeds=2)

    drawn = await lines(desk, contest, "spring")

    entered = (await desk.look(contest))["entries"]
    assert sorted(line for line in drawn if line) == sorted(each["id"] for each in entered)
    assert (drawn[0], drawn[-1]) == (entered[0]["id"], entered[1]["id"])
    assert {each["id"]: each["line"] for each in entered} == {line: n for n, line in enumerate(drawn, 1) if line}
    if len(drawn) > entries:
        assert drawn[1] is None


async def test_the_same_lot_gives_the_same_draw_and_another_lot_another(events: Running) -> None:
    desk = await open_desk(events)
    contest = await desk.entered(16)

    first, other, again = [await lines(desk, contest, lot) for lot in ("one", "two", "one")]

    assert first == again
    assert first != other


async def test_without_a_lot_a_fresh_one_is_made_kept_and_shown(events: Running) -> None:
    desk = await open_desk(events)
    contest = await desk.entered(8)

    lots = [(await desk.post(f"/events/contests/{contest}/draw", {})).json()["lot"] for _ in range(2)]

    assert len(lots[0]) == 16
    assert lots[0] != lots[1]
    assert (await desk.look(contest))["contest"]["lot"] == lots[1]
    assert lots[1] in await desk.page(f"/events/contests/{contest}/desk")


async def test_one_entry_is_no_draw(events: Running) -> None:
    desk = await open_desk(events)
    contest = await desk.entered(1)

    refused(await desk.post(f"/events/contests/{contest}/draw", {}), "draw.too_few")


async def test_lots_drawn_by_hand_are_kept_as_they_are(events: Running) -> None:
    desk = await open_desk(events)
    contest = await desk.entered(3)
    a, b, c = [each["id"] for each in (await desk.look(contest))["entries"]]

    answer = await desk.events.http.put(
        f"/events/contests/{contest}/draw", json={"lines": [b, None, c, a]}, headers=desk.headers
    )

    assert answer.json()["lines"] == [b, None, c, a]
    assert (await desk.look(contest))["contest"]["lot"] is None


@pytest.mark.parametrize("wrong", ["two byes", "somebody missing", "somebody twice", "a stranger", "five lines"])
async def test_lots_drawn_by_hand_must_be_a_draw_of_these_entries(events: Running, wrong: str) -> None:
    desk = await open_desk(events)
    contest = await desk.entered(3)
    a, b, c = [each["id"] for each in (await desk.look(contest))["entries"]]
    given: dict[str, list[Any]] = {
        "two byes": [None, None, a, b],
        "somebody missing": [a, None, b, None],
        "somebody twice": [a, b, c, a],
        "a stranger": [a, b, str(uuid4()), None],
        "five lines": [a, b, c, None, None],
    }

    answer = await desk.events.http.put(
        f"/events/contests/{contest}/draw", json={"lines": given[wrong]}, headers=desk.headers
    )

    assert answer.status_code == 422
    assert answer.json()["code"].startswith("draw.")
    assert (await desk.look(contest))["contest"]["status"] == "open"


async def test_the_page_takes_lots_drawn_by_hand_as_a_line_for_each_entry(events: Running) -> None:
    desk = await open_desk(events)
    contest = await desk.entered(3)
    ids = [each["id"] for each in (await desk.look(contest))["entries"]]
    path = f"/events/contests/{contest}/draw/by-hand"

    page = await desk.page(path)
    assert [id_ in page for id_ in ids] == [True] * 3
    assert (await desk.form(path, entry=ids, line=["4", "1", ""])).status_code == 422
    assert (await desk.form(path, entry=ids, line=["4", "4", "1"])).status_code == 422
    assert (await desk.form(path, entry=ids, line=["4", "1", "3"])).status_code == 303
    assert [each["line"] for each in (await desk.look(contest))["entries"]] == [4, 1, 3]


async def test_a_swap_names_the_rule_it_breaks_before_it_is_made(events: Running) -> None:
    desk = await open_desk(events)
    contest = await desk.drawn(8, seeds=2)
    entries = (await desk.look(contest))["entries"]
    seed, other = entries[0], next(each for each in entries if each["line"] == 3)

    page = await desk.page(f"/events/contests/{contest}/draw/swap?line_a=1&line_b=3")
    answer = await desk.post(f"/events/contests/{contest}/draw/swap", {"line_a": 1, "line_b": 3})

    assert f"{seed['name']} is not on a line of its seed." in page
    assert "seed.place" in [each["code"] for each in answer.json()["report"]]
    assert (answer.json()["lines"][2], answer.json()["lines"][0]) == (seed["id"], other["id"])


async def test_a_swap_from_a_page_that_is_out_of_date_is_refused(events: Running) -> None:
    desk = await open_desk(events)
    contest = await desk.drawn(8)
    revision = (await desk.look(contest))["contest"]["revision"]
    body = {"line_a": 1, "line_b": 2, "revision": revision}
    await desk.post(f"/events/contests/{contest}/draw/swap", body)

    refused(await desk.post(f"/events/contests/{contest}/draw/swap", body), "page.stale", 409)
    refused(await desk.post(f"/events/contests/{contest}/draw/publish", {"revision": revision}), "page.stale", 409)


async def test_publishing_makes_one_match_fewer_than_entries_and_tells_everybody(events: Running) -> None:
    desk = await open_desk(events)
    contest, matches = await desk.published(5, seeds=1)

    told = [each for each in await events.journal(DrawPublished) if str(each.id) == contest]
    ready = [each for each in await events.journal(MatchReady) if str(each.match.contest_id) == contest]

    assert [each["number"] for each in matches] == [1, 2, 3, 4]
    assert {each.id for each in ready} == {UUID(each["id"]) for each in matches if each["status"] == "ready"}
    assert all(None not in each.match.sides for each in ready)
    assert len(told) == 1
    assert [each.line for each in told[0].entries] == sorted(each.line for each in told[0].entries)
    firsts = {each.entry.id: each for each in told[0].entries}
    for match in ready:
        for side, other in (match.match.sides, match.match.sides[::-1]):
            assert side is not None and other is not None
            assert (firsts[side.id].first_match, firsts[side.id].opponent) == (match.match.number, other.name)
            assert len(side.members) == 1


async def test_a_published_draw_is_locked(events: Running) -> None:
    desk = await open_desk(events)
    contest, _matches = await desk.published(4)
    path = f"/events/contests/{contest}/draw"

    refused(await desk.post(path, {"lot": "again"}), "draw.locked", 409)
    refused(await desk.post(f"{path}/swap", {"line_a": 1, "line_b": 2}), "draw.locked", 409)
    refused(await desk.post(f"{path}/publish", {}), "draw.locked", 409)
    by_hand = await events.http.put(path, json={"lines": []}, headers=desk.headers)
    refused(by_hand, "draw.locked", 409)


async def test_nothing_undrawn_can_be_published(events: Running) -> None:
    desk = await open_desk(events)
    contest = await desk.entered(4)

    refused(await desk.post(f"/events/contests/{contest}/draw/publish", {}), "draw.none", 409)


async def test_anybody_sees_that_a_published_draw_comes_out_again_swaps_included(events: Running) -> None:
    desk = await open_desk(events)
    contest = await desk.drawn(11, seeds=2)
    await desk.post(f"/events/contests/{contest}/draw/swap", {"line_a": 3, "line_b": 9})
    hidden = await events.http.get(f"/events/contests/{contest}/draw")
    await desk.post(f"/events/contests/{contest}/draw/publish", {})

    shown = await events.http.get(f"/events/contests/{contest}/draw", headers={"Accept-Language": "en"})

    assert hidden.status_code == 404
    assert "came out the same" in shown.text
    assert "3 ⇄ 9" in shown.text


async def test_a_draw_that_was_tampered_with_comes_out_differently(events: Running) -> None:
    desk = await open_desk(events)
    contest, _matches = await desk.published(8)
    async with events.app.state.db.tx() as tx:
        await tx.execute("update contest set lot = 'another' where id = $1", UUID(contest))

    shown = await events.http.get(f"/events/contests/{contest}/draw", headers={"Accept-Language": "en"})

    assert "comes out differently" in shown.text


async def test_the_command_makes_a_draw_again_from_the_file_its_page_offers(events: Running, tmp_path: Path) -> None:
    desk = await open_desk(events)
    contest, _matches = await desk.published(6, seeds=2)
    good, bad = tmp_path / "draw.json", tmp_path / "bad.json"
    good.write_bytes((await events.http.get(f"/events/contests/{contest}/draw.json")).content)
    bad.write_text(good.read_text().replace('"spring"', '"autumn"'))

    def redraw(file: Path) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "services.events", "redraw", str(file)]
        return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)

    assert "gives the published draw" in redraw(good).stdout
    assert redraw(bad).returncode == 1


async def test_a_draw_of_another_event_is_out_of_reach(events: Running) -> None:
    mine, other = await open_desk(events), await open_desk(events)
    contest = await other.drawn(4)

    for path, body in (("", {}), ("/swap", {"line_a": 1, "line_b": 2}), ("/publish", {})):
        answer = await mine.post(f"/events/contests/{contest}/draw{path}", body)
        refused(answer, "event.not_yours", 403)


async def test_the_desk_shows_the_bracket_before_and_after_publishing(events: Running) -> None:
    desk = await open_desk(events)
    contest = await desk.drawn(5)

    before = await desk.page(f"/events/contests/{contest}/desk")
    await desk.post(f"/events/contests/{contest}/draw/publish", {})
    after = await desk.page(f"/events/contests/{contest}/desk")

    assert "<svg" in before and "/events/matches/" not in before
    assert "<svg" in after and "/events/matches/" in after
