"""Equals at a qualifying place: the organiser is asked, by lot or by an order with its reason. Never cut by row order.

The rule's own answer is a lot whose seed is shown, so that anybody can draw it again.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from litestar import Request, Response, Router, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from msgspec import Meta, Struct

from services.events import live, recompute, results
from services.events.access import contest_to_change, organised_contest
from services.events.sources import group_letter
from services.events.sql import results as results_sql
from services.events.sql import standings as sql
from services.events.sql.contests import Contest
from shared.kit.db import Tx
from shared.kit.http.auth import Who, signed_in
from shared.kit.http.errors import Refused
from shared.kit.http.forms import typed
from shared.kit.http.replies import done, json, page, wants_json
from shared.kit.live import Hub
from shared.kit.words import _
from shared.messages.events import EntryRef
from shared.rules.contest import evaluate
from shared.rules.lot import Lot
from shared.rules.standings import table_of
from shared.rules.standings.words import in_words

AnyRequest = Request[Any, Any, Any]


class Asked(Struct):
    """How some equals are put in order."""

    group: int
    entries: list[UUID]
    how: Literal["lot", "order"] = "lot"
    lot: Annotated[str, Meta(title=_("Lot"), max_length=100)] = ""
    order: list[UUID] = []
    reason: Annotated[str, Meta(title=_("Reason"), max_length=300)] = ""
    revision: int | None = None


class Taken(Struct):
    revision: int | None = None


class OpenTie(Struct, frozen=True, kw_only=True):
    """Equals whom no key separates, with the lot's answer."""

    group: int
    entries: tuple[str, ...]
    lot: str
    proposed: tuple[str, ...]

    @property
    def letter(self) -> str:
        """Of its group; empty for equals of several groups."""
        return group_letter(self.group) if self.group else ""


@get("/contests/{contest_id:uuid}/ties", guards=[signed_in])
async def ties(
    request: AnyRequest, contest_id: FromPath[UUID], tx: NamedDependency[Tx], who: NamedDependency[Who]
) -> Response[Any]:
    """Who is equal where it matters, and what was decided so far."""
    contest = await organised_contest(tx, contest_id, who)
    found = await open_ties(tx, contest)
    decided = await sql.decisions(tx, contest_id)
    if wants_json(request):
        return json({"open": found, "decided": decided})
    wanted = [entry for tie in found for entry in tie.entries]
    wanted += [str(entry) for each in decided for entry in each.entries]
    return page(
        request,
        "group_ties.html",
        contest=contest,
        ties=found,
        decided=decided,
        letter=group_letter,
        names=await names_of(tx, wanted),
        words=in_words(table_of(contest.regulation)),
        fixed=await sql.begun_after_groups(tx, contest_id),
    )


@get("/contests/{contest_id:uuid}/ties/notice", guards=[signed_in])
async def notice(
    request: AnyRequest, contest_id: FromPath[UUID], tx: NamedDependency[Tx], who: NamedDependency[Who]
) -> Response[Any]:
    """What the contest's desk says of equals who wait."""
    contest = await organised_contest(tx, contest_id, who)
    return page(request, "group_ties_notice.html", contest=contest, ties=await open_ties(tx, contest))


@post("/contests/{contest_id:uuid}/ties", guards=[signed_in])
async def decide(
    request: AnyRequest,
    contest_id: FromPath[UUID],
    tx: NamedDependency[Tx],
    who: NamedDependency[Who],
    now: NamedDependency[datetime],
    hub: NamedDependency[Hub],
) -> Response[Any]:
    """Put equals in order, by a lot or by hand."""
    data = await typed(request, Asked)
    contest = await contest_to_change(tx, contest_id, who, data.revision)
    tie = tie_asked(await open_ties(tx, contest), data)
    lot, order = settled_by(tie, data)
    made = await sql.decide(tx, contest_id, tie.group, order, lot, data.reason.strip(), who.member_id, now)
    await bring_up(tx, hub, contest, now)
    return done(request, to=f"/events/contests/{contest_id}/ties", body={"id": made, "lot": lot, "order": order})


