"""The rule set that was typed: the texts of the form as data. Knows how fields are read, not what a rule may say."""

import re
from decimal import Decimal
from typing import Any

import msgspec
from msgspec.structs import replace

from services.scoring.judged import drafts
from services.scoring.judged.drafts import Draft, part, rows, text, ticked
from services.scoring.judged.methods import JOINS, Method, steps_of
from services.scoring.judged.typed_numbers import missing, number, unread, whole
from services.scoring.judged.typed_parts import (
    advance_of,
    deduction_kinds,
    facts_of,
    panel_of,
    prizes_of,
    reading_of,
    spread_of,
    time_of,
    topics_of,
)
from shared.kit.http.errors import Refused
from shared.kit.words import _
from shared.rules.judged.rule_set import Criterion, RuleSet, Stage
from shared.rules.judged.steps import Step, TrimMean

KEY = re.compile(r"[A-Za-z0-9_-]{1,40}")
LONGEST = 400


def rule_set_typed(draft: Draft, before: RuleSet) -> RuleSet:
    """The rule set of a form; what the form does not hold stays as it was.

    Raises:
        Refused: a field that cannot be read, named.
    """
    known: dict[str, Any] = {each.key: each for each in before.stages}
    stages: list[Stage] = []
    for row in rows(draft, "stages"):
        if not filled(row, "name"):
            continue
        key = key_of(row, "stage", {each.key for each in stages} | set(known))
        stages.append(stage_of(row, key, known.get(key)))
    return replace(
        before,
        name=named(draft, "", _("Name of the rules")),
        source=short(text(draft, "source")),
        digits=or_else(whole(draft, "digits", "", _("Digits of totals")), 2),
        anonymous=ticked(draft, "anonymous"),
        recusal=one_of(draft, "recusal", ("exclude", "replace", "none"), before.recusal),
        appeal_minutes=or_else(whole(draft, "appeal_minutes", "", _("Minutes for an appeal")), 0),
        ties=tuple(short(text(row, "key")) for row in rows(draft, "ties") if text(row, "key")),
        stages=tuple(stages),
        prizes=prizes_of(part(draft, "prizes"), before.prizes),
        most_each=whole(draft, "most_each", "", _("Works of one person at most")),
    )


def stage_of(draft: Draft, key: str, before: Stage | None) -> Stage:
    name = named(draft, "", _("Name of the stage"))
    found = Stage(
        key=key,
        name=name,
        criteria=criteria_of(rows(draft, "criteria"), name),
        steps=steps_typed(draft, name),
        mode=one_of(draft, "mode", ("turns", "gallery", "reading"), "turns"),
        panel=panel_of(part(draft, "panel"), name),
        weight=or_else(number(draft, "weight", name, _("Weight of the stage")), Decimal(1)),
        compare=one_of(draft, "compare", ("together", "apart", "severity"), "together"),
        advance=advance_of(part(draft, "advance"), name),
        time=time_of(part(draft, "time"), name),
        facts=facts_of(rows(draft, "facts")),
        deductions=deduction_kinds(rows(draft, "deductions")),
        calibration=or_else(whole(draft, "calibration", name, _("Performances marked together at first")), 0),
        reveal=one_of(draft, "reveal", ("immediate", "after_next", "batch", "end"), "after_next"),
        batch=or_else(whole(draft, "batch", name, _("Performances of a batch")), 3),
        spread=spread_of(part(draft, "spread"), name),
        picks=whole(draft, "picks", name, _("Works a judge picks")),
        public=ticked(draft, "public"),
        public_votes=or_else(whole(draft, "public_votes", name, _("Votes of a member")), 0),
        topics=topics_of(text(draft, "topics")),
    )
    reading = reading_of(part(draft, "reading"), name) if found.mode == "reading" else None
    return replace(before, **{**fields_of(found), "reading": reading}) if before else replace(found, reading=reading)


def fields_of(stage: Stage) -> dict[str, Any]:
    return {name: getattr(stage, name) for name in stage.__struct_fields__}


