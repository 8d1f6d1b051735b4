"""Papers shared out among readers: by lot, blind, twice over; who reads what, how far they are, and handing on.

Knows assignments and progress, never a mark. The reading itself is done on the tablets.
"""

import secrets
from datetime import datetime
from fractions import Fraction
from typing import Annotated, Any
from uuid import UUID

from litestar import Request, Response, Router, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from msgspec import Meta, Struct

from services.scoring.hall import hall_of
from services.scoring.judged import watch
from services.scoring.judged.doors import DOORS
from services.scoring.judged.ground import StageGround, ground_of
from services.scoring.judged.officials import ORGANISER, contest_of, require
from services.scoring.judged.third import may_read
from services.scoring.sql import judged
from services.scoring.sql import readers as sql
from services.scoring.sql.judged import ContestRow, PerformanceRow, SeatRow
from shared.kit.db import Tx
from shared.kit.http.auth import anyone
from shared.kit.http.errors import Refused
from shared.kit.http.forms import typed
from shared.kit.http.replies import done, page
from shared.kit.words import _
from shared.rules.judged.cautions import needs_links
from shared.rules.judged.reading import Share, TooFewReaders, shared_out
from shared.rules.judged.rule_set import Reading
from shared.rules.judged.statistics.severity import linked
from shared.rules.lot import Lot

AnyRequest = Request[Any, Any, Any]
GONE = ("withdrawn", "absent", "disqualified")


class Seed(Struct, frozen=True):
    seed: Annotated[str, Meta(max_length=100, title=_("Seed"))] = ""


class HandOn(Struct, frozen=True):
    giver: Annotated[UUID, Meta(title=_("From"))]
    taker: Annotated[UUID, Meta(title=_("To"))]
    reason: Annotated[str, Meta(min_length=1, max_length=400, title=_("Reason"))]


class Reader(Struct, frozen=True):
    """A reader with the papers in their pile and how many of them are read."""

    seat: SeatRow
    papers: int
    read: int


class ReadingState(Struct, frozen=True):
    """One reader of one paper."""

    seat: SeatRow
    why: str
    state: str
    """`submitted`, `reopened`, `pending`, `recused` or `absent`."""


class Paper(Struct, frozen=True):
    performance: PerformanceRow
    readings: list[ReadingState]
    others: list[SeatRow]
    """Who could read it instead of one of them."""


@get("/contests/{contest_id:uuid}/stages/{stage:str}/readers", guards=[anyone])
async def readers(
    request: AnyRequest, contest_id: FromPath[UUID], stage: FromPath[str], tx: NamedDependency[Tx]
) -> Response[Any]:
    contest = await contest_of(tx, contest_id)
    official = await require(request, tx, contest, *DOORS["readers"])
    ground = await ground_of(tx, contest, stage)
    rule_of(ground)
    return page(
        request,
        "judged_readers.html",
        contest=contest,
        event=await hall_of(request).events.event(contest.event_id),
        stage=ground.stage,
        rule=ground.stage.reading,
        papers=papers_of(ground),
        readers=readers_of(ground),
        seed=await sql.newest_seed(tx, contest_id, stage),
        begun=any(each.active is not None for each in ground.ballots.values()),
        organiser=official.has(ORGANISER),
    )


@post("/contests/{contest_id:uuid}/stages/{stage:str}/readers/lots", guards=[anyone], status_code=200)
async def draw(
    request: AnyRequest,
    contest_id: FromPath[UUID],
    stage: FromPath[str],
    tx: NamedDependency[Tx],
    now: NamedDependency[datetime],
) -> Response[Any]:
    """Share the papers out. Before anything is read it can be done anew; afterwards only papers without readers are
    shared out besides."""
    contest, ground, official_name = await held(request, tx, contest_id, stage)
    told = await typed(request, Seed)
    seed = told.seed or secrets.token_hex(8)
    if not any(ground.ballots):
        await sql.clear(tx, contest_id, stage)
        ground = await ground_of(tx, contest, stage)
    rows: list[tuple[UUID, UUID, str]] = []
    for panel in sorted({each.panel_id for each in ground.performances if each.panel_id}):
        rows += share_out(ground, panel, seed)
    if not rows:
        raise Refused(
            "readers.none_due",
            _("There is no paper to share out: each has its readers, or none has a panel."),
            status=409,
        )
    refuse_unlinked(ground, rows)
    await sql.assign(tx, rows)
    given = {
        "papers": [each.order_no for each in ground.performances],
        "seats": [str(each.id) for each in sorted(ground.seats.values(), key=lambda each: each.number)],
    }
    drawn = [[str(performance), str(seat), why] for performance, seat, why in rows]
    await sql.keep_lots(tx, contest_id, stage, seed, given, drawn, official_name, now)
    await judged.insert_act(tx, contest_id, None, "readers.drawn", official_name, "", {"stage": stage, "seed": seed})
    watch.moved(hall_of(request), tx, contest_id, await judged.panels_of_contest(tx, contest_id))
    return done(request, to=address(contest_id, stage), body={"seed": seed, "shares": len(rows)})


