"""A first result's way onward, without reading the whole contest: the matches it feeds, or its group's table.

Only what is certain to reach no further is done here; anything else is left to `recompute`. Pure.
"""

from collections.abc import Mapping, Sequence
from uuid import UUID

from services.events.match import Match
from services.events.recompute import Change, Recomputed, take, with_sides
from services.events.sql.results import Contest
from shared.messages.scoring import SheetClosed
from shared.rules.plan import LoserOf, Source, WinnerOf
from shared.rules.standings import Meeting, Standing, standings
from shared.rules.ties import in_group


def advance(contest: Contest, near: Sequence[Match], closed: Sequence[SheetClosed]) -> Recomputed | None:
    """The contest after the sheets given, from the matches near them; None where more than these must be read."""
    if contest.annulled or any(match.needed is not None for match in near):
        return None
    before = {match.id: match for match in near}
    taken = take(near, closed)
    if any(further(match, sheet) for match, sheet in taken.pairs):
        return None
    present = dict(taken.present)
    by_number = {match.number: match for match in present.values()}
    for match in present.values():
        fed = fed_by(match, by_number)
        if fed == match.sides:
            continue
        if match.outcome is not None or match.kept:
            return None
        present[match.id] = with_sides(match, *fed)
    tables = tables_of(contest, [match for match, _ in taken.pairs], present)
    if tables is None:
        return None
    sheets = {match.id: sheet for match, sheet in taken.pairs}
    changes = tuple(
        Change(before[match.id], match, sheets.get(match.id)) for match in present.values() if match != before[match.id]
    )
    found = Recomputed(changes, tuple(present.values()), taken.pairs, tables)
    return None if contest.open_matches + found.opened <= 0 else found


def further(match: Match, sheet: SheetClosed) -> bool:
    """Whether a result may reach further than the matches it feeds: a correction, a match void, sides held by hand."""
    annuls = sheet.outcome.winner is None and not match.solo
    return match.outcome is not None or match.kept or bool(sheet.reached) or annuls


def fed_by(match: Match, by_number: Mapping[int, Match]) -> tuple[str | None, str | None]:
    """The sides of a match with what the results at hand tell of them."""
    return side_from(match.source_1, match.entry_1, by_number), side_from(match.source_2, match.entry_2, by_number)


def side_from(source: Source, known: str | None, by_number: Mapping[int, Match]) -> str | None:
    if not isinstance(source, WinnerOf | LoserOf) or source.match not in by_number:
        return known
    feeder = by_number[source.match]
    if feeder.winner is None:
        return known
    return feeder.sides[feeder.winner - 1 if isinstance(source, WinnerOf) else 2 - feeder.winner]


def tables_of(
    contest: Contest, played: Sequence[Match], present: Mapping[UUID, Match]
) -> dict[int, tuple[Standing, ...]] | None:
    """The tables of the groups played in; None once one of them is over and others wait for its places."""
    found: dict[int, tuple[Standing, ...]] = {}
    for group in sorted({match.grp for match in played if match.grp is not None}):
        matches = [match for match in present.values() if match.grp == group]
        if all(match.outcome is not None for match in matches) or any(match.carries for match in matches):
            return None
        entries = {side for match in matches for side in match.sides if side is not None}
        meetings = [
            Meeting((match.entry_1, match.entry_2), match.outcome)
            for match in matches
            if match.entry_1 is not None and match.entry_2 is not None
        ]
        found[group] = standings(in_group(contest.regulation), sorted(entries), meetings, withdrawn=contest.withdrawn)
    return found
