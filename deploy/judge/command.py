"""`saishi judge`: words typed by a person into a computed contest, refusals into one sentence and exit code 2."""

import json
from pathlib import Path

import click

from deploy.judge.given import Given, given_tree
from deploy.judge.given_csv import given_csv
from deploy.judge.report import as_object, compute, report
from deploy.judge.sources import content, give_up, rule_set_named, said
from deploy.judge.turns import Misplaced, categories_of, turns_of
from shared.rules.judged.rule_set import RuleSet
from shared.rules.refusals import Illegal


@click.command()
@click.option("--ruleset", required=True, help="A rule set's file (YAML or JSON), or the key of a preset.")
@click.option("--marks", required=True, type=click.Path(path_type=Path), help="The marks: YAML, JSON or CSV.")
@click.option("--lang", type=click.Choice(["en", "zh"]), default="en", show_default=True, help="Language of the sheet.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def judge(ruleset: str, marks: Path, lang: str, as_json: bool) -> None:
    """Compute a judged contest from files: totals, what was dropped, places, prizes and titles.

    For checking an old paper sheet without the suite. How both files are written stands in
    shared/rules/judged/RULE_SETS.md, examples are in deploy/judge/examples.
    """
    try:
        rule_set = rule_set_named(ruleset, lang)
        given = _given(marks, rule_set, lang)
        found = compute(rule_set, turns_of(rule_set, given), categories_of(given))
    except Misplaced as misplaced:
        give_up(f"{', '.join(misplaced.place)}: {said(misplaced.refusal, lang)}")
    except Illegal as refusal:
        give_up(said(refusal, lang))
    click.echo(json.dumps(as_object(found, lang), ensure_ascii=False) if as_json else "\n".join(report(found, lang)))


def _given(path: Path, rule_set: RuleSet, lang: str) -> Given:
    data = content(path, lang)
    return given_csv(data, rule_set.stages[-1].key) if path.suffix.lower() == ".csv" else given_tree(data)
