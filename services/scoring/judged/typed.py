"""A paper ballot typed at the desk: by one official, then by a second person without seeing the first's numbers.

Only where both typed the same it becomes a ballot like any other, in the chain, under the same rules. What was typed
is shown to nobody. A file that a judge's tablet wrote out fills the form of whoever brings it, and nothing else.
"""

from collections.abc import Mapping
from datetime import datetime
from secrets import token_hex
from typing import Annotated, Any
from uuid import UUID

from litestar import Response, Router, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from msgspec import Meta, Struct

from services.scoring.hall import hall_of
from services.scoring.judged.at_hand import DESK, AnyRequest, AtHand, acted, at_hand, note, page_of, reasoned
from services.scoring.judged.carried import LARGEST, Carried, read_carried
from services.scoring.judged.ground import SeatDue, ballot_id
from services.scoring.judged.keeping import Given, Receipt, keep, refuse_illegal
from services.scoring.judged.standing import seat_due
from services.scoring.judged.two_people import same_person
from services.scoring.sql import ballots
from services.scoring.sql import typed_ballots as sql
from services.scoring.sql.typed_ballots import TypedRow
from shared.kit.db import Tx
from shared.kit.http.auth import anyone
from shared.kit.http.errors import TOO_LARGE, Refused
from shared.kit.http.forms import Upload, typed
from shared.kit.http.replies import json, page, wants_json
from shared.kit.words import _
from shared.rules.judged.marks import leaves

MARK = "mark:"
"""How the form's fields of marks begin; the leaf's key follows."""


class Paper(Struct, frozen=True, kw_only=True):
    """What somebody typed from a paper ballot."""

    marks: dict[Annotated[str, Meta(max_length=200)], Annotated[str, Meta(max_length=20)]]
    reason: Annotated[str, Meta(max_length=500, title=_("Reason"))] = ""


class FileGiven(Struct, kw_only=True):
    """A file of a tablet, or the text of one of its codes."""

    file: Upload | str = ""
    text: Annotated[str, Meta(max_length=LARGEST, title=_("Text of the code"))] = ""


@get(
    [
        "/performances/{performance_id:uuid}/seats/{seat_id:uuid}/paper",
        "/performances/{performance_id:uuid}/seats/{seat_id:uuid}/paper/file",
    ],
    guards=[anyone],
)
async def show(
    request: AnyRequest, performance_id: FromPath[UUID], seat_id: FromPath[UUID], tx: NamedDependency[Tx]
) -> Response[Any]:
    """The empty form, for the first and for the second person alike."""
    hand = await at_hand(request, tx, performance_id, *DESK)
    due = due_of(hand, seat_id)
    first = first_typed(hand, await sql.read_typed(tx, performance_id, seat_id))
    if wants_json(request):
        return json({"typed_by": first.typed_by if first else None, "yours": is_own(hand, first)})
    return form_page(request, hand, due, first, None)


def form_page(
    request: AnyRequest, hand: AtHand, due: SeatDue, first: TypedRow | None, carried: Carried | None
) -> Response[Any]:
    return page(
        request,
        "judged_typed.html",
        contest=hand.contest,
        ground=hand.ground,
        performance=hand.performance,
        number=hand.number,
        due=due,
        first=first,
        own=is_own(hand, first),
        mark=MARK,
        carried=carried,
        address=f"/scoring/performances/{hand.performance.id}/seats/{due.seat.id}/paper",
        back=page_of(hand.performance),
    )


@post(
    "/performances/{performance_id:uuid}/seats/{seat_id:uuid}/paper/file",
    guards=[anyone],
    status_code=200,
    request_max_body_size=2 * LARGEST,
)
async def take_file(
    request: AnyRequest, performance_id: FromPath[UUID], seat_id: FromPath[UUID], tx: NamedDependency[Tx]
) -> Response[Any]:
    """The form with the marks of the file that was brought. The form is what is sent: nothing is kept of a file."""
    hand = await at_hand(request, tx, performance_id, *DESK)
    due = due_of(hand, seat_id)
    given = await typed(request, FileGiven)
    file = given.file.data if isinstance(given.file, Upload) else given.file.encode()
    data = file or given.text.encode()
    if not data:
        raise Refused("input.missing", _("“{field}” is missing."), field=_("File from the tablet"))
    if len(data) > LARGEST:
        raise Refused(*TOO_LARGE, status=413)
    ballot = ballot_id(performance_id, due.seat.id)
    carried = read_carried(data, hand.ground, ballot, hand.number)
    await refuse_stored(tx, carried)
    if wants_json(request):
        told = {"marks": carried.marks, "submitted": carried.submitted, "revision": carried.revision}
        return json(told)
    first = first_typed(hand, await sql.read_typed(tx, performance_id, seat_id))
    return form_page(request, hand, due, first, carried)


