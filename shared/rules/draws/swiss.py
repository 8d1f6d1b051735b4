"""Who meets whom in the next round of a Swiss contest, and how its table is ranked. Knows entries by id only.

Pairing: entries with equal points meet where they can, the upper half of them against the lower half; nobody meets
the same opponent twice, and nobody has a second bye while somebody had none. As long as no more rounds are played than
half of the field (a bye counted as an entry), such a pairing always exists and is found: where two left over have met
already, one pair is opened for them (Ore's theorem says there is one).

Ranking: points, then the sum of opponents' points (Buchholz), then the points of those beaten (Sonneborn-Berger);
who is still equal shares places. A bye counts as a win against an opponent with the entry's own points.

>>> Record.pair(("a", "b", "c", "d"), (Played("a", "b", 1), Played("c", "d", 1)))
(('a', 'c'), ('b', 'd'))
"""

from collections.abc import Sequence

from msgspec import Struct

from shared.rules.model import Side
from shared.rules.plan import Placing
from shared.rules.refusals import IllegalDraw
from shared.rules.words import _


class Played(Struct, frozen=True):
    """Two who met, or one who had a bye; `winner` is None for a match void for both."""

    one: str
    two: str | None
    winner: Side | None


class Row(Struct, frozen=True):
    """An entry's line in the table."""

    entry: str
    points: int
    buchholz: int
    berger: int
    first: int
    last: int
    byes: int = 0


NOBODY = ""
"""Who has a bye meets nobody."""
Pairs = tuple[tuple[str, str], ...]


class Record:
    """What was played so far. `entries` are in the order of the draw, which decides where nothing else does."""

    def __init__(self, entries: Sequence[str], played: Sequence[Played]) -> None:
        self.entries = tuple(entries)
        self.played = tuple(played)
        self.points = dict.fromkeys(entries, 0)
        self.met: dict[str, set[str]] = {entry: set() for entry in (*entries, NOBODY)}
        for each in played:
            two = each.two if each.two is not None else NOBODY
            self.met[each.one].add(two)
            self.met[two].add(each.one)
            winner = (each.one, two)[each.winner - 1] if each.winner is not None else NOBODY
            if winner != NOBODY:
                self.points[winner] += 1

    @staticmethod
    def pair(entries: Sequence[str], played: Sequence[Played], present: Sequence[str] | None = None) -> Pairs:
        """The next round, the best pair first; a bye is a pair with an empty second.

        `present` are those who play on. Raises IllegalDraw where they have all met already.
        """
        return _Pairing(Record(entries, played), present if present is not None else entries).found()

    def table(self) -> tuple[Row, ...]:
        """Everybody, best first."""
        worth = {entry: (self.points[entry], self._buchholz(entry), self._berger(entry)) for entry in self.entries}
        byes = {each.one for each in self.played if each.two is None}
        order = sorted(self.entries, key=lambda entry: worth[entry], reverse=True)
        return tuple(
            Row(
                entry,
                *worth[entry],
                first=1 + sum(other > worth[entry] for other in worth.values()),
                last=sum(other >= worth[entry] for other in worth.values()),
                byes=int(entry in byes),
            )
            for entry in order
        )

    def placings(self) -> tuple[Placing, ...]:
        """Everybody's places, best first."""
        return tuple((row.entry, row.first, row.last) for row in self.table())

    def _buchholz(self, entry: str) -> int:
        return sum(self.points[other if other != NOBODY else entry] for other, _ in self._opponents(entry))

    def _berger(self, entry: str) -> int:
        return sum(self.points[other if other != NOBODY else entry] for other, won in self._opponents(entry) if won)

    def _opponents(self, entry: str) -> list[tuple[str, bool]]:
        found = []
        for each in self.played:
            if each.one == entry:
                found.append((each.two if each.two is not None else NOBODY, each.winner == 1))
            elif each.two == entry:
                found.append((each.one, each.winner == 2))
        return found


class _Pairing:
    """One round being paired: everybody in order, best first, with nobody as the last of an odd field."""

    def __init__(self, record: Record, present: Sequence[str]) -> None:
        self.record = record
        rank = {row.entry: place for place, row in enumerate(record.table())}
        draw = {entry: place for place, entry in enumerate(record.entries)}
        points = record.points
        self.order = sorted(present, key=lambda one: (-points[one], rank[one] if record.played else 0, draw[one]))
        self.with_bye = len(self.order) % 2 == 1
        self.partner: dict[str, str] = {}

    def found(self) -> Pairs:
        if self.with_bye:
            self._give_bye()
        for one in self.order:
            if one not in self.partner:
                self._match(one)
        left = [one for one in (*self.order, *([NOBODY] if self.with_bye else [])) if one not in self.partner]
        while left:
            one = left.pop(0)
            self._open_a_pair(one, left)
        pairs = [(one, self.partner[one]) for one in self.order if self._leads(one)]
        return tuple(sorted(pairs, key=lambda pair: pair[1] == NOBODY))

    def _leads(self, one: str) -> bool:
        other = self.partner[one]
        return other == NOBODY or self.order.index(one) < self.order.index(other)

    def _join(self, one: str, other: str) -> None:
        self.partner[one] = other
        self.partner[other] = one

    def _may_meet(self, one: str, other: str) -> bool:
        return one != other and other not in self.record.met[one]

    def _give_bye(self) -> None:
        """The last who had none."""
        for one in reversed(self.order):
            if self._may_meet(one, NOBODY):
                self._join(one, NOBODY)
                return

    def _match(self, one: str) -> None:
        """The next of equal points from half of them down, then upwards; else the next below."""
        points = self.record.points
        free = [other for other in self.order if other not in self.partner and other != one]
        equals = [other for other in free if points[other] == points[one]]
        middle = len(equals) // 2
        lower = [other for other in free if points[other] != points[one]]
        for other in (*equals[middle:], *reversed(equals[:middle]), *lower):
            if self._may_meet(one, other):
                self._join(one, other)
                return

    def _open_a_pair(self, one: str, left: list[str]) -> None:
        """Two who are left and have met: the nearest pair that can be exchanged with them, from the bottom up."""
        for other in left:
            if self._may_meet(one, other):
                self._join(one, other)
                left.remove(other)
                return
        for other in left:
            for inside in reversed(self.order):
                outside = self.partner.get(inside)
                if outside is None or not (self._may_meet(one, inside) and self._may_meet(other, outside)):
                    continue
                self._join(one, inside)
                self._join(other, outside)
                left.remove(other)
                return
        raise IllegalDraw("swiss.stuck", _("Those who are left have all met each other already."))


def rounds_for(entries: int) -> int:
    """As many rounds as a knockout would need.

    >>> rounds_for(9)
    4
    """
    return max((entries - 1).bit_length(), 1)


def most_rounds(entries: int) -> int:
    """So many rounds can surely be paired without anybody meeting twice."""
    return max((entries + 1) // 2, 1)
