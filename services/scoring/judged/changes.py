"""Changes of handed-in ballots: a judge asks with a reason, the chief grants or refuses. Old values are kept.

`grant` and `refuse` act on rows alone, under the contest's lock; the desk's routes here and elsewhere call them.
"""

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from litestar import Response, Router, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from msgspec import Meta, Struct

from services.scoring.hall import hall_of
from services.scoring.judged import watch
from services.scoring.judged.at_hand import AnyRequest, AtHand, Reasoned, acted, at_hand, reasoned
from services.scoring.judged.devices import device_in_force
from services.scoring.judged.ground import UNJUDGED
from services.scoring.judged.officials import Official
from services.scoring.sql import ballots, judged
from services.scoring.sql import changes as sql
from services.scoring.sql.changes import ChangeRow
from services.scoring.sql.judged import ContestRow, SeatRow
from shared.kit.db import Tx
from shared.kit.http.auth import anyone
from shared.kit.http.errors import Refused
from shared.kit.http.forms import typed
from shared.kit.http.replies import json
from shared.kit.words import _


class Asking(Struct):
    reason: Annotated[str, Meta(max_length=500, title=_("Reason"))] = ""


@post("/ballots/{ballot:uuid}/changes", guards=[anyone], status_code=201)
async def ask(
    request: AnyRequest, ballot: FromPath[UUID], tx: NamedDependency[Tx], now: NamedDependency[datetime]
) -> Response[bytes]:
    """Ask to change a ballot of one's own. Asked twice it is asked once."""
    device = await device_in_force(request, tx)
    reason = reasoned((await typed(request, Asking)).reason)
    found = await ballots.read_ballot(tx, ballot)
    if found is None or found.seat_id != device.seat_id:
        raise Refused("ballot.unknown", _("There is no such ballot."), status=404)
    performance = await judged.read_performance(tx, found.performance_id)
    assert performance is not None, "a ballot refers to its performance"
    await judged.lock_contest(tx, performance.contest_id)
    found = await ballots.read_ballot(tx, ballot) or found
    if found.active is None or found.reopened_at is not None or performance.status in UNJUDGED:
        raise Refused("change.nothing", _("There is nothing to change here."), status=409)
    asked = await sql.undecided(tx, ballot)
    if asked is None:
        asked = await sql.ask(tx, ballot, found.active, reason, now)
        about = {"no": performance.order_no, "seat": device.number}
        await judged.insert_act(tx, performance.contest_id, performance.id, "change_asked", device.name, reason, about)
    watch.moved(hall_of(request), tx, performance.contest_id)
    tx.after_commit(lambda: hall_of(request).benches.changed(device.seat_id))
    return json({"change_id": asked}, 201)


async def change_of(tx: Tx, change_id: UUID) -> ChangeRow:
    found = await sql.read_change(tx, change_id)
    if found is None:
        raise Refused("change.unknown", _("There is no such request."), status=404)
    return found


async def grant(tx: Tx, contest: ContestRow, change_id: UUID, by: str, answer: str, now: datetime) -> ChangeRow:
    """Reopen the ballot; a closed performance is reopened with it. Granted twice it is granted once.

    Raises:
        Refused: it was refused before, or there is no such request at this contest.
    """
    change = await to_decide(tx, contest, change_id, granted=True)
    if change.granted:
        return change
    await sql.decide(tx, change_id, True, by, answer, now)
    await ballots.reopen(tx, change.ballot_id, now)
    await ballots.reopen_performance(tx, change.performance_id)
    await note(tx, change, "change_granted", by, answer)
    return change


async def refuse(tx: Tx, contest: ContestRow, change_id: UUID, by: str, answer: str, now: datetime) -> ChangeRow:
    """The ballot stays as it is.

    Raises:
        Refused: it was granted before, or there is no such request at this contest.
    """
    change = await to_decide(tx, contest, change_id, granted=False)
    if change.granted is not None:
        return change
    await sql.decide(tx, change_id, False, by, answer, now)
    await note(tx, change, "change_refused", by, answer)
    return change


async def to_decide(tx: Tx, contest: ContestRow, change_id: UUID, *, granted: bool) -> ChangeRow:
    change = await change_of(tx, change_id)
    if change.contest_id != contest.id:
        raise Refused("change.unknown", _("There is no such request."), status=404)
    if change.granted is not None and change.granted != granted:
        raise Refused("change.decided", _("This request has been decided already."), status=409)
    return change


async def note(tx: Tx, change: ChangeRow, act: str, by: str, answer: str) -> None:
    """Write into the desk's record what was asked and what was answered."""
    seat = await judged.read_seat(tx, change.seat_id)
    about = {"seat": seat.number if seat else None, "from": change.from_revision, "asked": change.reason}
    await judged.insert_act(tx, change.contest_id, change.performance_id, act, by, answer, about)


async def deciding(request: AnyRequest, tx: Tx, change_id: UUID) -> AtHand:
    """The performance in the hands of who decides this request: the chief, and the supervisor on the chief's own.

    Raises:
        Refused: it is their own, or they have no right to decide it.
    """
    change = await change_of(tx, change_id)
    hand = await at_hand(request, tx, change.performance_id, "chief", "supervisor")
    seat = hand.ground.seats[change.seat_id]
    if not decides(hand.official, seat):
        raise Refused(
            "change.own",
            _("The chief decides on requests, on the chief's own the supervisor; nobody on their own."),
            status=403,
        )
    return hand


def decides(official: Official, seat: SeatRow) -> bool:
    """Whether this official may decide on a request of this seat."""
    if seat.id in official.ids or seat.member_id in official.ids:
        return False
    return official.has("chief") or (seat.role == "chief" and official.has("supervisor"))


@post("/changes/{change_id:uuid}/grant", guards=[anyone], status_code=200)
async def grant_one(
    request: AnyRequest, change_id: FromPath[UUID], tx: NamedDependency[Tx], now: NamedDependency[datetime]
) -> Response[Any]:
    """The chief lets a ballot be changed, and says why."""
    hand = await deciding(request, tx, change_id)
    answer = reasoned((await typed(request, Reasoned)).reason)
    change = await grant(tx, hand.contest, change_id, hand.official.name, answer, now)
    tx.after_commit(lambda: hall_of(request).benches.changed(change.seat_id))
    return acted(request, tx, hand, change_id=change_id, granted=True)


@post("/changes/{change_id:uuid}/refuse", guards=[anyone], status_code=200)
async def refuse_one(
    request: AnyRequest, change_id: FromPath[UUID], tx: NamedDependency[Tx], now: NamedDependency[datetime]
) -> Response[Any]:
    """The chief leaves a ballot as it is, and says why."""
    hand = await deciding(request, tx, change_id)
    answer = reasoned((await typed(request, Reasoned)).reason)
    change = await refuse(tx, hand.contest, change_id, hand.official.name, answer, now)
    tx.after_commit(lambda: hall_of(request).benches.changed(change.seat_id))
    return acted(request, tx, hand, change_id=change_id, granted=False)


router = Router("/scoring", route_handlers=[ask, grant_one, refuse_one])
