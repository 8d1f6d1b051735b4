"""The members of an entry, changed before the draw is published: one for another, one more, one fewer.

Of a judged contest its title, unit and category too; once the panel has it, each change needs a reason.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from litestar import Request, Response, Router, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from msgspec import Meta, Struct

from services.events import eligibility, judged
from services.events.access import entering_entry, open_entry, organised_contest
from services.events.entries import member_of, present, void_draw
from services.events.lists import MOST_IN_TEAM, PLAYERS
from services.events.naming import SIZES
from services.events.sql import eligibility as sql
from services.events.sql import entries as entry_sql
from services.events.sql import judged as judged_sql
from services.events.sql import late, roster
from services.events.sql.contests import Contest
from services.events.sql.eligibility import Entered
from services.events.sql.entries import Entry, EntryRow
from services.events.sql.roster import Person
from shared.kit.db import Tx
from shared.kit.http.auth import Who, signed_in
from shared.kit.http.errors import Refused
from shared.kit.http.forms import typed
from shared.kit.http.replies import done, json, page, wants_json
from shared.kit.words import _

AnyRequest = Request[Any, Any, Any]


class Replaced(Struct):
    """Who leaves an entry and who comes into it, by staff number; either may be empty where teams change in size."""

    out: Annotated[str, Meta(title=_("Who leaves"), max_length=64)] = ""
    enters: Annotated[str, Meta(title=_("Who comes"), max_length=64)] = ""
    reason: Annotated[str, Meta(title=_("Reason"), max_length=300)] = ""
    """Where a panel has the contest already."""


class Described(Struct, kw_only=True):
    """A work as it is called, the unit it stands for, and what it is judged among."""

    name: Annotated[str, Meta(title=_("Title of the work"), max_length=120)]
    unit: Annotated[str, Meta(title=_("Unit"), max_length=120)] = ""
    category: Annotated[str, Meta(title=_("Category"), max_length=40)] = ""
    reason: Annotated[str, Meta(title=_("Reason"), max_length=300)] = ""


@get("/entries/{entry_id:uuid}/members", guards=[signed_in])
async def members_page(
    request: AnyRequest, entry_id: FromPath[UUID], tx: NamedDependency[Tx], who: NamedDependency[Who]
) -> Response[Any]:
    contest, entry = await looked_at(tx, entry_id, who)
    standing = await standing_of(tx, contest, entry_id)
    facts = await eligibility.facts_of(tx, contest, standing.members)
    members = [facts[each] for each in standing.members if each in facts]
    if wants_json(request):
        return json({"entry": entry, "members": members})
    return page(request, "entry_members.html", contest=contest, entry=entry, members=members)


async def looked_at(tx: Tx, entry_id: UUID, who: Who) -> tuple[Contest, Entry]:
    """An entry that can be changed; of a judged contest any, to be seen."""
    entry = await entry_sql.entry(tx, entry_id)
    if entry is not None and (contest := await organised_contest(tx, entry.contest_id, who)).judged:
        return contest, entry
    return await open_entry(tx, entry_id, who)


async def standing_of(tx: Tx, contest: Contest, entry_id: UUID) -> Entered:
    return next(each for each in await sql.entered(tx, contest.id) if each.id == entry_id)


@post("/entries/{entry_id:uuid}/replace", guards=[signed_in])
async def replace_member(
    request: AnyRequest,
    entry_id: FromPath[UUID],
    tx: NamedDependency[Tx],
    who: NamedDependency[Who],
    now: NamedDependency[datetime],
) -> Response[Any]:
    """One member of an entry for another, while entries may be changed and before the draw is published."""
    data = await typed(request, Replaced)
    contest, entry = await entering_entry(tx, entry_id, who, data.reason)
    if contest.status != "judging":
        eligibility.require_changes_open(await eligibility.terms_of(tx, contest.id), now)
    known = await roster.numbered(tx, [data.out, data.enters])
    leaves, comes = (member_of(number, known) if number else None for number in (data.out, data.enters))
    standing = await standing_of(tx, contest, entry_id)
    members = await changed(tx, contest, standing, leaves, comes)
    await eligibility.require_eligible(tx, contest, members, entry_id)
    await sql.change_members(tx, contest.id, entry_id, members)
    await rename(tx, contest, standing, members)
    await void_draw(tx, contest)
    await note_late(tx, contest, entry, "replaced", data.reason, who)
    return done(request, to=f"/events/entries/{entry_id}/members", body={"id": entry_id})


@post("/entries/{entry_id:uuid}/describe", guards=[signed_in])
async def describe(
    request: AnyRequest, entry_id: FromPath[UUID], tx: NamedDependency[Tx], who: NamedDependency[Who]
) -> Response[Any]:
    """Title, unit and category of an entry of a judged contest."""
    data = await typed(request, Described)
    contest, entry = await entering_entry(tx, entry_id, who, data.reason)
    if not contest.judged:
        raise Refused("entry.not_judged", _("Only entries of judged contests have a title and a category."), status=409)
    name = " ".join(data.name.split())
    if not name:
        raise Refused("entry.name", _("The entry needs a name."))
    row = EntryRow(name=name, unit=" ".join(data.unit.split()), seed=None, members=(), category=data.category.strip())
    await judged_sql.describe(tx, entry_id, row)
    await note_late(tx, contest, entry, "described", data.reason, who)
    return done(request, to=f"/events/entries/{entry_id}/members", body={"id": entry_id})


async def note_late(tx: Tx, contest: Contest, before: Entry, kind: str, reason: str, who: Who) -> None:
    """Tell the panel of a changed entry; note why, where the panel had it already."""
    after = await entry_sql.entry(tx, before.id)
    if contest.status == "judging" and after is not None:
        await late.note(tx, contest.id, before.id, kind, row_of(before), row_of(after), reason.strip(), who.name)
    await judged.tell(tx, contest.id)


def row_of(entry: Entry) -> EntryRow:
    return EntryRow(name=entry.name, unit=entry.unit, seed=entry.seed, members=(), category=entry.category)


async def changed(
    tx: Tx, contest: Contest, standing: Entered, leaves: Person | None, comes: Person | None
) -> list[UUID]:
    """The entry's members after the change, the new one in the place of the old. Refused where they are no entry."""
    if leaves is not None and leaves.id not in standing.members:
        raise Refused("entry.not_in", _("{member} does not stand in this entry."), member=leaves.name)
    if comes is not None:
        taken = (await present(tx, contest)).members
        if comes.id in standing.members or comes.id in taken:
            entry = taken.get(comes.id, standing.name)
            sentence = _("{member} is entered already, as {entry}.")
            raise Refused("member.entered", sentence, member=comes.name, entry=entry)
    members = list(standing.members)
    place = members.index(leaves.id) if leaves is not None else len(members)
    members[place : place + 1] = [comes.id] if comes is not None else []
    if members == list(standing.members) or len(members) not in PLAYERS[contest.regulation.discipline]:
        raise Refused("entry.players", SIZES[contest.regulation.discipline], most=MOST_IN_TEAM)
    return members


async def rename(tx: Tx, contest: Contest, before: Entered, members: Sequence[UUID]) -> None:
    """An entry named after its members is named after the new ones; a name of its own stays."""
    facts = await eligibility.facts_of(tx, contest, [*before.members, *members])
    names = {key: fact.name for key, fact in facts.items()}
    if sorted(before.name.split(" / ")) != sorted(names[each] for each in before.members):
        return
    units = dict.fromkeys(facts[each].unit for each in members if facts[each].unit)
    await sql.rename(tx, before.id, " / ".join(names[each] for each in members), " / ".join(units))


router = Router(path="/events", route_handlers=[members_page, replace_member, describe])
