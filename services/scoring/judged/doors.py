"""Which pages of a judged contest its officials may open. A page's route and every link to it read the same line here.

Knows roles only; who has which is said by the panel, and what each may do on a page by its handlers.
"""

from collections.abc import Mapping

from services.scoring.judged.at_hand import DESK, SEES_MARKS, TIMING
from services.scoring.judged.officials import ORGANISER, Official
from shared.rules.judged.rule_set import RuleSet

DOORS: Mapping[str, tuple[str, ...]] = {
    "desk": (*DESK, "timekeeper"),
    "timer": TIMING,
    "order": (ORGANISER, "supervisor", "recorder", "timekeeper", "chief"),
    "readers": (ORGANISER, "supervisor"),
    "recusals": (ORGANISER, "chief", "supervisor"),
    "host": DESK,
    "result": SEES_MARKS,
    "appeals": (ORGANISER, "chief", "supervisor"),
    "papers": tuple(dict.fromkeys((*DESK, *TIMING))),
}
NAMING = ("order", "recusals")
"""Pages on which names stand beside order numbers."""
TIMED = ("timer",)
"""Pages of use only where somebody performs."""
KNOWING = (ORGANISER, "supervisor", "recorder", "timekeeper")
"""Who may know which order number is whose before the reveal: who runs the contest."""


def is_blind(official: Official, rule_set: RuleSet | None) -> bool:
    """Whether they mark in a contest whose names are hidden, and have no other role there."""
    if official.has(*KNOWING):
        return False
    return (rule_set is None or rule_set.anonymous) and any(seat.marks for seat in official.seats)


def is_timed(rule_set: RuleSet | None) -> bool:
    """Whether contestants perform in any stage, one after the other. Works and papers have no clock."""
    return rule_set is None or any(stage.mode == "turns" for stage in rule_set.stages)


def doors_open(official: Official | None, rule_set: RuleSet | None) -> frozenset[str]:
    """The pages this official may open."""
    if official is None:
        return frozenset()
    closed = {*(NAMING if is_blind(official, rule_set) else ()), *(() if is_timed(rule_set) else TIMED)}
    return frozenset(page for page, roles in DOORS.items() if official.has(*roles) and page not in closed)
