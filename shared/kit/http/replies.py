"""How a reply leaves: a page, a redirect or JSON, as the caller can use it; and how a refusal is said."""

import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import SplitResult, quote, urlsplit

import asyncpg
import msgspec
import structlog
from litestar import Request, Response
from litestar.exceptions import HTTPException

from shared.kit.db import DatabaseAway
from shared.kit.http import errors
from shared.kit.http.auth import who_of
from shared.kit.http.errors import Refusal, Refused
from shared.kit.http.forms import title_of

log = structlog.get_logger()
FIELD_NAME = re.compile(r"[\w.-]{1,200}", re.ASCII)
AnyRequest = Request[Any, Any, Any]


def wants_json(request: AnyRequest) -> bool:
    return "application/json" in request.headers.get("accept", "")


def from_htmx(request: AnyRequest) -> bool:
    return request.headers.get("hx-request") == "true"


def page(request: AnyRequest, template: str, /, *, status: int = 200, **context: Any) -> Response[bytes]:
    """An HTML page in the language of the request."""
    return Response(
        rendered(request, template, context), status_code=status, media_type="text/html", headers=PAGE_HEADERS
    )


def rendered(request: AnyRequest, template: str, context: Mapping[str, Any]) -> bytes:
    """A template for whoever asks. `saishi_acting_as` of the scope is whose device it is, where no member signed in."""
    who = who_of(request)
    shown = {"acting_as": request.scope.get("saishi_acting_as", ""), **context}
    html: bytes = request.app.state.pages.render(template, lang=who.lang, who=who, path=request.url.path, context=shown)
    return html


PAGE_HEADERS = {"Cache-Control": "no-store", "Vary": "Cookie, Accept-Language"}


def json(body: Any, status: int = 200) -> Response[bytes]:
    return Response(msgspec.json.encode(body), status_code=status, media_type="application/json")


def done(request: AnyRequest, *, to: str, body: Any = None, status: int = 200) -> Response[Any]:
    """What was asked is done: JSON for a program, the next page for a person."""
    if wants_json(request):
        return json(body, status)
    if from_htmx(request):
        return Response(b"", status_code=200, headers=moved_on(request, to), media_type="text/html")
    return Response(b"", status_code=303, headers={"Location": to}, media_type="text/html")


def moved_on(request: AnyRequest, to: str) -> dict[str, str]:
    """Headers that take htmx to a page. To a place on the page it stands on, a browser would only scroll."""
    page_asked, _sharp, place = to.partition("#")
    here = page_at(address(request.headers.get("hx-current-url", "")))
    return {"HX-Redirect": to} | ({"HX-Refresh": "true"} if place and here == page_asked else {})


def sentence(request: AnyRequest, msgid: str, params: Mapping[str, object]) -> str:
    """A sentence in the reader's language; the label of a field in it too."""
    say, lang = request.app.state.pages.say, who_of(request).lang
    known = {name: say(value, lang) if name == "field" else value for name, value in params.items()}
    return str(say(msgid, lang, **known))


def refuse(request: AnyRequest, refused: Refused) -> Response[Any]:
    """Say a refusal as the caller can use it; what was typed stays on the screen."""
    told = sentence(request, refused.sentence, refused.params)
    headers = {"Cache-Control": "no-store", "Saishi-Code": refused.code}
    if FIELD_NAME.fullmatch(refused.at):
        headers["Saishi-Field"] = refused.at
    if refused.status == 429 and isinstance(refused.details, dict) and "seconds" in refused.details:
        headers["Retry-After"] = str(refused.details["seconds"])
    if refused.status == 503:
        headers["Retry-After"] = "1"
    if wants_json(request) or request.content_type[0] == "application/json":
        body = msgspec.json.encode(Refusal(refused.code, told, refused.status, refused.details))
        return Response(body, status_code=refused.status, headers=headers, media_type="application/json")
    elsewhere = next_page(request, refused.code)
    if elsewhere:
        if from_htmx(request):
            return Response(b"", status_code=200, headers={"HX-Redirect": elsewhere}, media_type="text/html")
        return Response(b"", status_code=303, headers={"Location": elsewhere}, media_type="text/html")
    template = "refusal_fragment.html" if from_htmx(request) else "refused.html"
    context = {
        "sentence": told,
        "code": refused.code,
        "status": refused.status,
        "typed": request.scope.get("saishi_typed", []),
        "labels": labels_of(request),
        "field": headers.get("Saishi-Field", ""),
        "back": came_from(request),
        "method": request.method,
    }
    html = rendered(request, template, context)
    return Response(html, status_code=refused.status, headers=headers, media_type="text/html")


