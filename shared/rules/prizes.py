"""Who gets which prize, by number, share or score. Knows places and scores, not what was done for them.

Source: notices of staff contests; shares are rounded half up and the first prize is given at least once.

>>> tiers = (PrizeTier("first", count=2), PrizeTier("second", count=2), PrizeTier("third", count=2))
>>> scores = {"a": 95, "b": 94, "c": 94, "d": 93, "e": 92, "f": 92, "g": 90}
>>> awarded(tiers, [[entry] for entry in scores], scores)
{'first': ('a', 'b', 'c'), 'second': ('d',), 'third': ('e', 'f')}
"""

from collections.abc import Mapping, Sequence
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_UP, Decimal
from fractions import Fraction
from itertools import groupby
from typing import Any, Literal

from shared.rules.model import PrizeTier
from shared.rules.words import _

Rounding = Literal["half_up", "up", "down"]
NAMES = {
    "special": _("Special prize"),
    "first": _("First prize"),
    "second": _("Second prize"),
    "third": _("Third prize"),
    "merit": _("Merit award"),
    "gold": _("Gold prize"),
    "silver": _("Silver prize"),
    "bronze": _("Bronze prize"),
    "organisation_award": _("Excellent organisation award"),
    "sportsmanship": _("Sportsmanship award"),
    "host": _("Excellent host award"),
}
"""How prizes of these names are called; one of another name is called by it."""


def called(prize: str) -> str:
    """The msgid of a usual prize; of another its own wording.

    >>> called("first"), called("最佳创意奖")
    ('First prize', '最佳创意奖')
    """
    return NAMES.get(prize, prize)


MODES = {"half_up": ROUND_HALF_UP, "up": ROUND_CEILING, "down": ROUND_FLOOR}


def quota(tier: PrizeTier, entries: int, rounding: Rounding = "half_up") -> int | None:
    """How many of a prize there are for so many entries; None where only its score limits it.

    >>> quota(PrizeTier("second", share=Decimal("0.2")), 37)
    7
    """
    if tier.count is not None or tier.share is None:
        return tier.count
    return int((tier.share * entries).quantize(Decimal(1), rounding=MODES[rounding]))


def quotas(
    tiers: Sequence[PrizeTier], entries: int, rounding: Rounding = "half_up", least_first: int = 1
) -> dict[str, int | None]:
    """How many of each prize there are; of the first at least `least_first`.

    >>> quotas((PrizeTier("first", share=Decimal("0.1")), PrizeTier("second", share=Decimal("0.2"))), 4)
    {'first': 1, 'second': 1}
    """
    found = {tier.name: quota(tier, entries, rounding) for tier in tiers}
    for tier in tiers[:1]:
        number = found[tier.name]
        if number is not None and entries:
            found[tier.name] = max(number, least_first)
    return found


def awarded(
    tiers: Sequence[PrizeTier],
    levels: Sequence[Sequence[str]],
    scores: Mapping[str, Any],
    boundary: Literal["widen", "cut"] = "widen",
    rounding: Rounding = "half_up",
) -> dict[str, tuple[str, ...]]:
    """The prizes, best tier first, over all entries in order of place; who share a place stand together.

    A score a tier asks for binds even when places remain, and who finds a tier full falls into the next. At the end
    of a tier `widen` gives it to all whose scores are equal, which uses up places of the next; `cut` follows the
    places, so that only who share one stay together.
    """
    waiting = _together(levels, scores) if boundary == "widen" else [list(level) for level in levels]
    numbers = quotas(tiers, sum(map(len, waiting)), rounding)
    prizes: dict[str, tuple[str, ...]] = {}
    over = 0
    for tier in tiers:
        number = numbers[tier.name]
        left = None if number is None else number - over
        winners: list[str] = []
        while waiting and (left is None or len(winners) < left) and _reaches(tier, scores, waiting[0]):
            winners += waiting.pop(0)
        prizes[tier.name] = tuple(winners)
        over = 0 if left is None else max(0, len(winners) - left)
    return prizes


def _reaches(tier: PrizeTier, scores: Mapping[str, Any], level: Sequence[str]) -> bool:
    least = tier.at_least
    return least is None or all(entry in scores and Fraction(scores[entry]) >= least for entry in level)


def _together(levels: Sequence[Sequence[str]], scores: Mapping[str, Any]) -> list[list[str]]:
    """Neighbouring places with equal scores as one; without scores only who share a place."""

    def score(level: Sequence[str]) -> object:
        return scores.get(level[0], tuple(level))

    return [[entry for level in same for entry in level] for _, same in groupby(levels, key=score)]
