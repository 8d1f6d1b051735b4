"""Every format with small and odd fields, played to its end by random winners: everybody placed once, nothing stuck."""

from random import Random
from typing import Any
from uuid import uuid4

import pytest

from shared.rules.formats import format_file
from shared.rules.model import Side
from tests.servers import Running
from tests.services.events.desk import Desk, made, members, open_desk
from tests.services.events.hall import closed, matches

FORMS: list[dict[str, Any]] = [
    {"kind": "knockout"},
    {"kind": "knockout", "third_place": True, "consolation": True},
    {"kind": "placement"},
    {"kind": "double_elimination"},
    {"kind": "double_elimination", "second_final": False},
    {"kind": "round_robin"},
    {"kind": "round_robin", "legs": 2, "order": "circle"},
    {"kind": "groups_knockout", "groups": 2, "qualify": 1, "second_stage": "cross"},
    {"kind": "groups_knockout", "groups": 2, "qualify": 2, "third_place": True, "spread": "lots"},
    {"kind": "groups_knockout", "groups": 3, "qualify": 1, "best_next": 1},
    {"kind": "groups_knockout", "groups": 2, "qualify": 2, "second_stage": "redrawn"},
    {"kind": "group_stages", "groups": 2, "qualify": 2},
    {"kind": "swiss", "rounds": 3},
    {"kind": "qualifying", "main_size": 4, "qualifiers": 1},
]
FIELDS = [2, 3, 5, 12]
MOST_TURNS = 60


def named(form: dict[str, Any]) -> str:
    return "-".join(str(value) for value in form.values())


@pytest.mark.parametrize("entries", FIELDS)
@pytest.mark.parametrize("form", FORMS, ids=named)
async def test_a_contest_is_played_to_its_end_whoever_wins(events: Running, form: dict[str, Any], entries: int) -> None:
    desk = await open_desk(events)
    contest = await begun(desk, form, entries)
    assert contest or entries < 12
    if contest is None:
        return
    chance = Random(f"{named(form)} {entries}")

    for _turn in range(MOST_TURNS):
        listed = await matches(desk, contest)
        ready = [match for match in listed.values() if match["status"] == "ready"]
        if ready:
            await desk.events.deliver_batch([won(match, chance) for match in ready])
        elif not await moved_on(desk, contest):
            break

    found = await desk.get(f"/events/contests/{contest}/placings")
    assert found["status"] == "decided", [(m["number"], m["status"]) for m in (await matches(desk, contest)).values()]
    assert len({placed["entry_id"] for placed in found["placings"]}) == len(found["placings"]) == entries
    assert sorted(placed["first"] for placed in found["placings"])[0] == 1


def won(match: dict[str, Any], chance: Random) -> Any:
    winner: Side = 1 if chance.random() < 0.5 else 2
    return closed(match["id"], winner, attempt=match["attempt"])


async def begun(desk: Desk, form: dict[str, Any], entries: int) -> str | None:
    """The contest with its draw published; None where the format says in words that so few cannot play it."""
    body = {"name": f"Contest {uuid4().hex[:6]}", "discipline": "singles", "format": form}
    contest = made(await desk.post(f"/events/{desk.id}/contests", body))
    numbers = await members(desk.events, entries, 3)
    entered = await desk.post(f"/events/contests/{contest}/entries", {"entries": [{"members": [n]} for n in numbers]})
    assert entered.status_code == 201, entered.text
    drawn = await desk.post(f"/events/contests/{contest}/draw", {"lot": "spring"})
    if drawn.status_code == 422:
        assert drawn.json()["sentence"]
        return None
    assert drawn.status_code == 200, drawn.text
    published = await desk.post(f"/events/contests/{contest}/draw/publish", {})
    assert published.status_code == 200, published.text
    assert not format_file(form["kind"]).OPEN_ENDED
    return contest


async def moved_on(desk: Desk, contest: str) -> bool:
    """What an organiser does when play stands still: decide between equals, pair the next round."""
    for step in ("ties", "pairings"):
        if step == "ties" and not await decide(desk, contest):
            continue
        if step == "pairings":
            answer = await desk.post(f"/events/contests/{contest}/pairings", {})
            if answer.status_code != 200:
                return False
        return True
    return False


async def decide(desk: Desk, contest: str) -> bool:
    """Equals at a qualifying line are put in order by lot."""
    found = await desk.get(f"/events/contests/{contest}/ties")
    for tie in found["open"]:
        body = {"group": tie["group"], "entries": tie["entries"], "how": "lot", "reason": "lot"}
        answer = await desk.post(f"/events/contests/{contest}/ties", body)
        assert answer.status_code < 300, answer.text
    return bool(found["open"])
