"""Whose work a material is and who looks at it: the organisers and its authors whole, judges veiled, nobody else.

Knows no formats and no pages. What a gallery shows is asked of the gallery.
"""

from typing import Any, Literal
from uuid import UUID

from litestar import Request
from msgspec import Struct

from services.scoring.judged.officials import ORGANISER, official_of, organises
from services.scoring.seated import token_of
from services.scoring.sql import materials as sql
from services.scoring.sql.judged import ContestRow
from services.scoring.sql.materials import MaterialRow
from shared.kit.db import Tx
from shared.kit.http.auth import Who, who_of
from shared.kit.http.errors import Refused
from shared.kit.words import _
from shared.messages.events import JudgedEntry

Sight = Literal["whole", "veiled"]
SHOWN = ("running", "closed", "revealed")
"""In these states of a stage its judges see the works."""


class Keeper(Struct, frozen=True):
    """Somebody who may hand in materials of an entry: an organiser or one of its authors."""

    name: str
    member_id: UUID | None
    organiser: bool


def entry_of(contest: ContestRow, entry_id: UUID) -> JudgedEntry:
    """An entry of the contest.

    Raises:
        Refused: it has no such entry.
    """
    for entry in contest.state.entries:
        if entry.id == entry_id:
            return entry
    raise Refused("entry.unknown", _("There is no such entry."), status=404)


def is_author(who: Who, entry: JudgedEntry) -> bool:
    return not who.must_change and who.member_id is not None and who.member_id in {each.id for each in entry.authors}


async def keeper_of(request: Request[Any, Any, Any], contest: ContestRow, entry: JudgedEntry) -> Keeper:
    """Who is asking, if they may hand in and take back this entry's materials.

    Raises:
        Refused: they are neither an organiser nor an author.
    """
    who = who_of(request)
    organiser = await organises(request, who, contest.event_id)
    if not organiser and not is_author(who, entry):
        raise not_yours()
    return Keeper(who.name, who.member_id, organiser)


async def still_open(tx: Tx, contest: ContestRow, stage: str) -> bool:
    """Whether materials of a stage can still change: none of it has begun. Without a stage: no stage has."""
    begun = await sql.stages_begun(tx, contest.id)
    if contest.state.status in ("decided", "removed"):
        return False
    return all(status == "planned" for key, status in begun.items() if stage in ("", key))


async def require_open(tx: Tx, contest: ContestRow, stage: str) -> None:
    if not await still_open(tx, contest, stage):
        raise Refused(
            "material.begun",
            _("The judging has begun: materials can no longer be added, changed or taken back."),
            status=409,
        )


async def sight_of(request: Request[Any, Any, Any], tx: Tx, contest: ContestRow, material: MaterialRow) -> Sight:
    """How somebody sees a material.

    Raises:
        Refused: not at all.
    """
    official = await official_of(request, tx, contest)
    judging = official is not None and official.has("judge", "chief", "supervisor")
    # A judge's tablet stays a judge's tablet, whoever is signed in on it besides.
    if not (judging and token_of(request)):
        own = is_author(who_of(request), entry_of(contest, material.entry_id))
        if own or (official is not None and official.has(ORGANISER)):
            return "whole"
    if official is None or not judging or official.seat_id is None or not material.shown or not material.complete:
        raise not_yours()
    supervises = official.has("supervisor") and not official.has("judge", "chief")
    if not await judged_by(tx, contest, material, official.seat_id, supervises):
        raise not_yours()
    return "veiled"


async def judged_by(tx: Tx, contest: ContestRow, material: MaterialRow, seat_id: UUID, supervises: bool) -> bool:
    """Whether the work stands before this seat in a stage that has begun."""
    begun = await sql.stages_begun(tx, contest.id)
    panel = await sql.panel_of_seat(tx, seat_id)
    for place in await sql.places_of_entry(tx, contest.id, material.entry_id):
        if begun.get(place.stage) not in SHOWN or material.stage not in ("", place.stage):
            continue
        if place.panel_id not in (None, panel):
            continue
        if supervises or await sql.reads(tx, contest.id, place.performance_id, material.entry_id, seat_id):
            return True
    return False


def not_yours() -> Refused:
    return Refused(
        "material.not_yours",
        _("Works are shown only to their authors, to the organisers and to the judges who have them before them."),
        status=403,
    )