def criteria_of(given: list[Draft], stage: str) -> tuple[Criterion, ...]:
    """The rows that have a name or a maximum; the others were left empty."""
    found: list[Criterion] = []
    taken = {text(row, "key") for row in given}
    for row in given:
        if not filled(row, "name", "maximum"):
            continue
        key = key_of(row, "c", {each.key for each in found} | taken)
        found.append(criterion_of(row, key, stage))
    return tuple(found)


def criterion_of(row: Draft, key: str, stage: str) -> Criterion:
    name = named(row, stage, _("Name of the criterion"))
    items = criteria_of(rows(row, "items"), name)
    maximum = number(row, "maximum", name, _("Most points"))
    if items:
        # A criterion with items is their sum: what stands in its own field is not asked again.
        maximum = sum((each.maximum for each in items), Decimal(0))
    if maximum is None:
        raise missing(name, _("Most points")).standing_at(row, "maximum")
    low = number(row, "low", name, _("Advised from"))
    high = number(row, "high", name, _("Advised to"))
    return Criterion(
        key=key,
        name=name,
        hint=short(text(row, "hint")),
        maximum=maximum,
        minimum=or_else(number(row, "minimum", name, _("Least points")), Decimal(0)),
        step=or_else(number(row, "step", name, _("Smallest step")), Decimal("0.01")),
        weight=or_else(number(row, "weight", name, _("Weight")), Decimal(1)),
        advised=None if low is None and high is None else (or_else(low, Decimal(0)), or_else(high, maximum)),
        items=items,
    )


def steps_typed(draft: Draft, stage: str) -> tuple[Step, ...]:
    """The steps of the named way that was chosen, or those written out."""
    method = part(draft, "method")
    kind = text(method, "kind")
    if kind == "steps":
        return steps_written(text(draft, "steps"), stage)
    if kind not in ("trim_totals", "trim_criteria", *JOINS):
        raise unread(stage, _("How marks become a score"), kind)
    trim = TrimMean(
        low=or_else(whole(method, "low", stage, _("Lowest left out")), 1),
        high=or_else(whole(method, "high", stage, _("Highest left out")), 1),
        min_panel=or_else(whole(method, "min_panel", stage, _("From so many judges on")), 4),
        small_panel=one_of(method, "small_panel", ("mean", "ijru", "median"), "mean"),
    )
    return steps_of(
        Method(
            kind=kind,
            trim=trim,
            votes=number(method, "votes", stage, _("Percent of the public vote")),
            digits=whole(method, "digits", stage, _("Digits of the score")),
            deducts=ticked(method, "deducts"),
        )
    )


def steps_written(given: str, stage: str) -> tuple[Step, ...]:
    try:
        return msgspec.json.decode(given.encode(), type=tuple[Step, ...], strict=False)
    except (msgspec.DecodeError, UnicodeError, RecursionError) as error:
        raise Refused(
            "rules.steps", _("{row}: the steps are not understood: {problem}"), row=stage, problem=str(error)[:200]
        ) from error


def filled(row: Draft, *names: str) -> bool:
    """Whether a row holds anything under these names, or rows of its own that do."""
    if any(text(row, name) for name in names):
        return True
    return any(filled(each, "name", "maximum") for name in ("criteria", "items") for each in drafts.rows(row, name))


def key_of(row: Draft, stem: str, taken: set[str]) -> str:
    """The row's lasting key, or a new one that nothing has."""
    key = text(row, "key")
    if key:
        if not KEY.fullmatch(key):
            raise Refused("rules.key", _("“{key}” cannot be a key: letters, digits, - and _ only."), key=key[:60])
        return key
    return next(found for n in range(1, 10_000) if (found := f"{stem}{n}") not in taken)


def named(row: Draft, inside: str, field: str) -> str:
    name = short(text(row, "name"))
    if not name:
        raise missing(inside, field).standing_at(row, "name")
    return name


def short(given: str) -> str:
    if len(given) > LONGEST:
        raise Refused(
            "input.too_long", _("“{field}” is too long: {most} characters at most."), field=given[:20], most=LONGEST
        )
    return given


def one_of(draft: Draft, name: str, offered: tuple[str, ...], otherwise: str) -> Any:
    found = text(draft, name) or otherwise
    return found if found in offered else otherwise


def or_else(found: Any, otherwise: Any) -> Any:
    return otherwise if found is None else found
