"""The sports there are, found by file name: a file in this folder, or in one looked in as well, is a sport.

Knows none of them by name. What a file leaves out is that of `shared.rules.sport_defaults`.
"""

from collections.abc import Mapping, Sequence
from functools import cache
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules
from types import SimpleNamespace
from typing import TYPE_CHECKING, Literal, Protocol, cast

from msgspec.structs import replace

from shared.rules.model import Discipline, Outcome, Performance, Points, Preset, Regulation, Side, Table, Words
from shared.rules.refusals import IllegalRegulation
from shared.rules.words import _

if TYPE_CHECKING:
    from shared.rules.marks import Sheet, Start
    from shared.rules.plan import Placing

Pad = Literal["rally", "clock", "count", "judge", "ballot"]
Service = Literal["courts", "turns", "rotation", ""]


class Sport(Protocol):
    """What a sport's file offers. NAME and PRESETS it must have."""

    NAME: str
    """An English msgid."""
    PRESETS: Mapping[str, Preset]
    """The first is the default. Keys are unique among all sports."""
    PAD: Pad
    """How a sheet is filled: rally by rally, by the clock, by counters, by judges; ballots of a panel are no sheet."""
    SERVICE: Service
    """How service goes: by right and left court, by turns of some points, by rotation, or there is none."""
    UNIT: str
    """What a game is called: game, set, quarter, half, pull."""
    DISCIPLINES: tuple[Discipline, ...]
    """What an organiser may choose from; empty keeps that of the preset."""
    REST_IN_GAME: int
    """Seconds at most, at `interval_at`."""
    REST_BETWEEN_GAMES: int
    """Seconds at most."""
    TIME_OUTS: int
    """Of each side, where no clock says it."""
    TIME_OUTS_PER: Literal["game", "match"]
    TABLE: Table | None
    """How groups are ranked unless the regulation says it."""
    TIE_TABLE: Table | None
    """The same for meetings of teams made of rubbers."""
    TIE_ORDERS: tuple[str, ...]
    """Keys of the orders of play its team ties may have, the usual one first; empty where teams play as one."""

    def first_service(self, regulation: Regulation, before: "Sheet", after: "Sheet", mark: "Start") -> "Sheet":
        """`after` with the service as the umpire says it; raises IllegalMark where it cannot be."""

    def service(self, regulation: Regulation, before: "Sheet", after: "Sheet", side: Side) -> "Sheet":
        """`after` with the service after `side` won a rally that did not win the game."""

    def next_service(self, regulation: Regulation, before: "Sheet", after: "Sheet", side: Side) -> "Sheet":
        """`after` with the first service of the next game, after `side` won one."""

    def places(self, regulation: Regulation) -> int:
        """How many counters or judges hand in."""

    def performance(self, regulation: Regulation, sheet: "Sheet") -> Performance:
        """What counters or judges make; IllegalMark while one is missing. Only of sports without opponent."""

    def rank(self, regulation: Regulation, performances: Mapping[str, Sequence[Performance]]) -> "tuple[Placing, ...]":
        """Places by performances, best first. Only of sports without opponent."""

    def winner(self, regulation: Regulation, games: Sequence[Points]) -> Side | None:
        """Who has won by these games or periods."""

    def check_result(self, regulation: Regulation, outcome: Outcome) -> None:
        """Refuses with IllegalResult what cannot have happened."""

    def in_words(self, regulation: Regulation) -> Words:
        """The regulation in sentences."""


def look_also_in(folder: Path | None) -> None:
    """Take the files of one more folder for sports, if there is one."""
    if folder is not None and str(folder) not in __path__:
        __path__.append(str(folder))
        sports.cache_clear()


@cache
def sports() -> tuple[str, ...]:
    """The keys of all sports, in alphabetical order."""
    return tuple(sorted(module.name for module in iter_modules(__path__)))


@cache
def sport(name: str) -> Sport:
    """The sport of this key. Raises IllegalRegulation for one there is not."""
    if name not in sports():
        raise IllegalRegulation("sport.unknown", _("There is no sport named {sport}."), sport=name)
    plain, own = import_module("shared.rules.sport_defaults"), import_module(f"{__name__}.{name}")
    return cast(Sport, SimpleNamespace(**vars(plain) | vars(own)))


def presets() -> tuple[Preset, ...]:
    """The presets of all sports, each sport's default first."""
    return tuple(preset for name in sports() for preset in sport(name).PRESETS.values())


def regulation_of(name: str, preset: str, discipline: Discipline) -> Regulation:
    """The regulation of a sport's preset for singles or doubles. Raises IllegalRegulation for an unknown key."""
    found = sport(name).PRESETS.get(preset)
    if found is None:
        raise IllegalRegulation("preset.unknown", _("There is no regulation named {preset}."), preset=preset)
    return replace(found.regulation, discipline=discipline)
