"""A rule set as the sections of a regulation page, in sentences. Knows no page; criteria are shown from the data.

Names of prizes, criteria and stages pass through `translate`; those of a contest's own rule set are translated already.

>>> from shared.rules.judged.contests import presets
>>> [section.title.format_map(section.values) for section in sections(presets()["henan_2025"])]
['Video review', 'Final on site', 'Result', 'Equal totals', 'Prizes', 'Order of the house']
"""

from collections.abc import Callable

from msgspec import Struct

from shared.rules.exact import plain
from shared.rules.judged.rule_set import RuleSet, Stage
from shared.rules.judged.stage_words import going_on_in_words, stage_in_words, time_in_words
from shared.rules.judged.step_words import steps_in_words
from shared.rules.model import PrizeTier, Words
from shared.rules.prizes import NAMES
from shared.rules.words import _

Translate = Callable[[str], str]

TIES = {
    "unrounded": _("The totals before any rounding."),
    "published": _("The totals as shown."),
    "untrimmed_mean": _("The plain mean of all judges."),
    "median": _("The middle judge."),
    "chief": _("The chief judge's mark."),
    "fewer_deductions": _("Fewer points taken off."),
    "shared": _("They share the place."),
}
RECUSAL = {
    "exclude": _("A judge of an author's unit does not mark that entry."),
    "replace": _("A judge of an author's unit is replaced by a reserve for that entry."),
    "none": _("Judges also mark entries of their own unit."),
}
ROUNDING = {
    "half_up": _("Shares are rounded, halves up."),
    "up": _("Shares are rounded up."),
    "down": _("Shares are rounded down."),
}
BOUNDARY = {
    "widen": _("Entries with equal totals at the end of a prize all get it."),
    "cut": _("At the end of a prize the tie order decides."),
}
OF = {"entries": _("Shares are of all judged entries."), "last_stage": _("Shares are of those in the last stage.")}


class Section(Struct, frozen=True):
    """A heading with its sentences. `stage` is the key of the stage it tells of, empty in the others."""

    title: str
    values: dict[str, object]
    words: Words
    stage: str = ""


def sections(rule_set: RuleSet, translate: Translate = str) -> tuple[Section, ...]:
    """The regulation in its order: every stage, then what holds for the whole contest."""
    common = (
        Section(_("Result"), {}, _result(rule_set)),
        Section(_("Equal totals"), {}, ties_in_words(rule_set, translate)),
        Section(_("Prizes"), {}, _prizes(rule_set, translate)),
        Section(_("Order of the house"), {}, _house(rule_set)),
    )
    stages = tuple(_stage(rule_set, stage, translate) for stage in rule_set.stages)
    return (*stages, *(section for section in common if section.words))


def ties_in_words(rule_set: RuleSet, translate: Translate = str) -> Words:
    """What is compared among equals, in order; at last they share the place."""
    stages = {stage.key: stage.name for stage in rule_set.stages}
    parts = {each.key: each.name for stage in rule_set.stages for each in stage.criteria}
    words: Words = []
    for tie in rule_set.ties:
        kind, _colon, key = tie.partition(":")
        if kind == "stage":
            words.append((_("The score of “{stage}”."), {"stage": translate(stages.get(key, key))}))
        elif kind == "part":
            words.append((_("The judges' mean for “{criterion}”."), {"criterion": translate(parts.get(key, key))}))
        else:
            words.append((TIES[kind], {}))
    return words if "shared" in rule_set.ties else [*words, (TIES["shared"], {})]


def prize_name(name: str, translate: Translate = str) -> str:
    """How a prize is called.

    >>> prize_name("first"), prize_name("Best on stage")
    ('First prize', 'Best on stage')
    """
    return translate(NAMES[name]) if name in NAMES else name


def _stage(rule_set: RuleSet, stage: Stage, translate: Translate) -> Section:
    words = stage_in_words(rule_set, stage)
    words += steps_in_words(stage)
    if stage.time is not None:
        words += time_in_words(stage.time)
    for kind in stage.deductions:
        values: dict[str, object] = {"kind": translate(kind.name), "points": str(kind.points)}
        words.append((_("{kind}: {points} points are taken off."), values))
    return Section("{stage}", {"stage": translate(stage.name)}, [*words, *going_on_in_words(stage)], stage.key)


def _result(rule_set: RuleSet) -> Words:
    words: Words = [(_("Totals are shown with {digits} digits."), {"digits": rule_set.digits})]
    if len(rule_set.stages) > 1:
        words.append((_("Whoever reached a later stage is placed before those who did not."), {}))
    return words


def _prizes(rule_set: RuleSet, translate: Translate) -> Words:
    prizes = rule_set.prizes
    words: Words = [_tier(tier, translate) for tier in prizes.tiers]
    if any(tier.share is not None for tier in prizes.tiers):
        words += [(OF[prizes.of], {}), (ROUNDING[prizes.rounding], {})]
    if prizes.tiers:
        words.append((BOUNDARY[prizes.boundary], {}))
    if prizes.tiers and prizes.apart == "category":
        words.append((_("Each category has its own prizes."), {}))
    for prize, title in prizes.titles.items():
        values: dict[str, object] = {"prize": prize_name(prize, translate), "title": title}
        words.append((_("With {prize} the title “{title}” is given."), values))
    return words


def _tier(tier: PrizeTier, translate: Translate) -> tuple[str, dict[str, object]]:
    values: dict[str, object] = {"prize": prize_name(tier.name, translate)}
    if tier.count is not None:
        values["count"] = tier.count
        sentence = _("{prize}: {count}.")
        scored = _("{prize}: {count}, from {score} points on.")
    elif tier.share is not None:
        values["share"] = str(plain(tier.share * 100))
        sentence = _("{prize}: {share} %.")
        scored = _("{prize}: {share} %, from {score} points on.")
    else:
        sentence = scored = _("{prize}: from {score} points on.")
    if tier.at_least is None:
        return sentence, values
    return scored, values | {"score": str(tier.at_least)}


def _house(rule_set: RuleSet) -> Words:
    words: Words = []
    if rule_set.anonymous:
        words.append((_("Names and units stay hidden behind numbers until the reveal."), {}))
    words.append((RECUSAL[rule_set.recusal], {}))
    if rule_set.most_each is not None:
        words.append((_("Works one person may stand in: {works} at most."), {"works": rule_set.most_each}))
    appeal = _("Appeals are made in writing within {minutes} minutes after the result.")
    return [*words, (appeal, {"minutes": rule_set.appeal_minutes})]
