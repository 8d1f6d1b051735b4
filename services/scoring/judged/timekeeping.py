"""The timekeeper's page: the clock of whoever is on stage, large, what the rule says of time, and the times before.

Knows no ballot and no mark. Starting, stopping and correcting are done elsewhere.
"""

from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from litestar import Response, Router, get
from litestar.di import NamedDependency
from litestar.params import FromPath
from msgspec import Struct

from services.scoring.judged.at_hand import AnyRequest, numbered
from services.scoring.judged.clocks import Clock, clock_of, clock_text
from services.scoring.judged.desk_view import sees_names
from services.scoring.judged.doors import DOORS, doors_open
from services.scoring.judged.ground import StageGround, ground_of
from services.scoring.judged.officials import Official, contest_of, require
from services.scoring.judged.stage_on import stage_on
from services.scoring.sql.judged import PerformanceRow
from shared.kit.db import Tx
from shared.kit.http.auth import anyone
from shared.kit.http.replies import json, page, wants_json
from shared.rules.judged.time_limits import time_deduction

TIMED = ("open", "closed", "reopened")


class Timed(Struct, frozen=True, kw_only=True):
    """A performance as its timekeeper sees it."""

    performance: PerformanceRow
    number: str
    name: str
    clock: Clock
    takes_off: Decimal | None
    """Points for the time that was measured; None while there is none."""


@get("/contests/{contest_id:uuid}/timer", guards=[anyone])
async def show(
    request: AnyRequest, contest_id: FromPath[UUID], tx: NamedDependency[Tx], now: NamedDependency[datetime]
) -> Response[Any]:
    contest = await contest_of(tx, contest_id)
    official = await require(request, tx, contest, *DOORS["timer"])
    ground = await ground_of(tx, contest, await stage_on(tx, contest))
    turns = [each for each in ground.performances if times(official, ground, each)]
    found = [timed(ground, official, each, now) for each in turns if each.status in TIMED]
    on = [each for each in found if each.performance.status == "open"]
    after = next((numbered(each.order_no) for each in turns if each.status == "waiting"), "")
    if wants_json(request):
        return json({"stage": ground.stage.key, "open": [told(each) for each in on], "next": after})
    return page(
        request,
        "judged_timer.html",
        contest=contest,
        stage=ground.stage,
        official=official,
        doors=doors_open(official, ground.rule_set),
        on=on,
        before=[each for each in found if each.performance.status != "open"],
        after=after,
        clock_text=clock_text,
    )


def times(official: Official, ground: StageGround, performance: PerformanceRow) -> bool:
    """Whether they keep the time before the panel this one is before."""
    there = official.before(performance.panel_id, ground.seats.values())
    return ground.stage.mode == "turns" and there.has(*DOORS["timer"])


def timed(ground: StageGround, official: Official, performance: PerformanceRow, now: datetime) -> Timed:
    limit = ground.stage.time
    return Timed(
        performance=performance,
        number=numbered(performance.order_no),
        name=ground.entry(performance).name if sees_names(ground, official) else "",
        clock=clock_of(performance, limit, now),
        takes_off=time_deduction(limit, performance.seconds) if limit and performance.seconds is not None else None,
    )


def told(each: Timed) -> dict[str, Any]:
    return {
        "performance_id": each.performance.id,
        "order_no": each.performance.order_no,
        "seconds": each.clock.seconds,
        "running": each.clock.running,
        "state": each.clock.state,
    }


router = Router("/scoring", route_handlers=[show])
