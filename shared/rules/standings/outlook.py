"""What if: who of a group is through, who can still go through, and by which results. Knows no screen.

Every way the open matches can end is ranked by the table itself, each winner with the widest and the narrowest score.
Two entries whose order these extremes change can come either way, and level; with a third level its own match with
another counts differently. Only what holds in spite of all that is certain.
"""

from collections.abc import Collection, Iterable, Sequence
from itertools import product
from typing import Literal

from msgspec import Struct

from shared.rules.model import Regulation, Table
from shared.rules.standings.chains import table_of
from shared.rules.standings.extremes import possible
from shared.rules.standings.keys import MUTUAL, value
from shared.rules.standings.model import Meeting, Played
from shared.rules.standings.ordering import ordered, tally_of
from shared.rules.standings.ranking import annulled, counting

Verdict = Literal["through", "open", "out"]
"""Goes on whatever happens; depends on scores, lots or other groups; does not."""
MOST_SCENARIOS = 16


class Scenario(Struct, frozen=True):
    """The winners of all open matches, in their order, and what these make of the entries."""

    winners: tuple[str, ...]
    through: tuple[str, ...]
    undecided: tuple[str, ...]
    """For whom scores, a lot or other groups decide."""


class Chance(Struct, frozen=True, kw_only=True):
    """How it stands with one entry."""

    entry: str
    verdict: Verdict
    best: int
    worst: int
    """The best and the worst place it can take."""
    winning: Verdict | None = None
    """If it wins all its open matches, whatever the others do; None where it has none."""
    losing: Verdict | None = None


class Outlook(Struct, frozen=True, kw_only=True):
    """How a group can end. Without `chances` too much is open to say anything."""

    places: int
    to_come: tuple[tuple[str, str], ...]
    chances: tuple[Chance, ...] = ()
    scenarios: tuple[Scenario, ...] = ()
    """By the winners; none where they would be too many to read."""


class _End(Struct, frozen=True):
    """One way to end, by the winners: the best and the worst place of everybody, whatever the scores."""

    winners: tuple[str, ...]
    places: dict[str, tuple[int, int]]


def outlook(
    regulation: Regulation,
    entries: Sequence[str],
    meetings: Sequence[Meeting],
    places: int,
    maybe: int = 0,
    decisions: Sequence[Sequence[str]] = (),
    withdrawn: Collection[str] = (),
) -> Outlook:
    """Who is among the first `places` however the open matches end; `maybe` further places go on from some groups."""
    table = table_of(regulation)
    out = annulled(table, meetings, withdrawn)
    fixed = counting(regulation, table, meetings, out, withdrawn)
    gone = out | set(withdrawn)
    to_come = [each for each in meetings if each.outcome is None and not gone & set(each.sides)]
    pairs = tuple(sorted(each.sides for each in to_come))
    results = [possible(regulation, table, pair, len(pairs)) for pair in pairs]
    if not all(results):
        return Outlook(places=places, to_come=pairs)
    inside = sorted(entry for entry in entries if entry not in out)
    ends = _ends(table, inside, fixed, results, decisions)
    return Outlook(
        places=places,
        to_come=pairs,
        chances=tuple(_chance(entry, ends, pairs, places, maybe) for entry in inside),
        scenarios=_scenarios(inside, ends, places, maybe),
    )


class _Order(Struct, frozen=True):
    """What all scores tried agree on, for the same winners."""

    above: dict[str, set[str]]
    """By entry, who stands above it every time."""
    loose: set[tuple[str, str]]
    """Pairs that were once level in the keys over all matches, so that it matters who else is."""


def _ends(
    table: Table,
    entries: Sequence[str],
    fixed: Sequence[Played],
    results: Sequence[Sequence[Played]],
    decisions: Sequence[Sequence[str]],
) -> list[_End]:
    first_keys = _first_keys(table)
    agreed: dict[tuple[str, ...], _Order] = {}
    for chosen in product(*results):
        matches = [*fixed, *chosen]
        tallies = {entry: tally_of(entry, matches) for entry in entries}
        above: dict[str, set[str]] = {}
        for level in ordered(table, entries, matches, decisions, tallies):
            higher = set(above)
            above |= {entry: set(higher) for entry in level.entries}
        reached = {entry: tuple(value(name, tallies[entry]) for name in first_keys) for entry in entries}
        loose = {(one, two) for one in entries for two in entries if one != two and reached[one] == reached[two]}
        winners = tuple(each.sides[each.winner - 1] for each in chosen)
        known = agreed.setdefault(winners, _Order(above, set()))
        known.loose.update(loose)
        for entry in entries:
            known.above[entry] &= above[entry]
    return [_End(winners, _bounds(entries, order)) for winners, order in agreed.items()]


def _first_keys(table: Table) -> list[str]:
    """The keys over all matches that come before any key over the matches of the equal."""
    names: list[str] = []
    for key in table.keys:
        if key.scope == "tied" or key.compare == MUTUAL or (table.two_left and names):
            break
        names.append(key.compare)
    return names


def _bounds(entries: Sequence[str], order: _Order) -> dict[str, tuple[int, int]]:
    """The best and the worst place of everybody."""
    above = order.above
    either = {
        one: {two for two in entries if two != one and two not in above[one] and one not in above[two]}
        for one in entries
    }
    sure = {
        one: {two for two in above[one] if (one, two) not in order.loose or not (either[one] | either[two])}
        for one in entries
    }
    below = {entry: sum(entry in higher for higher in sure.values()) for entry in entries}
    return {entry: (1 + len(sure[entry]), len(entries) - below[entry]) for entry in entries}


def _chance(entry: str, ends: Sequence[_End], pairs: Sequence[tuple[str, str]], places: int, maybe: int) -> Chance:
    own = [place for place, pair in enumerate(pairs) if entry in pair]
    winning = [end for end in ends if all(end.winners[each] == entry for each in own)]
    losing = [end for end in ends if all(end.winners[each] != entry for each in own)]
    return Chance(
        entry=entry,
        verdict=_verdict(entry, ends, places, maybe),
        best=min(end.places[entry][0] for end in ends),
        worst=max(end.places[entry][1] for end in ends),
        winning=_verdict(entry, winning, places, maybe) if own else None,
        losing=_verdict(entry, losing, places, maybe) if own else None,
    )


def _verdict(entry: str, ends: Iterable[_End], places: int, maybe: int) -> Verdict:
    mine = [end.places[entry] for end in ends]
    if all(worst <= places for _best, worst in mine):
        return "through"
    return "out" if all(best > places + maybe for best, _worst in mine) else "open"


def _scenarios(entries: Sequence[str], ends: Sequence[_End], places: int, maybe: int) -> tuple[Scenario, ...]:
    if not 1 < len(ends) <= MOST_SCENARIOS:
        return ()
    found = []
    for end in ends:
        verdicts = {entry: _verdict(entry, [end], places, maybe) for entry in entries}
        found.append(
            Scenario(
                end.winners,
                tuple(entry for entry in entries if verdicts[entry] == "through"),
                tuple(entry for entry in entries if verdicts[entry] == "open"),
            )
        )
    return tuple(found)
