"""The sports there are, found by file name: a file in this folder is a sport. Knows none of them by name."""

from collections.abc import Mapping
from functools import cache
from importlib import import_module
from pkgutil import iter_modules
from typing import TYPE_CHECKING, Protocol, cast

from msgspec.structs import replace

from shared.rules.model import Discipline, Outcome, Preset, Regulation, Words
from shared.rules.refusals import IllegalRegulation
from shared.rules.words import _

if TYPE_CHECKING:
    from shared.rules.marks import Rally, Sheet, Start


class Sport(Protocol):
    """What a sport's file offers."""

    NAME: str
    PRESETS: Mapping[str, Preset]

    def start(self, regulation: Regulation, sheet: "Sheet", mark: "Start") -> "Sheet":
        """The sheet with server, receiver and ends settled; only called while no rally of the game is played."""

    def rally(self, regulation: Regulation, sheet: "Sheet", mark: "Rally") -> "Sheet":
        """The sheet after a rally; only called on a started sheet that is not finished."""

    def check_result(self, regulation: Regulation, outcome: Outcome) -> None:
        """Refuses with IllegalResult what cannot have happened."""

    def in_words(self, regulation: Regulation) -> Words:
        """The regulation in sentences."""


@cache
def sports() -> tuple[str, ...]:
    """The keys of all sports, in alphabetical order."""
    return tuple(sorted(module.name for module in iter_modules(__path__)))


@cache
def sport(name: str) -> Sport:
    """The sport of this key. Raises IllegalRegulation for one there is not."""
    if name not in sports():
        raise IllegalRegulation("sport.unknown", _("There is no sport named {sport}."), sport=name)
    return cast(Sport, import_module(f"{__name__}.{name}"))


def regulation_of(name: str, preset: str, discipline: Discipline) -> Regulation:
    """The regulation of a sport's preset for singles or doubles. Raises IllegalRegulation for an unknown key."""
    found = sport(name).PRESETS.get(preset)
    if found is None:
        raise IllegalRegulation("preset.unknown", _("There is no regulation named {preset}."), preset=preset)
    return replace(found.regulation, discipline=discipline)