async def refuse_stored(tx: Tx, carried: Carried) -> None:
    """The receipt may have been lost on its way to the tablet, not the ballot."""
    stored = await ballots.read_revision(tx, carried.ballot_id, carried.revision)
    if stored is not None and carried.submitted and stored.hash == carried.hash:
        raise Refused("carried.stored", _("This very ballot has reached the desk already."), status=409)


@post("/performances/{performance_id:uuid}/seats/{seat_id:uuid}/paper", guards=[anyone], status_code=200)
async def take(
    request: AnyRequest,
    performance_id: FromPath[UUID],
    seat_id: FromPath[UUID],
    tx: NamedDependency[Tx],
    now: NamedDependency[datetime],
) -> Response[Any]:
    """The first time it is kept; the second time, by somebody else and with the same marks, it counts."""
    hand = await at_hand(request, tx, performance_id, *DESK)
    due = due_of(hand, seat_id)
    paper = await paper_typed(request)
    marks = {key: mark.strip() for key, mark in paper.marks.items()}
    refuse_illegal(hand.ground, marks)
    first = first_typed(hand, await sql.read_typed(tx, performance_id, seat_id))
    if first is None or is_own(hand, first):
        await keep_first(tx, hand, due, marks, reasoned(paper.reason), now)
        return acted(request, tx, hand, counts=False)
    refuse_unless_same(hand, first, marks)
    receipt = await count(request, tx, hand, due, first, now)
    return acted(request, tx, hand, counts=receipt.standing == "active", receipt=receipt)


async def paper_typed(request: AnyRequest) -> Paper:
    """The paper as a program sends it, or as a form with a field for each mark."""
    if request.content_type[0] == "application/json":
        return await typed(request, Paper)
    form = await request.form()
    given = [(key, value) for key, value in form.multi_items() if isinstance(value, str)]
    request.scope["saishi_typed"] = given  # type: ignore[typeddict-unknown-key]
    marks = {key.removeprefix(MARK): value[:20] for key, value in given if key.startswith(MARK)}
    return Paper(marks=marks, reason=next((value for key, value in given if key == "reason"), "")[:500])


def due_of(hand: AtHand, seat_id: UUID) -> SeatDue:
    """What the seat owes.

    Raises:
        Refused: it does not judge this one.
    """
    due = seat_due(hand.ground, hand.performance, seat_id)
    if due is None or due.state == "recused":
        raise Refused("seat.not_due", _("This seat owes no ballot for {order}."), status=404, order=hand.number)
    return due


def first_typed(hand: AtHand, row: TypedRow | None) -> TypedRow | None:
    """What was typed first, if it was typed under the rules in force."""
    return row if row is not None and row.rule_set_version == hand.ground.rule_set.version else None


def is_own(hand: AtHand, first: TypedRow | None) -> bool:
    return first is not None and same_person(hand.official, first.person)


async def keep_first(tx: Tx, hand: AtHand, due: SeatDue, marks: Mapping[str, str], reason: str, now: datetime) -> None:
    version, by = hand.ground.rule_set.version, hand.official
    await sql.keep_typed(tx, hand.performance.id, due.seat.id, marks, version, reason, by.name, list(by.ids), now)
    await note(tx, hand, "paper_typed", reason, seat=due.seat.number)


def refuse_unless_same(hand: AtHand, first: TypedRow, marks: Mapping[str, str]) -> None:
    one, two = refuse_illegal(hand.ground, first.marks), refuse_illegal(hand.ground, marks)
    names = leaves(hand.ground.stage.criteria)
    apart = [names[key].name for key in one if one[key] != two[key]]
    if apart:
        raise Refused(
            "paper.differs",
            _("Two people typed this ballot differently: {criteria}. Look at the paper again, both of you."),
            status=409,
            criteria=", ".join(apart),
        )


async def count(request: AnyRequest, tx: Tx, hand: AtHand, due: SeatDue, first: TypedRow, now: datetime) -> Receipt:
    """Both typed the same: a revision as if the seat's tablet had sent it, with the names of both."""
    ballot = ballot_id(hand.performance.id, due.seat.id)
    known = await ballots.read_ballot(tx, ballot)
    given = Given(
        ballot_id=ballot,
        revision=(known.newest if known else 0) + 1,
        rule_set_version=first.rule_set_version,
        marks=first.marks,
        nonce=token_hex(16),
        device_at=now,
        app_version="paper",
        typed_by=f"{first.typed_by}, {hand.official.name}",
    )
    receipt = await keep(hall_of(request), tx, hand.ground, hand.performance, due, given, now)
    await sql.forget_typed(tx, hand.performance.id, due.seat.id)
    await note(tx, hand, "paper_counted", first.reason, seat=due.seat.number, first=first.typed_by)
    return receipt


router = Router("/scoring", route_handlers=[show, take, take_file])
