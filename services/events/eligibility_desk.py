"""Who may enter, set by organisers: rules, dates, the event's limit. Judges nobody."""

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from litestar import Request, Response, Router, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from msgspec import Meta, Struct

from services.events import eligibility
from services.events.access import open_contest, organised_contest, organised_event
from services.events.matches import moment, zone
from services.events.sql import eligibility as sql
from services.events.sql.eligibility import Terms
from shared.kit.db import Tx
from shared.kit.http.auth import Who, signed_in
from shared.kit.http.errors import Refused
from shared.kit.http.forms import typed
from shared.kit.http.replies import done, json, page, wants_json
from shared.kit.words import _
from shared.rules.eligibility import Category, Eligibility, Gender, Leaders

AnyRequest = Request[Any, Any, Any]
Age = Annotated[Annotated[int, Meta(ge=0, le=150)] | None, Meta(title=_("Age"))]
Few = Annotated[Annotated[int, Meta(ge=0, le=99)] | None, Meta(title=_("Number"))]
Many = Annotated[Annotated[int, Meta(ge=1, le=512)] | None, Meta(title=_("Number"))]


class Rules(Struct, kw_only=True):
    """The form of a contest's rules. Times are the hall's; empty asks nothing."""

    gender: Annotated[Gender, Meta(title=_("Gender"))] = ""
    category: Annotated[Category, Meta(title=_("Kind of member"))] = ""
    leaders: Annotated[Leaders, Meta(title=_("Leaders"))] = ""
    age_least: Age = None
    age_most: Age = None
    least_men: Few = None
    least_women: Few = None
    one_unit: bool = False
    units: Annotated[list[Annotated[str, Meta(max_length=120)]], Meta(title=_("Units"), max_length=1000)] = []
    unit_most: Many = None
    own_entry: bool = False
    opens_at: Annotated[str, Meta(title=_("Entries open"), max_length=40)] = ""
    closes_at: Annotated[str, Meta(title=_("Entries close"), max_length=40)] = ""
    changes_until: Annotated[str, Meta(title=_("Changes until"), max_length=40)] = ""
    revision: int | None = None


class EntriesEach(Struct):
    entries_each: Many = None


@get("/contests/{contest_id:uuid}/eligibility", guards=[signed_in])
async def rules_page(
    request: AnyRequest, contest_id: FromPath[UUID], tx: NamedDependency[Tx], who: NamedDependency[Who]
) -> Response[Any]:
    contest = await organised_contest(tx, contest_id, who)
    terms = await eligibility.terms_of(tx, contest_id)
    against = await eligibility.standing_against(tx, contest)
    if wants_json(request):
        return json({"terms": terms, "against": [{"entry": each, "reasons": told} for each, told in against]})
    return page(
        request,
        "eligibility.html",
        contest=contest,
        terms=terms,
        rule=terms.eligibility,
        words=eligibility.in_words(terms),
        against=against,
        units=await sql.units(tx),
        local=lambda at: at.astimezone(zone(request)).strftime("%Y-%m-%dT%H:%M") if at else "",
    )


@post("/contests/{contest_id:uuid}/eligibility", guards=[signed_in])
async def change_rules(
    request: AnyRequest, contest_id: FromPath[UUID], tx: NamedDependency[Tx], who: NamedDependency[Who]
) -> Response[Any]:
    """Rules for entries to come; those there are stay, and the page says which of them the new rules would refuse."""
    data = await typed(request, Rules)
    contest = await open_contest(tx, contest_id, who, data.revision)
    terms = terms_asked(request, data, await eligibility.terms_of(tx, contest_id))
    check(terms)
    await sql.change(tx, contest.id, terms)
    against = await eligibility.standing_against(tx, contest)
    body = {"against": [{"entry": each, "reasons": told} for each, told in against]}
    return done(request, to=f"/events/contests/{contest_id}/eligibility", body=body)


def terms_asked(request: AnyRequest, data: Rules, before: Terms) -> Terms:
    rule = Eligibility(
        gender=data.gender,
        category=data.category,
        leaders=data.leaders,
        age_least=data.age_least,
        age_most=data.age_most,
        least_men=data.least_men or 0,
        least_women=data.least_women or 0,
        one_unit=data.one_unit,
        units=tuple(unit.strip() for unit in data.units if unit.strip()),
        unit_most=data.unit_most,
    )
    return Terms(
        eligibility=rule,
        own_entry=data.own_entry,
        opens_at=time_of(request, data.opens_at),
        closes_at=time_of(request, data.closes_at),
        changes_until=time_of(request, data.changes_until),
        entries_each=before.entries_each,
        starts_on=before.starts_on,
    )


def time_of(request: AnyRequest, text: str) -> datetime | None:
    return moment(text, zone(request)) if text else None


def check(terms: Terms) -> None:
    """Raises Refused for rules nobody could keep."""
    rule = terms.eligibility
    if rule.age_least is not None and rule.age_most is not None and rule.age_least > rule.age_most:
        raise Refused("eligibility.age", _("The lowest age is above the highest."))
    if terms.opens_at and terms.closes_at and terms.opens_at >= terms.closes_at:
        raise Refused("eligibility.window", _("Entries would close before they open."))
    if terms.changes_until and terms.closes_at and terms.changes_until < terms.closes_at:
        raise Refused("eligibility.changes", _("The time for changes would end before entries close."))
    if (rule.gender == "male" and rule.least_women) or (rule.gender == "female" and rule.least_men):
        raise Refused("eligibility.gender", _("The contest is for one gender and asks for members of the other."))


@post("/{event_id:uuid}/entries-each", guards=[signed_in])
async def change_entries_each(
    request: AnyRequest, event_id: FromPath[UUID], tx: NamedDependency[Tx], who: NamedDependency[Who]
) -> Response[Any]:
    """How many contests of the event one person may enter."""
    data = await typed(request, EntriesEach)
    await organised_event(tx, event_id, who)
    await sql.set_entries_each(tx, event_id, data.entries_each)
    return done(request, to=f"/events/{event_id}/desk", body={"entries_each": data.entries_each})


router = Router(path="/events", route_handlers=[rules_page, change_rules, change_entries_each])
