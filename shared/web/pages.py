"""Draws a service's pages: templates, words, times and addresses of built files. Knows no request and no noun.

There is one Jinja environment a language over the same templates, so that macros, filters and fragments need not be
told the language.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from jinja2 import Environment, FileSystemLoader

from shared.web.built import Built
from shared.web.times import Times
from shared.web.words import LANGUAGES, RULES, SHARED, Words


class Pages:
    """The templates of one service in every language."""

    def __init__(self, folder: Path, build: Path, timezone: ZoneInfo, english: Mapping[str, str] | None = None) -> None:
        self.words = Words([SHARED, RULES, folder], english)
        self.built = Built(build / "static")
        self.environments = {lang: self.environment(folder, lang, timezone) for lang in LANGUAGES}

    def render(self, name: str, *, lang: str, who: Any, path: str, context: Mapping[str, Any]) -> bytes:
        """A whole page. `who` may be None where nobody is meant."""
        template = self.environments[lang].get_template(name)
        return template.render(context, who=who, path=path).encode()

    def fragment(self, name: str, lang: str, **context: Any) -> str:
        """A piece of a page that is the same for everybody, for live updates."""
        return self.environments[lang].get_template(name).render(context)

    def say(self, sentence: str, lang: str, **params: object) -> str:
        """A sentence with `{names}`, in a language."""
        return self.words.say(sentence, lang, params)

    def environment(self, folder: Path, lang: str, timezone: ZoneInfo) -> Environment:
        environment = Environment(
            loader=FileSystemLoader([folder, SHARED]),
            extensions=["jinja2.ext.i18n"],
            autoescape=True,
            trim_blocks=True,
            lstrip_blocks=True,
            auto_reload=False,
            cache_size=-1,
        )
        environment.install_gettext_callables(  # type: ignore[attr-defined]
            lambda msgid: self.words.translate(msgid, lang),
            lambda one, many, count: self.words.translate(one if count == 1 else many, lang),
            newstyle=True,
        )
        times = Times(timezone, lang)
        environment.filters |= {
            "when": times.when,
            "day": times.day,
            "days": times.days,
            "clock": times.clock,
            "said": lambda words: self.words.say(words[0], lang, words[1]),
        }
        environment.globals |= {
            "lang": lang,
            "static": self.built.address,
            "say": lambda sentence, **params: self.words.say(sentence, lang, params),
            "may": may,
        }
        return environment


def may(who: Any, role: str) -> bool:
    return who is not None and role in who.roles
