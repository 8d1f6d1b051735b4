"""Two performances that change places, and who is late and performs after all others. Each with a reason."""

from typing import Annotated, Any
from uuid import UUID

from litestar import Request, Response, Router, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from msgspec import Meta, Struct

from services.scoring.judged.order import acted, to_order
from services.scoring.judged.order_typed import GREATEST, Reason, require_free
from services.scoring.sql import judged
from services.scoring.sql import stages as stage_sql
from shared.kit.db import Tx
from shared.kit.http.auth import anyone
from shared.kit.http.errors import Refused
from shared.kit.http.forms import typed
from shared.kit.http.replies import done
from shared.kit.words import _

AnyRequest = Request[Any, Any, Any]


class Swap(Struct, kw_only=True):
    one: Annotated[UUID, Meta(title=_("First performance"))]
    other: Annotated[UUID, Meta(title=_("Second performance"))]
    reason: Reason = ""


class Later(Struct, kw_only=True):
    reason: Reason = ""


@post("/contests/{contest_id:uuid}/stages/{stage:str}/swap", guards=[anyone], status_code=200)
async def swap(
    request: AnyRequest, contest_id: FromPath[UUID], stage: FromPath[str], tx: NamedDependency[Tx]
) -> Response[Any]:
    """Two performances change their numbers, for a reason."""
    data = await typed(request, Swap)
    ground, official = await to_order(request, tx, contest_id, stage)
    one, other = require_free(ground, data.one), require_free(ground, data.other)
    if one.id == other.id:
        raise Refused("order.same", _("Choose two different performances."))
    if not data.reason:
        raise Refused("order.swap_reason", _("Say why the two change places."))
    await stage_sql.number(tx, {one.id: other.order_no, other.id: one.order_no})
    await acted(request, tx, ground, official, "swap", data.reason, numbers=[one.order_no, other.order_no])
    return done(
        request,
        to=f"/scoring/contests/{contest_id}/stages/{stage}/order",
        body={str(one.id): other.order_no, str(other.id): one.order_no},
    )


@post("/performances/{performance_id:uuid}/later", guards=[anyone], status_code=200)
async def later(request: AnyRequest, performance_id: FromPath[UUID], tx: NamedDependency[Tx]) -> Response[Any]:
    """Who is late performs after all others, with a new number: the old one was called and stays empty."""
    data = await typed(request, Later)
    performance = await judged.read_performance(tx, performance_id)
    if performance is None:
        raise Refused("performance.unknown", _("There is no such performance."), status=404)
    ground, official = await to_order(request, tx, performance.contest_id, performance.stage)
    found = require_free(ground, performance_id)
    if found.status != "waiting":
        raise Refused("order.not_waiting", _("Only who still waits can be moved to the end."), status=409)
    if not data.reason:
        raise Refused("order.later_reason", _("Say why this performance is moved to the end."))
    number = max(each.order_no for each in ground.performances) + 1
    if number > GREATEST:
        raise Refused("order.number", _("Order numbers go from 1 to {most}."), most=GREATEST)
    await stage_sql.number(tx, {performance_id: number})
    await acted(request, tx, ground, official, "later", data.reason, numbers=[found.order_no, number])
    return done(
        request,
        to=f"/scoring/contests/{performance.contest_id}/stages/{performance.stage}/order",
        body={"number": number},
    )


router = Router("/scoring", route_handlers=[swap, later])
