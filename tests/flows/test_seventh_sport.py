"""A seventh sport is one file with its examples: tug of war, best of three pulls, laid in a folder and played through.

Nothing else is told of it: forms offer it, tablets mark it, the table ranks it.
"""

import asyncio
import doctest
import textwrap
from collections.abc import Iterator
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType

import pytest

from deploy.replay.door import Door
from deploy.replay.tablet import Tablet
from shared.rules.marks import Mark
from shared.rules.sheets import Confirm, Game, Rally, Start
from tests.flows.test_groups import SETTLED_WITHIN, Field, opened
from tests.running import RunningSuite

FILE = '''
    """Tug of war: best of three pulls. Knows who won a pull; nothing of weight and rope.

    >>> from shared.rules.rally_games import played
    >>> played(PRESETS["tug_of_war_3"].regulation, ((1, 0), (0, 1), (1, 0))).winner
    1
    """

    from shared.rules.model import GameRule, Preset, Regulation

    NAME = "Tug of war"
    UNIT = "pull"
    PRESETS = {
        "tug_of_war_3": Preset(
            "tug_of_war_3",
            "Tug of war: best of three pulls",
            Regulation("tug_of_war", 1, "team", best_of=3, game=GameRule(1, 1)),
        )
    }
'''
TEAMS = ["Library", "Physics", "Law"]


@pytest.fixture(scope="module")
def sport_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("sports") / "tug_of_war.py"
    file.write_text(textwrap.dedent(FILE).lstrip(), "utf-8")
    return file


@pytest.fixture(scope="module")
def suite_with_it(sport_file: Path) -> Iterator[RunningSuite]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SAISHI_SPORTS", str(sport_file.parent))
        with RunningSuite(("members", "events", "scoring")) as running:
            yield running


def test_its_examples_are_true(sport_file: Path) -> None:
    tried = doctest.testmod(loaded(sport_file))

    assert (tried.attempted, tried.failed) == (2, 0)


def loaded(file: Path) -> ModuleType:
    spec = spec_from_file_location("tug_of_war", file)
    assert spec is not None and spec.loader is not None
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


async def test_it_is_played_from_the_entries_to_the_table(suite_with_it: RunningSuite) -> None:
    door = suite_with_it.door()
    settings = {"preset": "tug_of_war_3", "format": {"kind": "round_robin"}}
    field = await opened(door, "TUG", TEAMS, settings, TEAMS)
    event = (await door.get(f"/events/contests/{field.contest}/desk"))["contest"]["event_id"]
    court = (await door.post(f"/events/{event}/courts", {"names": ["Lawn"]}))["courts"][0]["id"]
    await set_anew(door, field.contest)
    tablet = Tablet(door.another(), court, None)
    await tablet.pair(door)

    for number, match in enumerate(await field.matches()):
        await door.post(f"/events/matches/{match['id']}/call", {"court_id": court})
        stronger = min(match["entries"], key=[*field.teams.values()].index)
        sheet = await tablet.sheet_for(match["id"])
        assert sheet["match"]["regulation"]["best_of"] == 3
        filled = await tablet.fill(sheet, pulls(1 if stronger == match["entries"][0] else 2, by_game=number == 2))
        assert filled.outcome["kind"] == "played"
        await decided(field, match["id"])

    assert await field.order([["Library"], ["Physics"], ["Law"]]) == [["Library"], ["Physics"], ["Law"]]


async def set_anew(door: Door, contest: str) -> None:
    """The draw is published, but no mark is made yet: the settings may still change, and change back."""
    path = f"/events/contests/{contest}/settings"
    regulation = (await door.get(path))["regulation"]
    await door.post(path, {"regulation": regulation | {"best_of": 5}})
    await door.post(path, {"regulation": regulation})


async def decided(field: Field, match_id: str) -> None:
    """Once the closed sheet has reached the events service."""
    async with asyncio.timeout(SETTLED_WITHIN):
        while not any(each["id"] == match_id and each["status"] == "decided" for each in await field.matches()):
            await asyncio.sleep(0.05)


def pulls(winner: int, *, by_game: bool) -> list[Mark]:
    """Lost, won, won: pull by pull, or each typed whole."""
    lost, won = (3 - winner, winner)
    if by_game:
        games = [Game((1, 0) if side == 1 else (0, 1)) for side in (lost, won, won)]
        return [Start(left=1, server=1), *games, Confirm()]
    return [Start(left=1, server=1), *[Rally(side) for side in (lost, won, won)], Confirm()]  # type: ignore[arg-type]
