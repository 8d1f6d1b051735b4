"""The values a past tournament is told in. Knows nothing of files, brackets' arithmetic or the suite's addresses."""

from datetime import date
from typing import Literal

from msgspec import Struct

from shared.rules.formats import Format
from shared.rules.model import Discipline, OutcomeKind, Points, Side

Gender = Literal["male", "female", ""]


class Unreadable(Exception):
    """A file that cannot be replayed; the message is one sentence for the person who named it."""


class Person(Struct, frozen=True):
    """A player as the roster will hold them. The staff number is made from the name, the same in every run."""

    staff_number: str
    name: str
    unit: str
    gender: Gender


class Row(Struct, frozen=True):
    """One match as the file has it. `winner` is 0 where a side retired: the file does not say which."""

    line: int
    played_on: date
    contest: str
    round: str
    winner: Literal[0, 1, 2]
    players: tuple[tuple[str, ...], tuple[str, ...]]
    """The names of each side as recorded, with an empty name for a partner who is not."""
    countries: tuple[tuple[str, ...], tuple[str, ...]]
    games: tuple[Points, ...]
    rallies: tuple[tuple[Side, ...], ...]

    @property
    def keys(self) -> tuple[str, str]:
        """Who met whom: a pair goes by its first name, because partners are missing or differ between rows."""
        return self.players[0][0], self.players[1][0]


class Entrant(Struct, frozen=True):
    key: str
    unit: str
    players: tuple[Person, ...]


class Meeting(Struct, frozen=True):
    """A match as it is to be played: between two keys, in a round counted from 1; 0 for any round of a group."""

    round: int
    sides: tuple[str, str]
    winner: Side
    kind: OutcomeKind
    games: tuple[Points, ...] = ()
    rallies: tuple[tuple[Side, ...], ...] = ()


class Contest(Struct, frozen=True):
    name: str
    discipline: Discipline
    entrants: dict[str, Entrant]
    lines: tuple[str | None, ...]
    """The draw from top to bottom, or group after group; None where a first match had no opponent."""
    meetings: tuple[Meeting, ...]
    """Round by round, from the top of the bracket to the bottom; the final last."""
    form: Format = Format()
    second_stage: tuple[str | None, ...] = ()
    """The lines of the knockout after groups, as they were drawn."""

    @property
    def champion(self) -> str:
        final = self.meetings[-1]
        return final.sides[final.winner - 1]


class Tournament(Struct, frozen=True):
    name: str
    venue: str
    starts_on: date
    ends_on: date
    contests: tuple[Contest, ...]
    notes: tuple[str, ...] = ()
    """What was deduced rather than read, and what was left aside, a sentence each."""

    @property
    def persons(self) -> tuple[Person, ...]:
        """Everybody who played, each once, in the order of the file."""
        found: dict[str, Person] = {}
        for contest in self.contests:
            for entrant in contest.entrants.values():
                found.update((person.staff_number, person) for person in entrant.players)
        return tuple(found.values())
