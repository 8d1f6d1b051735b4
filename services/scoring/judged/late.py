"""Ballots that came too late: stored, never counted until chief and supervisor, two different people, accept them.

`accept` and `refuse` act on rows alone, under the contest's lock.
"""

from datetime import datetime
from typing import Any
from uuid import UUID

from litestar import Response, Router, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from services.scoring.hall import hall_of
from services.scoring.judged.at_hand import AnyRequest, AtHand, Reasoned, acted, at_hand, note, reasoned
from services.scoring.judged.standing import seat_due
from services.scoring.judged.two_people import Said, with_word_of
from services.scoring.sql import ballots, desk, entered
from services.scoring.sql import changes as sql
from services.scoring.sql.changes import LateRow
from shared.kit.db import Tx
from shared.kit.http.auth import anyone
from shared.kit.http.errors import Refused
from shared.kit.http.forms import typed
from shared.kit.words import _

ROLES = ("chief", "supervisor")


async def late_of(tx: Tx, ballot_id: UUID, revision: int) -> LateRow:
    found = await sql.read_late(tx, ballot_id, min(revision, 2**31 - 1))
    if found is None:
        raise Refused("ballot.unknown", _("There is no such ballot."), status=404)
    return found


async def accept(tx: Tx, hand: AtHand, late: LateRow, reason: str, now: datetime) -> bool:
    """One of the two accepts it; True once both have and it counts.

    Raises:
        Refused: it is not late, was refused, is overtaken, or this person has accepted it in the other role.
    """
    if late.standing == "active" and late.chief_by and late.supervisor_by:
        return True
    refuse_unless_acceptable(hand, late)
    before = Said(late.chief_by, late.supervisor_by, late.person)
    said = with_word_of(hand.official, before)
    if said != before:
        await sql.say_late(tx, late, said.chief_by, said.supervisor_by, list(said.person), now)
        role = "chief" if said.chief_by != before.chief_by else "supervisor"
        await note(tx, hand, "late_accepted", reason, as_=role, counts=said.by_both)
    if said.by_both:
        await entered.present_again(tx, late.performance_id, late.seat_id)
        await ballots.make_active(tx, late.ballot_id, late.revision, now)
        await desk.mark_amended(tx, late.performance_id)
    return said.by_both


async def refuse(tx: Tx, hand: AtHand, late: LateRow, reason: str, now: datetime) -> None:
    """It is kept and will not count.

    Raises:
        Refused: it is not late, or counts already.
    """
    if late.refused_by:
        return
    if late.standing != "late":
        raise Refused("late.not", _("This ballot is not waiting to be accepted."), status=409)
    await sql.refuse_late(tx, late, hand.official.name, reason, now)
    await note(tx, hand, "late_refused", reason)


def refuse_unless_acceptable(hand: AtHand, late: LateRow) -> None:
    overtaken = late.active is not None and late.active > late.revision
    if late.standing != "late" or late.refused_by or overtaken:
        raise Refused("late.not", _("This ballot is not waiting to be accepted."), status=409)
    due = seat_due(hand.ground, hand.performance, late.seat_id)
    if due is None or due.state == "recused":
        raise Refused("late.recused", _("This seat does not judge this one: its ballot cannot count."), status=409)


@post("/late/{ballot:uuid}/{revision:int}/accept", guards=[anyone], status_code=200)
async def accept_one(
    request: AnyRequest,
    ballot: FromPath[UUID],
    revision: FromPath[int],
    tx: NamedDependency[Tx],
    now: NamedDependency[datetime],
) -> Response[Any]:
    hand = await at_hand(request, tx, (await late_of(tx, ballot, revision)).performance_id, *ROLES)
    reason = reasoned((await typed(request, Reasoned)).reason)
    late = await late_of(tx, ballot, revision)
    counts = await accept(tx, hand, late, reason, now)
    tx.after_commit(lambda: hall_of(request).benches.changed(late.seat_id))
    return acted(request, tx, hand, counts=counts)


@post("/late/{ballot:uuid}/{revision:int}/refuse", guards=[anyone], status_code=200)
async def refuse_one(
    request: AnyRequest,
    ballot: FromPath[UUID],
    revision: FromPath[int],
    tx: NamedDependency[Tx],
    now: NamedDependency[datetime],
) -> Response[Any]:
    hand = await at_hand(request, tx, (await late_of(tx, ballot, revision)).performance_id, *ROLES)
    reason = reasoned((await typed(request, Reasoned)).reason)
    late = await late_of(tx, ballot, revision)
    await refuse(tx, hand, late, reason, now)
    return acted(request, tx, hand, counts=False)


router = Router("/scoring", route_handlers=[accept_one, refuse_one])
