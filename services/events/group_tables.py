"""Groups as pages and programs see them: tables with the key that split two entries, and who beat whom.

Shapes rows; counts and ranks nothing.
"""

from collections.abc import Sequence
from uuid import UUID

from msgspec import Struct

from services.events.sources import group_letter
from services.events.sql import standings as sql
from services.events.sql.public import MatchView
from services.events.sql.standings import StoredLine
from shared.kit.db import Tx
from shared.rules.model import Outcome, Points, Regulation
from shared.rules.standings import table_of
from shared.rules.standings.matches import counted
from shared.rules.standings.model import Meeting
from shared.rules.standings.words import split_words


class GroupLine(Struct, frozen=True, kw_only=True):
    """An entry's line, best first; `first` and `last` differ where a place is shared."""

    entry_id: UUID
    name: str
    unit: str
    first: int
    last: int
    played: int
    won: int
    lost: int
    points: int
    rubbers: Points
    games: Points
    score: Points
    split_by: str
    withdrawn: bool

    @property
    def why(self) -> str:
        """Which key put it below the line above, as a msgid."""
        return split_words(self.split_by)


class Cell(Struct, frozen=True):
    """A match of two entries from the side of the row; no result while it is to come."""

    match_id: UUID
    result: Points | None
    won: bool
    kind: str


class Group(Struct, frozen=True, kw_only=True):
    group: int
    lines: tuple[GroupLine, ...]
    over: bool
    """Whether all its matches are decided."""
    cells: dict[str, tuple[Cell, ...]]
    """Who meets whom: by `row:column`, both ids of entries."""

    @property
    def letter(self) -> str:
        return group_letter(self.group)

    def met(self, row: UUID, column: UUID) -> tuple[Cell, ...]:
        return self.cells.get(f"{row}:{column}", ())


async def groups_of(tx: Tx, contest: UUID, matches: Sequence[MatchView]) -> tuple[Group, ...]:
    """The groups of a contest; none where it has none."""
    if not any(match.grp is not None for match in matches):
        return ()
    found: dict[int, list[StoredLine]] = {}
    for line in await sql.lines(tx, contest):
        found.setdefault(line.grp, []).append(line)
    return tuple(group_of(group, lines, matches) for group, lines in found.items())


def group_of(group: int, stored: Sequence[StoredLine], matches: Sequence[MatchView]) -> Group:
    """One group. Matches of an earlier group count where both entries are in this one."""
    inside = {line.entry_id for line in stored}
    own = [match for match in matches if match.grp == group]
    cells: dict[str, tuple[Cell, ...]] = {}
    for match in matches:
        if match.grp is None or match.entry_1 not in inside or match.entry_2 not in inside:
            continue
        for turned in (False, True):
            one, two = (match.entry_2, match.entry_1) if turned else (match.entry_1, match.entry_2)
            cells[f"{one}:{two}"] = (*cells.get(f"{one}:{two}", ()), cell_of(match, turned))
    return Group(
        group=group,
        lines=tuple(line_of(line, len(stored)) for line in stored),
        over=all(match.outcome is not None for match in own),
        cells=cells,
    )


def line_of(line: StoredLine, size: int) -> GroupLine:
    return GroupLine(
        entry_id=line.entry_id,
        name=line.name,
        unit=line.unit,
        first=line.first or 1,
        last=line.last or size,
        played=line.played,
        won=line.won,
        lost=line.lost,
        points=line.points,
        rubbers=line.rubbers,
        games=line.games,
        score=line.score,
        split_by=line.split_by,
        withdrawn=line.withdrawn,
    )


def cell_of(match: MatchView, turned: bool) -> Cell:
    outcome = match.outcome
    if outcome is None:
        return Cell(match.id, None, False, match.status)
    one, two = result_of(match.regulation, outcome)
    won = outcome.winner == (2 if turned else 1)
    return Cell(match.id, (two, one) if turned else (one, two), won, outcome.kind)


def result_of(regulation: Regulation, outcome: Outcome) -> Points:
    """Rubbers of a tie, goals by the clock, else games; points where one game decides."""
    found = counted(regulation, table_of(regulation), Meeting(("one", "two"), outcome))
    if found is None:
        return 0, 0
    if regulation.tie is not None:
        return found.games if regulation.tie.count == "games" else found.rubbers
    if regulation.clock is not None or regulation.best_of == 1:
        return found.score
    return found.games
