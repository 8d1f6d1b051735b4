"""The guide to judged contests: a page each for organisers, for judges (to be printed) and for supervisors.

Prose stands in `pages/guide/<language>/`; the worked example is computed by the rules, the pictures are the tablet's.
"""

import asyncio
from pathlib import Path
from typing import Any

from litestar import Request, Response, Router, get
from litestar.di import NamedDependency
from litestar.params import FromPath

from services.scoring.judged.guide_example import example
from shared.kit.http.auth import Who, anyone
from shared.kit.http.errors import Refused
from shared.kit.http.replies import page
from shared.kit.words import _

AnyRequest = Request[Any, Any, Any]
FOLDER = Path(__file__).parent.parent / "pages" / "guide"
ROLES = {
    "organisers": _("Running a judged contest"),
    "judges": _("For judges"),
    "supervisors": _("For chief judges and supervisors"),
}
PICTURES = {
    "judge_pair": _("Type the code at the place of your seat."),
    "judge_waiting": _("Nothing to do: the next contestant appears by itself."),
    "judge_marks": _("Give a mark for each line; the total counts along."),
    "judge_review": _("Look at all of it, then hold the button."),
    "judge_receipt": _("Confirmed: the receipt says when."),
    "judge_picks": _("Works chosen in a gallery."),
}
"""The tablet as judges see it, in order. `SAISHI_PICTURES=… pytest tests/web/` takes them."""


def picture(name: str, lang: str) -> str:
    """The file of a picture in a language, else in any; empty where none was taken."""
    for found in (f"{name}.{lang}.png", f"{name}.png"):
        if (FOLDER / "pictures" / found).is_file():
            return found
    return ""


@get("/guide", guards=[anyone])
async def contents(request: AnyRequest) -> Response[Any]:
    return page(request, "guide.html", roles=ROLES)


@get("/guide/{role:str}", guards=[anyone])
async def role_page(request: AnyRequest, role: FromPath[str], who: NamedDependency[Who]) -> Response[Any]:
    if role not in ROLES:
        raise unknown()
    words = request.app.state.pages
    return page(
        request,
        "guide_role.html",
        role=role,
        title=ROLES[role],
        prose=f"guide/{who.lang}/{role}.html",
        pictures=[
            (found, said) for name, said in PICTURES.items() if role == "judges" and (found := picture(name, who.lang))
        ],
        example=None if role == "judges" else example(lambda msgid: words.say(msgid, who.lang)),
    )


@get("/guide/pictures/{name:str}", guards=[anyone])
async def picture_file(name: FromPath[str]) -> Response[bytes]:
    if name not in {picture(each, lang) for each in PICTURES for lang in ("zh", "en")} - {""}:
        raise unknown()
    data = await asyncio.to_thread((FOLDER / "pictures" / name).read_bytes)
    return Response(data, media_type="image/png", headers={"Cache-Control": "public, max-age=86400"})


def unknown() -> Refused:
    return Refused("guide.unknown", _("There is no such page in the guide."), status=404)


router = Router(path="/scoring", route_handlers=[contents, role_page, picture_file])
