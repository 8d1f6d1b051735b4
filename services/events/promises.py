"""A lot fixed before anybody knows who enters: its SHA-256 is public at once, the lot itself with the draw.

Whoever draws cannot choose a lot that suits them, for the one used must have the hash that was published.
"""

import secrets
from hashlib import sha256
from typing import Any
from uuid import UUID

from litestar import Request, Response, Router, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from msgspec import Struct

from services.events.access import contest_to_draw
from services.events.sql import contests as contest_sql
from services.events.sql import draws as sql
from shared.kit.db import Tx
from shared.kit.http.auth import Who, anyone, signed_in
from shared.kit.http.errors import Refused
from shared.kit.http.replies import done, json
from shared.kit.words import _

AnyRequest = Request[Any, Any, Any]


class Promised(Struct, frozen=True):
    hash: str
    lot: str | None
    """None until the draw is published."""
    entries: int


def hash_of(lot: str) -> str:
    """What is published of a lot: the SHA-256 of its letters.

    >>> hash_of("spring cup")[:12]
    'd296cdbef1f4'
    """
    return sha256(lot.encode()).hexdigest()


async def lot_for(tx: Tx, contest_id: UUID, wanted: str) -> str:
    """The lot to draw from: the promised one where there is one, else the one asked for, else a fresh one."""
    promise = await sql.promise(tx, contest_id)
    if promise is None:
        return wanted or secrets.token_hex(8)
    if wanted not in ("", promise.lot):
        raise Refused("lot.promised", _("The lot of this contest is promised: no other can be drawn from."), status=409)
    return promise.lot


@post("/contests/{contest_id:uuid}/lot/promise", guards=[signed_in])
async def promise_lot(
    request: AnyRequest, contest_id: FromPath[UUID], tx: NamedDependency[Tx], who: NamedDependency[Who]
) -> Response[Any]:
    contest = await contest_to_draw(tx, contest_id, who)
    if contest.status != "open":
        raise Refused("lot.late", _("A lot is promised before the draw is made."), status=409)
    promise = await sql.promise(tx, contest_id)
    if promise is None:
        lot = secrets.token_hex(16)
        await sql.keep_promise(tx, contest_id, lot, hash_of(lot), contest.entered)
        promise = await sql.promise(tx, contest_id)
    body = Promised(promise.hash, None, promise.entries) if promise else None
    return done(request, to=f"/events/contests/{contest_id}/desk", body=body, status=201)


@get("/contests/{contest_id:uuid}/lot", guards=[anyone])
async def promised(contest_id: FromPath[UUID], tx: NamedDependency[Tx]) -> Response[Any]:
    """What is promised; the lot itself once the draw is published."""
    promise, contest = await sql.promise(tx, contest_id), await contest_sql.contest(tx, contest_id)
    if promise is None or contest is None:
        raise Refused("lot.none", _("No lot was promised."), status=404)
    return json(Promised(promise.hash, promise.lot if contest.locked else None, promise.entries))


router = Router(path="/events", route_handlers=[promise_lot, promised])
