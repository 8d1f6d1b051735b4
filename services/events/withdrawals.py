"""Late changes once the draw is published: an entry gives up, comes back, or gets other players. Results stand."""

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from litestar import Request, Response, Router, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from msgspec import Meta, Struct
from msgspec.structs import replace

from services.events import judged, live, results
from services.events.access import contest_to_change, organised_contest
from services.events.entries import NewEntry, numbered, present
from services.events.match import Match
from services.events.naming import problems_of
from services.events.sql import entries as entry_sql
from services.events.sql import late as sql
from services.events.sql import results as result_sql
from services.events.sql.contests import Contest
from services.events.sql.entries import Entry, EntryRow
from services.events.walkovers import due, given
from shared.kit.bus.journal import record_all
from shared.kit.db import Tx
from shared.kit.http.auth import Who, signed_in
from shared.kit.http.errors import Refused
from shared.kit.http.forms import typed
from shared.kit.http.replies import done, json, page, wants_json
from shared.kit.live import Hub
from shared.kit.words import _
from shared.messages.events import MatchReady

AnyRequest = Request[Any, Any, Any]
Reason = Annotated[str, Meta(title=_("Reason"), max_length=300)]


class Withdraw(Struct, kw_only=True):
    reason: Reason = ""
    revision: int | None = None


class Replace(Struct, kw_only=True):
    members: list[str]
    """Staff numbers."""
    name: Annotated[str, Meta(title=_("Name"), max_length=120)] = ""
    unit: Annotated[str, Meta(title=_("Unit"), max_length=120)] = ""
    reason: Reason = ""
    revision: int | None = None


class Changed(Struct):
    entry: UUID
    matches: tuple[int, ...]
    """Numbers of the matches that changed."""


async def entry_of(tx: Tx, contest_id: UUID, entry_id: UUID) -> Entry:
    entry = await entry_sql.entry(tx, entry_id)
    if entry is None or entry.contest_id != contest_id:
        raise Refused("entry.unknown", _("There is no such entry."), status=404)
    return entry


async def held(tx: Tx, contest_id: UUID, entry_id: UUID, who: Who, revision: int | None) -> tuple[Contest, Entry]:
    """A published contest, held for a change, and its entry."""
    contest = await contest_to_change(tx, contest_id, who, revision)
    if contest.judged and contest.status == "decided":
        raise Refused("entry.decided", _("The result is signed: only the panel can amend it."), status=409)
    if not contest.locked:
        raise Refused("draw.open", _("The draw is not published yet: change the entries themselves."), status=409)
    return contest, await entry_of(tx, contest_id, entry_id)


@get("/contests/{contest_id:uuid}/entries/{entry_id:uuid}", guards=[signed_in])
async def look(
    request: AnyRequest,
    contest_id: FromPath[UUID],
    entry_id: FromPath[UUID],
    tx: NamedDependency[Tx],
    who: NamedDependency[Who],
) -> Response[Any]:
    """What can still be changed about an entry, and what was."""
    contest = await organised_contest(tx, contest_id, who)
    entry = await entry_of(tx, contest_id, entry_id)
    gone = await sql.withdrawn(tx, entry_id)
    changes = [each for each in await sql.changes(tx, contest_id) if each.entry_id == entry_id]
    if wants_json(request):
        return json({"entry": entry, "withdrawn": gone, "changes": changes})
    matches = await matches_of(tx, contest_id, entry_id)
    return page(
        request,
        "entry_late.html",
        contest=contest,
        entry=entry,
        gone=gone,
        changes=changes,
        open_matches=sum(match.open for match in matches),
        played=any(began(match) for match in matches),
    )


@post("/contests/{contest_id:uuid}/entries/{entry_id:uuid}/withdraw", guards=[signed_in])
async def withdraw(
    request: AnyRequest,
    contest_id: FromPath[UUID],
    entry_id: FromPath[UUID],
    tx: NamedDependency[Tx],
    who: NamedDependency[Who],
    now: NamedDependency[datetime],
    hub: NamedDependency[Hub],
) -> Response[Any]:
    """The entry gives up: its open matches are walkovers, now and as they come. What it played, its table decides."""
    data = await typed(request, Withdraw)
    contest, entry = await held(tx, contest_id, entry_id, who, data.revision)
    reason = reasoned(data.reason)
    if await sql.withdrawn(tx, entry_id):
        raise Refused("entry.withdrawn", _("{entry} has withdrawn already."), status=409, entry=entry.name)
    await sql.withdraw(tx, entry_id, True)
    await sql.note(tx, contest_id, entry_id, "withdrawn", row_of(entry), row_of(entry), reason, who.name)
    await judged.tell(tx, contest_id)
    if contest.judged:
        tx.after_commit(lambda: live.changed(hub, contest.event_id, contest_id, []))
        return answered(request, contest_id, entry_id, ())
    sheets = due(await matches_of(tx, contest_id, entry_id), {str(entry_id)}, now)
    works = await results.walk_over(tx, sheets, now)
    works += await results.resettle(tx, contest_id, now)
    tx.after_commit(lambda: live.settled(hub, works))
    tx.after_commit(lambda: live.changed(hub, contest.event_id, contest_id, []))
    changed = {change.after.number for work in works for change in work.found.changes}
    return answered(request, contest_id, entry_id, sorted(changed))


