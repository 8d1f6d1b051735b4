"""Names beside order numbers, refused before the reveal to whoever marks in the contest."""

from typing import Any

from litestar import Request

from services.scoring.judged.doors import is_blind
from services.scoring.judged.officials import Official, require
from services.scoring.sql import judged
from services.scoring.sql.judged import ContestRow
from shared.kit.db import Tx
from shared.kit.http.errors import Refused
from shared.kit.words import _


async def require_knowing(request: Request[Any, Any, Any], tx: Tx, contest: ContestRow, *roles: str) -> Official:
    """Who is asking, if one of these roles is theirs and names may be shown to them.

    Raises:
        Refused: they have none of the roles, or they mark in a contest whose names are hidden.
    """
    official = await require(request, tx, contest, *roles)
    if is_blind(official, await judged.newest_rule_set(tx, contest.id)):
        raise Refused("official.blind", _("Who gives marks does not see which order number is whose."), status=403)
    return official
