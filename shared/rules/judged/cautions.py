"""What a result should not be signed without having read: comparisons the marks do not carry. Knows keys, no people.

Source: book of judged contests 2.4: parallel panels are ranked apart, or compared where entries link them; a rule that
makes one list of them all the same is followed, but never silently.

>>> from shared.rules.judged.judgement import Turn
>>> from shared.rules.judged.rule_set import RuleSet
>>> from shared.rules.judged.writing import TRIMMED, criterion
>>> stage = Stage(key="final", name="Final", criteria=(criterion("a", "A", 10),), steps=TRIMMED)
>>> turns = {"final": [Turn(entry="1", ballots={"J1": {}}, panel="A"), Turn(entry="2", ballots={"J2": {}}, panel="B")]}
>>> [said.format_map(values) for said, values in cautions(RuleSet(key="x", name="X", stages=(stage,)), turns)]
['“Final” was judged by 2 panels, whose scores are compared as they are.']
"""

from collections.abc import Mapping, Sequence

from shared.rules.judged.judgement import Turn
from shared.rules.judged.rule_set import RuleSet, Stage
from shared.rules.judged.steps import Severity, Standardise
from shared.rules.model import Words
from shared.rules.words import _


def cautions(rule_set: RuleSet, turns: Mapping[str, Sequence[Turn]]) -> Words:
    """Sentences for the desk and for whoever signs; none is the usual case."""
    words: Words = []
    for stage in rule_set.stages:
        panels = {turn.panel for turn in turns.get(stage.key, ()) if turn.status == "judged" and turn.ballots}
        if len(panels) > 1 and not corrected(stage):
            sentence = _("“{stage}” was judged by {panels} panels, whose scores are compared as they are.")
            words.append((sentence, {"stage": stage.name, "panels": len(panels)}))
    return words


def corrected(stage: Stage) -> bool:
    """Whether the rule says how marks of different panels are compared, or that they are not."""
    return stage.compare != "together" or any(isinstance(step, Severity | Standardise) for step in stage.steps)
