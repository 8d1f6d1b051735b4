"""Files and presets named on the command line; what is wrong with one is said in a sentence, and the command ends."""

from functools import partial
from pathlib import Path
from typing import NoReturn

import click

from deploy.judge.words import translate
from shared.rules.judged.contests import in_language, presets
from shared.rules.judged.files import read_rule_set
from shared.rules.judged.rule_set import RuleSet
from shared.rules.refusals import Illegal
from shared.rules.words import _

UNREADABLE = 2


def rule_set_named(name: str, lang: str) -> RuleSet:
    """The rule set of a file, or a preset by its key in the language asked for."""
    path = Path(name)
    if path.is_file():
        return read_rule_set(content(path, lang))
    preset = presets().get(name)
    if preset is None:
        known = ", ".join(sorted(presets()))
        give_up(
            translate(_("{name} is neither a file nor one of the rule sets {known}."), lang, name=name, known=known)
        )
    return in_language(preset, partial(translate, lang=lang))


def content(path: Path, lang: str) -> bytes:
    try:
        return path.read_bytes()
    except OSError:
        give_up(translate(_("{name} cannot be read."), lang, name=str(path)))


def said(refusal: Illegal, lang: str) -> str:
    return translate(refusal.sentence, lang, **refusal.params)


def give_up(sentence: str) -> NoReturn:
    click.echo(sentence, err=True)
    raise SystemExit(UNREADABLE)
