"""Tables of formats that have their own, challenges on a ladder, and the end of a contest without a last match."""

from datetime import datetime
from typing import Any
from uuid import UUID

from litestar import Request, Response, Router, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from msgspec import Struct

from services.events import live, results
from services.events.access import contest_to_change, organises
from services.events.recompute import Recomputed
from services.events.results import Work
from services.events.sql import contests as contest_sql
from services.events.sql import pairings as sql
from services.events.sql import publishing as publishing_sql
from services.events.sql import results as result_sql
from services.events.underway import Underway, underway
from shared.kit.bus.journal import record_all
from shared.kit.db import Tx
from shared.kit.http.auth import Who, anyone, signed_in
from shared.kit.http.errors import Refused
from shared.kit.http.forms import typed
from shared.kit.http.replies import done, json, page, wants_json
from shared.kit.live import Hub
from shared.kit.words import _
from shared.rules.formats import format_file, ladder, table_file
from shared.rules.refusals import IllegalDraw

AnyRequest = Request[Any, Any, Any]


class Challenge(Struct, kw_only=True):
    who: UUID | None = None
    """The challenger's entry; a member may leave it out and challenges for the own entry."""
    whom: UUID


class Challenged(Struct):
    number: int


@get("/contests/{contest_id:uuid}/table", guards=[anyone])
async def table(
    request: AnyRequest, contest_id: FromPath[UUID], tx: NamedDependency[Tx], who: NamedDependency[Who]
) -> Response[Any]:
    """Everybody's place as it stands, in a format that is neither groups nor a bracket."""
    present = await underway(tx, contest_id)
    file = table_file(present.plan.form.kind)
    if file is None:
        raise Refused("table.none", _("This contest has no table of its own."), status=404)
    lines = present.table
    if wants_json(request):
        return json({"table": lines})
    mine = await sql.plays_for(tx, contest_id, who.member_id) if who.member_id else None
    runs = await organises(tx, present.contest.event_id, who)
    return page(
        request,
        "contest_table.html",
        contest=present.contest,
        columns=file.COLUMNS,
        lines=[(line, present.entries[line.entry]) for line in lines],
        open_ended=format_file(present.plan.form.kind).OPEN_ENDED,
        reach=present.plan.form.reach,
        mine=str(mine) if mine else None,
        runs=runs,
        busy=present.busy,
        rivals=rivals(present, str(mine)) if mine else [],
        waiting=[match for match in present.matches.values() if match.open],
        names={key: entry.name for key, entry in present.entries.items()},
    )


def rivals(present: Underway, mine: str) -> list[tuple[str, str]]:
    """Whom an entry may challenge at this moment: ids and names, the highest first."""
    order = [line.entry for line in present.table]
    if mine not in order or mine in present.busy:
        return []
    place = order.index(mine)
    above = order[max(place - present.plan.form.reach, 0) : place]
    return [(entry, present.entries[entry].name) for entry in above if entry not in present.busy]


@post("/contests/{contest_id:uuid}/challenges", guards=[signed_in])
async def challenge(
    request: AnyRequest,
    contest_id: FromPath[UUID],
    tx: NamedDependency[Tx],
    who: NamedDependency[Who],
    now: NamedDependency[datetime],
    hub: NamedDependency[Hub],
) -> Response[Any]:
    """A member challenges for the own entry; an organiser for anybody."""
    data = await typed(request, Challenge)
    await contest_sql.lock(tx, contest_id)
    present = await underway(tx, contest_id)
    challenger = await challenger_of(tx, present, who, data.who)
    if not format_file(present.plan.form.kind).OPEN_ENDED:
        raise Refused("ladder.none", _("Only a ladder has challenges."), status=409)
    if present.contest.status == "decided":
        raise Refused("ladder.over", _("This ladder is closed."), status=409)
    number = max(present.matches, default=0) + 1
    order = [line.entry for line in present.table]
    try:
        node = ladder.challenge(
            present.plan.form, present.plan.lines, order, present.busy, number, challenger, str(data.whom)
        )
    except IllegalDraw as illegal:
        params: dict[str, Any] = illegal.params
        raise Refused(illegal.code, illegal.sentence, **params) from illegal
    await publishing_sql.add_matches(tx, contest_id, [node], {number: (None, None)})
    await sql.one_more(tx, contest_id)
    works = await results.resettle(tx, contest_id, now)
    tx.after_commit(lambda: live.settled(hub, works))
    return done(request, to=f"/events/contests/{contest_id}/table", body=Challenged(number), status=201)


async def challenger_of(tx: Tx, present: Underway, who: Who, wanted: UUID | None) -> str:
    """The entry that challenges. Refused for somebody else's, unless by an organiser."""
    mine = await sql.plays_for(tx, present.contest.id, who.member_id) if who.member_id else None
    if wanted is None or wanted == mine:
        if mine is None:
            raise Refused("ladder.stranger", _("Both must stand on the ladder."))
        return str(mine)
    if not await organises(tx, present.contest.event_id, who):
        raise Refused("ladder.not_yours", _("One can only challenge for oneself."), status=403)
    return str(wanted)


@post("/contests/{contest_id:uuid}/close", guards=[signed_in])
async def close(
    request: AnyRequest,
    contest_id: FromPath[UUID],
    tx: NamedDependency[Tx],
    who: NamedDependency[Who],
    now: NamedDependency[datetime],
    hub: NamedDependency[Hub],
) -> Response[Any]:
    """End a contest that does not end by itself: the table as it stands is final."""
    await contest_to_change(tx, contest_id, who, None)
    present = await underway(tx, contest_id)
    if not format_file(present.plan.form.kind).OPEN_ENDED:
        raise Refused("contest.ends_itself", _("This contest ends with its last match."), status=409)
    if present.busy:
        raise Refused("ladder.open", _("Challenges are still to be played."), status=409)
    work = Work(present.contest, Recomputed((), tuple(present.matches.values()), ()))
    await record_all(tx, await results.contest_decided(tx, work, now))
    await result_sql.write_contests(tx, [(contest_id, "decided", now, 0)])
    contest = present.contest
    tx.after_commit(lambda: live.changed(hub, contest.event_id, contest.id, []))
    return done(request, to=f"/events/contests/{contest_id}", body=None)


router = Router(path="/events", route_handlers=[table, challenge, close])
