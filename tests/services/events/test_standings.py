"""Group tables, what if, and equals whom only a person can put in order."""

from typing import Any
from uuid import UUID

from shared.messages.scoring import SheetClosed
from shared.rules.lot import Lot
from shared.rules.model import Outcome, Points, Side
from tests.servers import Running
from tests.services.events.desk import Desk, made, members, open_desk, refused
from tests.services.events.hall import closed, matches

GROUPS = {"kind": "groups_knockout", "groups": 2, "qualify": 1, "second_stage": "cross"}


async def grouped(desk: Desk, entries: int, form: dict[str, Any]) -> str:
    """A contest of this format under play, drawn by lot."""
    body = {
        "name": f"Groups {entries} {form['kind']} {desk.id[:4]}{len(form)}",
        "discipline": "singles",
        "format": form,
    }
    contest = made(await desk.post(f"/events/{desk.id}/contests", body))
    wanted = [{"members": [number]} for number in await members(desk.events, entries, entries)]
    assert (await desk.post(f"/events/contests/{contest}/entries", {"entries": wanted})).status_code == 201
    assert (await desk.post(f"/events/contests/{contest}/draw", {"lot": "spring"})).status_code == 200
    assert (await desk.post(f"/events/contests/{contest}/draw/publish", {})).status_code == 200
    return contest


async def tables(desk: Desk, contest: str) -> dict[int, list[dict[str, Any]]]:
    found = (await desk.get(f"/events/contests/{contest}/standings"))["groups"]
    return {group["group"]: group["lines"] for group in found}


def won_by(match: dict[str, Any], entry: str, games: tuple[Points, ...] = ((21, 12), (21, 15))) -> SheetClosed:
    winner: Side = 1 if match["entries"][0] == entry else 2
    sheet = closed(match["id"], winner, attempt=match["attempt"])
    seen = games if winner == 1 else tuple((two, one) for one, two in games)
    return SheetClosed(
        id=sheet.id,
        revision=sheet.revision,
        match_id=UUID(match["id"]),
        attempt=sheet.attempt,
        outcome=Outcome("played", winner, seen),
        closed_at=sheet.closed_at,
    )


async def cycle(events: Running, desk: Desk, contest: str, group: int) -> list[str]:
    """Every entry of a group of three beats the next, all by the same score."""
    one, two, three = sorted(line["entry_id"] for line in (await tables(desk, contest))[group])
    winners = {frozenset((one, two)): one, frozenset((two, three)): two, frozenset((three, one)): three}
    own = [match for match in (await matches(desk, contest)).values() if match["group"] == group]
    await events.deliver_batch([won_by(match, winners[frozenset(match["entries"])]) for match in own])
    return [one, two, three]


async def in_order(events: Running, desk: Desk, contest: str, group: int) -> list[str]:
    """Every entry of a group beats all who come after it."""
    order = sorted(line["entry_id"] for line in (await tables(desk, contest))[group])
    own = [match for match in (await matches(desk, contest)).values() if match["group"] == group]
    await events.deliver_batch([won_by(match, min(match["entries"])) for match in own])
    return order


async def test_tables_stand_before_the_first_result(events: Running) -> None:
    desk = await open_desk(events)
    contest = await grouped(desk, 6, GROUPS)

    found = await tables(desk, contest)

    assert {group: len(lines) for group, lines in found.items()} == {1: 3, 2: 3}
    assert {(line["first"], line["last"], line["played"]) for line in found[1]} == {(1, 3, 0)}


