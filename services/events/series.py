"""Series of friendly meetings over a year: which contests count in one, and its table. Sets no meeting up."""

from collections.abc import Sequence
from typing import Annotated, Any
from uuid import UUID

from litestar import Request, Response, Router, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from msgspec import Meta, Struct

from services.events.access import organised_contest
from services.events.sql import series as sql
from services.events.sql.series import Met
from shared.kit.db import Tx
from shared.kit.http.auth import Who, administrators, anyone, signed_in
from shared.kit.http.errors import Refused
from shared.kit.http.forms import typed
from shared.kit.http.replies import done, json, page, wants_json
from shared.kit.words import _
from shared.rules.series import Meeting, Worth, table

AnyRequest = Request[Any, Any, Any]
Worthy = Annotated[int, Meta(ge=0, le=100, title=_("Points"))]


class NewSeries(Struct, kw_only=True):
    name: Annotated[str, Meta(title=_("Name"), max_length=120)]
    year: Annotated[int, Meta(ge=1950, le=2200, title=_("Year"))]
    win: Worthy = 3
    draw: Worthy = 1
    loss: Worthy = 0


class Joined(Struct):
    series: UUID | None = None


class Made(Struct):
    id: UUID


async def known(tx: Tx, series_id: UUID | None) -> UUID | None:
    if series_id is not None and await sql.series(tx, series_id) is None:
        raise Refused("series.unknown", _("There is no such series."), status=404)
    return series_id


@post("/series", guards=[administrators])
async def add_series(request: AnyRequest, tx: NamedDependency[Tx]) -> Response[Any]:
    data = await typed(request, NewSeries)
    if not data.name.strip():
        raise Refused("series.name", _("The series needs a name."))
    series_id = await sql.add(tx, data.name.strip(), data.year, data.win, data.draw, data.loss)
    return done(request, to=f"/events/series/{series_id}", body=Made(series_id), status=201)


@post("/contests/{contest_id:uuid}/series", guards=[signed_in])
async def join_series(
    request: AnyRequest, contest_id: FromPath[UUID], tx: NamedDependency[Tx], who: NamedDependency[Who]
) -> Response[Any]:
    """Count a contest's matches in a series, or in none."""
    data = await typed(request, Joined)
    await organised_contest(tx, contest_id, who)
    await sql.join(tx, contest_id, await known(tx, data.series))
    return done(request, to=f"/events/contests/{contest_id}/guests", body=Made(contest_id))


@get("/series/{series_id:uuid}", guards=[anyone])
async def series_page(request: AnyRequest, series_id: FromPath[UUID], tx: NamedDependency[Tx]) -> Response[Any]:
    series = await sql.series(tx, series_id)
    if series is None:
        raise Refused("series.unknown", _("There is no such series."), status=404)
    met = await sql.met(tx, series_id)
    rows = table(decided(met), Worth(series.win, series.draw, series.loss))
    if wants_json(request):
        return json({"series": series, "table": rows, "meetings": met})
    return page(request, "series.html", series=series, rows=rows, met=met)


def decided(met: Sequence[Met]) -> list[Meeting]:
    """What counts: decided and not annulled."""
    return [
        Meeting(each.home, each.away, each.winner)
        for each in met
        if each.outcome is not None and each.outcome.kind != "void"
    ]


router = Router(path="/events", route_handlers=[add_series, join_series, series_page])
