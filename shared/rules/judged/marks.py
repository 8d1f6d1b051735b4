"""One ballot: which marks it must have, what they may be, what they add up to. Knows one judge, no panel.

A mark is kept by its leaf: the criterion's key, or `criterion.item` where the criterion has items.

>>> design = Criterion(key="design", name="Design", maximum=Decimal(20), advised=(Decimal(12), Decimal(20)))
>>> theory = Criterion(key="theory", name="Theory", maximum=Decimal(8))
>>> content = Criterion(key="content", name="Content", maximum=Decimal(8), weight=Decimal(2), items=(theory,))
>>> stage = Stage(key="final", name="Final", criteria=(design, content), steps=())
>>> given = check_marks(stage, {"content.theory": "7.25", "design": "11"})
>>> given
{'design': Decimal('11'), 'content.theory': Decimal('7.25')}
>>> judge_total(stage, given), outside_advice(stage, given), full_marks(stage)
(Decimal('25.50'), ('design',), Decimal('36'))
"""

import re
from collections.abc import Mapping, Sequence
from decimal import Decimal
from fractions import Fraction

from shared.rules.judged.judgement import Marks
from shared.rules.judged.rule_set import Criterion, Stage
from shared.rules.refusals import IllegalMark
from shared.rules.words import _

NUMBER = re.compile(r"-?[0-9]{1,7}(\.[0-9]{1,6})?", re.ASCII)


def leaves(criteria: Sequence[Criterion]) -> dict[str, Criterion]:
    """What a judge types, in the order of the sheet: leaf key -> criterion or item."""
    found: dict[str, Criterion] = {}
    for criterion in criteria:
        if criterion.items:
            found |= {f"{criterion.key}.{item.key}": item for item in criterion.items}
        else:
            found[criterion.key] = criterion
    return found


def check_marks(stage: Stage, marks: Mapping[str, Decimal | str]) -> dict[str, Decimal]:
    """The ballot's marks as numbers, in the order of the sheet.

    Raises:
        IllegalMark: `judged.unknown`, `judged.missing`, `judged.number`, `judged.range` or `judged.step`.
    """
    sheet = leaves(stage.criteria)
    for key in marks:
        if key not in sheet:
            raise IllegalMark("judged.unknown", _("There is nothing named “{key}” to mark."), key=str(key)[:60])
    return {key: _mark(criterion, marks.get(key)) for key, criterion in sheet.items()}


def _mark(criterion: Criterion, given: Decimal | str | None) -> Decimal:
    if given is None or given == "":
        raise IllegalMark("judged.missing", _("“{criterion}” has no mark yet."), criterion=criterion.name)
    typed = str(given)
    if not NUMBER.fullmatch(typed):
        raise IllegalMark("judged.number", _("The mark for “{criterion}” is no number."), criterion=criterion.name)
    mark = Decimal(typed)
    if not criterion.minimum <= mark <= criterion.maximum:
        raise IllegalMark(
            "judged.range",
            _("“{criterion}” is marked from {minimum} to {maximum}, not with {mark}."),
            criterion=criterion.name,
            minimum=str(criterion.minimum),
            maximum=str(criterion.maximum),
            mark=typed,
        )
    if Fraction(mark - criterion.minimum) % Fraction(criterion.step):
        raise IllegalMark(
            "judged.step",
            _("“{criterion}” is marked in steps of {step}, not with {mark}."),
            criterion=criterion.name,
            step=str(criterion.step),
            mark=typed,
        )
    return mark


def criterion_mark(criterion: Criterion, marks: Marks) -> Fraction:
    """One judge's mark for a criterion, its items added. Raises IllegalMark where one is missing."""
    if not criterion.items and criterion.key in marks:
        return Fraction(marks[criterion.key])
    keys = [f"{criterion.key}.{item.key}" for item in criterion.items]
    if not keys or any(key not in marks for key in keys):
        raise IllegalMark("judged.missing", _("“{criterion}” has no mark yet."), criterion=criterion.name)
    return sum((Fraction(marks[key]) for key in keys), Fraction())


def exact_total(stage: Stage, marks: Marks) -> Fraction:
    """One judge's criteria times their weights, added, exactly."""
    parts = (criterion_mark(criterion, marks) * Fraction(criterion.weight) for criterion in stage.criteria)
    return sum(parts, Fraction())


def judge_total(stage: Stage, marks: Marks) -> Decimal:
    """What one judge gives in all: criteria times their weights, added. Raises IllegalMark where one is missing."""
    exact_total(stage, marks)
    parts = [
        sum((marks[key] for key in leaves([criterion])), Decimal()) * criterion.weight for criterion in stage.criteria
    ]
    return sum(parts, Decimal())


def full_marks(stage: Stage) -> Decimal:
    """The most one judge can give."""
    return sum((criterion.maximum * criterion.weight for criterion in stage.criteria), Decimal())


def outside_advice(stage: Stage, marks: Marks) -> tuple[str, ...]:
    """The keys of leaves, or of whole criteria with items, whose mark lies outside the band it should lie in."""
    sheet = leaves(stage.criteria)
    values = {key: Fraction(marks[key]) for key in sheet if key in marks}
    for criterion in stage.criteria:
        if criterion.items and all(f"{criterion.key}.{item.key}" in marks for item in criterion.items):
            values[criterion.key] = criterion_mark(criterion, marks)
    bands = {criterion.key: criterion for criterion in stage.criteria} | sheet
    return tuple(key for key, value in values.items() if _outside(bands[key], value))


def _outside(criterion: Criterion, value: Fraction) -> bool:
    return criterion.advised is not None and not criterion.advised[0] <= value <= criterion.advised[1]


def check_fact(stage: Stage, key: str, given: Decimal | str) -> Decimal:
    """A number the desk enters, as a number. Raises IllegalMark as `check_marks` does.

    >>> from shared.rules.judged.rule_set import Fact
    >>> stage = Stage(key="dive", name="Dive", criteria=(), steps=(), facts=(Fact(key="dd", name="Difficulty"),))
    >>> check_fact(stage, "dd", "3.2")
    Decimal('3.2')
    """
    known = {each.key: each for each in stage.facts}
    if key not in known:
        raise IllegalMark("judged.unknown", _("There is nothing named “{key}” to mark."), key=str(key)[:60])
    fact = known[key]
    sheet = Criterion(key=key, name=fact.name, minimum=fact.minimum, maximum=fact.maximum, step=fact.step)
    return _mark(sheet, given)
