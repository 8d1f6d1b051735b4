"""`saishi ruleset`: the rules there are, one of them as a file to change, and a file said in words as a regulation."""

from functools import partial

import click

from deploy.judge.sources import give_up, rule_set_named, said
from deploy.judge.words import translate
from shared.rules.exact import plain
from shared.rules.judged.contests import in_language, presets
from shared.rules.judged.files import write_rule_set
from shared.rules.judged.regulation_words import sections
from shared.rules.judged.rule_set import Criterion, RuleSet
from shared.rules.refusals import Illegal
from shared.rules.words import _

lang_option = click.option(
    "--lang", type=click.Choice(["en", "zh"]), default="en", show_default=True, help="Language of names and sentences."
)


@click.group()
def ruleset() -> None:
    """Rules of judged contests as files; shared/rules/judged/RULE_SETS.md tells how one is written."""


@ruleset.command("list")
@lang_option
def list_them(lang: str) -> None:
    """Print the keys and names of the rule sets there are."""
    for key, preset in presets().items():
        click.echo(f"{key}  {translate(preset.name, lang)}")


@ruleset.command()
@click.argument("key")
@lang_option
def write(key: str, lang: str) -> None:
    """Print the rule set KEY as a file: a beginning for rules of your own."""
    preset = presets().get(key)
    if preset is None:
        known = ", ".join(sorted(presets()))
        give_up(translate(_("There is no rule set {name}; there are {known}."), lang, name=key, known=known))
    click.echo(write_rule_set(in_language(preset, partial(translate, lang=lang))).decode(), nl=False)


@ruleset.command()
@click.argument("name")
@lang_option
def say(name: str, lang: str) -> None:
    """Check NAME, a file or a key, and print what it says as a regulation."""
    try:
        rule_set = rule_set_named(name, lang)
    except Illegal as refusal:
        give_up(said(refusal, lang))
    click.echo("\n".join(regulation(rule_set, lang)))


def regulation(rule_set: RuleSet, lang: str) -> list[str]:
    """The regulation's sections, each stage with its sheet."""

    def say_it(sentence: str, values: dict[str, object]) -> str:
        return translate(sentence, lang, **values)

    stages = {stage.key: stage for stage in rule_set.stages}
    lines = [rule_set.name]
    for section in sections(rule_set, partial(translate, lang=lang)):
        lines += ["", f"== {say_it(section.title, section.values)}"]
        if section.stage:
            lines += [line for each in stages[section.stage].criteria for line in sheet(each, "  ")]
        lines += [say_it(sentence, values) for sentence, values in section.words]
    return lines


def sheet(criterion: Criterion, indent: str) -> list[str]:
    own = f"{indent}{criterion.name} ({criterion.key})  {plain(criterion.minimum)}-{plain(criterion.maximum)}"
    return [own, *(line for item in criterion.items for line in sheet(item, indent + "  "))]
