"""Who administers the suite, granted and withdrawn; and the record of what administrators did."""

from datetime import datetime
from typing import Any
from uuid import UUID

from litestar import Response, Router, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery

from services.members.announce import sessions_ended
from services.members.sign_in import AnyRequest
from services.members.sql import accounts, acts, roster, sessions
from shared.kit.db import Tx
from shared.kit.http.auth import Who
from shared.kit.http.auth import administrators as administrators_only
from shared.kit.http.errors import Refused
from shared.kit.http.replies import done, json, page, wants_json
from shared.kit.words import _

PAGE = 100


@get("/members/administrators", guards=[administrators_only])
async def listing(request: AnyRequest, tx: NamedDependency[Tx]) -> Response[bytes]:
    found = await accounts.administrators(tx)
    if wants_json(request):
        return json([{"member_id": each.member_id, "name": each.name, "unit": each.unit} for each in found])
    return page(request, "administrators.html", administrators=found)


@get("/members/acts", guards=[administrators_only])
async def acts_page(request: AnyRequest, tx: NamedDependency[Tx], at: FromQuery[int] = 1) -> Response[bytes]:
    number = max(at, 1)
    found = await acts.newest(tx, (number - 1) * PAGE, PAGE + 1)
    if wants_json(request):
        return json(found[:PAGE])
    return page(request, "acts.html", acts=found[:PAGE], at=number, more=len(found) > PAGE)


@post("/members/roster/{member_id:uuid}/administrator", guards=[administrators_only], status_code=200)
async def grant(
    request: AnyRequest,
    member_id: FromPath[UUID],
    tx: NamedDependency[Tx],
    who: NamedDependency[Who],
    now: NamedDependency[datetime],
) -> Response[Any]:
    """The new rights are in the tokens of the sessions that begin from now on."""
    member = await roster.member(tx, member_id)
    if member is None or not member.active:
        raise Refused("member.unknown", _("There is no such member."), status=404)
    await accounts.make_administrator(tx, member_id, must_change=True)
    await acts.note(tx, "administrator_granted", who.member_id, member_id, {}, now)
    return done(request, to=f"/members/roster/{member_id}", body={})


@post("/members/roster/{member_id:uuid}/administrator/withdraw", guards=[administrators_only], status_code=200)
async def withdraw(
    request: AnyRequest,
    member_id: FromPath[UUID],
    tx: NamedDependency[Tx],
    who: NamedDependency[Who],
    now: NamedDependency[datetime],
) -> Response[Any]:
    """Running sessions end, for their tokens still say administrator."""
    await keep_one(tx, member_id)
    await accounts.withdraw_administrator(tx, member_id)
    await sessions_ended(tx, request.app.state.verifier, await sessions.revoke_all(tx, [member_id], now))
    await acts.note(tx, "administrator_withdrawn", who.member_id, member_id, {}, now)
    return done(request, to="/members/administrators", body={})


async def keep_one(tx: Tx, leaving: UUID) -> None:
    """Somebody must be left who can let others in.

    Raises:
        Refused: the member leaving is the last active administrator.
    """
    found = await accounts.administrators(tx)
    leaves = any(each.member_id == leaving for each in found)
    if leaves and not any(each.active and each.member_id != leaving for each in found):
        raise Refused("administrator.last", _("This is the last administrator. Name another one first."), status=409)


router = Router(path="/", route_handlers=[listing, acts_page, grant, withdraw])
