"""The words of `saishi judge`: its own beside those of the rules."""

from pathlib import Path

from shared.web.words import RULES, SHARED, Words

WORDS = Words([SHARED, RULES, Path(__file__).parent])


def translate(msgid: str, lang: str, **params: object) -> str:
    """A sentence in a language, its places filled."""
    return WORDS.say(msgid, lang, params)
