"""The lot: chance that anybody can draw again from its seed. Knows nothing of what is drawn.

The rule, to be followed with any tool that has SHA-256:

1. Draw number i, from 0, is the first 8 bytes of SHA-256 of the UTF-8 text `seed:i`, read as a big-endian number x.
2. A number below n is x mod n. Where x is not below the largest multiple of n in 2**64, the draw is thrown away and
   the next one taken, so that every number has the same chance.
3. A shuffle goes from the last place to the second: place p, counted from 0, changes with place `below(p + 1)`.

>>> Lot("spring cup").shuffled("abcde")
['a', 'e', 'c', 'd', 'b']
"""

from collections.abc import Sequence
from hashlib import sha256
from typing import TypeVar

T = TypeVar("T")
RANGE = 2**64


class Lot:
    """Draws in the order they are asked for. The same seed and the same questions give the same answers."""

    def __init__(self, seed: str) -> None:
        self.seed = seed
        self._start = sha256(f"{seed}:".encode())
        self._drawn = 0

    def below(self, limit: int) -> int:
        """A whole number from 0 to `limit - 1`, each with the same chance. `limit` is at least 1."""
        fair = RANGE - RANGE % limit
        number = self._next()
        while number >= fair:
            number = self._next()
        return number % limit

    def choice(self, items: Sequence[T]) -> T:
        """One of the items; there must be one."""
        return items[self.below(len(items))]

    def shuffled(self, items: Sequence[T]) -> list[T]:
        """The items in an order drawn by lot."""
        order = list(items)
        for place in range(len(order) - 1, 0, -1):
            other = self.below(place + 1)
            order[place], order[other] = order[other], order[place]
        return order

    def _next(self) -> int:
        block = self._start.copy()
        block.update(str(self._drawn).encode())
        self._drawn += 1
        return int.from_bytes(block.digest()[:8], "big")
