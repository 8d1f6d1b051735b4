"""What goes into a ranking and what comes out. Knows no key and no chain."""

from msgspec import Struct

from shared.rules.model import Outcome, Points, Side


class Meeting(Struct, frozen=True):
    """Two entries of a group and how their match ended; None while it is yet to be played."""

    sides: tuple[str, str]
    outcome: Outcome | None = None


class Standing(Struct, frozen=True, kw_only=True):
    """An entry's line in a group. `first < last` where nothing has separated it from others yet."""

    entry: str
    first: int
    last: int
    played: int = 0
    won: int = 0
    lost: int = 0
    points: int = 0
    """Match points."""
    rubbers: Points = (0, 0)
    games: Points = (0, 0)
    score: Points = (0, 0)
    """Points or goals for and against."""
    split_by: str = ""
    """The key that put it below the entry above it, with its scope: `games_ratio.tied`; empty for the first, or where
    nothing split them."""
    withdrawn: bool = False


class Played(Struct, frozen=True, kw_only=True):
    """A match as a table counts it: what each side gets for it."""

    sides: tuple[str, str]
    winner: Side
    points: Points = (0, 0)
    """Match points."""
    rubbers: Points = (0, 0)
    games: Points = (0, 0)
    score: Points = (0, 0)
    """Points or goals scored."""
    unplayed: bool = False
    """A forfeit or walkover: it counts in no average of points scored."""


class Tally(Struct, frozen=True, kw_only=True):
    """What an entry's matches add up to."""

    played: int = 0
    won: int = 0
    points: int = 0
    """Match points."""
    rubbers: Points = (0, 0)
    games: Points = (0, 0)
    score: Points = (0, 0)
    averaged: Points = (0, 0)
    """Points scored in matches really played, and how many these were."""


class Level(Struct, frozen=True):
    """Entries nothing separates, and the key that put them below those above; see `Standing.split_by`."""

    entries: tuple[str, ...]
    split_by: str = ""
