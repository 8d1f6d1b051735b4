"""Turns recorded names into persons and entrants. Knows no bracket and no roster file."""

from collections import Counter
from collections.abc import Iterable, Sequence
from hashlib import sha256

from deploy.replay.model import Entrant, Gender, Person, Row, Unreadable

# The first letter of a discipline says who plays; in mixed doubles the file names the man first.
GENDERS: dict[str, tuple[Gender, Gender]] = {
    "M": ("male", "male"),
    "W": ("female", "female"),
    "X": ("male", "female"),
}
DIGITS = 10


class Crew:
    """Everybody met so far: one person a name, so that who plays two contests is one member."""

    def __init__(self) -> None:
        self._persons: dict[tuple[str, Gender], Person] = {}
        self._names: dict[str, tuple[str, Gender]] = {}

    def person(self, name: str, unit: str, gender: Gender) -> Person:
        """The person of this name and gender; a second country for the same name is a slip, the first stays."""
        identity = (name, gender)
        if identity in self._persons:
            return self._persons[identity]
        number = staff_number(name, gender)
        if self._names.setdefault(number, identity) != identity:
            raise Unreadable(f"{name} and {self._names[number][0]} would get the same staff number.")
        self._persons[identity] = Person(number, name, unit, gender)
        return self._persons[identity]


def staff_number(name: str, gender: Gender) -> str:
    """Ten digits from the name: the same player has the same number in every file and every run."""
    digest = sha256(f"{name}\n{gender}".encode()).digest()
    return f"{int.from_bytes(digest[:8]) % 10**DIGITS:0{DIGITS}d}"


def entrants(contest: str, rows: Sequence[Row], crew: Crew) -> dict[str, Entrant]:
    """The entrants of a contest by their key, in the order in which the file first names them."""
    recorded: dict[str, list[tuple[tuple[str, ...], tuple[str, ...]]]] = {}
    for row in rows:
        for names, countries in zip(row.players, row.countries, strict=True):
            recorded.setdefault(names[0], []).append((names, countries))
    return {key: _entrant(contest, key, sides, crew) for key, sides in recorded.items()}


def _entrant(contest: str, key: str, sides: Iterable[tuple[tuple[str, ...], tuple[str, ...]]], crew: Crew) -> Entrant:
    told = Counter(sides)
    names, countries = max(told, key=lambda side: (all(side[0]), told[side]))
    genders = GENDERS.get(contest[:1], ("", ""))
    units = [*countries, *countries[-1:]][: len(names)]
    players = tuple(
        crew.person(name or _partner_of(key, contest), unit, gender)
        for name, unit, gender in zip(names, units, genders, strict=False)
    )
    return Entrant(key=key, unit=_unit(units), players=players)


def _partner_of(key: str, contest: str) -> str:
    """A partner who was never recorded still plays: under the name of the one who was, and in this contest only."""
    return f"{key}'s partner ({contest})"


def _unit(units: Sequence[str]) -> str:
    return units[0] if len(set(units)) == 1 else " / ".join(units)
