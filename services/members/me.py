"""A member's own page: who the roster says they are, their honours, the devices they are signed in on."""

from datetime import datetime
from typing import Any
from uuid import UUID

from litestar import Response, Router, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from msgspec import Struct

from services.members.announce import sessions_ended
from services.members.devices import device_name
from services.members.masks import mask_phone
from services.members.sign_in import AnyRequest
from services.members.sql import acts, honours, roster, sessions
from services.members.sql.honours import Honour, OutsideHonour
from services.members.sql.sessions import Session
from shared.kit.db import Tx
from shared.kit.http.auth import Who, signed_in
from shared.kit.http.errors import Refused
from shared.kit.http.replies import done, json, page, wants_json
from shared.kit.words import _


class OwnSession(Struct, frozen=True, kw_only=True):
    id: UUID
    device: str
    address: str
    began_at: datetime
    present: bool


class Me(Struct, frozen=True, kw_only=True):
    member_id: UUID
    staff_number: str
    name: str
    unit: str
    phone: str
    roles: list[str]
    must_change_password: bool
    has_password: bool
    honours: list[Honour]
    outside: list[OutsideHonour]
    """At higher levels, the highest first."""
    sessions: list[OwnSession]


@get("/members", guards=[signed_in])
async def front(who: NamedDependency[Who]) -> Response[bytes]:
    to = "/members/roster" if who.administrator else "/members/me"
    return Response(b"", status_code=303, headers={"Location": to})


@get("/members/me", guards=[signed_in])
async def me(
    request: AnyRequest, tx: NamedDependency[Tx], who: NamedDependency[Who], now: NamedDependency[datetime]
) -> Response[bytes]:
    member = None if who.member_id is None else await roster.member(tx, who.member_id)
    if member is None:
        raise Refused("member.unknown", _("There is no such member."), status=404)
    found = Me(
        member_id=member.id,
        staff_number=member.staff_number,
        name=member.name,
        unit=member.unit,
        phone=mask_phone(member.phone),
        roles=sorted(who.roles),
        must_change_password=member.must_change and member.has_password,
        has_password=member.has_password,
        honours=await honours.of_member(tx, member.id),
        outside=await honours.outside_of_member(tx, member.id),
        sessions=[own(session, who) for session in await sessions.running(tx, member.id, now)],
    )
    return json(found) if wants_json(request) else page(request, "me.html", me=found)


def own(session: Session, who: Who) -> OwnSession:
    return OwnSession(
        id=session.id,
        device=device_name(session.device),
        address=session.address,
        began_at=session.began_at,
        present=session.id == who.session_id,
    )


@post("/members/sessions/{session_id:uuid}/revoke", guards=[signed_in], status_code=200)
async def revoke(
    request: AnyRequest,
    session_id: FromPath[UUID],
    tx: NamedDependency[Tx],
    who: NamedDependency[Who],
    now: NamedDependency[datetime],
) -> Response[Any]:
    ended = [] if who.member_id is None else await sessions.revoke(tx, session_id, who.member_id, now)
    if not ended:
        raise Refused("session.unknown", _("There is no such session, or it is over already."), status=404)
    await sessions_ended(tx, request.app.state.verifier, ended)
    await acts.note(tx, "session_revoked", who.member_id, who.member_id, {}, now)
    return done(request, to="/members/me", body={})


router = Router(path="/", route_handlers=[front, me, revoke])
