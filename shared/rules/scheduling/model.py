"""What a schedule is made of: courts, sessions, fixtures with those who play them, and when somebody cannot.

Knows matches by id and people by id; times are whole minutes from midnight of the event's first day.
"""

from collections.abc import Mapping
from functools import cached_property

from msgspec import Struct

DAY = 24 * 60


class Court(Struct, frozen=True):
    id: str
    show: bool = False
    """Where finals belong."""


class Session(Struct, frozen=True):
    """A time in which matches may be played, on some courts or on all."""

    start: int
    end: int
    courts: tuple[str, ...] = ()
    """Empty: on all."""

    def holds(self, court: str) -> bool:
        return not self.courts or court in self.courts


class Slot(Struct, frozen=True):
    """A match's place in the hall."""

    court: str
    start: int


class Fixture(Struct, frozen=True, kw_only=True):
    """A match as the schedule sees it."""

    id: str
    contest: str
    minutes: int
    """How long it keeps its court, changeover included."""
    rest: int = 0
    """What its players may rest after it before they play again, in any contest."""
    players: tuple[str, ...] = ()
    """Who is sure to play."""
    possible: tuple[str, ...] = ()
    """Who may yet come into it, as far as that is foreseen."""
    units: tuple[str, ...] = ()
    after: tuple[str, ...] = ()
    """Matches whose result it waits for."""
    courts: tuple[str, ...] = ()
    """Only on these; empty allows all."""
    not_before: int | None = None
    not_after: int | None = None
    """It must be over by then."""
    final: bool = False
    finish: str = ""
    """Matches of the same word are the last of one group and are best played at the same time."""
    officials: int = 0
    at: Slot | None = None
    """Where it stands and stays: it has begun, or the organiser holds it there."""

    @property
    def people(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys((*self.players, *self.possible)))


class Away(Struct, frozen=True):
    """When a person, or everybody of a unit, cannot play."""

    who: str
    start: int
    end: int


class Official(Struct, frozen=True):
    """Somebody who may umpire; never a match of the own unit."""

    id: str
    unit: str = ""


class Rules(Struct, frozen=True, kw_only=True):
    """What the organiser wants of the plan as a whole. None and False ask for nothing."""

    step: int = 5
    """Matches start at multiples of so many minutes."""
    finals_on_show: bool = False
    units_apart: bool = False
    """Better not two matches of one unit in a contest at once; no plan fails for it."""
    most_a_day: int | None = None
    """Matches of one person a day over all contests."""
    contest_most_a_day: Mapping[str, int] = {}
    """Matches of one side a day, by contest."""


class Hall(Struct, frozen=True, kw_only=True, dict=True):
    """Everything a plan must fit."""

    courts: tuple[Court, ...]
    sessions: tuple[Session, ...]
    fixtures: tuple[Fixture, ...]
    away: tuple[Away, ...] = ()
    officials: tuple[Official, ...] = ()
    rules: Rules = Rules()

    @cached_property
    def by_id(self) -> dict[str, Fixture]:
        return {fixture.id: fixture for fixture in self.fixtures}

    @cached_property
    def show_courts(self) -> tuple[str, ...]:
        return tuple(court.id for court in self.courts if court.show)

    def courts_of(self, fixture: Fixture) -> tuple[str, ...]:
        """The courts it may be played on, in the hall's order."""
        allowed = [court.id for court in self.courts if not fixture.courts or court.id in fixture.courts]
        if fixture.final and self.rules.finals_on_show and self.show_courts:
            allowed = [court for court in allowed if court in self.show_courts]
        return tuple(allowed)

    def windows(self, fixture: Fixture, court: str) -> tuple[tuple[int, int], ...]:
        """The first and last starts on a court, session by session, without regard to anybody's absence."""
        earliest = fixture.not_before if fixture.not_before is not None else 0
        found = []
        for session in self.sessions:
            if not session.holds(court):
                continue
            end = session.end if fixture.not_after is None else min(session.end, fixture.not_after)
            first, last = max(session.start, earliest), end - fixture.minutes
            if first <= last:
                found.append((first, last))
        return tuple(found)

    def absences(self, fixture: Fixture) -> tuple[Away, ...]:
        """When somebody of its certain players, or their unit, cannot play."""
        who = {*fixture.players, *fixture.units}
        return tuple(away for away in self.away if away.who in who)


Plan = Mapping[str, Slot]
"""Where and when, by the match's id."""
