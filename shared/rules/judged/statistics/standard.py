"""Judges' totals brought to one mean and spread (标准分), for entries shared out by lot. Knows keys and totals.

Source: book of judged contests 2.4. z = (x − μj)/σj over the marks of judge j, σ of the population, its root to thirty
digits. Then μ + σ·z of all marks, or T = 50 + 10·z. A judge with fewer marks than the rule's least is not corrected;
one whose marks are all equal says nothing and is left out. Both are told by `notices`.
"""

from collections.abc import Mapping
from fractions import Fraction
from typing import Literal

from msgspec import Struct

from shared.rules.exact import mean
from shared.rules.judged.statistics.severity import Table
from shared.rules.judged.statistics.spread import deviation
from shared.rules.refusals import IllegalMark
from shared.rules.words import _

Scale = Literal["panel", "t_score"]
CENTRE, SPREAD = Fraction(50), Fraction(10)
"""Of the T score."""


class Notice(Struct, frozen=True):
    """A judge who was not corrected, and why."""

    seat: str
    why: Literal["too_few", "all_equal"]


def standardised(totals: Table, to: Scale, least: int) -> dict[str, dict[str, Fraction]]:
    """Entry -> seat -> total on the common scale, without the judges left out.

    >>> marks = {"A": {"J1": Fraction(80), "J2": Fraction(60)}, "B": {"J1": Fraction(90), "J2": Fraction(100)}}
    >>> found = standardised(marks, "t_score", 2)
    >>> [str(found[entry][seat]) for entry in marks for seat in ("J1", "J2")]
    ['40', '40', '60', '60']

    Raises:
        IllegalMark: `judged.unspread`: an entry was marked only by judges who are left out.
    """
    columns = by_judge(totals)
    everything = [value for values in columns.values() for value in values.values()]
    if not everything:
        return {entry: {} for entry in totals}
    centre, width = (mean(everything), deviation(everything)) if to == "panel" else (CENTRE, SPREAD)
    why = {notice.seat: notice.why for notice in notices(totals, least)}
    common = _z(everything)
    scaled: dict[str, dict[str, Fraction]] = {entry: {} for entry in totals}
    for seat, values in columns.items():
        if why.get(seat) == "all_equal":
            continue
        z = common if seat in why else _z(list(values.values()))
        for entry, value in values.items():
            scaled[entry][seat] = centre + width * z[value]
    _complete(totals, scaled)
    return scaled


def notices(totals: Table, least: int) -> tuple[Notice, ...]:
    """Whom the correction leaves as they are or out.

    >>> marks = {"A": {"J1": Fraction(8), "J2": Fraction(6)}, "B": {"J1": Fraction(8), "J2": Fraction(7)}}
    >>> [(notice.seat, notice.why) for notice in notices(marks, 2)], notices(marks, 3)[0].why
    ([('J1', 'all_equal')], 'too_few')
    """
    found = []
    for seat, values in sorted(by_judge(totals).items()):
        if len(values) < max(least, 2):
            found.append(Notice(seat, "too_few"))
        elif len(set(values.values())) == 1:
            found.append(Notice(seat, "all_equal"))
    return tuple(found)


def by_judge(totals: Table) -> dict[str, dict[str, Fraction]]:
    """Seat -> entry -> total."""
    columns: dict[str, dict[str, Fraction]] = {}
    for entry, values in totals.items():
        for seat, value in values.items():
            columns.setdefault(seat, {})[entry] = value
    return columns


def _z(values: list[Fraction]) -> Mapping[Fraction, Fraction]:
    """Value -> how many deviations above the mean; nothing where all are equal."""
    middle, width = mean(values), deviation(values)
    return {value: (value - middle) / width if width else Fraction() for value in values}


def _complete(totals: Table, scaled: Mapping[str, Mapping[str, Fraction]]) -> None:
    for entry, values in totals.items():
        if values and not scaled[entry]:
            raise IllegalMark(
                "judged.unspread",
                _("{entry} was marked only by judges whose marks are all equal, so it has no standard score."),
                entry=entry,
            )
