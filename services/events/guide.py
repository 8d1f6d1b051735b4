"""The user guide: a page for each sport, each format and each task, with a worked example and a picture.

What is prose stands in `pages/guide/<language>/`; what follows from the rules is made from them, so a sport or format
that has no prose yet has its page all the same.
"""

import asyncio
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from litestar import Request, Response, Router, get
from litestar.di import NamedDependency
from litestar.params import FromPath

from services.events.contest_words import preset_in_words
from services.events.guide_examples import example
from services.events.guide_svg import picture
from shared.kit.http.auth import Who, anyone
from shared.kit.http.errors import Refused
from shared.kit.http.replies import page
from shared.kit.words import _
from shared.rules.formats import format_file, formats
from shared.rules.sports import sport, sports

AnyRequest = Request[Any, Any, Any]
PAGES = Path(__file__).parent / "pages"
TASKS = {
    "entries": _("Entries, check-in and guests"),
    "draw": _("The draw"),
    "groups": _("Groups and equal points"),
    "ties": _("Team meetings"),
    "schedule": _("Schedule and order of play"),
    "results": _("Results and corrections"),
    "meeting": _("Sports meeting and awards"),
}
"""What organisers do, in the order they do it."""


def prose(name: str, lang: str) -> str:
    """The template of a page's prose; empty where nobody has written it."""
    found = f"guide/{lang}/{name}.html"
    return found if (PAGES / found).is_file() else ""


def drawing(name: str) -> str:
    """The template of a picture drawn by hand; empty where there is none."""
    found = f"guide/pictures/{name}.html"
    return found if (PAGES / found).is_file() else ""


def pad(name: str) -> str:
    """The picture of a sport's pad; empty where none was taken. `SAISHI_PICTURES=… pytest tests/web/test_pads.py`
    takes them."""
    found = f"pad_{name}.png"
    return found if (PAGES / "guide" / "pictures" / found).is_file() else ""


def speech(request: AnyRequest, lang: str) -> Callable[..., str]:
    pages = request.app.state.pages
    return lambda sentence, **params: str(partial(pages.say, sentence, lang)(**params))


def unknown() -> Refused:
    return Refused("guide.unknown", _("There is no such page in the guide."), status=404)


@get("/guide", guards=[anyone])
async def contents(request: AnyRequest) -> Response[Any]:
    return page(
        request,
        "guide.html",
        tasks=TASKS,
        sports={name: sport(name).NAME for name in sports()},
        formats={kind: format_file(kind).NAME for kind in formats()},
    )


@get("/guide/tasks/{task:str}", guards=[anyone])
async def task_page(request: AnyRequest, task: FromPath[str], who: NamedDependency[Who]) -> Response[Any]:
    if task not in TASKS:
        raise unknown()
    name = f"task_{task}"
    return page(request, "guide_page.html", title=TASKS[task], prose=prose(name, who.lang), drawing=drawing(name))


@get("/guide/sports/{name:str}", guards=[anyone])
async def sport_page(request: AnyRequest, name: FromPath[str], who: NamedDependency[Who]) -> Response[Any]:
    if name not in sports():
        raise unknown()
    file = sport(name)
    say = speech(request, who.lang)
    presets = [(each.name, preset_in_words(each.regulation, say)) for each in file.PRESETS.values()]
    key = f"sport_{name}"
    return page(
        request,
        "guide_page.html",
        title=file.NAME,
        prose=prose(key, who.lang),
        drawing=drawing(key),
        pad=pad(name),
        presets=presets,
    )


@get("/guide/pictures/{name:str}", guards=[anyone])
async def pad_picture(name: FromPath[str]) -> Response[bytes]:
    if name not in {pad(each) for each in sports()} - {""}:
        raise unknown()
    data = await asyncio.to_thread((PAGES / "guide" / "pictures" / name).read_bytes)
    return Response(data, media_type="image/png", headers={"Cache-Control": "public, max-age=86400"})


@get("/guide/formats/{kind:str}", guards=[anyone])
async def format_page(request: AnyRequest, kind: FromPath[str], who: NamedDependency[Who]) -> Response[Any]:
    if kind not in formats():
        raise unknown()
    file, shown, say = format_file(kind), example(kind), speech(request, who.lang)
    key = f"format_{kind}"
    return page(
        request,
        "guide_page.html",
        title=file.NAME,
        prose=prose(key, who.lang),
        drawing=drawing(key),
        example=shown,
        matches=len(shown.nodes),
        words=file.in_words(shown.form),
        picture=picture(shown, say(file.NAME), say),
    )


router = Router(path="/events", route_handlers=[contents, task_page, sport_page, pad_picture, format_page])
