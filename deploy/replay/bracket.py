"""Deduces a knockout bracket from who met whom. Knows neither the file nor the suite.

The final is the root; under each side hangs the match of the round before in which that side played, down to the
first round. Side 1 of a match comes from the upper half, so that the suite's sides are the file's sides.

Where a match has no row:
- in the first round the file names no opponent: the line beside the side that goes on stays empty, a bye. A first
  match given up before it began looks the same and cannot be told from it, since nobody is named who gave it up;
- in a later round both sides had won their match before: the one that does not appear again gave a walkover. If more
  than one such match is missing in a round, who met whom cannot be known and the file is refused.
"""

from collections.abc import Sequence

from deploy.replay.model import Meeting, Row, Unreadable
from shared.rules.model import Side

ROUNDS = ("Round of 128", "Round of 64", "Round of 32", "Round of 16", "Quarter final", "Semi final", "Final")


class Bracket:
    """The rows of one contest, round by round, and what was learned from them."""

    def __init__(self, contest: str, rows: Sequence[Row]) -> None:
        self.contest = contest
        self.notes: list[str] = []
        names = [name for name in ROUNDS if any(row.round == name for row in rows)]
        self.rounds = list(ROUNDS[ROUNDS.index(names[0]) :]) if names else []
        self._rows = [{key: row for row in rows if row.round == name for key in row.keys} for name in self.rounds]
        self._check(rows)
        self._meetings: list[list[Meeting]] = [[] for _ in self.rounds]
        self.lines = self._under(len(self.rounds) - 1, self._final())
        self._check_all_used(rows)

    @property
    def meetings(self) -> tuple[Meeting, ...]:
        return tuple(meeting for of_round in self._meetings for meeting in of_round)

    def _check(self, rows: Sequence[Row]) -> None:
        for row in rows:
            if row.round not in self.rounds:
                raise Unreadable(f"Line {row.line}: {self.contest} has a round named {row.round!r}, not of a knockout.")
        for name, by_key in zip(self.rounds, self._rows, strict=True):
            if len(by_key) != 2 * sum(row.round == name for row in rows):
                raise Unreadable(f"{self.contest}: somebody plays twice in {name!r}.")

    def _check_all_used(self, rows: Sequence[Row]) -> None:
        used = {(meeting.round, meeting.sides) for meeting in self.meetings}
        for row in rows:
            if (self.rounds.index(row.round) + 1, row.keys) not in used:
                raise Unreadable(f"Line {row.line}: {row.keys[0]} against {row.keys[1]} leads nowhere in the bracket.")

    def _final(self) -> str:
        if len(self._rows) == 0 or len(self._rows[-1]) != 2:
            raise Unreadable(f"{self.contest} has no single final.")
        return next(iter(self._rows[-1]))

    def _under(self, level: int, key: str) -> tuple[str | None, ...]:
        """The lines under the match that `key` plays in this round; the matches found are kept on the way."""
        if level < 0:
            return (key,)
        row = self._rows[level].get(key)
        meeting = self._played(level, row) if row else self._unplayed(level, key)
        if meeting is None:
            self.notes.append(f"{self.contest}: {key} had a bye in {self.rounds[level]!r}.")
            return (key, None)
        if level + 1 < len(self.rounds) and meeting.sides[meeting.winner - 1] != key:
            raise Unreadable(f"{self.contest}: {key} lost in {self.rounds[level]!r} and played on.")
        lines = tuple(line for side in meeting.sides for line in self._under(level - 1, side))
        self._meetings[level].append(meeting)
        return lines

    def _played(self, level: int, row: Row) -> Meeting:
        return Meeting(
            round=level + 1,
            sides=row.keys,
            winner=row.winner or self._survivor(level, row),
            kind="played" if row.winner else "retired",
            games=row.games,
            rallies=row.rallies,
        )

    def _survivor(self, level: int, row: Row) -> Side:
        """Who won a retirement: who appears in the next round; after a final, who was ahead when it ended."""
        later = self._rows[level + 1] if level + 1 < len(self._rows) else {}
        on = [key in later for key in row.keys]
        if on != [True, True] and any(on):
            return 1 if on[0] else 2
        ahead = _ahead(row)
        self.notes.append(f"{self.contest}: {row.keys[ahead - 1]} was ahead when line {row.line} ended by retirement.")
        return ahead

    def _unplayed(self, level: int, key: str) -> Meeting | None:
        if level == 0:
            return None
        before, here = self._rows[level - 1], self._rows[level]
        won = {row.keys[self._winner(level - 1, row) - 1] for row in before.values()}
        gone = won - set(here) - {key} - self._lone(level)
        if len(gone) != 1:
            raise Unreadable(f"{self.contest}: nobody can be named whom {key} beat in {self.rounds[level]!r}.")
        loser = gone.pop()
        self.notes.append(f"{self.contest}: {loser} gave {key} a walkover in {self.rounds[level]!r}.")
        return Meeting(round=level + 1, sides=(key, loser), winner=1, kind="walkover")

    def _winner(self, level: int, row: Row) -> Side:
        return row.winner or self._survivor(level, row)

    def _lone(self, level: int) -> set[str]:
        """Who plays in the next round without a match in this one."""
        later = self._rows[level + 1] if level + 1 < len(self._rows) else {}
        return set(later) - set(self._rows[level])


def _ahead(row: Row) -> Side:
    """The side with more games, then with more points in the game that was broken off."""
    whole, broken = row.games[:-1], row.games[-1] if row.games else (0, 0)
    lead = sum(1 if left > right else -1 for left, right in whole)
    left, right = broken
    if (lead, left - right) == (0, 0):
        raise Unreadable(f"Line {row.line}: it cannot be known who retired.")
    return 1 if (lead, left - right) > (0, 0) else 2
