"""Marks of a panel by a rubric: one work's result and the order of all. Knows no work, author or category.

Source: the collected notices of staff exhibitions (highest and lowest judge left out, mean of the rest, two digits);
where they are silent, equals are split by the plain mean of all judges, then by the first item of the rubric, and
share a place after that.

>>> shown = Exhibition()
>>> judged_mean(shown, [Decimal(each) for each in (90, 85, 92, "88.5", 89, 91)])
Fraction(717, 8)
"""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from fractions import Fraction

from shared.rules.exact import fraction, mean, rounded
from shared.rules.model import Exhibition, Performance
from shared.rules.places import ranked
from shared.rules.plan import Placing
from shared.rules.refusals import IllegalMark
from shared.rules.words import _

Marks = tuple[Decimal, ...]
"""A judge's marks for one work, in the order of the rubric."""


def total(exhibition: Exhibition, marks: Marks) -> Decimal:
    """What one judge gives in all. Raises IllegalMark for a mark outside its item's range or an item left out.

    >>> from shared.rules.model import Criterion
    >>> rubric = (Criterion("Structure", Decimal(30)), Criterion("Neatness", Decimal(10)))
    >>> total(Exhibition(rubric=rubric), (Decimal(27), Decimal("8.5")))
    Decimal('35.5')
    """
    if len(marks) != len(exhibition.rubric):
        raise IllegalMark("judged.items", _("There are {items} items to mark."), items=len(exhibition.rubric))
    for mark, item in zip(marks, exhibition.rubric, strict=True):
        if not 0 <= mark <= item.maximum:
            raise IllegalMark(
                "judged.range",
                _("“{item}” is marked from 0 to {maximum}."),
                item=item.name,
                maximum=str(item.maximum),
            )
    return sum(marks, Decimal())


def judged_mean(exhibition: Exhibition, totals: Sequence[Decimal]) -> Fraction:
    """The mean of the judges, exactly, highest and lowest left out where the panel is large enough.

    A judge who stood back (of the author's unit) is not among `totals`; the panel is the smaller by one.

    >>> judged_mean(Exhibition(), [Decimal(90), Decimal(80), Decimal(85), Decimal(81)])  # four: a plain mean
    Fraction(84, 1)
    """
    values = sorted(fraction(each) for each in totals)
    drop = exhibition.drop
    if len(values) >= exhibition.drop_from and len(values) > 2 * drop:
        values = values[drop : len(values) - drop]
    return mean(values)


def judged(exhibition: Exhibition, panel: Sequence[Marks | None]) -> Performance:
    """A work's result from its judges' marks; None for a judge who stood back. Raises IllegalMark where none judged."""
    given = [marks for marks in panel if marks is not None]
    if not given:
        raise IllegalMark("judged.nobody", _("No judge has marked this work."))
    totals = tuple(total(exhibition, marks) for marks in given)
    return Performance(
        score=rounded(judged_mean(exhibition, totals), exhibition.digits),
        counts=totals,
        firsts=tuple(marks[0] for marks in given),
    )


def strength(exhibition: Exhibition, work: Performance) -> tuple[Fraction, Fraction, Fraction]:
    """What a work is ranked by, the first key first; exact, as no rounding may make two works equal."""
    if not work.counts:
        return fraction(work.score), fraction(work.score), Fraction()
    firsts = [fraction(each) for each in work.firsts]
    plain_mean = mean([fraction(each) for each in work.counts])
    return judged_mean(exhibition, work.counts), plain_mean, mean(firsts) if firsts else Fraction()


def rank(exhibition: Exhibition, works: Mapping[str, Performance]) -> tuple[Placing, ...]:
    """The works' places, best first.

    >>> score = lambda *totals: Performance(score=Decimal(0), counts=tuple(map(Decimal, totals)))
    >>> rank(Exhibition(), {"R3": score(99, 89, 89, 92, 80), "R4": score(91, 90, 89, 94, 70)})  # both 90.00
    (('R3', 1, 1), ('R4', 2, 2))
    """
    return ranked({entry: strength(exhibition, work) for entry, work in works.items()})
