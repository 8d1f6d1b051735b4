"""A backup restored into an empty folder ends with the same standings, and a tournament goes on there."""

import subprocess
import sys
from pathlib import Path
from typing import Any

from deploy.layout import ROOT
from deploy.replay.door import Door
from deploy.replay.play import Wishes, play
from deploy.replay.tournament import load
from tests.replay.conftest import DATA
from tests.running import RunningSuite


async def test_a_restored_suite_has_the_same_standings_and_plays_on(suite: RunningSuite, tmp_path: Path) -> None:
    tournament = load(DATA / "malaysia_masters_2018.csv", "MS")
    played = await play(suite.door(), tournament, Wishes(courts=6))
    assert played.differences == []
    before = await standings(suite.door(), played.event_id)
    marks = await suite.count("scoring", "select count(*) from mark")

    saishi("backup", tmp_path / "all.saishi", "--data", suite.layout.data)
    saishi("restore", tmp_path / "all.saishi", "--data", tmp_path / "restored")

    with RunningSuite(data=tmp_path / "restored") as restored:
        assert await standings(restored.door(), played.event_id) == before
        assert await restored.count("scoring", "select count(*) from mark") == marks
        again = await play(restored.door(), load(DATA / "fuzhou_china_open_2018.csv", "WD"), Wishes(courts=6))
        assert again.differences == []
        assert await standings(restored.door(), played.event_id) == before


async def standings(door: Door, event_id: str) -> dict[str, Any]:
    """Every match and every placing of an event, as the public sees them."""
    contests = (await door.get(f"/events/{event_id}"))["contests"]
    return {
        contest["name"]: [
            await door.get(f"/events/contests/{contest['id']}/matches"),
            await door.get(f"/events/contests/{contest['id']}/placings"),
        ]
        for contest in contests
    }


def saishi(*arguments: object) -> None:
    command = [sys.executable, "-m", "deploy", *map(str, arguments)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stderr
