"""Teams: many members, a captain, a name, from the page, a list or a table."""

from typing import Any
from uuid import uuid4

import pytest

from services.events.lists import lines_of_rows, lines_of_text
from tests.servers import Running
from tests.services.events.desk import Desk, made, members, open_desk


async def team_contest(desk: Desk) -> str:
    return made(
        await desk.post(f"/events/{desk.id}/contests", {"name": f"Teams {uuid4().hex[:6]}", "discipline": "team"})
    )


async def entered(desk: Desk, contest: str) -> list[Any]:
    found = await desk.get(f"/events/contests/{contest}/desk")
    return [(entry["name"], entry["unit"]) for entry in found["entries"]]


@pytest.mark.parametrize(
    ("text", "name", "players", "seed"),
    [
        ("机电学院一队：1001 张三、1002、1003 [2]", "机电学院一队", (("1001", "张三"), ("1002",), ("1003",)), 2),
        ("Law: 1001, 1002", "Law", (("1001",), ("1002",)), None),
        ("1001 / 1002 / 1003", "", (("1001",), ("1002",), ("1003",)), None),
    ],
)
def test_a_line_names_a_team_and_its_members(text: str, name: str, players: Any, seed: int | None) -> None:
    (line,) = lines_of_text(text, "team")

    assert (line.name, line.players, line.seed) == (name, players, seed)


def test_rows_of_one_team_are_one_entry() -> None:
    rows = [
        ["队名", "工号", "姓名", "种子"],
        ["A队", "1001", "张三", "1"],
        ["B队", "1003", "", ""],
        ["A队", "1002", "李四", ""],
    ]

    first, second = lines_of_rows(rows, "team")

    assert (first.name, first.players, first.seed) == ("A队", (("1001", "张三"), ("1002", "李四")), 1)
    assert (second.name, second.players) == ("B队", (("1003",),))


async def test_a_team_without_a_name_goes_by_its_unit_and_the_second_gets_a_number(events: Running) -> None:
    desk = await open_desk(events)
    contest = await team_contest(desk)
    numbers = await members(events, 6, 1)

    first = await desk.post(f"/events/contests/{contest}/entries", {"members": numbers[:3]})
    second = await desk.post(f"/events/contests/{contest}/entries", {"members": numbers[3:], "name": ""})

    assert (first.status_code, second.status_code) == (201, 201)
    (name, unit), (other, same) = await entered(desk, contest)
    assert (name, unit, same) == (unit, unit, unit)
    assert other == f"{unit} 2"


async def test_a_team_may_not_take_the_name_of_another_or_a_member_twice(events: Running) -> None:
    desk = await open_desk(events)
    contest = await team_contest(desk)
    one, two, three = await members(events, 3, 3)
    await desk.post(f"/events/contests/{contest}/entries", {"members": [one], "name": "Eagles"})

    taken = await desk.post(f"/events/contests/{contest}/entries", {"members": [two], "name": "Eagles"})
    twice = await desk.post(f"/events/contests/{contest}/entries", {"members": [three, three], "name": "Owls"})

    assert (taken.status_code, taken.json()["code"]) == (422, "team.taken")
    assert (twice.status_code, twice.json()["code"]) == (422, "entry.players")
    assert len(await entered(desk, contest)) == 1
