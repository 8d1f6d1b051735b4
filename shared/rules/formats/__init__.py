"""The formats there are, found by file name: a file in this folder is a format. Knows none of them by name.

A format turns entries into lines (the draw), lines into matches (the structure) and results into places.
"""

from collections.abc import Collection, Mapping, Sequence
from functools import cache
from importlib import import_module
from pkgutil import iter_modules
from typing import Literal, Protocol, cast

from msgspec import Struct

from shared.rules.draws.lines import Contender, Draw
from shared.rules.draws.seeding import SeedRule
from shared.rules.draws.separation import Conflict
from shared.rules.model import Outcome, Regulation, Side, Words
from shared.rules.plan import Line, Node, Placing, Source
from shared.rules.refusals import IllegalDraw
from shared.rules.standings import Standing
from shared.rules.words import _


class Format(Struct, frozen=True, kw_only=True):
    """How a contest is built. `kind` is the file that reads the other settings; each reads those it names."""

    kind: str = "knockout"
    third_place: bool = False
    """The losers of the semi-finals play for third place."""
    consolation: bool = False
    """The losers of the first round play a bracket of their own."""
    second_final: bool = True
    """Double elimination: who comes up through the losers' bracket must win twice."""
    groups: int = 1
    legs: int = 1
    """How often everybody meets everybody in a group."""
    order: Literal["berger", "circle"] = "berger"
    """The table the rounds of a group follow."""
    spread: Literal["snake", "lots"] = "snake"
    """How seeds come into groups."""
    qualify: int = 2
    """How many of each group go on."""
    best_next: int = 0
    """How many of the next place go on as the best of their kind."""
    best_by: Literal["per_match", "seeding"] = "per_match"
    drop_last: bool = False
    """Leave out results against the last of larger groups when groups are compared."""
    second_stage: Literal["cross", "lots", "redrawn"] = "lots"
    """Where the qualified stand: A1-B2 as printed, by lot before the contest, or by lot once the groups are over."""
    rounds: int = 0
    """Swiss: how many; 0 takes as many as a knockout would need."""
    reach: int = 3
    """Ladder: how many places up one may challenge."""
    lanes: int = 1
    """Performances: how many entries at once."""
    attempts: int = 1
    """Performances: how many each entry has; the best counts."""
    main_size: int = 16
    """Qualifying: lines of the main draw."""
    qualifiers: int = 4
    """Qualifying: how many of them are played for."""


class Results(Struct, frozen=True, kw_only=True):
    """What is known of a contest's matches, by their number, and of its groups."""

    outcomes: Mapping[int, Outcome]
    sides: Mapping[int, tuple[str | None, str | None]]
    winners: Mapping[int, Side | None]
    """With those who went through without a match."""
    standings: Mapping[int, tuple[Standing, ...]]
    withdrawn: Collection[str] = ()
    """Entries that gave up."""
    places: Mapping[Source, str] = {}
    """Who took the places of groups that others wait for."""


class FormatFile(Protocol):
    """What a format's file offers."""

    NAME: str
    """An English msgid."""
    SETTINGS: tuple[str, ...]
    """The fields of `Format` it reads, in the order a form shows them."""
    OPEN_ENDED: bool
    """Whether matches may always be added: such a contest ends only when the organiser says so."""

    def in_words(self, form: Format) -> Words:
        """The format in sentences, as the notice would print it."""

    def draw(self, form: Format, contenders: Sequence[Contender], lot_seed: str, seed_rule: SeedRule) -> Draw:
        """Who stands on which line. The order of contenders matters for doing it again. Raises IllegalDraw."""

    def check_lines(
        self, form: Format, contenders: Sequence[Contender], lines: Sequence[Line], seed_rule: SeedRule
    ) -> tuple[Conflict, ...]:
        """Which rules these lines break; IllegalDraw where they are no draw of these contenders at all."""

    def lines_needed(self, form: Format, entries: int) -> int:
        """How many lines so many entries need. Raises IllegalDraw for too few or too many."""

    def structure(self, form: Format, lines: Sequence[Line], lot_seed: str) -> tuple[Node, ...]:
        """Every match there can be, in order of play, numbered from 1. The lot decides what stays open (C1 or D1)."""

    def placings(
        self, form: Format, regulation: Regulation, nodes: Sequence[Node], lines: Sequence[Line], results: Results
    ) -> tuple[Placing, ...]:
        """Everybody's place, best first, once all is decided."""


class PairingFile(Protocol):
    """What the file of a format offers besides, if some matches wait for a pairing or a lot."""

    BY_LOT: bool
    """Whether the pairing is a lot, and not the only one the rule gives."""

    def awaits(self, form: Format) -> tuple[Source, ...]:
        """The places of groups that the pairing will be made from."""

    def pair(
        self,
        form: Format,
        nodes: Sequence[Node],
        lines: Sequence[Line],
        results: Results,
        lot_seed: str,
        units: Mapping[str, str],
    ) -> tuple[Node, ...]:
        """The matches that wait, with sides; numbers stay. `units` are those of the entries.

        Raises IllegalDraw with a code that ends in `early` while what comes before is not over.
        """


def pairing_file(kind: str) -> PairingFile | None:
    """The file of a format whose later matches are paired as it goes; None where all is known from the start."""
    file = format_file(kind)
    return cast(PairingFile, file) if hasattr(file, "pair") else None


class CompletingFile(Protocol):
    """What the file of a format offers besides, if lots drawn by hand can be checked before all are drawn."""

    def complete(
        self, form: Format, contenders: Sequence[Contender], begun: Sequence[Line], seed_rule: SeedRule
    ) -> tuple[Line, ...]:
        """The lines drawn so far, and all others where they break least: what is broken then stays broken."""


def completing_file(kind: str) -> CompletingFile | None:
    """The file of a format whose lines have rules to break; None where any order will do."""
    file = format_file(kind)
    return cast(CompletingFile, file) if hasattr(file, "complete") else None


class TableLine(Struct, frozen=True):
    """An entry's places and values."""

    entry: str
    first: int
    last: int
    values: tuple[int, ...] = ()


class TableFile(Protocol):
    """What the file of a format offers besides, if it ranks everybody in a table of its own."""

    COLUMNS: tuple[str, ...]
    """Msgids of the values."""

    def table(self, nodes: Sequence[Node], lines: Sequence[Line], results: Results) -> tuple[TableLine, ...]:
        """Everybody as it stands, best first."""


def table_file(kind: str) -> TableFile | None:
    """The file of a format with a table of its own; None where groups or brackets say it all."""
    file = format_file(kind)
    return cast(TableFile, file) if hasattr(file, "table") else None


@cache
def formats() -> tuple[str, ...]:
    """The keys of all formats, in alphabetical order."""
    return tuple(sorted(module.name for module in iter_modules(__path__)))


@cache
def format_file(kind: str) -> FormatFile:
    """The format of this key. Raises IllegalDraw for one there is not."""
    if kind not in formats():
        raise IllegalDraw("format.unknown", _("There is no format named {format}."), format=kind)
    return cast(FormatFile, import_module(f"{__name__}.{kind}"))
