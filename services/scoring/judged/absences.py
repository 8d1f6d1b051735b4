"""A seat without a ballot: absent once chief and supervisor, two different people, have both said so.

A reserve may stand in. Knows no ballots: one that is there already cannot be called absent.
"""

from datetime import datetime
from typing import Any
from uuid import UUID

from litestar import Response, Router, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from msgspec import Struct

from services.scoring.judged.at_hand import AnyRequest, AtHand, Reason, acted, at_hand, note, reasoned
from services.scoring.judged.ground import SeatDue
from services.scoring.judged.two_people import Said, with_word_of
from services.scoring.sql import entered as sql
from services.scoring.sql.entered import AbsenceRow
from shared.kit.db import Tx
from shared.kit.http.auth import anyone
from shared.kit.http.errors import Refused
from shared.kit.http.forms import typed
from shared.kit.words import _


class AbsenceTyped(Struct, kw_only=True):
    reason: Reason = ""
    stand_in: UUID | None = None
    back: bool = False
    """The judge is there after all."""


@post("/performances/{performance_id:uuid}/seats/{seat_id:uuid}/absence", guards=[anyone], status_code=200)
async def say_absent(
    request: AnyRequest,
    performance_id: FromPath[UUID],
    seat_id: FromPath[UUID],
    tx: NamedDependency[Tx],
    now: NamedDependency[datetime],
) -> Response[Any]:
    """Chief or supervisor says a seat gives no ballot; it counts when the other has said it too."""
    data = await typed(request, AbsenceTyped)
    hand = await at_hand(request, tx, performance_id, "chief", "supervisor")
    known = await sql.read_absence(tx, performance_id, seat_id)
    due = seat_due(hand, seat_id)
    refuse_unless_open(hand)
    if data.back:
        return await came_back(request, tx, hand, due, reasoned(data.reason))
    if due.state not in ("pending", "absent"):
        raise Refused(
            "seat.resolved", _("Seat {seat} has given its ballot or is recused."), status=409, seat=due.seat.number
        )
    reason = known.reason if known else reasoned(data.reason)
    before = Said(known.chief_by, known.supervisor_by, known.person) if known else Said()
    said = with_word_of(hand.official, before)
    if said != before:
        stand_in = stand_in_of(hand, data.stand_in)
        refuse_another(known, stand_in)
        row = AbsenceRow(
            performance_id, seat_id, reason, said.chief_by, said.supervisor_by, stand_in, list(said.person)
        )
        await sql.say_absent(tx, row, now)
        role = "chief" if said.chief_by != before.chief_by else "supervisor"
        await note(tx, hand, "seat_absent", reason, seat=due.seat.number, as_=role)
    return acted(request, tx, hand, agreed=said.by_both)


async def came_back(request: AnyRequest, tx: Tx, hand: AtHand, due: SeatDue, reason: str) -> Response[Any]:
    await sql.present_again(tx, hand.performance.id, due.seat.id)
    await note(tx, hand, "seat_back", reason, seat=due.seat.number)
    return acted(request, tx, hand)


def refuse_another(known: AbsenceRow | None, stand_in: UUID | None) -> None:
    """Both say the same: who says it second may leave the stand-in to the first."""
    if known is not None and stand_in is not None and stand_in != known.stand_in:
        raise Refused("seat.another_stand_in", _("The other official named another stand-in."), status=409)


def seat_due(hand: AtHand, seat_id: UUID) -> SeatDue:
    for each in hand.ground.due(hand.performance):
        if each.seat.id == seat_id:
            return each
    raise Refused("seat.not_due", _("This seat owes no ballot for {order}."), status=404, order=hand.number)


def refuse_unless_open(hand: AtHand) -> None:
    if hand.performance.status not in ("waiting", "open", "reopened"):
        raise Refused("performance.not_open", _("{order} is not open."), status=409, order=hand.number)


def stand_in_of(hand: AtHand, seat_id: UUID | None) -> UUID | None:
    """A reserve of the same panel who does not judge this one yet."""
    if seat_id is None:
        return None
    seat = hand.ground.seats.get(seat_id)
    judging = {each.seat.id for each in hand.ground.due(hand.performance)}
    recused = {each.seat_id for each in hand.ground.excuses if each.performance_id == hand.performance.id}
    free = seat is not None and seat.reserve and seat.id not in judging | recused
    if seat is None or not free or seat.panel_id != hand.performance.panel_id:
        raise Refused("seat.no_reserve", _("Only a free reserve of this panel can stand in."), status=422)
    return seat.id


router = Router("/scoring", route_handlers=[say_absent])
