"""Groups of real championships through all four services: results typed at the desk, tables as they were in history."""

import asyncio
import time
from pathlib import Path
from typing import Any

import pytest
import yaml

from deploy.replay.door import Door
from deploy.replay.model import Person
from deploy.replay.organiser import import_roster
from tests.running import RunningSuite

CASES = {
    case["id"]: case
    for case in yaml.safe_load((Path(__file__).parent.parent / "cases" / "groups.yaml").read_text("utf-8"))
}
SETTLED_WITHIN = 60.0
UNRECORDED = {("FRA", "LBN"): "85-79", ("IRI", "CIV"): "69-71"}
"""First-round games of 2023 between teams that went out; the case leaves them away."""
ROUND_ROBIN = {"kind": "round_robin"}
TWO_STAGES = {"kind": "group_stages", "groups": 2, "qualify": 2}


class Field:
    """A contest of teams as its organiser runs it."""

    def __init__(self, door: Door, contest: str, teams: dict[str, str]) -> None:
        self.door = door
        self.contest = contest
        self.teams = teams
        """Entry ids by team."""

    async def matches(self) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = (await self.door.get(f"/events/contests/{self.contest}/matches"))["matches"]
        return found

    async def type_all(self, results: dict[tuple[str, str], str]) -> None:
        """Every result as its match becomes ready, from whichever side it was written."""
        name = {entry: team for team, entry in self.teams.items()}
        until = time.monotonic() + SETTLED_WITHIN
        done: set[str] = set()
        while any(match["status"] != "decided" for match in await self.matches()):
            assert time.monotonic() < until, "the contest did not come to its end"
            for match in [
                each for each in await self.matches() if each["status"] == "ready" and each["id"] not in done
            ]:
                done.add(match["id"])
                one, two = (name[str(entry)] for entry in match["entries"])
                games = results[one, two] if (one, two) in results else turned(results[two, one])
                path = f"/scoring/matches/{match['id']}/result"
                await self.door.post_once_heard(path, {"games": games}, unheard="match.not_ready")
            await asyncio.sleep(0.1)

    async def order(self, teams: list[list[str]]) -> list[list[str]]:
        """The places of the table these teams stand in, best first; those who share one in one list."""
        tables = (await self.door.get(f"/events/contests/{self.contest}/standings"))["groups"]
        entries = {self.teams[team] for shared in teams for team in shared}
        name = {entry: team for team, entry in self.teams.items()}
        table = next(t for t in reversed(tables) if {line["entry_id"] for line in t["lines"]} == entries)
        found: dict[int, list[str]] = {}
        for line in table["lines"]:
            found.setdefault(line["first"], []).append(name[line["entry_id"]])
        return [sorted(found[place]) for place in sorted(found)]


def turned(games: str) -> str:
    return " ".join("-".join(reversed(game.split("-"))) for game in games.split())


async def opened(door: Door, case: str, teams: list[str], settings: dict[str, Any], lines: list[str]) -> Field:
    """An event with one contest of these teams, drawn by hand and published."""
    people = [Person(f"{case}-{team}", f"{team} captain", team, "male") for team in teams]
    await import_roster(door, people)
    event = await door.post("/events/", {"name": case, "starts_on": "2026-05-01", "ends_on": "2026-05-03"}, once=True)
    contest = await door.post(f"/events/{event['id']}/contests", {"name": case, **settings}, once=True)
    wanted = [{"members": [person.staff_number], "name": person.unit, "unit": person.unit} for person in people]
    path = f"/events/contests/{contest['id']}"
    made = await door.post_once_heard(f"{path}/entries", {"entries": wanted}, unheard="member.unknown")
    ids = dict(zip(teams, (entry["id"] for entry in made["entries"]), strict=True))
    await door.put(f"{path}/draw", {"lines": [ids[team] for team in lines]})
    await door.post(f"{path}/draw/publish")
    return Field(door, contest["id"], ids)


def sets_of(won: str) -> str:
    """Sets that make such a result: only how many were won is on record, and only that decides here."""
    one, two = (int(sets) for sets in won.split("-"))
    winner, loser = ("25-20", "20-25") if one > two else ("20-25", "25-20")
    decider = "15-10" if one > two else "10-15"
    played = [loser] * min(one, two) + [winner] * max(one, two)
    return " ".join([*played[:-1], decider] if one + two == 5 else played)


def teams_of(case: dict[str, Any]) -> list[str]:
    return list(dict.fromkeys(team for match in case["matches"] for team in match[:2]))


async def test_the_volleyball_of_rio_ends_in_its_order(suite: RunningSuite) -> None:
    case = CASES["VB-1"]
    teams = teams_of(case)
    settings = {"preset": "fivb_bo5", "discipline": "team", "format": ROUND_ROBIN}
    field = await opened(suite.door(), "VB-1", teams, settings, teams)

    await field.type_all({(one, two): sets_of(won) for one, two, won in case["matches"]})

    assert await field.order(case["order"]) == case["order"]


@pytest.mark.parametrize("name", ["BK-7", "BK-8"])
async def test_the_basketball_of_two_world_cups_ends_in_its_order(suite: RunningSuite, name: str) -> None:
    """First-round results are carried into the second stage, also those against teams that were out."""
    case = CASES[name]
    teams = teams_of(case)
    results = {(one, two): f"{goals}-{against}" for one, two, goals, against in case["matches"]} | UNRECORDED
    settings = {"preset": "fiba_5x5", "discipline": "team", "format": TWO_STAGES}
    field = await opened(suite.door(), name, teams, settings, in_groups(teams, case))

    await field.type_all(results)

    assert await field.order(case["order"]) == case["order"]


def in_groups(teams: list[str], case: dict[str, Any]) -> list[str]:
    """Those of the first group first: who met the first team before the second stage, and it."""
    first = {teams[0]}
    early = case["matches"][: len(case["matches"]) - 4]
    while grown := {team for one, two, *_ in early for team in (one, two) if {one, two} & first} - first:
        first |= grown
    return sorted(teams, key=lambda team: team not in first)


async def test_the_table_tennis_of_a_world_team_championship_ends_in_its_order(suite: RunningSuite) -> None:
    """Ties typed whole; where only their winner is on record they are 3-0, which the order does not turn on."""
    case = CASES["TT-1"]
    teams = teams_of(case)
    settings = {"preset": "ittf_bo5", "discipline": "team", "tie": "tt_swaythling_5s", "format": ROUND_ROBIN}
    field = await opened(suite.door(), "TT-1", teams, settings, teams)

    await field.type_all({(one, two): won.replace("x", "0") for one, two, won in case["matches"]})

    assert await field.order(case["order"]) == case["order"]