async def test_a_group_in_order_says_which_key_split_its_entries(events: Running) -> None:
    desk = await open_desk(events)
    contest = await grouped(desk, 6, GROUPS)

    order = await in_order(events, desk, contest, 1)

    lines = (await tables(desk, contest))[1]
    assert [line["entry_id"] for line in lines] == order
    assert [line["split_by"] for line in lines] == ["", "wins.all", "wins.all"]
    assert [line["games"] for line in lines] == [[4, 0], [2, 2], [0, 4]]
    page = await desk.page(f"/events/contests/{contest}")
    assert "By matches won over all matches." in page
    assert "4:0" in page and "2:0" in page
    assert "按全部比赛的胜场数，高者名次列前。" in await desk.page(f"/events/contests/{contest}", "zh")
    assert "What if" in await desk.page(f"/events/contests/{contest}/standings")


async def test_equals_at_a_qualifying_place_wait_for_a_person(events: Running) -> None:
    desk = await open_desk(events)
    contest = await grouped(desk, 6, GROUPS)

    three = await cycle(events, desk, contest, 1)
    await in_order(events, desk, contest, 2)

    final = next(match for match in (await matches(desk, contest)).values() if match["group"] is None)
    assert (final["status"], final["sides"].count(None)) == ("waiting", 1)
    [tie] = (await desk.get(f"/events/contests/{contest}/ties"))["open"]
    assert (tie["group"], sorted(tie["entries"])) == (1, three)
    assert tie["proposed"] == Lot(tie["lot"]).shuffled(three)
    assert "no key of the table separates them" in await desk.page(f"/events/contests/{contest}/ties")
    assert "Equals to put in order" in await desk.page(f"/events/contests/{contest}/ties/notice")


async def test_a_lot_puts_equals_in_order_and_can_be_taken_back(events: Running) -> None:
    desk = await open_desk(events)
    contest = await grouped(desk, 6, GROUPS)
    three = await cycle(events, desk, contest, 1)
    await in_order(events, desk, contest, 2)
    path = f"/events/contests/{contest}/ties"

    answer = await desk.post(path, {"group": 1, "entries": three, "lot": "winter"})

    assert answer.status_code == 200, answer.text
    order = Lot("winter").shuffled(three)
    assert answer.json()["order"] == order
    lines = (await tables(desk, contest))[1]
    assert [(line["entry_id"], line["first"], line["last"]) for line in lines] == [
        (entry, place, place) for place, entry in enumerate(order, 1)
    ]
    assert lines[1]["split_by"] == "decision"
    final = next(match for match in (await matches(desk, contest)).values() if match["group"] is None)
    assert final["status"] == "ready" and order[0] in final["entries"]
    assert "by the lot winter" in await desk.page(f"/events/contests/{contest}/standings")

    assert (await desk.post(f"{path}/{answer.json()['id']}/drop", {})).status_code == 200
    final = next(match for match in (await matches(desk, contest)).values() if match["group"] is None)
    assert final["status"] == "waiting"


async def test_an_order_by_hand_needs_everybody_and_a_reason(events: Running) -> None:
    desk = await open_desk(events)
    contest = await grouped(desk, 6, GROUPS)
    three = await cycle(events, desk, contest, 1)
    await in_order(events, desk, contest, 2)
    path, asked = f"/events/contests/{contest}/ties", {"group": 1, "entries": three, "how": "order"}

    refused(await desk.post(path, {**asked, "order": three[:2], "reason": "drawn"}), "tie.order")
    refused(await desk.post(path, {**asked, "order": three}), "tie.reason")
    answer = await desk.post(path, {**asked, "order": three[::-1], "reason": "cards drawn in the room"})

    assert answer.status_code == 200, answer.text
    assert [line["entry_id"] for line in (await tables(desk, contest))[1]] == three[::-1]
    refused(await desk.post(path, {**asked, "order": three, "reason": "again"}), "tie.settled", 409)
    assert "cards drawn in the room" in await desk.page(path)


