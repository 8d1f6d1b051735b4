"""Who is calling: session tokens signed by the members service, verified with its public key, never asked back.

Knows sessions and administrators. Organisers and seats are rights on objects, which the services check themselves.
"""

import json
import time
from collections import OrderedDict
from pathlib import Path
from typing import Any
from uuid import UUID

import msgspec
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet, OKPKey
from litestar.connection import ASGIConnection
from litestar.handlers import BaseRouteHandler
from msgspec import Struct

from shared.kit.http.errors import Refused
from shared.kit.words import _

ISSUER = "saishi"
SESSION_COOKIE = "saishi_session"
LANGUAGE_COOKIE = "saishi_lang"
REMEMBERED = 4096
MAY_WITH_FIRST_PASSWORD = "may_with_first_password"  # noqa: S105 - a name, not a secret
"""`opt` of the few routes open to somebody who has yet to change the first password."""


class Who(Struct, frozen=True, kw_only=True):
    member_id: UUID | None = None
    name: str = ""
    roles: frozenset[str] = frozenset()
    session_id: UUID | None = None
    must_change: bool = False
    lang: str = "zh"

    @property
    def administrator(self) -> bool:
        return "administrator" in self.roles


class Claims(Struct, frozen=True):
    sub: UUID
    sid: UUID
    exp: int
    iss: str
    name: str = ""
    roles: frozenset[str] = frozenset()
    must_change: bool = False


class Verifier:
    """Verifies tokens; a token seen before is remembered, for a signature costs a tenth of a millisecond."""

    def __init__(self, public_key_file: Path) -> None:
        found = json.loads(public_key_file.read_text(encoding="utf-8"))
        self.key: Any = KeySet.import_key_set(found) if "keys" in found else OKPKey.import_key(found)
        self.seen: OrderedDict[str, Claims] = OrderedDict()
        self.revoked: set[UUID] = set()

    def claims(self, token: str) -> Claims | None:
        """The claims of a token that is genuine, in time and not revoked; None otherwise."""
        found = self.seen.get(token) or self.verified(token)
        if found is None or found.exp <= time.time() or found.sid in self.revoked:
            return None
        return found

    def verified(self, token: str) -> Claims | None:
        try:
            raw = jwt.decode(token, self.key, algorithms=["EdDSA", "Ed25519"]).claims
            found = msgspec.convert(raw, Claims)
        except (JoseError, ValueError, TypeError):
            return None
        if found.iss != ISSUER:
            return None
        self.seen[token] = found
        if len(self.seen) > REMEMBERED:
            self.seen.popitem(last=False)
        return found


def who_of(connection: ASGIConnection[Any, Any, Any, Any]) -> Who:
    return connection.scope["saishi_who"]  # type: ignore[typeddict-item,no-any-return]


async def anyone(_connection: ASGIConnection[Any, Any, Any, Any], _handler: BaseRouteHandler) -> None:
    """Guard: the route is public, or checks something other than a session itself."""


async def signed_in(connection: ASGIConnection[Any, Any, Any, Any], handler: BaseRouteHandler) -> None:
    """Guard: a member with a valid session, first password changed."""
    who = who_of(connection)
    if who.member_id is None:
        raise Refused("auth.sign_in", _("Please sign in first."), status=401)
    if who.must_change and not handler.opt.get(MAY_WITH_FIRST_PASSWORD):
        raise Refused("password.must_change", _("Please change your first password before going on."), status=403)


async def administrators(connection: ASGIConnection[Any, Any, Any, Any], handler: BaseRouteHandler) -> None:
    """Guard: an administrator."""
    await signed_in(connection, handler)
    if not who_of(connection).administrator:
        raise Refused("auth.administrators_only", _("Only an administrator may do this."), status=403)


async def same_site(connection: ASGIConnection[Any, Any, Any, Any], _handler: BaseRouteHandler) -> None:
    """Guard of every route: a browser may change nothing here on behalf of another site.

    Browsers say where an unsafe request comes from (Fetch Metadata, Origin); a client that sends neither is no
    browser and brings its token itself.
    """
    if connection.scope.get("method", "GET") in ("GET", "HEAD", "OPTIONS"):
        return
    headers = connection.headers
    site = headers.get("sec-fetch-site")
    if site in ("same-origin", "none"):
        return
    origin = headers.get("origin")
    if site is None and (origin is None or origin.split("://", 1)[-1] == headers.get("host")):
        return
    raise Refused("request.cross_site", _("This request came from another site and was not carried out."), status=403)
