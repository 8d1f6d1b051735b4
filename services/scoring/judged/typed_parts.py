"""The smaller parts of a typed rule set: panel, advancing, time, facts, deductions, spread, reading, prizes."""

from decimal import Decimal
from typing import Any

from services.scoring.judged.drafts import Draft, part, rows, text, ticked
from services.scoring.judged.typed_numbers import missing, number, several_seconds, unread, whole
from services.scoring.judged.typed_numbers import seconds as seconds_of
from shared.kit.words import _
from shared.rules.judged.rule_set import (
    ROLES,
    Advance,
    DeductionKind,
    Fact,
    PanelRule,
    Prizes,
    Reading,
    Spread,
    TimeLimit,
)
from shared.rules.model import PrizeTier
from shared.rules.prizes import NAMES
from shared.web.words import translate

MOST_TOPICS = 300


def panel_of(draft: Draft, stage: str) -> PanelRule:
    return PanelRule(
        size=judges_of(draft, stage),
        reserves=whole(draft, "reserves", stage, _("Reserves")) or 0,
        least=whole(draft, "least", stage, _("Least ballots that make a result")) or 1,
        roles=tuple(role for role in ROLES if ticked(part(draft, "roles"), role)),
    )


def judges_of(draft: Draft, stage: str) -> int:
    found = whole(draft, "size", stage, _("Judges"))
    if found is None:
        raise missing(stage, _("Judges")).standing_at(draft, "size")
    return found


def advance_of(draft: Draft, stage: str) -> Advance | None:
    count = whole(draft, "count", stage, _("Entries that go on"))
    if count is None:
        return None
    return Advance(
        count=count,
        per=choice(draft, "per", ("contest", "panel", "category")),
        boundary=choice(draft, "boundary", ("admit_all", "ties", "none")),
    )


def choice(draft: Draft, name: str, offered: tuple[str, ...]) -> Any:
    """One of what is offered, else the first."""
    found = text(draft, name)
    return found if found in offered else offered[0]


def time_of(draft: Draft, stage: str) -> TimeLimit | None:
    if not any(text(draft, name) for name in ("least", "most", "warnings", "stop", "flat", "per_minute", "ceiling")):
        return None
    return TimeLimit(
        least=seconds_of(text(draft, "least"), stage, _("At least, minutes")),
        most=seconds_of(text(draft, "most"), stage, _("At most, minutes")),
        warnings=several_seconds(text(draft, "warnings"), stage, _("Warnings after, minutes")),
        stop=seconds_of(text(draft, "stop"), stage, _("Stopped after, minutes")),
        flat=number(draft, "flat", stage, _("Taken off once")),
        per_minute=number(draft, "per_minute", stage, _("Taken off for each minute over")),
        minutes=choice(draft, "minutes", ("started", "full")),
        ceiling=number(draft, "ceiling", stage, _("Taken off for time at most")),
    )


def facts_of(given_rows: list[Draft]) -> tuple[Fact, ...]:
    found = []
    for row in given_rows:
        name, key = text(row, "name"), text(row, "key")
        if not name and not key:
            continue
        if not key:
            raise missing(name, _("Key")).standing_at(row, "key")
        known = Fact(key=key[:40], name=name[:200] or key[:40])
        numbers = {
            field: number(row, field, known.name, label)
            for field, label in (
                ("minimum", _("Least points")),
                ("maximum", _("Most points")),
                ("step", _("Smallest step")),
            )
        }
        set_numbers: dict[str, Any] = {field: value for field, value in numbers.items() if value is not None}
        default = number(row, "default", known.name, _("Where nothing is entered"))
        found.append(Fact(key=known.key, name=known.name, default=default, **set_numbers))
    return tuple(found)


def deduction_kinds(given_rows: list[Draft]) -> tuple[DeductionKind, ...]:
    found: list[DeductionKind] = []
    taken = {text(row, "key") for row in given_rows}
    for row in given_rows:
        name = text(row, "name")[:200]
        points = number(row, "points", name, _("Points"))
        if not name and points is None:
            continue
        key = text(row, "key")[:40] or next(key for n in range(1, 999) if (key := f"d{n}") not in taken)
        taken.add(key)
        if points is None:
            raise missing(name or key, _("Points")).standing_at(row, "points")
        found.append(DeductionKind(key=key, name=name or key, points=points))
    return tuple(found)


def spread_of(draft: Draft, stage: str) -> Spread:
    return Spread(
        range=number(draft, "range", stage, _("Highest and lowest total apart by")),
        from_mean=number(draft, "from_mean", stage, _("One judge off the mean by")),
        remark_range=number(draft, "remark_range", stage, _("Marked anew from a range of")),
    )


def reading_of(draft: Draft, stage: str) -> Reading:
    return Reading(
        readers=whole(draft, "readers", stage, _("Readers of a paper")) or 2,
        gap=number(draft, "gap", stage, _("A third reader from a gap of")),
        anchors=whole(draft, "anchors", stage, _("Papers read by everyone")) or 0,
    )


def topics_of(typed: str) -> tuple[str, ...]:
    """One topic a line, each once."""
    lines = [line.strip()[:400] for line in typed.splitlines() if line.strip()]
    return tuple(dict.fromkeys(lines))[:MOST_TOPICS]


def prizes_of(draft: Draft, before: Prizes) -> Prizes:
    tiers, titles = [], {}
    for row in rows(draft, "tiers"):
        name = prize_key(text(row, "name")[:100])
        if not name:
            if any(text(row, field) for field in ("count", "share", "at_least", "title")):
                raise missing("", _("Name of the prize")).standing_at(row, "name")
            continue
        tiers.append(tier_of(row, name))
        if text(row, "title"):
            titles[name] = text(row, "title")[:200]
    return Prizes(
        tiers=tuple(tiers),
        titles=titles,
        rounding=choice(draft, "rounding", ("half_up", "up", "down")),
        boundary=choice(draft, "boundary", ("widen", "cut")),
        least_first=whole(draft, "least_first", "", _("First prizes at least")) or 0,
        of=choice(draft, "of", ("entries", "last_stage")),
        apart=choice(draft, "apart", ("contest", "category")),
    ) if draft else before  # fmt: skip


def prize_key(name: str) -> str:
    """The key of a prize by what it is called in either language; another name is its own key.

    >>> prize_key("First prize"), prize_key("Best on stage")
    ('first', 'Best on stage')
    """
    return next((key for key, words in NAMES.items() if name in (words, translate(words, "zh"))), name)


def tier_of(row: Draft, name: str) -> PrizeTier:
    share = number(row, "share", name, _("Percent"))
    count = whole(row, "count", name, _("How many"))
    if share is not None and count is not None:
        raise unread(name, _("Number or percent"), f"{count} · {share} %")
    return PrizeTier(
        name=name,
        count=count,
        share=None if share is None else share / Decimal(100),
        at_least=number(row, "at_least", name, _("From this score")),
    )
