"""A plan made better piece by piece: most matches stay, some are placed anew as well as can be, again and again.

On hundreds of matches this finds in a minute what the whole model at once would need hours for. Knows the solver.
"""

import random
import time
from collections.abc import Callable

from msgspec import Struct
from msgspec.structs import replace
from ortools.sat.python.cp_model import CpSolver, CpSolverSolutionCallback

from services.events.planner.build import Builder, Built, Kind, on_courts
from services.events.planner.told import Better
from shared.rules.scheduling import Fixture, Hall, Slot

PIECE = 40
"""How many matches are placed anew at once."""
SECONDS_A_PIECE = 2.5
WORKERS = 2
Tell = Callable[[Better], None]


class Best(Struct):
    """The best plan so far and how it is told of."""

    tell: Tell
    began: float
    plan: dict[str, Slot] = {}
    cost: int | None = None
    bound: int | None = None

    def offer(self, plan: dict[str, Slot], cost: int) -> None:
        if self.cost is None or cost < self.cost:
            self.plan, self.cost = plan, cost
            self.tell(Better(plan, cost, self.bound, time.monotonic() - self.began))


class Improving(CpSolverSolutionCallback):
    """Offers every plan as it comes; ends a search that has a plan after `enough` seconds."""

    def __init__(self, hall: Hall, built: Built, best: Best, enough: float | None = None) -> None:
        super().__init__()
        self.hall, self.built, self.best, self.enough = hall, built, best, enough

    def on_solution_callback(self) -> None:
        step = self.hall.rules.step
        starts = {
            match: fixture.at.start if (fixture := self.hall.by_id[match]).at else self.value(start) * step
            for match, start in self.built.starts.items()
        }
        if self.enough is not None:
            self.best.bound = int(self.best_objective_bound)
        kinds = {match: self.kind(match) for match in starts}
        self.best.offer(on_courts(self.hall, starts, kinds), int(self.objective_value))
        if self.enough is not None and self.wall_time > self.enough:
            self.stop_search()

    def kind(self, match: str) -> Kind:
        return next(kind for kind, here in self.built.on[match].items() if self.boolean_value(here))


def improve(hall: Hall, best: Best, until: float) -> None:
    """Place pieces anew until the time is over."""
    chance = random.Random(1)  # noqa: S311 - the same search again finds the same pieces
    free = [fixture for fixture in hall.fixtures if fixture.at is None]
    while free and time.monotonic() < until:
        chosen = piece(free, best.plan, chance)
        held = tuple(
            fixture if fixture.at is not None or fixture.id in chosen else replace(fixture, at=best.plan[fixture.id])
            for fixture in hall.fixtures
        )
        part = replace(hall, fixtures=held)
        built = Builder(part).build()
        hint(built, part, best.plan)
        solver = solver_for(min(SECONDS_A_PIECE, max(0.1, until - time.monotonic())))
        solver.solve(built.model, Improving(part, built, best))


def piece(free: list[Fixture], plan: dict[str, Slot], chance: random.Random) -> set[str]:
    """Matches close together in time: of all contests, mostly of one, or of some people with their neighbours."""
    around = chance.choice(free)
    start = plan[around.id].start
    near = sorted(free, key=lambda each: abs(plan[each.id].start - start))
    match chance.randrange(3):
        case 0:
            return {each.id for each in near[:PIECE]}
        case 1:
            own = [each for each in near if each.contest == around.contest]
            return {each.id for each in [*own[: PIECE * 3 // 4], *near[: PIECE // 4]]}
    rows = [chance.choice(free) for _ in range(4)]
    people = {person for each in rows for person in each.people}
    theirs = [each for each in near if people & set(each.people)]
    return {each.id for each in [*rows, *theirs[: PIECE // 2], *near[: PIECE // 2]]}


def hint(built: Built, hall: Hall, plan: dict[str, Slot]) -> None:
    """Where a search begins: a plan that is there."""
    for match, start in built.starts.items():
        built.model.add_hint(start, plan[match].start // hall.rules.step)
        for kind, here in built.on[match].items():
            built.model.add_hint(here, plan[match].court in kind.courts)


def solver_for(seconds: float) -> CpSolver:
    solver = CpSolver()
    solver.parameters.max_time_in_seconds = seconds
    solver.parameters.num_workers = WORKERS
    solver.parameters.random_seed = 1
    return solver
