"""A draw becomes matches, is locked and told to everybody; and anybody may make it again from its lot."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from litestar import Request, Response, Router, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from msgspec import Struct

from services.events import live, results, works
from services.events.access import contest_to_draw, organises
from services.events.draw_view import draw_view
from services.events.lots import drawn_again, lines_of, proof_of
from services.events.match import Match
from services.events.results import state_of
from services.events.sql import contests as contest_sql
from services.events.sql import draws as draw_sql
from services.events.sql import entries as entry_sql
from services.events.sql import publishing as sql
from services.events.sql import results as result_sql
from services.events.sql.contests import Contest
from services.events.sql.entries import Entry
from shared.kit.bus.journal import record_all
from shared.kit.db import Tx
from shared.kit.http.auth import Who, anyone, signed_in
from shared.kit.http.errors import Refused
from shared.kit.http.forms import typed
from shared.kit.http.replies import done, json, page, wants_json
from shared.kit.live import Hub
from shared.kit.words import _
from shared.messages.base import Message
from shared.messages.events import DrawEntry, DrawPublished, EntryRef, MatchReady, MatchStatus
from shared.rules.follow import settle
from shared.rules.formats import format_file

AnyRequest = Request[Any, Any, Any]
NO_MATCH: tuple[int, str | None] = (0, None)
"""Of an entry that is paired only later."""


class Publish(Struct):
    revision: int | None = None


class MatchMade(Struct):
    id: UUID
    number: int
    round: int
    position: int
    status: MatchStatus
    sides: tuple[str | None, str | None]


@post("/contests/{contest_id:uuid}/draw/publish", guards=[signed_in])
async def publish(
    request: AnyRequest,
    contest_id: FromPath[UUID],
    tx: NamedDependency[Tx],
    who: NamedDependency[Who],
    now: NamedDependency[datetime],
    hub: NamedDependency[Hub],
) -> Response[Any]:
    data = await typed(request, Publish)
    contest = await contest_to_draw(tx, contest_id, who, data.revision)
    if contest.status != "drawn":
        raise Refused("draw.none", _("There is no draw yet."), status=409)
    matches = await make_matches(tx, contest, now)
    tx.after_commit(lambda: live.changed(hub, contest.event_id, contest.id, []))
    body = {"matches": [MatchMade(m.id, m.number, m.round, m.position, m.status, m.sides) for m in matches]}
    return done(request, to=f"/events/contests/{contest_id}/desk#draw", body=body)


async def make_matches(tx: Tx, contest: Contest, now: datetime) -> list[Match]:
    contest = await works.number(tx, contest)
    entries = await entry_sql.entries(tx, contest.id)
    lines = lines_of(contest, entries)
    nodes = format_file(contest.format.kind).structure(contest.format, lines, contest.lot or str(contest.id))
    await sql.add_matches(tx, contest.id, nodes, settle(nodes, lines, {}))
    revision = await contest_sql.published(tx, contest.id, len(nodes), now)
    await results.resettle(tx, contest.id, now)
    matches = await result_sql.matches_of(tx, [contest.id])
    refs = await result_sql.entries_of(tx, [str(entry.id) for entry in entries])
    await tell(tx, contest, matches, entries, refs, now, revision)
    return matches


async def tell(
    tx: Tx,
    contest: Contest,
    matches: Sequence[Match],
    entries: Sequence[Entry],
    refs: Mapping[str, EntryRef],
    now: datetime,
    revision: int,
) -> None:
    """Everybody hears of the draw, and of each match whose sides are known."""
    stored = (await result_sql.contest_of(tx, contest.id))[0]
    messages: list[Message] = [
        DrawPublished(
            id=contest.id,
            revision=revision,
            event_id=contest.event_id,
            event_name=contest.event_name,
            contest_name=contest.name,
            lot=contest.lot,
            entries=first_matches(matches, entries, refs),
            published_at=now,
        )
    ]
    messages += [
        MatchReady(id=match.id, revision=match.revision, match=state_of(stored, match, refs))
        for match in matches
        if match.known
    ]
    await record_all(tx, messages)


def first_matches(
    matches: Sequence[Match], entries: Sequence[Entry], refs: Mapping[str, EntryRef]
) -> tuple[DrawEntry, ...]:
    """Every entry with its line and the match it begins in, from the top of the draw."""
    first: dict[str, tuple[int, str | None]] = {}
    for match in matches:
        for entry, opponent in (match.sides, match.sides[::-1]):
            if entry is not None:
                first.setdefault(entry, (match.number, opponent))
    return tuple(
        DrawEntry(
            entry=refs[str(entry.id)],
            line=entry.line or 0,
            first_match=first.get(str(entry.id), NO_MATCH)[0],
            opponent=name_of(refs, first.get(str(entry.id), NO_MATCH)[1]),
        )
        for entry in sorted(entries, key=lambda each: each.line or 0)
    )


def name_of(refs: Mapping[str, EntryRef], entry: str | None) -> str | None:
    return refs[entry].name if entry is not None else None


@get("/contests/{contest_id:uuid}/draw", guards=[anyone])
async def prove(
    request: AnyRequest, contest_id: FromPath[UUID], tx: NamedDependency[Tx], who: NamedDependency[Who]
) -> Response[Any]:
    """What a draw came from, and whether it comes out the same when made again now."""
    contest = await contest_sql.contest(tx, contest_id)
    if contest is None:
        raise Refused("contest.unknown", _("There is no such contest."), status=404)
    mine = await organises(tx, contest.event_id, who)
    if contest.size is None or not (contest.locked or mine):
        raise Refused("draw.none", _("There is no draw yet."), status=404)
    works.refuse_names(contest, mine)
    entries = await entry_sql.entries(tx, contest_id)
    proof = proof_of(contest, entries)
    if wants_json(request):
        return json(proof)
    same = proof.lot is not None and drawn_again(proof) == proof.lines
    promise = await draw_sql.promise(tx, contest_id)
    return page(
        request,
        "draw_proof.html",
        contest=contest,
        proof=proof,
        same=same,
        view=draw_view(contest, entries),
        promise=promise,
    )


@get("/contests/{contest_id:uuid}/draw.json", guards=[anyone])
async def proof_file(contest_id: FromPath[UUID], tx: NamedDependency[Tx]) -> Response[Any]:
    """The published draw as a file, for `python -m services.events redraw`."""
    contest = await contest_sql.contest(tx, contest_id)
    if contest is None or not contest.locked:
        raise Refused("draw.none", _("There is no draw yet."), status=404)
    works.refuse_names(contest)
    return json(proof_of(contest, await entry_sql.entries(tx, contest_id)))


router = Router(path="/events", route_handlers=[publish, prove, proof_file])
