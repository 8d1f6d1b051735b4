"""The timer of a performance: started, stopped, corrected by hand with a reason. The server's clock is the only one."""

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from litestar import Response, Router, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from msgspec import Meta, Struct

from services.scoring.judged.at_hand import TIMING, AnyRequest, AtHand, Reason, acted, at_hand, note, reasoned
from services.scoring.sql import desk as sql
from shared.kit.db import Tx
from shared.kit.http.auth import anyone
from shared.kit.http.errors import Refused
from shared.kit.http.forms import typed
from shared.kit.words import _


class TimeTyped(Struct):
    """The time as the timekeeper's own watch had it."""

    minutes: Annotated[int, Meta(ge=0, le=600, title=_("Minutes"))] = 0
    seconds: Annotated[int, Meta(ge=0, le=36000, title=_("Seconds"))] = 0
    reason: Reason = ""


@post("/performances/{performance_id:uuid}/start", guards=[anyone], status_code=200)
async def start(
    request: AnyRequest, performance_id: FromPath[UUID], tx: NamedDependency[Tx], now: NamedDependency[datetime]
) -> Response[Any]:
    """Start the timer; a second tap changes nothing."""
    hand = await at_hand(request, tx, performance_id, *TIMING)
    refuse_unless_timed_now(hand)
    if hand.performance.started_at is None:
        await sql.start_timer(tx, performance_id, now)
        await note(tx, hand, "start")
    return acted(request, tx, hand)


@post("/performances/{performance_id:uuid}/stop", guards=[anyone], status_code=200)
async def stop(
    request: AnyRequest, performance_id: FromPath[UUID], tx: NamedDependency[Tx], now: NamedDependency[datetime]
) -> Response[Any]:
    """Stop the timer; a second tap changes nothing."""
    hand = await at_hand(request, tx, performance_id, *TIMING)
    if hand.performance.started_at is None:
        raise Refused("timer.not_started", _("The timer of {order} was not started."), status=409, order=hand.number)
    if hand.performance.stopped_at is None:
        await sql.stop_timer(tx, performance_id, now)
        await note(tx, hand, "stop")
    return acted(request, tx, hand)


@post("/performances/{performance_id:uuid}/time", guards=[anyone], status_code=200)
async def correct(
    request: AnyRequest, performance_id: FromPath[UUID], tx: NamedDependency[Tx], now: NamedDependency[datetime]
) -> Response[Any]:
    """The time by hand, with its reason. After closing too: what it takes off is computed anew."""
    data = await typed(request, TimeTyped)
    hand = await at_hand(request, tx, performance_id, *TIMING)
    reason = reasoned(data.reason)
    if hand.performance.status not in ("open", "closed", "reopened"):
        raise Refused("performance.not_open", _("{order} has not performed."), status=409, order=hand.number)
    seconds = data.minutes * 60 + data.seconds
    await sql.set_seconds(tx, performance_id, seconds, now)
    await sql.mark_amended(tx, performance_id)
    await note(tx, hand, "time", reason, seconds=seconds, before=hand.performance.seconds)
    return acted(request, tx, hand, seconds=seconds)


def refuse_unless_timed_now(hand: AtHand) -> None:
    if hand.performance.status != "open":
        raise Refused("performance.not_open", _("{order} is not open."), status=409, order=hand.number)


router = Router("/scoring", route_handlers=[start, stop, correct])
