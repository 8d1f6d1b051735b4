"""Prizes and awards of an event: proposed by formula, changed by hand, confirmed and published. Knows no formula."""

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from litestar import Request, Response, Router, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from msgspec import Meta, Struct

from services.events import prize_tiers, proposals
from services.events.access import organised_event, organises
from services.events.prizes import Made, says, usual_tiers
from services.events.sql import awards as sql
from services.events.sql import public as public_sql
from services.events.sql.awards import Award, Honour, NewAward, Winner
from shared.kit.db import Tx
from shared.kit.http.auth import Who, anyone, signed_in, who_of
from shared.kit.http.errors import Refused
from shared.kit.http.forms import typed
from shared.kit.http.replies import done, json, page, wants_json
from shared.kit.words import _
from shared.rules.prizes import NAMES

AnyRequest = Request[Any, Any, Any]
MOST_WINNERS = 2000


class ChangedAward(Struct):
    name: Annotated[str, Meta(title=_("Name"), max_length=120)]
    winners: Annotated[str, Meta(title=_("Winners"), max_length=40_000)] = ""


def title_of(award: Award | Honour) -> tuple[str, dict[str, object]] | None:
    """The msgid of a usual prize's name; None for a name somebody typed."""
    return (NAMES[award.name], {}) if award.name in NAMES else None


@get("/{event_id:uuid}/awards", guards=[anyone])
async def awards_page(
    request: AnyRequest, event_id: FromPath[UUID], tx: NamedDependency[Tx], who: NamedDependency[Who]
) -> Response[Any]:
    event = await public_sql.event(tx, event_id)
    if event is None:
        raise Refused("event.unknown", _("There is no such event."), status=404)
    found = await sql.awards(tx, event_id, published=True)
    if wants_json(request):
        return json({"awards": found})
    mine = await organises(tx, event_id, who)
    return page(request, "awards.html", event=event, awards=found, title_of=title_of, mine=mine)


@get("/{event_id:uuid}/awards/desk", guards=[signed_in])
async def awards_desk(
    request: AnyRequest, event_id: FromPath[UUID], tx: NamedDependency[Tx], who: NamedDependency[Who]
) -> Response[Any]:
    event = await organised_event(tx, event_id, who)
    found = await sql.awards(tx, event_id)
    if wants_json(request):
        return json({"awards": found})
    lang = who_of(request).lang
    pages = request.app.state.pages
    contests = await public_sql.contests(tx, event_id)
    return page(
        request,
        "awards_desk.html",
        event=event,
        awards=found,
        title_of=title_of,
        contests=[each for each in contests if each.status == "decided" and each.regulation.judged is None],
        tiers_of=lambda contest: prize_tiers.written(usual_tiers(contest.regulation), lambda s: pages.say(s, lang)),
        usual=prize_tiers.written(prize_tiers.USUAL, lambda s: pages.say(s, lang)),
    )


async def own_award(tx: Tx, award_id: UUID, who: Who) -> Award:
    """The award, of whose event the caller is an organiser."""
    found = await sql.award(tx, award_id)
    if found is None:
        raise Refused("award.unknown", _("There is no such award."), status=404)
    await organised_event(tx, found.event_id, who)
    return found


@post("/{event_id:uuid}/awards", guards=[signed_in])
async def add_award(
    request: AnyRequest, event_id: FromPath[UUID], tx: NamedDependency[Tx], who: NamedDependency[Who]
) -> Response[Any]:
    """An award of the organisers' own."""
    data = await typed(request, ChangedAward)
    await organised_event(tx, event_id, who)
    made = NewAward(kind="other", name=name_of(data, says(request)), winners=winners_of(data.winners, ()))
    ids = await sql.add(tx, event_id, [made])
    return done(request, to=f"/events/{event_id}/awards/desk", body=Made(ids), status=201)


