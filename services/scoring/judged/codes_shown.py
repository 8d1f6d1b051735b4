"""Pairing codes of a panel's seats as people see them: one large on the screen, or a sheet with one for every seat.

A code is shown this once; only its hash is kept.
"""

from datetime import datetime, timedelta
from typing import Annotated, Any
from uuid import UUID

import segno
from litestar import Request, Response, Router, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from msgspec import Meta, Struct

from services.scoring import codes
from services.scoring.judged.panels import by, panel_to_run, view_now
from services.scoring.judged.role_names import ROLE_NAMES
from services.scoring.sql import panels as sql
from services.scoring.sql.judged import SeatRow
from shared.kit.config import Config
from shared.kit.db import Tx
from shared.kit.http.auth import Who, signed_in
from shared.kit.http.errors import Refused
from shared.kit.http.forms import typed
from shared.kit.http.replies import json, page, wants_json
from shared.kit.words import _

AnyRequest = Request[Any, Any, Any]
VALID = timedelta(minutes=10)
TABLETS = "/scoring/tablet/"
SHEET_VALID = timedelta(hours=12)
"""A sheet is printed in the morning and used when the judges come."""


class SeatsChosen(Struct, kw_only=True):
    seats: Annotated[list[UUID], Meta(max_length=99)] = []
    """None named: every seat of the panel."""


class Code(Struct, frozen=True):
    """A code with its seat and its picture."""

    seat: SeatRow
    code: str
    url: str
    expires_at: datetime

    @property
    def picture(self) -> str:
        return segno.make(self.url, error="m").svg_inline(border=2, dark="#000", light="#fff", omitsize=True)


@post("/panels/{panel_id:uuid}/codes", guards=[signed_in], status_code=201)
async def make(
    request: AnyRequest,
    panel_id: FromPath[UUID],
    tx: NamedDependency[Tx],
    who: NamedDependency[Who],
    now: NamedDependency[datetime],
) -> Response[Any]:
    data = await typed(request, SeatsChosen)
    panel, event = await panel_to_run(request, tx, who, panel_id)
    view = await view_now(tx, panel)
    chosen = [seat for seat in view.seats if not data.seats or seat.id in data.seats]
    if not chosen or len(chosen) < len(set(data.seats)):
        raise Refused("panel.no_seat", _("There is no such seat."), status=404)
    expires = now + (VALID if len(chosen) == 1 else SHEET_VALID)
    config: Config = request.app.state.config
    made = [new_code(seat, config.door, expires) for seat in chosen]
    hashes = [(each.seat.id, codes.hashed(codes.read_code(each.code))) for each in made]
    await sql.insert_codes(tx, hashes, by(who), now, expires)
    if wants_json(request):
        return json([{"seat_id": each.seat.id, "number": each.seat.number, "code": each.code, "url": each.url,
                      "expires_at": each.expires_at} for each in made], 201)  # fmt: skip
    return page(
        request,
        "judged_codes.html",
        status=201,
        event=event,
        panel=view,
        codes=made,
        expires_at=expires,
        tablets=f"{config.door}{TABLETS}",
        role_names=ROLE_NAMES,
    )


def new_code(seat: SeatRow, door: str, expires_at: datetime) -> Code:
    code = codes.new_code()
    return Code(seat, codes.in_groups(code), f"{door}{TABLETS}?code={code}", expires_at)


@get("/panels/{panel_id:uuid}/codes", guards=[signed_in])
async def made(panel_id: FromPath[UUID]) -> Response[bytes]:
    """Codes are shown once; whoever comes back to their address finds the panel."""
    return Response(b"", status_code=303, headers={"Location": f"/scoring/panels/{panel_id}"})


router = Router("/scoring", route_handlers=[make, made])
