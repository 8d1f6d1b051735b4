"""A performance or a stage in the hands of an official: rights asked, the contest's row held, everything read.

Knows who may do it and what stands; not what is done with it.
"""

from typing import Annotated, Any
from uuid import UUID

from litestar import Request, Response
from msgspec import Meta, Struct

from services.scoring.hall import hall_of
from services.scoring.judged import watch
from services.scoring.judged.ground import StageGround, ground_of
from services.scoring.judged.officials import Official, contest_of, not_yours, require
from services.scoring.sql import judged
from services.scoring.sql.judged import ContestRow, PerformanceRow
from shared.kit.db import Tx
from shared.kit.http.errors import Refused
from shared.kit.http.replies import came_from, done
from shared.kit.words import _

AnyRequest = Request[Any, Any, Any]
DESK = ("organiser", "chief", "supervisor", "recorder")
"""Who runs the desk."""
TIMING = ("timekeeper", "organiser", "chief", "recorder")
SEES_MARKS = ("organiser", "chief", "supervisor", "recorder")
"""Who may look at a closed performance's marks before they are revealed."""
Reason = Annotated[str, Meta(max_length=500, title=_("Reason"))]


class Reasoned(Struct):
    reason: Reason = ""


class AtHand(Struct, frozen=True, kw_only=True):
    """A performance with its stage, held by the official who acts."""

    official: Official
    ground: StageGround
    performance: PerformanceRow

    @property
    def contest(self) -> ContestRow:
        return self.ground.contest

    @property
    def number(self) -> str:
        return numbered(self.performance.order_no)


def numbered(order_no: int) -> str:
    """An order number as everybody reads it: 07."""
    return f"{order_no:02d}"


async def held(request: AnyRequest, tx: Tx, contest_id: UUID, *roles: str) -> tuple[ContestRow, Official]:
    """The contest with its row locked, for an official with one of these roles."""
    official = await require(request, tx, await contest_of(tx, contest_id), *roles)
    contest = await judged.lock_contest(tx, contest_id)
    if contest is None:
        raise Refused("contest.unknown", _("There is no such contest."), status=404)
    return contest, official


async def known_performance(tx: Tx, performance_id: UUID) -> PerformanceRow:
    found = await judged.read_performance(tx, performance_id)
    if found is None:
        raise Refused("performance.unknown", _("There is no such performance."), status=404)
    return found


async def at_hand(request: AnyRequest, tx: Tx, performance_id: UUID, *roles: str) -> AtHand:
    """A performance to act on, for an official of the panel it is before.

    Its contest's row is locked first: two desks act one after the other.
    """
    found = await known_performance(tx, performance_id)
    contest, official = await held(request, tx, found.contest_id, *roles)
    ground = await ground_of(tx, contest, found.stage)
    performance = next((each for each in ground.performances if each.id == performance_id), None)
    if performance is None:
        raise Refused("performance.unknown", _("There is no such performance."), status=404)
    official = official.before(performance.panel_id, ground.seats.values())
    if not official.has(*roles):
        raise not_yours(request, roles)
    return AtHand(official=official, ground=ground, performance=performance)


def reasoned(reason: str) -> str:
    """The reason, if there is one.

    Raises:
        Refused: nothing was given.
    """
    if not any(sign.isprintable() and not sign.isspace() for sign in reason):
        raise Refused("reason.missing", _("Give the reason: it stands in the record."), status=422)
    return reason.strip()


def form_used() -> Refused:
    """A form the browser's Back brought again, with its old id and something new in it: that would be lost."""
    return Refused(
        "form.used",
        _("This form was sent before with something else in it. Load the page again and send it once more."),
        status=409,
    )


async def note(tx: Tx, hand: AtHand, act: str, reason: str = "", **about: Any) -> None:
    """Write into the desk's record; `about` never holds a mark."""
    await judged.insert_act(
        tx,
        hand.contest.id,
        hand.performance.id,
        act,
        hand.official.name,
        reason,
        {"no": hand.performance.order_no} | about,
    )


def acted(request: AnyRequest, tx: Tx, hand: AtHand, **body: Any) -> Response[Any]:
    """It is done: tell tablets and pages, and go back to the desk, or to the timer if it came from there."""
    panels = [hand.performance.panel_id] if hand.performance.panel_id else []
    watch.moved(hall_of(request), tx, hand.contest.id, panels)
    timer = timer_of(hand.performance)
    to = timer if came_from(request) == timer else desk_of(hand.performance)
    return done(request, to=to, body={"performance_id": hand.performance.id} | body)


def timer_of(performance: PerformanceRow) -> str:
    return f"/scoring/contests/{performance.contest_id}/timer"


def desk_of(performance: PerformanceRow) -> str:
    return f"/scoring/contests/{performance.contest_id}/stages/{performance.stage}"


def page_of(performance: PerformanceRow) -> str:
    return f"/scoring/performances/{performance.id}"
