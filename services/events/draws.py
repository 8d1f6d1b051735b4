"""The draw of a contest: by lot, again from a lot, by hand, two lines swapped. Publishing it is not done here."""

from collections.abc import Sequence
from typing import Annotated, Any
from uuid import UUID

from litestar import Request, Response, Router, get, post, put
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery
from msgspec import Meta, Struct

from services.events.access import contest_to_draw
from services.events.lots import (
    Report,
    Swap,
    contenders,
    draw_of,
    lines_of,
    refusals_of_rules,
    report_of,
    sentences,
    swapped,
)
from services.events.promises import lot_for
from services.events.sql import contests as contest_sql
from services.events.sql import draws as draw_sql
from services.events.sql import entries as entry_sql
from services.events.sql.contests import Contest
from services.events.sql.entries import Entry
from shared.kit.db import Tx
from shared.kit.http.auth import Who, signed_in
from shared.kit.http.errors import Refused
from shared.kit.http.forms import typed
from shared.kit.http.replies import done, from_htmx, page
from shared.kit.words import _
from shared.rules.draws.lines import Draw
from shared.rules.draws.separation import Conflict
from shared.rules.formats import format_file

AnyRequest = Request[Any, Any, Any]


class ByLot(Struct, kw_only=True):
    lot: Annotated[str, Meta(title=_("Lot"), max_length=100)] = ""
    """The seed to draw from; empty asks for a fresh one."""
    revision: int | None = None


class ByHand(Struct, kw_only=True):
    lines: list[UUID | None]
    revision: int | None = None


class Places(Struct, kw_only=True):
    """A draw by hand as the page sends it: entries and their lines side by side."""

    entry: list[UUID]
    line: Annotated[list[int], Meta(title=_("Line"))]
    revision: int | None = None


class Swapped(Struct, kw_only=True):
    line_a: Annotated[int, Meta(title=_("Line"))]
    line_b: Annotated[int, Meta(title=_("Line"))]
    revision: int | None = None


class Drawn(Struct):
    lot: str | None
    size: int
    lines: tuple[str | None, ...]
    report: tuple[Conflict, ...]


@post("/contests/{contest_id:uuid}/draw", guards=[signed_in])
async def draw_by_lot(
    request: AnyRequest, contest_id: FromPath[UUID], tx: NamedDependency[Tx], who: NamedDependency[Who]
) -> Response[Any]:
    data = await typed(request, ByLot)
    contest = await contest_to_draw(tx, contest_id, who, data.revision)
    entries = await entry_sql.entries(tx, contest_id)
    lot = await lot_for(tx, contest_id, data.lot.strip())
    with refusals_of_rules():
        found = format_file(contest.format.kind).draw(contest.format, contenders(entries), lot, contest.seed_rule)
    return await keep(request, tx, contest, lot, found, ())


@put("/contests/{contest_id:uuid}/draw", guards=[signed_in])
async def draw_by_hand(
    request: AnyRequest, contest_id: FromPath[UUID], tx: NamedDependency[Tx], who: NamedDependency[Who]
) -> Response[Any]:
    data = await typed(request, ByHand)
    contest = await contest_to_draw(tx, contest_id, who, data.revision)
    return await keep_by_hand(request, tx, contest, [str(line) if line else None for line in data.lines])


@get("/contests/{contest_id:uuid}/draw/by-hand", guards=[signed_in])
async def by_hand(
    request: AnyRequest, contest_id: FromPath[UUID], tx: NamedDependency[Tx], who: NamedDependency[Who]
) -> Response[Any]:
    contest = await contest_to_draw(tx, contest_id, who)
    return page(request, "draw_by_hand.html", contest=contest, entries=await entry_sql.entries(tx, contest_id))


