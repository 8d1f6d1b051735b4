"""Check-in: who of those entered has come, by list or by the code on a phone, and who is missing. Changes no draw."""

from collections.abc import Callable
from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from litestar import Request, Response, Router, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery
from msgspec import Meta, Struct

from services.events.access import organised_contest, organised_event
from services.events.matches import moment, zone
from services.events.sql import check_in as sql
from services.events.sql import contests as contest_sql
from services.events.sql import entries as entry_sql
from services.events.sql.check_in import Expected
from services.events.sql.contests import Contest
from services.events.sql.entries import Entry
from shared.kit.db import Tx
from shared.kit.http.auth import Who, signed_in
from shared.kit.http.errors import Refused
from shared.kit.http.forms import typed
from shared.kit.http.replies import done, from_htmx, json, page, wants_json
from shared.kit.words import _

AnyRequest = Request[Any, Any, Any]


class WindowAsked(Struct):
    opens_at: Annotated[str, Meta(title=_("Check-in opens"), max_length=40)] = ""
    closes_at: Annotated[str, Meta(title=_("Check-in closes"), max_length=40)] = ""


class Code(Struct):
    code: Annotated[str, Meta(title=_("Code"), max_length=200)]


class Answer(Struct):
    """What became of a code: whose it was, and whether they had come before."""

    id: UUID
    name: str
    unit: str
    contest: str
    again: bool


@get("/{event_id:uuid}/check-in", guards=[signed_in])
async def desk(
    request: AnyRequest,
    event_id: FromPath[UUID],
    tx: NamedDependency[Tx],
    who: NamedDependency[Who],
    contest: FromQuery[str] = "",
    show: FromQuery[str] = "missing",
) -> Response[Any]:
    """Who is missing, and who has come; of one contest or of all."""
    event = await organised_event(tx, event_id, who)
    contests = await contest_sql.contests(tx, event_id)
    chosen = [each for each in contests if contest in ("", str(each.id))]
    everybody = await sql.expected(tx, [each.id for each in chosen])
    missing = [each for each in everybody if each.came_at is None]
    if wants_json(request):
        return json({"missing": missing, "came": [each for each in everybody if each.came_at is not None]})
    shown: list[Expected] = missing if show == "missing" else [each for each in everybody if each.came_at]
    return page(
        request,
        "check_in.html",
        event=event,
        contests=contests,
        chosen=chosen[0] if contest and chosen else None,
        window=await sql.window(tx, chosen[0].id) if contest and chosen else None,
        shown=shown,
        missing=len(missing),
        came=len(everybody) - len(missing),
        show=show,
        local=local_in(request),
    )


def local_in(request: AnyRequest) -> Callable[[datetime | None], str]:
    """Times as a form's fields hold them."""
    return lambda at: at.astimezone(zone(request)).strftime("%Y-%m-%dT%H:%M") if at else ""


@get("/check-in/{code:str}", guards=[signed_in])
async def scanned(
    request: AnyRequest, code: FromPath[str], tx: NamedDependency[Tx], who: NamedDependency[Who]
) -> Response[Any]:
    """Where a code leads that any phone's camera read: an organiser sees whose it is and checks them in."""
    found = await sql.of_code(tx, plain(code))
    for entry in found:
        contest = await organised_contest(tx, entry.contest_id, who)
        return page(request, "check_in_code.html", entry=entry, contest=contest, code=plain(code))
    raise Refused("check_in.code", _("This code belongs to no entry of this event."), status=404)


