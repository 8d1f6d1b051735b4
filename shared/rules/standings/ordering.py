"""Entries in order by a table's keys, those equal split step by step. Knows tallies and matches; writes no table.

>>> chain = Table(keys=(Key("wins"), Key("mutual", "tied")))
>>> cycle = [Played(sides=pair, winner=1) for pair in (("a", "b"), ("b", "c"), ("c", "a"), ("a", "d"))]
>>> [level.entries for level in ordered(chain, "abcd", cycle)]
[('a',), ('b',), ('c',), ('d',)]
"""

from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby

from msgspec import Struct

from shared.rules.model import Key, Table
from shared.rules.standings.keys import MUTUAL, Value, value
from shared.rules.standings.model import Level, Played, Tally

DECISION = "decision"
"""In `split_by`: a lot, or the organiser."""


def ordered(
    table: Table,
    entries: Iterable[str],
    played: Sequence[Played],
    decisions: Sequence[Sequence[str]] = (),
    tallies: Mapping[str, Tally] | None = None,
) -> tuple[Level, ...]:
    """The entries best first, those whom nothing separates together.

    `played` may hold matches against others: they count where all matches do. `tallies` stand for all matches where
    only their sums are known. Each of `decisions` is an order that separates those it names when all else fails.
    """
    everybody = tuple(sorted(entries))
    sums = tallies if tallies is not None else {entry: tally_of(entry, played) for entry in everybody}
    return tuple(_Chain(table, played, sums, decisions).split(everybody, 0, ()))


def tally_of(entry: str, played: Iterable[Played]) -> Tally:
    """What an entry's matches add up to; others are passed over."""
    count = won = points = scored = averaged = 0
    rubbers_for = rubbers_against = games_for = games_against = score_for = score_against = 0
    for match in played:
        if entry not in match.sides:
            continue
        own = 0 if match.sides[0] == entry else 1
        other = 1 - own
        count += 1
        won += match.winner == own + 1
        points += match.points[own]
        rubbers_for += match.rubbers[own]
        rubbers_against += match.rubbers[other]
        games_for += match.games[own]
        games_against += match.games[other]
        score_for += match.score[own]
        score_against += match.score[other]
        if not match.unplayed:
            scored += match.score[own]
            averaged += 1
    return Tally(
        played=count,
        won=won,
        points=points,
        rubbers=(rubbers_for, rubbers_against),
        games=(games_for, games_against),
        score=(score_for, score_against),
        averaged=(scored, averaged),
    )


class _Chain(Struct, frozen=True):
    table: Table
    played: Sequence[Played]
    sums: Mapping[str, Tally]
    decisions: Sequence[Sequence[str]]

    def split(self, equal: tuple[str, ...], at: int, among: tuple[str, ...]) -> list[Level]:
        """Those equal so far, from the key at this place on. `among` are those whose matches the keys before counted.

        A run of keys over the matches of the equal counts those of everybody who was equal when it began, unless the
        table begins again for who is left.
        """
        if len(equal) == 1:
            return [Level(equal)]
        keys = self.table.keys
        if self.table.two_left and at and len(equal) == 2:
            found = self._values(Key(MUTUAL, "tied"), equal, equal)
            if len(set(found.values())) > 1:
                return self._parts(found, f"{MUTUAL}.tied", len(keys), ())
        for place in range(at, len(keys)):
            key = keys[place]
            among = (among or equal) if key.scope == "tied" else ()
            if not _applies(key, len(equal)):
                continue
            found = self._values(key, equal, among)
            if len(set(found.values())) == 1:
                continue
            if self.table.restart and place >= self._first_tied():
                return self._parts(found, f"{key.compare}.{key.scope}", self._first_tied(), ())
            return self._parts(found, f"{key.compare}.{key.scope}", place + 1, among)
        return self._decided(equal)

    def _parts(self, values: Mapping[str, Value], split_by: str, at: int, among: tuple[str, ...]) -> list[Level]:
        levels: list[Level] = []
        best_first = sorted(values, key=values.__getitem__, reverse=True)
        for _value, part in groupby(best_first, key=values.__getitem__):
            head, *rest = self.split(tuple(sorted(part)), at, among)
            levels += [Level(head.entries, split_by) if levels else head, *rest]
        return levels

    def _values(self, key: Key, equal: tuple[str, ...], among: tuple[str, ...]) -> dict[str, Value]:
        if key.scope == "all" and key.compare != MUTUAL:
            return {entry: value(key.compare, self.sums[entry]) for entry in equal}
        inside = set(equal if key.compare == MUTUAL else among)
        matches = [each for each in self.played if each.sides[0] in inside and each.sides[1] in inside]
        return {entry: value(key.compare, tally_of(entry, matches)) for entry in equal}

    def _decided(self, equal: tuple[str, ...]) -> list[Level]:
        for order in self.decisions:
            if set(equal) <= set(order):
                best_first = sorted(equal, key=order.index)
                return [Level((entry,), DECISION if place else "") for place, entry in enumerate(best_first)]
        return [Level(equal)]

    def _first_tied(self) -> int:
        return next((place for place, key in enumerate(self.table.keys) if key.scope == "tied"), len(self.table.keys))


def _applies(key: Key, equal: int) -> bool:
    return key.applies_to == "any" or (equal == 2) == (key.applies_to == "exactly_2")
