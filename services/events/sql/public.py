"""Statements that pages read: matches with names, courts and scores. They change nothing."""

from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from msgspec import Struct

from services.events.sources import Said, from_where
from shared.kit.db import Tx, many, maybe
from shared.messages.events import MatchStatus
from shared.rules.formats import Format
from shared.rules.model import Outcome, Points, Regulation, Side
from shared.rules.plan import NoOne, Source, Title, round_name
from shared.rules.prizes import called


class MatchView(Struct, frozen=True, kw_only=True):
    """A match as people see it: a row of `match_view`."""

    id: UUID
    contest_id: UUID
    contest_name: str
    event_id: UUID
    number: int
    round: int
    rounds: int
    position: int
    regulation: Regulation
    source_1: Source
    source_2: Source
    status: MatchStatus
    attempt: int
    call: int
    revision: int
    sheet_revision: int
    entry_1: UUID | None
    name_1: str | None
    unit_1: str | None
    seed_1: int | None
    entry_2: UUID | None
    name_2: str | None
    unit_2: str | None
    seed_2: int | None
    court_id: UUID | None
    court_name: str | None
    called_at: datetime | None
    starts_at: datetime | None
    decided_at: datetime | None
    outcome: Outcome | None
    winner: Side | None
    games: tuple[Points, ...] | None = None
    serving: Side | None = None
    finished: bool | None = None
    score_revision: int | None = None
    fouls: Points | None = None
    period: int | None = None
    counts: tuple[int | None, ...] | None = None
    section: str = "main"
    title: Title | None = None
    grp: int | None = None
    tie_id: UUID | None = None
    rubber: int | None = None
    kept: bool = False

    @property
    def solo(self) -> bool:
        """Whether it is a performance, without an opponent."""
        return isinstance(self.source_2, NoOne)

    @property
    def shown_games(self) -> tuple[Points, ...]:
        """Of the outcome once there is one, else of the running sheet."""
        return self.outcome.games if self.outcome is not None else self.games or ()

    @property
    def from_1(self) -> Said:
        return from_where(self.source_1)

    @property
    def from_2(self) -> Said:
        return from_where(self.source_2)

    @property
    def totals(self) -> Points | None:
        """All points of both sides, where the whole score decides and not the games won."""
        if self.regulation.clock is None or not self.shown_games:
            return None
        return sum(one for one, _two in self.shown_games), sum(two for _one, two in self.shown_games)

    @property
    def drawn_games(self) -> tuple[Points, ...]:
        """What a bracket has room for: the games, or all points of a match by the clock."""
        return (self.totals,) if self.totals else self.shown_games

    @property
    def round_words(self) -> tuple[str, dict[str, object]]:
        if self.title is not None:
            return self.title.say, dict(self.title.values)
        return round_name(self.round, self.rounds)


class EventLine(Struct, frozen=True, kw_only=True):
    id: UUID
    name: str
    venue: str
    starts_on: date
    ends_on: date
    status: str
    revision: int
    """Of the event and all its contests together: it rises with every change but a live score."""


class ContestLine(Struct, frozen=True, kw_only=True):
    id: UUID
    event_id: UUID
    event_name: str
    name: str
    regulation: Regulation
    format: Format
    status: str
    lot: str | None
    size: int | None
    revision: int
    entries: int
    matches: int
    decided: int


class CourtLine(Struct, frozen=True):
    id: UUID
    name: str


class Drawn(Struct, frozen=True):
    """An entry with its line of the draw."""

    id: UUID
    line: int
    name: str
    unit: str
    seed: int | None


class Placed(Struct, frozen=True, kw_only=True):
    name: str
    unit: str
    first: int
    last: int
    contest_id: UUID
    contest_name: str
    entry_id: UUID
    prize: str = ""
    """Of a judged contest: a key of `shared.rules.prizes.NAMES`, or the rule's own wording."""
    title: str = ""
    total: Decimal | None = None

    @property
    def prize_name(self) -> str:
        """A msgid, or the rule's own wording."""
        return called(self.prize)


class Recorded(Struct, frozen=True, kw_only=True):
    """An outcome a match had, in its time."""

    attempt: int
    sheet_revision: int
    outcome: Outcome
    name_1: str
    name_2: str
    correction: str
    recorded_at: datetime


async def events(tx: Tx) -> list[EventLine]:
    rows = await tx.fetch(
        "select v.id, v.name, v.venue, v.starts_on, v.ends_on, v.status, "
        "v.revision + coalesce((select sum(c.revision) from contest c where c.event_id = v.id), 0)::bigint as revision "
        "from event v order by v.starts_on desc, v.created_at desc limit 200"
    )
    return many(EventLine, rows)


async def event(tx: Tx, event_id: UUID) -> EventLine | None:
    row = await tx.fetchrow(
        "select v.id, v.name, v.venue, v.starts_on, v.ends_on, v.status, "
        "v.revision + coalesce((select sum(c.revision) from contest c where c.event_id = v.id), 0)::bigint as revision "
        "from event v where v.id = $1",
        event_id,
    )
    return maybe(EventLine, row)


