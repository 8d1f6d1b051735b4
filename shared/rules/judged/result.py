"""Totals, places, prizes and titles of a judged contest from the turns of its stages. Knows keys, no people.

Sources: book of judged contests 2.1 (stage total, places 1, 2, 2, 4), 0.7 (how prizes and stages go together is the
rule's). Whoever reached a later stage is placed before those who did not. The total is rounded once, to the rule's
digits; those equal then are split by the tie order.

Without a line stay: entries absent, withdrawn or disqualified in any stage, and those nobody has marked.
"""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from itertools import groupby

from shared.rules.exact import rounded
from shared.rules.judged.awards import with_prizes
from shared.rules.judged.judgement import Line, Score, Turn
from shared.rules.judged.pipeline import scores
from shared.rules.judged.rule_set import RuleSet, Stage
from shared.rules.judged.ties import Standing, split


def evaluate(
    rule_set: RuleSet, turns: Mapping[str, Sequence[Turn]], categories: Mapping[str, str] | None = None
) -> tuple[Line, ...]:
    """The contest's result, best first: `turns` by stage, `categories` by entry where prizes go by them.

    Raises:
        IllegalMark: as `pipeline.scores`.
    """
    stages = [stage for stage in rule_set.stages if stage.key in turns]
    given = {stage.key: scores(stage, turns[stage.key]) for stage in stages}
    standing = _standings(rule_set, stages, turns, given, carried=True)
    lines: list[Line] = []
    for stage in reversed(stages):
        lines += _placed(rule_set, stage, [each for each in standing if each.stage == stage.key], len(lines))
    return with_prizes(rule_set, lines, categories or {})


def stage_ranking(rule_set: RuleSet, stage: str, turns: Sequence[Turn]) -> tuple[Line, ...]:
    """The ranking of one stage by itself, best first, without prizes; totals are the stage's scores.

    Raises:
        IllegalMark: as `pipeline.scores`.
    """
    rule = next(each for each in rule_set.stages if each.key == stage)
    given = {stage: scores(rule, turns)}
    return tuple(_placed(rule_set, rule, _standings(rule_set, [rule], {stage: turns}, given, carried=False), 0))


def _standings(
    rule_set: RuleSet,
    stages: Sequence[Stage],
    turns: Mapping[str, Sequence[Turn]],
    given: Mapping[str, Mapping[str, Score]],
    *,
    carried: bool,
) -> list[Standing]:
    out = {turn.entry for stage in stages for turn in turns[stage.key] if turn.status != "judged"}
    panels = {(stage.key, turn.entry): turn.panel for stage in stages for turn in turns[stage.key]}
    entries = sorted({entry for found in given.values() for entry in found} - out)
    found = []
    for entry in entries:
        own = {stage.key: given[stage.key][entry] for stage in stages if entry in given[stage.key]}
        last = next(stage for stage in reversed(stages) if stage.key in own)
        weights = _weights([stage for stage in stages if stage.key in own], last, carried=carried)
        total = sum((weight * own[stage].value for stage, weight in weights.items()), Fraction())
        found.append(
            Standing(
                entry=entry,
                stage=last.key,
                panel=panels[last.key, entry] if last.compare == "apart" else "",
                scores=own,
                weights=weights,
                published=Fraction(rounded(total, rule_set.digits)),
            )
        )
    return found


def _weights(stages: Sequence[Stage], last: Stage, *, carried: bool) -> dict[str, Fraction]:
    """What each stage counts for an entry; where none of its stages is carried, the last counts by itself."""
    weights = {stage.key: Fraction(stage.weight) for stage in stages if stage.weight}
    return weights if carried and weights else {last.key: Fraction(1)}


def _placed(rule_set: RuleSet, stage: Stage, standing: Sequence[Standing], before: int) -> list[Line]:
    """Lines of the entries that ended with this stage, behind `before` others; of each panel by itself if apart."""
    lines: list[Line] = []
    for _panel, apart in groupby(sorted(standing, key=lambda each: each.panel), key=lambda each: each.panel):
        ahead = before
        ordered = sorted(apart, key=lambda each: -each.published)
        for _total, equal in groupby(ordered, key=lambda each: each.published):
            for group, by in split(rule_set, list(equal)):
                lines += [_line(rule_set, stage, each, ahead + 1, ahead + len(group), by) for each in group]
                ahead += len(group)
    return lines


def _line(rule_set: RuleSet, stage: Stage, standing: Standing, first: int, last: int, by: str) -> Line:
    exact = sum((weight * standing.scores[key].value for key, weight in standing.weights.items()), Fraction())
    return Line(
        entry=standing.entry,
        first=first,
        last=last,
        total=rounded(exact, rule_set.digits),
        exact=exact,
        scores={key: rounded(score.value, rule_set.digits) for key, score in standing.scores.items()},
        split_by=by,
        stage=stage.key,
        panel=standing.panel,
    )