async def test_an_order_that_was_played_on_stands(events: Running) -> None:
    desk = await open_desk(events)
    contest = await grouped(desk, 6, GROUPS)
    three = await cycle(events, desk, contest, 1)
    await in_order(events, desk, contest, 2)
    path = f"/events/contests/{contest}/ties"
    made_id = (await desk.post(path, {"group": 1, "entries": three})).json()["id"]
    final = next(match for match in (await matches(desk, contest)).values() if match["group"] is None)
    await events.deliver(closed(final["id"], 1, attempt=final["attempt"]))

    refused(await desk.post(f"{path}/{made_id}/drop", {}), "tie.played_on", 409)


async def test_a_form_keeps_what_a_person_chose(events: Running) -> None:
    desk = await open_desk(events)
    contest = await grouped(desk, 6, GROUPS)
    three = await cycle(events, desk, contest, 1)
    await in_order(events, desk, contest, 2)

    answer = await desk.form(
        f"/events/contests/{contest}/ties", group="1", entries=three, how="order", order=three, reason="by age"
    )

    assert answer.status_code == 303
    assert [line["entry_id"] for line in (await tables(desk, contest))[1]] == three


async def test_ties_are_the_organisers(events: Running) -> None:
    desk, other = await open_desk(events), await open_desk(events)
    contest = await grouped(desk, 6, GROUPS)

    refused(await other.post(f"/events/contests/{contest}/ties", {"group": 1, "entries": []}), "event.not_yours", 403)
    answer = await events.http.get(f"/events/contests/{contest}/ties", headers={"Accept": "application/json"})
    assert answer.status_code == 401


async def test_what_if_before_the_last_match_of_a_group(events: Running) -> None:
    desk = await open_desk(events)
    contest = await grouped(desk, 6, GROUPS)
    own = [match for match in (await matches(desk, contest)).values() if match["group"] == 1]
    best = sorted(line["entry_id"] for line in (await tables(desk, contest))[1])[0]
    with_best = [match for match in own if best in match["entries"]]
    await events.deliver_batch([won_by(match, best) for match in with_best])

    found = (await desk.get(f"/events/contests/{contest}/outlook"))["groups"]

    [first, second] = [group["outlook"] for group in found]
    assert {chance["entry"]: chance["verdict"] for chance in first["chances"]}[best] == "through"
    assert sorted(chance["verdict"] for chance in first["chances"]) == ["out", "out", "through"]
    assert len(first["to_come"]) == 1 and len(second["to_come"]) == 3
    page = await desk.page(f"/events/contests/{contest}/outlook")
    assert "goes on" in page and "does not go on" in page


async def test_a_round_robin_that_nothing_separates_ends_in_shared_places(events: Running) -> None:
    desk = await open_desk(events)
    contest = await grouped(desk, 3, {"kind": "round_robin"})

    await cycle(events, desk, contest, 1)

    placings = await desk.get(f"/events/contests/{contest}/placings")
    assert placings["status"] == "decided"
    assert [(each["first"], each["last"]) for each in placings["placings"]] == [(1, 3)] * 3
    assert (await desk.get(f"/events/contests/{contest}/ties"))["open"] == []


async def test_a_contest_without_groups_says_so(events: Running) -> None:
    desk = await open_desk(events)
    contest, _made = await desk.published(4)

    assert (await desk.get(f"/events/contests/{contest}/standings"))["groups"] == []
    assert "This contest has no groups." in await desk.page(f"/events/contests/{contest}/standings")
    assert "This contest has no groups." in await desk.page(f"/events/contests/{contest}/outlook")
    assert "Nobody waits" in await desk.page(f"/events/contests/{contest}/ties")


async def test_the_big_screen_shows_groups_until_the_knockout_begins(events: Running) -> None:
    desk = await open_desk(events)
    contest = await grouped(desk, 6, GROUPS)
    during = await desk.page(f"/events/{desk.id}/screen")

    await in_order(events, desk, contest, 1)
    await in_order(events, desk, contest, 2)

    after = await desk.page(f"/events/{desk.id}/screen")
    assert "screen-group-1" in during and "screen-group-1" not in after
    assert "<svg" in after
