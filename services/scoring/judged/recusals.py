"""Recusals as officials see and decide them: by rule, by hand with a reason, a reserve who stands in, lifted again."""

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from litestar import Request, Response, Router, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from msgspec import Meta, Struct

from services.scoring.hall import hall_of
from services.scoring.judged.at_hand import numbered
from services.scoring.judged.blind import require_knowing
from services.scoring.judged.doors import DOORS
from services.scoring.judged.ground import rule_set_of
from services.scoring.judged.officials import Official, contest_of
from services.scoring.judged.recusal_stages import entry_stages, spoken_of
from services.scoring.judged.recused import Conflict, conflicts_of, in_force, recusals_by_rule, reserve_for
from services.scoring.judged.watch import moved
from services.scoring.sql import judged
from services.scoring.sql import recusals as sql
from services.scoring.sql.judged import ContestRow, SeatRow
from services.scoring.sql.recusals import RecusalRow
from shared.kit.db import Tx
from shared.kit.http.auth import anyone
from shared.kit.http.errors import Refused
from shared.kit.http.forms import typed
from shared.kit.http.replies import done, json, page, wants_json
from shared.kit.words import _

AnyRequest = Request[Any, Any, Any]
Reason = Annotated[str, Meta(max_length=1000, title=_("Reason"))]
DECIDE = DOORS["recusals"]


class ByHand(Struct, kw_only=True):
    seat_id: Annotated[UUID, Meta(title=_("Judge"))]
    entry_id: Annotated[UUID, Meta(title=_("Entry"))]
    reason: Reason = ""
    stand_in: UUID | None = None
    anyway: bool = False
    """Also where the judge's ballot is in: it no longer counts."""


class Lifted(Struct, kw_only=True):
    reason: Reason = ""
    anyway: bool = False
    """Also where the ballot of who stood in is in: it no longer counts."""


class StandIn(Struct, kw_only=True):
    seat_id: UUID | None = None
    """None: nobody stands in, the panel is one fewer."""
    anyway: bool = False


async def to_decide(request: AnyRequest, tx: Tx, contest_id: UUID) -> tuple[ContestRow, Official]:
    """The contest, held by this transaction, and who decides there."""
    contest = await contest_of(tx, contest_id)
    official = await require_knowing(request, tx, contest, *DECIDE)
    return await judged.lock_contest(tx, contest_id) or contest, official


@get("/contests/{contest_id:uuid}/recusals", guards=[anyone])
async def show(request: AnyRequest, contest_id: FromPath[UUID], tx: NamedDependency[Tx]) -> Response[Any]:
    """Names of entries stand here beside those of judges: for who runs the contest, never for its judges."""
    contest = await contest_of(tx, contest_id)
    await require_knowing(request, tx, contest, *DECIDE)
    rows = await sql.recusals_of(tx, contest_id)
    seats = await seats_of(tx, contest)
    rule_set = await rule_set_of(tx, contest_id)
    stages = await entry_stages(tx, contest_id, rule_set)
    undecided = await undecided_of(tx, contest, rows)
    if wants_json(request):
        return json({"recusals": rows, "undecided": [(each.seat.id, each.entry.id) for each in undecided]})
    return page(
        request,
        "judged_recusals.html",
        contest=contest,
        rule=rule_set.recusal,
        stage_names={each.key: each.name for each in rule_set.stages},
        seats={each.id: each for each in await all_seats(tx, contest, rows)},
        marking=[each for each in seats if each.marks],
        reserves={each.id: reserves(each, seats, rows) for each in rows},
        spare=[each for each in seats if each.marks and each.reserve],
        entries={each.id: each for each in contest.state.entries},
        standing=in_force(rows),
        lifted=[each for each in rows if each.lifted_at],
        undecided=undecided,
        ballots_in=await sql.submitted(tx, contest_id),
        movable={each.id for each in rows if spoken_of(each, stages.left(each.entry_id))},
    )


async def seats_of(tx: Tx, contest: ContestRow) -> list[SeatRow]:
    return await judged.seats_of_panels(tx, await judged.panels_of_contest(tx, contest.id))


async def all_seats(tx: Tx, contest: ContestRow, rows: list[RecusalRow]) -> list[SeatRow]:
    """The seats of the contest's panels, and those given up that a recusal still speaks of."""
    seats = {each.id: each for each in await seats_of(tx, contest)}
    spoken = {each.seat_id for each in rows} | {each.stand_in for each in rows if each.stand_in}
    for seat_id in spoken - set(seats):
        seat = await judged.read_seat(tx, seat_id)
        if seat is not None:
            seats[seat_id] = seat
    return list(seats.values())


