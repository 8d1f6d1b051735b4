"""Matches built one after another, where whoever has no opponent goes on alone. Knows sources, not people.

>>> trees = Trees()
>>> winners, losers = trees.play((FromLine(1), None, FromLine(3), FromLine(4)), Part("main", 1))
>>> winners, losers
((FromLine(line=1), WinnerOf(match=1)), (None, LoserOf(match=1)))
"""

from collections.abc import Callable, Sequence

from msgspec import Struct
from msgspec.structs import replace

from shared.rules.plan import FromLine, LoserOf, Needed, Node, Places, Source, Title, WinnerOf

Feeder = Source | None
"""Who comes into a slot; None where nobody can."""
Feeders = tuple[Feeder, ...]

__all__ = ["Feeder", "Feeders", "FromLine", "Part", "Trees", "alive"]


class Part(Struct, frozen=True):
    """Where matches belong: their section, their round in it, what they are called."""

    section: str
    round: int
    title: Title | None = None
    group: int | None = None
    needed: Needed | None = None


def alive(feeders: Sequence[Feeder]) -> int:
    """How many slots somebody comes into."""
    return sum(feeder is not None for feeder in feeders)


class Trees:
    """The matches so far, in order of play."""

    def __init__(self, nodes: Sequence[Node] = ()) -> None:
        self.nodes = list(nodes)

    def meet(self, sides: tuple[Feeder, Feeder], part: Part, position: int = 1) -> tuple[Feeder, Feeder]:
        """Who comes out as winner and who as loser; without an opponent there is no match and no loser."""
        first, second = sides
        if first is None or second is None:
            return first or second, None
        number = len(self.nodes) + 1
        self.nodes.append(
            Node(
                number=number,
                round=part.round,
                position=position,
                sides=(first, second),
                section=part.section,
                title=part.title,
                group=part.group,
                needed=part.needed,
            )
        )
        return WinnerOf(number), LoserOf(number)

    def play(self, feeders: Sequence[Feeder], part: Part) -> tuple[Feeders, Feeders]:
        """One round: neighbours meet. Winners and losers, slot by slot."""
        met = [
            self.meet((feeders[slot], feeders[slot + 1]), part, slot // 2 + 1) for slot in range(0, len(feeders) - 1, 2)
        ]
        return tuple(winner for winner, _ in met), tuple(loser for _, loser in met)

    def play_out(self, feeders: Feeders, section: str, name: Callable[[int], Title], first: int) -> None:
        """A whole knockout; its winner takes place `first`, and who loses in one round shares places."""
        for number in range(1, (len(feeders) - 1).bit_length() + 1):
            feeders, losers = self.play(feeders, Part(section, number, name(len(feeders))))
            self.share(losers, first + alive(feeders))
        self.share(feeders, first)

    def share(self, feeders: Sequence[Feeder], first: int) -> None:
        """All of these share the places from `first` on."""
        last = first + alive(feeders) - 1
        for feeder in feeders:
            self.place(feeder, (first, last))

    def place(self, feeder: Feeder, places: Places) -> None:
        """Whoever comes from here is placed so."""
        match feeder:
            case WinnerOf(number):
                self.nodes[number - 1] = replace(self.nodes[number - 1], winner_places=places)
            case LoserOf(number):
                self.nodes[number - 1] = replace(self.nodes[number - 1], loser_places=places)
            case _:
                pass
