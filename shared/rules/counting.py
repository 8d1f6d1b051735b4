"""Counts of a performance without opponent: how counters become one, what is taken off, who is how good.

Knows no rope. Sources: IJRU Judging Manual, speed events (averages, deductions, ranking), and the notices of staff
meetings for mass events.

>>> speed = Counting(false_switches=3, within=3)
>>> counted(speed, (24, 25, 26), false_starts=1, false_switches=1).score
Decimal('5.50')
"""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise

from shared.rules.exact import fraction, mean, rounded
from shared.rules.model import Counting, Performance
from shared.rules.places import ranked
from shared.rules.plan import Placing

Count = int | Decimal


def combined(counting: Counting, counts: Sequence[Count]) -> Fraction:
    """One count from those of all counters, exactly.

    IJRU: one counter's value; the mean of two; of three the mean of the two closest, with equal gaps the higher two;
    of four and more the mean without one highest and one lowest.

    >>> combined(Counting(), (90, 92, 94)), combined(Counting(), (112, 115, 118, 119, 121))
    (Fraction(93, 1), Fraction(352, 3))
    """
    values = sorted(fraction(count) for count in counts)
    if counting.combine != "ijru" or len(values) <= 2:
        return mean(values)
    if len(values) > 3:
        return mean(values[1:-1])
    low, middle, high = values
    return mean((low, middle)) if middle - low < high - middle else mean((middle, high))


def too_far_apart(counting: Counting, counts: Sequence[Count]) -> bool:
    """Whether even the two closest counters differ by more than allowed: a recount or a new attempt is due.

    >>> too_far_apart(Counting(within=3), (112, 116, 121))
    True
    """
    if counting.within is None or len(counts) < 2:
        return False
    return min(high - low for low, high in pairwise(sorted(counts))) > counting.within


def deduction(counting: Counting, false_starts: int = 0, false_switches: int = 0, fouls: int = 0) -> int:
    """What is taken off. A false start counts once at most, false switches once a leg but the first.

    >>> deduction(Counting(false_switches=1), false_starts=2, false_switches=2), deduction(Counting(foul=3), fouls=3)
    (20, 9)
    """
    switches = min(false_switches, counting.false_switches)
    return (min(false_starts, 1) + switches) * counting.false_start + fouls * counting.foul


def counted(
    counting: Counting,
    counts: Sequence[Count],
    *,
    false_starts: int = 0,
    false_switches: int = 0,
    fouls: int = 0,
    failures: int = 0,
) -> Performance:
    """The result of one performance: counts combined, deductions off, rounded to two digits only at the end.

    Of a team sum, the counts come member by member, each with all its counters; a member who is void counts 0.
    """
    off = deduction(counting, false_starts, false_switches, fouls)
    each = len(counts) // counting.members or 1
    parts = [counts[start : start + each] for start in range(0, len(counts), each)]
    total = sum((combined(counting, part) for part in parts), Fraction())
    return Performance(
        score=rounded(total - off),
        counts=tuple(Decimal(count) for count in counts),
        deduction=Decimal(off),
        failures=failures,
        recount=any(too_far_apart(counting, part) for part in parts),
    )


def best(counting: Counting, attempts: Sequence[Performance]) -> Performance:
    """The attempt that counts: the highest score, among equals the one with fewest failures."""
    return max(attempts, key=lambda attempt: _value(counting, attempt))


def rank(counting: Counting, performances: Mapping[str, Sequence[Performance]]) -> tuple[Placing, ...]:
    """Places by the best attempt of each; equal scores share unless fewer failures decide. Without attempt, no place.

    >>> jump = lambda score, failures: [Performance(score=Decimal(score), failures=failures)]
    >>> rank(Counting(tie_break="fewer_failures"), {"P": jump(168, 2), "Q": jump(171, 5), "S": jump(168, 1)})
    (('Q', 1, 1), ('S', 2, 2), ('P', 3, 3))
    """
    return ranked({entry: _value(counting, best(counting, tried)) for entry, tried in performances.items() if tried})


def normalised(scores: Mapping[str, Decimal]) -> dict[str, Decimal]:
    """Scores of an event between 1 for the lowest and 100 for the highest, two digits (IJRU overall ranking).

    >>> {entry: str(n) for entry, n in normalised({"P": Decimal(90), "Q": Decimal(88), "S": Decimal(80)}).items()}
    {'P': '100.00', 'Q': '80.20', 'S': '1.00'}
    """
    low, high = min(scores.values()), max(scores.values())
    if low == high:
        return dict.fromkeys(scores, Decimal("100.00"))
    spread = fraction(high - low)
    return {entry: rounded(99 * fraction(score - low) / spread + 1) for entry, score in scores.items()}


def overall(events: Mapping[str, Mapping[str, Decimal]]) -> tuple[Placing, ...]:
    """Places over several events: the smallest sum of ranks, among equals the largest sum of normalised scores."""
    ranks, points = rank_sums(events), normalised_sums(events)
    return ranked({entry: (-ranks[entry], points[entry]) for entry in ranks})


def rank_sums(events: Mapping[str, Mapping[str, Decimal]]) -> dict[str, int]:
    """T of the IJRU overall ranking: the sum of an entry's ranks in all events."""
    sums: dict[str, int] = {}
    for scores in events.values():
        for entry, first, _last in ranked(scores):
            sums[entry] = sums.get(entry, 0) + first
    return sums


def normalised_sums(events: Mapping[str, Mapping[str, Decimal]]) -> dict[str, Decimal]:
    """The sum of an entry's normalised scores in all events."""
    sums: dict[str, Decimal] = {}
    for scores in events.values():
        for entry, value in normalised(scores).items():
            sums[entry] = sums.get(entry, Decimal()) + value
    return sums


def _value(counting: Counting, performance: Performance) -> tuple[Decimal, int]:
    return performance.score, -performance.failures if counting.tie_break == "fewer_failures" else 0
