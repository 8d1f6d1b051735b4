"""The panels of an event: who judges, who presides and supervises, which stage of which contest each panel judges."""

from datetime import UTC, datetime
from typing import Annotated, Any
from uuid import UUID

from litestar import Request, Response, Router, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from msgspec import Meta, Struct

from services.scoring.hall import hall_of
from services.scoring.judged.panel_change import add_seats, require_reason, settle
from services.scoring.judged.pasted import people, words_of
from services.scoring.judged.role_names import ROLE_NAMES
from services.scoring.judged.rule_words import told
from services.scoring.judged.seats_typed import Name, Reason, SeatNew, as_typed, seat_of, seat_typed
from services.scoring.sql import judged, members
from services.scoring.sql import panels as sql
from services.scoring.sql.copies import EventCopy
from services.scoring.sql.judged import SeatRow
from services.scoring.sql.panels import DeviceRow, PanelRow, SeatTyped
from shared.kit.db import Tx
from shared.kit.http.auth import Who, signed_in, who_of
from shared.kit.http.errors import Refused
from shared.kit.http.forms import typed
from shared.kit.http.replies import done, json, page, wants_json
from shared.kit.words import _
from shared.rules.judged.rule_set import ROLES

AnyRequest = Request[Any, Any, Any]


class PanelNew(Struct, kw_only=True):
    name: Name
    copy_of: UUID | None = None
    """Whose seats it begins with."""


class PanelNamed(Struct, kw_only=True):
    name: Name


class Pasted(Struct, kw_only=True):
    people: Annotated[str, Meta(max_length=10_000, title=_("List of people"))] = ""
    reason: Reason = ""


class PanelView(Struct, frozen=True):
    """A panel with everything its page shows."""

    id: UUID
    name: str
    version: int
    seats: list[SeatRow]
    stages: list[tuple[UUID, str]]
    """Contest and stage."""
    devices: dict[UUID, DeviceRow]


async def panel_to_run(request: AnyRequest, tx: Tx, who: Who, panel_id: UUID) -> tuple[PanelRow, EventCopy]:
    """The panel, held by this transaction, for somebody who organises its event."""
    panel = await sql.lock_panel(tx, panel_id)
    if panel is None:
        raise Refused("panel.unknown", _("There is no such panel."), status=404)
    return panel, await hall_of(request).events.require_organiser(who, panel.event_id)


async def views_of(tx: Tx, panels: list[PanelRow]) -> list[PanelView]:
    ids = [panel.id for panel in panels]
    seats = await judged.seats_of_panels(tx, ids)
    stages = await sql.stages_judged(tx, ids)
    devices = await sql.devices_of(tx, ids)
    return [
        PanelView(
            panel.id,
            panel.name,
            panel.version,
            own := [seat for seat in seats if seat.panel_id == panel.id],
            [(contest, stage) for panel_id, contest, stage in stages if panel_id == panel.id],
            {seat.id: devices[seat.id] for seat in own if seat.id in devices},
        )
        for panel in panels
    ]


async def view_now(tx: Tx, panel: PanelRow) -> PanelView:
    """The panel as it is after what this request did to it."""
    return (await views_of(tx, [await sql.read_panel(tx, panel.id) or panel]))[0]


@get("/events/{event_id:uuid}/panels", guards=[signed_in])
async def show_all(
    request: AnyRequest, event_id: FromPath[UUID], tx: NamedDependency[Tx], who: NamedDependency[Who]
) -> Response[Any]:
    event = await hall_of(request).events.require_organiser(who, event_id)
    panels = await views_of(tx, await sql.panels_of_event(tx, event_id))
    contests = await judged.contests_of_event(tx, event_id)
    names = {
        (each.id, stage): name
        for each in contests
        for stage, name in (await stage_names(tx, each.id, who.lang)).items()
    }
    if wants_json(request):
        return json({"event_id": event_id, "panels": panels})
    return page(
        request,
        "judged_panels.html",
        event=event,
        panels=panels,
        contests={each.id: each.name for each in contests},
        stage_names=names,
    )


async def stage_names(tx: Tx, contest_id: UUID, lang: str = "zh") -> dict[str, str]:
    """The stages of a contest by key, in order, as a reader calls them."""
    rule_set = await judged.newest_rule_set(tx, contest_id)
    return {stage.key: told(stage.name, lang) for stage in rule_set.stages} if rule_set else {}


@post("/events/{event_id:uuid}/panels", guards=[signed_in], status_code=201)
async def make(
    request: AnyRequest, event_id: FromPath[UUID], tx: NamedDependency[Tx], who: NamedDependency[Who]
) -> Response[Any]:
    data = await typed(request, PanelNew)
    await hall_of(request).events.require_organiser(who, event_id)
    if not data.name:
        raise Refused("panel.no_name", _("Give the panel a name."))
    copied: list[SeatTyped] = []
    if data.copy_of is not None:
        source, _event = await panel_to_run(request, tx, who, data.copy_of)
        copied = [seat_typed(seat) for seat in await judged.seats_of_panels(tx, [source.id])]
    panel = await sql.insert_panel(tx, event_id, data.name)
    await add_seats(tx, panel, copied)
    await settle(tx, hall_of(request), panel, by(who), "")
    return done(request, to=f"/scoring/panels/{panel.id}", body=await view_now(tx, panel), status=201)


