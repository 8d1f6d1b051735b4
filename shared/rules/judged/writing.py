"""Short forms for writing rule sets down in a contest's file. Knows no contest."""

from decimal import Decimal

from shared.rules.judged.rule_set import Criterion
from shared.rules.judged.steps import Deduct, Round, Step, SumCriteria, TrimMean
from shared.rules.model import PrizeTier

TENTHS = (
    PrizeTier("first", share=Decimal("0.1")),
    PrizeTier("second", share=Decimal("0.2")),
    PrizeTier("third", share=Decimal("0.3")),
)
"""The shares most notices name: 10, 20 and 30 % of the entries (book of judged contests 1.3)."""
TRIMMED: tuple[Step, ...] = (SumCriteria(), TrimMean(), Round(), Deduct())
"""Highest and lowest judge out, the mean of the rest to two digits, then what is taken off."""


def criterion(key: str, name: str, maximum: int | str, *items: Criterion, step: str = "0.01") -> Criterion:
    """A criterion with marks from zero, in hundredths unless said."""
    return Criterion(key=key, name=name, maximum=Decimal(maximum), step=Decimal(step), items=items)
