"""The table of friendly meetings over a year. Knows units and who won; neither sports nor dates.

Friendly series (交流赛) count meetings, whatever sport they were in, so scores of different meetings are never added.
"""

from collections.abc import Mapping, Sequence

from msgspec import Struct

from shared.rules.model import Side


class Worth(Struct, frozen=True):
    """Points for a meeting won, drawn and lost."""

    win: int = 3
    draw: int = 1
    loss: int = 0


class Meeting(Struct, frozen=True):
    """Two units met; `winner` is None for a draw."""

    home: str
    away: str
    winner: Side | None


class Row(Struct, frozen=True, kw_only=True):
    """A unit's line. Equals share their place: `first` to `last`."""

    unit: str
    first: int
    last: int
    played: int
    won: int
    drawn: int
    lost: int
    away_won: int
    points: int


def table(meetings: Sequence[Meeting], worth: Worth) -> tuple[Row, ...]:
    """The units by points, then points among the equal, then meetings won, then won away; equals share the place.

    >>> rows = table([Meeting("A", "B", 1), Meeting("B", "A", None), Meeting("C", "A", 2)], Worth())
    >>> [(row.first, row.unit, row.points, row.away_won) for row in rows]
    [(1, 'A', 7, 1), (2, 'B', 1, 0), (3, 'C', 0, 0)]
    """
    units = sorted({unit for each in meetings for unit in (each.home, each.away)})
    points = {unit: points_of(unit, meetings, worth) for unit in units}
    keys = {unit: key(unit, points, meetings, worth) for unit in units}
    order = sorted(units, key=lambda unit: ([-value for value in keys[unit]], unit))
    return tuple(row(unit, keys, points, meetings) for unit in order)


def points_of(unit: str, meetings: Sequence[Meeting], worth: Worth) -> int:
    won, drawn, lost = record(unit, meetings)
    return won * worth.win + drawn * worth.draw + lost * worth.loss


def key(unit: str, points: Mapping[str, int], meetings: Sequence[Meeting], worth: Worth) -> tuple[int, int, int, int]:
    equal = {other for other in points if points[other] == points[unit]}
    mutual = [each for each in meetings if each.home in equal and each.away in equal]
    return points[unit], points_of(unit, mutual, worth), record(unit, meetings)[0], away_won(unit, meetings)


def record(unit: str, meetings: Sequence[Meeting]) -> tuple[int, int, int]:
    """Won, drawn, lost."""
    mine = [each for each in meetings if unit in (each.home, each.away)]
    won = sum(each.winner is not None and (each.home, each.away)[each.winner - 1] == unit for each in mine)
    drawn = sum(each.winner is None for each in mine)
    return won, drawn, len(mine) - won - drawn


def away_won(unit: str, meetings: Sequence[Meeting]) -> int:
    return sum(each.away == unit and each.winner == 2 for each in meetings)


def row(unit: str, keys: Mapping[str, tuple[int, ...]], points: Mapping[str, int], meetings: Sequence[Meeting]) -> Row:
    won, drawn, lost = record(unit, meetings)
    first = 1 + sum(other > keys[unit] for other in keys.values())
    return Row(
        unit=unit,
        first=first,
        last=first + sum(other == keys[unit] for other in keys.values()) - 1,
        played=won + drawn + lost,
        won=won,
        drawn=drawn,
        lost=lost,
        away_won=away_won(unit, meetings),
        points=points[unit],
    )
