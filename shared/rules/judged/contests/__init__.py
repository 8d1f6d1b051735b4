"""The judged contests there are rule sets for, found by file name: a file in this folder has its RULE_SETS.

Knows none of them by name. Their names are English msgids; a copy made for a contest is in the organiser's language.

>>> sorted(presets())[:2]
['calligraphy_exhibition', 'essay']
>>> in_language(presets()["essay"], str.upper).stages[0].name
'BLIND READING'
"""

from collections.abc import Callable, Mapping
from functools import cache
from importlib import import_module
from pkgutil import iter_modules

from msgspec.structs import replace

from shared.rules.judged.rule_set import Criterion, RuleSet, Stage

Translate = Callable[[str], str]


@cache
def presets() -> Mapping[str, RuleSet]:
    """Every contest's rule sets by key, in the order of the files."""
    modules = [import_module(f"{__name__}.{module.name}") for module in iter_modules(__path__)]
    return {rule_set.key: rule_set for module in modules for rule_set in module.RULE_SETS}


def in_language(rule_set: RuleSet, translate: Translate) -> RuleSet:
    """The rule set with its names, hints and source translated; keys and titles stay."""
    return replace(
        rule_set,
        name=translate(rule_set.name),
        source=translate(rule_set.source) if rule_set.source else "",
        stages=tuple(_stage(stage, translate) for stage in rule_set.stages),
    )


def _stage(stage: Stage, translate: Translate) -> Stage:
    return replace(
        stage,
        name=translate(stage.name),
        criteria=tuple(_criterion(each, translate) for each in stage.criteria),
        facts=tuple(replace(each, name=translate(each.name)) for each in stage.facts),
        deductions=tuple(replace(each, name=translate(each.name)) for each in stage.deductions),
    )


def _criterion(criterion: Criterion, translate: Translate) -> Criterion:
    return replace(
        criterion,
        name=translate(criterion.name),
        hint=translate(criterion.hint) if criterion.hint else "",
        items=tuple(_criterion(each, translate) for each in criterion.items),
    )
