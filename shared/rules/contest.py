"""A whole contest from its draw and outcomes: who meets whom, how groups stand, who is placed where.

The one function every recomputation runs. Knows no storage, attempt or screen.
"""

from collections.abc import Collection, Mapping, Sequence

from msgspec import Struct

from shared.rules.follow import follow
from shared.rules.formats import Format, Results, format_file, pairing_file
from shared.rules.model import Outcome, Regulation, Side
from shared.rules.plan import BestPlace, GroupPlace, Line, Node, Pairing, Placing, Sides, Source
from shared.rules.qualifying import Field, compared, group_places
from shared.rules.standings import Meeting, Standing, standings
from shared.rules.ties import in_group


class Plan(Struct, frozen=True, kw_only=True):
    """What a contest is built of: everything but its results."""

    form: Format
    regulation: Regulation
    nodes: tuple[Node, ...]
    lines: tuple[Line, ...]
    seeds: Mapping[str, int] = {}
    decisions: Mapping[int, Sequence[Sequence[str]]] = {}
    """By group, orders settled by lot or by the organiser where no key could; group 0 compares across groups."""
    withdrawn: Collection[str] = ()


class Evaluated(Struct, frozen=True, kw_only=True):
    sides: Mapping[int, Sides]
    """By the match's number."""
    winners: Mapping[int, Side | None]
    """By the match's number, with those who go through without a match."""
    unneeded: Collection[int]
    standings: Mapping[int, tuple[Standing, ...]]
    """By group."""
    open_ties: Mapping[int, tuple[tuple[str, ...], ...]]
    """By group, equal entries across a qualifying line whom no key separates: a person must decide."""
    places: Mapping[Source, str]
    """Who took the places of groups that others wait for."""


def evaluate(plan: Plan, outcomes: Mapping[int, Outcome], fixed: Mapping[int, Sides] | None = None) -> Evaluated:
    """The contest as these outcomes, by match number, make it.

    `fixed` are sides that stand whatever their sources say.
    """
    winners = {number: outcome.winner for number, outcome in outcomes.items()}
    places: dict[Source, str] = {}
    while True:
        found = follow(plan.nodes, plan.lines, winners, places, fixed)
        tables = {group: _table(plan, group, found.sides, outcomes) for group in _groups(plan.nodes)}
        taken, ties = _places(plan, tables, found.sides, outcomes)
        if taken == places:
            return Evaluated(
                sides=found.sides,
                winners=found.winners,
                unneeded=found.unneeded,
                standings=tables,
                open_ties=ties,
                places=places,
            )
        places = taken


def placings(
    plan: Plan, outcomes: Mapping[int, Outcome], fixed: Mapping[int, Sides] | None = None
) -> tuple[Placing, ...]:
    """Everybody's place, best first; only of a contest in which nothing is open."""
    found = results(plan, outcomes, fixed)
    given = format_file(plan.form.kind).placings(plan.form, plan.regulation, plan.nodes, plan.lines, found)
    return each_once(given, plan.lines)


def each_once(given: Sequence[Placing], lines: Sequence[Line]) -> tuple[Placing, ...]:
    """Placings with everybody once. Where a match was kept although its sides changed, one may be placed twice and
    another not at all: the better place counts, and who is left out takes the other.

    >>> each_once([("a", 1, 1), ("b", 2, 2), ("b", 3, 4), ("c", 3, 4)], ["a", "b", "c", "d"])
    (('a', 1, 1), ('b', 2, 2), ('c', 3, 4), ('d', 3, 4))
    """
    found: dict[str, Placing] = {}
    freed: list[Placing] = []
    for placing in sorted(given, key=lambda each: each[1]):
        if placing[0] in found:
            freed.append(placing)
        else:
            found[placing[0]] = placing
    left_out = [entry for entry in lines if entry is not None and entry not in found]
    for entry, (_who, first, last) in zip(left_out, freed, strict=False):
        found[entry] = (entry, first, last)
    return tuple(sorted(found.values(), key=lambda each: each[1]))


def results(plan: Plan, outcomes: Mapping[int, Outcome], fixed: Mapping[int, Sides] | None = None) -> Results:
    """What these outcomes tell the contest's format."""
    found = evaluate(plan, outcomes, fixed)
    return Results(
        outcomes=outcomes,
        sides=found.sides,
        winners=found.winners,
        standings=found.standings,
        withdrawn=plan.withdrawn,
        places=found.places,
    )


def _groups(nodes: Sequence[Node]) -> list[int]:
    return sorted({node.group for node in nodes if node.group is not None})


def meetings_of(
    plan: Plan, group: int, sides: Mapping[int, Sides], outcomes: Mapping[int, Outcome]
) -> tuple[tuple[str, ...], list[Meeting]]:
    """The entries of a group and every meeting that counts in its table."""
    own = [node for node in plan.nodes if node.group == group]
    entries = {each: None for node in own for each in sides[node.number] if each is not None}
    carried = {earlier for node in own for earlier in node.carries}
    meetings = [
        Meeting((one, two), outcomes.get(node.number))
        for node in plan.nodes
        for one, two in (sides[node.number],)
        if one is not None and two is not None
        if node.group == group or (node.group in carried and (one in entries or two in entries))
    ]
    return tuple(entries), meetings


def _table(plan: Plan, group: int, sides: Mapping[int, Sides], outcomes: Mapping[int, Outcome]) -> tuple[Standing, ...]:
    entries, meetings = meetings_of(plan, group, sides, outcomes)
    return standings(in_group(plan.regulation), entries, meetings, plan.decisions.get(group, ()), plan.withdrawn)


def awaited(plan: Plan) -> set[Source]:
    """Places of groups that matches are fed from, or that those still to be paired will be."""
    sources = {source for node in plan.nodes for source in node.sides}
    file = pairing_file(plan.form.kind)
    if file is not None and any(isinstance(source, Pairing) for source in sources):
        sources.update(file.awaits(plan.form))
    return {source for source in sources if isinstance(source, GroupPlace | BestPlace)}


def _places(
    plan: Plan,
    tables: Mapping[int, tuple[Standing, ...]],
    sides: Mapping[int, Sides],
    outcomes: Mapping[int, Outcome],
) -> tuple[dict[Source, str], dict[int, tuple[tuple[str, ...], ...]]]:
    """Who took which place of the groups that are over, as far as some match asks for it."""
    wanted = awaited(plan)
    if not wanted:
        return {}, {}
    over = {
        group: tables[group]
        for group in tables
        if all(node.number in outcomes for node in plan.nodes if node.group == group)
    }
    found, ties = group_places(wanted, over)
    if len(over) == len(tables) and any(isinstance(source, BestPlace) for source in wanted):
        field = Field(
            form=plan.form,
            regulation=plan.regulation,
            seeds=plan.seeds,
            tables=over,
            meetings={group: meetings_of(plan, group, sides, outcomes)[1] for group in over},
            decisions=plan.decisions.get(0, ()),
            withdrawn=plan.withdrawn,
        )
        best, equal = compared(field, wanted)
        found |= best
        ties |= equal
    return found, ties
