"""What follows from results in one bracket: who meets whom next, what must be played again, what a correction reaches.

Pure: takes the contest's matches as stored and the sheets that were closed, returns what differs. Knows no database.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from uuid import UUID

from msgspec import Struct
from msgspec.structs import replace

from shared.messages.events import MatchStatus
from shared.messages.scoring import SheetClosed
from shared.rules.formats import knockout
from shared.rules.model import Outcome, Side


class Match(Struct, frozen=True, kw_only=True):
    """A match as stored. Entries are ids as text, as the rules speak of them."""

    id: UUID
    contest_id: UUID
    number: int
    round: int
    position: int
    source_1: knockout.Source
    source_2: knockout.Source
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

    @property
    def sides(self) -> tuple[str | None, str | None]:
        return self.entry_1, self.entry_2

    @property
    def known(self) -> bool:
        """Whether both sides are known."""
        return self.entry_1 is not None and self.entry_2 is not None


class Bracket(Struct, frozen=True):
    """A contest's matches and the draw they stand on."""

    matches: tuple[Match, ...]
    lines: tuple[str | None, ...]


class Change(Struct, frozen=True):
    """One match that differs after a recomputation; `decided` is the sheet that gave it its outcome just now."""

    before: Match
    after: Match
    decided: SheetClosed | None = None

    @property
    def drawn_anew(self) -> bool:
        """Whether who plays, or which attempt counts, is different now."""
        return self.before.sides != self.after.sides or self.before.attempt != self.after.attempt

    @property
    def reopened(self) -> bool:
        return self.before.outcome is not None and self.after.outcome is None


class Recomputed(Struct, frozen=True):
    changes: tuple[Change, ...]
    bracket: Bracket
    taken: tuple[tuple[Match, SheetClosed], ...]
    """Every sheet that counted, with its match as it was played: the record of outcomes."""


def recompute(bracket: Bracket, closed: Iterable[SheetClosed]) -> Recomputed:
    """The bracket after the sheets given. A sheet of an older attempt or revision changes nothing."""
    before = {match.id: match for match in bracket.matches}
    present = dict(before)
    taken: list[tuple[Match, SheetClosed]] = []
    for sheet in sorted(closed, key=lambda each: each.revision):
        match = present.get(sheet.match_id)
        if match is None or not counts(match, sheet):
            continue
        present[match.id] = decided(match, sheet)
        taken.append((match, sheet))
    after = settled(tuple(present.values()), bracket.lines)
    by_match = {match.id: sheet for match, sheet in taken}
    changes = tuple(
        Change(before[match.id], match, by_match.get(match.id) if match.outcome else None)
        for match in after
        if match != before[match.id]
    )
    return Recomputed(changes, Bracket(after, bracket.lines), tuple(taken))


def counts(match: Match, sheet: SheetClosed) -> bool:
    return match.known and sheet.attempt == match.attempt and sheet.revision > match.sheet_revision


def decided(match: Match, sheet: SheetClosed) -> Match:
    return replace(
        match,
        status="decided",
        outcome=sheet.outcome,
        winner=sheet.outcome.winner,
        sheet_id=sheet.id,
        sheet_revision=sheet.revision,
        decided_at=sheet.closed_at,
    )


def settled(matches: tuple[Match, ...], lines: tuple[str | None, ...]) -> tuple[Match, ...]:
    """Every match with the sides its sources give it; a decided match whose sides changed must be played again."""
    nodes = nodes_of(matches)
    given = {match.number: match for match in matches}
    present = dict(given)
    while True:
        sides = knockout.settle(nodes, lines, winners_of(present))
        reopened = False
        for number, match in present.items():
            if match.sides != sides[number]:
                reopened = reopened or match.outcome is not None
                present[number] = with_sides(given[number], *sides[number])
        if not reopened:
            return tuple(present.values())


def with_sides(match: Match, entry_1: str | None, entry_2: str | None) -> Match:
    """The match between other sides. Once both sides were known a sheet may be open, so that attempt counts no more."""
    return replace(
        match,
        entry_1=entry_1,
        entry_2=entry_2,
        status="ready" if entry_1 is not None and entry_2 is not None else "waiting",
        attempt=match.attempt + 1 if match.known else match.attempt,
        called_at=None,
        outcome=None,
        winner=None,
        sheet_id=None,
        sheet_revision=0,
        decided_at=None,
    )


def nodes_of(matches: Sequence[Match]) -> tuple[knockout.Node, ...]:
    return tuple(
        knockout.Node(match.number, match.round, match.position, (match.source_1, match.source_2)) for match in matches
    )


def winners_of(matches: Mapping[int, Match]) -> dict[int, Side | None]:
    return {number: match.winner for number, match in matches.items() if match.outcome is not None}


def all_decided(bracket: Bracket) -> bool:
    return all(match.outcome is not None for match in bracket.matches)


def placings(bracket: Bracket) -> tuple[tuple[str, int, int], ...]:
    """Entry, first and last place of everybody; only of a contest whose matches are all decided."""
    winners = winners_of({match.number: match for match in bracket.matches})
    return tuple(knockout.placings(nodes_of(bracket.matches), bracket.lines, winners))


def reach(bracket: Bracket, match: Match, outcome: Outcome) -> tuple[Change, ...]:
    """What a correction of one match changes in the others, in order of play, so that a person can decide on it."""
    sheet = SheetClosed(
        id=match.sheet_id or match.id,
        revision=match.sheet_revision + 1,
        match_id=match.id,
        attempt=match.attempt,
        outcome=outcome,
        closed_at=match.decided_at or datetime.min,
    )
    changes = recompute(bracket, [sheet]).changes
    return tuple(sorted((each for each in changes if each.after.id != match.id), key=lambda each: each.after.number))
