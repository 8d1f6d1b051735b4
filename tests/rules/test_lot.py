"""The lot can be drawn again by hand and is fair."""

from collections import Counter
from hashlib import sha256

from shared.rules.lot import RANGE, Lot


def test_the_same_seed_draws_the_same() -> None:
    assert Lot("a").shuffled(range(50)) == Lot("a").shuffled(range(50))
    assert Lot("a").shuffled(range(50)) != Lot("b").shuffled(range(50))


def test_a_number_is_the_hash_of_seed_and_counter() -> None:
    lot = Lot("校杯 2026")
    by_hand = [int.from_bytes(sha256(f"校杯 2026:{number}".encode()).digest()[:8], "big") % 6 for number in range(20)]

    assert [lot.below(6) for _ in range(20)] == by_hand


def test_a_shuffle_loses_and_doubles_nobody() -> None:
    assert sorted(Lot("x").shuffled(range(100))) == list(range(100))
    assert Lot("x").shuffled([]) == []
    assert Lot("x").choice(["only"]) == "only"


def test_every_order_of_three_has_the_same_chance() -> None:
    counts = Counter(tuple(Lot(f"seed {number}").shuffled("abc")) for number in range(6000))

    assert len(counts) == 6
    assert all(850 < count < 1150 for count in counts.values()), counts


def test_a_number_that_would_favour_the_small_ones_is_drawn_again() -> None:
    class Rigged(Lot):
        def _next(self) -> int:
            self._drawn += 1
            return RANGE - 1 if self._drawn == 1 else 8

    assert Rigged("any").below(6) == 2
    assert Rigged("any").below(8) == 7
