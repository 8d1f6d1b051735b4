"""The matches of a contest: what each is fed by, who meets, what it decides. Knows ids and lines, not people.

Every format speaks in these: a match's sides come from lines of the draw, winners, losers or places in groups. A bye
makes no match: its opponent stands in the next round from the start.

>>> nodes = bracket(("a", None, "b", "c"))
>>> [(node.number, node.round, node.sides) for node in nodes]
[(1, 1, (FromLine(line=3), FromLine(line=4))), (2, 2, (FromLine(line=1), WinnerOf(match=1)))]
>>> settle(nodes, ("a", None, "b", "c"), {1: 2})
{1: ('b', 'c'), 2: ('a', 'c')}
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
Places = tuple[int, int]
"""First and last place; they differ where places are shared."""


class FromLine(Struct, frozen=True, tag_field="kind", tag="line"):
    """A side that stands on a line of the draw."""

    line: int


class WinnerOf(Struct, frozen=True, tag_field="kind", tag="winner"):
    """A side that wins the match of this number."""

    match: int


class LoserOf(Struct, frozen=True, tag_field="kind", tag="loser"):
    """A side that loses the match of this number."""

    match: int


class GroupPlace(Struct, frozen=True, tag_field="kind", tag="group"):
    """A side that finishes a group at this place; groups and places count from 1."""

    group: int
    place: int


class BestPlace(Struct, frozen=True, tag_field="kind", tag="best"):
    """The best, second best … of those who finished their groups at this place."""

    place: int
    rank: int


class Pairing(Struct, frozen=True, tag_field="kind", tag="pairing"):
    """A side that is paired once the round before is over; then a line of the draw takes its place."""

    round: int
    table: int


class NoOne(Struct, frozen=True, tag_field="kind", tag="nobody"):
    """No opponent: a performance. On the first side: a table of a round to which nobody came."""


Source = FromLine | WinnerOf | LoserOf | GroupPlace | BestPlace | Pairing | NoOne


class Title(Struct, frozen=True):
    """What a match is called: an English msgid with its values."""

    say: str
    values: dict[str, int | str] = {}


class Needed(Struct, frozen=True):
    """A match that is played only if a side wins another one: the second grand final."""

    match: int
    winner: Side


class Node(Struct, frozen=True):
    """A match's place: its number in order of play, its round from 1, and its slot in the round from the top.

    In a bracket slots of byes are counted: `position` runs to lines / 2 ** round. `section` names the part of the
    contest it belongs to; `round` counts inside it.
    """

    number: int
    round: int
    position: int
    sides: tuple[Source, Source]
    section: str = "main"
    title: Title | None = None
    group: int | None = None
    """Of a group match, its group from 1."""
    needed: Needed | None = None
    winner_places: Places | None = None
    """Where the winner is placed, if this match ends its contest."""
    loser_places: Places | None = None
    """Where the loser is placed, if this match ends its contest."""
    carries: tuple[int, ...] = ()
    """Of a group match, earlier groups whose results count in this group's table too."""

    @property
    def solo(self) -> bool:
        """Whether it is a performance."""
        return isinstance(self.sides[1], NoOne)


def bracket(lines: Sequence[Line]) -> tuple[Node, ...]:
    """All matches of a knockout, one fewer than entries, numbered from 1 by round and from the top.

    Who loses in the same round shares places: the semi-finals' losers 3 to 4. Raises IllegalDraw where the number of
    lines is no power of two or two byes meet.
    """
    check_form(lines)
    entries = sum(line is not None for line in lines)
    rounds = len(lines).bit_length() - 1
    feeders: list[Source | None] = [FromLine(line) if entry else None for line, entry in enumerate(lines, 1)]
    nodes: list[Node] = []
    for number in range(1, rounds + 1):
        places = ((len(lines) >> number) + 1, min(len(lines) >> number - 1, entries))
        feeders = [
            _meet(nodes, number, position, (feeders[2 * position - 2], feeders[2 * position - 1]), places, rounds)
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


def round_name(number: int, rounds: int) -> tuple[str, dict[str, object]]:
    """A knockout round's name as msgid and values; `number` counts from 1 and the final is round `rounds`."""
    title = round_title(number, rounds)
    return title.say, dict(title.values)


def round_title(number: int, rounds: int) -> Title:
    """A knockout round's name; `number` counts from 1 and the final is round `rounds`."""
    names = {0: _("Final"), 1: _("Semi-final"), 2: _("Quarter-final")}
    left = rounds - number
    if left in names:
        return Title(names[left])
    return Title(_("Round of {entries}"), {"entries": 2 ** (left + 1)})


def _meet(
    nodes: list[Node],
    number: int,
    position: int,
    sides: tuple[Source | None, Source | None],
    places: Places,
    rounds: int,
) -> Source | None:
    """The source of whoever comes out of a slot, with its match where two meet."""
    first, second = sides
    if first is None or second is None:
        return first or second
    node = Node(
        number=len(nodes) + 1,
        round=number,
        position=position,
        sides=(first, second),
        title=round_title(number, rounds),
        winner_places=(1, 1) if number == rounds else None,
        loser_places=places,
    )
    nodes.append(node)
    return WinnerOf(node.number)


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
