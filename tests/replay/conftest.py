"""Small tournaments written as the real files are, and the real ones."""

from collections.abc import Callable, Iterable
from pathlib import Path

import pytest

DATA = Path(__file__).parent.parent / "data"
HEADER = (
    "tournament,city,country,date,discipline,round,winner,retired,side_1,side_2,country_1,country_2,"
    "game_1,game_2,game_3,rallies_1,rallies_2,rallies_3"
)
Write = Callable[[Iterable[str]], Path]


def row(round_name: str, winner: int, side_1: str, side_2: str, contest: str = "MS", **more: str) -> str:
    """A match won 2-0 without a point lost where nothing else is said: the bracket is what these files are about."""
    straight = str(winner) * 21
    games = more.get("games", "21-0 21-0" if winner == 1 else "0-21 0-21").split(" ")
    rallies = more.get("rallies", f"{straight} {straight}").split(" ")
    countries = [" / ".join(["CHN"] * len(side.split(" / "))) for side in (side_1, side_2)]
    cells = [*games, *[""] * (3 - len(games)), *rallies, *[""] * (3 - len(rallies))]
    day = more.get("day", "14-03-2018")
    start = ["Open", "Xi'an", "China", day, contest, round_name, str(winner), str(winner == 0)]
    return ",".join([*start, side_1, side_2, *countries, *cells])


@pytest.fixture
def write(tmp_path: Path) -> Write:
    def _write(rows: Iterable[str]) -> Path:
        path = tmp_path / "open.csv"
        path.write_text("\n".join([HEADER, *rows]) + "\n", encoding="utf-8")
        return path

    return _write
