"""The order of rubbers of one tie, where the contest leaves it open. Knows no line-up's rules and no score."""

from typing import Annotated, Any
from uuid import UUID

from litestar import Request, Response, Router, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from msgspec import Meta, Struct

from services.events import live, ties
from services.events.sql import results as results_sql
from services.events.sql import ties as sql
from services.events.tie_ground import organised
from shared.kit.db import Tx
from shared.kit.http.auth import Who, signed_in
from shared.kit.http.errors import Refused
from shared.kit.http.forms import typed
from shared.kit.http.replies import done
from shared.kit.live import Hub
from shared.kit.words import _
from shared.rules import ties as rules
from shared.rules.refusals import IllegalResult

AnyRequest = Request[Any, Any, Any]


class Order(Struct, kw_only=True):
    """The rubbers of the contest's rule, by number, in the order of this tie."""

    order: Annotated[list[int], Meta(title=_("Order of play"), max_length=99)] = []


@post("/ties/{match_id:uuid}/order", guards=[signed_in], status_code=200)
async def set_order(
    request: AnyRequest,
    match_id: FromPath[UUID],
    tx: NamedDependency[Tx],
    who: NamedDependency[Who],
    hub: NamedDependency[Hub],
) -> Response[Any]:
    """Put the rubbers of this tie in an order of its own, before either side has handed in."""
    data = await typed(request, Order)
    await results_sql.lock_contests_of(tx, [match_id])
    ground = await organised(tx, match_id, who)
    printed = ties.rule_of(ground.contest, ground.tie)
    if not printed.free_order:
        raise Refused(
            "tie.fixed_order", _("The order of rubbers is the same for all ties of this contest."), status=409
        )
    if ground.line_ups or ground.rubbers:
        raise Refused("tie.order_stands", _("A line-up is in: the order of rubbers stands."), status=409)
    try:
        rules.ordered(printed, data.order)
    except IllegalResult as illegal:
        raise Refused(illegal.code, illegal.sentence) from illegal
    await sql.set_order(tx, match_id, data.order)
    tx.after_commit(lambda: live.changed(hub, ground.match.event_id, ground.contest.id, [match_id]))
    return done(request, to=f"/events/ties/{match_id}", body={"order": data.order})


router = Router(path="/events", route_handlers=[set_order])
