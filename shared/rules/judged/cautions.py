"""What a result should not be signed without having read: comparisons the marks do not carry. Knows keys, no people.

Source: book of judged contests 2.4: parallel panels are ranked apart, or compared where entries link them; a rule that
makes one list of them all the same is followed, but never silently. A judge with too few marks is not brought to the
common scale, one whose marks are all equal is left out: said, too.

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
from shared.rules.judged.marks import exact_total
from shared.rules.judged.rule_set import RuleSet, Stage
from shared.rules.judged.statistics.standard import by_judge, notices
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
        words += uncorrected(stage, turns.get(stage.key, ()))
    return words


def uncorrected(stage: Stage, turns: Sequence[Turn]) -> Words:
    """Of a rule that brings judges to a common scale: how many it does not reach.

    Raises:
        IllegalMark: a ballot lacks a mark.
    """
    step = next((each for each in stage.steps if isinstance(each, Standardise)), None)
    judged = [turn for turn in turns if turn.status == "judged" and turn.ballots]
    if step is None or not judged:
        return []
    panels = sorted({turn.panel for turn in judged}) if stage.compare == "apart" else [None]
    why: list[str] = []
    judges = 0
    for panel in panels:
        own = [turn for turn in judged if panel is None or turn.panel == panel]
        totals = {turn.entry: {s: exact_total(stage, marks) for s, marks in turn.ballots.items()} for turn in own}
        why += [notice.why for notice in notices(totals, step.least)]
        judges += len(by_judge(totals))
    return _told(stage.name, max(step.least, 2), judges, why.count("too_few"), why.count("all_equal"))


def _told(stage: str, least: int, judges: int, few: int, equal: int) -> Words:
    words: Words = []
    if few and few == judges:
        sentence = _("“{stage}”: no judge was brought to the common scale: fewer than {least} marks each.")
        words.append((sentence, {"stage": stage, "least": least}))
    elif few:
        sentence = _(
            "“{stage}”: {count} of {judges} judges gave fewer than {least} marks and were not brought to the common "
            "scale; their marks stand beside corrected ones."
        )
        words.append((sentence, {"stage": stage, "count": few, "judges": judges, "least": least}))
    if equal:
        sentence = _("“{stage}”: {count} of {judges} judges gave equal marks throughout; theirs are left out.")
        words.append((sentence, {"stage": stage, "count": equal, "judges": judges}))
    return words


def corrected(stage: Stage) -> bool:
    """Whether the rule says how marks of different panels are compared, or that they are not."""
    return stage.compare != "together" or any(isinstance(step, Severity | Standardise) for step in stage.steps)


def needs_links(stage: Stage) -> bool:
    """Whether its scores exist only where common entries link every judge to every other (2.4)."""
    return stage.compare == "severity" or any(isinstance(step, Severity) for step in stage.steps)
