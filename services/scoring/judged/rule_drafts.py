"""A rule set as the texts of its form. Knows the form's names and nothing of who fills it."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

import msgspec

from services.scoring.judged.drafts import Draft, not_understood
from services.scoring.judged.methods import method_of
from shared.rules.judged.rule_set import Criterion, DeductionKind, Fact, Prizes, RuleSet, Stage, TimeLimit
from shared.rules.judged.steps import Step, TrimMean

LISTS = frozenset(("stages", "ties", "tiers", "criteria", "items", "facts", "deductions"))
GROUPS = frozenset(("prizes", "panel", "roles", "method", "advance", "time", "spread", "reading"))


def shaped(draft: Draft) -> Draft:
    """The draft, if every field of it is what the form has there: rows, a group, or a text.

    Raises:
        Refused: a name leads into a text or stops before one.
    """
    for name, value in draft.items():
        if name in LISTS:
            if not isinstance(value, list) or not all(isinstance(row, dict) for row in value):
                raise not_understood()
            for row in value:
                shaped(row)
        elif name in GROUPS:
            if not isinstance(value, dict):
                raise not_understood()
            shaped(value)
        elif not isinstance(value, str):
            raise not_understood()
    return draft


def typed_as(value: Any) -> str:
    """A value as it stands in a field.

    >>> typed_as(Decimal("5.00")), typed_as(None), typed_as(True)
    ('5', '', 'on')
    """
    if value is None or value is False:
        return ""
    if value is True:
        return "on"
    if isinstance(value, Decimal):
        return f"{value.normalize():f}" if value else "0"
    return str(value)


def minutes(seconds: int | None) -> str:
    """Seconds as minutes are written.

    >>> minutes(1200), minutes(1079), minutes(None)
    ('20', '17:59', '')
    """
    if seconds is None:
        return ""
    return str(seconds // 60) if seconds % 60 == 0 else f"{seconds // 60}:{seconds % 60:02d}"


def draft_of(rule_set: RuleSet) -> Draft:
    return {
        "key": rule_set.key,
        "name": rule_set.name,
        "source": rule_set.source,
        "digits": typed_as(rule_set.digits),
        "anonymous": typed_as(rule_set.anonymous),
        "recusal": rule_set.recusal,
        "appeal_minutes": typed_as(rule_set.appeal_minutes),
        "most_each": typed_as(rule_set.most_each),
        "ties": [{"key": key} for key in rule_set.ties],
        "stages": [stage_draft(stage) for stage in rule_set.stages],
        "prizes": prizes_draft(rule_set.prizes),
    }


def stage_draft(stage: Stage) -> Draft:
    plain = (
        "key",
        "name",
        "mode",
        "weight",
        "compare",
        "calibration",
        "reveal",
        "batch",
        "picks",
        "public_votes",
        "public",
    )
    return {
        **{name: typed_as(getattr(stage, name)) for name in plain},
        "panel": {
            **{name: typed_as(getattr(stage.panel, name)) for name in ("size", "reserves", "least")},
            "roles": dict.fromkeys(stage.panel.roles, "on"),
        },
        "criteria": [criterion_draft(each) for each in stage.criteria],
        "method": method_draft(stage.steps),
        "steps": steps_text(stage.steps),
        "advance": {
            "count": typed_as(stage.advance.count if stage.advance else None),
            "per": stage.advance.per if stage.advance else "contest",
            "boundary": stage.advance.boundary if stage.advance else "admit_all",
        },
        "time": time_draft(stage.time or TimeLimit()),
        "facts": [named_draft(each) for each in stage.facts],
        "deductions": [named_draft(each) for each in stage.deductions],
        "spread": {name: typed_as(getattr(stage.spread, name)) for name in ("range", "from_mean", "remark_range")},
        "reading": {name: typed_as(getattr(stage.reading, name, None)) for name in ("readers", "gap", "anchors")},
        "topics": "\n".join(stage.topics),
    }


def criterion_draft(criterion: Criterion) -> Draft:
    low, high = criterion.advised or (None, None)
    plain = ("key", "name", "hint", "maximum", "minimum", "step", "weight")
    return {
        **{name: typed_as(getattr(criterion, name)) for name in plain},
        "low": typed_as(low),
        "high": typed_as(high),
        "items": [criterion_draft(each) for each in criterion.items],
    }


def named_draft(each: Fact | DeductionKind) -> Draft:
    return {name: typed_as(getattr(each, name)) for name in each.__struct_fields__}


def method_draft(steps: Sequence[Step]) -> Draft:
    method = method_of(tuple(steps))
    trim = method.trim if method else TrimMean()
    return {
        "kind": method.kind if method else "steps",
        "low": typed_as(trim.low),
        "high": typed_as(trim.high),
        "min_panel": typed_as(trim.min_panel),
        "small_panel": trim.small_panel,
        "votes": typed_as(method.votes if method else None),
        "digits": typed_as(method.digits if method else 2),
        "deducts": typed_as(method.deducts if method else True),
    }


def steps_text(steps: Sequence[Step]) -> str:
    """The steps one a line, to be read and changed by hand."""
    lines = [msgspec.json.encode(each).decode() for each in steps]
    return "[\n  " + ",\n  ".join(lines) + "\n]"


def time_draft(time: TimeLimit) -> Draft:
    return {
        "least": minutes(time.least),
        "most": minutes(time.most),
        "warnings": ", ".join(minutes(each) for each in time.warnings),
        "stop": minutes(time.stop),
        "flat": typed_as(time.flat),
        "per_minute": typed_as(time.per_minute),
        "minutes": time.minutes,
        "ceiling": typed_as(time.ceiling),
    }


def prizes_draft(prizes: Prizes) -> Draft:
    return {
        "tiers": [
            {
                "name": tier.name,
                "count": typed_as(tier.count),
                "share": typed_as(tier.share * 100 if tier.share is not None else None),
                "at_least": typed_as(tier.at_least),
                "title": prizes.titles.get(tier.name, ""),
            }
            for tier in prizes.tiers
        ],
        **{name: typed_as(getattr(prizes, name)) for name in ("rounding", "boundary", "least_first", "of", "apart")},
    }
