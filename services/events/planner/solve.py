"""The search itself: better and better plans until it is stopped, or what cannot be had together. Knows the solver."""

from collections.abc import Callable, Sequence

from ortools.sat.python.cp_model import (
    FEASIBLE,
    INFEASIBLE,
    OPTIMAL,
    CpSolver,
    CpSolverSolutionCallback,
)

from services.events.planner.build import Builder, Built, Kind, on_courts
from services.events.planner.told import Better, Ended, Found, Impossible, NoneFound
from services.events.planner.wishes import Wish, only, smallest_conflict, wishes_of
from shared.rules.scheduling import Hall, Slot
from shared.rules.scheduling.capacity import shortage
from shared.rules.scheduling.first_plan import first_plan

WORKERS = 2
SECONDS_A_QUESTION = 10.0
"""How long one question about a set of wishes may take; what is not disproved by then counts as possible."""
Tell = Callable[[Found], None]


class Improving(CpSolverSolutionCallback):
    """Tells of every better plan as it comes."""

    def __init__(self, hall: Hall, built: Built, tell: Tell) -> None:
        super().__init__()
        self.hall, self.built, self.tell = hall, built, tell

    def on_solution_callback(self) -> None:
        step = self.hall.rules.step
        starts = {
            match: fixture.at.start if (fixture := self.hall.by_id[match]).at else self.value(start) * step
            for match, start in self.built.starts.items()
        }
        kinds = {match: self.kind(match) for match in starts}
        cost, bound = int(self.objective_value), int(self.best_objective_bound)
        self.tell(Better(on_courts(self.hall, starts, kinds), cost, bound, self.wall_time))

    def kind(self, match: str) -> Kind:
        return next(kind for kind, here in self.built.on[match].items() if self.boolean_value(here))


def solve(hall: Hall, seconds: float, tell: Tell) -> None:
    """Tell of better and better plans for so many seconds, then of the end; or of what makes every plan impossible."""
    short = shortage(hall)
    if short is not None:
        tell(Impossible((), short.needed, short.there))
        return
    first = first_plan(hall)
    if not first.left:
        tell(Better(first.plan, None, None, 0.0))
    built = Builder(hall).build()
    if not first.left:
        hint(built, hall, first.plan)
    solver = solver_for(seconds)
    status = solver.solve(built.model, Improving(hall, built, tell))
    if status in (OPTIMAL, FEASIBLE):
        tell(Ended(status == OPTIMAL, solver.wall_time))
    elif status == INFEASIBLE:
        tell(why(hall))
    elif first.left:
        tell(NoneFound(first.left, solver.wall_time))
    else:
        tell(Ended(False, solver.wall_time))


def hint(built: Built, hall: Hall, plan: dict[str, Slot]) -> None:
    """Where the search begins: the first plan."""
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


def why(hall: Hall) -> Impossible:
    """The smallest set of wishes in conflict."""
    unsure = False

    def works(wanted: Sequence[Wish]) -> bool:
        nonlocal unsure
        reduced = only(hall, wanted)
        if not first_plan(reduced).left:
            return True
        built = Builder(reduced).build(improve=False)
        status = solver_for(SECONDS_A_QUESTION).solve(built.model)
        unsure = unsure or status not in (OPTIMAL, FEASIBLE, INFEASIBLE)
        return bool(status != INFEASIBLE)

    return Impossible(smallest_conflict(wishes_of(hall), works), sure=not unsure)
