"""Prizes and titles on the lines of a result. Knows places and totals, not what was done for them.

Source: book of judged contests 1.2 (a first prize carries 河南省教学标兵), 1.3 (shares), 1.7. Equal at the end
of a prize are those whose totals as shown are equal; a later stage is never equal to an earlier one.

>>> from decimal import Decimal
>>> from fractions import Fraction
>>> from shared.rules.judged.rule_set import Prizes
>>> from shared.rules.model import PrizeTier
>>> def line(entry, place, total):
...     return Line(entry=entry, first=place, last=place, total=Decimal(total), exact=Fraction(total), scores={})
>>> lines = [line("a", 1, "95"), line("b", 2, "94"), line("c", 3, "94"), line("d", 4, "93")]
>>> tiers = (PrizeTier("first", count=2), PrizeTier("second", count=2))
>>> def given(boundary):
...     prizes = Prizes(tiers=tiers, boundary=boundary, titles={"first": "标兵"})
...     rule_set = RuleSet(key="x", name="X", stages=(), prizes=prizes)
...     return [(each.entry, each.prize, each.title) for each in with_prizes(rule_set, lines, {}) if each.prize]
>>> given("widen")
[('a', 'first', '标兵'), ('b', 'first', '标兵'), ('c', 'first', '标兵'), ('d', 'second', '')]
>>> given("cut")
[('a', 'first', '标兵'), ('b', 'first', '标兵'), ('c', 'second', ''), ('d', 'second', '')]
"""

from collections.abc import Callable, Hashable, Mapping, Sequence
from decimal import Decimal
from itertools import groupby

from msgspec.structs import replace

from shared.rules.judged.judgement import Line
from shared.rules.judged.rule_set import Prizes, RuleSet
from shared.rules.model import PrizeTier
from shared.rules.prizes import awarded, quotas

NOTHING = Decimal(-(10**9))
"""Less than any least total."""


def with_prizes(rule_set: RuleSet, lines: Sequence[Line], categories: Mapping[str, str]) -> tuple[Line, ...]:
    """The lines with prizes and titles; panels the last stage ranks apart, and categories where the rule says so, each
    by itself."""
    prizes = rule_set.prizes
    won: dict[str, str] = {}
    for part in _parts(rule_set, lines, categories):
        won |= _won(rule_set, part)
    return tuple(
        replace(line, prize=won.get(line.entry, ""), title=prizes.titles.get(won.get(line.entry, ""), ""))
        for line in lines
    )


def _parts(rule_set: RuleSet, lines: Sequence[Line], categories: Mapping[str, str]) -> list[list[Line]]:
    apart = any(line.panel for line in lines if line.stage == _furthest(rule_set, lines))

    def part(line: Line) -> tuple[str, str]:
        category = categories.get(line.entry, "") if rule_set.prizes.apart == "category" else ""
        return line.panel if apart else "", category

    return [[line for line in lines if part(line) == key] for key in sorted({part(line) for line in lines})]


def _furthest(rule_set: RuleSet, lines: Sequence[Line]) -> str:
    """The furthest stage any of the lines has reached."""
    reached = {line.stage for line in lines}
    return next((stage.key for stage in reversed(rule_set.stages) if stage.key in reached), "")


def _won(rule_set: RuleSet, lines: Sequence[Line]) -> dict[str, str]:
    prizes, furthest = rule_set.prizes, _furthest(rule_set, lines)
    last_stage = sum(line.stage == furthest for line in lines)
    entries = last_stage if prizes.of == "last_stage" else len(lines)
    numbers = quotas(prizes.tiers, entries, prizes.rounding, prizes.least_first)
    tiers = [
        PrizeTier(tier.name, count=numbers[tier.name], at_least=tier.at_least)
        for tier in prizes.tiers
        if numbers[tier.name] != 0
    ]
    totals = {line.entry: line.total if _is_whole(rule_set, line) else NOTHING for line in lines}
    found = awarded(tiers, _levels(rule_set, lines), totals, boundary="cut")
    return {entry: name for name, entries_of in found.items() for entry in entries_of}


def _levels(rule_set: RuleSet, lines: Sequence[Line]) -> list[list[str]]:
    """Entries by what they have reached, best first: later stages before earlier ones, then by place.

    Panels an earlier stage ranked apart cannot be compared: the best of each are on one level, then the second ones.
    """
    stages = [stage.key for stage in rule_set.stages]
    level: dict[tuple[int, int], list[str]] = {}
    for key in sorted({(-stages.index(line.stage) if line.stage else 0, line.panel) for line in lines}):
        own = [line for line in lines if (-stages.index(line.stage) if line.stage else 0, line.panel) == key]
        place = 1
        for _equal, together in groupby(own, key=_together(rule_set.prizes)):
            entries = [line.entry for line in together]
            level.setdefault((key[0], place), []).extend(entries)
            place += len(entries)
    return [level[key] for key in sorted(level)]


def _together(prizes: Prizes) -> Callable[[Line], Hashable]:
    """By what two lines share a prize."""
    return (lambda line: line.total) if prizes.boundary == "widen" else (lambda line: (line.first, line.last))


def _is_whole(rule_set: RuleSet, line: Line) -> bool:
    """Whether every stage that counts is in the total; a part of it is measured against no least total."""
    return all(stage.key in line.scores for stage in rule_set.stages if stage.weight) or not line.scores
