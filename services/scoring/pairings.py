"""Pairing: an organiser makes a code for a place at a court, a tablet uses it once and becomes the place's seat.

A code of a panel's seat is typed in the same form; what it does is told where panels are.
"""

import time
from datetime import datetime, timedelta
from typing import Annotated, Any
from uuid import UUID

import segno
from litestar import Request, Response, Router, get, post
from litestar.datastructures import Cookie
from litestar.di import NamedDependency
from litestar.params import FromPath
from msgspec import Meta, Struct

from services.scoring import codes
from services.scoring.hall import Hall, hall_of
from services.scoring.judged import panel_pairings
from services.scoring.seated import SEAT_COOKIE
from services.scoring.sql import seats
from services.scoring.tablets import MOST_PLACES, tablets_page
from services.scoring.views import Named
from shared.kit.config import Config
from shared.kit.db import Tx
from shared.kit.http.auth import Who, anyone, signed_in
from shared.kit.http.errors import Refused
from shared.kit.http.forms import typed
from shared.kit.http.replies import json, wants_json
from shared.kit.words import _

VALID = timedelta(minutes=10)
COOKIE_S = 30 * 24 * 3600


class Pairing(Struct, frozen=True):
    code: str
    url: str
    expires_at: datetime
    place: int = 1


class PlaceChosen(Struct, frozen=True):
    place: Annotated[int, Meta(ge=1, le=MOST_PLACES)] = 1
    """1 is the umpire's or the head counter's; each further counter or judge has a place of its own."""


class CodeTyped(Struct, frozen=True):
    code: str


class Paired(Struct, frozen=True):
    seat_id: UUID
    token: str
    court: Named
    place: int = 1
    panel: None = None
    seat: None = None


@post("/courts/{court_id:uuid}/pairings", guards=[signed_in], status_code=201)
async def make(
    request: Request[Any, Any, Any],
    court_id: FromPath[UUID],
    tx: NamedDependency[Tx],
    who: NamedDependency[Who],
    now: NamedDependency[datetime],
) -> Response[bytes]:
    """A code for a place at a court, shown this once: only its hash is kept."""
    hall = hall_of(request)
    place = (await typed(request, PlaceChosen)).place
    court = await hall.events.court(court_id)
    event = await hall.events.require_organiser(who, court.event_id)
    if not court.kept:
        raise Refused("court.gone", _("This court is no longer part of the event."), status=409)
    code = codes.new_code()
    await seats.insert_pairing(tx, court_id, place, codes.hashed(code), made_by(who), now, now + VALID)
    config: Config = request.app.state.config
    pairing = Pairing(codes.in_groups(code), f"{config.door}/scoring/tablet/?code={code}", now + VALID, place)
    if wants_json(request):
        return json(pairing, 201)
    qr = segno.make(pairing.url, error="m").svg_inline(border=2, dark="#000", light="#fff", omitsize=True)
    response = await tablets_page(request, tx, event, pairing=pairing, pairing_court=court, qr=qr)
    response.status_code = 201
    return response


@get("/courts/{court_id:uuid}/pairings", guards=[signed_in])
async def made(request: Request[Any, Any, Any], court_id: FromPath[UUID]) -> Response[bytes]:
    """A code is shown once; whoever comes back to its address finds the event's tablets."""
    court = await hall_of(request).events.court(court_id)
    return Response(b"", status_code=303, headers={"Location": f"/scoring/events/{court.event_id}/tablets"})


def made_by(who: Who) -> UUID:
    assert who.member_id is not None, "the guard lets members in only"
    return who.member_id


@post("/pair", guards=[anyone], status_code=201)
async def pair(
    request: Request[Any, Any, Any], tx: NamedDependency[Tx], now: NamedDependency[datetime]
) -> Response[Any]:
    """Use a code up, a court's or a panel's. The tablet that held the place before may only look from now on."""
    hall = hall_of(request)
    code_hash = codes.hashed(codes.read_code((await typed(request, CodeTyped)).code))
    address = request.client.host if request.client else ""
    attempt = admitted(hall, address)
    paired = await at_court(hall, tx, code_hash, now) or await panel_pairings.use_code(request, tx, code_hash, now)
    if paired is None:
        raise Refused(
            "pairing.code_wrong", _("This code is wrong, used or expired. Ask the organiser for a new one."), status=422
        )
    hall.throttle.forgive(attempt)
    response = json(paired, 201)
    response.cookies.append(seat_cookie(request, paired.token))
    return response


async def at_court(hall: Hall, tx: Tx, code_hash: bytes, now: datetime) -> Paired | None:
    """The tablet takes the place at the court the code was made for; None where it was made for none."""
    used = await seats.use_code(tx, code_hash, now)
    if used is None:
        return None
    await seats.revoke_at_place(tx, used.court_id, used.place, now, "replaced")
    token = codes.new_token()
    seat_id = await seats.insert_seat(tx, used.court_id, used.place, codes.hashed(token), now)
    tx.after_commit(lambda: hall.seats_changed([used.court_id]))
    return Paired(seat_id, token, Named(used.court_id, used.court), used.place)


def admitted(hall: Hall, address: str) -> tuple[float, str]:
    """Enter an attempt, so that many at once cannot slip past the count.

    Raises:
        Refused: too many wrong codes from this address, or from everywhere.
    """
    at = time.monotonic()
    wait = hall.throttle.wait_s(address, at)
    if wait:
        raise Refused(
            "pairing.throttled", _("Too many wrong codes. Try again in {seconds} seconds."), status=429, seconds=wait
        )
    return hall.throttle.count(address, at)


def seat_cookie(request: Request[Any, Any, Any], token: str) -> Cookie:
    config: Config = request.app.state.config
    return Cookie(
        key=SEAT_COOKIE,
        value=token,
        path="/scoring",
        max_age=COOKIE_S,
        httponly=True,
        secure=config.https,
        samesite="lax",
    )


router = Router("/scoring", route_handlers=[make, made, pair])
