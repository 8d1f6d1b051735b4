"""Marks from a seat: the hot path. One request, no dependency, no reading, one statement shared with its neighbours."""

from collections.abc import Sequence
from typing import Annotated, Any
from uuid import UUID

import msgspec
from litestar import Request, Router
from litestar.response.base import ASGIResponse
from msgspec import Meta, Struct

from services.scoring.book import By, Held
from services.scoring.change import NewMark, encode
from services.scoring.hall import hall_of
from services.scoring.in_place import InPlace
from services.scoring.pad import places_of
from services.scoring.sql.seats import SeatRow
from services.scoring.views import MarkReceipt, Receipt
from shared.kit.http.auth import anyone
from shared.kit.http.errors import NOT_UNDERSTOOD, Refused
from shared.kit.words import _
from shared.rules.marks import UmpireMark

MOST_MARKS = 500
HEAD = 1
IN_PLAY = frozenset({"called", "playing"})


class SentMark(NewMark, frozen=True):
    """A mark as a tablet may send it: none of those only an organiser makes."""

    mark: UmpireMark


class SentMarks(Struct, frozen=True):
    marks: Annotated[list[SentMark], Meta(min_length=1, max_length=MOST_MARKS)]


read_marks = msgspec.json.Decoder(SentMarks).decode


@InPlace("/sheets/{sheet_id:uuid}/marks", guards=[anyone], status_code=200)
async def mark(request: Request[Any, Any, Any]) -> ASGIResponse:
    """All of the marks or none; a mark sent before is answered as it was then and counts once."""
    hall = hall_of(request)
    seat = await hall.seated.in_force(request)
    sent = decoded(await request.body())
    sheet_id: UUID = request.path_params["sheet_id"]
    held = await hall.book.move(sheet_id, By(seat.id), lambda held: fresh(held, seat, sent))
    receipts = [MarkReceipt(each.id, held.marks[each.id][0]) for each in sent]
    return ASGIResponse(
        body=encode(Receipt(held.row.revision, msgspec.Raw(held.view), receipts)), media_type="application/json"
    )


def decoded(body: bytes) -> list[SentMark]:
    try:
        return read_marks(body).marks
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise Refused(*NOT_UNDERSTOOD, status=422, details={"problem": str(error)}) from error


def fresh(held: Held, seat: SeatRow, sent: Sequence[SentMark]) -> list[SentMark]:
    """Those of the marks the sheet does not have yet, for a seat that may make them now."""
    court = held.row.match.court
    if court is None or court.id != seat.court_id:
        raise Refused("seat.other_court", _("This match is not on this tablet's court."), status=403)
    refuse_unless_own(held, seat, sent)
    new = [each for each in sent if not repeated(held, each)]
    if len({each.id for each in new}) < len(new):
        raise Refused("mark.twice", _("A mark was sent twice in one go."), status=422)
    if new:
        refuse_unless_in_play(held)
    return new


def refuse_unless_own(held: Held, seat: SeatRow, sent: Sequence[SentMark]) -> None:
    """The head's place marks for all; where several fill a sheet, every other place marks its own part only."""
    if seat.place == HEAD:
        return
    alone = places_of(held.row.regulation) == 1
    for each in sent:
        by = getattr(each.mark, "by", None)
        if by is None and not alone:
            raise Refused("seat.not_head", _("This is done by the umpire's or head counter's tablet."), status=403)
        if by not in (None, seat.place):
            raise Refused(
                "seat.other_place", _("This tablet counts for place {place} only."), status=403, place=seat.place
            )


def repeated(held: Held, sent: NewMark) -> bool:
    known = held.marks.get(sent.id)
    if known is None:
        return False
    if known[1] != sent.mark:
        raise Refused(
            "mark.differs",
            _("A different mark is stored under this mark's number. Nothing was changed."),
            status=422,
            details=beside(held),
        )
    return True


def refuse_unless_in_play(held: Held) -> None:
    row = held.row
    if row.status == "void" or row.attempt != row.match.attempt:
        raise Refused(
            "sheet.void",
            _("This scoresheet is void: the match is to be played again."),
            status=409,
            details=beside(held),
        )
    if row.status == "open" and row.match.status not in IN_PLAY:
        raise Refused(
            "match.not_called", _("This match is not called to a court now."), status=409, details=beside(held)
        )


def beside(held: Held) -> dict[str, msgspec.Raw]:
    """The present sheet, sent along with a refusal."""
    return {"sheet": msgspec.Raw(held.view)}


router = Router("/scoring", route_handlers=[mark])
