"""Who may come into each match, and which results it waits for. Pure: reads rows of matches and entries.

Inside a group or a bracket this follows the sources of sides; a match whose sides are known has those and no others.
"""

from collections.abc import Mapping, Sequence
from uuid import UUID

from services.events.sql.planning import MatchRow, Side
from shared.rules.plan import BestPlace, FromLine, GroupPlace, LoserOf, NoOne, Pairing, Source, WinnerOf

OVER = ("decided", "void")


def last_rounds(matches: Sequence[MatchRow]) -> Mapping[UUID, str]:
    """The matches of each group's last round, under one word a group."""
    last: dict[tuple[UUID, int], int] = {}
    for match in matches:
        if match.grp is not None:
            key = match.contest_id, match.grp
            last[key] = max(last.get(key, 0), match.round)
    return {
        match.id: f"{match.contest_id} {match.grp}"
        for match in matches
        if match.grp is not None and last[match.contest_id, match.grp] == match.round > 1
    }


class Foreseen:
    """Who may come into each match, and what each waits for."""

    def __init__(self, matches: Sequence[MatchRow], sides: Sequence[Side], foresee: int) -> None:
        self.foresee = foresee
        self.sides = {side.id: side for side in sides}
        self.lines = {(side.contest_id, side.line): side.id for side in sides if side.line is not None}
        self.numbered = {(match.contest_id, match.number): match for match in matches}
        self.groups: dict[tuple[UUID, int], list[MatchRow]] = {}
        for match in matches:
            if match.grp is not None:
                self.groups.setdefault((match.contest_id, match.grp), []).append(match)
        self.known: dict[UUID, frozenset[str]] = {}

    def people(self, match: MatchRow) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Those sure to play, and those who may, as far as few enough entries can come into it."""
        sure = [entry for entry in (match.entry_1, match.entry_2) if entry]
        entries = self.entries(match)
        players = tuple(person for entry in sure for person in self.members(entry))
        if len(entries) > self.foresee:
            return players, ()
        possible = [person for entry in sorted(entries) for person in self.members(entry)]
        return players, tuple(dict.fromkeys(person for person in possible if person not in players))

    def members(self, entry: str) -> tuple[str, ...]:
        side = self.sides.get(entry)
        return (side.members or (entry,)) if side else (entry,)

    def units(self, match: MatchRow) -> tuple[str, ...]:
        found = [self.sides[each].unit for each in (match.entry_1, match.entry_2) if each and each in self.sides]
        return tuple(dict.fromkeys(unit for unit in found if unit))

    def entries(self, match: MatchRow) -> frozenset[str]:
        if match.id not in self.known:
            self.known[match.id] = frozenset()
            first = frozenset((match.entry_1,)) if match.entry_1 else self.of_source(match, match.source_1)
            second = frozenset((match.entry_2,)) if match.entry_2 else self.of_source(match, match.source_2)
            self.known[match.id] = first | second
        return self.known[match.id]

    def of_source(self, match: MatchRow, source: Source) -> frozenset[str]:
        match source:
            case FromLine(line):
                entry = self.lines.get((match.contest_id, line))
                return frozenset((entry,)) if entry else frozenset()
            case WinnerOf(number) | LoserOf(number):
                feeder = self.numbered.get((match.contest_id, number))
                return self.entries(feeder) if feeder else frozenset()
            case NoOne():
                return frozenset()
        return frozenset(entry for before in self.before(match, source) for entry in self.entries(before))

    def feeders(self, match: MatchRow) -> tuple[str, ...]:
        """Open matches whose result it waits for."""
        found: dict[str, None] = {}
        for source, entry in ((match.source_1, match.entry_1), (match.source_2, match.entry_2)):
            if entry is None or isinstance(source, GroupPlace | BestPlace):
                found |= {str(each.id): None for each in self.before(match, source) if each.status not in OVER}
        if match.needed is not None:
            needed = self.numbered.get((match.contest_id, match.needed.match))
            found |= {str(needed.id): None} if needed and needed.status not in OVER else {}
        return tuple(found)

    def before(self, match: MatchRow, source: Source) -> list[MatchRow]:
        match source:
            case WinnerOf(number) | LoserOf(number):
                feeder = self.numbered.get((match.contest_id, number))
                return [feeder] if feeder else []
            case GroupPlace(group, _place):
                return self.groups.get((match.contest_id, group), [])
            case BestPlace():
                return [
                    each for (contest, _), row in self.groups.items() if contest == match.contest_id for each in row
                ]
            case Pairing(number, _table):
                return [
                    each
                    for (contest, _), each in self.numbered.items()
                    if contest == match.contest_id and each.section == match.section and each.round < number
                ]
        return []
