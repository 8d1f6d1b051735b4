"""Friendly matches: a meeting of units set up at once, home and away, alone or in a series.

A meeting is an event with one contest like any other, so its score enters where every score enters.
"""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Annotated, Any
from uuid import UUID

from litestar import Request, Response, Router, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from msgspec import Meta, Struct
from msgspec.structs import replace

from services.events import publishing
from services.events.access import organised_contest
from services.events.events import tell
from services.events.lots import Report
from services.events.series import known
from services.events.sql import contests as contest_sql
from services.events.sql import eligibility as eligibility_sql
from services.events.sql import entries as entry_sql
from services.events.sql import events as event_sql
from services.events.sql import guests as guest_sql
from services.events.sql import series as sql
from services.events.sql.contests import Contest
from services.events.sql.entries import EntryRow
from shared.kit.db import Tx
from shared.kit.http.auth import Who, administrators, anyone, signed_in
from shared.kit.http.errors import Refused
from shared.kit.http.forms import typed
from shared.kit.http.replies import done, json, page, wants_json
from shared.kit.words import _
from shared.rules.formats import Format
from shared.rules.model import Preset, Regulation
from shared.rules.sports import presets, sport
from shared.rules.ties.orders import ORDERS

AnyRequest = Request[Any, Any, Any]
EACH_OTHER = Format(kind="round_robin")
MOST_UNITS = 20


class NewFriendly(Struct, kw_only=True):
    name: Annotated[str, Meta(title=_("Name"), max_length=120)]
    venue: Annotated[str, Meta(title=_("Venue"), max_length=120)] = ""
    on: Annotated[date, Meta(title=_("Day"))]
    home: Annotated[str, Meta(title=_("Home"), max_length=120)]
    away: Annotated[str, Meta(title=_("Away"), max_length=4000)]
    """One unit a line; with more than one, everybody meets everybody."""
    preset: Annotated[str, Meta(title=_("Regulation"))]
    tie: Annotated[str, Meta(title=_("Order of rubbers"), max_length=40)] = ""
    """Of a team meeting made of rubbers; its teams are entered with their players before the draw."""
    series: UUID | None = None


class ReturnMatch(Struct, kw_only=True):
    venue: Annotated[str, Meta(title=_("Venue"), max_length=120)] = ""
    on: Annotated[date, Meta(title=_("Day"))]


class Made(Struct):
    id: UUID
    contest: UUID | None = None


class Arranged(Struct, frozen=True, kw_only=True):
    """A meeting as it is to be made; the first team is at home. Without teams they are entered later."""

    name: str
    venue: str
    on: date
    teams: Sequence[EntryRow]
    regulation: Regulation
    series_id: UUID | None


def team_presets() -> list[Preset]:
    """Regulations of matches between two sides; units do not perform against each other."""
    return [each for each in presets() if sport(each.regulation.sport).PAD in ("rally", "clock")]


@get("/friendlies", guards=[anyone])
async def front(request: AnyRequest, tx: NamedDependency[Tx]) -> Response[Any]:
    """The series there are; administrators set up a meeting here."""
    found = await sql.every(tx)
    if wants_json(request):
        return json({"series": found})
    return page(
        request,
        "friendlies.html",
        series=found,
        presets=team_presets(),
        orders=ORDERS.values(),
        units=await guest_sql.units(tx),
    )


@post("/friendlies", guards=[administrators])
async def add_friendly(
    request: AnyRequest, tx: NamedDependency[Tx], who: NamedDependency[Who], now: NamedDependency[datetime]
) -> Response[Any]:
    data = await typed(request, NewFriendly)
    name = data.name.strip()
    if not name:
        raise Refused("event.name", _("The event needs a name."))
    asked = Arranged(
        name=name,
        venue=data.venue,
        on=data.on,
        teams=[] if data.tie else [team(unit) for unit in units_asked(data.home, data.away)],
        regulation=regulation_of(data.preset, data.tie),
        series_id=await known(tx, data.series),
    )
    made = await meeting(tx, who, now, asked)
    to = f"/events/contests/{made.contest}/desk#entries" if data.tie else f"/events/contests/{made.contest}"
    return done(request, to=to, body=made, status=201)


