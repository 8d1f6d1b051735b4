"""Records, bonuses and deductions of a sports meeting, each with its reason. None is deleted: it is taken back."""

from datetime import datetime
from decimal import Decimal
from typing import Annotated, Any
from uuid import UUID

from litestar import Request, Response, Router, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from msgspec import Meta, Struct

from services.events.meeting import amount, changed, meeting_to_change
from services.events.sql import meeting as sql
from services.events.sql.meeting import AdjustmentKind
from shared.kit.db import Tx
from shared.kit.http.auth import Who, signed_in
from shared.kit.http.errors import Refused
from shared.kit.http.forms import typed
from shared.kit.live import Hub
from shared.kit.words import _

AnyRequest = Request[Any, Any, Any]


class NewAdjustment(Struct, kw_only=True):
    kind: Annotated[AdjustmentKind, Meta(title=_("Kind"))]
    unit: Annotated[str, Meta(title=_("Unit"), max_length=120)]
    points: Annotated[Decimal, Meta(title=_("Points"))]
    """How many to add, or to take off for a deduction: always above 0."""
    reason: Annotated[str, Meta(title=_("Reason"), max_length=400)]
    contest_id: Annotated[UUID | None, Meta(title=_("Contest"))] = None


@post("/{event_id:uuid}/meeting/adjustments", guards=[signed_in])
async def adjust(
    request: AnyRequest,
    event_id: FromPath[UUID],
    tx: NamedDependency[Tx],
    who: NamedDependency[Who],
    hub: NamedDependency[Hub],
) -> Response[Any]:
    data = await typed(request, NewAdjustment)
    await meeting_to_change(tx, event_id, who)
    if not data.unit.strip():
        raise Refused("adjustment.unit", _("Say which unit this is for."))
    if not data.reason.strip():
        raise Refused("adjustment.reason", _("Points given or taken off need a reason."))
    if data.contest_id is not None and data.contest_id not in await sql.contests_of(tx, event_id):
        raise Refused("contest.unknown", _("There is no such contest."), status=404)
    points = amount(data.points, Decimal("0.01"))
    signed = -points if data.kind == "deduction" else points
    await sql.adjust(
        tx, event_id, data.contest_id, data.unit.strip(), data.kind, signed, data.reason.strip(), who.member_id
    )
    await sql.touch(tx, event_id)
    return changed(request, tx, hub, event_id)


@post("/adjustments/{adjustment_id:uuid}/take-back", guards=[signed_in])
async def take_back(
    request: AnyRequest,
    adjustment_id: FromPath[UUID],
    tx: NamedDependency[Tx],
    who: NamedDependency[Who],
    now: NamedDependency[datetime],
    hub: NamedDependency[Hub],
) -> Response[Any]:
    event_id = await sql.event_of_adjustment(tx, adjustment_id)
    if event_id is None:
        raise Refused("adjustment.unknown", _("There is no such record or deduction."), status=404)
    await meeting_to_change(tx, event_id, who)
    await sql.take_back(tx, adjustment_id, who.member_id, now)
    await sql.touch(tx, event_id)
    return changed(request, tx, hub, event_id)


router = Router(path="/events", route_handlers=[adjust, take_back])
