"""Who goes on from groups that are over: places inside a group, and the best of a place over all groups.

Never cuts equals by the order of rows: a place that nothing decides stays open and is told as a tie.
"""

from collections.abc import Collection, Mapping, Sequence

from shared.rules.formats import Format
from shared.rules.model import Regulation
from shared.rules.plan import GroupPlace, Source
from shared.rules.standings import Standing

Ties = dict[int, tuple[tuple[str, ...], ...]]
"""By group, sets of equals across a place that others wait for; group 0 holds those between groups."""


def group_places(
    wanted: Collection[Source], over: Mapping[int, tuple[Standing, ...]]
) -> tuple[dict[Source, str], Ties]:
    """Who took the wanted places of the groups that are over."""
    found: dict[Source, str] = {}
    ties: dict[int, set[tuple[str, ...]]] = {}
    for source in wanted:
        if not isinstance(source, GroupPlace) or source.group not in over:
            continue
        there = [line for line in over[source.group] if line.first <= source.place <= line.last]
        if len(there) == 1:
            found[source] = there[0].entry
        elif there:
            ties.setdefault(source.group, set()).add(tuple(sorted(line.entry for line in there)))
    return found, {group: tuple(sorted(sets)) for group, sets in ties.items()}


def compared(
    form: Format,
    regulation: Regulation,
    seeds: Mapping[str, int],
    wanted: Collection[Source],
    over: Mapping[int, tuple[Standing, ...]],
    decisions: Sequence[Sequence[str]],
) -> tuple[dict[Source, str], Ties]:
    """Who took the wanted places between groups, by the policy the format states (`best_by`, `drop_last`)."""
    return {}, {}
