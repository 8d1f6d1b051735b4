"""`saishi judge`: words typed by a person into a computed contest, refusals into one sentence and exit code 2."""

import json
from functools import partial
from pathlib import Path
from typing import NoReturn

import click

from deploy.judge.given import Given, given_tree
from deploy.judge.given_csv import given_csv
from deploy.judge.report import as_object, compute, report
from deploy.judge.turns import Misplaced, categories_of, turns_of
from deploy.judge.words import translate
from shared.rules.judged.contests import in_language, presets
from shared.rules.judged.files import read_rule_set
from shared.rules.judged.rule_set import RuleSet
from shared.rules.refusals import Illegal

UNREADABLE = 2


@click.command()
@click.option("--ruleset", required=True, help="A rule set's file (YAML or JSON), or the key of a preset.")
@click.option("--marks", required=True, type=click.Path(path_type=Path), help="The marks: YAML, JSON or CSV.")
@click.option("--lang", type=click.Choice(["en", "zh"]), default="en", show_default=True, help="Language of the sheet.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def judge(ruleset: str, marks: Path, lang: str, as_json: bool) -> None:
    """Compute a judged contest from files: totals, what was dropped, places, prizes and titles.

    For checking an old paper sheet without the suite. The form of the marks stands in deploy/judge/given.py, an
    example in tests/data/judged_marks.yaml.
    """
    try:
        rule_set = _rule_set(ruleset, lang)
        given = _given(marks, rule_set)
        found = compute(rule_set, turns_of(rule_set, given), categories_of(given))
    except Misplaced as misplaced:
        _give_up(f"{', '.join(misplaced.place)}: {_said(misplaced.refusal, lang)}")
    except Illegal as refusal:
        _give_up(_said(refusal, lang))
    click.echo(json.dumps(as_object(found, lang), ensure_ascii=False) if as_json else "\n".join(report(found, lang)))


def _rule_set(name: str, lang: str) -> RuleSet:
    path = Path(name)
    if path.is_file():
        return read_rule_set(_bytes(path))
    preset = presets().get(name)
    if preset is None:
        _give_up(f"{name} is neither a file nor one of the rule sets {', '.join(sorted(presets()))}.")
    return in_language(preset, partial(translate, lang=lang))


def _given(path: Path, rule_set: RuleSet) -> Given:
    data = _bytes(path)
    return given_csv(data, rule_set.stages[-1].key) if path.suffix.lower() == ".csv" else given_tree(data)


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as problem:
        _give_up(f"{path} cannot be read: {problem.strerror}.")


def _said(refusal: Illegal, lang: str) -> str:
    return translate(refusal.sentence, lang, **refusal.params)


def _give_up(sentence: str) -> NoReturn:
    click.echo(sentence, err=True)
    raise SystemExit(UNREADABLE)