@post("/{event_id:uuid}/check-in", guards=[signed_in])
async def by_code(
    request: AnyRequest,
    event_id: FromPath[UUID],
    tx: NamedDependency[Tx],
    who: NamedDependency[Who],
    now: NamedDependency[datetime],
) -> Response[Any]:
    """A code that was scanned or typed."""
    data = await typed(request, Code)
    await organised_event(tx, event_id, who)
    found = await sql.by_code(tx, event_id, plain(data.code))
    if not found:
        raise Refused("check_in.code", _("This code belongs to no entry of this event."), status=404)
    entry = found[0]
    require_open(entry.opens_at, entry.closes_at, now)
    again = not await sql.came(tx, entry.id, "code", by(who), now)
    answer = Answer(entry.id, entry.name, entry.unit, entry.contest_name, again)
    if from_htmx(request):
        return page(request, "check_in_answer.html", answer=answer, event_id=event_id)
    return done(request, to=f"/events/{event_id}/check-in", body=answer)


def plain(code: str) -> str:
    """The code of an entry, bare or at the end of an address."""
    return "".join(code.strip().rstrip("/").rpartition("/")[2].split()).upper()


def require_open(opens_at: datetime | None, closes_at: datetime | None, now: datetime) -> None:
    if opens_at is not None and now < opens_at:
        raise Refused("check_in.early", _("Check-in is not open yet."), status=409)
    if closes_at is not None and now > closes_at:
        raise Refused("check_in.closed", _("Check-in is closed."), status=409)


def by(who: Who) -> UUID:
    if who.member_id is None:
        raise AssertionError("the guard lets members only through")
    return who.member_id


async def entry_of(tx: Tx, entry_id: UUID, who: Who) -> tuple[Contest, Entry]:
    entry = await entry_sql.entry(tx, entry_id)
    if entry is None:
        raise Refused("entry.unknown", _("There is no such entry."), status=404)
    return await organised_contest(tx, entry.contest_id, who), entry


@post("/entries/{entry_id:uuid}/check-in", guards=[signed_in])
async def by_list(
    request: AnyRequest,
    entry_id: FromPath[UUID],
    tx: NamedDependency[Tx],
    who: NamedDependency[Who],
    now: NamedDependency[datetime],
) -> Response[Any]:
    """An entry tapped in the list."""
    contest, entry = await entry_of(tx, entry_id, who)
    window = await sql.window(tx, contest.id)
    if window is not None:
        require_open(window.opens_at, window.closes_at, now)
    again = not await sql.came(tx, entry_id, "list", by(who), now)
    answer = Answer(entry_id, entry.name, entry.unit, contest.name, again)
    return done(request, to=f"/events/{contest.event_id}/check-in?contest={contest.id}", body=answer)


@post("/entries/{entry_id:uuid}/check-in/undo", guards=[signed_in])
async def undo(
    request: AnyRequest,
    entry_id: FromPath[UUID],
    tx: NamedDependency[Tx],
    who: NamedDependency[Who],
    now: NamedDependency[datetime],
) -> Response[Any]:
    """A wrong tap: the entry is missing again. Also after the window has closed."""
    contest, entry = await entry_of(tx, entry_id, who)
    if not await sql.undo(tx, entry_id, by(who), now):
        raise Refused("check_in.none", _("{entry} is not checked in."), status=409, entry=entry.name)
    to = f"/events/{contest.event_id}/check-in?contest={contest.id}"
    return done(request, to=to, body={"id": entry_id})


@post("/contests/{contest_id:uuid}/check-in-window", guards=[signed_in])
async def change_window(
    request: AnyRequest, contest_id: FromPath[UUID], tx: NamedDependency[Tx], who: NamedDependency[Who]
) -> Response[Any]:
    """From when until when the entries of a contest are checked in; empty leaves it open."""
    data = await typed(request, WindowAsked)
    contest = await organised_contest(tx, contest_id, who)
    opens_at, closes_at = (moment(text, zone(request)) if text else None for text in (data.opens_at, data.closes_at))
    if opens_at and closes_at and opens_at >= closes_at:
        raise Refused("check_in.window", _("Check-in would close before it opens."))
    await sql.set_window(tx, contest_id, opens_at, closes_at)
    to = f"/events/{contest.event_id}/check-in?contest={contest_id}"
    return done(request, to=to, body={"id": contest_id})


router = Router(path="/events", route_handlers=[desk, scanned, by_code, by_list, undo, change_window])
