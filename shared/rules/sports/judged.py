"""Judged contests: entries before a panel that marks them on ballots. Knows which rule sets there are, not their marks.

A preset is a rule set a contest begins with; the rule set in force lies with the panel. Entries are one person, or a
work with several authors: one score, a certificate for each.

>>> PRESETS["recitation_10"].regulation.judged
'recitation_10'
>>> most_each(PRESETS["recitation_10"].regulation)
1
"""

from shared.rules.judged import contests
from shared.rules.model import Outcome, Preset, Regulation, Words
from shared.rules.refusals import IllegalResult
from shared.rules.words import _

NAME = _("Judged contest")
PAD = "ballot"
REST_MINUTES = 0
MOST_A_DAY = 0
OFFICIALS = 0
PRESETS = {
    key: Preset(key, rule_set.name, Regulation("judged", 1, "team", judged=key))
    for key, rule_set in contests.presets().items()
}
"""One for each rule set; the first is the default."""


def most_each(regulation: Regulation) -> int | None:
    """How many works one person may stand in; None for any number."""
    rule_set = contests.presets().get(regulation.judged or "")
    return rule_set.most_each if rule_set is not None else 1


def check_result(regulation: Regulation, outcome: Outcome) -> None:
    """No match of it can end: it has none."""
    raise IllegalResult("judged.result", _("A judged contest is decided by its panel."))


def in_words(regulation: Regulation) -> Words:
    """What is always so; the rule set's own page says the rest."""
    return [
        (_("A panel marks every entry on ballots; chief and supervisor sign the result."), {}),
        (_("A work may have several authors: one score, a certificate for each."), {}),
    ]