@post("/contests/{contest_id:uuid}/ties/{decision_id:uuid}/drop", guards=[signed_in])
async def drop(
    request: AnyRequest,
    contest_id: FromPath[UUID],
    decision_id: FromPath[UUID],
    tx: NamedDependency[Tx],
    who: NamedDependency[Who],
    now: NamedDependency[datetime],
    hub: NamedDependency[Hub],
) -> Response[Any]:
    """Take a decision back, as long as nobody has played on from it."""
    data = await typed(request, Taken)
    contest = await contest_to_change(tx, contest_id, who, data.revision)
    if await sql.begun_after_groups(tx, contest_id):
        raise Refused(
            "tie.played_on", _("A match after the groups is under way or played: this order stands now."), status=409
        )
    if not await sql.drop_decision(tx, contest_id, decision_id):
        raise Refused("tie.unknown", _("There is no such decision."), status=404)
    await bring_up(tx, hub, contest, now)
    return done(request, to=f"/events/contests/{contest_id}/ties", body={})


async def bring_up(tx: Tx, hub: Hub, contest: Contest, now: datetime) -> None:
    """The contest as the present decisions make it, for everybody who looks."""
    works = await results.resettle(tx, contest.id, now)
    tx.after_commit(lambda: live.settled(hub, works))
    tx.after_commit(lambda: live.changed(hub, contest.event_id, contest.id, []))


async def open_ties(tx: Tx, contest: Contest) -> list[OpenTie]:
    """Who is equal at a place that others wait for, by the rules as results stand."""
    stored = (await results_sql.contest_of(tx, contest.id))[0]
    matches = await results_sql.matches_of(tx, [contest.id])
    if not any(match.grp is not None for match in matches):
        return []
    plan = await results.plan_of(tx, stored, matches)
    by_number = {match.number: match for match in matches}
    present = evaluate(plan, recompute.outcomes_of(by_number), recompute.fixed_of(by_number))
    return [tie_of(contest, group, entries) for group, sets in sorted(present.open_ties.items()) for entries in sets]


def tie_of(contest: Contest, group: int, entries: Sequence[str]) -> OpenTie:
    lot = f"{contest.lot or contest.id}:{group}:{'+'.join(sorted(entries))[:8]}"
    return OpenTie(group=group, entries=tuple(entries), lot=lot, proposed=tuple(drawn(lot, entries)))


def drawn(lot: str, entries: Sequence[str]) -> list[str]:
    """The order this lot gives; entries are taken in the order of their ids, so that anybody can draw it again."""
    return Lot(lot).shuffled(sorted(entries))


def tie_asked(present: Sequence[OpenTie], data: Asked) -> OpenTie:
    wanted = {str(entry) for entry in data.entries}
    for tie in present:
        if tie.group == data.group and set(tie.entries) == wanted:
            return tie
    raise Refused(
        "tie.settled", _("These entries are no longer equal where it matters: reload and look again."), status=409
    )


def settled_by(tie: OpenTie, data: Asked) -> tuple[str | None, list[UUID]]:
    """The lot, if one was drawn, and the order of the equals."""
    if data.how == "lot":
        lot = data.lot.strip() or tie.lot
        return lot, [UUID(entry) for entry in drawn(lot, tie.entries)]
    order = [str(entry) for entry in data.order]
    if sorted(order) != sorted(tie.entries):
        raise Refused("tie.order", _("Every one of the equals stands in the order exactly once."))
    if not data.reason.strip():
        raise Refused("tie.reason", _("Say why they stand in this order."))
    return None, [UUID(entry) for entry in order]


async def names_of(tx: Tx, entries: Sequence[str]) -> Mapping[str, EntryRef]:
    return await results_sql.entries_of(tx, entries)


router = Router(path="/events", route_handlers=[ties, notice, decide, drop])
