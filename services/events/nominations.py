"""Entries sent up to the next level, and what became of them there, recorded as fact. Computes no outcome.

Not the format of challenges that is called `ladder`: these are the levels of competitions, school to nation.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from litestar import Request, Response, Router, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from msgspec import Meta, Struct
from msgspec.structs import replace

from services.events.access import organised_event, organises, require_organiser, require_seen
from services.events.settings import refusals_of_rules
from services.events.sql import nominations as sql
from services.events.sql.nominations import Facts, Nomination
from shared.kit.bus.journal import record
from shared.kit.db import Tx
from shared.kit.http.auth import Who, signed_in
from shared.kit.http.errors import Refused
from shared.kit.http.forms import typed
from shared.kit.http.replies import done, json, page, wants_json
from shared.kit.words import _
from shared.messages.events import NominationChanged
from shared.rules.levels import NAMES, Level, Rung, check_next

AnyRequest = Request[Any, Any, Any]


class NewNomination(Struct, kw_only=True):
    entry: Annotated[UUID, Meta(title=_("Entry"))]
    level: Annotated[Level, Meta(title=_("Level"))]
    competition: Annotated[str, Meta(title=_("What the competition there is called"), max_length=200)]
    organiser: Annotated[str, Meta(title=_("Who holds it"), max_length=200)] = ""
    note: Annotated[str, Meta(title=_("Note for organisers"), max_length=1000)] = ""


class Made(Struct):
    id: UUID


@get("/{event_id:uuid}/nominations", guards=[signed_in])
async def of_event(
    request: AnyRequest, event_id: FromPath[UUID], tx: NamedDependency[Tx], who: NamedDependency[Who]
) -> Response[Any]:
    event = await organised_event(tx, event_id, who)
    found = await sql.of_event(tx, event_id)
    candidates = await sql.candidates(tx, event_id)
    if wants_json(request):
        return json({"nominations": found, "candidates": candidates})
    by_contest: dict[str, list[sql.Candidate]] = {}
    for each in candidates:
        by_contest.setdefault(each.contest_name, []).append(each)
    return page(
        request,
        "nominations.html",
        event=event,
        nominations=found,
        candidates=by_contest,
        levels=NAMES,
    )


@post("/{event_id:uuid}/nominations", guards=[signed_in])
async def nominate(
    request: AnyRequest,
    event_id: FromPath[UUID],
    tx: NamedDependency[Tx],
    who: NamedDependency[Who],
    now: NamedDependency[datetime],
) -> Response[Any]:
    """Send an entry of a decided contest up to a level."""
    data = await typed(request, NewNomination)
    await organised_event(tx, event_id, who)
    await sql.hold(tx, data.entry)
    entry = await sql.candidate(tx, data.entry)
    if entry is None or entry.event_id != event_id:
        raise Refused("entry.unknown", _("There is no such entry."), status=404)
    if entry.status != "decided" or entry.withdrawn:
        raise Refused("nomination.early", _("Only an entry of a decided contest can be sent up."), status=409)
    facts = Facts(
        level=data.level,
        competition=named(data.competition),
        organiser=data.organiser.strip(),
        note=data.note.strip(),
    )
    with refusals_of_rules():
        check_next(rungs(await sql.of_entry(tx, data.entry)), facts.level, facts.competition)
    nomination_id = await sql.add(tx, data.entry, facts)
    await sql.keep(tx, nomination_id, 1, facts, "", who.name, now)
    await tell(tx, nomination_id)
    return done(request, to=f"/events/nominations/{nomination_id}", body=Made(nomination_id), status=201)


def named(competition: str) -> str:
    found = " ".join(competition.split())
    if not found:
        raise Refused("nomination.competition", _("Please say what the competition there is called."))
    return found


def rungs(ladder: Sequence[Facts]) -> list[Rung]:
    """Where an entry stands on the ladder, as the rule asks for it."""
    return [
        Rung(
            each.level,
            each.competition,
            "open" if each.status == "nominated" else "honoured" if each.honoured else "refused",
        )
        for each in ladder
    ]


async def found_nomination(tx: Tx, nomination_id: UUID) -> Nomination:
    found = await sql.nomination(tx, nomination_id)
    if found is None:
        raise Refused("nomination.unknown", _("There is no such nomination."), status=404)
    return found


async def own_nomination(tx: Tx, nomination_id: UUID, who: Who, revision: int | None = None) -> Nomination:
    """The nomination, held for a change by an organiser of its event who has seen its present revision."""
    found = await found_nomination(tx, nomination_id)
    await require_organiser(tx, found.event_id, who)
    await sql.hold(tx, found.entry_id)
    found = await found_nomination(tx, nomination_id)
    require_seen(found.revision, revision)
    return found


async def require_reader(tx: Tx, event_id: UUID, entry_id: UUID, who: Who) -> bool:
    """Whether an organiser reads it; refused to who is neither organiser nor author."""
    organiser = await organises(tx, event_id, who)
    if not organiser and not await sql.is_author(tx, entry_id, who.member_id):
        raise Refused("nomination.not_yours", _("Only organisers and the authors may see this."), status=403)
    return organiser


@get("/nominations/{nomination_id:uuid}", guards=[signed_in])
async def look(
    request: AnyRequest, nomination_id: FromPath[UUID], tx: NamedDependency[Tx], who: NamedDependency[Who]
) -> Response[Any]:
    found = await found_nomination(tx, nomination_id)
    mine = await require_reader(tx, found.event_id, found.entry_id, who)
    if not mine:
        found = replace(found, note="")
    changes = await sql.changes(tx, nomination_id) if mine else []
    if wants_json(request):
        return json({"nomination": found, "changes": changes})
    return page(request, "nomination.html", nomination=found, changes=changes, mine=mine)


async def tell(tx: Tx, nomination_id: UUID) -> None:
    """Tell the whole present state; the contest's public page is of a new revision."""
    found = await found_nomination(tx, nomination_id)
    await sql.rise(tx, found.contest_id)
    message = NominationChanged(
        id=found.id,
        revision=found.revision,
        contest_id=found.contest_id,
        event_name=found.event_name,
        contest_name=found.contest_name,
        entry_name=found.entry_name,
        authors=found.authors,
        level=found.level,
        competition=found.competition,
        status=found.status,
        organiser=found.organiser,
        prize=found.prize,
        title=found.title,
        document_number=found.document_number,
        decided_on=found.decided_on,
        money=found.money,
    )
    await record(tx, message)


router = Router(path="/events", route_handlers=[of_event, nominate, look])
