"""Who goes on from groups that are over: places inside a group, and the best of a place over all groups.

Never cuts equals by the order of rows: a place that nothing decides stays open and is told as a tie.
"""

from collections.abc import Collection, Mapping, Sequence

from msgspec import Struct

from shared.rules.formats import Format
from shared.rules.model import Regulation, Table
from shared.rules.plan import BestPlace, GroupPlace, Source
from shared.rules.standings import Meeting, Standing, standings, table_of
from shared.rules.standings.keys import MUTUAL, Value, measure, per
from shared.rules.standings.model import Tally

Ties = dict[int, tuple[tuple[str, ...], ...]]
"""By group, sets of equals across a place that others wait for; group 0 holds those between groups."""


class Field(Struct, frozen=True, kw_only=True):
    """Groups that are all over, with what their entries are compared by."""

    form: Format
    regulation: Regulation
    seeds: Mapping[str, int]
    """Seed numbers; who has none stands behind all who have."""
    tables: Mapping[int, tuple[Standing, ...]]
    meetings: Mapping[int, Sequence[Meeting]]
    decisions: Sequence[Sequence[str]] = ()
    withdrawn: Collection[str] = ()


def group_places(
    wanted: Collection[Source], over: Mapping[int, tuple[Standing, ...]]
) -> tuple[dict[Source, str], Ties]:
    """Who took the wanted places of the groups that are over.

    >>> table = (Standing(entry="a", first=1, last=1), Standing(entry="b", first=2, last=3))
    >>> group_places({GroupPlace(1, 1), GroupPlace(1, 2)}, {1: (*table, Standing(entry="c", first=2, last=3))})
    ({GroupPlace(group=1, place=1): 'a'}, {1: (('b', 'c'),)})
    """
    found: dict[Source, str] = {}
    ties: dict[int, set[tuple[str, ...]]] = {}
    for source in wanted:
        if not isinstance(source, GroupPlace) or source.group not in over:
            continue
        there = standing_at(over[source.group], source.place)
        if len(there) == 1:
            found[source] = there[0].entry
        elif there:
            ties.setdefault(source.group, set()).add(tuple(sorted(line.entry for line in there)))
    return found, {group: tuple(sorted(sets)) for group, sets in ties.items()}


def compared(field: Field, wanted: Collection[Source]) -> tuple[dict[Source, str], Ties]:
    """Who took the wanted places between groups, by the policy the format states (`best_by`, `drop_last`).

    Source: no rule book settles it for all; what is alike is compared: share of matches won, match points per match,
    then the table's own keys per match. The World Team Championships 2022 in table tennis took the seeding instead.
    """
    found: dict[Source, str] = {}
    ties: dict[int, set[tuple[str, ...]]] = {}
    for place in sorted({source.place for source in wanted if isinstance(source, BestPlace)}):
        shared = {
            group: equal
            for group, table in field.tables.items()
            if len(equal := tuple(sorted(line.entry for line in standing_at(table, place)))) > 1
        }
        if shared:
            for group, equal in shared.items():
                ties.setdefault(group, set()).add(equal)
            continue
        rank = 1
        for level in best_first(field, place):
            here = [BestPlace(place, each) for each in range(rank, rank + len(level))]
            if len(level) == 1:
                found[here[0]] = level[0]
            elif any(source in wanted for source in here):
                ties.setdefault(0, set()).add(level)
            rank += len(level)
    return (
        {source: entry for source, entry in found.items() if source in wanted},
        {group: tuple(sorted(sets)) for group, sets in ties.items()},
    )


def best_first(field: Field, place: int) -> list[tuple[str, ...]]:
    """Those who finished at this place, the equal together; a decision naming all of some equals separates them."""
    values = {
        line.entry: _worth(field, group, line)
        for group, table in field.tables.items()
        for line in standing_at(table, place)
    }
    levels: dict[tuple[Value, ...], list[str]] = {}
    for entry in sorted(values):
        levels.setdefault(values[entry], []).append(entry)
    found: list[tuple[str, ...]] = []
    for worth in sorted(levels, reverse=True):
        equal = levels[worth]
        order = next((order for order in field.decisions if set(equal) <= set(order)), None)
        found += [tuple(equal)] if order is None else [(entry,) for entry in sorted(equal, key=order.index)]
    return found


def standing_at(table: Sequence[Standing], place: int) -> list[Standing]:
    """Who stands at this place; more than one where it is shared."""
    return [line for line in table if line.first <= place <= line.last]


def _worth(field: Field, group: int, line: Standing) -> tuple[Value, ...]:
    """What an entry is compared by across groups, the greater the better. Who withdrew comes last."""
    if field.form.best_by == "seeding":
        return (not line.withdrawn, -field.seeds.get(line.entry, len(field.seeds) + 10**6))
    counted = _without_the_last(field, group, line) if field.form.drop_last else line
    return (not line.withdrawn, *per_match(table_of(field.regulation), counted))


def per_match(table: Table, line: Standing) -> tuple[Value, ...]:
    """A standing in figures that do not grow with the number of matches.

    >>> per_match(Table(keys=()), Standing(entry="a", first=3, last=3, played=4, won=1, points=5))
    (Fraction(1, 4), Fraction(5, 4))
    """
    tally = Tally(
        played=line.played,
        won=line.won,
        points=line.points,
        rubbers=line.rubbers,
        games=line.games,
        score=line.score,
        averaged=(line.score[0], line.played),
    )
    found: list[Value] = [per(line.won, line.played), per(line.points, line.played)]
    said = {MUTUAL, "wins", "win_ratio", "match_points"}
    for name in dict.fromkeys(key.compare for key in table.keys if key.compare not in said):
        key = measure(name)
        read = key.read(tally)
        found.append(per(read, line.played) if isinstance(read, int) and key.shown != "ratio" else read)
    return tuple(found)


def _without_the_last(field: Field, group: int, line: Standing) -> Standing:
    """The standing without results against those whose place no smaller group has.

    Where the place to be left out is shared, nobody is left out: the results of all of them count.
    """
    smallest = min(len(table) for table in field.tables.values())
    out = {each.entry for each in field.tables[group] if each.first > smallest}
    if not out or line.entry in out:
        return line
    left = [meeting for meeting in field.meetings[group] if not out & set(meeting.sides)]
    entries = [each.entry for each in field.tables[group] if each.entry not in out]
    again = standings(field.regulation, entries, left, (), field.withdrawn)
    return next(each for each in again if each.entry == line.entry)
