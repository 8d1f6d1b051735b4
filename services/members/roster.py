"""The roster: searching it, one member's page, adding and changing a member by hand."""

from datetime import datetime
from typing import Annotated, Any
from urllib.parse import urlencode
from uuid import UUID

from litestar import Response, Router, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery
from msgspec import Meta, Struct, structs

from services.members.administrators import keep_one
from services.members.announce import members_changed, sessions_ended
from services.members.masks import mask_id_number, mask_phone
from services.members.roster_compare import PreviewRow
from services.members.roster_rows import Given, Reason, given
from services.members.sign_in import AnyRequest
from services.members.sql import acts, honours, sessions
from services.members.sql import roster as sql
from services.members.sql.roster import Member
from shared.kit.db import Tx
from shared.kit.http.auth import Who, administrators
from shared.kit.http.errors import Refused
from shared.kit.http.forms import typed
from shared.kit.http.replies import done, json, page, wants_json
from shared.kit.words import _

PAGE = 50


class NewMember(Struct, frozen=True, kw_only=True):
    staff_number: Annotated[str, Meta(title=_("Staff number"))]
    name: Annotated[str, Meta(title=_("Name"))]
    unit: str = ""
    gender: str = ""
    phone: str = ""
    id_number: str = ""
    category: str = ""
    leader: str = ""
    birth_year: str = ""


class ChangedMember(Struct, frozen=True, kw_only=True):
    staff_number: Annotated[str, Meta(title=_("Staff number"))]
    name: Annotated[str, Meta(title=_("Name"))]
    revision: int
    unit: str = ""
    gender: str = ""
    category: str = ""
    leader: str = ""
    birth_year: str | None = None
    """None keeps what is known; an empty text takes it away."""
    active: bool = False


class Listing(Struct, frozen=True):
    total: int
    page: int
    pages: int
    members: list[Member]


@get("/members/roster", guards=[administrators])
async def listing(
    request: AnyRequest,
    tx: NamedDependency[Tx],
    q: FromQuery[str] = "",
    unit: FromQuery[str] = "",
    at: FromQuery[int] = 1,
) -> Response[bytes]:
    words = " ".join(q.split())
    total = await sql.count(tx, words, unit)
    pages = max(1, -(-total // PAGE))
    number = min(max(at, 1), pages)
    members = await sql.search(tx, words, unit, (number - 1) * PAGE, PAGE)
    found = Listing(total, number, pages, [masked(member) for member in members])
    if wants_json(request):
        return json(found)
    asked = urlencode({"q": words, "unit": unit})
    return page(request, "roster.html", found=found, units=await sql.units(tx), q=words, unit=unit, asked=asked)


def masked(member: Member) -> Member:
    return structs.replace(member, phone=mask_phone(member.phone), id_number=mask_id_number(member.id_number))


def stale() -> Refused:
    return Refused(
        "member.stale", _("Somebody else has changed this member meanwhile. Please reload the page."), status=409
    )


async def member_or_refuse(tx: Tx, member_id: UUID) -> Member:
    found = await sql.member(tx, member_id)
    if found is None:
        raise Refused("member.unknown", _("There is no such member."), status=404)
    return found


@get("/members/roster/new", guards=[administrators])
async def new_page(request: AnyRequest) -> Response[bytes]:
    return page(request, "member_new.html")


@get("/members/roster/{member_id:uuid}", guards=[administrators])
async def member_page(request: AnyRequest, member_id: FromPath[UUID], tx: NamedDependency[Tx]) -> Response[bytes]:
    member = masked(await member_or_refuse(tx, member_id))
    if wants_json(request):
        return json(member)
    return page(
        request,
        "member.html",
        member=member,
        honours=await honours.of_member(tx, member_id),
        outside=await honours.outside_of_member(tx, member_id),
        acts=await acts.about(tx, member_id, 20),
    )


def checked(cells: dict[str, str]) -> Given:
    """What was typed, read like a row of a file, so that both ways lead to the same values.

    Raises:
        Refused: the first thing that is wrong with it.
    """
    found = given(0, cells)
    if found.reasons:
        raise refusal_of(found.reasons[0])
    return found


def refusal_of(reason: Reason) -> Refused:
    refused = Refused(f"member.{reason.code}", reason.sentence)
    refused.params = dict(reason.params)
    return refused


@post("/members/roster", guards=[administrators], status_code=201)
async def add(
    request: AnyRequest, tx: NamedDependency[Tx], who: NamedDependency[Who], now: NamedDependency[datetime]
) -> Response[Any]:
    told = await typed(request, NewMember)
    found = checked({name: str(value) for name, value in structs.asdict(told).items()})
    row = PreviewRow(
        row=0, action="added", staff_number=found.staff_number, name=found.name, unit=found.unit,
        gender=found.gender, phone=found.phone, id_number=found.id_number, category=found.category,
        leader=found.leader, birth_year=found.birth_year,
    )  # fmt: skip
    members = await sql.add_many(tx, [row], now)
    if not members:
        raise Refused(
            "member.number_taken", _("The staff number {number} is in use."), status=409, number=found.staff_number
        )
    await members_changed(tx, members)
    await acts.note(tx, "member_added", who.member_id, members[0].id, {}, now)
    return done(request, to=f"/members/roster/{members[0].id}", body={"id": members[0].id}, status=201)


@post("/members/roster/{member_id:uuid}", guards=[administrators], status_code=200)
async def change(
    request: AnyRequest,
    member_id: FromPath[UUID],
    tx: NamedDependency[Tx],
    who: NamedDependency[Who],
    now: NamedDependency[datetime],
) -> Response[Any]:
    told = await typed(request, ChangedMember)
    before = await member_or_refuse(tx, member_id)
    if await sql.change(tx, member_id, told.revision, values_of(told, before), now) is None:
        raise stale()
    after = await member_or_refuse(tx, member_id)
    if before.active and not after.active:
        await keep_one(tx, member_id)
        await sessions_ended(tx, request.app.state.verifier, await sessions.revoke_all(tx, [member_id], now))
    await members_changed(tx, [after])
    await acts.note(tx, "member_changed", who.member_id, member_id, {"fields": differing(before, after)}, now)
    return done(request, to=f"/members/roster/{member_id}", body=masked(after))


def values_of(told: ChangedMember, before: Member) -> tuple[str, str, str, str, str, bool, int | None, bool]:
    fields = ("staff_number", "name", "unit", "gender", "category", "leader", "birth_year")
    found = checked({field: getattr(told, field) or "" for field in fields})
    category = found.category or before.category
    leader = found.leader == "yes" if found.leader else before.leader
    born = before.birth_year if told.birth_year is None else int(found.birth_year or 0) or None
    return found.staff_number, found.name, found.unit, found.gender, category, leader, born, told.active


def differing(before: Member, after: Member) -> list[str]:
    names = ("staff_number", "name", "unit", "gender", "category", "leader", "birth_year", "active")
    return [name for name in names if getattr(before, name) != getattr(after, name)]


router = Router(path="/", route_handlers=[listing, new_page, member_page, add, change])
