"""Ballots as tablets hand them in: each revision stored once, answered with a receipt after it is durable.

Source: book of judged contests, section 4. Who sits where is the tablet's token; what counts is decided elsewhere.
"""

import hmac
from datetime import UTC, datetime
from typing import Annotated, Any
from uuid import UUID

from litestar import Request, Response, Router, put
from litestar.di import NamedDependency
from litestar.params import FromPath
from msgspec import Meta, Struct

from services.scoring.hall import hall_of
from services.scoring.judged.devices import device_in_force
from services.scoring.judged.ground import StageGround, ballot_id, ground_of
from services.scoring.judged.keeping import Given, Receipt, keep, known_receipt
from services.scoring.judged.standing import seat_due
from services.scoring.sql import ballots, judged
from services.scoring.sql.judged import PerformanceRow
from services.scoring.sql.panel_devices import DeviceSeat
from shared.kit.db import Db, Tx
from shared.kit.http.auth import anyone
from shared.kit.http.errors import Refused
from shared.kit.http.forms import typed
from shared.kit.http.replies import json, sentence
from shared.kit.words import _
from shared.rules.judged.chain import content_hash

AnyRequest = Request[Any, Any, Any]
MOST_AHEAD = 100
"""Numbers a tablet may have used up on revisions that were refused."""
Key = Annotated[str, Meta(max_length=200)]
Mark = Annotated[str, Meta(max_length=20)]
Nonce = Annotated[str, Meta(pattern="^[0-9a-f]{32}$")]
"""Made by chance on the tablet: without it the hash, which is told at once, would give the marks away."""
RECUSED = _("You are recused from this one.")


class SentBallot(Struct, frozen=True, kw_only=True):
    """A revision as a tablet sends it; marks are the strings that were typed."""

    performance_id: UUID
    rule_set_version: Annotated[int, Meta(ge=1, le=2**31 - 1)]
    marks: Annotated[dict[Key, Mark], Meta(max_length=500)]
    nonce: Nonce
    hash: Annotated[str, Meta(max_length=64)]
    device_at: Annotated[datetime, Meta(tz=True)]
    app_version: Annotated[str, Meta(max_length=60)] = ""


@put("/ballots/{ballot:uuid}/revisions/{revision:int}", guards=[anyone], status_code=201)
async def hand_in(
    request: AnyRequest, ballot: FromPath[UUID], revision: FromPath[int], db: NamedDependency[Db]
) -> Response[bytes]:
    """One transaction of its own, over before the receipt is written: what is confirmed is on disk."""
    async with hall_of(request).handing_in, db.tx() as tx:
        receipt, new = await stored(request, tx, ballot, revision)
    return json(receipt, 201 if new else 200)


async def stored(request: AnyRequest, tx: Tx, ballot: UUID, revision: int) -> tuple[Receipt, bool]:
    """The receipt, and whether the revision is new."""
    device = await device_in_force(request, tx)
    sent = await typed(request, SentBallot)
    await refuse_far_ahead(tx, ballot, revision)
    performance = await performance_of(tx, device, sent.performance_id, ballot)
    given = Given(
        ballot_id=ballot,
        revision=revision,
        rule_set_version=sent.rule_set_version,
        marks=sent.marks,
        nonce=sent.nonce,
        device_at=sent.device_at,
        app_version=sent.app_version,
        device_id=device.id,
    )
    hashed = content_hash(given.content(device.seat_id, performance.id))
    if not hmac.compare_digest(hashed.encode(), sent.hash.encode()):
        raise Refused("ballot.hash", _("The ballot came in damaged. Hand it in once more."), status=422)
    contest = await judged.lock_contest(tx, performance.contest_id)
    assert contest is not None, "a performance refers to its contest"
    known = await known_receipt(tx, ballot, revision, hashed)
    if known is not None:
        return known, False
    ground = await ground_of(tx, contest, performance.stage)
    return await keep_due(request, tx, ground, performance.id, device, given), True


async def refuse_far_ahead(tx: Tx, ballot: UUID, revision: int) -> None:
    """Numbers are counted up by one: one far ahead would leave none for what follows."""
    if revision == 1:
        return
    known = await ballots.read_ballot(tx, ballot)
    if not 1 <= revision <= MOST_AHEAD + (known.newest if known else 0):
        raise Refused("ballot.unknown", _("There is no such ballot."), status=404)


async def performance_of(tx: Tx, device: DeviceSeat, performance_id: UUID, ballot: UUID) -> PerformanceRow:
    """The performance this seat's ballot is of.

    Raises:
        Refused: there is none, or the ballot is another seat's.
    """
    found = await judged.read_performance(tx, performance_id)
    if found is None or ballot != ballot_id(performance_id, device.seat_id):
        raise Refused("ballot.unknown", _("There is no such ballot."), status=404)
    return found


async def keep_due(
    request: AnyRequest, tx: Tx, ground: StageGround, performance_id: UUID, device: DeviceSeat, given: Given
) -> Receipt:
    """Store it, if the seat judges this performance."""
    performance = next(each for each in ground.performances if each.id == performance_id)
    due = seat_due(ground, performance, device.seat_id)
    if due is None:
        raise Refused("ballot.not_due", _("This seat does not judge this one."), status=403)
    if due.state == "recused":
        reason = shown_reason(request, ground, due.reason)
        raise Refused("ballot.recused", RECUSED, status=403, details={"reason": reason})
    return await keep(hall_of(request), tx, ground, performance, due, given, datetime.now(UTC))


def shown_reason(request: AnyRequest, ground: StageGround, reason: str) -> str:
    """Why a judge is recused. It may tell a unit or a name, so in an anonymous contest only that it is so."""
    return sentence(request, RECUSED, {}) if ground.rule_set.anonymous or not reason else reason


router = Router("/scoring", route_handlers=[hand_in])
