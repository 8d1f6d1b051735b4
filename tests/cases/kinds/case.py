"""What a case is, and how scores are written in cases."""

from typing import Any

from shared.rules.model import Points

Case = dict[str, Any]
Answer = tuple[object, object]
"""What the case expects and what the product says, in the same form."""


def points_of(score: str) -> Points:
    one, two = score.split("-")
    return int(one), int(two)


def games_of(scores: str) -> tuple[Points, ...]:
    return tuple(points_of(score) for score in scores.split())
