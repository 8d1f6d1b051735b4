"""What the events service tells the others: events, matches, draws and placings, each as a whole present state."""

from datetime import date, datetime
from decimal import Decimal
from typing import Literal
from uuid import UUID

from msgspec import Struct

from shared.messages.base import Message
from shared.rules.levels import Level
from shared.rules.model import Outcome, Regulation
from shared.rules.plan import Title

MatchStatus = Literal["waiting", "ready", "called", "playing", "decided", "void"]


class MemberRef(Struct, frozen=True):
    id: UUID
    name: str


class EntryRef(Struct, frozen=True, kw_only=True):
    """A side of a match: a person or a pair."""

    id: UUID
    name: str
    unit: str
    seed: int | None = None
    members: tuple[MemberRef, ...] = ()


class CourtRef(Struct, frozen=True):
    id: UUID
    name: str


class TieRef(Struct, frozen=True, kw_only=True):
    """The tie a rubber belongs to. `number` is the tie's match number, `rubber` counts from 1."""

    id: UUID
    number: int
    rubber: int
    name: str
    """The rubber's name, an English msgid."""


class EventChanged(Message, frozen=True, kw_only=True, tag="events.event.changed.v1"):
    name: str
    status: Literal["planned", "running", "closed"]
    starts_on: date
    ends_on: date
    venue: str
    organisers: tuple[UUID, ...]
    """Members who may run the event."""
    courts: tuple[CourtRef, ...]


class MatchState(Struct, frozen=True, kw_only=True):
    """A match as the others see it. `sides` are in the order of the draw; None where not yet known."""

    event_id: UUID
    event_name: str
    contest_id: UUID
    contest_name: str
    regulation: Regulation
    number: int
    """The match's number in its contest, from 1."""
    round: int
    """1 is the first round."""
    rounds: int
    """How many rounds the contest has; `round == rounds` is the final."""
    attempt: int
    """Rises when a match must be played again; a sheet belongs to one attempt."""
    status: MatchStatus
    sides: tuple[EntryRef | None, EntryRef | None]
    court: CourtRef | None = None
    starts_at: datetime | None = None
    section: str = "main"
    """The part of the contest it belongs to; rounds count inside it."""
    title: Title | None = None
    """What the match is called; None in contests that began before matches had names."""
    solo: bool = False
    """A performance: there is no second side."""
    tie: TieRef | None = None
    """Of a rubber, the tie it belongs to."""


class MatchReady(Message, frozen=True, kw_only=True, tag="events.match.ready.v1"):
    """Both sides of a match are known. `id` is the match."""

    match: MatchState


class MatchCalled(Message, frozen=True, kw_only=True, tag="events.match.called.v1"):
    """A match was called to its court. `id` is the match."""

    match: MatchState
    call: int
    """How often this match was called, from 1."""
    called_at: datetime


class MatchDecided(Message, frozen=True, kw_only=True, tag="events.match.decided.v1"):
    """A match has its outcome, for the first time or after a correction. `id` is the match."""

    match: MatchState
    outcome: Outcome
    decided_at: datetime
    corrected: bool = False


class DrawEntry(Struct, frozen=True, kw_only=True):
    entry: EntryRef
    line: int
    """The entry's line in the draw, from 1."""
    first_match: int
    """Number of the entry's first match."""
    opponent: str | None = None
    """Name of the first opponent, None when it is yet to be decided."""
    starts_at: datetime | None = None


class DrawPublished(Message, frozen=True, kw_only=True, tag="events.draw.published.v1"):
    """The draw of a contest was published. `id` is the contest."""

    event_id: UUID
    event_name: str
    contest_name: str
    lot: str | None
    """The lot's seed the draw can be redone from; None when lots were drawn by hand."""
    entries: tuple[DrawEntry, ...]
    published_at: datetime


class PlacingRef(Struct, frozen=True, kw_only=True):
    """Places are shared when `first < last`: both losing semi-finalists have 3 to 4."""

    entry: EntryRef
    first: int
    last: int
    prize: str = ""
    """Of a judged contest: the prize's key or wording; empty where there is none."""
    title: str = ""
    """The title given with the prize, in the wording of the award document."""
    total: Decimal | None = None
    """The judged total as shown."""
    panel: str = ""
    """Of a judged contest whose panels are ranked apart: the panel within which it is placed."""


class ContestDecided(Message, frozen=True, kw_only=True, tag="events.contest.decided.v1"):
    """Every match of a contest is decided. `id` is the contest."""

    event_id: UUID
    event_name: str
    contest_name: str
    placings: tuple[PlacingRef, ...]
    decided_at: datetime


class Author(Struct, frozen=True):
    """Who made or performs a judged entry; authors of one work may be of different units."""

    id: UUID
    name: str
    unit: str


class JudgedEntry(Struct, frozen=True, kw_only=True):
    """An entry of a judged contest: a person, or a work with several authors. One score, a certificate for each."""

    id: UUID
    name: str
    """The work's title, or the performer's name."""
    unit: str
    authors: tuple[Author, ...]
    category: str = ""
    withdrawn: bool = False


JudgedStatus = Literal["entering", "judging", "decided", "removed"]


class JudgedContestChanged(Message, frozen=True, kw_only=True, tag="events.judged_contest.changed.v1"):
    """A judged contest with its entries. `id` is the contest."""

    event_id: UUID
    event_name: str
    contest_name: str
    preset: str
    """Key of the rule set it begins with."""
    status: JudgedStatus
    """Entries may still change; handed over to the panel; decided by a signed result; taken away before that."""
    entries: tuple[JudgedEntry, ...]


class NominationChanged(Message, frozen=True, kw_only=True, tag="events.nomination.changed.v1"):
    """An entry sent up to the next level, and what became of it there. `id` is the nomination."""

    contest_id: UUID
    event_name: str
    contest_name: str
    entry_name: str
    authors: tuple[Author, ...]
    level: Level
    """The level it was sent to."""
    competition: str
    """What the contest there is called."""
    status: Literal["nominated", "decided", "withdrawn"]
    organiser: str = ""
    prize: str = ""
    """In the words of the document there; empty while undecided, or where there was none."""
    title: str = ""
    document_number: str = ""
    decided_on: date | None = None
    money: Decimal | None = None
    """In yuan."""
