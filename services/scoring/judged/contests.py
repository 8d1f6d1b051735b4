"""The judged contests of an event on one page: how far each is, and where everything about it is found."""

from typing import Any
from uuid import UUID

from litestar import Request, Response, Router, get
from litestar.di import NamedDependency
from litestar.params import FromPath
from msgspec import Struct
from msgspec.structs import replace

from services.scoring.hall import hall_of
from services.scoring.judged.doors import doors_open
from services.scoring.judged.gallery import DESK as GALLERY_DESK
from services.scoring.judged.gallery_rules import galleries, open_to
from services.scoring.judged.officials import Official, official_of, organises, seat_in_hand
from services.scoring.judged.owners import SHOWN
from services.scoring.sql import judged
from services.scoring.sql import panels as panel_sql
from services.scoring.sql import stages as stage_sql
from services.scoring.sql.judged import ContestRow
from services.scoring.sql.stages import StageCount
from shared.kit.db import Tx
from shared.kit.http.auth import Who, anyone, who_of
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
    hung: bool = False
    """Whether who asks finds its works in a gallery."""


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
    doors: list[str] = []
    """The pages who asks may open as an official."""


@get("/events/{event_id:uuid}/judged", guards=[anyone])
async def show(
    request: AnyRequest, event_id: FromPath[UUID], tx: NamedDependency[Tx], who: NamedDependency[Who]
) -> Response[Any]:
    """For everybody: the contests with their rules. Officials find their desks here, organisers everything."""
    event = await hall_of(request).events.event(event_id)
    mine = await panels_sat_on(request, tx, who, event_id)
    contests = [each for each in await judged.contests_of_event(tx, event_id) if each.state.status != "removed"]
    counts = await stage_sql.counts_of_event(tx, event_id)
    views = [await view_of(request, tx, each, counts, mine) for each in contests]
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
    held = await seat_in_hand(request, tx)
    if held is not None and held.panel_id in panels:
        found.add(held.panel_id)
    return found


async def view_of(
    request: AnyRequest, tx: Tx, contest: ContestRow, counts: list[StageCount], mine: set[UUID]
) -> ContestView:
    official = await official_of(request, tx, contest)
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
            replace(
                stage_view(each, statuses, counted.get(each.key), [names[panel] for panel in panels.get(each.key, [])]),
                hung=rule_set is not None and hangs(each, rule_set, statuses, official, who_of(request)),
            )
            for each in stages_of(rule_set)
        ],
        doors=sorted(doors_open(official, rule_set)),
        yours=any(panel in mine for each in panels.values() for panel in each),
    )


def hangs(stage: Stage, rule_set: RuleSet, statuses: dict[str, str], official: Official | None, who: Who) -> bool:
    """Whether a stage's gallery opens to who asks."""
    if stage not in galleries(rule_set):
        return False
    if official is not None and official.has(*GALLERY_DESK):
        return True
    return statuses.get(stage.key) in SHOWN and (official is not None or open_to(stage, who))


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
