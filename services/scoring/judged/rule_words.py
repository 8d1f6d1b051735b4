"""Names of stages and criteria in the reader's language, as long as they are those a rule set was shipped with.

A contest keeps its names in the language of whoever made it; what an organiser worded anew stays as it was worded.

>>> told("案例", "en"), told("Final on site", "zh") == told(told("Final on site", "zh"), "zh")
('案例', True)
"""

from functools import cache

from shared.rules.judged.contests import in_language, presets
from shared.rules.judged.rule_set import RuleSet
from shared.web.words import translate


@cache
def shipped() -> dict[str, str]:
    """Every name shipped with a rule set, and its translation, with its msgid."""
    found: dict[str, str] = {}

    def keep(msgid: str) -> str:
        found[msgid] = msgid
        found.setdefault(translate(msgid, "zh"), msgid)
        return msgid

    for preset in presets().values():
        in_language(preset, keep)
    return found


def in_english() -> dict[str, str]:
    """The English of every name as it is kept where a contest was made in Chinese."""
    return {name: msgid for name, msgid in shipped().items() if name != msgid}


def told(name: str, lang: str) -> str:
    return translate(shipped()[name], lang) if name in shipped() else name


def told_in(rule_set: RuleSet, lang: str) -> RuleSet:
    """The rule set for a reader. Never to be stored or computed with."""
    return in_language(rule_set, lambda name: told(name, lang))


def as_kept(typed: RuleSet, before: RuleSet) -> RuleSet:
    """What was typed over the words of `told_in`: names nobody changed are those that are kept."""
    kept: dict[str, str] = {}
    in_language(before, lambda name: kept.setdefault(shipped().get(name, name), name))
    return in_language(typed, lambda name: kept.get(shipped().get(name, name), name))
