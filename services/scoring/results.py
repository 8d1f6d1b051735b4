"""An organiser's typed result, and the correction of a closed sheet. Both are marks like any other.

Knows nothing of what a correction reaches downstream: the events service lists that before the form comes here.
"""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid4

from litestar import Request, Response, Router, get
from litestar.params import FromPath
from msgspec import Struct

from services.scoring.book import By, Held
from services.scoring.change import NewMark
from services.scoring.games_text import games_text
from services.scoring.hall import hall_of
from services.scoring.in_place import InPlace
from services.scoring.marks import beside, repeated
from services.scoring.pad import opens, pad_of
from services.scoring.typed_results import ResultTyped, outcome_of, treatments
from shared.kit.http.auth import signed_in, who_of
from shared.kit.http.errors import Refused
from shared.kit.http.forms import typed
from shared.kit.http.replies import done, json, page, wants_json
from shared.kit.words import _
from shared.rules.marks import Corrected, Mark, Typed
from shared.rules.model import Outcome


class Result(Struct, frozen=True):
    sheet_id: UUID
    revision: int
    outcome: Outcome


@get("/matches/{match_id:uuid}/result", guards=[signed_in])
async def show(request: Request[Any, Any, Any], match_id: FromPath[UUID]) -> Response[bytes]:
    hall = hall_of(request)
    held = await hall.book.reread(await hall.book.sheet_of(match_id))
    event = await hall.events.require_organiser(who_of(request), held.row.match.event_id)
    outcome = held.sheet.outcome
    if wants_json(request):
        return json({"sheet_id": held.id, "revision": held.row.revision, "outcome": outcome})
    return page(
        request,
        "result.html",
        event=event,
        match_id=match_id,
        match=held.row.match,
        sheet_id=held.id,
        revision=held.row.revision,
        closed=held.sheet.closed,
        outcome=outcome,
        games=outcome.games if outcome else held.sheet.games,
        pad=pad_of(held.row.match),
        counts=held.sheet.counts if outcome is None else (),
        mark_id=uuid4(),
    )


@InPlace("/matches/{match_id:uuid}/result", guards=[signed_in], status_code=200)
async def enter(request: Request[Any, Any, Any], match_id: FromPath[UUID]) -> Response[Any]:
    """The result of a match as an organiser types it: the first one, or a correction with its reason."""
    hall = hall_of(request)
    who = who_of(request)
    data = await typed(request, ResultTyped)
    sheet_id = await hall.book.sheet_of(match_id)
    held = await hall.book.look(sheet_id)
    await hall.events.require_organiser(who, held.row.match.event_id)
    outcome = outcome_of(data, held.row.match)
    mark_id = data.mark_id or uuid4()
    held = await hall.book.move(
        sheet_id, By(member_id=who.member_id), lambda held: result_mark(held, data, outcome, mark_id)
    )
    body = Result(held.id, held.row.revision, held.sheet.outcome or outcome)
    return done(request, to=local(data.return_to) or f"/scoring/matches/{match_id}/result", body=body)


def result_mark(held: Held, data: ResultTyped, outcome: Outcome, mark_id: UUID) -> list[NewMark]:
    """The mark that enters a result on the sheet as it stands; none if this form was sent before."""
    corrects = held.sheet.closed
    mark: Mark = Corrected(outcome, data.reason, treatments(data)) if corrects else Typed(outcome)
    new = NewMark(mark_id, mark, datetime.now(UTC))
    if mark_id in held.marks:
        repeated(held, NewMark(mark_id, as_stored(held, data, outcome, mark_id), new.at))
        return []
    refuse_unless_typeable(held)
    refuse_if_stale(held, data, outcome)
    if corrects:
        refuse_unless_a_correction(held, data, outcome)
    return [new]


def as_stored(held: Held, data: ResultTyped, outcome: Outcome, mark_id: UUID) -> Mark:
    """What this form would have made when it was first sent: its own mark may have closed the sheet since."""
    if isinstance(held.marks[mark_id][1], Corrected):
        return Corrected(outcome, data.reason, treatments(data))
    return Typed(outcome)


def refuse_unless_typeable(held: Held) -> None:
    row = held.row
    if row.status == "void" or row.attempt != row.match.attempt:
        raise Refused(
            "sheet.void",
            _("This scoresheet is void: the match is to be played again."),
            status=409,
            details=beside(held),
        )
    if not opens(row.match):
        raise Refused("match.not_ready", _("There is no such match, or its sides are not known yet."), status=409)


def refuse_if_stale(held: Held, data: ResultTyped, outcome: Outcome) -> None:
    if data.sheet_revision is None or data.sheet_revision == held.row.revision:
        return
    present = held.sheet.outcome
    raise Refused(
        "result.stale",
        _("Meanwhile somebody else changed this match: it now says {present}, you typed {yours}. Look again."),
        status=409,
        details={"present": present, "yours": outcome, "revision": held.row.revision, **beside(held)},
        present=result_text(present) or games_text(held.sheet.games) or "–",
        yours=result_text(outcome) or "–",
    )


def refuse_unless_a_correction(held: Held, data: ResultTyped, outcome: Outcome) -> None:
    present = held.sheet.outcome
    if not data.reason.strip():
        raise Refused(
            "result.reason_missing",
            _("This match has a result already. To correct it, give the reason."),
            status=422,
            details={"present": present, "yours": outcome, "revision": held.row.revision},
        )
    if present is not None and essence(present) == essence(outcome):
        raise Refused("result.same", _("This is the result as it stands. Nothing was changed."), status=422)


def essence(outcome: Outcome) -> tuple[object, ...]:
    """What must differ for a correction to be one."""
    return outcome.kind, outcome.winner, outcome.games, outcome.performance


def result_text(outcome: Outcome | None) -> str:
    """A result in one line, where there is one."""
    if outcome is None:
        return ""
    return str(outcome.performance.score) if outcome.performance else games_text(outcome.games)


def local(path: str) -> str:
    """The path, if it leads to a page of ours."""
    return path if path.startswith("/") and not path.startswith("//") and "\\" not in path else ""


router = Router("/scoring", route_handlers=[show, enter])
