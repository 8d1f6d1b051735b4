"""What the search tells, one line of JSON each. Knows neither solver nor page."""

from msgspec import Struct

from services.events.planner.wishes import Wish
from shared.rules.scheduling import Slot


class Better(Struct, frozen=True, tag="better"):
    """A plan, better than those before. `cost` has no unit: less is better; None of a plan made without the solver."""

    plan: dict[str, Slot]
    cost: int | None
    bound: int | None
    seconds: float


class Ended(Struct, frozen=True, tag="ended"):
    """Nothing better will come. `best` says that no better plan exists."""

    best: bool
    seconds: float


class Impossible(Struct, frozen=True, tag="impossible"):
    """No plan exists. Either the sessions are too short, or these wishes cannot be had together."""

    wishes: tuple[Wish, ...]
    needed: int = 0
    there: int = 0
    """Minutes on courts, where that is the reason."""
    sure: bool = True
    """Whether the set is proved to be a smallest one."""


class NoneFound(Struct, frozen=True, tag="none_found"):
    """Neither a plan nor a proof that there is none."""

    left: tuple[str, ...]
    """Matches for which the first plan had no place."""
    seconds: float


Found = Better | Ended | Impossible | NoneFound