@post("/contests/{contest_id:uuid}/entries/{entry_id:uuid}/return", guards=[signed_in])
async def come_back(
    request: AnyRequest,
    contest_id: FromPath[UUID],
    entry_id: FromPath[UUID],
    tx: NamedDependency[Tx],
    who: NamedDependency[Who],
    now: NamedDependency[datetime],
    hub: NamedDependency[Hub],
) -> Response[Any]:
    """A withdrawal taken back: matches it decided are open again, and what followed from them."""
    data = await typed(request, Withdraw)
    contest, entry = await held(tx, contest_id, entry_id, who, data.revision)
    reason = reasoned(data.reason)
    if not await sql.withdrawn(tx, entry_id):
        raise Refused("entry.present", _("{entry} has not withdrawn."), status=409, entry=entry.name)
    await sql.withdraw(tx, entry_id, False)
    await sql.note(tx, contest_id, entry_id, "returned", row_of(entry), row_of(entry), reason, who.name)
    await judged.tell(tx, contest_id)
    if contest.judged:
        tx.after_commit(lambda: live.changed(hub, contest.event_id, contest_id, []))
        return answered(request, contest_id, entry_id, ())
    again = [match for match in await matches_of(tx, contest_id, entry_id) if given(match)]
    await sql.reopen(tx, contest_id, [match.id for match in again])
    await tell(tx, contest_id, [match.id for match in again])
    works = await results.resettle(tx, contest_id, now)
    tx.after_commit(lambda: live.settled(hub, works))
    tx.after_commit(lambda: live.changed(hub, contest.event_id, contest_id, [match.id for match in again]))
    return answered(request, contest_id, entry_id, [match.number for match in again])


@post("/contests/{contest_id:uuid}/entries/{entry_id:uuid}/replace", guards=[signed_in])
async def replace_players(
    request: AnyRequest,
    contest_id: FromPath[UUID],
    entry_id: FromPath[UUID],
    tx: NamedDependency[Tx],
    who: NamedDependency[Who],
    hub: NamedDependency[Hub],
) -> Response[Any]:
    """Other players on the same line, as long as the entry has not begun to play."""
    data = await typed(request, Replace)
    contest, entry = await held(tx, contest_id, entry_id, who, data.revision)
    reason = reasoned(data.reason)
    matches = await matches_of(tx, contest_id, entry_id)
    if any(began(match) for match in matches) or await sql.withdrawn(tx, entry_id):
        raise Refused(
            "entry.began",
            _("{entry} has played or withdrawn already: nobody can take its place."),
            status=409,
            entry=entry.name,
        )
    row = await replacing(tx, contest, entry, data)
    await sql.replace(tx, contest_id, entry_id, row)
    await sql.note(tx, contest_id, entry_id, "replaced", row_of(entry), row, reason, who.name)
    await judged.tell(tx, contest_id)
    waiting = [match for match in matches if match.open and match.known]
    await sql.rise(tx, contest_id, [match.id for match in waiting])
    await tell(tx, contest_id, [match.id for match in waiting])
    tx.after_commit(lambda: live.changed(hub, contest.event_id, contest_id, [match.id for match in matches]))
    return answered(request, contest_id, entry_id, [match.number for match in waiting])


async def replacing(tx: Tx, contest: Contest, entry: Entry, data: Replace) -> EntryRow:
    """The entry with its new players. Refused where they cannot be entered."""
    members = [word for each in data.members for word in each.replace("/", " ").replace("、", " ").split()]
    wanted = await numbered(tx, [NewEntry(members=members, name=data.name, unit=data.unit)])
    already = await present(tx, contest)
    others = {who: name for who, name in already.members.items() if name != entry.name}
    names = [name for name in already.names if name != entry.name]
    for problem in problems_of(wanted, replace(already, members=others, names=names, entered=already.entered - 1)):
        raise Refused(problem.code, problem.sentence, **problem.params)
    return wanted[0].row


async def matches_of(tx: Tx, contest_id: UUID, entry_id: UUID) -> list[Match]:
    return [match for match in await result_sql.matches_of(tx, [contest_id]) if str(entry_id) in match.sides]


def began(match: Match) -> bool:
    """Whether the match was played, or is being played."""
    return match.status == "playing" or (match.outcome is not None and match.outcome.kind != "void")


async def tell(tx: Tx, contest_id: UUID, matches: Sequence[UUID]) -> None:
    """Matches as they are now, to everybody who follows them."""
    contest = (await result_sql.contest_of(tx, contest_id))[0]
    changed = [match for match in await result_sql.matches_of(tx, [contest_id]) if match.id in matches]
    entries = await result_sql.entries_of(tx, [side for match in changed for side in match.sides if side])
    await record_all(
        tx,
        [MatchReady(id=m.id, revision=m.revision, match=results.state_of(contest, m, entries)) for m in changed],
    )


def reasoned(reason: str) -> str:
    if not reason.strip():
        raise Refused("late.reason", _("A change after the draw needs a reason."))
    return reason.strip()


def row_of(entry: Entry) -> EntryRow:
    return EntryRow(name=entry.name, unit=entry.unit, seed=entry.seed, members=())


def answered(request: AnyRequest, contest_id: UUID, entry_id: UUID, matches: Sequence[int]) -> Response[Any]:
    body = Changed(entry_id, tuple(matches))
    return done(request, to=f"/events/contests/{contest_id}/entries/{entry_id}", body=body)


router = Router(path="/events", route_handlers=[look, withdraw, come_back, replace_players])
