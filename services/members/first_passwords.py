"""First passwords: made for those who have none of their own, handed out once as slips, kept only as hashes."""

from datetime import datetime
from typing import Any
from uuid import UUID

from litestar import Response, Router, get, post
from litestar.di import NamedDependency
from msgspec import Struct

from services.members.announce import sessions_ended
from services.members.passwords import first_password, hashed_first
from services.members.sign_in import AnyRequest
from services.members.slips import Slip, slips
from services.members.sql import accounts, acts, roster, sessions
from services.members.sql.accounts import Account
from shared.kit.db import Db, Tx
from shared.kit.http.auth import Who, administrators
from shared.kit.http.errors import Refused
from shared.kit.http.forms import typed
from shared.kit.http.replies import json, page, wants_json
from shared.kit.words import _

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class Issue(Struct, frozen=True, kw_only=True):
    """For whom. Members named get a new one in any case; of units, those without a password of their own."""

    members: list[UUID] = []
    staff_numbers: list[str] = []
    units: list[str] = []
    everyone: bool = False


@get("/members/roster/passwords", guards=[administrators])
async def issue_page(request: AnyRequest, tx: NamedDependency[Tx]) -> Response[bytes]:
    waiting = await accounts.to_issue_everyone(tx)
    return page(request, "passwords.html", units=await roster.units(tx), waiting=len(waiting))


@post("/members/roster/passwords", guards=[administrators], status_code=200)
async def issue(
    request: AnyRequest, db: NamedDependency[Db], who: NamedDependency[Who], now: NamedDependency[datetime]
) -> Response[bytes]:
    """The answer is the only place the passwords ever stand in; if it is lost, new ones are issued."""
    told = await typed(request, Issue)
    async with db.acquire() as tx:
        found = await chosen(tx, told)
    if not found:
        raise Refused("passwords.nobody", _("Nobody to issue a first password to was chosen."))
    made = [Slip(each.staff_number, each.name, each.unit, first_password()) for each in found]
    hashes = await hashed_first([slip.password for slip in made])
    members = [each.member_id for each in found]
    async with db.tx() as tx:
        await accounts.issue(tx, members, hashes, now)
        await sessions_ended(tx, request.app.state.verifier, await sessions.revoke_all(tx, members, now))
        await acts.note(tx, "passwords_issued", who.member_id, only(members), {"count": len(members)}, now)
    return json({"issued": made}) if wants_json(request) else as_file(request, who, made)


async def chosen(tx: Tx, told: Issue) -> list[Account]:
    if told.everyone:
        return await accounts.to_issue_everyone(tx)
    return await accounts.to_issue(tx, told.members, told.staff_numbers, told.units)


def only(members: list[UUID]) -> UUID | None:
    return members[0] if len(members) == 1 else None


def as_file(request: AnyRequest, who: Who, made: list[Slip]) -> Response[bytes]:
    state: Any = request.app.state
    body = slips(made, state.config.door, lambda sentence: state.pages.say(sentence, who.lang))
    headers = {"Content-Disposition": 'attachment; filename="first-passwords.xlsx"', "Cache-Control": "no-store"}
    return Response(body, media_type=XLSX, headers=headers)


router = Router(path="/", route_handlers=[issue_page, issue])
