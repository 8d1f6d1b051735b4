"""Places from comparable values, shared by the equal. Knows no sport.

>>> ranked({"P": 10, "Q": 10, "S": 5})
(('P', 1, 2), ('Q', 1, 2), ('S', 3, 3))
"""

from collections.abc import Mapping, Sequence
from typing import Any

from shared.rules.plan import Placing


def ranked(values: Mapping[str, Any]) -> tuple[Placing, ...]:
    """Everybody's first and last place, the highest value first; equal values share, and the next place is skipped.

    The order the entries come in never matters: the equal are told in the order of their ids.
    """
    above = sorted(values.values(), reverse=True)
    order = sorted(sorted(values), key=lambda entry: above.index(values[entry]))
    return tuple(
        (entry, above.index(values[entry]) + 1, above.index(values[entry]) + above.count(values[entry]))
        for entry in order
    )


def levels(placings: Sequence[Placing]) -> list[list[str]]:
    """The entries by place, those who share one together.

    >>> levels((("P", 1, 2), ("Q", 1, 2), ("S", 3, 3)))
    [['P', 'Q'], ['S']]
    """
    found: dict[int, list[str]] = {}
    for entry, first, _last in sorted(placings, key=lambda each: each[1]):
        found.setdefault(first, []).append(entry)
    return list(found.values())
