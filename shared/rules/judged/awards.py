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

from collections.abc import Hashable, Mapping, Sequence
from itertools import groupby

from msgspec.structs import replace

from shared.rules.judged.judgement import Line
from shared.rules.judged.rule_set import Prizes, RuleSet
from shared.rules.model import PrizeTier
from shared.rules.prizes import awarded, quotas


def with_prizes(rule_set: RuleSet, lines: Sequence[Line], categories: Mapping[str, str]) -> tuple[Line, ...]:
    """The lines with prizes and titles; panels ranked apart, and categories where the rule says so, each by itself."""
    prizes = rule_set.prizes
    won: dict[str, str] = {}
    for part in _parts(prizes, lines, categories):
        won |= _won(prizes, part, _last_stage(rule_set, part))
    return tuple(
        replace(line, prize=won.get(line.entry, ""), title=prizes.titles.get(won.get(line.entry, ""), ""))
        for line in lines
    )


def _parts(prizes: Prizes, lines: Sequence[Line], categories: Mapping[str, str]) -> list[list[Line]]:
    def part(line: Line) -> tuple[str, str]:
        return line.panel, categories.get(line.entry, "") if prizes.apart == "category" else ""

    return [[line for line in lines if part(line) == key] for key in sorted({part(line) for line in lines})]


def _last_stage(rule_set: RuleSet, lines: Sequence[Line]) -> int:
    """How many of the lines have reached the furthest stage of any of them."""
    reached = {line.stage for line in lines}
    furthest = next((stage.key for stage in reversed(rule_set.stages) if stage.key in reached), "")
    return sum(line.stage == furthest for line in lines)


def _won(prizes: Prizes, lines: Sequence[Line], last_stage: int) -> dict[str, str]:
    entries = last_stage if prizes.of == "last_stage" else len(lines)
    numbers = quotas(prizes.tiers, entries, prizes.rounding, prizes.least_first)
    tiers = [
        PrizeTier(tier.name, count=numbers[tier.name], at_least=tier.at_least)
        for tier in prizes.tiers
        if numbers[tier.name] != 0
    ]

    def together(line: Line) -> Hashable:
        return (line.stage, line.total) if prizes.boundary == "widen" else (line.first, line.last)

    levels = [[line.entry for line in equal] for _key, equal in groupby(lines, key=together)]
    found = awarded(tiers, levels, {line.entry: line.total for line in lines}, boundary="cut")
    return {entry: name for name, entries_of in found.items() for entry in entries_of}
