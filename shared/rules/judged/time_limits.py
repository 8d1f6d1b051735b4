"""What is taken off for a performance too short or too long. Knows seconds and the rule, no clock.

Sources: book of judged contests 1.5 (Liaoning: under 18 or over 20 minutes 5 points; Baoshan: 1 for each minute over).

>>> flat = TimeLimit(least=18 * 60, most=20 * 60, flat=Decimal(5))
>>> [str(time_deduction(flat, seconds)) for seconds in (17 * 60 + 59, 18 * 60, 20 * 60, 20 * 60 + 1)]
['5', '0', '0', '5']
>>> started = TimeLimit(most=20 * 60, per_minute=Decimal(1))
>>> [str(time_deduction(started, seconds)) for seconds in (20 * 60 + 30, 21 * 60, 21 * 60 + 1)]
['1', '1', '2']
"""

from decimal import Decimal

from shared.rules.judged.rule_set import TimeLimit


def time_deduction(limit: TimeLimit, seconds: int) -> Decimal:
    """Points taken off for `seconds` of performance, by the rule's flat part and its minutes, up to its ceiling."""
    under = limit.least is not None and seconds < limit.least
    over = seconds - limit.most if limit.most is not None and seconds > limit.most else 0
    points = Decimal(0)
    if limit.flat is not None and (under or over):
        points += limit.flat
    if limit.per_minute is not None and over:
        minutes = over // 60 if limit.minutes == "full" else -(-over // 60)
        points += limit.per_minute * minutes
    return points if limit.ceiling is None else min(points, limit.ceiling)
