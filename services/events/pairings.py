"""Pairings made while a contest is played: the next Swiss round, the lot of a second stage. Knows no format by name."""

import secrets
from collections.abc import Sequence
from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from litestar import Request, Response, Router, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from msgspec import Meta, Struct

from services.events import live, results
from services.events.access import contest_to_change, organised_contest
from services.events.lots import sentences
from services.events.sql import pairings as sql
from services.events.underway import Underway, underway
from shared.kit.db import Tx
from shared.kit.http.auth import Who, signed_in
from shared.kit.http.errors import Refused
from shared.kit.http.forms import typed
from shared.kit.http.replies import done, json, page, wants_json
from shared.kit.live import Hub
from shared.kit.words import _
from shared.rules.draws.seeding import bracket_size
from shared.rules.draws.separation import Conflict
from shared.rules.formats import pairing_file, swiss, table_file
from shared.rules.plan import FromLine, Node
from shared.rules.refusals import IllegalDraw

AnyRequest = Request[Any, Any, Any]


class Pair(Struct, kw_only=True):
    lot: Annotated[str, Meta(title=_("Lot"), max_length=100)] = ""
    """The seed to draw from; empty asks for a fresh one. Left out where the rule gives one pairing only."""
    revision: int | None = None


class Round(Struct, kw_only=True):
    """A round by hand: both sides of every table."""

    one: list[UUID]
    two: list[UUID]
    revision: int | None = None


class Paired(Struct):
    lot: str | None
    matches: tuple[int, ...]
    report: tuple[Conflict, ...] = ()


class Proposal(Struct, frozen=True):
    """What would be paired now, or why it cannot be yet."""

    pairs: tuple[tuple[str, str], ...] = ()
    """Entries of each table, as far as there are any."""
    present: tuple[tuple[str, str], ...] = ()
    """Everybody who plays on, by id and name."""
    size: int = 0
    """Lines of the second stage."""
    refusal: tuple[str, dict[str, Any]] | None = None


@get("/contests/{contest_id:uuid}/pairings", guards=[signed_in])
async def pairings(
    request: AnyRequest, contest_id: FromPath[UUID], tx: NamedDependency[Tx], who: NamedDependency[Who]
) -> Response[Any]:
    """What waits for a pairing, what it would be, and the pairings there were."""
    contest = await organised_contest(tx, contest_id, who)
    now = await underway(tx, contest_id)
    made = await sql.pairings(tx, contest_id)
    if wants_json(request):
        return json({"waits": now.waits, "pairings": made})
    names = {key: entry.name for key, entry in now.entries.items()}
    file = pairing_file(now.plan.form.kind)
    table = table_file(now.plan.form.kind)
    return page(
        request,
        "pairings.html",
        contest=contest,
        waits=now.waits,
        by_lot=file is not None and file.BY_LOT,
        proposal=proposed(now),
        made=[(each, sentences(conflicts_of(each.report), names)) for each in made],
        columns=table.COLUMNS if table else (),
        table=[(line, now.entries[line.entry]) for line in now.table],
    )


def proposed(now: Underway) -> Proposal:
    """The next pairing where the rule gives one only; before a lot nothing but whether it may be drawn."""
    file = pairing_file(now.plan.form.kind)
    if file is None or not now.waits:
        return Proposal()
    try:
        nodes = paired(now, "")
    except Refused as refused:
        return Proposal(refusal=(refused.sentence, dict(refused.params)))
    if file.BY_LOT:
        through = sorted(set(now.results.places.values()), key=lambda each: now.entries[each].name)
        return Proposal(present=named(now, through), size=bracket_size(len(through)))
    pairs = [(side(now, node, 0), side(now, node, 1)) for node in nodes]
    present = [line.entry for line in now.table if line.entry not in now.results.withdrawn]
    return Proposal(tuple(each for each in pairs if all(each)), named(now, present))


def named(now: Underway, entries: Sequence[str]) -> tuple[tuple[str, str], ...]:
    return tuple((entry, now.entries[entry].name) for entry in entries)


def side(now: Underway, node: Node, which: int) -> str:
    """The entry on a side of a table; empty where nobody is."""
    source = node.sides[which]
    return (now.plan.lines[source.line - 1] or "") if isinstance(source, FromLine) else ""


