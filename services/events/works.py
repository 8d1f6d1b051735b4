"""Judged works go by numbers, their authors unnamed, until the contest is decided. Knows no mark.

Their order is drawn from a secret that nobody keeps: from a lot that is shown, everybody could tell who made which
work.
"""

from secrets import token_hex

from msgspec.structs import replace

from services.events.sql import entries as entry_sql
from services.events.sql import works as sql
from services.events.sql.contests import Contest
from shared.kit.db import Tx
from shared.kit.http.errors import Refused
from shared.kit.words import _
from shared.rules.lot import Lot


async def number(tx: Tx, contest: Contest) -> Contest:
    """Give the works of an exhibition their numbers, R-001, R-002 …, which are their order as well.

    Returns the contest as it is then: it has no lot that could be drawn again.
    """
    shown = contest.regulation.exhibition
    if shown is None:
        return contest
    entries = await entry_sql.entries(tx, contest.id)
    order = Lot(token_hex(16)).shuffled([entry.id for entry in entries])
    lines = sorted(entry.line or 0 for entry in entries)
    await sql.name_works(tx, order, [f"{shown.code}-{place:03d}" for place in range(1, len(order) + 1)], lines)
    await sql.forget_lot(tx, contest.id)
    return replace(contest, lot=None)


def refuse_names(contest: Contest, mine: bool = False) -> None:
    """Raises Refused where a page would say who made which work before all are judged."""
    if contest.regulation.exhibition is not None and contest.status != "decided" and not mine:
        raise Refused("works.unnamed", _("Who made which work is told once all works are judged."), status=409)