async def contests(tx: Tx, event_id: UUID) -> list[ContestLine]:
    rows = await tx.fetch(
        "select c.id, c.event_id, v.name as event_name, c.name, c.regulation, c.format, "
        "c.status, c.lot, c.size, c.revision, "
        "(select count(*) from entry e where e.contest_id = c.id) as entries, "
        "(select count(*) from match m where m.contest_id = c.id) as matches, "
        "(select count(*) from match m where m.contest_id = c.id and m.status = 'decided') as decided "
        "from contest c join event v on v.id = c.event_id where c.event_id = $1 order by c.created_at",
        event_id,
    )
    return many(ContestLine, rows)


async def contest(tx: Tx, contest_id: UUID) -> ContestLine | None:
    row = await tx.fetchrow(
        "select c.id, c.event_id, v.name as event_name, c.name, c.regulation, c.format, "
        "c.status, c.lot, c.size, c.revision, "
        "(select count(*) from entry e where e.contest_id = c.id) as entries, "
        "(select count(*) from match m where m.contest_id = c.id) as matches, "
        "(select count(*) from match m where m.contest_id = c.id and m.status = 'decided') as decided "
        "from contest c join event v on v.id = c.event_id where c.id = $1",
        contest_id,
    )
    return maybe(ContestLine, row)


async def contest_revision(tx: Tx, contest_id: UUID) -> int | None:
    found: int | None = await tx.fetchval("select revision from contest where id = $1", contest_id)
    return found


async def courts(tx: Tx, event_id: UUID) -> list[CourtLine]:
    rows = await tx.fetch("select id, name from court where event_id = $1 order by position, name", event_id)
    return many(CourtLine, rows)


async def entries_of_draw(tx: Tx, contest_id: UUID) -> list[Drawn]:
    rows = await tx.fetch(
        "select e.id, e.line, case when c.status = 'decided' then e.name else coalesce(e.alias, e.name) end as name, "
        "case when c.status = 'decided' or e.alias is null then e.unit else '' end as unit, e.seed "
        "from entry e join contest c on c.id = e.contest_id "
        "where e.contest_id = $1 and e.line is not null order by e.line",
        contest_id,
    )
    return many(Drawn, rows)


async def match(tx: Tx, match_id: UUID) -> MatchView | None:
    return maybe(MatchView, await tx.fetchrow("select * from match_view where id = $1", match_id))


async def matches_of_contest(tx: Tx, contest_id: UUID) -> list[MatchView]:
    return many(
        MatchView,
        await tx.fetch("select * from match_view where contest_id = $1 and tie_id is null order by number", contest_id),
    )


async def on_courts(tx: Tx, event_id: UUID) -> list[MatchView]:
    """Matches and rubbers called or playing, the latest called of a court last; a tie itself is on no court."""
    rows = await tx.fetch(
        "select * from match_view v where event_id = $1 and status in ('called', 'playing') "
        "and not exists (select 1 from match r where r.tie_id = v.id) order by called_at",
        event_id,
    )
    return many(MatchView, rows)


async def upcoming(tx: Tx, event_id: UUID, limit: int) -> list[MatchView]:
    """Matches to come in order of time, those without a time after them in order of play."""
    rows = await tx.fetch(
        "select * from match_view where event_id = $1 and status in ('ready', 'waiting') "
        "order by starts_at nulls last, round, court_position nulls last, contest_name, number limit $2",
        event_id,
        limit,
    )
    return many(MatchView, rows)


async def latest(tx: Tx, event_id: UUID, limit: int) -> list[MatchView]:
    rows = await tx.fetch(
        "select * from match_view where event_id = $1 and status = 'decided' order by decided_at desc limit $2",
        event_id,
        limit,
    )
    return many(MatchView, rows)


async def placings(tx: Tx, contest_id: UUID) -> list[Placed]:
    rows = await tx.fetch(
        "select e.name, e.unit, p.first, p.last, p.prize, p.title, p.total, c.id as contest_id, "
        "c.name as contest_name, e.id as entry_id "
        "from final_placing p join entry e on e.id = p.entry_id join contest c on c.id = p.contest_id "
        "where p.contest_id = $1 order by p.first, e.line, e.name",
        contest_id,
    )
    return many(Placed, rows)


async def outcomes(tx: Tx, match_id: UUID) -> list[Recorded]:
    """Every outcome a match ever had, oldest first."""
    rows = await tx.fetch(
        "select o.attempt, o.sheet_revision, o.outcome, a.name as name_1, b.name as name_2, o.correction, "
        "o.recorded_at "
        "from match_outcome o join entry a on a.id = o.entry_1 join entry b on b.id = o.entry_2 "
        "where o.match_id = $1 order by o.attempt, o.sheet_revision",
        match_id,
    )
    return many(Recorded, rows)
