"""The search itself: better and better plans until it is stopped, or what cannot be had together. Knows the solver."""

import time
from collections.abc import Callable, Sequence

from ortools.sat.python.cp_model import FEASIBLE, INFEASIBLE, OPTIMAL

from services.events.planner.build import Builder
from services.events.planner.improve import Best, Improving, hint, improve, solver_for
from services.events.planner.told import Better, Ended, Found, Impossible, NoneFound
from services.events.planner.wishes import Wish, only, smallest_conflict, wishes_of
from shared.rules.scheduling import Hall
from shared.rules.scheduling.capacity import shortage, shortage_anywhere
from shared.rules.scheduling.first_plan import first_plan

WHOLE_SHARE = 0.2
WHOLE_AT_LEAST = 5.0
"""Of the time, the part in which the whole model is searched at once, and its least in seconds."""
SECONDS_A_QUESTION = 10.0
"""How long one question about a set of wishes may take; what is not disproved by then counts as possible."""
Tell = Callable[[Found], None]


def solve(hall: Hall, seconds: float, tell: Tell) -> None:
    """Tell of better and better plans for so many seconds, then of the end; or of what makes every plan impossible."""
    short = shortage(hall)
    if short is not None:
        tell(Impossible((), short.needed, short.there))
        return
    if shortage_anywhere(hall) is not None:
        tell(Impossible(smallest_conflict(wishes_of(hall), lambda kept: shortage_anywhere(only(hall, kept)) is None)))
        return
    best = Best(tell, time.monotonic())
    first = first_plan(hall)
    if not first.left:
        tell(Better(first.plan, None, None, 0.0))
        best.plan = first.plan
    status = search_whole(hall, best, seconds)
    if status == INFEASIBLE:
        tell(why(hall))
        return
    if status != OPTIMAL and best.plan:
        improve(hall, best, best.began + seconds)
    spent = time.monotonic() - best.began
    tell(Ended(status == OPTIMAL, spent) if best.plan else NoneFound(first.left, spent))


def search_whole(hall: Hall, best: Best, seconds: float) -> object:
    """The whole model at once: proves small plans best, tells the bound of large ones, finds one where none is yet."""
    built = Builder(hall).build()
    share = max(WHOLE_AT_LEAST, seconds * WHOLE_SHARE)
    if best.plan:
        hint(built, hall, best.plan)
    solver = solver_for(min(seconds, share) if best.plan else seconds)
    return solver.solve(built.model, Improving(hall, built, best, share))


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
