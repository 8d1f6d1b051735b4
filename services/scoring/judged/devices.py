"""A panel's tablets: who holds which token, when each was heard, what it says of itself. Knows no ballot."""

from datetime import datetime
from typing import Annotated, Any

from litestar import Request, Router, post
from litestar.di import NamedDependency
from msgspec import Meta, Struct, to_builtins

from services.scoring.codes import hashed
from services.scoring.hall import hall_of
from services.scoring.judged import watch
from services.scoring.seated import token_of
from services.scoring.sql import panel_devices as sql
from services.scoring.sql.panel_devices import DeviceSeat
from shared.kit.db import Tx
from shared.kit.http.auth import anyone
from shared.kit.http.errors import Refused
from shared.kit.http.forms import typed
from shared.kit.words import _

AnyRequest = Request[Any, Any, Any]
SENTENCES = {
    "replaced": _("Another tablet was paired to this seat. This one may only look now."),
    "unpaired": _("An organiser unpaired this tablet. Ask for a new code to go on."),
    "seat_gone": _("This seat is no longer part of the panel."),
}


class Report(Struct, frozen=True):
    """How a tablet is, as it says itself."""

    waiting: Annotated[int, Meta(ge=0, le=100_000)] = 0
    """Ballots handed in on it and not confirmed yet."""
    battery: Annotated[int, Meta(ge=0, le=100)] | None = None
    app_version: Annotated[str, Meta(max_length=60)] = ""
    visible: bool = True


async def device_of(request: AnyRequest, tx: Tx) -> DeviceSeat:
    """The tablet a request comes from, in force or not.

    Raises:
        Refused: the request brings no token of a tablet in a panel's seat.
    """
    token = token_of(request)
    device = await sql.device_by_token(tx, hashed(token)) if token else None
    if device is None:
        raise Refused("seat.unknown", _("This tablet is not paired to a panel's seat. Enter a code first."), status=401)
    return device


async def device_in_force(request: AnyRequest, tx: Tx) -> DeviceSeat:
    """The tablet a request comes from, if it may act; held, so that it still may when the transaction commits."""
    device = await sql.device_held(tx, (await device_of(request, tx)).id)
    if device.revoked_for:
        raise Refused(
            "seat.revoked", SENTENCES[device.revoked_for], status=403, details={"revoked": device.revoked_for}
        )
    return device


@post("/bench/report", guards=[anyone], status_code=204)
async def report(request: AnyRequest, tx: NamedDependency[Tx], now: NamedDependency[datetime]) -> None:
    device = await device_in_force(request, tx)
    said: dict[str, Any] = to_builtins(await typed(request, Report))
    await sql.keep_report(tx, device.id, said, now)
    if said == device.report:
        return
    for contest_id, _stage in await sql.running_contests(tx, device.panel_id):
        watch.moved(hall_of(request), tx, contest_id)


def seats_changed(request: AnyRequest, tx: Tx, seat: Any) -> None:
    """Once durable, the tablets of a seat learn whether they still hold it."""
    hall = hall_of(request)
    tx.after_commit(lambda: hall.benches.changed(seat))


router = Router("/scoring", route_handlers=[report])
