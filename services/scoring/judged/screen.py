"""The big screen of a judged contest: who performs, judge by judge, the score, the ranking as it moves.

Public: everything on it comes through `shown`. Nobody touches it; the host's page directs it.
"""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from litestar import Response, Router, get
from litestar.di import NamedDependency
from litestar.params import FromPath
from msgspec import Struct
from msgspec.structs import replace

from services.scoring.judged.at_hand import AnyRequest
from services.scoring.judged.clocks import Clock, clock_of
from services.scoring.judged.computed import computed_of
from services.scoring.judged.lines import fingerprint, read_lines, stored
from services.scoring.judged.officials import contest_of
from services.scoring.judged.reveal import following
from services.scoring.judged.scene import Scene, scene_of
from services.scoring.judged.shown import ShownPerformance, shown_performance
from services.scoring.judged.shown_ranking import Ranking, ShownLine, shown_ranking, signed_ranking
from services.scoring.judged.told import Told, told_of
from services.scoring.sql import results, reveals
from services.scoring.sql.judged import ContestRow
from services.scoring.sql.results import ResultRow
from shared.kit.db import Tx
from shared.kit.http.auth import anyone
from shared.kit.http.errors import Refused
from shared.kit.http.replies import json, page, wants_json
from shared.rules.judged.regulation_words import prize_name

LONGEST = 24
"""Lines of a ranking a screen has room for."""


class Now(Struct, frozen=True):
    """A performance that is on, with its timer."""

    shown: ShownPerformance
    clock: Clock | None


class ScreenView(Struct, frozen=True, kw_only=True):
    contest_id: UUID
    event: str
    contest: str
    stage: str
    scene: Scene
    head: str
    """The head of the chain of ballots, shortened: it tells no mark."""
    now: list[Now] = []
    following: ShownPerformance | None = None
    on_screen: ShownPerformance | None = None
    ranking: Ranking = Ranking()
    over: int = 0
    performances: int = 0


@get("/contests/{contest_id:uuid}/screen", guards=[anyone])
async def show(request: AnyRequest, contest_id: FromPath[UUID], tx: NamedDependency[Tx]) -> Response[Any]:
    view = await screen_view(tx, await contest_of(tx, contest_id))
    return json(view) if wants_json(request) else page(request, "judged_screen.html", view=view, prize_name=prize_name)


async def screen_view(tx: Tx, contest: ContestRow) -> ScreenView:
    """What the screen shows at this moment. A contest without a rule set has a name only."""
    bare = ScreenView(
        contest_id=contest.id,
        event=contest.state.event_name,
        contest=contest.name,
        stage="",
        scene=scene_of(contest),
        head=contest.head[:12],
    )
    try:
        told = await told_of(tx, contest)
        view = viewed(bare, told)
        signed = await results.signed_result(tx, contest.id)
        if signed is not None:
            view = await as_signed(tx, contest, told, view, signed)
    except Refused:
        return bare
    lines = await with_panels(tx, view.ranking.lines[:LONGEST])
    return replace(view, ranking=replace(view.ranking, lines=lines))


async def as_signed(tx: Tx, contest: ContestRow, told: Told, view: ScreenView, signed: ResultRow) -> ScreenView:
    """The screen of a signed contest: its ranking as signed, and no performance told otherwise than in it."""
    ranking = signed_ranking(told, read_lines(signed.lines))
    if view.on_screen is None or await changed_since(tx, contest, signed):
        return replace(view, ranking=ranking, on_screen=None)
    line = next((each for each in ranking.lines if each.number == view.on_screen.number), None)
    if line is None:
        return replace(view, ranking=ranking)
    return replace(view, ranking=ranking, on_screen=replace(view.on_screen, place=str(line.first), final=True))


async def changed_since(tx: Tx, contest: ContestRow, signed: ResultRow) -> bool:
    """Whether by now the marks say another result: nothing of that is told before it is signed as well."""
    computed = await computed_of(tx, contest)
    now = fingerprint(stored(computed.lines), computed.rule_set.version, contest.head)
    return now != fingerprint(signed.lines, signed.rule_set_version, signed.head)


async def with_panels(tx: Tx, lines: list[ShownLine]) -> list[ShownLine]:
    """Where panels are ranked apart, the name of each line's panel."""
    names = await reveals.panel_names(tx, sorted({each.panel for each in lines if each.panel}))
    return [replace(each, panel=names.get(each.panel, "")) for each in lines]


def viewed(bare: ScreenView, told: Told) -> ScreenView:
    ground = told.ground
    now = datetime.now(UTC)
    present = sorted(
        (each for each in ground.performances if each.status == "open"),
        key=lambda each: each.opened_at or now,
        reverse=True,
    )
    chosen = next((each for each in ground.performances if each.id == bare.scene.performance), None)
    after = following(ground.performances, present[0] if present else None)
    turns = ground.stage.mode == "turns"
    return ScreenView(
        contest_id=bare.contest_id,
        event=bare.event,
        contest=bare.contest,
        stage=ground.stage.name,
        scene=bare.scene,
        head=bare.head,
        now=[
            Now(shown_performance(told, each), clock_of(each, ground.stage.time, now))
            for each in at_each_panel(present)
            if turns
        ],
        following=shown_performance(told, after) if after and turns else None,
        on_screen=shown_performance(told, chosen) if chosen else None,
        ranking=shown_ranking(told),
        over=sum(each.status not in ("waiting", "open", "reopened") for each in ground.performances),
        performances=len(ground.performances),
    )


def at_each_panel(present: list[Any]) -> list[Any]:
    """The one opened last before each panel: those marked together stay open behind it."""
    found: dict[object, Any] = {}
    for each in present:
        found.setdefault(each.panel_id, each)
    return list(found.values())


router = Router("/scoring", route_handlers=[show])
