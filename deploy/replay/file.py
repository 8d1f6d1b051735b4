"""Reads the rows of a tournament's CSV file and holds them to their own arithmetic. Knows no bracket."""

import csv
from datetime import date, datetime
from pathlib import Path
from typing import Literal, cast

from msgspec import Struct

from deploy.replay.model import Row, Unreadable
from shared.rules.model import Points, Side

COLUMNS = ("tournament", "city", "country", "date", "discipline", "round", "winner", "side_1", "side_2")
NOT_RECORDED = "(partner not recorded)"
GAMES = 3


class Heading(Struct, frozen=True):
    """What every row of the file repeats about the tournament."""

    name: str
    venue: str


def read(path: Path) -> tuple[Heading, tuple[Row, ...]]:
    """The rows of the file in their order."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except FileNotFoundError as problem:
        raise Unreadable(f"There is no such file: {path}") from problem
    except OSError as problem:
        raise Unreadable(f"{path} cannot be read: {problem.strerror}.") from problem
    except UnicodeDecodeError as problem:
        raise Unreadable(f"{path} is not a CSV in UTF-8.") from problem
    records = csv.DictReader(text.splitlines())
    missing = [column for column in COLUMNS if column not in (records.fieldnames or ())]
    if missing:
        raise Unreadable(f"{path.name} has no column {', '.join(missing)}.")
    lines = list(enumerate(records, start=2))
    if not lines:
        raise Unreadable(f"{path.name} has no match in it.")
    first = lines[0][1]
    heading = Heading(name=first["tournament"].strip(), venue=f"{first['city']}, {first['country']}")
    return heading, tuple(_row(line, record) for line, record in lines)


def _row(line: int, record: dict[str, str]) -> Row:
    games = tuple(_points(line, score) for score in _filled(record, "game"))
    rallies = tuple(_rallies(line, digits) for digits in _filled(record, "rallies"))
    for number, (points, won) in enumerate(zip(games, rallies, strict=False), start=1):
        if points != (won.count(1), won.count(2)):
            raise Unreadable(f"Line {line}: the rallies of game {number} do not add up to {points[0]}-{points[1]}.")
    if len(games) != len(rallies):
        raise Unreadable(f"Line {line}: {len(games)} games have a score and {len(rallies)} have rallies.")
    return Row(
        line=line,
        played_on=_day(line, record["date"]),
        contest=record["discipline"].strip(),
        round=record["round"].strip(),
        winner=_winner(line, record["winner"]),
        players=(_names(record["side_1"]), _names(record["side_2"])),
        countries=(_names(record.get("country_1", "")), _names(record.get("country_2", ""))),
        games=games,
        rallies=rallies,
    )


def _filled(record: dict[str, str], column: str) -> list[str]:
    values = [(record.get(f"{column}_{number}") or "").strip() for number in range(1, GAMES + 1)]
    return [value for value in values if value]


def _points(line: int, score: str) -> Points:
    try:
        left, right = (int(points) for points in score.split("-"))
    except ValueError as problem:
        raise Unreadable(f"Line {line}: {score!r} is not the score of a game.") from problem
    return left, right


def _rallies(line: int, digits: str) -> tuple[Side, ...]:
    if digits.strip("12"):
        raise Unreadable(f"Line {line}: rallies are told in the digits 1 and 2 only.")
    return tuple(cast("Side", int(digit)) for digit in digits)


def _winner(line: int, value: str) -> Literal[0, 1, 2]:
    if value.strip() not in {"0", "1", "2"}:
        raise Unreadable(f"Line {line}: the winner is side 1, 2 or, after a retirement, 0; not {value!r}.")
    return cast("Literal[0, 1, 2]", int(value))


def _day(line: int, value: str) -> date:
    try:
        return datetime.strptime(value.strip(), "%d-%m-%Y").date()
    except ValueError as problem:
        raise Unreadable(f"Line {line}: {value!r} is not a date such as 14-03-2018.") from problem


def _names(side: str) -> tuple[str, ...]:
    names = [name.strip() for name in side.split(" / ")]
    return tuple("" if name == NOT_RECORDED else name for name in names)
