"""The matches of a contest: what each is fed by, who meets, what it decides. Knows ids and lines, not people.

Every format speaks in these: a match's sides come from lines of the draw, winners, losers or places in groups. A bye
makes no match: its opponent stands in the next round from the start.

>>> nodes = bracket(("a", None, "b", "c"))
>>> [(node.number, node.round, node.sides) for node in nodes]
[(1, 1, (FromLine(line=3), FromLine(line=4))), (2, 2, (FromLine(line=1), WinnerOf(match=1)))]
"""

from collections.abc import Sequence

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
