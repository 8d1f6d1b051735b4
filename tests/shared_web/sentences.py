"""Finds every sentence meant for people: `_()` in Python, `_()` and `{% trans %}` in templates."""

import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from babel.messages.extract import extract
from jinja2.ext import babel_extract

ROOT = Path(__file__).parents[2]
SERVICES = ("members", "events", "scoring", "notifications")
KEYWORDS = {"_": None, "gettext": None, "ngettext": (1, 2)}
OPTIONS = {"newstyle_gettext": "true", "trim_blocks": "true", "lstrip_blocks": "true"}
PLACES = re.compile(r"%\(\w+\)s|\{\w+\}")


def in_python(folder: Path) -> Iterator[tuple[str, str]]:
    for file in sorted(folder.rglob("*.py")):
        with file.open("rb") as source:
            for line, found, *_ in extract("python", source, {"_": None}):
                yield str(found), f"{file.relative_to(ROOT)}:{line}"


def in_templates(folder: Path) -> Iterator[tuple[str, str]]:
    for file in sorted(folder.rglob("*.html")):
        with file.open("rb") as source:
            for line, _function, found, _comments in babel_extract(source, list(KEYWORDS), [], OPTIONS):
                for sentence in found if isinstance(found, tuple) else (found,):
                    if sentence:
                        yield sentence, f"{file.relative_to(ROOT)}:{line}"


def sentences(*folders: Path) -> Mapping[str, str]:
    """Every sentence below the folders, and where it is said first."""
    found: dict[str, str] = {}
    for folder in folders:
        for sentence, place in (*in_python(folder), *in_templates(folder)):
            found.setdefault(sentence, place)
    return found


def places(sentence: str) -> list[str]:
    return sorted(PLACES.findall(sentence))
