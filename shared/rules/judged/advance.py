"""Who goes on to the next stage. Knows the ranking of a stage, no people.

Source: book of judged contests 1.2 (twenty of each group go on), 1.5 (two of each panel), 1.7 (quotas of each category)
and case T40: equals at the line all go on, or the tie order decides, or none of them goes.
"""

from collections.abc import Mapping, Sequence

from shared.rules.judged.judgement import Line, Turn
from shared.rules.judged.result import stage_ranking
from shared.rules.judged.rule_set import Advance, RuleSet, Stage


def advancing(
    rule_set: RuleSet,
    stage: str,
    turns: Mapping[str, Sequence[Turn]],
    categories: Mapping[str, str] | None = None,
) -> tuple[str, ...]:
    """The entries that go on from this stage, best first; all that were judged where the stage names no number.

    The stage's own score decides; `categories` by entry where so many of each go on. Raises IllegalMark as
    `pipeline.scores`.
    """
    rule = next(each for each in rule_set.stages if each.key == stage)
    given = turns.get(stage, ())
    lines = stage_ranking(rule_set, stage, given)
    if rule.advance is None:
        return tuple(line.entry for line in lines)
    parts = counted_apart(rule, lines, {turn.entry: turn.panel for turn in given}, categories or {})
    return tuple(entry for part in parts for entry in chosen(rule.advance, part))


def counted_apart(
    stage: Stage, lines: Sequence[Line], panels: Mapping[str, str], categories: Mapping[str, str]
) -> list[list[Line]]:
    """The lines in the parts so many of each go on from: by panel where these are ranked apart or counted, by
    category where the rule says so. Within each the best first."""
    per = stage.advance.per if stage.advance else "contest"
    by_panel = per == "panel" or stage.compare == "apart"

    def part(line: Line) -> tuple[str, str]:
        category = categories.get(line.entry, "") if per == "category" else ""
        return panels.get(line.entry, "") if by_panel else "", category

    return [[line for line in lines if part(line) == key] for key in sorted({part(line) for line in lines})]


def chosen(advance: Advance, lines: Sequence[Line]) -> tuple[str, ...]:
    """The first `count` of the lines, and what becomes of equals at the line.

    >>> from decimal import Decimal
    >>> from fractions import Fraction
    >>> given = {"a": ("90.00", 1), "b": ("89.50", 2), "c": ("89.50", 3), "d": ("80.00", 4)}
    >>> lines = [
    ...     Line(entry=entry, first=place, last=place, total=Decimal(total), exact=Fraction(total), scores={})
    ...     for entry, (total, place) in given.items()
    ... ]
    >>> [chosen(Advance(count=2, boundary=boundary), lines) for boundary in ("admit_all", "ties", "none")]
    [('a', 'b', 'c'), ('a', 'b'), ('a',)]
    """
    if len(lines) <= advance.count:
        return tuple(line.entry for line in lines)
    if advance.count < 1:
        return ()
    last, next_one = lines[advance.count - 1], lines[advance.count]
    if advance.boundary == "ties":
        return tuple(line.entry for line in lines if line.first <= last.first)
    if advance.boundary == "none" and last.total == next_one.total:
        return tuple(line.entry for line in lines if line.total > last.total)
    return tuple(line.entry for line in lines if line.total >= last.total)
