"""Pages from templates: one Jinja environment a service over its own folder and the shared one. Knows no route."""

import json
from datetime import date, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape

from shared.web.words import Catalogue

SHARED = Path(__file__).parent
LANGUAGES = ("zh", "en")


class Pages:
    def __init__(self, folder: Path, build: Path, timezone: ZoneInfo) -> None:
        self.timezone = timezone
        self.words = Catalogue([SHARED, folder])
        self.build = build
        self.environments = {lang: self.environment(folder, lang) for lang in LANGUAGES}

    def environment(self, folder: Path, lang: str) -> Environment:
        found = Environment(
            loader=FileSystemLoader([folder, SHARED]),
            autoescape=select_autoescape(default=True, default_for_string=True),
            extensions=["jinja2.ext.i18n"],
            trim_blocks=True,
            lstrip_blocks=True,
            undefined=StrictUndefined,
        )
        found.install_gettext_callables(  # type: ignore[attr-defined]
            lambda text: self.words.translate(text, lang),
            lambda one, many, n: self.words.translate(one if n == 1 else many, lang),
            newstyle=True,
        )
        found.filters.update(when=self.when, day=self.day, clock=self.clock)
        found.globals.update(static=self.static)
        return found

    def render(self, template: str, /, *, lang: str, who: Any, path: str, context: dict[str, Any]) -> bytes:
        page = self.environments[lang].get_template(template)
        return page.render(lang=lang, who=who, path=path, **context).encode()

    def say(self, msgid: str, lang: str, **params: object) -> str:
        """A sentence for people in their language."""
        return self.words.translate(msgid, lang, **params)

    def when(self, moment: datetime) -> str:
        return moment.astimezone(self.timezone).strftime("%Y-%m-%d %H:%M")

    def clock(self, moment: datetime) -> str:
        return moment.astimezone(self.timezone).strftime("%H:%M")

    def day(self, found: date | datetime) -> str:
        return (found.astimezone(self.timezone).date() if isinstance(found, datetime) else found).isoformat()

    def static(self, name: str) -> str:
        """The address of a built file, by its plain name."""
        manifest = self.build / "static" / "manifest.json"
        if not manifest.exists():
            return f"/static/{name}"
        return "/static/" + str(json.loads(manifest.read_text())[name]["file"])
