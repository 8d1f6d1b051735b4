"""The catalogue: English sentences and what they are in Simplified Chinese. Knows where words lie, not who says them.

A sentence without a translation is said in English; a test keeps every sentence of the suite translated.
"""

from collections.abc import Iterable, Mapping
from functools import lru_cache
from pathlib import Path

from babel.messages.pofile import read_po

LANGUAGES = ("zh", "en")
SHARED = Path(__file__).parent
RULES = SHARED.parent / "rules"


class Words:
    """The words of one service: those all share, then its own, which may say the same sentence differently.

    `english` tells what is kept in Chinese though the suite knows its English name: names shipped with it.
    """

    def __init__(self, folders: Iterable[Path], english: Mapping[str, str] | None = None) -> None:
        self.english = english or {}
        self.zh: Mapping[str, str] = {
            msgid: msgstr
            for folder in folders
            for file in sorted(folder.glob("zh*.po"))
            for msgid, msgstr in read_words(file).items()
        }

    def translate(self, msgid: str, lang: str) -> str:
        """The sentence in a language, its places not yet filled."""
        return (self.zh if lang == "zh" else self.english).get(msgid, msgid)

    def say(self, msgid: str, lang: str, params: Mapping[str, object]) -> str:
        """A sentence with `{names}` filled. A text whose places and values do not fit is said as it stands."""
        sentence = self.translate(msgid, lang)
        if not params and "{" not in sentence:
            return sentence
        try:
            return sentence.format_map(params)
        except (KeyError, IndexError, ValueError, AttributeError):
            return sentence


def read_words(file: Path) -> dict[str, str]:
    """The translated sentences of one catalogue."""
    with file.open("rb") as stream:
        catalogue = read_po(stream, locale="zh", abort_invalid=True)
    return {
        message.id: str(message.string)
        for message in catalogue
        if isinstance(message.id, str) and message.id and message.string and not message.fuzzy
    }


@lru_cache(maxsize=1)
def shared_words() -> Words:
    return Words([SHARED, RULES])


def translate(msgid: str, lang: str, **params: object) -> str:
    """A sentence of the words all services share, for code that has no page."""
    return shared_words().say(msgid, lang, params)
