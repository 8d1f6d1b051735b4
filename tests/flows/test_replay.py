"""One real contest through all four services, over HTTP as tablets and people would."""

import json
import subprocess
import sys
from typing import Any

from deploy.layout import ROOT
from deploy.replay.play import Wishes, play
from deploy.replay.tournament import load
from tests.replay.conftest import DATA, Write, row
from tests.running import RunningSuite

__all__ = ["write"]
from tests.replay.conftest import write


async def test_a_contest_with_a_retirement_and_a_bye_ends_as_it_really_did(suite: RunningSuite) -> None:
    tournament = load(DATA / "all_england_open_2018.csv", "WS")

    summary = await play(suite.door(), tournament, Wishes(courts=6, look_into_inboxes=True))

    assert summary.differences == []
    assert (summary.matches, summary.inboxes) == (30, 31)
    assert summary.marks == sum(marks_of_file(tournament.contests[0].meetings))


def marks_of_file(meetings: Any) -> list[int]:
    """A start and a confirmation, every rally, and the retirement's own mark."""
    return [2 + sum(len(game) for game in m.rallies) + (m.kind == "retired") for m in meetings]


def test_the_command_prints_one_object_and_leaves_with_zero(suite: RunningSuite, write: Write) -> None:
    first = [row("Quarter final", 1, name, f"{name}'s first") for name in ("Ann", "Ben", "Cho", "Dai")]
    path = write([*first, row("Semi final", 2, "Cho", "Dai"), row("Final", 2, "Ann", "Dai")])

    done = replayed(suite, str(path), "--concurrency", "2", "--json")

    found = json.loads(done.stdout)
    assert done.returncode == 0
    assert found["differences"] == []
    assert (found["matches"], found["courts"]) == (7, 2)
    assert found["notes"] == ["MS: Ben gave Ann a walkover in 'Semi final'."]
    assert {"marks", "seconds", "marks_per_s"} <= found.keys()


async def test_groups_with_retirements_send_on_who_really_went_on(suite: RunningSuite) -> None:
    tournament = load(DATA / "world_tour_finals_2018.csv", "WS")

    summary = await play(suite.door(), tournament, Wishes(courts=6))

    assert summary.differences == []
    assert summary.matches == 2 * 6 + 2 + 1


def test_a_wrong_file_is_told_by_its_differences(suite: RunningSuite, write: Write) -> None:
    """A score no rules allow is refused by the suite; the replay says so and leaves with one."""
    short = row("Final", 1, "Ann", "Ben", games="21-0 20-0", rallies="1" * 21 + " " + "1" * 20)

    done = replayed(suite, str(write([short])), "--json")

    assert done.returncode == 1
    assert json.loads(done.stdout)["differences"]


def replayed(suite: RunningSuite, *arguments: str) -> "subprocess.CompletedProcess[str]":
    command = [sys.executable, "-m", "deploy", "replay", *arguments, "--data", str(suite.layout.data)]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=200, check=False)