async def undecided_of(tx: Tx, contest: ContestRow, rows: list[RecusalRow]) -> list[Conflict]:
    """What the rule would recuse now, where a mark is in already: people decide about it."""
    known = {(each.seat_id, each.entry_id) for each in rows if each.lifted_at is None or each.lifted_reason}
    return [each for each in await conflicts_of(tx, contest) if (each.seat.id, each.entry.id) not in known]


def reserves(row: RecusalRow, seats: list[SeatRow], rows: list[RecusalRow]) -> list[SeatRow]:
    """Who may stand in: reserves of the same panel who are not recused from this entry themselves."""
    seat = next((each for each in seats if each.id == row.seat_id), None)
    barred = {each.seat_id for each in in_force(rows) if each.entry_id == row.entry_id}
    if seat is None:
        return []
    return [each for each in seats if each.panel_id == seat.panel_id and each.reserve and each.id not in barred]


@post("/contests/{contest_id:uuid}/recusals", guards=[anyone], status_code=201)
async def recuse(
    request: AnyRequest, contest_id: FromPath[UUID], tx: NamedDependency[Tx], now: NamedDependency[datetime]
) -> Response[Any]:
    """By hand: a judge does not judge an entry, for a reason the rule cannot know."""
    data = await typed(request, ByHand)
    contest, official = await to_decide(request, tx, contest_id)
    seats = await seats_of(tx, contest)
    seat = next((each for each in seats if each.id == data.seat_id and each.marks), None)
    if seat is None or data.entry_id not in {each.id for each in contest.state.entries}:
        raise Refused("recusal.unknown", _("Choose a judge and an entry of this contest."), status=422)
    if not data.reason:
        raise Refused("recusal.reason", _("Say why this judge does not judge this entry."))
    stages = await entry_stages(tx, contest_id, await rule_set_of(tx, contest_id))
    left = require_left(stages.left(data.entry_id))
    rows = await sql.recusals_of(tx, contest_id)
    pair = (seat.id, data.entry_id)
    if any((each.seat_id, each.entry_id) == pair and spoken_of(each, left) for each in in_force(rows)):
        raise Refused("recusal.there", _("This judge is recused from this entry already."), status=409)
    if not data.anyway:
        await refuse_over_ballot(tx, contest_id, data.entry_id, seat.id, left)
    barred = {(each.seat_id, each.entry_id) for each in in_force(rows)} | {
        (each.seat.id, each.entry.id) for each in await conflicts_of(tx, contest)
    }
    other = await stand_in_for(tx, contest, seat, data, seats, barred)
    speaks = left if stages.settled(data.entry_id) else ()
    await sql.recuse(tx, contest_id, *pair, False, data.reason, official.name, now, other, speaks)
    await told(request, tx, contest, official, "recusal", data.reason, seat)
    return done(request, to=f"/scoring/contests/{contest_id}/recusals", body={"seat_id": seat.id}, status=201)


async def stand_in_for(
    tx: Tx, contest: ContestRow, seat: SeatRow, data: ByHand, seats: list[SeatRow], barred: set[tuple[UUID, UUID]]
) -> UUID | None:
    """The reserve that was chosen; where the rule replaces and none was, the first who may."""
    if data.stand_in is not None:
        require_reserve(data.stand_in, seat, data.entry_id, seats, barred)
        return data.stand_in
    if (await rule_set_of(tx, contest.id)).recusal != "replace" or seat.reserve:
        return None
    found = reserve_for(seat, data.entry_id, seats, barred)
    return found.id if found else None


def require_reserve(
    reserve_id: UUID, seat: SeatRow, entry_id: UUID, seats: list[SeatRow], barred: set[tuple[UUID, UUID]]
) -> None:
    found = next((each for each in seats if each.id == reserve_id), None)
    fits = found is not None and found.reserve and found.panel_id == seat.panel_id and found.id != seat.id
    if not fits or (reserve_id, entry_id) in barred:
        raise Refused("recusal.stand_in", _("Only a reserve of the same panel, not recused as well, stands in."))


def require_left(stages: tuple[str, ...]) -> tuple[str, ...]:
    if not stages:
        raise Refused(
            "recusal.settled", _("This entry's performance is closed: who judged it stays as it was."), status=409
        )
    return stages


async def refuse_over_ballot(
    tx: Tx, contest_id: UUID, entry_id: UUID, seat_id: UUID | None, stages: tuple[str, ...]
) -> None:
    """A ballot that was confirmed to its judge stops counting only where that is said to be meant."""
    found = [each for each in await sql.ballots_in(tx, contest_id, entry_id, stages) if each.seat_id == seat_id]
    if found:
        raise Refused(
            "recusal.ballot_in",
            _("The ballot of seat {seat} ({name}) for {order} is in and would no longer count. Say that it is meant."),
            status=409,
            seat=found[0].number,
            name=found[0].name,
            order=numbered(found[0].order_no),
        )


