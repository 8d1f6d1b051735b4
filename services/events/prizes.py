"""Prizes of a contest and of the best units, proposed from placings by what the organiser types. Publishes nothing."""

from functools import partial
from typing import Annotated, Any, Literal
from uuid import UUID

from litestar import Request, Response, Router, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from msgspec import Meta, Struct

from services.events import prize_tiers, proposals
from services.events.access import organised_contest, organised_event
from services.events.performances import values
from services.events.sql import awards as sql
from services.events.sql import performances as performance_sql
from services.events.sql.awards import NewAward
from services.events.totals import standing
from shared.kit.db import Tx
from shared.kit.http.auth import Who, signed_in
from shared.kit.http.errors import Refused
from shared.kit.http.forms import typed
from shared.kit.http.replies import done
from shared.kit.words import _
from shared.rules.model import PrizeTier, Regulation
from shared.web.words import LANGUAGES

AnyRequest = Request[Any, Any, Any]


class Prizes(Struct, kw_only=True):
    tiers: Annotated[str, Meta(title=_("Prizes"), max_length=2000)]
    boundary: Annotated[Literal["widen", "cut"], Meta(title=_("Equals at the end of a prize"))] = "widen"
    rounding: Annotated[Literal["half_up", "up", "down"], Meta(title=_("Shares are rounded"))] = "half_up"


class TeamPrizes(Struct):
    tiers: Annotated[str, Meta(title=_("Prizes"), max_length=2000)]


class Made(Struct):
    ids: list[UUID]


def usual_tiers(regulation: Regulation) -> tuple[PrizeTier, ...]:
    """The prizes its regulation names."""
    if regulation.exhibition is not None and regulation.exhibition.prizes:
        return regulation.exhibition.prizes
    if regulation.counting is not None and regulation.counting.prizes:
        return regulation.counting.prizes
    return prize_tiers.USUAL


def says(request: AnyRequest) -> list[prize_tiers.Say]:
    return [partial(spoken, request, lang) for lang in LANGUAGES]


def spoken(request: AnyRequest, lang: str, sentence: str) -> str:
    return str(request.app.state.pages.say(sentence, lang))


@post("/contests/{contest_id:uuid}/prizes", guards=[signed_in])
async def propose_prizes(
    request: AnyRequest, contest_id: FromPath[UUID], tx: NamedDependency[Tx], who: NamedDependency[Who]
) -> Response[Any]:
    """Who would get which prize of a decided contest."""
    data = await typed(request, Prizes)
    contest = await organised_contest(tx, contest_id, who)
    if contest.judged:
        raise Refused("prizes.signed", _("The prizes of a judged contest come with its signed result."), status=409)
    if contest.status != "decided":
        raise Refused("prizes.open", _("Prizes are proposed once the contest is decided."), status=409)
    tiers = prize_tiers.read(data.tiers, says(request))
    rows = await performance_sql.performed(tx, contest_id)
    made = proposals.prizes(
        contest_id,
        tiers,
        await sql.finishers(tx, contest_id),
        values(contest.regulation, rows) if rows else {},
        data.boundary == "cut",
        data.rounding,
    )
    return await proposed(request, tx, contest.event_id, made)


@post("/{event_id:uuid}/awards/teams", guards=[signed_in])
async def propose_teams(
    request: AnyRequest, event_id: FromPath[UUID], tx: NamedDependency[Tx], who: NamedDependency[Who]
) -> Response[Any]:
    """Prizes for the best units: by the confirmed totals, or as they stand now."""
    data = await typed(request, TeamPrizes)
    await organised_event(tx, event_id, who)
    tiers = prize_tiers.read(data.tiers, says(request))
    found = await standing(tx, event_id)
    return await proposed(request, tx, event_id, proposals.teams(found.confirmed or found.lines, tiers))


async def proposed(request: AnyRequest, tx: Tx, event_id: UUID, made: list[NewAward]) -> Response[Any]:
    """Keep proposals in place of those of the same kind that were not published yet."""
    for kind, contest_id in {(each.kind, each.contest_id) for each in made}:
        await sql.drop_proposed(tx, event_id, kind, contest_id)
    ids = await sql.add(tx, event_id, made)
    return done(request, to=f"/events/{event_id}/awards/desk", body=Made(ids), status=201)


router = Router(path="/events", route_handlers=[propose_prizes, propose_teams])
