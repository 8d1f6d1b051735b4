"""Whether a stage's steps lead from marks to one score. Knows the steps, computes nothing.

>>> from msgspec.structs import replace
>>> from shared.rules.judged.steps import Mean
>>> from shared.rules.judged.writing import TRIMMED, criterion
>>> stage = Stage(key="final", name="Final", criteria=(criterion("a", "A", 10),), steps=TRIMMED)
>>> check_steps(stage)
>>> check_steps(replace(stage, steps=(Mean(),)))
Traceback (most recent call last):
shared.rules.refusals.IllegalRegulation: The steps of “Final” do not end in one score: the criteria are never added.
"""

from collections.abc import Callable, Mapping
from typing import Any

from shared.rules.judged.bounds import must, within
from shared.rules.judged.moves import JOINS, ORDERS
from shared.rules.judged.rule_set import Stage
from shared.rules.judged.steps import (
    Add,
    Deduct,
    MiddleMean,
    Round,
    Severity,
    Standardise,
    Step,
    SumCriteria,
    Times,
    TrimMean,
    TrimTotal,
    Votes,
)
from shared.rules.words import _

MOST_STEPS = 30
TIME = "time"
"""The kind of the deductions a time limit makes."""
Shape = tuple[bool, bool]
"""Whether there are still several judges, and several criteria."""

ENDS = {
    (True, True): _("The steps of “{stage}” do not end in one score: judges are never joined, criteria never added."),
    (True, False): _("The steps of “{stage}” do not end in one score: the judges are never joined."),
    (False, True): _("The steps of “{stage}” do not end in one score: the criteria are never added."),
}


def check_steps(stage: Stage) -> None:
    """Refuse with IllegalRegulation steps out of order, with unusual numbers, or naming what the stage has not."""
    must(0 < len(stage.steps) <= MOST_STEPS, "steps", _("“{stage}” has no steps or too many."), stage=stage.name)
    shape: Shape = (True, True)
    for step in stage.steps:
        NUMBERS.get(type(step), _nothing)(step, stage)
        shape = _after(step, shape, stage)
    must(shape == (False, False), "steps.end", ENDS.get(shape, ""), stage=stage.name)
    votes = sum(isinstance(step, Votes) for step in stage.steps)
    must(votes <= 1, "steps.votes", _("Votes are counted once in “{stage}”."), stage=stage.name)
    if stage.compare == "severity":
        _check_severity(stage)
    _check_taken_off(stage)


def _after(step: Step, shape: Shape, stage: Stage) -> Shape:
    judges, criteria = shape
    fits = True
    if isinstance(step, SumCriteria):
        fits, criteria = criteria, False
    elif type(step) in JOINS:
        fits, judges = judges, False
    elif type(step) in ORDERS:
        fits, judges = judges and not criteria, False
    elif isinstance(step, Severity | Standardise):
        fits = judges and not criteria
    elif isinstance(step, Add | Votes | Deduct):
        fits = not judges and not criteria
    op = str(type(step).__struct_config__.tag)
    must(
        fits, "steps.order", _("The step {op} of “{stage}” does not stand where it can work."), op=op, stage=stage.name
    )
    return judges, criteria


def _check_taken_off(stage: Stage) -> None:
    """What the regulation says is taken off is taken off by a step."""
    time = stage.time is not None and (stage.time.flat is not None or stage.time.per_minute is not None)
    kinds = {each.key for each in stage.deductions} | ({TIME} if time else set())
    steps = [step for step in stage.steps if isinstance(step, Deduct)]
    taken = kinds if any(not step.what for step in steps) else {kind for step in steps for kind in step.what}
    left = sorted(kinds - taken)
    must(
        not left,
        "steps.deduct",
        _("“{stage}” says that points are taken off ({kinds}), but no step does it."),
        stage=stage.name,
        kinds=", ".join(left),
    )


def _check_severity(stage: Stage) -> None:
    first = next(
        (step for step in stage.steps if isinstance(step, SumCriteria) or type(step) in {**JOINS, **ORDERS}), 0
    )
    must(
        isinstance(first, SumCriteria),
        "steps.severity",
        _("“{stage}” corrects severity: its criteria must be added before its judges are joined."),
        stage=stage.name,
    )


def _nothing(_step: Step, _stage: Stage) -> None:
    pass


def _round(step: Round, stage: Stage) -> None:
    within(step.digits, 0, 6, _("“{where}” can round to {least} to {most} digits."), stage.name)


def _times(step: Times, stage: Stage) -> None:
    given = step.factor is not None or step.fact is not None
    must(given, "steps.times", _("A step times of “{stage}” names neither a factor nor a fact."), stage=stage.name)
    if step.factor is not None:
        within(step.factor, "0.000001", 100_000, _("A factor of “{where}” must be from {least} to {most}."), stage.name)
    if step.fact is not None:
        _known(step.fact, stage)


def _known(fact: str, stage: Stage) -> None:
    known = {each.key for each in stage.facts}
    must(fact in known, "steps.fact", _("“{stage}” has no fact “{fact}”."), stage=stage.name, fact=fact[:60])


def _trim(step: TrimMean | TrimTotal, stage: Stage) -> None:
    for number in (step.low, step.high):
        within(number, 0, 20, _("“{where}” can leave out {least} to {most} judges on each side."), stage.name)
    must(
        step.low + step.high < stage.panel.size,
        "steps.trim",
        _("“{stage}” leaves out as many judges as the panel has."),
        stage=stage.name,
    )
    if isinstance(step, TrimMean):
        least = step.low + step.high + 1
        within(
            step.min_panel, least, 50, _("The smallest panel “{where}” trims must have {least} to {most}."), stage.name
        )


def _votes(step: Votes, stage: Stage) -> None:
    must(
        stage.public_votes > 0,
        "steps.votes",
        _("“{stage}” counts votes, but the public has none to give."),
        stage=stage.name,
    )
    for share in (step.judges, step.votes):
        within(
            share,
            0,
            100,
            _("The shares of judges and votes of “{where}” must be from {least} to {most} %."),
            stage.name,
        )
    whole = step.judges + step.votes == 100
    must(whole, "steps.votes", _("The shares of judges and votes of “{stage}” must make 100 %."), stage=stage.name)
    places = any(type(each) in ORDERS for each in stage.steps)
    must(not places, "steps.votes", _("“{stage}” cannot mix votes with places."), stage=stage.name)


def _deduct(step: Deduct, stage: Stage) -> None:
    known = {each.key for each in stage.deductions} | {TIME}
    unknown = next((each for each in step.what if each not in known), None)
    must(
        unknown is None,
        "steps.deduct",
        _("“{stage}” takes off “{kind}”, which it does not know."),
        stage=stage.name,
        kind=str(unknown)[:60],
    )
    if step.floor is not None:
        within(step.floor, -100_000, 100_000, _("The floor of “{where}” must be from {least} to {most}."), stage.name)


def _standardise(step: Standardise, stage: Stage) -> None:
    within(step.least, 2, 1000, _("“{where}” can ask for {least} to {most} marks of a judge."), stage.name)


def _middle(step: MiddleMean, stage: Stage) -> None:
    within(step.tolerance, 0, 100_000, _("The tolerance of “{where}” must be from {least} to {most}."), stage.name)


NUMBERS: Mapping[type, Callable[[Any, Stage], None]] = {
    Round: _round,
    Times: _times,
    Add: lambda step, stage: _known(step.fact, stage),
    TrimMean: _trim,
    TrimTotal: _trim,
    Votes: _votes,
    Deduct: _deduct,
    Standardise: _standardise,
    MiddleMean: _middle,
}
