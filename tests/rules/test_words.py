"""Every sentence of the rules has its Chinese, with the same values in it."""

import ast
import re
from pathlib import Path

from babel.messages.pofile import read_po

import shared.rules

FOLDER = Path(shared.rules.__path__[0])


def sentences() -> set[str]:
    return {
        node.args[0].value
        for path in FOLDER.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "_"
        if isinstance(node.args[0], ast.Constant) and isinstance(node.args[0].value, str)
    }


def test_every_sentence_has_its_chinese() -> None:
    known: dict[str, str] = {}
    for path in sorted(FOLDER.glob("zh*.po")):
        with path.open("rb") as file:
            known |= {str(message.id): str(message.string) for message in read_po(file, locale="zh_CN") if message.id}

    assert set(known) == sentences()
    for msgid, chinese in known.items():
        assert re.search("[\u4e00-\u9fff]", chinese), msgid
        assert sorted(re.findall(r"{\w+}", msgid)) == sorted(re.findall(r"{\w+}", chinese))
