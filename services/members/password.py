"""Changing one's password. Every other session of the account ends with it."""

from datetime import datetime
from typing import Annotated, Any

from litestar import Response, Router, get, post
from litestar.di import NamedDependency
from msgspec import Meta, Struct
from msgspec.structs import replace

from services.members.announce import sessions_ended
from services.members.passwords import check_password, hashed, matches
from services.members.sign_in import FREE_BY_ACCOUNT, AnyRequest, begin_session, claim, with_token
from services.members.sql import accounts, sessions
from services.members.sql.accounts import Account
from shared.kit.db import Db
from shared.kit.http.auth import MAY_WITH_FIRST_PASSWORD, Who, signed_in
from shared.kit.http.errors import Refused
from shared.kit.http.forms import typed
from shared.kit.http.replies import done, page
from shared.kit.words import _

ALLOWED = {MAY_WITH_FIRST_PASSWORD: True}


class NewPassword(Struct, frozen=True):
    password: Annotated[str, Meta(title=_("New password"), max_length=1024)]
    current: Annotated[str, Meta(title=_("Present password"), max_length=1024)] = ""
    repeat_password: str | None = None


@get("/members/password", guards=[signed_in], opt=ALLOWED)
async def password_page(request: AnyRequest, db: NamedDependency[Db], who: NamedDependency[Who]) -> Response[bytes]:
    account = await account_of(db, who)
    return page(request, "password.html", ask_current=needs_current(account), must_change=account.must_change)


@post("/members/password", guards=[signed_in], opt=ALLOWED, status_code=200)
async def change_password(
    request: AnyRequest, db: NamedDependency[Db], who: NamedDependency[Who], now: NamedDependency[datetime]
) -> Response[Any]:
    given = await typed(request, NewPassword)
    if given.repeat_password is not None and given.repeat_password != given.password:
        raise Refused("password.differs", _("The two passwords are not the same."))
    account = await account_of(db, who)
    check_password(given.password, account.staff_number, account.name)
    await check_current(db, account, given, now)
    password_hash = await hashed(given.password)
    async with db.tx() as tx:
        await accounts.set_password(tx, account.member_id, password_hash, now)
        ended = await sessions.revoke_all(tx, [account.member_id], now)
        await sessions_ended(tx, request.app.state.verifier, ended)
        changed = replace(account, must_change=False)
        token = await begin_session(tx, request, changed, "password_changed", now)
    return with_token(request, done(request, to="/members/me", body=token), token)


async def account_of(db: Db, who: Who) -> Account:
    async with db.acquire() as tx:
        account = None if who.member_id is None else await accounts.by_member(tx, who.member_id)
    if account is None:
        raise Refused("member.unknown", _("There is no such member."), status=404)
    return account


def needs_current(account: Account) -> bool:
    """Who signed in with a first password has just typed it; who came by a link may have none."""
    return account.password_hash is not None and not account.must_change


async def check_current(db: Db, account: Account, given: NewPassword, now: datetime) -> None:
    if needs_current(account):
        await claim(db, f"account:{account.staff_number.lower()}", FREE_BY_ACCOUNT, now)
        if not await matches(account.password_hash, given.current):
            raise Refused("password.wrong", _("The present password is not right."))
        async with db.tx() as tx:
            await sessions.forget_attempts(tx, f"account:{account.staff_number.lower()}")
    if await matches(account.password_hash, given.password):
        raise Refused("password.same", _("The new password must differ from the present one."))


router = Router(path="/", route_handlers=[password_page, change_password])
