"""Strengths from comparisons of two: Bradley and Terry's model. Knows who was preferred to whom how often.

Source: book of judged contests 2.4: P(i beats j) = p(i)/(p(i)+p(j)); the fixed point of
p(i) ← wins(i) / Σ n(ij)/(p(i)+p(j)). Natural logarithms, to twelve digits behind the point.
"""

from collections.abc import Mapping
from decimal import Decimal, localcontext

from shared.rules.refusals import IllegalMark
from shared.rules.words import _

Wins = Mapping[str, Mapping[str, int]]
"""Entry -> entry it was preferred to -> how often."""
CLOSE = Decimal("1E-14")
MOST_ROUNDS = 100_000


def log_abilities(wins: Wins) -> dict[str, Decimal]:
    """The logarithm of each entry's strength; that of the first key is zero.

    >>> found = log_abilities({"A": {"B": 2}, "B": {"A": 1}})
    >>> str(round(found["A"], 4)), str(round(found["B"], 4))
    ('0.0000', '-0.6931')

    Raises:
        IllegalMark: `judged.unlinked`: some group was never preferred to the others, or never the other way round.
    """
    entries = list(dict.fromkeys([*wins, *(other for given in wins.values() for other in given)]))
    if not entries:
        return {}
    if not _linked(wins, entries):
        raise IllegalMark("judged.unlinked", _("The comparisons do not link all entries both ways."))
    with localcontext() as context:
        context.prec = 28
        strength = _settled(wins, entries)
        return {entry: (strength[entry] / strength[entries[0]]).ln() for entry in entries}


def _settled(wins: Wins, entries: list[str]) -> dict[str, Decimal]:
    met = _met(wins, entries)
    strength = dict.fromkeys(entries, Decimal(1))
    for _round in range(MOST_ROUNDS):
        after = {}
        for entry in entries:
            owed = sum((times / (strength[entry] + strength[other]) for other, times in met[entry].items()), Decimal())
            won = sum(times for other, times in wins.get(entry, {}).items() if other != entry)
            after[entry] = won / owed if owed else Decimal(1)
        scale = sum(after.values(), Decimal()) / len(entries)
        after = {entry: value / scale for entry, value in after.items()}
        moved = max(abs(after[entry] / strength[entry] - 1) for entry in entries)
        strength = after
        if moved < CLOSE:
            break
    return strength


def _met(wins: Wins, entries: list[str]) -> dict[str, dict[str, int]]:
    """Entry -> other -> how often they were compared."""
    met: dict[str, dict[str, int]] = {entry: {} for entry in entries}
    for entry, given in wins.items():
        for other, times in given.items():
            if other != entry and times:
                met[entry][other] = met[entry].get(other, 0) + times
                met[other][entry] = met[other].get(entry, 0) + times
    return met


def _linked(wins: Wins, entries: list[str]) -> bool:
    forward = {entry: {other for other, times in wins.get(entry, {}).items() if times} for entry in entries}
    back = {entry: {other for other in entries if entry in forward[other]} for entry in entries}
    return all(len(_reached(entries[0], way)) == len(entries) for way in (forward, back))


def _reached(start: str, ways: Mapping[str, set[str]]) -> set[str]:
    seen, ahead = {start}, [start]
    while ahead:
        new = ways[ahead.pop()] - seen
        seen |= new
        ahead += new
    return seen
