"""Awards for units by their figures and marks: organisation, sportsmanship, hosting. Knows no contest."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Annotated, Any, Literal
from uuid import UUID

from litestar import Request, Response, Router, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from msgspec import Meta, Struct

from services.events import proposals
from services.events.access import organised_event
from services.events.meeting import amount
from services.events.prizes import proposed
from services.events.sql import unit_figures as sql
from services.events.sql.unit_figures import UnitFigure
from shared.kit.db import Tx
from shared.kit.http.auth import Who, signed_in
from shared.kit.http.errors import Refused
from shared.kit.http.forms import typed
from shared.kit.http.replies import done, json, page, wants_json
from shared.kit.words import _
from shared.rules.awards import HOSTING, SPORTSMANSHIP, organisation_index, turnout_minimum, weighted
from shared.rules.exact import plain, rounded
from shared.rules.model import Criterion
from shared.rules.prizes import NAMES

AnyRequest = Request[Any, Any, Any]
BEST = 8
"""The places that make a finisher one of the placed."""
CRITERIA: dict[str, Sequence[Criterion]] = {"sportsmanship": SPORTSMANSHIP, "host": HOSTING}
Size = Annotated[int, Meta(ge=0, le=100_000)] | None


class Figures(Struct, kw_only=True):
    unit: Annotated[str, Meta(title=_("Unit"), max_length=120)]
    members: Size = None
    finishers: Size = None
    placed: Size = None


class Marks(Struct, kw_only=True):
    """Points in the order of the criteria; one left empty in a form counts nothing."""

    unit: Annotated[str, Meta(title=_("Unit"), max_length=120)]
    kind: Literal["sportsmanship", "host"]
    mark_1: Decimal | None = None
    mark_2: Decimal | None = None
    mark_3: Decimal | None = None
    mark_4: Decimal | None = None
    mark_5: Decimal | None = None
    mark_6: Decimal | None = None
    mark_7: Decimal | None = None

    @property
    def given(self) -> list[Decimal | None]:
        return [self.mark_1, self.mark_2, self.mark_3, self.mark_4, self.mark_5, self.mark_6, self.mark_7]


class Organisation(Struct):
    ranks: Annotated[int, Meta(title=_("Ranked"), ge=0, le=8)] = 3
    least: Annotated[int, Meta(title=_("Turnout in percent"), ge=0, le=100)] = 60


class BestUnits(Struct):
    kind: Literal["sportsmanship", "host"]
    number: Annotated[int, Meta(title=_("How many"), ge=1, le=100)] = 6


class UnitLine(Struct, frozen=True):
    """A unit with its figures and what the formulas make of them."""

    figure: UnitFigure
    index: Decimal
    needed: int
    """How many of it must take part, by its size."""
    marks: dict[str, Decimal]


def line_of(figure: UnitFigure) -> UnitLine:
    turnout = proposals.turnout_of(figure)
    marks = {
        kind: plain(weighted(criteria, {item: Decimal(mark) for item, mark in figure.marks[kind].items()}))
        for kind, criteria in CRITERIA.items()
        if figure.marks.get(kind)
    }
    return UnitLine(figure, rounded(organisation_index(turnout), 4), turnout_minimum(turnout.members), marks)


@get("/{event_id:uuid}/awards/units", guards=[signed_in])
async def units_page(
    request: AnyRequest, event_id: FromPath[UUID], tx: NamedDependency[Tx], who: NamedDependency[Who]
) -> Response[Any]:
    event = await organised_event(tx, event_id, who)
    lines = [line_of(figure) for figure in await sql.figures(tx, event_id, BEST)]
    if wants_json(request):
        return json({"units": lines})
    return page(request, "awards_units.html", event=event, lines=lines, criteria=CRITERIA, titles=NAMES, best=BEST)


@post("/{event_id:uuid}/awards/figures", guards=[signed_in])
async def set_figures(
    request: AnyRequest, event_id: FromPath[UUID], tx: NamedDependency[Tx], who: NamedDependency[Who]
) -> Response[Any]:
    """Figures of a unit in place of those counted; an empty one is counted again."""
    data = await typed(request, Figures)
    await organised_event(tx, event_id, who)
    await sql.set_figure(tx, event_id, unit_of(data.unit), data.members, data.finishers, data.placed)
    return done(request, to=f"/events/{event_id}/awards/units", body={"unit": data.unit})


@post("/{event_id:uuid}/awards/marks", guards=[signed_in])
async def set_marks(
    request: AnyRequest, event_id: FromPath[UUID], tx: NamedDependency[Tx], who: NamedDependency[Who]
) -> Response[Any]:
    data = await typed(request, Marks)
    await organised_event(tx, event_id, who)
    marks = {
        item.name: str(amount(mark, most=int(item.maximum)))
        for item, mark in zip(CRITERIA[data.kind], data.given, strict=False)
        if mark is not None
    }
    await sql.set_marks(tx, event_id, unit_of(data.unit), data.kind, marks)
    return done(request, to=f"/events/{event_id}/awards/units#{data.kind}", body={"unit": data.unit})


def unit_of(name: str) -> str:
    if not name.strip():
        raise Refused("adjustment.unit", _("Say which unit this is for."))
    return name.strip()


@post("/{event_id:uuid}/awards/organisation", guards=[signed_in])
async def propose_organisation(
    request: AnyRequest, event_id: FromPath[UUID], tx: NamedDependency[Tx], who: NamedDependency[Who]
) -> Response[Any]:
    data = await typed(request, Organisation)
    await organised_event(tx, event_id, who)
    figures = await sql.figures(tx, event_id, BEST)
    return await proposed(request, tx, event_id, proposals.organised(figures, data.ranks, data.least))


@post("/{event_id:uuid}/awards/best", guards=[signed_in])
async def propose_best(
    request: AnyRequest, event_id: FromPath[UUID], tx: NamedDependency[Tx], who: NamedDependency[Who]
) -> Response[Any]:
    """The units with most points by criteria."""
    data = await typed(request, BestUnits)
    await organised_event(tx, event_id, who)
    figures = await sql.figures(tx, event_id, BEST)
    made = proposals.judged_units(data.kind, data.kind, CRITERIA[data.kind], figures, data.number)
    return await proposed(request, tx, event_id, [made])


router = Router(
    path="/events",
    route_handlers=[units_page, set_figures, set_marks, propose_organisation, propose_best],
)
