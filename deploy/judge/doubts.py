"""What a desk would have asked while the contest ran, said where only a file is left: nothing here changes a score.

A third reader who was never called (book of judged contests 1.4), and entries of a later stage that came from nowhere.
"""

from collections.abc import Mapping, Sequence

from shared.rules.exact import plain
from shared.rules.judged.advance import advancing
from shared.rules.judged.judgement import Turn
from shared.rules.judged.marks import exact_total
from shared.rules.judged.reading import too_far
from shared.rules.judged.rule_set import RuleSet, Stage
from shared.rules.model import Words
from shared.rules.words import _


def doubts(rule_set: RuleSet, turns: Mapping[str, Sequence[Turn]], categories: Mapping[str, str]) -> Words:
    """Sentences in the order of the stages."""
    words: Words = []
    for stage in rule_set.stages:
        words += unread(stage, turns.get(stage.key, ()))
    for before, after in zip(rule_set.stages, rule_set.stages[1:], strict=False):
        if before.key in turns and after.key in turns:
            going = set(advancing(rule_set, before.key, turns, categories))
            words += uninvited(before, after, turns[after.key], going)
    return words


def unread(stage: Stage, turns: Sequence[Turn]) -> Words:
    """Papers whose two readers are apart, and that no third has read."""
    rule = stage.reading
    if rule is None or rule.gap is None:
        return []
    sentence = _(
        "{entry}: its readers are {gap} points or more apart, and the third the rule asks for has not read it."
    )
    return [
        (sentence, {"entry": turn.entry, "gap": str(plain(rule.gap))})
        for turn in turns
        if len(turn.ballots) <= rule.readers
        and too_far([exact_total(stage, marks) for marks in turn.ballots.values()], rule.gap)
    ]


def uninvited(before: Stage, after: Stage, turns: Sequence[Turn], going: set[str]) -> Words:
    """Entries of a stage that did not go on to it."""
    sentence = _("{entry} is in “{after}”, and by the marks did not go on from “{before}”.")
    return [
        (sentence, {"entry": turn.entry, "after": after.name, "before": before.name})
        for turn in turns
        if turn.entry not in going and turn.status == "judged"
    ]
