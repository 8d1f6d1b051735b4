"""The catalogue: English sentences and their Simplified Chinese, from the `zh*.po` files beside the pages."""

from collections.abc import Iterable
from pathlib import Path

from babel.messages.pofile import read_po


class Catalogue:
    """Translations of one service's pages and of the shared ones. A sentence without a translation stays English."""

    def __init__(self, folders: Iterable[Path]) -> None:
        self.zh: dict[str, str] = {}
        for folder in folders:
            for path in sorted(folder.glob("zh*.po")):
                with path.open("rb") as file:
                    for message in read_po(file, locale="zh_CN"):
                        if isinstance(message.id, str) and message.id and isinstance(message.string, str):
                            if message.string:
                                self.zh[message.id] = message.string

    def translate(self, msgid: str, lang: str, **params: object) -> str:
        text = self.zh.get(msgid, msgid) if lang == "zh" else msgid
        return text.format(**params) if params else text