async def told(
    request: AnyRequest, tx: Tx, contest: ContestRow, official: Official, act: str, reason: str, seat: SeatRow
) -> None:
    await judged.insert_act(tx, contest.id, None, act, official.name, reason, {"seat": seat.name})
    moved(hall_of(request), tx, contest.id, [seat.panel_id])


async def row_to_decide(
    request: AnyRequest, tx: Tx, recusal_id: UUID
) -> tuple[RecusalRow, ContestRow, Official, SeatRow]:
    row = await sql.read_recusal(tx, recusal_id)
    seat = await judged.read_seat(tx, row.seat_id) if row else None
    if row is None or seat is None:
        raise Refused("recusal.none", _("There is no such recusal."), status=404)
    contest, official = await to_decide(request, tx, row.contest_id)
    if row.lifted_at is not None:
        raise Refused("recusal.lifted", _("This recusal is lifted already."), status=409)
    return row, contest, official, seat


async def parted(tx: Tx, row: RecusalRow) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The stages of a recusal that are judged and stay, and those that may change.

    Raises:
        Refused: nothing may change.
    """
    stages = await entry_stages(tx, row.contest_id, await rule_set_of(tx, row.contest_id))
    left = require_left(spoken_of(row, stages.left(row.entry_id)))
    return spoken_of(row, stages.settled(row.entry_id)), left


@post("/recusals/{recusal_id:uuid}/lift", guards=[anyone], status_code=200)
async def lift(
    request: AnyRequest, recusal_id: FromPath[UUID], tx: NamedDependency[Tx], now: NamedDependency[datetime]
) -> Response[Any]:
    data = await typed(request, Lifted)
    row, contest, official, seat = await row_to_decide(request, tx, recusal_id)
    if not data.reason:
        raise Refused("recusal.reason", _("Say why the recusal is lifted."))
    settled, left = await parted(tx, row)
    if not data.anyway:
        await refuse_over_ballot(tx, contest.id, row.entry_id, row.stand_in, left)
    if settled:
        await sql.narrow(tx, row.id, settled)
    else:
        await sql.lift(tx, [row.id], official.name, data.reason, now)
    await told(request, tx, contest, official, "recusal_lifted", data.reason, seat)
    return done(request, to=f"/scoring/contests/{contest.id}/recusals", body={"lifted": row.id})


@post("/recusals/{recusal_id:uuid}/stand-in", guards=[anyone], status_code=200)
async def stand_in(
    request: AnyRequest, recusal_id: FromPath[UUID], tx: NamedDependency[Tx], now: NamedDependency[datetime]
) -> Response[Any]:
    data = await typed(request, StandIn)
    row, contest, official, seat = await row_to_decide(request, tx, recusal_id)
    if data.seat_id is not None:
        seats = await seats_of(tx, contest)
        barred = {(each.seat_id, each.entry_id) for each in in_force(await sql.recusals_of(tx, contest.id))}
        require_reserve(data.seat_id, seat, row.entry_id, seats, barred)
    settled, left = await parted(tx, row)
    if not data.anyway and data.seat_id != row.stand_in:
        await refuse_over_ballot(tx, contest.id, row.entry_id, row.stand_in, left)
    if settled:
        await sql.narrow(tx, row.id, settled)
        pair = (row.seat_id, row.entry_id)
        await sql.recuse(tx, row.contest_id, *pair, row.by_rule, row.reason, row.made_by, now, data.seat_id, left)
    else:
        await sql.stand_in(tx, row.id, data.seat_id)
    await told(request, tx, contest, official, "stand_in", "", seat)
    return done(request, to=f"/scoring/contests/{contest.id}/recusals", body={"stand_in": data.seat_id})


@post("/contests/{contest_id:uuid}/recusals/by-rule", guards=[anyone], status_code=200)
async def by_rule(request: AnyRequest, contest_id: FromPath[UUID], tx: NamedDependency[Tx]) -> Response[Any]:
    """Look through units once more, as every change of entries and panels does by itself."""
    contest, _official = await to_decide(request, tx, contest_id)
    await recusals_by_rule(tx, contest)
    moved(hall_of(request), tx, contest_id, await judged.panels_of_contest(tx, contest_id))
    return done(request, to=f"/scoring/contests/{contest_id}/recusals", body={"contest_id": contest_id})


router = Router("/scoring", route_handlers=[show, recuse, lift, stand_in, by_rule])
