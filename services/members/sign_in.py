"""Signing in with staff number and password, throttled per account and per address; and signing out."""

from datetime import datetime
from typing import Annotated, Any

from litestar import Request, Response, Router, get, post
from litestar.di import NamedDependency
from msgspec import Meta, Struct

from services.members.announce import sessions_ended
from services.members.passwords import OWN, hashed, matches
from services.members.roster_rows import compact
from services.members.sql import accounts, acts, sessions
from services.members.sql.accounts import Account
from services.members.tokens import LASTS, Token
from shared.kit.db import Db, Tx
from shared.kit.http.auth import MAY_WITH_FIRST_PASSWORD, SESSION_COOKIE, Who, anyone, signed_in
from shared.kit.http.errors import Refused
from shared.kit.http.forms import typed
from shared.kit.http.replies import done, page
from shared.kit.words import _

AnyRequest = Request[Any, Any, Any]
FREE_BY_ACCOUNT = 5
FREE_BY_ADDRESS = 50
"""A whole hall may sign in from one address; right passwords are not counted against it."""


class SignIn(Struct, frozen=True):
    staff_number: Annotated[str, Meta(title=_("Staff number"), max_length=64)]
    password: Annotated[str, Meta(title=_("Password"), max_length=1024)]
    next: str = "/"


@get("/members/sign-in", guards=[anyone])
async def sign_in_page(request: AnyRequest) -> Response[bytes]:
    return page(request, "sign_in.html", next=own_path(request.query_params.get("next", "/")))


@post("/members/sign-in", guards=[anyone], status_code=200)
async def sign_in(request: AnyRequest, db: NamedDependency[Db], now: NamedDependency[datetime]) -> Response[Any]:
    given = await typed(request, SignIn)
    number = compact(given.staff_number)[:64]
    by_account, by_address = f"account:{number.lower()}", f"address:{address_of(request)}"
    await claim(db, by_address, FREE_BY_ADDRESS, now)
    await claim(db, by_account, FREE_BY_ACCOUNT, now)
    account = await right_account(db, number, given.password)
    async with db.tx() as tx:
        await sessions.forget_attempts(tx, by_account)
        await sessions.give_attempt_back(tx, by_address)
        token = await begin_session(tx, request, account, "signed_in", now)
    to = "/members/password" if account.must_change else own_path(given.next)
    return with_token(request, done(request, to=to, body=token), token)


async def claim(db: Db, subject: str, free: int, now: datetime) -> None:
    async with db.tx() as tx:
        if await sessions.claim_attempt(tx, subject, free, now):
            return
        seconds = max(1, await sessions.seconds_to_wait(tx, subject, now))
    raise Refused(
        "sign_in.throttled",
        _("Too many attempts. Please try again in {seconds} seconds."),
        status=429,
        details={"seconds": seconds},
        seconds=seconds,
    )


async def right_account(db: Db, number: str, password: str) -> Account:
    """The account the password opens. The hashing holds no connection."""
    async with db.acquire() as tx:
        account = await accounts.by_staff_number(tx, number)
    fits = await matches(account.password_hash if account else None, password)
    if account is None or not fits or not account.active:
        raise Refused("sign_in.wrong", _("Staff number and password do not fit together."), status=401)
    before = account.password_hash or ""
    if not account.must_change and OWN.check_needs_rehash(before):
        after = await hashed(password)
        async with db.tx() as tx:
            await accounts.refresh_hash(tx, account.member_id, before, after)
    return account


async def begin_session(tx: Tx, request: AnyRequest, account: Account, kind: str, now: datetime) -> Token:
    expires_at = now + LASTS
    device, address = request.headers.get("user-agent", "")[:200], address_of(request)
    session_id = await sessions.begin(tx, account.member_id, device, address, now, expires_at)
    await acts.note(tx, kind, account.member_id, account.member_id, {"address": address}, now)
    token: Token = request.app.state.signer.token(account, session_id, expires_at)
    return token


def with_token(request: AnyRequest, response: Response[Any], token: Token) -> Response[Any]:
    response.set_cookie(
        key=SESSION_COOKIE,
        value=token.token,
        max_age=int(LASTS.total_seconds()),
        path="/",
        httponly=True,
        samesite="lax",
        secure=request.app.state.config.https,
    )
    return response


def address_of(request: AnyRequest) -> str:
    return request.client.host if request.client else ""


def own_path(wanted: str) -> str:
    """Only a path of this site, so that a sign-in link cannot lead elsewhere."""
    plain = wanted.startswith("/") and not wanted.startswith(("//", "/\\")) and wanted.isprintable()
    return wanted if plain else "/"


@post("/members/sign-out", guards=[signed_in], status_code=200, opt={MAY_WITH_FIRST_PASSWORD: True})
async def sign_out(
    request: AnyRequest, tx: NamedDependency[Tx], who: NamedDependency[Who], now: NamedDependency[datetime]
) -> Response[Any]:
    if who.session_id is not None and who.member_id is not None:
        ended = await sessions.revoke(tx, who.session_id, who.member_id, now)
        await sessions_ended(tx, request.app.state.verifier, ended)
    response = done(request, to="/", body={})
    response.delete_cookie(SESSION_COOKIE, path="/")
    return response


router = Router(path="/", route_handlers=[sign_in_page, sign_in, sign_out])
