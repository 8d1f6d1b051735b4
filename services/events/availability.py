"""What a plan must fit, as organisers type it: contests' times, the event's rules, absences, officials."""

import re
from collections.abc import Sequence
from typing import Annotated, Any
from uuid import UUID

from litestar import Request, Response, Router, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from msgspec import Meta, Struct

from services.events.access import contest_to_change, organised_event
from services.events.matches import moment, zone
from services.events.sql import availability as sql
from services.events.sql import courts as court_sql
from services.events.sql.availability import EventRules
from shared.kit.db import Tx
from shared.kit.http.auth import Who, signed_in
from shared.kit.http.errors import Refused
from shared.kit.http.forms import typed
from shared.kit.http.replies import done
from shared.kit.words import _

AnyRequest = Request[Any, Any, Any]
BETWEEN = re.compile(r"[,，、;；\n\s]+")


class ContestTimes(Struct, kw_only=True):
    minutes: Annotated[int | None, Meta(title=_("Minutes a match"))] = None
    rest: Annotated[int | None, Meta(title=_("Rest after a match"))] = None
    most_a_day: Annotated[int | None, Meta(title=_("Most matches a day"))] = None
    officials: Annotated[int | None, Meta(title=_("Officials a match"))] = None
    court_ids: Annotated[list[UUID], Meta(title=_("Courts"))] = []
    from_at: Annotated[str | None, Meta(title=_("Not before"))] = None
    until_at: Annotated[str | None, Meta(title=_("Over by"))] = None


class WantedRules(Struct, kw_only=True):
    step: Annotated[int, Meta(title=_("Matches start every … minutes"))] = 5
    finals_on_show: bool = False
    units_apart: bool = False
    most_a_day: Annotated[int | None, Meta(title=_("Most matches a day"))] = None
    foresee: Annotated[int, Meta(title=_("Entries foreseen"))] = 4
    show_ids: Annotated[list[UUID], Meta(title=_("Show court"))] = []


class NewAbsence(Struct, kw_only=True):
    staff_number: Annotated[str, Meta(title=_("Staff number"), max_length=64)] = ""
    unit: Annotated[str, Meta(title=_("Unit"), max_length=120)] = ""
    starts_at: Annotated[str, Meta(title=_("From"))]
    ends_at: Annotated[str, Meta(title=_("Until"))]
    note: Annotated[str, Meta(title=_("Reason"), max_length=200)] = ""


class NewOfficials(Struct, kw_only=True):
    staff_numbers: Annotated[str, Meta(title=_("Staff numbers"), max_length=4000)]


class Kept(Struct, frozen=True):
    kept: bool = True


@post("/contests/{contest_id:uuid}/planning", guards=[signed_in], status_code=200)
async def set_contest(
    request: AnyRequest, contest_id: FromPath[UUID], tx: NamedDependency[Tx], who: NamedDependency[Who]
) -> Response[Any]:
    data = await typed(request, ContestTimes)
    contest = await contest_to_change(tx, contest_id, who, None)
    require_within(data.minutes, 1, 1440)
    require_within(data.rest, 0, 1440)
    require_within(data.most_a_day, 1, 100)
    require_within(data.officials, 0, 20)
    await require_courts(tx, contest.event_id, data.court_ids)
    from_at = moment(data.from_at, zone(request)) if data.from_at else None
    until_at = moment(data.until_at, zone(request)) if data.until_at else None
    if from_at and until_at and until_at <= from_at:
        raise Refused("contest.times", _("The contest would end before it begins."))
    await sql.set_contest(
        tx, contest_id, data.minutes, data.rest, data.most_a_day, data.officials, data.court_ids, from_at, until_at
    )
    return back(request, contest.event_id)


@post("/{event_id:uuid}/planning/rules", guards=[signed_in], status_code=200)
async def set_rules(
    request: AnyRequest, event_id: FromPath[UUID], tx: NamedDependency[Tx], who: NamedDependency[Who]
) -> Response[Any]:
    data = await typed(request, WantedRules)
    await organised_event(tx, event_id, who)
    require_within(data.step, 1, 120)
    require_within(data.most_a_day, 1, 100)
    require_within(data.foresee, 0, 64)
    await require_courts(tx, event_id, data.show_ids)
    await sql.set_rules(
        tx,
        event_id,
        EventRules(
            step=data.step,
            finals_on_show=data.finals_on_show,
            most_a_day=data.most_a_day,
            foresee=data.foresee,
            units_apart=data.units_apart,
        ),
    )
    await sql.set_show_courts(tx, event_id, data.show_ids)
    return back(request, event_id)


