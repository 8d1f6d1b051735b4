"""The one-time sign-in link of an administrator: made on the machine itself, good once and for a day."""

import hashlib
import secrets
from datetime import datetime, timedelta
from typing import Any

from litestar import Response, Router, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from services.members.announce import members_changed
from services.members.sign_in import AnyRequest, begin_session, with_token
from services.members.sql import accounts, acts, roster, sessions
from services.members.sql.accounts import Account
from shared.kit.db import Tx
from shared.kit.http.auth import anyone
from shared.kit.http.errors import Refused
from shared.kit.http.replies import done, page
from shared.kit.words import _

LASTS = timedelta(hours=24)
FIRST_ADMINISTRATOR = "admin"
FIRST_NAME = "管理员"
"""Chinese is the language a suite starts in; the name can be changed in the roster."""


@get("/members/sign-in/once/{code:str}", guards=[anyone])
async def once_page(request: AnyRequest, code: FromPath[str]) -> Response[bytes]:
    """Only a page with a button: programs that look at links before people do would use it up."""
    return page(request, "once.html", code=code)


@post("/members/sign-in/once/{code:str}", guards=[anyone], status_code=200)
async def once(
    request: AnyRequest, code: FromPath[str], tx: NamedDependency[Tx], now: NamedDependency[datetime]
) -> Response[Any]:
    member_id = await sessions.use_link(tx, digest(code), now)
    account = None if member_id is None else await accounts.by_member(tx, member_id)
    if account is None or not account.active:
        raise Refused("link.gone", _("This link has been used or is too old. Please ask for a new one."), status=410)
    token = await begin_session(tx, request, account, "signed_in_by_link", now)
    return with_token(request, done(request, to="/events/", body=token), token)


def digest(code: str) -> bytes:
    return hashlib.sha256(code.encode()).digest()


async def make_link(tx: Tx, now: datetime) -> str:
    """A new code for the first administrator."""
    account = await first_administrator(tx, now)
    code = secrets.token_urlsafe(24)
    await sessions.keep_link(tx, digest(code), account.member_id, now, now + LASTS)
    await acts.note(tx, "link_made", None, account.member_id, {}, now)
    return code


async def first_administrator(tx: Tx, now: datetime) -> Account:
    """The first active administrator; on an empty database one is made, who may set a password when they like."""
    for account in await accounts.administrators(tx):
        if account.active:
            return account
    found = (await roster.known(tx, [FIRST_ADMINISTRATOR])).get(FIRST_ADMINISTRATOR)
    if found is None:
        member = await roster.add(tx, FIRST_ADMINISTRATOR, FIRST_NAME, "", "", now)
        await members_changed(tx, [member])
        await accounts.make_administrator(tx, member.id, must_change=False)
        made = await accounts.by_member(tx, member.id)
    else:
        await accounts.make_administrator(tx, found.id, must_change=False)
        made = await accounts.by_member(tx, found.id)
    if made is None:
        raise LookupError(FIRST_ADMINISTRATOR)
    return made


router = Router(path="/", route_handlers=[once_page, once])
