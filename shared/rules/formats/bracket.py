"""The matches of a knockout: what each is fed by, who meets, who is placed where. Knows ids and lines, not people.

A bye makes no match: its opponent stands in round 2 from the start.

>>> nodes = structure(("a", None, "b", "c"))
>>> [(node.number, node.round, node.sides) for node in nodes]
[(1, 1, (FromLine(line=3), FromLine(line=4))), (2, 2, (FromLine(line=1), WinnerOf(match=1)))]
>>> settle(nodes, ("a", None, "b", "c"), {1: 2})
{1: ('b', 'c'), 2: ('a', 'c')}
>>> placings(nodes, ("a", None, "b", "c"), {1: 2, 2: 1})
(('a', 1, 1), ('c', 2, 2), ('b', 3, 3))
"""

from collections.abc import Mapping, Sequence

from msgspec import Struct

from shared.rules.model import Side
from shared.rules.refusals import IllegalDraw
from shared.rules.words import _

Line = str | None
"""The id of the entry on a line, None for a bye."""
Sides = tuple[str | None, str | None]
Placing = tuple[str, int, int]
"""An entry's id with its first and last place; they differ where places are shared."""


class FromLine(Struct, frozen=True, tag_field="kind", tag="line"):
    """A side that stands on a line of the draw."""

    line: int


class WinnerOf(Struct, frozen=True, tag_field="kind", tag="winner"):
    """A side that wins the match of this number."""

    match: int


class LoserOf(Struct, frozen=True, tag_field="kind", tag="loser"):
    """A side that loses the match of this number."""

    match: int


Source = FromLine | WinnerOf | LoserOf


class Node(Struct, frozen=True):
    """A match's place: its number in order of play, its round from 1, and its slot in the round from the top.

    Slots of byes are counted: `position` runs to lines / 2 ** round.
    """

    number: int
    round: int
    position: int
    sides: tuple[Source, Source]


def structure(lines: Sequence[Line]) -> tuple[Node, ...]:
    """All matches, one fewer than entries, numbered from 1 by round and from the top.

    Raises IllegalDraw where the number of lines is no power of two or two byes meet.
    """
    check_form(lines)
    feeders: list[Source | None] = [FromLine(line) if entry else None for line, entry in enumerate(lines, 1)]
    nodes: list[Node] = []
    stage = 0
    while len(feeders) > 1:
        stage += 1
        feeders = [
            _meet(nodes, stage, position, feeders[2 * position - 2], feeders[2 * position - 1])
            for position in range(1, len(feeders) // 2 + 1)
        ]
    return tuple(nodes)


def check_form(lines: Sequence[Line]) -> None:
    """Refuse lines that are no bracket, with IllegalDraw."""
    size = len(lines)
    if size < 2 or size & (size - 1):
        raise IllegalDraw("draw.size", _("A bracket has 2, 4, 8, 16 … lines, not {lines}."), lines=size)
    for line in range(1, size, 2):
        if lines[line - 1] is None and lines[line] is None:
            raise IllegalDraw("draw.two_byes", _("Lines {line} and {next} are both empty."), line=line, next=line + 1)


def settle(nodes: Sequence[Node], lines: Sequence[Line], winners: Mapping[int, Side | None]) -> dict[int, Sides]:
    """Who meets in every match, by its number, as far as the winners so far tell; None where it is yet open."""
    sides: dict[int, Sides] = {}
    for node in nodes:
        first, second = node.sides
        sides[node.number] = (_who(first, lines, sides, winners), _who(second, lines, sides, winners))
    return sides


def placings(nodes: Sequence[Node], lines: Sequence[Line], winners: Mapping[int, Side | None]) -> tuple[Placing, ...]:
    """Every entry's place, best first. Who loses in the same round shares places: the semi-finals' losers 3 to 4.

    A match decided without a winner (both void) has two losers. Raises IllegalDraw while a match is not decided.
    """
    if any(node.number not in winners for node in nodes):
        raise IllegalDraw("placings.early", _("There are matches still to be decided."))
    entries = sum(line is not None for line in lines)
    sides = settle(nodes, lines, winners)
    places: list[Placing] = []
    for node in nodes:
        first = (len(lines) >> node.round) + 1
        last = min(len(lines) >> node.round - 1, entries)
        champion = node is nodes[-1]
        for side, who in enumerate(sides[node.number], 1):
            if who is not None and side != winners[node.number]:
                places.append((who, first, last))
            elif who is not None and champion:
                places.append((who, 1, 1))
    return tuple(sorted(places, key=lambda place: place[1]))


def round_name(number: int, rounds: int) -> tuple[str, dict[str, object]]:
    """A round's name as msgid and values; `number` counts from 1 and the final is round `rounds`."""
    names = {0: _("Final"), 1: _("Semi-final"), 2: _("Quarter-final")}
    left = rounds - number
    if left in names:
        return names[left], {}
    return _("Round of {entries}"), {"entries": 2 ** (left + 1)}


def _meet(nodes: list[Node], stage: int, position: int, first: Source | None, second: Source | None) -> Source | None:
    if first is None or second is None:
        return first or second
    nodes.append(Node(number=len(nodes) + 1, round=stage, position=position, sides=(first, second)))
    return WinnerOf(len(nodes))


def _who(
    source: Source, lines: Sequence[Line], sides: Mapping[int, Sides], winners: Mapping[int, Side | None]
) -> str | None:
    if isinstance(source, FromLine):
        return lines[source.line - 1]
    winner = winners.get(source.match)
    if winner is None:
        return None
    side = winner if isinstance(source, WinnerOf) else 3 - winner
    return sides[source.match][side - 1]
