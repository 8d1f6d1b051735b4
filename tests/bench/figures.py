"""Quantiles and the way from taps to screens. Pure."""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Sequence

from tests.bench.marking import Tap
from tests.bench.watching import Seen


def quantile(values: Sequence[float], share: float) -> float:
    """The value below which this share of the values lies; 0 where there are none."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))] if ordered else 0.0


def in_ms(values: Sequence[float]) -> dict[str, float]:
    return {f"p{share}": round(quantile(values, share / 100) * 1000, 1) for share in (50, 99)}


def tap_to_screen(taps: Iterable[Tap], seen: Iterable[Seen]) -> list[float]:
    """For every rally and every reader of its match, how long until a screen showed it or something newer."""
    shown: dict[tuple[int, int], list[Seen]] = defaultdict(list)
    for each in sorted(seen, key=lambda each: each.at):
        shown[each.match, each.reader].append(each)
    readers: dict[int, list[list[Seen]]] = defaultdict(list)
    for (match, _), frames in shown.items():
        readers[match].append(frames)
    return [wait for tap in taps if tap.ordinal > 1 for frames in readers[tap.match] for wait in waits(tap, frames)]


def waits(tap: Tap, frames: list[Seen]) -> list[float]:
    """Frames of one reader are in time order, and the rallies shown never fall."""
    place = bisect_left(frames, tap.ordinal - 1, key=lambda frame: frame.rallies)
    return [frames[place].at - tap.due] if place < len(frames) else []
