"""What became of an entry that was sent up: recorded, corrected with a reason, withdrawn. Every state stays known."""

from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Any
from uuid import UUID

from litestar import Request, Response, Router, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from msgspec import Meta, Struct
from msgspec.structs import replace

from services.events.nominations import Made, named, own_nomination, rungs, tell
from services.events.settings import refusals_of_rules
from services.events.sql import nominations as sql
from services.events.sql.nominations import Facts, Nomination
from shared.kit.db import Tx
from shared.kit.http.auth import Who, signed_in
from shared.kit.http.errors import Refused
from shared.kit.http.forms import typed
from shared.kit.http.replies import done
from shared.kit.words import _
from shared.rules.exact import digits
from shared.rules.levels import check_next, height

AnyRequest = Request[Any, Any, Any]
MOST_MONEY = 10_000_000
Reason = Annotated[str, Meta(title=_("Reason"), max_length=300)]


class Outcome(Struct, kw_only=True):
    """What became of it, in the words of the document there."""

    competition: Annotated[str, Meta(title=_("What the competition there is called"), max_length=200)] = ""
    """Empty leaves it as it is."""
    organiser: Annotated[str, Meta(title=_("Who holds it"), max_length=200)] = ""
    prize: Annotated[str, Meta(title=_("Prize"), max_length=120)] = ""
    title: Annotated[str, Meta(title=_("Title"), max_length=120)] = ""
    nothing: bool = False
    """It was decided there, and nothing was given."""
    document_number: Annotated[str, Meta(title=_("Number of the document"), max_length=120)] = ""
    decided_on: Annotated[date | None, Meta(title=_("Date"))] = None
    money: Annotated[Decimal | None, Meta(title=_("Money in yuan"))] = None
    note: Annotated[str, Meta(title=_("Note for organisers"), max_length=1000)] = ""
    reason: Reason = ""
    """Of a correction."""
    revision: int | None = None


class Withdrawal(Struct, kw_only=True):
    reason: Reason = ""
    revision: int | None = None


@post("/nominations/{nomination_id:uuid}/outcome", guards=[signed_in])
async def decide(
    request: AnyRequest,
    nomination_id: FromPath[UUID],
    tx: NamedDependency[Tx],
    who: NamedDependency[Who],
    now: NamedDependency[datetime],
) -> Response[Any]:
    """Record what became of it, or correct what was recorded."""
    data = await typed(request, Outcome)
    found = await own_nomination(tx, nomination_id, who, data.revision)
    if found.status == "withdrawn":
        raise Refused("nomination.withdrawn", _("This nomination was withdrawn."), status=409)
    if found.status == "decided" and not data.reason.strip():
        raise Refused("nomination.reason", _("A correction needs a reason."))
    facts = outcome_of(data, found, now.date())
    await require_ladder(tx, found, facts)
    await require_in_time(tx, found, facts)
    return await changed(request, tx, found, facts, data.reason.strip(), who, now)


def outcome_of(data: Outcome, before: Nomination, today: date) -> Facts:
    """What was typed, checked."""
    prize, title = " ".join(data.prize.split()), " ".join(data.title.split())
    if data.nothing == bool(prize or title):
        raise Refused("nomination.prize", _("Please give the prize or title, or say that nothing was given; not both."))
    if data.decided_on is None:
        raise Refused("nomination.date", _("Please give the date of the decision."))
    # A day ahead is still today somewhere.
    if (data.decided_on - today).days > 1:
        raise Refused("nomination.date_range", _("The decision cannot lie in the future."))
    money = data.money
    if money is not None and not (money.is_finite() and 0 <= money <= MOST_MONEY and digits(money) <= 2):
        raise Refused(
            "nomination.money", _("Money is yuan from 0 to {most}, with two digits at most."), most=MOST_MONEY
        )
    return Facts(
        level=before.level,
        competition=named(data.competition) if data.competition.strip() else before.competition,
        status="decided",
        organiser=data.organiser.strip(),
        prize=prize,
        title=title,
        document_number=data.document_number.strip(),
        decided_on=data.decided_on,
        money=None if money is None else money + 0,  # no minus before a nought
        note=data.note.strip(),
    )


async def require_ladder(tx: Tx, found: Nomination, after: Facts) -> None:
    """Raises Refused if a correction would leave higher nominations without what they stand on."""
    others = [each for each in await sql.of_entry(tx, found.entry_id) if each != facts_of(found)]
    left = others if after.status == "withdrawn" else [*others, after]
    for each in others:
        below = [one for one in left if height(one.level) < height(each.level)]
        if height(each.level) > height(found.level):
            with refusals_of_rules():
                check_next(rungs(below), each.level, each.competition)


async def require_in_time(tx: Tx, found: Nomination, after: Facts) -> None:
    """Raises Refused if it was decided before the contest it came from began, or out of the order of the levels."""
    if after.decided_on is None:
        return
    begun = await sql.first_day(tx, found.event_id)
    if after.decided_on < begun:
        raise Refused(
            "nomination.date_early",
            _("The decision lies before the first day of {event}, {day}."),
            event=found.event_name,
            day=begun.isoformat(),
        )
    for each in await sql.of_entry(tx, found.entry_id):
        higher = height(each.level) - height(after.level)
        if each.decided_on and (each.decided_on - after.decided_on).days * higher < 0:
            raise Refused(
                "nomination.date_order",
                _("{level} decided on {day}: a level decides after the one below it."),
                level=each.level_name,
                day=each.decided_on.isoformat(),
            )


@post("/nominations/{nomination_id:uuid}/withdraw", guards=[signed_in])
async def withdraw(
    request: AnyRequest,
    nomination_id: FromPath[UUID],
    tx: NamedDependency[Tx],
    who: NamedDependency[Who],
    now: NamedDependency[datetime],
) -> Response[Any]:
    """Take a nomination back: it was never sent, or sent in error. What it was stays known."""
    data = await typed(request, Withdrawal)
    found = await own_nomination(tx, nomination_id, who, data.revision)
    if found.status == "withdrawn":
        raise Refused("nomination.withdrawn", _("This nomination was withdrawn."), status=409)
    if not data.reason.strip():
        raise Refused("nomination.reason", _("A withdrawal needs a reason."))
    facts = replace(facts_of(found), status="withdrawn")
    await require_ladder(tx, found, facts)
    return await changed(request, tx, found, facts, data.reason.strip(), who, now)


def facts_of(found: Nomination) -> Facts:
    return Facts(**{name: getattr(found, name) for name in Facts.__struct_fields__})


async def changed(
    request: AnyRequest, tx: Tx, found: Nomination, facts: Facts, reason: str, who: Who, now: datetime
) -> Response[Any]:
    revision = await sql.change(tx, found.id, facts)
    await sql.keep(tx, found.id, revision, facts, reason, who.name, now)
    await tell(tx, found.id)
    return done(request, to=f"/events/nominations/{found.id}", body=Made(found.id))


router = Router(path="/events", route_handlers=[decide, withdraw])
