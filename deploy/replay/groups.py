"""Deduces groups from who met whom before the knockout rounds. Knows neither the file nor the suite.

A group is everybody who met one another in the rounds named "Round 1", "Round 2" and so on; the best two of each are
drawn into the semi-finals. Where two of a group have no row, one of them gave a walkover: the one whose giving it
leads, by the rules in force, to those who really went on.
"""

from collections.abc import Sequence
from itertools import combinations

from msgspec.structs import replace

from deploy.replay.bracket import Bracket
from deploy.replay.model import Meeting, Row, Unreadable
from shared.rules import standings as rules
from shared.rules.model import Outcome, Regulation, Side

ONWARD = 2
"""Groups whose best are in the semi-finals, and how many of each."""


def is_group_round(name: str) -> bool:
    return name.startswith("Round ") and name[6:].isdigit()


class Groups:
    """The group matches of one contest and its knockout, and what was learned from them."""

    def __init__(self, contest: str, rows: Sequence[Row], regulation: Regulation) -> None:
        self.contest = contest
        self.notes: list[str] = []
        self.played = [row for row in rows if is_group_round(row.round)]
        knockout = Bracket(contest, [row for row in rows if not is_group_round(row.round)])
        self.notes += knockout.notes
        self.onward = frozenset(line for line in knockout.lines if line is not None)
        self.groups = self._groups()
        self.lines: tuple[str | None, ...] = tuple(key for group in self.groups for key in group)
        self.second_stage = knockout.lines
        group_meetings = [meeting for group in self.groups for meeting in self._meetings(group, regulation)]
        # A knockout of two rounds is the second part of the format, with rounds of its own.
        self.meetings = (*group_meetings, *knockout.meetings)

    def _groups(self) -> list[list[str]]:
        """Who met one another, in the order of the file."""
        found: list[list[str]] = []
        for row in self.played:
            home = [group for group in found if set(group) & set(row.keys)]
            joined = list(dict.fromkeys([key for group in home for key in group] + list(row.keys)))
            found = [group for group in found if group not in home] + [joined]
        sizes = {len(group) for group in found}
        if len(found) != ONWARD or len(sizes) != 1:
            raise Unreadable(f"{self.contest}: its groups are {len(found)}, not two of the same size.")
        if any(len(self.onward & set(group)) != ONWARD for group in found):
            raise Unreadable(f"{self.contest}: not two of each group are in the semi-finals.")
        return found

    def _meetings(self, group: Sequence[str], regulation: Regulation) -> list[Meeting]:
        meetings = [self._met(row) for row in self.played if row.keys[0] in group]
        met = {frozenset(meeting.sides) for meeting in meetings}
        missing = [pair for pair in combinations(group, 2) if frozenset(pair) not in met]
        for pair in missing:
            meetings.append(self._unplayed(pair, group, meetings, regulation))
        return meetings

    def _met(self, row: Row) -> Meeting:
        return Meeting(
            round=0,
            sides=row.keys,
            winner=row.winner or self._survivor(row),
            kind="played" if row.winner else "retired",
            games=row.games,
            rallies=row.rallies,
        )

    def _survivor(self, row: Row) -> Side:
        """Who won a retirement: the one of the two who went on from the group."""
        on = [key in self.onward for key in row.keys]
        if on in ([True, True], [False, False]):
            raise Unreadable(f"Line {row.line}: it cannot be known who retired.")
        return 1 if on[0] else 2

    def _unplayed(
        self, pair: tuple[str, str], group: Sequence[str], met: Sequence[Meeting], regulation: Regulation
    ) -> Meeting:
        walkovers = [Meeting(round=0, sides=pair, winner=winner, kind="walkover") for winner in (1, 2)]
        for each in walkovers:
            if went_on(group, [*met, each], regulation) == self.onward & set(group):
                self.notes.append(f"{self.contest}: {each.sides[2 - each.winner]} gave a walkover in the group.")
                return each
        raise Unreadable(f"{self.contest}: {pair[0]} and {pair[1]} did not meet, and neither explains who went on.")


def went_on(group: Sequence[str], meetings: Sequence[Meeting], regulation: Regulation) -> frozenset[str]:
    found = rules.standings(
        regulation,
        group,
        [rules.Meeting(each.sides, Outcome(each.kind, each.winner, each.games)) for each in meetings],
    )
    return frozenset(line.entry for line in found if line.last <= ONWARD)


def flipped(meeting: Meeting) -> Meeting:
    """The same match with its sides the other way round."""
    return replace(
        meeting,
        sides=(meeting.sides[1], meeting.sides[0]),
        winner=2 if meeting.winner == 1 else 1,
        games=tuple((two, one) for one, two in meeting.games),
        rallies=tuple(tuple(2 if side == 1 else 1 for side in game) for game in meeting.rallies),
    )
