"""Guests: players and teams of other houses, entered without an account. Knows no roster but its own copy."""

import re
from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from litestar import Request, Response, Router, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from msgspec import Meta, Struct

from services.events import eligibility, judged
from services.events.access import open_contest, organised_contest
from services.events.entries import present, void_draw
from services.events.naming import Present, Wanted, problems_of, with_team_names
from services.events.sql import eligibility as eligibility_sql
from services.events.sql import entries as entry_sql
from services.events.sql import guests as sql
from services.events.sql import series as series_sql
from services.events.sql.contests import Contest
from services.events.sql.guests import Guest, NewGuest
from services.events.sql.roster import Person
from shared.kit.db import Tx
from shared.kit.http.auth import Who, signed_in
from shared.kit.http.errors import Refused
from shared.kit.http.forms import typed
from shared.kit.http.replies import done, json, page, wants_json
from shared.kit.words import _

AnyRequest = Request[Any, Any, Any]
GENDERS = {"男": "male", "女": "female", "male": "male", "female": "female", "m": "male", "f": "female"}
YEAR = re.compile(r"(?:19|20)\d\d")
PAIR = re.compile(r"\s*[/／&＆]\s*")
MOST = 512


class Invited(Struct, kw_only=True):
    """A unit from outside and who plays for it, as people write it: a name, then gender and year of birth if known."""

    unit: Annotated[str, Meta(title=_("Unit"), max_length=120)]
    name: Annotated[str, Meta(title=_("Name of the team"), max_length=120)] = ""
    players: Annotated[str, Meta(title=_("Players"), max_length=20_000)] = ""
    exception: Annotated[str, Meta(title=_("Reason for an exception"), max_length=200)] = ""


class Made(Struct):
    id: UUID
    name: str


@get("/contests/{contest_id:uuid}/guests", guards=[signed_in])
async def guests_page(
    request: AnyRequest, contest_id: FromPath[UUID], tx: NamedDependency[Tx], who: NamedDependency[Who]
) -> Response[Any]:
    contest = await organised_contest(tx, contest_id, who)
    guests = await sql.of_event(tx, contest.event_id)
    if wants_json(request):
        return json({"guests": guests})
    return page(
        request,
        "guests.html",
        contest=contest,
        guests=guests,
        units=await sql.units(tx),
        series=await series_sql.every(tx),
        joined=await series_sql.of_contest(tx, contest_id),
        returnable=contest.format.kind == "round_robin" and contest.entered == 2 and contest.locked,
    )


@post("/contests/{contest_id:uuid}/guests", guards=[signed_in])
async def invite(
    request: AnyRequest,
    contest_id: FromPath[UUID],
    tx: NamedDependency[Tx],
    who: NamedDependency[Who],
    now: NamedDependency[datetime],
) -> Response[Any]:
    """In singles a line is an entry, in doubles a pair parted by a slash, in team contests all lines are one team."""
    data = await typed(request, Invited)
    contest = await open_contest(tx, contest_id, who)
    unit = " ".join(data.unit.split())
    if not unit:
        raise Refused("guests.unit", _("Please say which unit the guests come from."))
    asked = grouped(data, contest)
    name = data.name.strip() if contest.regulation.discipline == "team" else ""
    guests = iter(await sql.keep(tx, [guest(text, unit) for entry in asked for text in entry]))
    wanted = [
        Wanted(line=line, members=tuple(person(next(guests)) for _text in entry), name=name, unit=unit)
        for line, entry in enumerate(asked, start=1)
    ]
    there = await present(tx, contest)
    wanted = with_team_names(wanted, there)
    await require_possible(tx, contest, there, wanted, now, data.exception)
    added = await entry_sql.add(tx, contest_id, [each.row for each in wanted])
    if data.exception:
        await eligibility_sql.except_entries(tx, [each.id for each in added], data.exception)
    await void_draw(tx, contest)
    await judged.tell(tx, contest_id)
    body = {"entries": [Made(each.id, each.name) for each in added]}
    return done(request, to=f"/events/contests/{contest_id}/guests", body=body, status=201)


def grouped(data: Invited, contest: Contest) -> list[list[str]]:
    """The players' texts, entry by entry. A team may come without any."""
    lines = [line.strip() for line in data.players.splitlines() if line.strip()]
    if len(lines) > MOST:
        raise Refused("guests.many", _("{most} lines at most."), most=MOST)
    if contest.regulation.discipline == "team":
        return [[text for line in lines for text in PAIR.split(line)]]
    if not lines:
        raise Refused("entries.none", _("Nobody was named."))
    return [PAIR.split(line) for line in lines]


def guest(text: str, unit: str) -> NewGuest:
    """A person as a line says it: `张三`, `张三 男`, `Li Na, female, 1990`."""
    words = re.split(r"[\s,，;；]+", text.strip())
    gender = next((GENDERS[word.lower()] for word in words if word.lower() in GENDERS), "")
    year = next((int(word) for word in words if YEAR.fullmatch(word)), None)
    name = " ".join(word for word in words if word and word.lower() not in GENDERS and not YEAR.fullmatch(word))
    if not name or len(name) > 64:
        raise Refused("guests.name", _("“{typed}” is no name of a guest."), typed=text[:80])
    return NewGuest(name=name, unit=unit, gender=gender, birth_year=year)


def person(found: Guest) -> Person:
    return Person(id=found.id, staff_number=found.staff_number, name=found.name, unit=found.unit)


async def require_possible(
    tx: Tx, contest: Contest, there: Present, wanted: list[Wanted], now: datetime, exception: str
) -> None:
    """Raises Refused for what stands against them; a team may come whose players nobody knows yet."""
    with_members = [each for each in wanted if each.members]
    problems = problems_of(with_members, there) if with_members else []
    if not exception:
        problems += await eligibility.problems(tx, contest, wanted, now)
    if problems:
        first = min(problems, key=lambda each: each.line)
        raise Refused(first.code, first.sentence, status=422, **first.params)


router = Router(path="/events", route_handlers=[guests_page, invite])
