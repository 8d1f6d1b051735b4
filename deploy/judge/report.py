"""A computed contest as lines a person can check with a pencil, or as one JSON object. Knows no file."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from functools import partial
from typing import Any

from msgspec import Struct

from deploy.judge.doubts import doubts
from deploy.judge.words import translate
from shared.rules.exact import plain, rounded
from shared.rules.judged.advance import advancing
from shared.rules.judged.cautions import cautions
from shared.rules.judged.check_steps import TIME
from shared.rules.judged.judgement import Line, Score, Turn
from shared.rules.judged.marks import leaves
from shared.rules.judged.pipeline import scores
from shared.rules.judged.regulation_words import prize_name, ties_in_words
from shared.rules.judged.result import evaluate
from shared.rules.judged.rule_set import RuleSet, Stage
from shared.rules.words import _

NOT_PLACED = {
    "absent": _("absent"),
    "withdrawn": _("withdrawn"),
    "disqualified": _("disqualified"),
    "judged": _("no ballot"),
}


MISSING = {"recused": _("recused"), "absent": _("absent")}


class Computed(Struct, frozen=True):
    """A contest with everything its rule makes of its marks."""

    rule_set: RuleSet
    turns: Mapping[str, Sequence[Turn]]
    scores: Mapping[str, Mapping[str, Score]]
    lines: tuple[Line, ...]
    going_on: Mapping[str, tuple[str, ...]]
    categories: Mapping[str, str]


def compute(rule_set: RuleSet, turns: Mapping[str, Sequence[Turn]], categories: Mapping[str, str]) -> Computed:
    """Everything there is to print. Raises IllegalMark as the rules do."""
    stages = [stage for stage in rule_set.stages if stage.key in turns]
    return Computed(
        rule_set=rule_set,
        turns=turns,
        scores={stage.key: scores(stage, turns[stage.key]) for stage in stages},
        lines=evaluate(rule_set, turns, categories),
        categories=categories,
        going_on={stage.key: advancing(rule_set, stage.key, turns, categories) for stage in stages if stage.advance},
    )


def report(found: Computed, lang: str) -> list[str]:
    """The lines of the sheet."""
    say = partial(translate, lang=lang)
    lines = [f"{found.rule_set.name} ({found.rule_set.key}, {found.rule_set.version})"]
    for stage in found.rule_set.stages:
        if stage.key in found.turns:
            lines += ["", f"== {stage.name}", *_stage(found, stage, lang)]
    lines += ["", f"== {say(_('Result'))}"]
    lines += _cautions(found, lang)
    lines += [_line(found, line, lang) for line in found.lines]
    return lines + _unplaced(found, lang)


def _cautions(found: Computed, lang: str) -> list[str]:
    words = [*cautions(found.rule_set, found.turns), *doubts(found.rule_set, found.turns, found.categories)]
    return [translate(said, lang, **values) for said, values in words]


def _stage(found: Computed, stage: Stage, lang: str) -> list[str]:
    lines: list[str] = []
    for turn in found.turns[stage.key]:
        score = found.scores[stage.key].get(turn.entry)
        if score is None:
            lines.append(f"{turn.entry}  {translate(NOT_PLACED[turn.status], lang)}")
            continue
        lines.append(f"{turn.entry}  {rounded(score.value, found.rule_set.digits)}")
        lines += [f"    {said}" for said in _turn(found.rule_set, stage, turn, score, lang)]
    if stage.key in found.going_on:
        lines.append(f"{translate(_('Going on'), lang)}: {', '.join(found.going_on[stage.key])}")
    return lines


def _turn(rule_set: RuleSet, stage: Stage, turn: Turn, score: Score, lang: str) -> list[str]:
    say = partial(translate, lang=lang)
    whole = {seat for seat, criterion in score.dropped if not criterion}
    totals = (
        f"{seat} ({shown})" if seat in whole else f"{seat} {shown}"
        for seat, shown in ((seat, rounded(total, rule_set.digits)) for seat, total in score.totals.items())
    )
    lines = [f"{say(_('judges'))}: {', '.join(totals)}"]
    if score.dropped:
        cells = (" ".join(filter(None, (seat, _part(stage, key)))) for seat, key in sorted(score.dropped))
        lines.append(f"{say(_('dropped'))}: {', '.join(cells)}")
        lines += _parts(stage, turn, score)
    if turn.missing:
        why = (f"{seat} {say(MISSING.get(reason, reason))}" for seat, reason in turn.missing.items())
        lines.append(f"{say(_('missing'))}: {', '.join(why)}")
    if turn.votes:
        lines.append(f"{say(_('votes'))}: {turn.votes}")
    lines += [f"{say(_('fact'))}: {key} {plain(value)}" for key, value in turn.facts.items()]
    kinds = {TIME: say(_("time"))} | {each.key: each.name for each in stage.deductions}
    return lines + [
        f"{say(_('deducted'))}: {kinds.get(each.kind, each.kind)} {each.points} {each.reason}".rstrip()
        for each in turn.deductions
    ]


def _part(stage: Stage, key: str) -> str:
    """What a criterion or an item is called; nothing for a judge's whole total."""
    names = {each.key: each.name for each in stage.criteria} | {
        k: each.name for k, each in leaves(stage.criteria).items()
    }
    return names.get(key, key)


