"""Where results lead: who meets in every match, who goes through without one, who is placed. Knows ids and sources.

>>> from shared.rules.plan import bracket
>>> nodes = bracket(("a", None, "b", "c"))
>>> settle(nodes, ("a", None, "b", "c"), {1: 2})
{1: ('b', 'c'), 2: ('a', 'c')}
"""

from collections.abc import Mapping, Sequence

from msgspec import Struct

from shared.rules.model import Side
from shared.rules.plan import (
    BestPlace,
    FromLine,
    GroupPlace,
    Line,
    LoserOf,
    Node,
    NoOne,
    Pairing,
    Placing,
    Sides,
    Source,
    WinnerOf,
)


class Followed(Struct, frozen=True):
    """Where results so far lead."""

    sides: Mapping[int, Sides]
    """Who meets in every match, by its number; None where it is yet open or nobody comes."""
    winners: Mapping[int, Side | None]
    """Those given, and who goes through a match whose other side nobody takes."""
    unneeded: frozenset[int]
    """Matches that will not be played."""


def follow(
    nodes: Sequence[Node],
    lines: Sequence[Line],
    winners: Mapping[int, Side | None],
    places: Mapping[Source, str] | None = None,
    fixed: Mapping[int, Sides] | None = None,
) -> Followed:
    """Where these winners lead; None as a winner is a match void for both.

    `places` says who took which place of a group, as far as that is known; `fixed` are sides that stand whatever
    their sources say. Who would meet the winner of a void match goes through.

    >>> from shared.rules.plan import bracket
    >>> followed = follow(bracket(("a", "b", "c", "d")), ("a", "b", "c", "d"), {1: None, 2: 1})
    >>> followed.sides[3], followed.winners[3], followed.unneeded
    ((None, 'c'), 2, frozenset({3}))
    """
    sides: dict[int, Sides] = {}
    known = dict(winners)
    idle: set[int] = set()
    for node in nodes:
        if fixed and node.number in fixed:
            sides[node.number] = fixed[node.number]
            continue
        if node.needed is not None and known.get(node.needed.match) != node.needed.winner:
            sides[node.number] = (None, None)
            if node.needed.match in known:
                idle.add(node.number)
            continue
        first, second = node.sides
        if isinstance(first, NoOne):
            sides[node.number] = (None, None)
            idle.add(node.number)
            continue
        pair = (
            _who(first, lines, sides, known, places or {}),
            _who(second, lines, sides, known, places or {}),
        )
        sides[node.number] = pair
        if node.number in known:
            continue
        empty = _empty(first, known, idle), _empty(second, known, idle)
        if all(empty):
            idle.add(node.number)
        elif any(empty) and pair != (None, None):
            idle.add(node.number)
            known[node.number] = 1 if empty[1] else 2
    return Followed(sides, known, frozenset(idle))


def settle(nodes: Sequence[Node], lines: Sequence[Line], winners: Mapping[int, Side | None]) -> Mapping[int, Sides]:
    """Who meets in every match, by its number, as far as winners so far tell; None where it is yet open."""
    return follow(nodes, lines, winners).sides


def placed(
    nodes: Sequence[Node], sides: Mapping[int, Sides], winners: Mapping[int, Side | None]
) -> tuple[Placing, ...]:
    """Every place that the matches decided so far give, best first. A match void for both has two losers."""
    found: list[Placing] = []
    for node in nodes:
        if node.number not in winners:
            continue
        for side, who in enumerate(sides[node.number], 1):
            places = node.winner_places if side == winners[node.number] else node.loser_places
            if who is not None and places is not None:
                found.append((who, *places))
    return tuple(sorted(found, key=lambda each: each[1]))


def _empty(source: Source, winners: Mapping[int, Side | None], idle: set[int]) -> bool:
    """Whether it is known that nobody comes from there."""
    match source:
        case WinnerOf(match):
            return winners[match] is None if match in winners else match in idle
        case LoserOf(match):
            return match in idle or (match in winners and winners[match] is None)
    return False


def _who(
    source: Source,
    lines: Sequence[Line],
    sides: Mapping[int, Sides],
    winners: Mapping[int, Side | None],
    places: Mapping[Source, str],
) -> str | None:
    match source:
        case FromLine(line):
            return lines[line - 1]
        case WinnerOf(match) | LoserOf(match):
            winner = winners.get(match)
            if winner is None:
                return None
            wanted = winner if isinstance(source, WinnerOf) else 3 - winner
            return sides[match][wanted - 1]
        case GroupPlace() | BestPlace():
            return places.get(source)
        case Pairing() | NoOne():
            return None
