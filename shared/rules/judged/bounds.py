"""The questions every check asks of a value: is it of usual size, is it a word, is it said once. Knows no rule set."""

import re
from collections.abc import Sequence
from decimal import Decimal

from shared.rules.exact import sensible
from shared.rules.refusals import IllegalRegulation
from shared.rules.words import _

KEY = re.compile(r"[A-Za-z0-9_-]{1,40}", re.ASCII)
LINES = str.maketrans("", "", "\n\r\t")
CONTROLS = re.compile(r"[\x00-\x1f\x7f\ud800-\udfff]")


def must(holds: bool, code: str, sentence: str, **params: object) -> None:
    """Raises IllegalRegulation with `rules.` and the code unless it holds."""
    if not holds:
        raise IllegalRegulation(f"rules.{code}", sentence, **params)


def within(value: Decimal | int, least: int | str, most: int, sentence: str, where: str) -> None:
    """A number from `least` to `most`; the sentence may name `{where}`, `{least}` and `{most}`."""
    number = Decimal(value)
    holds = sensible(number, 10_000_000) and Decimal(least) <= number <= most
    must(holds, "number", sentence, where=where[:80], least=str(least), most=str(most))


def key(value: str) -> None:
    """A key by which marks are kept."""
    must(
        KEY.fullmatch(value) is not None,
        "key",
        _("“{key}” cannot be a key: up to 40 of the letters a to z, digits, - and _."),
        key=value[:60],
    )


def text(value: str, most: int, where: str) -> None:
    """A line people read, of a usual length and without control characters."""
    _readable(bool(value.strip()) and len(value) <= most and not CONTROLS.search(value), where, most)


def prose(value: str, most: int, where: str) -> None:
    """What may be empty or run over several lines."""
    _readable(len(value) <= most and not CONTROLS.search(value.translate(LINES)), where, most)


def _readable(holds: bool, where: str, most: int) -> None:
    sentence = _("A text of “{where}” is empty, longer than {most} or not readable.")
    must(holds, "text", sentence, where=where[:80], most=most)


def once(keys: Sequence[str], where: str) -> None:
    """Every key only once."""
    twice = next((each for each in keys if keys.count(each) > 1), None)
    must(twice is None, "twice", _("“{key}” stands twice in “{where}”."), key=twice, where=where[:80])


def count(number: int, least: int, most: int, sentence: str, where: str) -> None:
    """How many there are of something."""
    must(least <= number <= most, "many", sentence, where=where[:80], least=str(least), most=str(most))