def by(who: Who) -> str:
    return who.name or str(who.member_id)


@get("/panels/{panel_id:uuid}", guards=[signed_in])
async def show(
    request: AnyRequest, panel_id: FromPath[UUID], tx: NamedDependency[Tx], who: NamedDependency[Who]
) -> Response[Any]:
    panel, event = await panel_to_run(request, tx, who, panel_id)
    return await panel_page(request, tx, panel, event)


async def panel_page(request: AnyRequest, tx: Tx, panel: PanelRow, event: EventCopy, **more: Any) -> Response[Any]:
    lang = who_of(request).lang
    view = await view_now(tx, panel)
    if wants_json(request):
        return json(view)
    contests = await judged.contests_of_event(tx, panel.event_id)
    known = await members.by_ids(tx, [seat.member_id for seat in view.seats if seat.member_id])
    return page(
        request,
        "judged_panel.html",
        event=event,
        panel=view,
        balloted=await sql.panel_balloted(tx, panel.id),
        versions=await sql.versions_of(tx, panel.id),
        contests=[(each, await stage_names(tx, each.id, lang)) for each in contests if each.state.status != "removed"],
        members={each.id: each for each in known},
        roles=ROLES,
        role_names=ROLE_NAMES,
        knowing=await marking_organisers(tx, event, view),
        now=datetime.now(UTC),
        **more,
    )


async def marking_organisers(tx: Tx, event: EventCopy, panel: PanelView) -> list[SeatRow]:
    """Who gives marks here and organises the event, where a contest hides names: they see whose number it is."""
    found = [seat for seat in panel.seats if seat.marks and seat.member_id in event.organisers]
    contests = {contest_id for contest_id, _stage in panel.stages} if found else set()
    rule_sets = [await judged.newest_rule_set(tx, contest_id) for contest_id in sorted(contests)]
    return found if any(each is not None and each.anonymous for each in rule_sets) else []


@post("/panels/{panel_id:uuid}/rename", guards=[signed_in], status_code=200)
async def rename(
    request: AnyRequest, panel_id: FromPath[UUID], tx: NamedDependency[Tx], who: NamedDependency[Who]
) -> Response[Any]:
    data = await typed(request, PanelNamed)
    panel, _event = await panel_to_run(request, tx, who, panel_id)
    if not data.name:
        raise Refused("panel.no_name", _("Give the panel a name."))
    await sql.rename_panel(tx, panel.id, data.name)
    return done(request, to=f"/scoring/panels/{panel_id}", body={"id": panel_id, "name": data.name})


@post("/panels/{panel_id:uuid}/remove", guards=[signed_in], status_code=200)
async def remove(
    request: AnyRequest, panel_id: FromPath[UUID], tx: NamedDependency[Tx], who: NamedDependency[Who]
) -> Response[Any]:
    """A panel goes while it judges nothing."""
    panel, _event = await panel_to_run(request, tx, who, panel_id)
    if await sql.panel_used(tx, panel_id) or await sql.panel_balloted(tx, panel_id):
        raise Refused("panel.used", _("{panel} judges a stage, or has judged: it stays."), status=409, panel=panel.name)
    await sql.delete_panel(tx, panel_id)
    return done(request, to=f"/scoring/events/{panel.event_id}/panels", body={"removed": panel_id})


@post("/panels/{panel_id:uuid}/seats", guards=[signed_in], status_code=201)
async def add(
    request: AnyRequest, panel_id: FromPath[UUID], tx: NamedDependency[Tx], who: NamedDependency[Who]
) -> Response[Any]:
    data = await typed(request, SeatNew)
    panel, _event = await panel_to_run(request, tx, who, panel_id)
    await require_reason(tx, panel, data.reason)
    await add_seats(tx, panel, [await seat_of(tx, data)])
    await settle(tx, hall_of(request), panel, by(who), data.reason)
    return done(request, to=f"/scoring/panels/{panel_id}#seats", body=await view_now(tx, panel), status=201)


@post("/panels/{panel_id:uuid}/seats/paste", guards=[signed_in], status_code=201)
async def paste(
    request: AnyRequest, panel_id: FromPath[UUID], tx: NamedDependency[Tx], who: NamedDependency[Who]
) -> Response[Any]:
    """A list of judges at once, one a line; all of them or none."""
    data = await typed(request, Pasted)
    panel, _event = await panel_to_run(request, tx, who, panel_id)
    await require_reason(tx, panel, data.reason)
    found = people(data.people, await members.numbers_known(tx, words_of(data.people)))
    if not found:
        raise Refused("panel.nobody", _("Paste at least one line with a name."))
    await add_seats(tx, panel, [await seat_of(tx, as_typed(person)) for person in found])
    await settle(tx, hall_of(request), panel, by(who), data.reason)
    return done(request, to=f"/scoring/panels/{panel_id}#seats", body=await view_now(tx, panel), status=201)


router = Router("/scoring", route_handlers=[show_all, make, show, rename, remove, add, paste])
