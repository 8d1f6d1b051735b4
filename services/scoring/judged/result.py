"""The result of a judged contest before its signatures: computed, looked at by officials, put up, ties decided.

Nothing of it leaves this service here. What is put up is one version, known by its hash; whatever changes afterwards
makes it void.
"""

import re
from datetime import datetime
from typing import Any
from uuid import UUID

from litestar import Response, Router, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from msgspec import Struct

from services.scoring.hall import hall_of
from services.scoring.judged import watch
from services.scoring.judged.at_hand import DESK, AnyRequest, Reason, held, reasoned
from services.scoring.judged.awaited import awaited, may_sign
from services.scoring.judged.computed import as_computed, computed_of
from services.scoring.judged.doors import DOORS, doors_open
from services.scoring.judged.lines import stored
from services.scoring.judged.officials import contest_of, require
from services.scoring.judged.readiness import refuse_if_any
from services.scoring.judged.result_view import ResultView, as_json, names_of, result_view
from services.scoring.judged.role_names import ROLE_NAMES
from services.scoring.judged.standing_entries import ADVANCE, STAYS
from services.scoring.sql import judged
from services.scoring.sql import results as sql
from shared.kit.db import Tx
from shared.kit.http.auth import anyone
from shared.kit.http.errors import Refused
from shared.kit.http.forms import typed
from shared.kit.http.replies import done, json, page, wants_json
from shared.kit.words import _
from shared.rules.judged.regulation_words import prize_name

HASH = re.compile("[0-9a-f]{64}")


class PutUp(Struct, kw_only=True):
    reason: Reason = ""
    """Why a signed result changes."""


class Ordered(Struct, kw_only=True):
    entries: list[UUID]
    """Equals, the better one first."""
    reason: Reason = ""


@get("/contests/{contest_id:uuid}/result", guards=[anyone])
async def show(request: AnyRequest, contest_id: FromPath[UUID], tx: NamedDependency[Tx]) -> Response[Any]:
    """The result as it is now, with prizes and titles, and what has been signed."""
    contest = await contest_of(tx, contest_id)
    official = await require(request, tx, contest, *DOORS["result"])
    view = await result_view(tx, contest, await as_computed(tx, contest))
    over = not any(each.code in ("stage.open", "performance.open") for each in view.obstacles)
    named = official.has("organiser") or over or not view.computed.rule_set.anonymous
    if wants_json(request):
        return json(as_json(view) | {"names": names_of(view) if named else {}})
    acts = await judged_acts(tx, contest_id)
    return page(
        request,
        "judged_result.html",
        contest=contest,
        view=view,
        official=official,
        doors=doors_open(official, view.computed.rule_set),
        named=named,
        acts=acts,
        prize_name=prize_name,
        role_names=ROLE_NAMES,
        awaited=awaited(view.draft, official),
        signs=may_sign(view.draft, official),
        seen=seen_before(request) or view.hash,
    )


def seen_before(request: AnyRequest) -> str:
    """The hash of the result as this page showed it when it was opened: what is signed must have been read."""
    seen = str(request.query_params.get("seen", ""))
    return seen if HASH.fullmatch(seen) else ""


async def judged_acts(tx: Tx, contest_id: UUID) -> list[sql.DecisionRow]:
    return [each for what in ("order", ADVANCE, STAYS) for each in await sql.decisions_of(tx, contest_id, what)]


@post("/contests/{contest_id:uuid}/result", guards=[anyone], status_code=200)
async def put_up(
    request: AnyRequest, contest_id: FromPath[UUID], tx: NamedDependency[Tx], now: NamedDependency[datetime]
) -> Response[Any]:
    """Put the result up for signature: a version of its own. An amended one needs a reason and keeps the first."""
    data = await typed(request, PutUp)
    contest, official = await held(request, tx, contest_id, *DESK)
    view = await result_view(tx, contest, await computed_of(tx, contest))
    if view.draft is None:
        refuse_if_any(view.obstacles)
        reason = reason_of_amendment(view, data.reason)
        version = view.versions[0].row.version + 1 if view.versions else 1
        await sql.void_drafts(tx, contest.id, now)
        rule_set = view.computed.rule_set
        lines = stored(view.computed.lines)
        await sql.insert_result(
            tx, contest.id, version, lines, rule_set.version, contest.head, official.name, reason, now
        )
        await judged.insert_act(tx, contest.id, None, "result_put_up", official.name, reason, {"version": version})
    else:
        version = view.draft.row.version
    watch.moved(hall_of(request), tx, contest.id)
    body = {"version": version, "hash": view.hash}
    return done(request, to=f"/scoring/contests/{contest_id}/result", body=body)


def reason_of_amendment(view: ResultView, reason: str) -> str:
    """Empty for the first result.

    Raises:
        Refused: a signed result would be put up unchanged, or changed without a reason.
    """
    if view.signed is None:
        return ""
    if not view.changed:
        raise Refused("result.same", _("This is the result as it was signed. Nothing has changed."), status=409)
    return reasoned(reason)


@post("/contests/{contest_id:uuid}/result/order", guards=[anyone], status_code=200)
async def decide(
    request: AnyRequest, contest_id: FromPath[UUID], tx: NamedDependency[Tx], now: NamedDependency[datetime]
) -> Response[Any]:
    """The chief puts equals in order where the rule leaves a tie, with a reason on record; once more, if need be."""
    data = await typed(request, Ordered)
    contest, official = await held(request, tx, contest_id, "chief")
    computed = await computed_of(tx, contest)
    wanted = {str(entry) for entry in data.entries}
    if len(wanted) != len(data.entries) or wanted not in computed.equals:
        raise Refused(
            "result.no_tie", _("These are not the equals of one place: look at the result again."), status=409
        )
    reason = reasoned(data.reason)
    await sql.withdraw_decisions(tx, contest.id, "order", data.entries, now)
    await sql.decide(tx, contest.id, "order", "", data.entries, reason, official.name, now)
    await judged.insert_act(
        tx, contest.id, None, "order_decided", official.name, reason, {"entries": [str(each) for each in data.entries]}
    )
    watch.moved(hall_of(request), tx, contest.id)
    return done(request, to=f"/scoring/contests/{contest_id}/result", body={"entries": data.entries})


router = Router("/scoring", route_handlers=[show, put_up, decide])
