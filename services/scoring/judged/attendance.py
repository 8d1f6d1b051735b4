"""Who does not perform, or no longer counts: absent, withdrawn, disqualified, each with its reason; and who returns."""

from datetime import datetime
from typing import Any
from uuid import UUID

from litestar import Response, Router, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from services.scoring.judged.at_hand import DESK, AnyRequest, AtHand, Reasoned, acted, at_hand, note, reasoned
from services.scoring.judged.due import tell_what_is_due
from services.scoring.judged.ground import UNJUDGED
from services.scoring.sql import desk as sql
from shared.kit.db import Tx
from shared.kit.http.auth import anyone
from shared.kit.http.errors import Refused
from shared.kit.http.forms import typed
from shared.kit.words import _

DISQUALIFIES = ("chief", "organiser")


@post("/performances/{performance_id:uuid}/absent", guards=[anyone], status_code=200)
async def absent(
    request: AnyRequest, performance_id: FromPath[UUID], tx: NamedDependency[Tx], now: NamedDependency[datetime]
) -> Response[Any]:
    """The contestant did not come."""
    return await stands(request, tx, await at_hand(request, tx, performance_id, *DESK), "absent", now)


@post("/performances/{performance_id:uuid}/withdraw", guards=[anyone], status_code=200)
async def withdraw(
    request: AnyRequest, performance_id: FromPath[UUID], tx: NamedDependency[Tx], now: NamedDependency[datetime]
) -> Response[Any]:
    """The contestant gave up."""
    return await stands(request, tx, await at_hand(request, tx, performance_id, *DESK), "withdrawn", now)


@post("/performances/{performance_id:uuid}/disqualify", guards=[anyone], status_code=200)
async def disqualify(
    request: AnyRequest, performance_id: FromPath[UUID], tx: NamedDependency[Tx], now: NamedDependency[datetime]
) -> Response[Any]:
    """Out by the rule. Ballots already given stay in the chain and no longer count."""
    return await stands(request, tx, await at_hand(request, tx, performance_id, *DISQUALIFIES), "disqualified", now)


@post("/performances/{performance_id:uuid}/return", guards=[anyone], status_code=200)
async def come_back(request: AnyRequest, performance_id: FromPath[UUID], tx: NamedDependency[Tx]) -> Response[Any]:
    """Who was absent, gave up or was put out is back: as it stood before."""
    data = await typed(request, Reasoned)
    hand = await at_hand(request, tx, performance_id, *DISQUALIFIES, "recorder")
    if hand.performance.status not in UNJUDGED:
        return acted(request, tx, hand, status=hand.performance.status)
    reason = reasoned(data.reason)
    status = status_before(hand)
    await sql.set_standing(tx, performance_id, status, "")
    await note(tx, hand, "return", reason, was=hand.performance.status)
    return acted(request, tx, hand, status=status)


async def stands(request: AnyRequest, tx: Tx, hand: AtHand, status: str, now: datetime) -> Response[Any]:
    data = await typed(request, Reasoned)
    if hand.performance.status == status:
        return acted(request, tx, hand, status=status)
    reason = reasoned(data.reason)
    refuse_unless_it_can(hand, status)
    await sql.set_standing(tx, hand.performance.id, status, reason)
    await sql.mark_amended(tx, hand.performance.id)
    await note(tx, hand, status, reason, was=hand.performance.status)
    await tell_what_is_due(tx, hand.contest, hand.performance.stage, now)
    return acted(request, tx, hand, status=status)


def refuse_unless_it_can(hand: AtHand, status: str) -> None:
    was = hand.performance.status
    if was in UNJUDGED:
        raise Refused(
            "performance.out", _("{order} is out already. Let it return first."), status=409, order=hand.number
        )
    if was in ("closed", "reopened") and status != "disqualified":
        raise Refused(
            "performance.over",
            _("{order} has been judged. It can only be disqualified now."),
            status=409,
            order=hand.number,
        )


def status_before(hand: AtHand) -> str:
    """Closed if it had been judged; else it waits for its turn, for the panel may be busy with another."""
    return "closed" if hand.performance.closed_at is not None else "waiting"


router = Router("/scoring", route_handlers=[absent, withdraw, disqualify, come_back])