@post("/{event_id:uuid}/absences", guards=[signed_in])
async def add_absence(
    request: AnyRequest, event_id: FromPath[UUID], tx: NamedDependency[Tx], who: NamedDependency[Who]
) -> Response[Any]:
    """When a person, or everybody of a unit, cannot play: classes, meetings, a journey."""
    data = await typed(request, NewAbsence)
    await organised_event(tx, event_id, who)
    number, unit = data.staff_number.strip(), data.unit.strip()
    if bool(number) == bool(unit):
        raise Refused("absence.who", _("Say who cannot play: a staff number or a unit, one of the two."))
    if unit and not await sql.unit_known(tx, event_id, unit):
        raise Refused("absence.unit", _("Nobody here belongs to a unit named {unit}."), unit=unit)
    member = (await members_of(tx, [number]))[0] if number else None
    start, end = moment(data.starts_at, zone(request)), moment(data.ends_at, zone(request))
    if end <= start:
        raise Refused("absence.times", _("The end is not after the beginning."))
    await sql.add_absence(tx, event_id, member, unit or None, start, end, data.note.strip())
    return back(request, event_id, 201)


@post("/absences/{absence_id:uuid}/remove", guards=[signed_in], status_code=200)
async def remove_absence(
    request: AnyRequest, absence_id: FromPath[UUID], tx: NamedDependency[Tx], who: NamedDependency[Who]
) -> Response[Any]:
    event_id = found(await sql.event_of_absence(tx, absence_id))
    await organised_event(tx, event_id, who)
    await sql.remove_absence(tx, absence_id)
    return back(request, event_id)


@post("/{event_id:uuid}/officials", guards=[signed_in])
async def add_officials(
    request: AnyRequest, event_id: FromPath[UUID], tx: NamedDependency[Tx], who: NamedDependency[Who]
) -> Response[Any]:
    data = await typed(request, NewOfficials)
    await organised_event(tx, event_id, who)
    await sql.add_officials(tx, event_id, await members_of(tx, BETWEEN.split(data.staff_numbers.strip())))
    return back(request, event_id, 201)


@post("/{event_id:uuid}/officials/{member_id:uuid}/remove", guards=[signed_in], status_code=200)
async def remove_official(
    request: AnyRequest,
    event_id: FromPath[UUID],
    member_id: FromPath[UUID],
    tx: NamedDependency[Tx],
    who: NamedDependency[Who],
) -> Response[Any]:
    await organised_event(tx, event_id, who)
    await sql.remove_official(tx, event_id, member_id)
    return back(request, event_id)


async def members_of(tx: Tx, numbers: Sequence[str]) -> list[UUID]:
    known = await sql.members_numbered(tx, numbers)
    for number in numbers:
        if number not in known:
            raise Refused("member.unknown", _("Nobody has the staff number “{number}”."), number=number)
    return [known[number] for number in numbers]


async def require_courts(tx: Tx, event_id: UUID, wanted: Sequence[UUID]) -> None:
    there = {court.id for court in await court_sql.courts(tx, event_id)}
    if not set(wanted) <= there:
        raise Refused("court.unknown", _("There is no such court."), status=404)


def require_within(number: int | None, least: int, most: int) -> None:
    if number is not None and not least <= number <= most:
        raise Refused("plan.number", _("{number} is not between {least} and {most}."), number=number, least=least,
                      most=most)  # fmt: skip


def found(event_id: UUID | None) -> UUID:
    if event_id is None:
        raise Refused("plan.gone", _("This is not there any more."), status=404)
    return event_id


def back(request: AnyRequest, event_id: UUID, status: int = 200) -> Response[Any]:
    return done(request, to=f"/events/{event_id}/planning", body=Kept(), status=status)


router = Router(
    path="/events",
    route_handlers=[
        set_contest,
        set_rules,
        add_absence,
        remove_absence,
        add_officials,
        remove_official,
    ],
)
