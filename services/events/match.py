"""A match as the events service stores it, rubbers and performances too. Knows no statement and no screen."""

from datetime import datetime
from uuid import UUID

from msgspec import Struct

from shared.messages.events import MatchStatus
from shared.rules.model import Outcome, Side
from shared.rules.plan import Needed, Node, NoOne, Sides, Source, Title


class Match(Struct, frozen=True, kw_only=True):
    """A match as stored. Entries are ids as text, as the rules speak of them."""

    id: UUID
    contest_id: UUID
    number: int
    round: int
    position: int
    source_1: Source
    source_2: Source
    entry_1: str | None
    entry_2: str | None
    status: MatchStatus
    attempt: int
    call: int = 0
    called_at: datetime | None = None
    court_id: UUID | None = None
    court_name: str | None = None
    starts_at: datetime | None = None
    outcome: Outcome | None = None
    winner: Side | None = None
    sheet_id: UUID | None = None
    sheet_revision: int = 0
    decided_at: datetime | None = None
    revision: int = 1
    section: str = "main"
    rounds: int = 1
    title: Title | None = None
    grp: int | None = None
    needed: Needed | None = None
    winner_places: tuple[int, int] | None = None
    loser_places: tuple[int, int] | None = None
    carries: tuple[int, ...] = ()
    """Earlier groups whose results count in this match's group."""
    kept: bool = False
    """Its sides stand whatever earlier matches say now: the organiser decided so."""

    @property
    def sides(self) -> Sides:
        return self.entry_1, self.entry_2

    @property
    def solo(self) -> bool:
        """Whether it is a performance, without an opponent."""
        return isinstance(self.source_2, NoOne)

    @property
    def known(self) -> bool:
        """Whether everybody who takes part is known."""
        return self.entry_1 is not None and (self.solo or self.entry_2 is not None)

    @property
    def open(self) -> bool:
        """Whether it has still to be decided."""
        return self.outcome is None and self.status != "void"

    @property
    def node(self) -> Node:
        return Node(
            self.number,
            self.round,
            self.position,
            (self.source_1, self.source_2),
            self.section,
            self.title,
            self.grp,
            self.needed,
            self.winner_places,
            self.loser_places,
            self.carries,
        )