def refuse_unlinked(ground: StageGround, rows: list[tuple[UUID, UUID, str]]) -> None:
    """Readers compared by common papers must be linked by them, before anything is read."""
    read: dict[str, dict[str, Fraction]] = {}
    assigned = [(each.performance_id, each.seat_id) for each in ground.assigned]
    for performance, seat in [*assigned, *((performance, seat) for performance, seat, _why in rows)]:
        read.setdefault(str(performance), {})[str(seat)] = Fraction()
    if needs_links(ground.stage) and not linked(read):
        raise Refused(
            "readers.unlinked",
            _("These shares do not link all readers. Let some papers be read by everybody in the rules, or draw anew."),
            status=409,
        )


@post(
    "/contests/{contest_id:uuid}/stages/{stage:str}/readers/{performance_id:uuid}/hand-on",
    guards=[anyone],
    status_code=200,
)
async def hand_on(
    request: AnyRequest,
    contest_id: FromPath[UUID],
    stage: FromPath[str],
    performance_id: FromPath[UUID],
    tx: NamedDependency[Tx],
) -> Response[Any]:
    _contest, ground, official_name = await held(request, tx, contest_id, stage)
    told = await typed(request, HandOn)
    paper = next((each for each in papers_of(ground) if each.performance.id == performance_id), None)
    if paper is None:
        raise Refused("performance.unknown", _("There is no such work here."), status=404)
    giver = next((each for each in paper.readings if each.seat.id == told.giver), None)
    taker = next((each for each in paper.others if each.id == told.taker), None)
    if giver is None or taker is None:
        raise Refused("readers.not_free", _("This reader cannot take this paper."), status=409)
    if giver.state in ("submitted", "reopened"):
        raise Refused("readers.read", _("This reader has handed in marks for the paper already."), status=409)
    await sql.hand_on(tx, performance_id, told.giver, told.taker)
    about = {"from": giver.seat.number, "to": taker.number}
    await judged.insert_act(tx, contest_id, performance_id, "reader.moved", official_name, told.reason, about)
    watch.moved(hall_of(request), tx, contest_id, await judged.panels_of_contest(tx, contest_id))
    return done(request, to=address(contest_id, stage))


async def held(request: AnyRequest, tx: Tx, contest_id: UUID, stage: str) -> tuple[ContestRow, StageGround, str]:
    """The stage for an organiser who changes who reads what; nobody else does at the same time."""
    contest = await contest_of(tx, contest_id)
    official = await require(request, tx, contest, ORGANISER)
    await judged.lock_contest(tx, contest_id)
    ground = await ground_of(tx, contest, stage)
    rule_of(ground)
    return contest, ground, official.name


def rule_of(ground: StageGround) -> Reading:
    if ground.stage.mode != "reading" or ground.stage.reading is None:
        raise Refused("readers.none", _("In this stage papers are not shared out among readers."), status=404)
    return ground.stage.reading


def share_out(ground: StageGround, panel: UUID, seed: str) -> list[tuple[UUID, UUID, str]]:
    """The papers of a panel that have no reader yet, shared out."""
    taken = {each.performance_id for each in ground.assigned}
    due = [each for each in ground.performances if each.panel_id == panel and each.status not in GONE]
    papers = {str(each.order_no): each for each in due if each.id not in taken}
    seats = [each for each in ground.seats.values() if each.panel_id == panel and each.marks and not each.reserve]
    readers = {str(each.number): each for each in sorted(seats, key=lambda each: each.number)}
    free = {paper: {str(seat.number) for seat in may_read(ground, row)} for paper, row in papers.items()}
    barred = {(paper, reader) for paper in papers for reader in readers if reader not in free[paper]}
    rule = rule_of(ground)
    late = Reading(readers=rule.readers, gap=rule.gap)  # the papers read by everyone are among those shared out first
    try:
        shares = shared_out(list(papers), list(readers), barred, late if taken else rule, Lot(seed))
    except TooFewReaders as error:
        raise Refused(
            "readers.few",
            _("Too few readers may read these papers: {papers}. Add readers to the panel first."),
            status=409,
            papers=", ".join(error.papers),
        ) from error
    return [row_of(share, papers, readers) for share in shares]


def row_of(share: Share, papers: dict[str, PerformanceRow], readers: dict[str, SeatRow]) -> tuple[UUID, UUID, str]:
    return papers[share.paper].id, readers[share.reader].id, share.why


def papers_of(ground: StageGround) -> list[Paper]:
    found = []
    for row in ground.performances:
        own = {each.seat_id: each.why for each in ground.assigned if each.performance_id == row.id}
        readings = [
            ReadingState(each.seat, own[each.seat.id], each.state) for each in ground.due(row) if each.seat.id in own
        ]
        others = [] if row.status in GONE else [each for each in may_read(ground, row) if each.id not in own]
        found.append(Paper(row, readings, others))
    return found


def readers_of(ground: StageGround) -> list[Reader]:
    papers = papers_of(ground)
    seats = [each for each in ground.seats.values() if each.marks and not each.reserve]
    found = []
    for seat in sorted(seats, key=lambda each: (str(each.panel_id), each.number)):
        own = [reading for paper in papers for reading in paper.readings if reading.seat.id == seat.id]
        found.append(Reader(seat, len(own), sum(each.state in ("submitted", "reopened") for each in own)))
    return found


def address(contest_id: UUID, stage: str) -> str:
    return f"/scoring/contests/{contest_id}/stages/{stage}/readers"


router = Router(path="/scoring", route_handlers=[readers, draw, hand_on])
