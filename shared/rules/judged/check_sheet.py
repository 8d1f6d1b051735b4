"""Whether the criteria of a stage make a sheet a judge can fill. Knows no steps."""

from fractions import Fraction

from shared.rules.judged.bounds import count, key, must, once, prose, text, within
from shared.rules.judged.marks import leaves
from shared.rules.judged.rule_set import Criterion, Stage
from shared.rules.words import _

MOST_CRITERIA = 30
MOST_ITEMS = 20
MOST_LEAVES = 60
MOST = 10_000


def check_sheet(stage: Stage) -> None:
    """Refuse with IllegalRegulation a sheet without criteria, with impossible numbers or with items below items."""
    enough = _("“{where}” must have {least} to {most} criteria.")
    count(len(stage.criteria), 1, MOST_CRITERIA, enough, stage.name)
    once([each.key for each in stage.criteria], stage.name)
    for criterion in stage.criteria:
        _check_criterion(criterion)
        _check_items(criterion)
    count(len(leaves(stage.criteria)), 1, MOST_LEAVES, enough, stage.name)
    counted = any(criterion.weight for criterion in stage.criteria)
    must(counted, "weights", _("No criterion of “{stage}” counts."), stage=stage.name)
    if stage.picks is not None:
        _check_picks(stage)


def _check_criterion(criterion: Criterion) -> None:
    name = criterion.name
    key(criterion.key)
    text(name, 120, criterion.key)
    prose(criterion.hint, 500, name)
    within(criterion.maximum, -MOST, MOST, _("The maximum of “{where}” must be from {least} to {most}."), name)
    within(criterion.minimum, -MOST, MOST, _("The minimum of “{where}” must be from {least} to {most}."), name)
    within(criterion.weight, 0, 1000, _("The weight of “{where}” must be from {least} to {most}."), name)
    within(criterion.step, "0.0001", MOST, _("The step of “{where}” must be from {least} to {most}."), name)
    must(
        criterion.minimum < criterion.maximum,
        "range",
        _("The maximum of “{criterion}” must be more than its minimum."),
        criterion=name,
    )
    reached = Fraction(criterion.maximum - criterion.minimum) % Fraction(criterion.step) == 0
    must(reached, "step", _("The steps of “{criterion}” do not reach its maximum."), criterion=name)
    if criterion.advised is not None:
        low, high = criterion.advised
        for bound in criterion.advised:
            within(bound, -MOST, MOST, _("The advised band of “{where}” must lie from {least} to {most}."), name)
        fits = criterion.minimum <= low <= high <= criterion.maximum
        must(fits, "advised", _("The advised band of “{criterion}” lies outside its range."), criterion=name)


def _check_items(criterion: Criterion) -> None:
    if not criterion.items:
        return
    name = criterion.name
    count(len(criterion.items), 1, MOST_ITEMS, _("“{where}” must have {least} to {most} items."), name)
    once([each.key for each in criterion.items], name)
    for item in criterion.items:
        _check_criterion(item)
        must(not item.items, "items.depth", _("The items of “{criterion}” can have no items."), criterion=name)
        alone = item.weight == 1
        must(alone, "items.weight", _("Items of “{criterion}” are added as they are; weigh it whole."), criterion=name)
    whole = sum(item.maximum for item in criterion.items) == criterion.maximum
    must(whole, "items.maximum", _("The items of “{criterion}” do not add up to its maximum."), criterion=name)


def _check_picks(stage: Stage) -> None:
    within(stage.picks or 0, 1, 1000, _("A judge of “{where}” can choose {least} to {most} works."), stage.name)
    only = stage.criteria[0]
    fits = stage.mode == "gallery" and len(stage.criteria) == 1 and not only.items
    fits = fits and only.minimum == 0 and only.maximum == only.step == 1
    must(
        fits,
        "picks",
        _("To choose works, “{stage}” must be a gallery with one criterion from 0 to 1 in whole steps."),
        stage=stage.name,
    )
