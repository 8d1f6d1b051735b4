"""Whether what surrounds the marks of a stage makes sense: panel, time, facts, deductions, telling. Knows no steps."""

from shared.rules.judged.bounds import count, key, must, once, text, within
from shared.rules.judged.check_sheet import check_sheet
from shared.rules.judged.check_steps import TIME, check_steps
from shared.rules.judged.rule_set import Fact, Reading, Spread, Stage, TimeLimit
from shared.rules.words import _

DAY = 86_400
MOST = 100_000
MANY = 20
OTHER = "other"
"""The kind of deductions a desk makes beside those the rule knows."""


def check_stage(stage: Stage) -> None:
    """Refuse with IllegalRegulation a stage nobody could run."""
    key(stage.key)
    text(stage.name, 120, stage.key)
    check_sheet(stage)
    _check_panel(stage)
    if stage.time is not None:
        _check_time(stage.time, stage.name)
    _check_rows(stage)
    _check_telling(stage)
    _check_spread(stage.spread, stage.name)
    _check_reading(stage)
    check_steps(stage)


def _check_panel(stage: Stage) -> None:
    panel, name = stage.panel, stage.name
    within(panel.size, 1, 50, _("The panel of “{where}” must have {least} to {most} judges."), name)
    within(panel.reserves, 0, MANY, _("“{where}” can have {least} to {most} reserves."), name)
    least = _("A result of “{where}” needs {least} to {most} ballots.")
    within(panel.least, 1, panel.size, least, name)
    once(list(panel.roles), name)
    must("judge" in panel.roles, "roles", _("The panel of “{stage}” has no judges."), stage=name)
    within(stage.weight, 0, 1000, _("The weight of “{where}” must be from {least} to {most}."), name)


def _check_time(limit: TimeLimit, name: str) -> None:
    for seconds in (limit.least, limit.most, limit.stop, *limit.warnings):
        if seconds is not None:
            within(seconds, 1, DAY, _("A time of “{where}” must be from {least} to {most} seconds."), name)
    for points in (limit.flat, limit.per_minute, limit.ceiling):
        if points is not None:
            within(points, 0, MOST, _("A deduction of “{where}” must be from {least} to {most} points."), name)
    count(len(limit.warnings), 0, 10, _("“{where}” can have {least} to {most} warnings."), name)
    ordered = limit.least is None or limit.most is None or limit.least <= limit.most
    must(ordered, "time", _("The least time of “{stage}” is more than the most."), stage=name)
    bound = limit.most is not None or (limit.per_minute is None and (limit.flat is None or limit.least is not None))
    must(bound, "time", _("“{stage}” takes points off for time, but has no limit."), stage=name)


def _check_rows(stage: Stage) -> None:
    name = stage.name
    count(len(stage.facts), 0, MANY, _("“{where}” can have {least} to {most} facts."), name)
    once([each.key for each in stage.facts], name)
    for fact in stage.facts:
        _check_fact(fact)
    count(len(stage.deductions), 0, MANY, _("“{where}” can have {least} to {most} kinds of deductions."), name)
    once([TIME, OTHER, *(each.key for each in stage.deductions)], name)
    for kind in stage.deductions:
        key(kind.key)
        text(kind.name, 120, kind.key)
        within(kind.points, 0, MOST, _("A deduction of “{where}” must be from {least} to {most} points."), kind.name)


def _check_fact(fact: Fact) -> None:
    key(fact.key)
    text(fact.name, 120, fact.key)
    for number in (fact.minimum, fact.maximum, fact.minimum if fact.default is None else fact.default):
        within(number, -MOST, MOST, _("The numbers of “{where}” must be from {least} to {most}."), fact.name)
    within(fact.step, "0.0001", MOST, _("The step of “{where}” must be from {least} to {most}."), fact.name)
    inside = fact.default is None or fact.minimum <= fact.default <= fact.maximum
    ordered = fact.minimum <= fact.maximum and inside
    must(ordered, "fact", _("The bounds of “{fact}” do not fit together."), fact=fact.name)


def _check_telling(stage: Stage) -> None:
    name = stage.name
    within(stage.calibration, 0, MANY, _("“{where}” can mark {least} to {most} performances together."), name)
    within(stage.batch, 1, 50, _("“{where}” can tell {least} to {most} performances at once."), name)
    within(stage.public_votes, 0, 50, _("A member can have {least} to {most} votes in “{where}”."), name)
    count(len(stage.topics), 0, 500, _("“{where}” can have {least} to {most} topics."), name)
    for topic in stage.topics:
        text(topic, 200, name)
    if stage.advance is not None:
        within(stage.advance.count, 1, 1000, _("From “{where}” {least} to {most} can go on."), name)


def _check_spread(spread: Spread, name: str) -> None:
    for points in (spread.range, spread.from_mean, spread.remark_range):
        if points is not None:
            within(points, "0.0001", MOST, _("A spread of “{where}” must be from {least} to {most}."), name)


def _check_reading(stage: Stage) -> None:
    fits = (stage.reading is not None) == (stage.mode == "reading")
    must(fits, "reading", _("Readers are named exactly where papers are read: “{stage}”."), stage=stage.name)
    reading = stage.reading or Reading()
    within(reading.readers, 1, stage.panel.size, _("A paper of “{where}” has {least} to {most} readers."), stage.name)
    within(reading.anchors, 0, 100, _("“{where}” can have {least} to {most} papers read by everyone."), stage.name)
    if reading.gap is not None:
        within(reading.gap, "0.0001", MOST, _("The gap of “{where}” must be from {least} to {most}."), stage.name)
