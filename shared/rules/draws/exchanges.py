"""Exchanges of unseeded entries where byes or seeds left unit mates closer than need be. Knows lines and units.

Dividing half by half does not see that a later section has room for one entry only, because byes or seeds take the
rest. So what is left is set right by exchanging two entries at a time, as long as an exchange lets fewer unit mates
meet in round 1, or as many there and fewer too early in round 2, and so on.
"""

from collections import Counter
from collections.abc import Mapping, Sequence

from shared.rules.draws.separation import Unit, share_of, together

MOST_TRIES = 100_000
"""Exchanges tried at most, so that a field with one overwhelming unit is drawn in a moment too."""


def set_right(lines: Sequence[str | None], units: Mapping[str, Unit], movable: Sequence[int]) -> tuple[str | None, ...]:
    """The lines after all exchanges that help. `movable` are indexes from 0 in the order they are to be tried."""
    attempt = _Attempt(lines, units, movable)
    while attempt.improve():
        pass
    return tuple(attempt.lines)


class _Attempt:
    """The lines as exchanged so far, with how many of each unit stand in every section."""

    def __init__(self, lines: Sequence[str | None], units: Mapping[str, Unit], movable: Sequence[int]) -> None:
        self.lines = list(lines)
        self.units = units
        self.movable = movable
        self.tries = 0
        self.stages = range(1, len(lines).bit_length() - 1)
        self.totals = Counter(units[entry] for entry in lines if entry is not None)
        self.inside = Counter(
            (stage, line >> stage, units[entry])
            for line, entry in enumerate(lines)
            if entry is not None
            for stage in self.stages
        )

    def improve(self) -> bool:
        """Make the first exchange that helps; False when there is none."""
        strangers: dict[str, list[int]] = {}
        for conflict in together(self.lines, self.units):
            if conflict.unit not in strangers:
                strangers[conflict.unit] = [line for line in self.movable if self._unit(line) != (conflict.unit, "")]
            for line in [line for line in self.movable if self.lines[line] in conflict.ids]:
                for other in strangers[conflict.unit]:
                    if self.tries == MOST_TRIES:
                        return False
                    if self._helps(line, other):
                        self._exchange(line, other)
                        return True
        return False

    def _helps(self, one: int, other: int) -> bool:
        mine, theirs = self._unit(one), self._unit(other)
        self.tries += 1
        for stage in self.stages:
            change = self._change(stage, mine, one, other) + self._change(stage, theirs, other, one)
            if change:
                return change < 0
        return False

    def _change(self, stage: int, unit: Unit, source: int, target: int) -> int:
        """By how many more of the unit are too close in sections of this stage, if one goes from source to target."""
        if not unit[0] or source >> stage == target >> stage:
            return 0
        share = share_of(self.totals[unit], len(self.lines), stage)
        leaves = self.inside[stage, source >> stage, unit] > share
        joins = self.inside[stage, target >> stage, unit] >= share
        return joins - leaves

    def _exchange(self, one: int, other: int) -> None:
        mine, theirs = self._unit(one), self._unit(other)
        for stage in self.stages:
            self.inside[stage, one >> stage, mine] -= 1
            self.inside[stage, other >> stage, mine] += 1
            self.inside[stage, other >> stage, theirs] -= 1
            self.inside[stage, one >> stage, theirs] += 1
        self.lines[one], self.lines[other] = self.lines[other], self.lines[one]

    def _unit(self, line: int) -> Unit:
        return self.units[str(self.lines[line])]
