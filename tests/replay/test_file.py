"""What a file may say, and how it is refused."""

from pathlib import Path

import pytest

from deploy.replay.file import read
from deploy.replay.model import Unreadable
from tests.replay.conftest import DATA, HEADER, Write, row


def test_a_row_is_read_with_its_rallies(write: Write) -> None:
    path = write([row("Final", 1, "Ann", "Ben", games="21-0 1-2", rallies="1" * 21 + " 212")])

    heading, (match,) = read(path)

    assert (heading.name, heading.venue) == ("Open", "Xi'an, China")
    assert (match.line, match.contest, match.round, match.winner) == (2, "MS", "Final", 1)
    assert match.keys == ("Ann", "Ben")
    assert match.games == ((21, 0), (1, 2))
    assert match.rallies[1] == (2, 1, 2)


def test_a_partner_not_recorded_has_an_empty_name(write: Write) -> None:
    path = write([row("Final", 1, "Ann / Cho", "Ben / (partner not recorded)", "WD")])

    _, (match,) = read(path)

    assert match.players == (("Ann", "Cho"), ("Ben", ""))
    assert match.countries == (("CHN", "CHN"), ("CHN", "CHN"))


def test_rallies_that_do_not_add_up_are_refused_with_the_line(write: Write) -> None:
    path = write([row("Semi final", 1, "Ann", "Ben"), row("Final", 1, "Ann", "Cho", games="21-1 21-0")])

    with pytest.raises(Unreadable, match=r"Line 3: the rallies of game 1 do not add up to 21-1\."):
        read(path)


def test_a_game_without_rallies_is_refused(write: Write) -> None:
    path = write([row("Final", 1, "Ann", "Ben", rallies="1" * 21)])

    with pytest.raises(Unreadable, match="Line 2: 2 games have a score and 1 have rallies"):
        read(path)


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"games": "21:0 21-0"}, "'21:0' is not the score of a game"),
        ({"rallies": "1" * 20 + "3 " + "1" * 21}, "digits 1 and 2 only"),
        ({"day": "2018-03-14"}, "'2018-03-14' is not a date"),
    ],
)
def test_a_cell_that_cannot_be_is_refused_with_a_sentence(write: Write, wrong: dict[str, str], sentence: str) -> None:
    path = write([row("Final", 1, "Ann", "Ben", **wrong)])

    with pytest.raises(Unreadable, match=sentence):
        read(path)


def test_a_winner_that_is_no_side_is_refused(write: Write) -> None:
    path = write([row("Final", 3, "Ann", "Ben", rallies="", games="")])

    with pytest.raises(Unreadable, match="not '3'"):
        read(path)


def test_a_file_of_other_columns_is_refused_by_their_names(tmp_path: Path) -> None:
    path = tmp_path / "other.csv"
    path.write_text("name,unit\nAnn,CHN\n")

    with pytest.raises(Unreadable, match="has no column tournament, city"):
        read(path)


def test_an_empty_file_and_a_missing_one_are_refused(tmp_path: Path, write: Write) -> None:
    assert HEADER
    with pytest.raises(Unreadable, match="has no match in it"):
        read(write([]))
    with pytest.raises(Unreadable, match="no such file"):
        read(tmp_path / "nowhere.csv")


@pytest.mark.parametrize(
    ("name", "matches"),
    [
        ("all_england_open_2018", 154),
        ("fuzhou_china_open_2018", 150),
        ("malaysia_masters_2018", 179),
        ("world_tour_finals_2018", 74),
    ],
)
def test_every_row_of_the_real_files_is_read(name: str, matches: int) -> None:
    _, rows = read(DATA / f"{name}.csv")

    assert len(rows) == matches


def test_trouble_with_the_file_is_said_in_plain_words(tmp_path: Path) -> None:
    (tmp_path / "latin.csv").write_bytes(b"\xff\xfe\x00")

    with pytest.raises(Unreadable, match=r"^There is no such file: "):
        read(tmp_path / "none.csv")
    with pytest.raises(Unreadable, match=r"is not a CSV in UTF-8\.$"):
        read(tmp_path / "latin.csv")
