"""Group tables and what they can still become: pages and JSON. Ranks by the rules alone, decides nothing."""

import asyncio
from typing import Any
from uuid import UUID

from litestar import Request, Response, Router, get
from litestar.di import NamedDependency
from litestar.params import FromPath
from msgspec import Struct

from services.events import recompute, results
from services.events.access import organises
from services.events.group_tables import groups_of
from services.events.sources import group_letter
from services.events.sql import public as public_sql
from services.events.sql import results as results_sql
from services.events.sql import standings as sql
from services.events.sql.public import ContestLine
from shared.kit.db import Tx
from shared.kit.http.auth import Who, anyone
from shared.kit.http.errors import Refused
from shared.kit.http.replies import json, page, wants_json
from shared.kit.words import _
from shared.rules.contest import Plan, awaited, evaluate, meetings_of
from shared.rules.model import Outcome
from shared.rules.plan import BestPlace, GroupPlace, Sides
from shared.rules.standings import table_of
from shared.rules.standings.outlook import Outlook, outlook
from shared.rules.standings.words import in_words

AnyRequest = Request[Any, Any, Any]
REMEMBERED = 64
"""Contests whose outlook is kept until their next change."""


class GroupOutlook(Struct, frozen=True):
    group: int
    outlook: Outlook

    @property
    def letter(self) -> str:
        return group_letter(self.group)


@get("/contests/{contest_id:uuid}/standings", guards=[anyone])
async def tables(
    request: AnyRequest, contest_id: FromPath[UUID], tx: NamedDependency[Tx], who: NamedDependency[Who]
) -> Response[Any]:
    """Every group with its lines, best first; for programs and for paper."""
    contest = await contest_shown(tx, contest_id)
    groups = await groups_of(tx, contest_id, await public_sql.matches_of_contest(tx, contest_id))
    if wants_json(request):
        return json({"groups": [{"group": each.group, "over": each.over, "lines": each.lines} for each in groups]})
    return page(
        request,
        "standings.html",
        contest=contest,
        groups=groups,
        words=in_words(table_of(contest.regulation)),
        decisions=await sql.decisions(tx, contest_id),
        names={line.entry_id: line.name for group in groups for line in group.lines},
        mine=await organises(tx, contest.event_id, who),
    )


@get("/contests/{contest_id:uuid}/outlook", guards=[anyone])
async def what_if(request: AnyRequest, contest_id: FromPath[UUID], tx: NamedDependency[Tx]) -> Response[Any]:
    """Who of each group is through, who can still go through, and by which results."""
    contest = await contest_shown(tx, contest_id)
    found = await outlooks(tx, contest)
    if wants_json(request):
        return json({"groups": found})
    groups = await groups_of(tx, contest_id, await public_sql.matches_of_contest(tx, contest_id))
    return page(
        request,
        "outlook.html",
        contest=contest,
        outlooks=found,
        names={str(line.entry_id): line.name for group in groups for line in group.lines},
    )


async def contest_shown(tx: Tx, contest_id: UUID) -> ContestLine:
    contest = await public_sql.contest(tx, contest_id)
    if contest is None:
        raise Refused("contest.unknown", _("There is no such contest."), status=404)
    return contest


class Kept(Struct):
    """Outlooks by contest, as of its revision."""

    found: dict[UUID, tuple[int, tuple[GroupOutlook, ...]]]


kept = Kept({})


async def outlooks(tx: Tx, contest: ContestLine) -> tuple[GroupOutlook, ...]:
    """The outlook of every group, counted anew after a change."""
    known = kept.found.get(contest.id)
    if known is not None and known[0] == contest.revision:
        return known[1]
    stored = (await results_sql.contest_of(tx, contest.id))[0]
    matches = await results_sql.matches_of(tx, [contest.id])
    plan = await results.plan_of(tx, stored, matches)
    by_number = {match.number: match for match in matches}
    outcomes, fixed = recompute.outcomes_of(by_number), recompute.fixed_of(by_number)
    found = await asyncio.to_thread(look_ahead, plan, outcomes, fixed)
    while len(kept.found) >= REMEMBERED:
        kept.found.pop(next(iter(kept.found)))
    kept.found[contest.id] = contest.revision, found
    return found


def look_ahead(plan: Plan, outcomes: dict[int, Outcome], fixed: dict[int, Sides]) -> tuple[GroupOutlook, ...]:
    """The outlook of every group in which somebody stands."""
    present = evaluate(plan, outcomes, fixed)
    found = []
    for group in sorted(present.standings):
        entries, meetings = meetings_of(plan, group, present.sides, outcomes)
        places, maybe = places_of(plan, group)
        if entries:
            ahead = outlook(
                plan.regulation, entries, meetings, places, maybe, plan.decisions.get(group, ()), plan.withdrawn
            )
            found.append(GroupOutlook(group, ahead))
    return tuple(found)


def places_of(plan: Plan, group: int) -> tuple[int, int]:
    """How many of a group go on for certain and how many perhaps; of one that nobody leaves, who wins it."""
    waiting = awaited(plan)
    sure = [source.place for source in waiting if isinstance(source, GroupPlace) and source.group == group]
    perhaps = {source.place for source in waiting if isinstance(source, BestPlace)}
    if sure or perhaps:
        return max(sure, default=0), len(perhaps)
    paired_since = any(node.group is None for node in plan.nodes)
    return plan.form.qualify if paired_since else 1, 0


router = Router(path="/events", route_handlers=[tables, what_if])
