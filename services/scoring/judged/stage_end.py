"""A stage ends: everything judged or excused, its ranking fixed, those who go on given a turn in the next.

Knows stages; the contest's result is another's. What the rule leaves open at the line the chief decides with a reason.
"""

from datetime import datetime
from typing import Any
from uuid import UUID

from litestar import Response, Router, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from msgspec import Struct

from services.scoring.hall import hall_of
from services.scoring.judged import watch
from services.scoring.judged.advancing import going_on, next_stage
from services.scoring.judged.at_hand import DESK, AnyRequest, Reason, Reasoned, held, numbered, reasoned
from services.scoring.judged.beginning import DONE
from services.scoring.judged.computed import computed_of
from services.scoring.judged.due import tell_what_is_due
from services.scoring.judged.ground import StageGround, ground_of
from services.scoring.judged.officials import Official
from services.scoring.judged.stages import fill_stage
from services.scoring.judged.standing_entries import ADVANCE, STAYS, moved_since
from services.scoring.sql import desk, judged
from services.scoring.sql import results as sql
from services.scoring.sql.votes import vote_closed
from shared.kit.db import Tx
from shared.kit.http.auth import anyone
from shared.kit.http.errors import Refused
from shared.kit.http.forms import typed
from shared.kit.http.replies import done
from shared.kit.words import _


class Admitted(Struct, kw_only=True):
    entries: list[UUID] = []
    """Of those equal at the line, who goes on too; none is a decision as well."""
    reason: Reason = ""


@post("/contests/{contest_id:uuid}/stages/{stage:str}/close", guards=[anyone], status_code=200)
async def close(
    request: AnyRequest,
    contest_id: FromPath[UUID],
    stage: FromPath[str],
    tx: NamedDependency[Tx],
    now: NamedDependency[datetime],
) -> Response[Any]:
    """Close a stage; where nothing is open at the line the next one gets its turns."""
    contest, official = await held(request, tx, contest_id, *DESK)
    ground = await ground_of(tx, contest, stage)
    if await desk.stage_status(tx, contest.id, stage) in DONE:
        return ended(request, tx, ground, {})
    refuse_unless_over(ground)
    if ground.stage.public_votes and not await vote_closed(tx, contest.id, stage):
        raise Refused("vote.open", _("The public vote is still open. Close it first."), status=409)
    await sql.set_stage_closed(tx, contest.id, stage, now)
    await judged.insert_act(tx, contest.id, None, "stage_closed", official.name, "", {"stage": stage})
    await tell_what_is_due(tx, contest, stage, now)
    after = next_stage(ground.rule_set, stage)
    if after is None:
        return ended(request, tx, ground, {"next": None})
    going = going_on(ground)
    if going.left:
        return ended(request, tx, ground, {"next": after, "left": going.left})
    await fill(tx, ground, official, after, going.entries)
    return ended(request, tx, ground, {"next": after, "advancing": going.entries})


@post("/contests/{contest_id:uuid}/stages/{stage:str}/advance", guards=[anyone], status_code=200)
async def admit(
    request: AnyRequest,
    contest_id: FromPath[UUID],
    stage: FromPath[str],
    tx: NamedDependency[Tx],
    now: NamedDependency[datetime],
) -> Response[Any]:
    """The chief decides who of those equal at the line goes on; then the next stage gets its turns."""
    data = await typed(request, Admitted)
    contest, official = await held(request, tx, contest_id, "chief")
    ground = await ground_of(tx, contest, stage)
    after = next_stage(ground.rule_set, stage)
    if await desk.stage_status(tx, contest.id, stage) not in DONE or after is None:
        raise Refused("stage.not_closed", _("This stage is not closed, or none follows it."), status=409)
    if await judged.performances_of(tx, contest.id, after):
        raise Refused("stage.begun", _("Who goes on is decided already."), status=409)
    going = going_on(ground)
    if not set(data.entries) <= set(going.left):
        raise Refused("advance.not_equal", _("Only those equal at the line can be decided about."), status=422)
    reason = reasoned(data.reason)
    await sql.decide(tx, contest.id, ADVANCE, stage, data.entries, reason, official.name, now)
    await judged.insert_act(
        tx, contest.id, None, "advance_decided", official.name, reason, {"stage": stage, "count": len(data.entries)}
    )
    admitted = [each for each in going.left if each in data.entries]
    await fill(tx, ground, official, after, [*going.entries, *admitted])
    return ended(request, tx, ground, {"next": after, "advancing": [*going.entries, *admitted]})


@post("/contests/{contest_id:uuid}/stages/{stage:str}/advance/stays", guards=[anyone], status_code=200)
async def stay(
    request: AnyRequest,
    contest_id: FromPath[UUID],
    stage: FromPath[str],
    tx: NamedDependency[Tx],
    now: NamedDependency[datetime],
) -> Response[Any]:
    """A ranking changed after others had gone on from it: the chief says, with a reason, that it stays so."""
    data = await typed(request, Reasoned)
    contest, official = await held(request, tx, contest_id, "chief")
    reason = reasoned(data.reason)
    moved = [each for each in await moved_since(tx, contest, await computed_of(tx, contest)) if each.stage == stage]
    if not moved:
        raise Refused("advance.same", _("Who went on is who goes on by the ranking."), status=409)
    await sql.decide(tx, contest.id, STAYS, stage, moved[0].should, reason, official.name, now)
    about = {"stage": stage, "more": moved[0].more, "fewer": moved[0].fewer}
    await judged.insert_act(tx, contest.id, None, "advance_stays", official.name, reason, about)
    watch.moved(hall_of(request), tx, contest.id)
    return done(request, to=f"/scoring/contests/{contest.id}/result", body={"stage": stage})


async def fill(tx: Tx, ground: StageGround, official: Official, after: str, entries: list[UUID]) -> None:
    if not entries:
        raise Refused("advance.nobody", _("Nobody would go on to the next stage."), status=409)
    await fill_stage(tx, ground.contest, after, entries)
    about = {"stage": after, "count": len(entries)}
    await judged.insert_act(tx, ground.contest.id, None, "stage_filled", official.name, "", about)


def ended(request: AnyRequest, tx: Tx, ground: StageGround, body: dict[str, Any]) -> Response[Any]:
    panels = {each.panel_id for each in ground.performances if each.panel_id}
    watch.moved(hall_of(request), tx, ground.contest.id, panels)
    return done(request, to=f"/scoring/contests/{ground.contest.id}/stages/{ground.stage.key}", body=body)


def refuse_unless_over(ground: StageGround) -> None:
    """Everybody has performed or is excused; nothing waits, is open or reopened."""
    if not any(each.status == "closed" for each in ground.performances):
        raise Refused("stage.nothing", _("Nothing has been judged in this stage."), status=409)
    left = [each for each in ground.performances if each.status in ("waiting", "open", "reopened")]
    if left:
        raise Refused(
            "stage.not_over",
            _("The stage cannot be closed yet. Not closed: {orders}."),
            status=409,
            details={"left": [each.order_no for each in left]},
            orders=", ".join(numbered(each.order_no) for each in left[:12]) + (" …" if len(left) > 12 else ""),
        )


router = Router("/scoring", route_handlers=[close, admit, stay])