def team(unit: str) -> EntryRow:
    return EntryRow(name=unit, unit=unit, seed=None, members=())


def units_asked(home: str, away: str) -> list[str]:
    """The units in the order of the draw, the home side first."""
    units = [" ".join(line.split()) for line in [home, *away.splitlines()] if line.strip()]
    if not home.strip() or len(units) < 2:
        raise Refused("friendly.units", _("Please name the home side and at least one guest."))
    if len(set(units)) != len(units):
        raise Refused("friendly.twice", _("A unit cannot meet itself."))
    if len(units) > MOST_UNITS or max(map(len, units)) > 120:
        raise Refused("friendly.many", _("{most} units at most, each with a name of 120 characters."), most=MOST_UNITS)
    return units


def regulation_of(key: str, tie: str) -> Regulation:
    if tie and tie not in ORDERS:
        raise Refused("tie.unknown", _("There is no order of rubbers named {tie}."), tie=tie)
    for preset in team_presets():
        if preset.key == key:
            return replace(preset.regulation, discipline="team", tie=ORDERS[tie].rule if tie else None)
    raise Refused("preset.unknown", _("There is no regulation named {preset}."), preset=key)


async def meeting(tx: Tx, who: Who, now: datetime, asked: Arranged) -> Made:
    """An event with one contest, drawn in the order of the units and published."""
    event_id = await event_sql.add(tx, asked.name, asked.venue.strip(), asked.on, asked.on)
    if who.member_id is not None:
        await event_sql.add_organisers(tx, event_id, [who.member_id])
    await tell(tx, event_id)
    contest_id = await contest_sql.add(tx, event_id, asked.name, asked.regulation, EACH_OTHER, "bwf")
    await sql.join(tx, contest_id, asked.series_id)
    if not asked.teams:
        return Made(event_id, contest_id)
    added = await entry_sql.add(tx, contest_id, asked.teams)
    await entry_sql.place(tx, contest_id, [each.id for each in added], list(range(1, len(added) + 1)))
    await contest_sql.drawn(tx, contest_id, None, len(added), Report())
    contest = await contest_sql.contest(tx, contest_id)
    if contest is None:
        raise AssertionError("the contest was made in this transaction")
    await publishing.make_matches(tx, contest, now)
    return Made(event_id, contest_id)


@post("/contests/{contest_id:uuid}/return-match", guards=[signed_in])
async def return_match(
    request: AnyRequest,
    contest_id: FromPath[UUID],
    tx: NamedDependency[Tx],
    who: NamedDependency[Who],
    now: NamedDependency[datetime],
) -> Response[Any]:
    """The same meeting at the other's place: a day and a venue of its own, in the same series."""
    data = await typed(request, ReturnMatch)
    contest = await organised_contest(tx, contest_id, who)
    asked = Arranged(
        name=contest.event_name,
        venue=data.venue,
        on=data.on,
        teams=(await teams_of(tx, contest))[::-1],
        regulation=contest.regulation,
        series_id=await sql.of_contest(tx, contest_id),
    )
    made = await meeting(tx, who, now, asked)
    return done(request, to=f"/events/contests/{made.contest}", body=made, status=201)


async def teams_of(tx: Tx, contest: Contest) -> list[EntryRow]:
    """The two teams with their players, the home side first."""
    entries = sorted(await entry_sql.entries(tx, contest.id), key=lambda each: each.line or 0)
    if contest.format != EACH_OTHER or len(entries) != 2:
        raise Refused("friendly.return", _("Only a friendly meeting of two units has a return match."), status=409)
    members = {each.id: each.members for each in await eligibility_sql.entered(tx, contest.id)}
    return [EntryRow(name=each.name, unit=each.unit, seed=None, members=members[each.id]) for each in entries]


router = Router(
    path="/events",
    route_handlers=[front, add_friendly, return_match],
)
