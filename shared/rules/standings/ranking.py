"""A group's table from its matches. Knows nothing of brackets and screens."""

from collections import Counter
from collections.abc import Collection, Sequence

from shared.rules.model import Outcome, Regulation, Table
from shared.rules.standings.chains import table_of
from shared.rules.standings.matches import counted, loser_of
from shared.rules.standings.model import Level, Meeting, Played, Standing, Tally
from shared.rules.standings.ordering import ordered, tally_of

WITHDRAWN = "withdrawn"
"""In `split_by`: its results are annulled."""


def standings(
    regulation: Regulation,
    entries: Sequence[str],
    meetings: Sequence[Meeting],
    decisions: Sequence[Sequence[str]] = (),
    withdrawn: Collection[str] = (),
) -> tuple[Standing, ...]:
    """Everybody of a group, best first.

    Entries that no key of the regulation's table separates share their places, unless one of `decisions` (an order
    drawn by lot or decided by the organiser) names all of them. The order of `entries` and `meetings` never matters.
    Meetings with others count where all matches do. Entries whose results are annulled come last, with nothing.
    """
    table = table_of(regulation)
    out = annulled(table, meetings, withdrawn)
    played = counting(regulation, table, meetings, out, withdrawn)
    tallies = {entry: tally_of(entry, played) for entry in entries}
    levels = list(ordered(table, [entry for entry in tallies if entry not in out], played, decisions, tallies))
    last = sorted(entry for entry in tallies if entry in out)
    if last:
        levels.append(Level(tuple(last), WITHDRAWN if levels else ""))
    return _lines(levels, tallies, out | set(withdrawn))


def annulled(table: Table, meetings: Sequence[Meeting], withdrawn: Collection[str]) -> set[str]:
    """Whose results do not count: who withdrew, and who lost too often without playing, where the table says so."""
    out = set(withdrawn) if table.withdrawal == "delete" else set()
    if not table.annul_after:
        return out
    lost = Counter(
        meeting.sides[loser_of(meeting.outcome.winner) - 1]
        for meeting in meetings
        if meeting.outcome is not None
        if meeting.outcome.winner is not None and meeting.outcome.kind in table.annulling
    )
    return out | {entry for entry, times in lost.items() if times >= table.annul_after}


def counting(
    regulation: Regulation,
    table: Table,
    meetings: Sequence[Meeting],
    out: Collection[str],
    withdrawn: Collection[str],
) -> list[Played]:
    """The matches that count, as the table counts them."""
    found = []
    for meeting in meetings:
        if meeting.sides[0] in out or meeting.sides[1] in out:
            continue
        open_to_all = meeting.outcome is None and table.withdrawal == "walkover"
        match = counted(regulation, table, _given_up(meeting, withdrawn) if open_to_all else meeting)
        if match is not None:
            found.append(match)
    return found


def _given_up(meeting: Meeting, withdrawn: Collection[str]) -> Meeting:
    """An open meeting with one who withdrew is a walkover; between two of them nobody wins."""
    first, second = (side in withdrawn for side in meeting.sides)
    if first == second:
        return meeting
    return Meeting(meeting.sides, Outcome("walkover", 2 if first else 1))


def _lines(levels: Sequence[Level], tallies: dict[str, Tally], withdrawn: Collection[str]) -> tuple[Standing, ...]:
    lines: list[Standing] = []
    for level in levels:
        above = len(lines)
        for entry in level.entries:
            tally = tallies[entry]
            lines.append(
                Standing(
                    entry=entry,
                    first=above + 1,
                    last=above + len(level.entries),
                    played=tally.played,
                    won=tally.won,
                    lost=tally.played - tally.won,
                    points=tally.points,
                    rubbers=tally.rubbers,
                    games=tally.games,
                    score=tally.score,
                    split_by=level.split_by if entry == level.entries[0] else "",
                    withdrawn=entry in withdrawn,
                )
            )
    return tuple(lines)
