"""The order in which everybody meets everybody. Knows numbers from 1, not who bears them.

Two tables are printed in the handbooks: Berger's (FIDE Handbook C.05 Annex 1; Chinese volleyball's 贝格尔 table with 0
for the bye is that of one entry more) and the circle turned counter-clockwise with number 1 standing still. An odd
field plays the table of one more, whose last number is a bye.
"""

from typing import Literal

Order = Literal["berger", "circle"]
Pair = tuple[int, int]
Rounds = tuple[tuple[Pair, ...], ...]


def meetings(entries: int, order: Order = "berger", legs: int = 1) -> Rounds:
    """Every round with its meetings; each further leg is the one before with sides changed.

    >>> meetings(3)
    (((2, 3),), ((1, 2),), ((3, 1),))
    """
    table = berger(entries) if order == "berger" else circle(entries)
    changed = tuple(tuple((two, one) for one, two in pairs) for pairs in table)
    return tuple(pairs for leg in range(legs) for pairs in (changed if leg % 2 else table))


def berger(entries: int) -> Rounds:
    """Berger's table.

    >>> berger(4)
    (((1, 4), (2, 3)), ((4, 3), (1, 2)), ((2, 4), (3, 1)))
    """
    even = entries + entries % 2
    rounds = []
    pairs = [(number, even + 1 - number) for number in range(1, even // 2 + 1)]
    for played in range(even - 1):
        (leader, _), *others = pairs
        rounds.append([(even, leader) if played % 2 else (leader, even), *others])
        pairs = [(_turned(leader, even), even), *((_turned(one, even), _turned(two, even)) for one, two in others)]
    return _without_bye(rounds, entries)


def circle(entries: int) -> Rounds:
    """The circle turned counter-clockwise.

    >>> circle(4)
    (((1, 4), (2, 3)), ((1, 3), (4, 2)), ((1, 2), (3, 4)))
    """
    even = entries + entries % 2
    ring = list(range(1, even + 1))
    rounds = []
    for _ in range(even - 1):
        rounds.append([(ring[place], ring[-1 - place]) for place in range(even // 2)])
        ring = [ring[0], ring[-1], *ring[1:-1]]
    return _without_bye(rounds, entries)


def _turned(number: int, even: int) -> int:
    """The number half a table further among all but the last."""
    return (number - 1 + even // 2) % (even - 1) + 1


def _without_bye(rounds: list[list[Pair]], entries: int) -> Rounds:
    return tuple(tuple(pair for pair in pairs if max(pair) <= entries) for pairs in rounds)