def labels_of(request: AnyRequest) -> dict[str, str]:
    """What the fields of a refused form are called, where they have a name for people."""
    struct = request.scope.get("saishi_asked")
    if not isinstance(struct, type) or not issubclass(struct, msgspec.Struct):
        return {}
    names = (field.encode_name for field in msgspec.structs.fields(struct))
    return {name: title for name in names if (title := title_of(struct, name)) != name}


def came_from(request: AnyRequest) -> str:
    """The page of ours somebody came from; empty where it was none."""
    found = address(request.headers.get("referer", ""))
    if found.netloc != request.url.netloc or found.path.startswith("//") or found.path == request.url.path:
        return ""
    return page_at(found)


def address(said: str) -> SplitResult:
    """An address a client names, in its parts; an empty one where it is none."""
    try:
        return urlsplit(said)
    except ValueError:
        return urlsplit("")


def page_at(found: SplitResult) -> str:
    return found.path + (f"?{found.query}" if found.query else "")


def next_page(request: AnyRequest, code: str) -> str | None:
    """Where a person goes who must sign in or change the first password before this."""
    if code == "password.must_change":
        return "/members/password"
    if code == "auth.sign_in":
        here = request.url.path + (f"?{request.url.query}" if request.url.query else "")
        wanted = here if request.method == "GET" else request.headers.get("referer", "/")
        path = "/" + wanted.split("://", 1)[-1].partition("/")[2] if "://" in wanted else wanted
        return f"/members/sign-in?next={quote(path, safe='/')}"
    return None


def on_refused(request: AnyRequest, refused: Refused) -> Response[Any]:
    return refuse(request, refused)


def on_database_away(request: AnyRequest, _error: Exception) -> Response[Any]:
    return refuse(request, Refused(*errors.UNAVAILABLE, status=503))


def on_constraint(request: AnyRequest, error: Exception) -> Response[Any]:
    """A broken constraint is a refusal with the sentence its service gave to it."""
    name = getattr(error, "constraint_name", None) or ""
    known = request.app.state.constraints.get(name)
    if known is None:
        log.warning("constraint without a sentence", constraint=name)
    return refuse(request, Refused(*(known or errors.CONFLICT), status=409))


def on_data_error(request: AnyRequest, error: Exception) -> Response[Any]:
    log.warning("data refused by the database", error=str(error))
    return refuse(request, Refused(*errors.UNSTORABLE, status=422))


def on_http_exception(request: AnyRequest, error: HTTPException) -> Response[Any]:
    known = {404: errors.NOT_FOUND, 405: errors.NOT_ALLOWED, 413: errors.TOO_LARGE}
    if error.status_code >= 500:
        return on_anything_else(request, error)
    return refuse(request, Refused(*known.get(error.status_code, errors.NOT_UNDERSTOOD), status=error.status_code))


def on_anything_else(request: AnyRequest, error: Exception) -> Response[Any]:
    request_id = request.scope.get("saishi_request_id", "")
    log.error("request failed", error=repr(error), exc_info=error)
    return refuse(request, Refused(*errors.BROKEN, status=500, request_id=request_id))


AWAY = (
    DatabaseAway,
    TimeoutError,
    ConnectionError,
    asyncpg.PostgresConnectionError,
    asyncpg.CannotConnectNowError,
    asyncpg.AdminShutdownError,
    asyncpg.CrashShutdownError,
    asyncpg.QueryCanceledError,
    asyncpg.DeadlockDetectedError,
    asyncpg.SerializationError,
    asyncpg.TooManyConnectionsError,
    asyncpg.InterfaceError,
    # The connection was cut while its answer was awaited.
    asyncpg.InternalClientError,
)
HANDLERS: dict[Any, Any] = {
    Refused: on_refused,
    **dict.fromkeys(AWAY, on_database_away),
    asyncpg.IntegrityConstraintViolationError: on_constraint,
    asyncpg.DataError: on_data_error,
    HTTPException: on_http_exception,
    Exception: on_anything_else,
}
