"""The steps by which a panel's marks become a score, as data. Knows how a rule is written, not how it is computed.

A rule is a list of steps. They begin with a table of every judge's mark for every criterion. `sum_criteria` makes one
total of each judge's criteria (or, after the judges were joined, one score of the criteria); a joining step (`mean`,
`trim_mean`, ...) makes one value of the judges, per criterion where criteria are not yet summed. `round` and `times`
work on whatever values there are at that point. After both are joined there is one score; `add`, `votes` and `deduct`
work on that.
"""

from decimal import Decimal
from typing import Literal

from msgspec import Struct

SmallPanel = Literal["mean", "ijru", "median"]


class SumCriteria(Struct, frozen=True, tag_field="op", tag="sum_criteria"):
    """Criteria times their weights, added."""


class Mean(Struct, frozen=True, tag_field="op", tag="mean"):
    """The plain mean of the judges."""


class Total(Struct, frozen=True, tag_field="op", tag="total"):
    """The sum of the judges."""


class Median(Struct, frozen=True, tag_field="op", tag="median"):
    """The middle judge, or the mean of the two in the middle."""


class TrimMean(Struct, frozen=True, tag_field="op", tag="trim_mean"):
    """`low` lowest and `high` highest are left out, by one occurrence each; the mean of the rest."""

    low: int = 1
    high: int = 1
    min_panel: int = 4
    """With fewer judges than this the small panel's rule holds."""
    small_panel: SmallPanel = "mean"


class TrimTotal(Struct, frozen=True, tag_field="op", tag="trim_total"):
    """As `trim_mean`, but the rest is added (diving)."""

    low: int = 2
    high: int = 2


class MiddleMean(Struct, frozen=True, tag_field="op", tag="middle_mean"):
    """The mean of the two in the middle; where these differ by more than `tolerance`, the mean of all (FIG)."""

    tolerance: Decimal


class Ijru(Struct, frozen=True, tag_field="op", tag="ijru"):
    """Four or more: highest and lowest out; three: the two closest, the higher two on equal distance; else the mean."""


class RankSum(Struct, frozen=True, tag_field="op", tag="rank_sum"):
    """Each judge's totals become places 1, 2, ... (equals share the mean place); fewer is better, told negative."""


class Borda(Struct, frozen=True, tag_field="op", tag="borda"):
    """Each judge gives every work as many points as there are works placed behind it; the sum."""


class Skating(Struct, frozen=True, tag_field="op", tag="skating"):
    """Places by majority: the first column where more than half rank a work so or better (skating system)."""


class Standardise(Struct, frozen=True, tag_field="op", tag="standardise"):
    """Each judge's totals to a common mean and spread; `t_score` gives 50 + 10 z. Never with fewer than `least`."""

    to: Literal["panel", "t_score"] = "panel"
    least: int = 8


class Severity(Struct, frozen=True, tag_field="op", tag="severity"):
    """Additive severity: x(i,j) = θ(i) − s(j), Σ s = 0, by least squares; only where entries link the judges."""


class Round(Struct, frozen=True, tag_field="op", tag="round"):
    """Rounds every value there is at this point."""

    digits: int = 2
    mode: Literal["half_up", "half_even", "up", "down"] = "half_up"


class Times(Struct, frozen=True, tag_field="op", tag="times"):
    """Times a number, or a fact of the performance by its key (a dive's difficulty)."""

    factor: Decimal | None = None
    fact: str | None = None


class Add(Struct, frozen=True, tag_field="op", tag="add"):
    """Adds a fact of the performance (the element score of figure skating, a bonus)."""

    fact: str


class Votes(Struct, frozen=True, tag_field="op", tag="votes"):
    """Judges' score at `judges` percent plus votes at `votes`, scaled so that the most votes are full marks."""

    judges: Decimal = Decimal(60)
    votes: Decimal = Decimal(40)


class Deduct(Struct, frozen=True, tag_field="op", tag="deduct"):
    """Takes the deductions off; the kinds named, or all. Never below `floor`."""

    what: tuple[str, ...] = ()
    floor: Decimal | None = None


Step = (
    SumCriteria
    | Mean
    | Total
    | Median
    | TrimMean
    | TrimTotal
    | MiddleMean
    | Ijru
    | RankSum
    | Borda
    | Skating
    | Standardise
    | Severity
    | Round
    | Times
    | Add
    | Votes
    | Deduct
)