@post("/awards/{award_id:uuid}", guards=[signed_in])
async def change_award(
    request: AnyRequest, award_id: FromPath[UUID], tx: NamedDependency[Tx], who: NamedDependency[Who]
) -> Response[Any]:
    data = await typed(request, ChangedAward)
    award = await own_award(tx, award_id, who)
    if award.state == "published":
        raise Refused("award.published", _("This award is published: take it back before changing it."), status=409)
    known: list[Winner] = [*award.winners]
    if award.contest_id is not None:
        known += [proposals.winner_of(each) for each in await sql.finishers(tx, award.contest_id)]
    await sql.rename(tx, award_id, name_of(data, says(request)))
    await sql.set_winners(tx, award_id, winners_of(data.winners, known))
    return done(request, to=f"/events/{award.event_id}/awards/desk", body=Made([award_id]))


def name_of(data: ChangedAward, all_says: list[prize_tiers.Say]) -> str:
    """The key of a usual prize typed by its name, else what was typed."""
    name = data.name.strip()
    if not name:
        raise Refused("award.name", _("The award needs a name."))
    return next((key for key, usual in NAMES.items() if any(say(usual) == name for say in all_says)), name)


def winners_of(text: str, known: tuple[Winner, ...] | list[Winner]) -> tuple[Winner, ...]:
    """A winner a line, with the unit behind a bar; entries are known again by name and unit."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    if len(lines) > MOST_WINNERS or any(len(line) > 300 for line in lines):
        raise Refused("award.winners", _("One winner a line, {most} at most."), most=MOST_WINNERS)
    entries = {(each.name, each.unit): each for each in known}
    found = []
    for line in lines:
        name, _bar, unit = (part.strip() for part in line.partition("|"))
        found.append(entries.get((name, unit)) or Winner(name=name or unit, unit=unit))
    return tuple(found)


@post("/awards/{award_id:uuid}/publish", guards=[signed_in])
async def publish(
    request: AnyRequest,
    award_id: FromPath[UUID],
    tx: NamedDependency[Tx],
    who: NamedDependency[Who],
    now: NamedDependency[datetime],
) -> Response[Any]:
    award = await own_award(tx, award_id, who)
    await sql.publish(tx, [award_id], who.member_id, now)
    return done(request, to=f"/events/{award.event_id}/awards/desk", body=Made([award_id]))


@post("/{event_id:uuid}/awards/publish", guards=[signed_in])
async def publish_all(
    request: AnyRequest,
    event_id: FromPath[UUID],
    tx: NamedDependency[Tx],
    who: NamedDependency[Who],
    now: NamedDependency[datetime],
) -> Response[Any]:
    await organised_event(tx, event_id, who)
    waiting = [award.id for award in await sql.awards(tx, event_id) if award.state == "proposed"]
    await sql.publish(tx, waiting, who.member_id, now)
    return done(request, to=f"/events/{event_id}/awards/desk", body=Made(waiting))


@post("/awards/{award_id:uuid}/take-back", guards=[signed_in])
async def take_back(
    request: AnyRequest, award_id: FromPath[UUID], tx: NamedDependency[Tx], who: NamedDependency[Who]
) -> Response[Any]:
    award = await own_award(tx, award_id, who)
    await sql.take_back(tx, award_id)
    return done(request, to=f"/events/{award.event_id}/awards/desk", body=Made([award_id]))


@post("/awards/{award_id:uuid}/remove", guards=[signed_in])
async def remove(
    request: AnyRequest, award_id: FromPath[UUID], tx: NamedDependency[Tx], who: NamedDependency[Who]
) -> Response[Any]:
    award = await own_award(tx, award_id, who)
    if award.state == "published":
        raise Refused("award.published", _("This award is published: take it back before changing it."), status=409)
    await sql.remove(tx, award_id)
    return done(request, to=f"/events/{award.event_id}/awards/desk", body=Made([award_id]))


router = Router(
    path="/events",
    route_handlers=[
        awards_page,
        awards_desk,
        add_award,
        change_award,
        publish,
        publish_all,
        take_back,
        remove,
    ],
)
