"""Judged works go by numbers, their authors unnamed, until the contest is decided. Knows no mark.

The order of the numbers is drawn from a secret that nobody keeps: from a lot that is shown, everybody could tell who
made which work.
"""

from collections.abc import Sequence
from secrets import token_hex

from services.events.sql import works as sql
from services.events.sql.contests import Contest
from services.events.sql.entries import Entry
from shared.kit.db import Tx
from shared.kit.http.errors import Refused
from shared.kit.words import _
from shared.rules.lot import Lot


async def number(tx: Tx, contest: Contest, entries: Sequence[Entry]) -> None:
    """Give the works of an exhibition their numbers: R-001, R-002 …"""
    shown = contest.regulation.exhibition
    if shown is None:
        return
    order = Lot(token_hex(16)).shuffled([entry.id for entry in entries])
    await sql.name_works(tx, order, [f"{shown.code}-{place:03d}" for place in range(1, len(order) + 1)])


def refuse_names(contest: Contest, mine: bool = False) -> None:
    """Raises Refused where a page would say who made which work before all are judged."""
    if contest.regulation.exhibition is not None and contest.status != "decided" and not mine:
        raise Refused("works.unnamed", _("Who made which work is told once all works are judged."), status=409)
