"""The judged contests of an event on one page: how far each is, and where everything about it is found."""

from typing import Any
from uuid import UUID

from litestar import Request, Response, Router, get
from litestar.di import NamedDependency
from litestar.params import FromPath
from msgspec import Struct

from services.scoring.codes import hashed
from services.scoring.hall import hall_of
from services.scoring.judged.officials import organises
from services.scoring.seated import token_of
from services.scoring.sql import judged
from services.scoring.sql import panels as panel_sql
from services.scoring.sql import stages as stage_sql
from services.scoring.sql.judged import ContestRow
from services.scoring.sql.stages import StageCount
from shared.kit.db import Tx
from shared.kit.http.auth import Who, anyone
from shared.kit.http.replies import json, page, wants_json
from shared.rules.judged.rule_set import RuleSet, Stage

AnyRequest = Request[Any, Any, Any]


class StageView(Struct, frozen=True, kw_only=True):
    """A stage as the list shows it."""

    key: str
    name: str
    mode: str
    status: str
    performances: int = 0
    over: int = 0
    panels: list[str] = []


class ContestView(Struct, frozen=True, kw_only=True):
    id: UUID
    name: str
    status: str
    entries: int
    rules: str
    version: int
    frozen: bool
    head: str
    stages: list[StageView]
    yours: bool = False
    """Whether who asks sits on one of its panels."""


@get("/events/{event_id:uuid}/judged", guards=[anyone])
async def show(
    request: AnyRequest, event_id: FromPath[UUID], tx: NamedDependency[Tx], who: NamedDependency[Who]
) -> Response[Any]:
    """For everybody: the contests with their rules. Officials find their desks here, organisers everything."""
    event = await hall_of(request).events.event(event_id)
    mine = await panels_sat_on(request, tx, who, event_id)
    contests = [each for each in await judged.contests_of_event(tx, event_id) if each.state.status != "removed"]
    counts = await stage_sql.counts_of_event(tx, event_id)
    views = [await view_of(tx, each, counts, mine) for each in contests]
    if wants_json(request):
        return json({"event_id": event_id, "contests": views})
    return page(
        request,
        "judged_contests.html",
        event=event,
        contests=views,
        panels=await panel_sql.panels_of_event(tx, event_id),
        organiser=await organises(request, who, event_id),
        official=bool(mine),
    )


async def panels_sat_on(request: AnyRequest, tx: Tx, who: Who, event_id: UUID) -> set[UUID]:
    """The event's panels on which the caller sits, by being signed in or by the tablet in hand."""
    panels = [each.id for each in await panel_sql.panels_of_event(tx, event_id)]
    seats = await judged.seats_of_panels(tx, panels)
    found = {seat.panel_id for seat in seats if who.member_id and seat.member_id == who.member_id}
    token = token_of(request)
    held = await judged.device_seat(tx, hashed(token)) if token else None
    if held is not None and held.panel_id in panels:
        found.add(held.panel_id)
    return found


async def view_of(tx: Tx, contest: ContestRow, counts: list[StageCount], mine: set[UUID]) -> ContestView:
    rule_set = await judged.newest_rule_set(tx, contest.id)
    panels = await stage_sql.stage_panels(tx, contest.id)
    names = {each.id: each.name for each in await panel_sql.panels_of_event(tx, contest.event_id)}
    statuses = await stage_sql.stages_of(tx, contest.id)
    counted = {each.stage: each for each in counts if each.contest_id == contest.id}
    return ContestView(
        id=contest.id,
        name=contest.name,
        status=contest.state.status,
        entries=sum(not entry.withdrawn for entry in contest.state.entries),
        rules=rule_set.name if rule_set else "",
        version=rule_set.version if rule_set else 0,
        frozen=contest.frozen is not None,
        head=contest.head,
        stages=[
            stage_view(stage, statuses, counted.get(stage.key), [names[each] for each in panels.get(stage.key, [])])
            for stage in stages_of(rule_set)
        ],
        yours=any(panel in mine for each in panels.values() for panel in each),
    )


def stages_of(rule_set: RuleSet | None) -> tuple[Stage, ...]:
    return rule_set.stages if rule_set else ()


def stage_view(stage: Stage, statuses: dict[str, str], count: StageCount | None, panels: list[str]) -> StageView:
    return StageView(
        key=stage.key,
        name=stage.name,
        mode=stage.mode,
        status=statuses.get(stage.key, "planned"),
        performances=count.performances if count else 0,
        over=count.over if count else 0,
        panels=panels,
    )


router = Router("/scoring", route_handlers=[show])
