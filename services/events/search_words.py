"""A search for a plan in figures and words: how far, how much better, why there is none. Starts nothing."""

from datetime import UTC, datetime, timedelta

import msgspec
from msgspec import Struct

from services.events.planner.told import Impossible, NoneFound
from services.events.sql import availability as available
from services.events.sql.planning import Search
from shared.kit.db import Tx
from shared.kit.words import _
from shared.rules.model import Words

SILENT = timedelta(seconds=15)
"""After so long without a word a search is given up: its process, or its service, is gone."""
NONE_FOUND = _("No plan was found in the time given, and none was proved impossible: {left} matches have no place.")
TOO_SHORT = _("All matches together need {needed} minutes on courts; the sessions have {there}.")
NOTHING_FITS = _("Even without any wish the matches do not fit: add sessions or courts.")
CONFLICT = _("These wishes cannot be had together; without any one of them there is a plan:")
UNSURE_CONFLICT = _("These wishes seem not to go together:")


class Shown(Struct, frozen=True, kw_only=True):
    """A search as its page shows it."""

    state: str
    elapsed: int
    seconds: int
    better_by: int | None
    """Percent that the cost fell since the solver's first plan."""
    gap: int | None
    """Percent that it could still fall at the most."""
    refusal: Words


async def shown(tx: Tx, search: Search) -> Shown:
    """The search in figures and words."""
    now = datetime.now(UTC)
    going = search.state in ("running", "stopping")
    state = "failed" if going and now - search.heard_at > SILENT else search.state
    until = now if state in ("running", "stopping") else search.ended_at or search.heard_at
    first, cost, bound = search.first_cost, search.cost, search.bound
    return Shown(
        state=state,
        elapsed=max(0, int((until - search.started_at).total_seconds())),
        seconds=search.seconds,
        better_by=round(100 * (first - cost) / first) if first and cost is not None else None,
        gap=round(100 * (cost - bound) / cost) if cost and bound is not None else None,
        refusal=await refusal_words(tx, search),
    )


async def refusal_words(tx: Tx, search: Search) -> Words:
    """Why there is no plan, sentence by sentence."""
    if not search.refusal:
        return []
    told = msgspec.convert(search.refusal, type=Impossible | NoneFound)
    if isinstance(told, NoneFound):
        return [(NONE_FOUND, {"left": len(told.left)})]
    if told.needed > told.there:
        return [(TOO_SHORT, {"needed": told.needed, "there": told.there})]
    if not told.wishes:
        return [(NOTHING_FITS, {})]
    names = {str(contest.id): contest.name for contest in await available.contests(tx, search.event_id)}
    names |= {str(each.member_id or each.unit): each.name for each in await available.absences(tx, search.event_id)}
    said: Words = [(CONFLICT if told.sure else UNSURE_CONFLICT, {})]
    for wish in told.wishes:
        name = names.get(wish.about, wish.about)
        said.append((wish.sentence, {"contest": name, "who": name, "minutes": wish.amount, "most": wish.amount}))
    return said
