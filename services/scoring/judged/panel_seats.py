"""One seat of a panel changed or given up, and which stages a panel judges."""

from datetime import datetime
from typing import Any
from uuid import UUID

from litestar import Request, Response, Router, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from msgspec import Struct
from msgspec.structs import replace

from services.scoring.hall import hall_of
from services.scoring.judged.officials import contest_of
from services.scoring.judged.panel_change import change_seat, remove_seat, require_reason, settle, settle_contest
from services.scoring.judged.panels import by, panel_to_run, stage_names, view_now
from services.scoring.judged.seats_typed import Reason, SeatNew, seat_of
from services.scoring.judged.stages import place_waiting
from services.scoring.sql import judged
from services.scoring.sql import panels as sql
from services.scoring.sql import stages as stage_sql
from services.scoring.sql.judged import SeatRow
from services.scoring.sql.panels import PanelRow
from shared.kit.db import Tx
from shared.kit.http.auth import Who, signed_in
from shared.kit.http.errors import Refused
from shared.kit.http.forms import typed
from shared.kit.http.replies import done
from shared.kit.words import _

AnyRequest = Request[Any, Any, Any]


class SeatChanged(SeatNew, kw_only=True):
    unlink: bool = False
    """The seat is no longer that member's who may act signed in."""


class WithReason(Struct, kw_only=True):
    reason: Reason = ""


class StagesChosen(Struct, kw_only=True):
    stages: list[str] = []
    """Every stage the panel judges: `<contest>:<stage>`."""


async def seat_to_change(request: AnyRequest, tx: Tx, who: Who, seat_id: UUID) -> tuple[PanelRow, SeatRow]:
    seat = await judged.read_seat(tx, seat_id)
    if seat is None or not seat.active:
        raise Refused("panel.no_seat", _("There is no such seat."), status=404)
    panel, _event = await panel_to_run(request, tx, who, seat.panel_id)
    return panel, seat


@post("/panel-seats/{seat_id:uuid}", guards=[signed_in], status_code=200)
async def change(
    request: AnyRequest, seat_id: FromPath[UUID], tx: NamedDependency[Tx], who: NamedDependency[Who]
) -> Response[Any]:
    data = await typed(request, SeatChanged)
    panel, seat = await seat_to_change(request, tx, who, seat_id)
    await require_reason(tx, panel, data.reason)
    found = await seat_of(tx, data, None if data.unlink else seat.member_id)
    await change_seat(tx, panel, seat, replace(found, number=found.number or seat.number))
    await settle(tx, hall_of(request), panel, by(who), data.reason)
    return done(request, to=f"/scoring/panels/{panel.id}#seats", body=await view_now(tx, panel))


@post("/panel-seats/{seat_id:uuid}/remove", guards=[signed_in], status_code=200)
async def give_up(
    request: AnyRequest,
    seat_id: FromPath[UUID],
    tx: NamedDependency[Tx],
    who: NamedDependency[Who],
    now: NamedDependency[datetime],
) -> Response[Any]:
    data = await typed(request, WithReason)
    panel, seat = await seat_to_change(request, tx, who, seat_id)
    await require_reason(tx, panel, data.reason)
    await remove_seat(tx, panel, seat, now)
    await settle(tx, hall_of(request), panel, by(who), data.reason)
    return done(request, to=f"/scoring/panels/{panel.id}#seats", body=await view_now(tx, panel))


@post("/panels/{panel_id:uuid}/stages", guards=[signed_in], status_code=200)
async def choose_stages(
    request: AnyRequest, panel_id: FromPath[UUID], tx: NamedDependency[Tx], who: NamedDependency[Who]
) -> Response[Any]:
    """Which stages of which contests the panel judges: those named, no others."""
    data = await typed(request, StagesChosen)
    panel, _event = await panel_to_run(request, tx, who, panel_id)
    wanted = {await stage_named(tx, panel, text) for text in data.stages}
    before = {(contest, stage) for _panel, contest, stage in await sql.stages_judged(tx, [panel_id])}
    for contest_id in sorted({contest_id for contest_id, _stage in wanted ^ before}):
        # Entries that arrive at this moment wait: their turns must see these panels.
        await judged.lock_contest(tx, contest_id)
    for contest_id, stage in sorted(wanted - before):
        await stage_sql.add_stage_panels(tx, contest_id, stage, [panel_id])
    for contest_id, stage in sorted(before - wanted):
        await leave_stage(tx, panel, contest_id, stage)
    for contest_id, stage in sorted(wanted ^ before):
        await place_waiting(tx, contest_id, stage)
        await judged.insert_act(
            tx, contest_id, None, "panels", by(who), "", {"panel": panel.name, "stage": stage,
                                                         "judges": (contest_id, stage) in wanted}
        )  # fmt: skip
    for contest_id in sorted({contest_id for contest_id, _stage in wanted ^ before}):
        await settle_contest(tx, hall_of(request), contest_id, [panel_id])
    return done(request, to=f"/scoring/panels/{panel_id}#stages", body=await view_now(tx, panel))


async def stage_named(tx: Tx, panel: PanelRow, text: str) -> tuple[UUID, str]:
    """Contest and stage of `<contest>:<stage>`, both of the panel's event."""
    contest_text, _colon, stage = text.partition(":")
    try:
        contest = await contest_of(tx, UUID(contest_text))
    except ValueError as error:
        raise Refused("contest.unknown", _("There is no such contest."), status=404) from error
    if contest.event_id != panel.event_id:
        raise Refused("panel.other_event", _("A panel judges contests of its own event only."), status=409)
    if stage not in await stage_names(tx, contest.id):
        raise Refused("stage.unknown", _("There is no such stage."), status=404)
    return contest.id, stage


async def leave_stage(tx: Tx, panel: PanelRow, contest_id: UUID, stage: str) -> None:
    rows = [each for each in await judged.performances_of(tx, contest_id, stage) if each.panel_id == panel.id]
    if any(each.status in ("open", "closed", "reopened") for each in rows) or await stage_sql.touched(
        tx, [each.id for each in rows if each.status != "withdrawn"]
    ):
        raise Refused(
            "panel.stage_judged", _("{panel} has judged in this stage: it stays its panel."), status=409,
            panel=panel.name,
        )  # fmt: skip
    await stage_sql.remove_stage_panels(tx, contest_id, stage, [panel.id])
    await stage_sql.place_on_panels(tx, dict.fromkeys([each.id for each in rows]))


router = Router("/scoring", route_handlers=[change, give_up, choose_stages])
