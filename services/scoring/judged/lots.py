"""Lots of a stage on pages: a seed promised, drawn from, shown line by line in the hall, and drawn again by anybody."""

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from litestar import Request, Response, Router, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from msgspec import Meta, Struct

from services.scoring.hall import hall_of
from services.scoring.judged.blind import require_knowing
from services.scoring.judged.doors import DOORS
from services.scoring.judged.drawing import What, draw, ground_for_lots, promise, same_again
from services.scoring.judged.ground import rule_set_of, stage_of
from services.scoring.judged.officials import ORGANISER, contest_of, require
from services.scoring.judged.watch import moved
from services.scoring.sql import judged
from services.scoring.sql import lots as sql
from services.scoring.sql import stages as stage_sql
from services.scoring.sql.judged import ContestRow
from services.scoring.sql.lots import LotsRow
from shared.kit.db import Tx
from shared.kit.http.auth import anyone
from shared.kit.http.errors import Refused
from shared.kit.http.forms import typed
from shared.kit.http.replies import done, json, page, wants_json
from shared.kit.words import _

AnyRequest = Request[Any, Any, Any]
DRAWERS = (ORGANISER, "recorder", "supervisor")


class Wanted(Struct, kw_only=True):
    what: Annotated[What, Meta(title=_("What is drawn"))] = "order"


class Drawn(Struct, kw_only=True):
    word: Annotated[str, Meta(max_length=60, title=_("A word from the hall"))] = ""
    reason: Annotated[str, Meta(max_length=1000, title=_("Reason"))] = ""


class Step(Struct, kw_only=True):
    to: Annotated[int, Meta(ge=0, le=100_000)] | None = None
    """How many lines are to be seen; left out, one more."""


class LotsView(Struct, frozen=True, kw_only=True):
    """Lots as they are told. Before they are drawn the seed itself is told to nobody."""

    id: UUID
    stage: str
    what: str
    promise: str
    seed: str = ""
    given: dict[str, Any] = {}
    drawn: list[dict[str, Any]] = []
    by_hand: bool = False
    reason: str = ""
    made_by: str = ""
    made_at: datetime
    drawn_at: datetime | None = None
    same_again: bool | None = None


def view_of(row: LotsRow) -> LotsView:
    if row.drawn_at is None:
        return LotsView(id=row.id, stage=row.stage, what=row.what, promise=row.promise, made_at=row.made_at)
    known = {name: getattr(row, name) for name in LotsView.__struct_fields__ if hasattr(row, name)}
    return LotsView(**known, same_again=same_again(row))


async def told_to_all(tx: Tx, contest: ContestRow, stage: str) -> bool:
    """Whether everybody may know which number is whose: no names were hidden, or the stage is revealed."""
    rule_set = await judged.newest_rule_set(tx, contest.id)
    if rule_set is not None and not rule_set.anonymous:
        return True
    status = (await stage_sql.stages_of(tx, contest.id)).get(stage)
    rows = await judged.performances_of(tx, contest.id, stage)
    revealed = all(each.revealed_at for each in rows if each.status in ("closed", "reopened"))
    return status == "revealed" or (status == "closed" and revealed)


async def lots_row(tx: Tx, lots_id: UUID) -> tuple[LotsRow, ContestRow]:
    row = await sql.read_lots(tx, lots_id)
    if row is None:
        raise Refused("lots.unknown", _("There are no such lots."), status=404)
    return row, await contest_of(tx, row.contest_id)


@post("/contests/{contest_id:uuid}/stages/{stage:str}/lots", guards=[anyone], status_code=201)
async def make(
    request: AnyRequest,
    contest_id: FromPath[UUID],
    stage: FromPath[str],
    tx: NamedDependency[Tx],
    now: NamedDependency[datetime],
) -> Response[Any]:
    """Fix a seed and tell its hash: from here on nobody can choose another."""
    data = await typed(request, Wanted)
    contest = await contest_of(tx, contest_id)
    official = await require_knowing(request, tx, contest, *DRAWERS)
    contest = await judged.lock_contest(tx, contest_id) or contest
    ground = await ground_for_lots(tx, contest, stage_of(await rule_set_of(tx, contest_id), stage))
    row = await promise(tx, ground, data.what, official.name, now)
    return done(request, to=f"/scoring/lots/{row.id}", body=view_of(row), status=201)


