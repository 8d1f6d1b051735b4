"""The desk's pages: a stage with its order and what is on now, and one performance with everything that can be done.

Knows who may look. What happens to performances is done elsewhere; the pages are drawn again when something changes.
"""

import re
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any
from uuid import UUID, uuid4

from litestar import Response, Router, get
from litestar.di import NamedDependency
from litestar.params import FromPath
from msgspec.structs import replace

from services.scoring.judged.advancing import GoingOn, going_on, next_stage
from services.scoring.judged.at_hand import AnyRequest, known_performance
from services.scoring.judged.beginning import DONE
from services.scoring.judged.changes import decides
from services.scoring.judged.clocks import clock_of
from services.scoring.judged.computed import ranking_of, scores_of
from services.scoring.judged.decided import Waiting, waiting_for_decision
from services.scoring.judged.desk_cautions import cautions_of
from services.scoring.judged.desk_view import order_line, order_lines, present, seat_lines, sees_marks, sees_names
from services.scoring.judged.doors import DOORS, doors_open
from services.scoring.judged.ground import StageGround, ground_of
from services.scoring.judged.officials import Official, contest_of, require
from services.scoring.judged.raised import flags_of, judge_marks
from services.scoring.judged.scene import scene_of
from services.scoring.judged.stage_on import stage_on
from services.scoring.judged.told import score_text
from services.scoring.sql import desk as sql
from services.scoring.sql import entered as entered_sql
from services.scoring.sql import judged, results, stages
from services.scoring.sql.judged import PerformanceRow
from shared.kit.db import Tx
from shared.kit.http.auth import anyone
from shared.kit.http.errors import Refused
from shared.kit.http.replies import done, json, page, wants_json
from shared.rules.judged.judgement import Score

VIEWS = DOORS["desk"]
LAST_ACTS = 12
DRAWN = re.compile("[0-9a-f]{16}")


@get("/contests/{contest_id:uuid}", guards=[anyone])
async def to_stage(request: AnyRequest, contest_id: FromPath[UUID], tx: NamedDependency[Tx]) -> Response[Any]:
    """The desk of the stage that is on, or of the next one once it is known who goes on."""
    contest = await contest_of(tx, contest_id)
    await require(request, tx, contest, *VIEWS)
    stage = await stage_on(tx, contest)
    to = f"/scoring/contests/{contest_id}/stages/{stage}"
    return done(request, to=to, body={"stage": stage, "desk": to})


@get("/contests/{contest_id:uuid}/stages/{stage:str}", guards=[anyone])
async def show(
    request: AnyRequest, contest_id: FromPath[UUID], stage: FromPath[str], tx: NamedDependency[Tx]
) -> Response[Any]:
    contest = await contest_of(tx, contest_id)
    official = await require(request, tx, contest, *VIEWS)
    ground = await ground_of(tx, contest, stage)
    now = datetime.now(UTC)
    statuses = await stages.stages_of(tx, contest.id)
    found = scores(ground) if sees_marks(official) else {}
    texts = {entry: score_text(ground, score.value) for entry, score in found.items()}
    lines = order_lines(ground, official, texts, flags_of(ground) if sees_marks(official) else {})
    devices = {each.seat_id: each for each in await sql.devices_of_seats(tx, list(ground.seats))}
    on = present(ground, lines, devices, now)
    waiting = await waiting_for_decision(tx, ground)
    if wants_json(request):
        return json(desk_json(ground, lines, on, statuses.get(stage, "planned")))
    over = statuses.get(stage) in ("closed", "revealed")
    return page(
        request,
        "judged_desk.html",
        contest=contest,
        ground=ground,
        stage=ground.stage,
        stage_status=statuses.get(stage, "planned"),
        statuses=statuses,
        official=official,
        doors=doors_open(official, ground.rule_set),
        signed=await results.signed_result(tx, contest.id),
        cautions=await cautions_of(tx, ground, statuses.get(stage, "planned")),
        unopened=any(each.performance.status == "waiting" for each in lines),
        unclosed=any(each.performance.status in OPEN for each in lines),
        all_in=all(each.given == each.of for each in lines if each.performance.status in OPEN),
        lines=lines,
        on=on,
        waiting=waiting,
        scene=scene_of(contest),
        all_over=bool(lines) and all(each.performance.status not in UNFINISHED for each in lines),
        ranking=ranked(ground, official, over) if sees_marks(official) else [],
        going=going(ground) if over and sees_marks(official) else None,
        after=next_stage(ground.rule_set, stage),
        after_filled=await is_filled(tx, contest.id, next_stage(ground.rule_set, stage)),
        may_begin=await may_begin(tx, ground, statuses),
        devices=seat_lines(ground.due(on[0].line.performance), devices, now) if on else [],
        acts=readable(await sql.acts_of_contest(tx, contest.id, LAST_ACTS), named=sees_names(ground, official)),
    )


async def is_filled(tx: Tx, contest_id: UUID, stage: str | None) -> bool:
    """Whether it is known who takes part in a stage."""
    return stage is not None and bool(await judged.performances_of(tx, contest_id, stage))


async def may_begin(tx: Tx, ground: StageGround, statuses: Mapping[str, str]) -> bool:
    """Whether something may be opened: the stage runs, or begins with the first that is opened."""
    key, keys = ground.stage.key, [each.key for each in ground.rule_set.stages]
    if statuses.get(key, "planned") != "planned":
        return statuses[key] == "running"
    over = all(statuses.get(each) in DONE for each in keys[: keys.index(key)])
    handed_over = ground.contest.state.status == "judging"
    return over and handed_over and bool((await stages.stage_panels(tx, ground.contest.id)).get(key))


