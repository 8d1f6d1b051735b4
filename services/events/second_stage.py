"""A second stage drawn in the room: who stands on each line of the knockout, once the groups are over."""

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from litestar import Request, Response, Router, post, put
from litestar.di import NamedDependency
from litestar.params import FromPath
from msgspec import Meta, Struct

from services.events.access import contest_to_change
from services.events.pairings import answered, early, keep, none_waits
from services.events.underway import Underway, underway
from shared.kit.db import Tx
from shared.kit.http.auth import Who, signed_in
from shared.kit.http.errors import Refused
from shared.kit.http.forms import typed
from shared.kit.live import Hub
from shared.kit.words import _
from shared.rules.draws.seeding import bracket_size
from shared.rules.formats import groups_knockout, pairing_file
from shared.rules.refusals import IllegalDraw

AnyRequest = Request[Any, Any, Any]


class ByHand(Struct, kw_only=True):
    lines: list[UUID | None]
    revision: int | None = None


class Places(Struct, kw_only=True):
    """A second stage by hand as the page sends it: entries and their lines side by side."""

    entry: list[UUID]
    line: Annotated[list[int], Meta(title=_("Line"))]
    revision: int | None = None


@put("/contests/{contest_id:uuid}/second-stage", guards=[signed_in])
async def second_stage_by_hand(
    request: AnyRequest,
    contest_id: FromPath[UUID],
    tx: NamedDependency[Tx],
    who: NamedDependency[Who],
    now: NamedDependency[datetime],
    hub: NamedDependency[Hub],
) -> Response[Any]:
    """Lots drawn in the room: who stands on each line of the knockout."""
    data = await typed(request, ByHand)
    await contest_to_change(tx, contest_id, who, data.revision)
    lines = [str(line) if line else None for line in data.lines]
    return await second_stage(request, tx, hub, who, now, await underway(tx, contest_id), lines)


@post("/contests/{contest_id:uuid}/second-stage", guards=[signed_in])
async def second_stage_places(
    request: AnyRequest,
    contest_id: FromPath[UUID],
    tx: NamedDependency[Tx],
    who: NamedDependency[Who],
    now: NamedDependency[datetime],
    hub: NamedDependency[Hub],
) -> Response[Any]:
    """The same as the page sends it: entries with their lines."""
    data = await typed(request, Places)
    await contest_to_change(tx, contest_id, who, data.revision)
    present = await underway(tx, contest_id)
    size = bracket_size(max(len(data.entry), 2))
    lines: list[str | None] = [None] * size
    for entry, line in zip(data.entry, data.line, strict=False):
        if not 1 <= line <= size:
            raise Refused("draw.no_line", _("There is no line {line}."), line=line)
        if lines[line - 1] is not None:
            raise Refused("draw.line_twice", _("Two entries stand on line {line}."), line=line)
        lines[line - 1] = str(entry)
    return await second_stage(request, tx, hub, who, now, present, lines)


async def second_stage(
    request: AnyRequest, tx: Tx, hub: Hub, who: Who, now: datetime, present: Underway, lines: Sequence[str | None]
) -> Response[Any]:
    file = pairing_file(present.plan.form.kind)
    if file is None or not file.BY_LOT or not present.waits:
        raise none_waits()
    try:
        nodes, report = groups_knockout.pair_by_hand(
            present.plan.form, present.plan.nodes, present.plan.lines, present.results, lines
        )
    except IllegalDraw as illegal:
        raise early(illegal) from illegal
    await keep(tx, hub, present, who, now, None, nodes, report)
    return answered(request, present.contest.id, None, nodes, report)


router = Router(path="/events", route_handlers=[second_stage_by_hand, second_stage_places])