@post("/contests/{contest_id:uuid}/draw/by-hand", guards=[signed_in])
async def draw_places(
    request: AnyRequest, contest_id: FromPath[UUID], tx: NamedDependency[Tx], who: NamedDependency[Who]
) -> Response[Any]:
    data = await typed(request, Places)
    contest = await contest_to_draw(tx, contest_id, who, data.revision)
    if len(data.line) != contest.entered or len(data.entry) != contest.entered:
        raise Refused("draw.incomplete", _("Every entry needs its line."))
    with refusals_of_rules():
        size = format_file(contest.format.kind).lines_needed(contest.format, contest.entered)
    lines: list[str | None] = [None] * size
    for entry, line in zip(data.entry, data.line, strict=True):
        if not 1 <= line <= size:
            raise Refused("draw.no_line", _("There is no line {line}."), line=line)
        if lines[line - 1] is not None:
            raise Refused("draw.line_twice", _("Two entries stand on line {line}."), line=line)
        lines[line - 1] = str(entry)
    return await keep_by_hand(request, tx, contest, lines)


async def keep_by_hand(request: AnyRequest, tx: Tx, contest: Contest, lines: Sequence[str | None]) -> Response[Any]:
    entries = await entry_sql.entries(tx, contest.id)
    given = contenders(entries)
    with refusals_of_rules():
        report = format_file(contest.format.kind).check_lines(contest.format, given, lines, contest.seed_rule)
    found = Draw(len(lines), tuple(lines), report, given, contest.seed_rule)
    return await keep(request, tx, contest, None, found, ())


@get("/contests/{contest_id:uuid}/draw/swap", guards=[signed_in])
async def look_at_swap(
    request: AnyRequest,
    contest_id: FromPath[UUID],
    tx: NamedDependency[Tx],
    who: NamedDependency[Who],
    line_a: FromQuery[int],
    line_b: FromQuery[int],
) -> Response[Any]:
    """What a swap would break, before it is made."""
    contest = await contest_to_draw(tx, contest_id, who)
    entries = await entry_sql.entries(tx, contest_id)
    found = swap(contest, entries, line_a, line_b)
    names = {str(entry.id): entry.name for entry in entries}
    before = report_of(contest).conflicts
    lines = lines_of(contest, entries)
    return page(
        request,
        "swap.html",
        contest=contest,
        pair=[(line, names.get(lines[line - 1] or "")) for line in (line_a, line_b)],
        broken=sentences([each for each in found.report if each not in before], names),
        mended=sentences([each for each in before if each not in found.report], names),
    )


@post("/contests/{contest_id:uuid}/draw/swap", guards=[signed_in])
async def swap_lines(
    request: AnyRequest, contest_id: FromPath[UUID], tx: NamedDependency[Tx], who: NamedDependency[Who]
) -> Response[Any]:
    data = await typed(request, Swapped)
    contest = await contest_to_draw(tx, contest_id, who, data.revision)
    found = swap(contest, await entry_sql.entries(tx, contest_id), data.line_a, data.line_b)
    swaps = (*report_of(contest).swaps, Swap(data.line_a, data.line_b, who.name))
    return await keep(request, tx, contest, contest.lot, found, swaps)


def swap(contest: Contest, entries: Sequence[Entry], line_a: int, line_b: int) -> Draw:
    if contest.status != "drawn":
        raise Refused("draw.none", _("There is no draw yet."), status=409)
    if line_a == line_b:
        raise Refused("draw.same_line", _("A swap needs two different lines."))
    with refusals_of_rules():
        return swapped(contest.format, draw_of(contest, entries), line_a, line_b)


async def keep(
    request: AnyRequest, tx: Tx, contest: Contest, lot: str | None, found: Draw, swaps: tuple[Swap, ...]
) -> Response[Any]:
    """Store a draw in place of whatever was drawn before."""
    placed = [(UUID(entry), line) for line, entry in enumerate(found.lines, start=1) if entry is not None]
    await entry_sql.place(tx, contest.id, [entry for entry, _ in placed], [line for _, line in placed])
    await contest_sql.drawn(tx, contest.id, lot, found.size, Report(found.report, swaps))
    await draw_sql.end_ceremony(tx, contest.id)
    body = Drawn(lot, found.size, found.lines, found.report)
    # A script that is sent to a place on the page where it is would not load the page again.
    place = "" if from_htmx(request) else "#draw"
    return done(request, to=f"/events/contests/{contest.id}/desk{place}", body=body)


router = Router(
    path="/events", route_handlers=[draw_by_lot, draw_by_hand, by_hand, draw_places, look_at_swap, swap_lines]
)