def _parts(stage: Stage, turn: Turn, score: Score) -> list[str]:
    """Where marks were dropped criterion by criterion: every judge's mark for it, those left out in brackets."""
    keys = dict.fromkeys(key for _seat, key in sorted(score.dropped) if key)
    return [f"{_part(stage, key)}: {', '.join(_marks(stage, turn, score, key))}" for key in keys]


def _marks(stage: Stage, turn: Turn, score: Score, key: str) -> list[str]:
    of = [leaf for leaf in leaves(stage.criteria) if leaf == key or leaf.startswith(f"{key}.")]
    shown = {seat: plain(sum((Decimal(marks[leaf]) for leaf in of), Decimal())) for seat, marks in turn.ballots.items()}
    return [f"{seat} ({mark})" if (seat, key) in score.dropped else f"{seat} {mark}" for seat, mark in shown.items()]


def _line(found: Computed, line: Line, lang: str) -> str:
    place = str(line.first) if line.first == line.last else f"{line.first}-{line.last}"
    parts = [place, line.entry, str(line.total)]
    if line.panel:
        parts.append(f"[{line.panel}]")
    if line.prize:
        parts.append(prize_name(line.prize, partial(translate, lang=lang)))
    if line.title:
        parts.append(line.title)
    if line.split_by:
        parts.append(f"({_tie(found.rule_set, line.split_by, lang)})")
    return "  ".join(parts)


def _tie(rule_set: RuleSet, key: str, lang: str) -> str:
    """The tie key that split it, as the regulation says it."""
    sentence, values = ties_in_words(rule_set, partial(translate, lang=lang))[rule_set.ties.index(key)]
    return translate(sentence, lang, **values)


def _unplaced(found: Computed, lang: str) -> list[str]:
    placed = {line.entry for line in found.lines}
    status = {turn.entry: turn.status for turns in found.turns.values() for turn in turns if turn.entry not in placed}
    return [f"-  {entry}  {translate(NOT_PLACED[why], lang)}" for entry, why in status.items()]


def as_object(found: Computed, lang: str = "en") -> dict[str, Any]:
    """The same for a program: numbers as strings."""
    return {
        "rule_set": found.rule_set.key,
        "version": found.rule_set.version,
        "cautions": _cautions(found, lang),
        "stages": {
            stage: {turn.entry: _judged(found, stage, turn) for turn in turns} for stage, turns in found.turns.items()
        },
        "going_on": {stage: list(entries) for stage, entries in found.going_on.items()},
        "result": [
            {
                "first": line.first,
                "last": line.last,
                "entry": line.entry,
                "total": str(line.total),
                "prize": line.prize,
                "title": line.title,
                "split_by": line.split_by,
                "panel": line.panel,
            }
            for line in found.lines
        ],
    }


def _judged(found: Computed, stage: str, turn: Turn) -> dict[str, Any]:
    """An entry in a stage: what was given, and what the rule makes of it."""
    digits, score = found.rule_set.digits, found.scores[stage].get(turn.entry)
    said = {
        "status": turn.status,
        "panel": turn.panel,
        "missing": dict(turn.missing),
        "facts": {key: str(plain(value)) for key, value in turn.facts.items()},
        "votes": turn.votes,
        "deductions": [
            {"kind": each.kind, "points": str(each.points), "reason": each.reason} for each in turn.deductions
        ],
    }
    if score is None:
        return said
    return said | {
        "score": str(rounded(score.value, digits)),
        "totals": {seat: str(rounded(total, digits)) for seat, total in score.totals.items()},
        "dropped": [list(cell) for cell in sorted(score.dropped)],
        "deducted": str(score.deducted),
    }
