"""A member's own matches: the next one, the results, the placings. Shows nobody else's."""

from typing import Any

from litestar import Request, Response, Router, get
from litestar.di import NamedDependency

from services.events import live
from services.events.sql import my as sql
from shared.kit.db import Tx
from shared.kit.http.auth import Who, signed_in
from shared.kit.http.replies import json, page, wants_json

AnyRequest = Request[Any, Any, Any]


@get("/my", guards=[signed_in])
async def my_matches(request: AnyRequest, tx: NamedDependency[Tx], who: NamedDependency[Who]) -> Response[Any]:
    if who.member_id is None:
        raise AssertionError("the guard lets members only through")
    matches = [live.with_score(match) for match in await sql.matches_of_member(tx, who.member_id)]
    coming = [match for match in matches if match.outcome is None]
    results = [match for match in matches if match.outcome is not None]
    placings = await sql.placings_of_member(tx, who.member_id)
    if wants_json(request):
        return json({"coming": coming, "results": results, "placings": placings})
    mine = set(await sql.entries_of_member(tx, who.member_id))
    return page(request, "my.html", coming=coming, results=results, placings=placings, mine=mine)


router = Router(path="/events", route_handlers=[my_matches])