def paired(now: Underway, lot: str) -> tuple[Node, ...]:
    """The matches that wait, with sides. What comes before must be over."""
    file = pairing_file(now.plan.form.kind)
    if file is None or not now.waits:
        raise none_waits()
    units = {key: entry.unit for key, entry in now.entries.items()}
    try:
        return file.pair(now.plan.form, now.plan.nodes, now.plan.lines, now.results, lot, units)
    except IllegalDraw as illegal:
        raise early(illegal) from illegal


def early(illegal: IllegalDraw) -> Refused:
    """What the rules refuse; 409 for what may come later."""
    params: dict[str, Any] = illegal.params
    status = 409 if illegal.code.endswith("early") else 422
    return Refused(illegal.code, illegal.sentence, status=status, **params)


@post("/contests/{contest_id:uuid}/pairings", guards=[signed_in])
async def pair(
    request: AnyRequest,
    contest_id: FromPath[UUID],
    tx: NamedDependency[Tx],
    who: NamedDependency[Who],
    now: NamedDependency[datetime],
    hub: NamedDependency[Hub],
) -> Response[Any]:
    data = await typed(request, Pair)
    await contest_to_change(tx, contest_id, who, data.revision)
    present = await underway(tx, contest_id)
    file = pairing_file(present.plan.form.kind)
    lot = (data.lot.strip() or secrets.token_hex(8)) if file is not None and file.BY_LOT else None
    nodes = paired(present, lot or "")
    await keep(tx, hub, present, who, now, lot, nodes, ())
    return answered(request, contest_id, lot, nodes, ())


@post("/contests/{contest_id:uuid}/round", guards=[signed_in])
async def round_by_hand(
    request: AnyRequest,
    contest_id: FromPath[UUID],
    tx: NamedDependency[Tx],
    who: NamedDependency[Who],
    now: NamedDependency[datetime],
    hub: NamedDependency[Hub],
) -> Response[Any]:
    """The next round as proposed and perhaps changed by hand; who meets again is told and kept."""
    data = await typed(request, Round)
    await contest_to_change(tx, contest_id, who, data.revision)
    present = await underway(tx, contest_id)
    file = pairing_file(present.plan.form.kind)
    if file is None or file.BY_LOT or not present.waits:
        raise none_waits()
    if len(data.one) != len(data.two):
        raise Refused("swiss.round", _("A round has everybody once, and one who is left over at most."))
    pairs = [(str(one), str(two)) for one, two in zip(data.one, data.two, strict=True)]
    try:
        nodes, report = swiss.pair_by_hand(present.plan.nodes, present.plan.lines, present.results, pairs)
    except IllegalDraw as illegal:
        raise early(illegal) from illegal
    await keep(tx, hub, present, who, now, None, nodes, report)
    return answered(request, contest_id, None, nodes, report)


def none_waits() -> Refused:
    return Refused("pairing.none", _("No match of this contest waits for a pairing."), status=409)


async def keep(
    tx: Tx,
    hub: Hub,
    present: Underway,
    who: Who,
    now: datetime,
    lot: str | None,
    nodes: Sequence[Node],
    report: Sequence[Conflict],
) -> None:
    """Write the pairing, fill the matches, tell everybody who meets whom."""
    contest = present.contest
    await sql.fill(tx, contest.id, nodes)
    await sql.keep(tx, contest.id, lot, [node.number for node in nodes], list(report), who.member_id)
    works = await results.resettle(tx, contest.id, now)
    tx.after_commit(lambda: live.settled(hub, works))
    tx.after_commit(lambda: live.changed(hub, contest.event_id, contest.id, []))


def answered(
    request: AnyRequest, contest_id: UUID, lot: str | None, nodes: Sequence[Node], report: tuple[Conflict, ...]
) -> Response[Any]:
    body = Paired(lot, tuple(node.number for node in nodes), report)
    return done(request, to=f"/events/contests/{contest_id}/pairings", body=body)


def conflicts_of(report: Any) -> list[Conflict]:
    return [Conflict(each["unit"], tuple(each["ids"]), each["round"], each["code"]) for each in report]


router = Router(path="/events", route_handlers=[pairings, pair, round_by_hand])
