"""The ways marks become a score that have a name, each with its few numbers; every other rule is a list of steps.

Knows how the steps are written, not what they compute.
"""

from decimal import Decimal

from msgspec import Struct

from shared.kit.words import _
from shared.rules.judged import steps
from shared.rules.judged.steps import Deduct, Round, SmallPanel, Step, SumCriteria, TrimMean, Votes

NAMES = {
    "trim_totals": _("Each judge's total; highest and lowest totals left out; the mean of the rest"),
    "trim_criteria": _("Each criterion over the judges, highest and lowest left out; the means added"),
    "mean": _("The mean of the judges' totals"),
    "median": _("The median of the judges' totals"),
    "total": _("The sum of the judges' totals"),
    "ijru": _("The judges' totals joined by the IJRU rule"),
    "rank_sum": _("Each judge's totals become places; the places are added"),
    "borda": _("Each judge's totals become points by place (Borda)"),
    "skating": _("Places by majority (skating system)"),
    "steps": _("Steps of its own, written out below"),
}
JOINS: dict[str, Step] = {
    "mean": steps.Mean(),
    "median": steps.Median(),
    "total": steps.Total(),
    "ijru": steps.Ijru(),
    "rank_sum": steps.RankSum(),
    "borda": steps.Borda(),
    "skating": steps.Skating(),
}


class Method(Struct, frozen=True, kw_only=True):
    """A named way with its numbers."""

    kind: str
    trim: TrimMean = TrimMean()
    votes: Decimal | None = None
    """Percent of the public vote in the score; None without one."""
    digits: int | None = 2
    """Digits the score is rounded to; None leaves it exact."""
    deducts: bool = True


def steps_of(method: Method) -> tuple[Step, ...]:
    """The steps of a named way.

    >>> [type(each).__name__ for each in steps_of(Method(kind="trim_totals", digits=None))]
    ['SumCriteria', 'TrimMean', 'Deduct']
    """
    found: list[Step] = []
    if method.kind == "trim_totals":
        found = [SumCriteria(), method.trim]
    elif method.kind == "trim_criteria":
        found = [method.trim, SumCriteria()]
    else:
        found = [SumCriteria(), JOINS[method.kind]]
    if method.votes is not None:
        found.append(Votes(judges=100 - method.votes, votes=method.votes))
    if method.digits is not None:
        found.append(Round(digits=method.digits))
    if method.deducts:
        found.append(Deduct())
    return tuple(found)


def method_of(given: tuple[Step, ...]) -> Method | None:
    """The named way these steps are; None where they are their own.

    >>> method_of(steps_of(Method(kind="median", votes=Decimal(40)))).kind
    'median'
    """
    trim = next((each for each in given if isinstance(each, TrimMean)), TrimMean())
    votes = next((each.votes for each in given if isinstance(each, Votes)), None)
    digits = next((each.digits for each in given if isinstance(each, Round)), None)
    deducts = any(isinstance(each, Deduct) for each in given)
    for kind in NAMES:
        if kind == "steps":
            continue
        method = Method(kind=kind, trim=trim, votes=votes, digits=digits, deducts=deducts)
        if steps_of(method) == given:
            return method
    return None


SMALL_PANELS: dict[SmallPanel, str] = {
    "mean": _("the mean of all"),
    "ijru": _("the IJRU rule"),
    "median": _("the median"),
}
