"""Phones and ID numbers: shown in full only on asking, and every asking is recorded."""

from datetime import datetime
from typing import Any
from uuid import UUID

from litestar import Response, Router, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from msgspec import Struct

from services.members.announce import members_changed
from services.members.roster import checked, member_or_refuse, stale
from services.members.sign_in import AnyRequest
from services.members.sql import acts, roster
from shared.kit.db import Tx
from shared.kit.http.auth import Who, administrators
from shared.kit.http.forms import typed
from shared.kit.http.replies import done, json, page, wants_json


class Personal(Struct, frozen=True, kw_only=True):
    phone: str = ""
    id_number: str = ""
    revision: int


@post("/members/roster/{member_id:uuid}/reveal", guards=[administrators], status_code=200)
async def reveal(
    request: AnyRequest,
    member_id: FromPath[UUID],
    tx: NamedDependency[Tx],
    who: NamedDependency[Who],
    now: NamedDependency[datetime],
) -> Response[bytes]:
    member = await member_or_refuse(tx, member_id)
    await acts.note(tx, "revealed", who.member_id, member_id, {}, now)
    found = Personal(phone=member.phone, id_number=member.id_number, revision=member.revision)
    return json(found) if wants_json(request) else page(request, "personal.html", member=member)


@post("/members/roster/{member_id:uuid}/personal", guards=[administrators], status_code=200)
async def change_personal(
    request: AnyRequest,
    member_id: FromPath[UUID],
    tx: NamedDependency[Tx],
    who: NamedDependency[Who],
    now: NamedDependency[datetime],
) -> Response[Any]:
    told = await typed(request, Personal)
    before = await member_or_refuse(tx, member_id)
    found = checked(
        {
            "staff_number": before.staff_number,
            "name": before.name,
            "phone": told.phone,
            "id_number": told.id_number,
        }
    )
    if await roster.change_personal(tx, member_id, told.revision, found.phone, found.id_number, now) is None:
        raise stale()
    await members_changed(tx, [await member_or_refuse(tx, member_id)])
    fields = [name for name in ("phone", "id_number") if getattr(before, name) != getattr(found, name)]
    await acts.note(tx, "member_changed", who.member_id, member_id, {"fields": fields}, now)
    return done(request, to=f"/members/roster/{member_id}", body={})


router = Router(path="/", route_handlers=[reveal, change_personal])
