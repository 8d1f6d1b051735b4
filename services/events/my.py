"""A member's own matches: the next one, the results, the placings; their entries with the code to show at check-in."""

from datetime import datetime
from typing import Any

import segno
from litestar import Request, Response, Router, get
from litestar.di import NamedDependency
from markupsafe import Markup

from services.events import live
from services.events.awards import title_of
from services.events.sql import awards as award_sql
from services.events.sql import check_in as check_in_sql
from services.events.sql import eligibility as eligibility_sql
from services.events.sql import my as sql
from shared.kit.db import Tx
from shared.kit.http.auth import Who, signed_in
from shared.kit.http.replies import json, page, wants_json

AnyRequest = Request[Any, Any, Any]


@get("/my", guards=[signed_in])
async def my_matches(
    request: AnyRequest, tx: NamedDependency[Tx], who: NamedDependency[Who], now: NamedDependency[datetime]
) -> Response[Any]:
    if who.member_id is None:
        raise AssertionError("the guard lets members only through")
    matches = [live.with_score(match) for match in await sql.matches_of_member(tx, who.member_id)]
    coming = [match for match in matches if match.outcome is None]
    results = [match for match in matches if match.outcome is not None]
    placings = await sql.placings_of_member(tx, who.member_id)
    entries = await check_in_sql.own(tx, who.member_id)
    awards = await award_sql.of_member(tx, who.member_id)
    if wants_json(request):
        return json({"coming": coming, "results": results, "placings": placings, "entries": entries, "awards": awards})
    return page(
        request,
        "my.html",
        coming=coming,
        results=results,
        placings=placings,
        awards=awards,
        title_of=title_of,
        mine=set(await sql.entries_of_member(tx, who.member_id)),
        entries=[(entry, code_picture(request, entry.code)) for entry in entries],
        open_contests=await eligibility_sql.open_for(tx, now),
    )


def code_picture(request: AnyRequest, code: str) -> Markup:
    """The code of an entry as a QR code: an address any phone's camera reads, which leads organisers to the entry."""
    address = f"{request.app.state.config.door}/events/check-in/{code}"
    return Markup(segno.make(address, error="m").svg_inline(border=2, dark="#000", light="#fff", omitsize=True))  # noqa: S704


router = Router(path="/events", route_handlers=[my_matches])