@get("/lots/{lots_id:uuid}", guards=[anyone])
async def show(request: AnyRequest, lots_id: FromPath[UUID], tx: NamedDependency[Tx]) -> Response[Any]:
    """Seed, list and what came out: enough to draw again with any tool that has SHA-256."""
    row, contest = await lots_row(tx, lots_id)
    public = await told_to_all(tx, contest, row.stage)
    official = None if public else await require_knowing(request, tx, contest, *DOORS["order"])
    if wants_json(request):
        return json(view_of(row))
    rule_set = await rule_set_of(tx, contest.id)
    return page(
        request,
        "judged_lots.html",
        contest=contest,
        stage=next((each for each in rule_set.stages if each.key == row.stage), None),
        lots=view_of(row),
        shown=row.shown,
        public=public,
        earlier=any(
            each.what == row.what and each.drawn_at and each.id != row.id
            for each in await sql.lots_of(tx, contest.id, row.stage)
        ),
        drawer=(official or await official_or_none(request, tx, contest)) is not None,
    )


async def official_or_none(request: AnyRequest, tx: Tx, contest: ContestRow) -> Any:
    try:
        return await require(request, tx, contest, *DRAWERS)
    except Refused:
        return None


@post("/lots/{lots_id:uuid}/draw", guards=[anyone], status_code=200)
async def draw_now(
    request: AnyRequest, lots_id: FromPath[UUID], tx: NamedDependency[Tx], now: NamedDependency[datetime]
) -> Response[Any]:
    data = await typed(request, Drawn)
    row, contest = await lots_row(tx, lots_id)
    official = await require_knowing(request, tx, contest, *DRAWERS)
    contest = await judged.lock_contest(tx, contest.id) or contest
    row = await sql.read_lots(tx, lots_id) or row
    if row.drawn_at is not None:
        raise Refused("lots.drawn", _("This was drawn already."), status=409)
    ground = await ground_for_lots(tx, contest, stage_of(await rule_set_of(tx, contest.id), row.stage))
    await draw(tx, ground, row, data.word, data.reason, official.name, now)
    about = {"what": row.what, "stage": row.stage, "lots": str(row.id)}
    await judged.insert_act(tx, contest.id, None, "lots", official.name, data.reason, about)
    moved(hall_of(request), tx, contest.id, [panel for panel, _name in ground.panels])
    drawn, _contest = await lots_row(tx, lots_id)
    return done(request, to=f"/scoring/lots/{lots_id}", body=view_of(drawn))


@get("/contests/{contest_id:uuid}/stages/{stage:str}/lots/{lots_id:uuid}/show", guards=[anyone])
async def screen(
    request: AnyRequest,
    contest_id: FromPath[UUID],
    stage: FromPath[str],
    lots_id: FromPath[UUID],
    tx: NamedDependency[Tx],
) -> Response[Any]:
    """The draw on the big screen, line by line. Names beside numbers: opened by who may know them, for the hall."""
    row, contest = await lots_row(tx, lots_id)
    if (row.contest_id, row.stage) != (contest_id, stage):
        raise Refused("lots.unknown", _("There are no such lots."), status=404)
    if not await told_to_all(tx, contest, row.stage):
        await require_knowing(request, tx, contest, *DOORS["order"])
    lines = row.drawn[: row.shown]
    if wants_json(request):
        return json({"id": row.id, "promise": row.promise, "lines": lines, "of": len(row.drawn)})
    found = next((each for each in (await rule_set_of(tx, contest_id)).stages if each.key == stage), None)
    return page(
        request,
        "judged_lots_show.html",
        contest=contest,
        stage=found,
        lots=row,
        lines=lines,
        of=len(row.drawn),
        controls=await official_or_none(request, tx, contest) is not None,
    )


@post("/lots/{lots_id:uuid}/show", guards=[anyone], status_code=200)
async def step(request: AnyRequest, lots_id: FromPath[UUID], tx: NamedDependency[Tx]) -> Response[Any]:
    """One line more on the big screen, or so many."""
    data = await typed(request, Step)
    row, contest = await lots_row(tx, lots_id)
    await require_knowing(request, tx, contest, *DRAWERS)
    shown = min(row.shown + 1 if data.to is None else data.to, len(row.drawn))
    await sql.show(tx, lots_id, shown)
    to = f"/scoring/contests/{row.contest_id}/stages/{row.stage}/lots/{lots_id}/show"
    return done(request, to=to, body={"shown": shown, "of": len(row.drawn)})


router = Router("/scoring", route_handlers=[make, show, draw_now, screen, step])
