"""Who may know which order number is whose before the reveal: who runs the contest, nobody who marks in it."""

from typing import Any

from litestar import Request

from services.scoring.judged.officials import ORGANISER, Official, require
from services.scoring.sql import judged
from services.scoring.sql.judged import ContestRow
from shared.kit.db import Tx
from shared.kit.http.errors import Refused
from shared.kit.words import _

KNOWING = (ORGANISER, "supervisor", "recorder", "timekeeper")


async def require_knowing(request: Request[Any, Any, Any], tx: Tx, contest: ContestRow, *roles: str) -> Official:
    """Who is asking, if one of these roles is theirs and names may be shown to them.

    Raises:
        Refused: they have none of the roles, or they mark in a contest whose names are hidden.
    """
    official = await require(request, tx, contest, *roles)
    if official.has(*KNOWING):
        return official
    rule_set = await judged.newest_rule_set(tx, contest.id)
    seats = await judged.seats_of_panels(tx, await judged.panels_of_contest(tx, contest.id))
    mine = [
        seat
        for seat in seats
        if seat.id == official.seat_id or (seat.member_id is not None and seat.member_id == official.member_id)
    ]
    if (rule_set is None or rule_set.anonymous) and any(seat.marks for seat in mine):
        raise Refused("official.blind", _("Who gives marks does not see which order number is whose."), status=403)
    return official
