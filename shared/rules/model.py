"""The values every rule speaks in. Knows nothing of storage, screens, messages or people."""

from typing import Literal

from msgspec import Struct

Side = Literal[1, 2]
OutcomeKind = Literal["played", "walkover", "retired", "disqualified", "void"]
Discipline = Literal["singles", "doubles"]
Points = tuple[int, int]
"""Points of side 1 and of side 2 in one game."""


class GameRule(Struct, frozen=True):
    """How one game is won: first to `target`, `lead` clear, and at `cap` by a single point."""

    target: int
    lead: int
    cap: int | None = None


class Regulation(Struct, frozen=True):
    """The settings in force for a contest; the sport's file says what they mean."""

    sport: str
    version: int
    discipline: Discipline
    best_of: int
    game: GameRule
    decider: GameRule | None = None
    change_ends_at: int | None = None
    """Points of the leading side at which ends change in the deciding game."""
    interval_at: int | None = None
    """Points of the leading side at which a game has its interval."""


class Preset(Struct, frozen=True):
    """A regulation under a name an organiser can choose; `name` is an English msgid."""

    key: str
    name: str
    regulation: Regulation


class Outcome(Struct, frozen=True):
    """How a match ended. `winner` is None only for a void match."""

    kind: OutcomeKind
    winner: Side | None
    games: tuple[Points, ...] = ()
    reason: str = ""
