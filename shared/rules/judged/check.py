"""Whether a rule set can be run and computed at all: what an organiser typed or a file brought. Changes nothing.

Every refusal is an IllegalRegulation whose code begins with `rules.`.
"""

from shared.rules.judged.bounds import count, key, must, once, prose, text, within
from shared.rules.judged.check_stage import check_stage
from shared.rules.judged.rule_set import Prizes, RuleSet
from shared.rules.judged.ties import PLAIN
from shared.rules.words import _

MOST_STAGES = 12


def check(rule_set: RuleSet) -> None:
    """Refuse with IllegalRegulation whatever makes no sense.

    >>> from shared.rules.judged.contests import presets
    >>> for preset in presets().values():
    ...     check(preset)
    """
    key(rule_set.key)
    text(rule_set.name, 200, rule_set.key)
    prose(rule_set.source, 1000, rule_set.name)
    within(rule_set.version, 1, 1_000_000, _("The version must be from {least} to {most}."), rule_set.name)
    within(rule_set.digits, 0, 6, _("Totals can be shown with {least} to {most} digits."), rule_set.name)
    within(rule_set.appeal_minutes, 0, 100_000, _("Appeals can be made {least} to {most} minutes."), rule_set.name)
    within(
        1 if rule_set.most_each is None else rule_set.most_each,
        1,
        100,
        _("One person can stand in {least} to {most} works."),
        rule_set.name,
    )
    count(len(rule_set.stages), 1, MOST_STAGES, _("A contest must have {least} to {most} stages."), rule_set.name)
    once([stage.key for stage in rule_set.stages], rule_set.name)
    for stage in rule_set.stages:
        check_stage(stage)
    _check_stages(rule_set)
    _check_ties(rule_set)
    _check_prizes(rule_set.prizes)


def _check_stages(rule_set: RuleSet) -> None:
    *before, last = rule_set.stages
    carried = any(stage.weight for stage in rule_set.stages)
    must(carried, "weights", _("No stage counts: give one of them a weight."))
    must(last.advance is None, "advance", _("Nobody can go on from the last stage, “{stage}”."), stage=last.name)
    for stage in before:
        must(
            stage.compare != "apart" or not stage.weight,
            "apart",
            _("The panels of “{stage}” are ranked apart, so its scores cannot be carried on."),
            stage=stage.name,
        )


def _check_ties(rule_set: RuleSet) -> None:
    count(len(rule_set.ties), 0, 20, _("The tie order can have {least} to {most} keys."), rule_set.name)
    once(list(rule_set.ties), rule_set.name)
    stages = {f"stage:{stage.key}" for stage in rule_set.stages}
    parts = {f"part:{each.key}" for stage in rule_set.stages for each in stage.criteria}
    for tie in rule_set.ties:
        known = tie in PLAIN or tie in stages or tie in parts
        must(known, "ties", _("The tie order cannot compare “{key}”."), key=tie[:60])


def _check_prizes(prizes: Prizes) -> None:
    names = [tier.name for tier in prizes.tiers]
    count(len(names), 0, 20, _("There can be {least} to {most} prizes."), "")
    once(names, "prizes")
    within(prizes.least_first, 0, 1000, _("The first prize can be given at least {least} to {most} times."), "")
    for tier in prizes.tiers:
        text(tier.name, 60, "prizes")
        only = tier.count is None or tier.share is None
        some = tier.count is not None or tier.share is not None or tier.at_least is not None
        must(only and some, "prizes", _("“{prize}” needs a number, a share or a score."), prize=tier.name)
        within(tier.count or 0, 0, 10_000, _("There can be {least} to {most} of “{where}”."), tier.name)
        within(tier.share or 0, 0, 1, _("The share of “{where}” must be from {least} to {most}."), tier.name)
        within(tier.at_least or 0, -100_000, 100_000, _("The score of “{where}” is from {least} to {most}."), tier.name)
    shares = sum(tier.share for tier in prizes.tiers if tier.share is not None)
    must(shares <= 1, "prizes.shares", _("The shares of the prizes make more than all entries."))
    for prize, title in prizes.titles.items():
        must(prize in names, "titles", _("A title is given with “{prize}”, which is no prize."), prize=prize[:60])
        text(title, 80, prize)
