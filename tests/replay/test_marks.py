"""The marks of a replay, folded by the rules, end where the file ends."""

import pytest

from deploy.replay.marks import marks_of
from deploy.replay.model import Meeting
from deploy.replay.tournament import load
from shared.rules.sheets import Confirm, Retired, Start, Walkover, fold
from shared.rules.sports import regulation_of
from tests.replay.conftest import DATA


@pytest.mark.parametrize("name", ["all_england_open_2018", "fuzhou_china_open_2018", "malaysia_masters_2018"])
def test_every_real_match_ends_as_the_file_says(name: str) -> None:
    for contest in load(DATA / f"{name}.csv").contests:
        laws = regulation_of("badminton", "bwf_21x3", contest.discipline)
        for meeting in contest.meetings:
            sheet = fold(laws, marks_of(meeting))

            assert sheet.closed
            assert sheet.outcome is not None
            assert (sheet.outcome.kind, sheet.outcome.winner) == (meeting.kind, meeting.winner)
            assert sheet.outcome.games == meeting.games


def test_a_walkover_is_marked_without_a_start() -> None:
    meeting = Meeting(round=1, sides=("Ann", "Ben"), winner=2, kind="walkover")

    assert list(marks_of(meeting)) == [Walkover(loser=1), Confirm()]


def test_a_retirement_is_marked_after_its_last_rally() -> None:
    meeting = Meeting(1, ("Ann", "Ben"), winner=1, kind="retired", games=((1, 2),), rallies=((1, 2, 2),))

    marks = list(marks_of(meeting))

    assert isinstance(marks[0], Start)
    assert marks[4:] == [Retired(loser=2), Confirm()]
