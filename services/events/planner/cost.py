"""What a better plan has less of, in steps of time. Knows the starts of matches, not their courts."""

from collections.abc import Mapping
from itertools import combinations

from ortools.sat.python.cp_model import CpModel, IntVar, LinearExpr, LinearExprT

from shared.rules.scheduling import Fixture, Hall

FINISH_TOGETHER = 3
SIDE_WAITS = 2
FINALS_LAST = 4
UNITS_TOGETHER = 12
"""What a step counts: of the last round of a group apart, of a side's way between its matches, of a final too early;
one for every step a match begins later; and what two matches of one unit at once cost."""
MOST_UNIT_PAIRS = 400


class Cost:
    """The cost of a plan over a model's starts, between the first step and the last."""

    def __init__(self, hall: Hall, model: CpModel, starts: Mapping[str, IntVar], span: tuple[int, int]) -> None:
        self.hall, self.model, self.starts = hall, model, starts
        self.earliest, self.horizon = span

    def steps(self, minutes: int) -> int:
        return -(-minutes // self.hall.rules.step)

    def cost(self) -> LinearExprT:
        """Early and close together is better; last rounds of a group at one time, finals at the end."""
        parts: list[LinearExprT] = [start for match, start in self.starts.items() if not self.hall.by_id[match].final]
        for row in self.rows_of_groups():
            parts.append(FINISH_TOGETHER * self.spread(row))
        for row in self.rows_of_sides():
            parts.append(SIDE_WAITS * self.spread(row))
        parts += self.finals_too_early()
        if self.hall.rules.units_apart:
            parts += [UNITS_TOGETHER * self.at_once(*pair) for pair in self.unit_pairs()]
        return LinearExpr.sum(parts)

    def rows_of_groups(self) -> list[list[str]]:
        rows: dict[str, list[str]] = {}
        for fixture in self.hall.fixtures:
            if fixture.finish:
                rows.setdefault(fixture.finish, []).append(fixture.id)
        return [row for row in rows.values() if len(row) > 1]

    def rows_of_sides(self) -> list[list[str]]:
        rows: dict[tuple[str, str], list[str]] = {}
        for fixture in self.hall.fixtures:
            for person in fixture.players:
                rows.setdefault((fixture.contest, person), []).append(fixture.id)
        return [list(row) for row in {tuple(row) for row in rows.values() if len(row) > 1}]

    def spread(self, row: list[str]) -> LinearExprT:
        """From the first to the last start of some matches."""
        first = self.model.new_int_var(self.earliest, self.horizon, "")
        last = self.model.new_int_var(self.earliest, self.horizon, "")
        for match in row:
            self.model.add(first <= self.starts[match])
            self.model.add(last >= self.starts[match])
        return last - first

    def unit_pairs(self) -> list[tuple[Fixture, Fixture]]:
        """Matches of a contest in which one unit plays twice, with different people."""
        rows: dict[tuple[str, str], list[Fixture]] = {}
        for fixture in self.hall.fixtures:
            for unit in fixture.units:
                rows.setdefault((fixture.contest, unit), []).append(fixture)
        pairs = (pair for row in rows.values() for pair in combinations(row, 2))
        return [pair for pair in pairs if not set(pair[0].players) & set(pair[1].players)][:MOST_UNIT_PAIRS]

    def at_once(self, one: Fixture, two: Fixture) -> IntVar:
        """Whether two matches overlap."""
        before, after, together = (self.model.new_bool_var("") for _ in range(3))
        first, second = self.starts[one.id], self.starts[two.id]
        self.model.add(first + self.steps(one.minutes) <= second).only_enforce_if(before)
        self.model.add(second + self.steps(two.minutes) <= first).only_enforce_if(after)
        self.model.add_bool_or([before, after, together])
        return together

    def finals_too_early(self) -> list[LinearExprT]:
        finals = [fixture.id for fixture in self.hall.fixtures if fixture.final]
        others = [self.starts[fixture.id] for fixture in self.hall.fixtures if not fixture.final]
        if not others:
            return [self.starts[match] for match in finals]
        last = self.model.new_int_var(self.earliest, self.horizon, "")
        self.model.add_max_equality(last, others)
        found: list[LinearExprT] = []
        for match in finals:
            early = self.model.new_int_var(0, self.horizon - self.earliest, "")
            self.model.add(early >= last - self.starts[match])
            found += [FINALS_LAST * early, self.starts[match]]
        return found
