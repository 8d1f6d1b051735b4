"""What follows from results in one contest: who meets whom next, what must be played again, what a correction reaches.

Pure: takes the contest's matches as stored and the sheets that were closed, returns what differs. Knows no database.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from uuid import UUID

from msgspec import Struct
from msgspec.structs import replace

from services.events.match import Match
from shared.messages.scoring import SheetClosed
from shared.rules import contest as rules
from shared.rules.contest import Plan
from shared.rules.model import Outcome
from shared.rules.plan import Placing, Sides
from shared.rules.standings import Standing


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
    matches: tuple[Match, ...]
    taken: tuple[tuple[Match, SheetClosed], ...]
    """Every sheet that counted, with its match as it was played: the record of outcomes."""
    standings: Mapping[int, tuple[Standing, ...]] = {}
    """Of the groups that were looked at."""

    @property
    def opened(self) -> int:
        """By how much the number of open matches rose; it falls as matches are decided."""
        return sum(change.after.open - change.before.open for change in self.changes)


class Taken(Struct, frozen=True):
    """Sheets taken into their matches: the matches now, and the pairs that counted."""

    present: dict[UUID, Match]
    pairs: tuple[tuple[Match, SheetClosed], ...]


def recompute(plan: Plan, matches: Sequence[Match], closed: Iterable[SheetClosed]) -> Recomputed:
    """The contest after the sheets given. A sheet of an older attempt or revision changes nothing."""
    before = {match.id: match for match in matches}
    taken = take(matches, closed)
    after, tables = settled(plan, tuple(taken.present.values()))
    by_match = {match.id: sheet for match, sheet in taken.pairs}
    changes = tuple(
        Change(before[match.id], match, by_match.get(match.id) if match.outcome else None)
        for match in after
        if match != before[match.id]
    )
    return Recomputed(changes, after, taken.pairs, tables)


def take(matches: Sequence[Match], closed: Iterable[SheetClosed]) -> Taken:
    """Every sheet that counts into its match, with what its correction says of the matches it reaches."""
    present = {match.id: match for match in matches}
    pairs: list[tuple[Match, SheetClosed]] = []
    for sheet in sorted(closed, key=lambda each: each.revision):
        match = present.get(sheet.match_id)
        if match is None or not counts(match, sheet):
            continue
        present[match.id] = decided(match, sheet)
        pairs.append((match, sheet))
        for reached, treatment in sheet.reached.items():
            if reached in present and reached != match.id:
                present[reached] = treated(present[reached], treatment)
    return Taken(present, tuple(pairs))


def treated(match: Match, treatment: str) -> Match:
    """A decided match as the organiser wants it: standing as it is, or void; one to be played again is found later."""
    if match.outcome is None:
        return match
    if treatment == "keep":
        return replace(match, kept=True)
    if treatment == "void":
        return replace(match, kept=True, outcome=Outcome("void", None), winner=None)
    return replace(match, kept=False)


def counts(match: Match, sheet: SheetClosed) -> bool:
    """Whether a sheet is news. A tie has two: the one typed for it, and the one its rubbers make."""
    newer = sheet.revision > match.sheet_revision or (match.sheet_id is not None and sheet.id != match.sheet_id)
    return match.known and sheet.attempt == match.attempt and newer


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


def settled(plan: Plan, matches: tuple[Match, ...]) -> tuple[tuple[Match, ...], Mapping[int, tuple[Standing, ...]]]:
    """Every match with the sides its sources give it; a decided match whose sides changed must be played again."""
    given = {match.number: match for match in matches}
    present = dict(given)
    while True:
        found = rules.evaluate(plan, outcomes_of(present), fixed_of(present))
        reopened = False
        for number, match in present.items():
            if match.kept:
                continue
            sides = found.sides[number]
            idle = number in found.unneeded
            if match.sides != sides or (match.status == "void") != idle:
                reopened = reopened or match.outcome is not None
                present[number] = unneeded(given[number], sides) if idle else with_sides(given[number], *sides)
        if not reopened:
            return tuple(present.values()), found.standings


def with_sides(match: Match, entry_1: str | None, entry_2: str | None) -> Match:
    """The match between other sides. Once both sides were known a sheet may be open, so that attempt counts no more."""
    changed = replace(
        match,
        entry_1=entry_1,
        entry_2=entry_2,
        status="waiting",
        attempt=match.attempt + 1 if match.known else match.attempt,
        called_at=None,
        outcome=None,
        winner=None,
        sheet_id=None,
        sheet_revision=0,
        decided_at=None,
    )
    return replace(changed, status="ready") if changed.known else changed


def unneeded(match: Match, sides: Sides) -> Match:
    """A match that will not be played: nobody needs it, or one side has nobody to meet."""
    return replace(with_sides(match, *sides), status="void")


def outcomes_of(matches: Mapping[int, Match]) -> dict[int, Outcome]:
    return {number: match.outcome for number, match in matches.items() if match.outcome is not None}


def fixed_of(matches: Mapping[int, Match]) -> dict[int, Sides]:
    """Matches whose sides stand by the organiser's word."""
    return {number: match.sides for number, match in matches.items() if match.kept}


def all_decided(matches: Sequence[Match]) -> bool:
    return not any(match.open for match in matches)


def placings(plan: Plan, matches: Sequence[Match]) -> tuple[Placing, ...]:
    """Entry, first and last place of everybody; only of a contest whose matches are all decided."""
    by_number = {match.number: match for match in matches}
    return rules.placings(plan, outcomes_of(by_number), fixed_of(by_number))


def reach(plan: Plan, matches: Sequence[Match], match: Match, outcome: Outcome) -> Recomputed:
    """What a correction of one match changes, so that a person can decide on it."""
    sheet = SheetClosed(
        id=match.sheet_id or match.id,
        revision=match.sheet_revision + 1,
        match_id=match.id,
        attempt=match.attempt,
        outcome=outcome,
        closed_at=match.decided_at or datetime.min,
    )
    return recompute(plan, matches, [sheet])
