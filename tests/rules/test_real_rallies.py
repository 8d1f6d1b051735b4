"""Four tournaments of 2018, rally by rally: the sheet must end every game and match where the record does."""

import csv
from pathlib import Path

import pytest

from shared.rules.model import Discipline, Side
from shared.rules.sheets import Mark, Rally, Retired, Sheet, Start, apply, check_result, open_sheet
from shared.rules.sports import regulation_of

FILES = sorted((Path(__file__).parent.parent / "data").glob("*.csv"))
SIDES: dict[str, Side] = {"1": 1, "2": 2}
Row = dict[str, str]


def rows(path: Path) -> list[Row]:
    with path.open(encoding="utf-8", newline="") as file:
        return [row for row in csv.DictReader(file) if row["rallies_1"]]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_every_match_ends_as_it_was_recorded(path: Path) -> None:
    matches = rows(path)
    assert len(matches) > 70
    for row in matches:
        play(row)


def play(row: Row) -> None:
    discipline: Discipline = "singles" if row["discipline"] in ("MS", "WS") else "doubles"
    regulation = regulation_of("badminton", "bwf_21x3", discipline)
    recorded = tuple(tuple(map(int, row[f"game_{game}"].split("-"))) for game in (1, 2, 3) if row[f"game_{game}"])
    sheet = apply(regulation, open_sheet(regulation), Start(left=1, server=1))
    for game, score in enumerate(recorded, 1):
        sheet = play_game(regulation, sheet, row[f"rallies_{game}"], game)
        assert sheet.games[game - 1] == score, row
    if row["retired"] == "True":
        assert not sheet.finished, row
        sheet = apply(regulation, sheet, Retired(1))
    else:
        assert sheet.finished, row
        assert sheet.outcome is not None
        assert sheet.outcome.winner == int(row["winner"]), row
    assert sheet.outcome is not None
    assert sheet.outcome.games == recorded
    check_result(regulation, sheet.outcome)


def play_game(regulation, sheet: Sheet, rallies: str, game: int) -> Sheet:  # type: ignore[no-untyped-def]
    for rally in rallies:
        assert len(sheet.games) == game and not sheet.finished, "the game ended too early"
        mark: Mark = Rally(SIDES[rally])
        sheet = apply(regulation, sheet, mark)
    return sheet
