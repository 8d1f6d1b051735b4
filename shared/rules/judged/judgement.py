"""What judges, desk and public gave, and what it makes: the values that go into and come out of a rule set's steps.

Knows no people: entries and seats are keys. Missing is never zero: a seat without a ballot stands in `missing` with
its reason.
"""

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Literal

from msgspec import Struct

Marks = Mapping[str, Decimal]
"""Mark by leaf key: `content`, or `content.theory` where the criterion has items."""


class Deduction(Struct, frozen=True):
    """Points taken off after aggregation, with the reason; who entered it is the desk's record."""

    kind: str
    points: Decimal
    reason: str = ""


class Turn(Struct, frozen=True, kw_only=True):
    """One entry's performance in a stage as it was judged."""

    entry: str
    ballots: Mapping[str, Marks]
    """Seat -> marks, of the ballots that count."""
    missing: Mapping[str, str] = {}
    """Seat -> reason: recused, absent, ..."""
    panel: str = ""
    chief: str = ""
    """The seat whose mark the tie key `chief` reads."""
    facts: Mapping[str, Decimal] = {}
    deductions: tuple[Deduction, ...] = ()
    votes: int = 0
    status: Literal["judged", "absent", "withdrawn", "disqualified"] = "judged"


class Working(Struct, frozen=True):
    """One line of the way from marks to score: which step, what was there after it."""

    op: str
    value: Fraction | None = None
    """The score, once there is one."""
    judges: Mapping[str, Fraction] = {}
    """Seat -> value, while judges are not joined and criteria are."""
    criteria: Mapping[str, Fraction] = {}
    """Criterion -> value, while judges are joined and criteria are not."""


class Score(Struct, frozen=True, kw_only=True):
    """An entry's score in a stage."""

    entry: str
    value: Fraction
    """As the rule has it, its own roundings applied; exact otherwise."""
    unrounded: Fraction
    """The same without any `round` step."""
    totals: Mapping[str, Fraction]
    """Seat -> weighted total of that judge's marks."""
    dropped: frozenset[tuple[str, str]]
    """Seat and criterion left out; the criterion is empty where whole totals were."""
    criteria: Mapping[str, Fraction]
    """Criterion -> plain mean over the judges, for `part:` keys and reports."""
    untrimmed_mean: Fraction
    median: Fraction
    chief: Fraction | None
    deducted: Decimal
    workings: tuple[Working, ...]


class Line(Struct, frozen=True, kw_only=True):
    """An entry's line in a result. Places are shared when `first < last`."""

    entry: str
    first: int
    last: int
    total: Decimal
    """As shown."""
    exact: Fraction
    scores: Mapping[str, Decimal]
    """Stage -> score as shown."""
    split_by: str = ""
    """The tie key that split it from an equal."""
    prize: str = ""
    title: str = ""
    stage: str = ""
    """The last stage it took part in."""
    panel: str = ""
    """Set where places are inside each panel: which."""
