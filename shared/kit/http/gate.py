"""The one middleware: who calls and in which language, the request's id, its one canonical log line, its figures."""

import random
import re
import time
from http.cookies import CookieError, SimpleCookie
from typing import Any
from urllib.parse import parse_qs

from shared.kit.http.auth import LANGUAGE_COOKIE, SESSION_COOKIE, Verifier, Who
from shared.kit.log import REQUEST_ID, RequestLines
from shared.kit.metrics import REQUEST_SECONDS, REQUESTS

LANGUAGES = ("zh", "en")
ID = re.compile(r"^[A-Za-z0-9-]{8,64}$")
QUIET = ("/health/", "/metrics")
CODED = "{code"
"""A route with a code in its path is logged as the route: who reads logs must not be able to sign in."""


class Gate:
    """Pure ASGI, because it stands before every request."""

    def __init__(self, app: Any, verifier: Verifier, service: str) -> None:
        self.app = app
        self.verifier = verifier
        self.lines = RequestLines(service)
        self.counted: dict[tuple[str, str, int], Any] = {}
        self.timed: dict[str, Any] = {}

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        started = time.perf_counter()
        headers = {name: value.decode("latin-1") for name, value in scope["headers"]}
        cookies = cookies_of(headers.get(b"cookie", ""))
        given = headers.get(b"x-request-id", "")
        request_id = given if given and ID.match(given) else f"{random.getrandbits(128):032x}"
        chosen = chosen_language(scope["query_string"])
        who = self.who(headers, cookies, chosen or language_of(headers, cookies))
        scope["saishi_who"] = who
        scope["saishi_request_id"] = request_id
        REQUEST_ID.set(request_id)
        status = 0

        async def send_on(message: Any) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                extra = [(b"x-request-id", request_id.encode()), *SAFE]
                if chosen:
                    extra.append((b"set-cookie", language_cookie(chosen)))
                message["headers"] = [*message.get("headers", ()), *extra]
            await send(message)

        try:
            await self.app(scope, receive, send_on)
        finally:
            self.note(scope, status, time.perf_counter() - started, who)

    def who(self, headers: dict[bytes, str], cookies: dict[str, str], lang: str) -> Who:
        bearer = headers.get(b"authorization", "")
        token = bearer[7:] if bearer.startswith("Bearer ") else cookies.get(SESSION_COOKIE, "")
        claims = self.verifier.claims(token) if token and not token.startswith("seat.") else None
        if claims is None:
            return Who(lang=lang)
        return Who(
            member_id=claims.sub,
            name=claims.name,
            roles=claims.roles,
            session_id=claims.sid,
            must_change=claims.must_change,
            lang=lang,
        )

    def note(self, scope: Any, status: int, seconds: float, who: Who) -> None:
        path = scope["path"]
        if path.startswith(QUIET):
            return
        method, route = scope["method"], scope.get("path_template") or "unknown"
        counter = self.counted.get((method, route, status))
        if counter is None:
            counter = self.counted[(method, route, status)] = REQUESTS.labels(method, route, str(status))
        counter.inc()
        timer = self.timed.get(route)
        if timer is None:
            timer = self.timed[route] = REQUEST_SECONDS.labels(route)
        timer.observe(seconds)
        member = str(who.member_id) if who.member_id else None
        if CODED in route:
            path = route
        self.lines.add(scope["saishi_request_id"], method, path, route, status, seconds, member)


SAFE = [
    (b"x-content-type-options", b"nosniff"),
    (b"x-frame-options", b"DENY"),
    (b"referrer-policy", b"same-origin"),
    (
        b"content-security-policy",
        b"default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; "
        b"object-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors 'none'",
    ),
]


def cookies_of(header: str) -> dict[str, str]:
    if not header:
        return {}
    try:
        return {name: morsel.value for name, morsel in SimpleCookie(header).items()}
    except CookieError:
        return {}


def chosen_language(query: bytes) -> str | None:
    if b"lang=" not in query:
        return None
    found = parse_qs(query.decode("latin-1")).get("lang", [""])[-1]
    return found if found in LANGUAGES else None


def language_of(headers: dict[bytes, str], cookies: dict[str, str]) -> str:
    if cookies.get(LANGUAGE_COOKIE) in LANGUAGES:
        return cookies[LANGUAGE_COOKIE]
    for part in headers.get(b"accept-language", "").split(","):
        lang = part.split(";", 1)[0].strip().lower()[:2]
        if lang in LANGUAGES:
            return lang
    return "zh"


def language_cookie(lang: str) -> bytes:
    return f"{LANGUAGE_COOKIE}={lang}; Path=/; Max-Age=31536000; SameSite=Lax".encode()
