"""What everybody may see: events, contests with their brackets, matches. Changes nothing, knows no organiser.

A page's ETag is the revision of what it shows, so that many readers of the same page cost little.
"""

from typing import Any
from uuid import UUID

from litestar import Request, Response, Router, get
from litestar.di import NamedDependency

from services.events import contest_words, eligibility, live, views
from services.events.access import organises
from services.events.sql import draws as draw_sql
from services.events.sql import public as sql
from services.events.views import ContestPage
from shared.kit.db import Tx
from shared.kit.http.auth import Who, anyone, who_of
from shared.kit.http.errors import Refused
from shared.kit.http.replies import json, page, wants_json
from shared.kit.words import _
from shared.rules.formats import table_file

AnyRequest = Request[Any, Any, Any]


@get("/", guards=[anyone])
async def home(request: AnyRequest, tx: NamedDependency[Tx]) -> Response[Any]:
    events = await sql.events(tx)
    if wants_json(request):
        return json({"events": events})
    return fresh(request, sum(event.revision for event in events), "home.html", events=events)


@get("/{event_id:uuid}", guards=[anyone])
async def event_page(
    request: AnyRequest, event_id: UUID, tx: NamedDependency[Tx], who: NamedDependency[Who]
) -> Response[Any]:
    event = await sql.event(tx, event_id)
    if event is None:
        raise Refused("event.unknown", _("There is no such event."), status=404)
    contests = await sql.contests(tx, event_id)
    hall = await views.hall(tx, event_id)
    if wants_json(request):
        return json({"event": event, "contests": contests, "hall": hall})
    courts = views.courts_now(hall, live.with_score)
    mine = await organises(tx, event_id, who)
    version = f"{event.revision}.{live.memory.tick(event_id)}"
    return fresh(request, version, "event.html", event=event, contests=contests, hall=hall, courts=courts, mine=mine)


@get("/contests/{contest_id:uuid}", guards=[anyone])
async def contest_page(
    request: AnyRequest, contest_id: UUID, tx: NamedDependency[Tx], who: NamedDependency[Who]
) -> Response[Any]:
    revision = await sql.contest_revision(tx, contest_id)
    if revision is not None and not wants_json(request) and known(request, revision):
        return unchanged(request, revision)
    shown = await contest_shown(tx, contest_id)
    if wants_json(request):
        return json(shown)
    return fresh(
        request,
        shown.contest.revision,
        "contest.html",
        shown=shown,
        svg=live.drawn(request.app.state.pages, shown, who.lang),
        words=contest_words.in_words(shown.contest.regulation, shown.contest.format),
        mine=await organises(tx, shown.contest.event_id, who),
        promise=await draw_sql.promise(tx, contest_id),
        own_table=table_file(shown.contest.format.kind) is not None,
        terms=(terms := await eligibility.terms_of(tx, contest_id)),
        eligible=eligibility.in_words(terms),
    )


async def contest_shown(tx: Tx, contest_id: UUID) -> ContestPage:
    shown = await views.contest_page(tx, contest_id)
    if shown is None:
        raise Refused("contest.unknown", _("There is no such contest."), status=404)
    return shown


@get("/contests/{contest_id:uuid}/bracket.svg", guards=[anyone])
async def bracket_svg(request: AnyRequest, contest_id: UUID, tx: NamedDependency[Tx]) -> Response[Any]:
    shown = await contest_shown(tx, contest_id)
    lang = who_of(request).lang
    svg = str(live.drawn(request.app.state.pages, shown, lang))
    return Response(svg.encode(), media_type="image/svg+xml", headers=caching(request, shown.contest.revision))


@get("/contests/{contest_id:uuid}/matches", guards=[anyone])
async def matches(contest_id: UUID, tx: NamedDependency[Tx]) -> Response[Any]:
    """All matches of a contest for programs: number, round, status, sides, outcome, attempt."""
    shown = await contest_shown(tx, contest_id)
    return json({"matches": [views.summary(live.with_score(match)) for match in shown.matches]})


@get("/contests/{contest_id:uuid}/placings", guards=[anyone])
async def placings(contest_id: UUID, tx: NamedDependency[Tx]) -> Response[Any]:
    shown = await contest_shown(tx, contest_id)
    return json({"status": shown.contest.status, "placings": shown.placings})


@get("/matches/{match_id:uuid}", guards=[anyone])
async def match_page(
    request: AnyRequest, match_id: UUID, tx: NamedDependency[Tx], who: NamedDependency[Who]
) -> Response[Any]:
    match = await sql.match(tx, match_id)
    if match is None:
        raise Refused("match.unknown", _("There is no such match."), status=404)
    match = live.with_score(match)
    if wants_json(request):
        return json(match)
    version = f"{match.revision}.{match.score_revision or 0}.{match.status}"
    mine = await organises(tx, match.event_id, who)
    return fresh(request, version, "match.html", match=match, mine=mine)


def fresh(request: AnyRequest, version: object, template: str, **context: Any) -> Response[Any]:
    """A page with the ETag of its version; 304 where the reader has it. Public unless somebody is signed in."""
    if known(request, version):
        return unchanged(request, version)
    reply = page(request, template, **context)
    reply.headers.update(caching(request, version))
    return reply


def known(request: AnyRequest, version: object) -> bool:
    return etag(request, version) in request.headers.get("if-none-match", "")


def unchanged(request: AnyRequest, version: object) -> Response[Any]:
    return Response(b"", status_code=304, headers=caching(request, version), media_type="text/html")


def caching(request: AnyRequest, version: object) -> dict[str, str]:
    anonymous = who_of(request).member_id is None
    return {
        "ETag": etag(request, version),
        "Cache-Control": "public, max-age=1" if anonymous else "private, no-cache",
        "Vary": "Cookie, Accept-Language, Accept",
    }


def etag(request: AnyRequest, version: object) -> str:
    """Names the version, the language and the reader; the service's start too, for its pages may have changed."""
    who = who_of(request)
    hub = request.app.state.hub
    return f'W/"{hub.boot}-{version}-{who.lang}-{who.session_id or ""}"'


router = Router(
    path="/events",
    route_handlers=[home, event_page, contest_page, bracket_svg, matches, placings, match_page],
)