OPEN = ("open", "reopened")
UNFINISHED = ("waiting", *OPEN)


def readable(acts: Sequence[sql.Act], *, named: bool) -> list[sql.Act]:
    """The record; why a judge is recused may tell a unit, so only to those who see names."""
    return [each if named or not each.act.startswith("recusal") else replace(each, reason="") for each in acts]


@get("/performances/{performance_id:uuid}", guards=[anyone])
async def show_one(request: AnyRequest, performance_id: FromPath[UUID], tx: NamedDependency[Tx]) -> Response[Any]:
    """One performance: its seats, time, deductions, facts, requests, and everything that was done about it."""
    known = await known_performance(tx, performance_id)
    contest = await contest_of(tx, known.contest_id)
    official = await require(request, tx, contest, *VIEWS)
    ground = await ground_of(tx, contest, known.stage)
    performance = next(each for each in ground.performances if each.id == performance_id)
    official = official.before(performance.panel_id, ground.seats.values())
    now = datetime.now(UTC)
    devices = {each.seat_id: each for each in await sql.devices_of_seats(tx, list(ground.seats))}
    closed = performance.status == "closed" and sees_marks(official)
    found = scores(ground) if closed else {}
    texts = {entry: score_text(ground, score.value) for entry, score in found.items()}
    waiting = [each for each in await waiting_for_decision(tx, ground) if each.performance.id == performance_id]
    return page(
        request,
        "judged_performance.html",
        contest=contest,
        ground=ground,
        official=official,
        signed=await results.signed_result(tx, contest.id),
        seen=seen_before(request) or drawn_as(performance, waiting),
        drawn=drawn_as(performance, waiting),
        line=order_line(ground, performance, official, texts, flags_of(ground) if closed else {}, may=False),
        performance=performance,
        timer=clock_of(performance, ground.stage.time, now),
        seats=seat_lines(ground.due(performance), devices, now),
        reserves=free_reserves(ground, performance_id),
        absences={each.seat_id: each for each in await entered_sql.absences_of(tx, performance_id)},
        deductions=await entered_sql.deductions_of(tx, performance_id),
        facts=ground.facts_of(performance),
        marks=judge_marks(ground, performance, found) if closed else [],
        waiting=waiting,
        decides=decides,
        acts=await sql.acts_of_performance(tx, performance_id),
        named=sees_names(ground, official),
        new_id=uuid4(),
    )


def drawn_as(performance: PerformanceRow, waiting: Sequence[Waiting]) -> str:
    """What decides which forms the page has: where it differs from what was drawn, the page is old."""
    asks = [f"{each.kind}{each.seat.number}{each.chief_by}{each.supervisor_by}" for each in waiting]
    return sha256("|".join([performance.status, *asks]).encode()).hexdigest()[:16]


def seen_before(request: AnyRequest) -> str:
    """How the page was drawn when it was opened, as its own refreshing says."""
    found = request.query_params.get("seen", "")
    return found if DRAWN.fullmatch(found) else ""


def free_reserves(ground: StageGround, performance_id: UUID) -> list[Any]:
    performance = next(each for each in ground.performances if each.id == performance_id)
    judging = {each.seat.id for each in ground.due(performance)}
    panel = [each for each in ground.seats.values() if each.panel_id == performance.panel_id]
    return [each for each in panel if each.reserve and each.marks and each.id not in judging]


def scores(ground: StageGround) -> Mapping[str, Score]:
    """What can be computed; a rule that cannot be applied yet shows nothing here and says so at the result."""
    try:
        return scores_of(ground)
    except Refused:
        return {}


def ranked(ground: StageGround, official: Official, over: bool) -> Sequence[Any]:
    """The stage's ranking with order numbers, and names once nobody judges any more."""
    try:
        lines = ranking_of(ground)
    except Refused:
        return []
    turns = {str(each.entry_id): each for each in ground.performances}
    named = over or sees_names(ground, official)
    return [
        (line, turns[line.entry], ground.entry(turns[line.entry]).name if named else "", score_text(ground, line.exact))
        for line in lines
    ]


def going(ground: StageGround) -> GoingOn | None:
    try:
        return going_on(ground)
    except Refused:
        return None


def desk_json(ground: StageGround, lines: Sequence[Any], on: Sequence[Any], status: str) -> dict[str, Any]:
    """The desk for a program: states only, never a mark."""
    return {
        "contest_id": ground.contest.id,
        "stage": ground.stage.key,
        "status": status,
        "head": ground.contest.head,
        "links": ground.contest.links,
        "performances": [
            {
                "id": each.performance.id,
                "order_no": each.performance.order_no,
                "entry_id": each.performance.entry_id if each.name else None,
                "status": each.performance.status,
                "given": each.given,
                "of": each.of,
                "due": each.due,
                "revealed": each.performance.revealed_at is not None,
                "amended": each.performance.amended,
            }
            for each in lines
        ],
        "open": [
            {
                "performance_id": each.line.performance.id,
                "seats": [{"number": seat.due.seat.number, "state": seat.due.state} for seat in each.seats],
                "together": each.together,
            }
            for each in on
        ],
    }


router = Router("/scoring", route_handlers=[to_stage, show, show_one])
