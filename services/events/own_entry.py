"""Members enter themselves where the contest lets them: alone, as a pair, as a team; and withdraw in time."""

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from litestar import Request, Response, Router, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from msgspec import Meta, Struct

from services.events import eligibility, judged
from services.events.entries import present
from services.events.naming import Problem, Wanted, problems_of, with_team_names
from services.events.sql import contests as contest_sql
from services.events.sql import eligibility as sql
from services.events.sql import entries as entry_sql
from services.events.sql import roster
from services.events.sql.contests import Contest
from services.events.sql.eligibility import Terms
from services.events.sql.roster import Person
from shared.kit.db import Tx
from shared.kit.http.auth import Who, signed_in
from shared.kit.http.errors import Refused
from shared.kit.http.forms import typed
from shared.kit.http.replies import done, page
from shared.kit.words import _

AnyRequest = Request[Any, Any, Any]


class OwnEntry(Struct, kw_only=True):
    """The others of one's entry, each by staff number and name: a slip in one shows in the other."""

    partners: Annotated[str, Meta(title=_("Who enters with you"), max_length=4000)] = ""
    name: Annotated[str, Meta(title=_("Name"), max_length=120)] = ""
    category: Annotated[str, Meta(title=_("Category"), max_length=40)] = ""
    """Of a work."""


class Withdrawn(Struct):
    entry: UUID | None = None


@get("/contests/{contest_id:uuid}/enter", guards=[signed_in])
async def enter_page(
    request: AnyRequest,
    contest_id: FromPath[UUID],
    tx: NamedDependency[Tx],
    who: NamedDependency[Who],
    now: NamedDependency[datetime],
) -> Response[Any]:
    contest, terms = await own_contest(tx, contest_id)
    mine = await sql.entries_of(tx, contest_id, me_of(who))
    there = await present(tx, contest)
    closed = closed_for_members(contest, terms, now)
    words = eligibility.in_words(terms)
    return page(
        request,
        "own_entry.html",
        contest=contest,
        terms=terms,
        mine=mine,
        most=there.most_each,
        closed=closed,
        words=words,
    )


async def own_contest(tx: Tx, contest_id: UUID) -> tuple[Contest, Terms]:
    contest = await contest_sql.contest(tx, contest_id)
    if contest is None:
        raise Refused("contest.unknown", _("There is no such contest."), status=404)
    return contest, await eligibility.terms_of(tx, contest_id)


def me_of(who: Who) -> UUID:
    if who.member_id is None:
        raise AssertionError("the guard lets members only through")
    return who.member_id


def closed_for_members(contest: Contest, terms: Terms, now: datetime) -> str:
    """Why members cannot enter themselves now; empty where they can."""
    if not terms.own_entry:
        return _("Entries of this contest are made by the organisers.")
    if contest.status != "open":
        if contest.judged:
            return _("The entries are with the panel; ask the organisers.")
        return _("The draw has been made; ask the organisers.")
    told = eligibility.closed_against(terms, now)
    return "" if told is None else told.sentence


@post("/contests/{contest_id:uuid}/enter", guards=[signed_in])
async def enter(
    request: AnyRequest,
    contest_id: FromPath[UUID],
    tx: NamedDependency[Tx],
    who: NamedDependency[Who],
    now: NamedDependency[datetime],
) -> Response[Any]:
    data = await typed(request, OwnEntry)
    await contest_sql.lock(tx, contest_id)
    contest, terms = await own_contest(tx, contest_id)
    closed = closed_for_members(contest, terms, now)
    if closed:
        raise Refused("entries.not_own", closed, status=409)
    members = await members_asked(tx, me_of(who), data)
    there = await present(tx, contest)
    name = data.name.strip() if contest.regulation.discipline == "team" else ""
    category = data.category.strip() if contest.judged else ""
    (wanted,) = with_team_names([Wanted(line=1, members=tuple(members), name=name, category=category)], there)
    problems = problems_of([wanted], there)
    problems += await eligibility.problems(tx, contest, [wanted], now)
    refuse(problems)
    added = await entry_sql.add(tx, contest_id, [wanted.row])
    await judged.tell(tx, contest_id)
    return done(request, to=f"/events/contests/{contest_id}/enter", body={"id": added[0].id}, status=201)


async def members_asked(tx: Tx, me: UUID, data: OwnEntry) -> list[Person]:
    mine = {each.id: each for each in await sql.facts_of_members(tx, [me])}
    if me not in mine:
        raise Refused("member.unknown_here", _("The roster here does not know you yet. Please try again in a moment."))
    lines = [line.split() for line in data.partners.replace("、", "\n").replace(",", "\n").splitlines()]
    clues = [line for line in lines if line]
    known = await roster.numbered(tx, [line[0] for line in clues])
    others = [partner(line, known) for line in clues]
    return [Person(id=me, staff_number=mine[me].staff_number, name=mine[me].name, unit=mine[me].unit), *others]


def partner(line: Sequence[str], known: dict[str, Person]) -> Person:
    found = known.get(line[0])
    if found is None or "".join(line[1:]) != "".join(found.name.split()):
        sentence = _("Please give staff number and name of everybody, as in “1002 李四”; “{typed}” fits nobody.")
        raise Refused("partner.unknown", sentence, typed=" ".join(line))
    return found


def refuse(problems: Sequence[Problem]) -> None:
    if problems:
        raise Refused(problems[0].code, problems[0].sentence, status=422, **problems[0].params)


@post("/contests/{contest_id:uuid}/withdraw", guards=[signed_in])
async def withdraw(
    request: AnyRequest,
    contest_id: FromPath[UUID],
    tx: NamedDependency[Tx],
    who: NamedDependency[Who],
    now: NamedDependency[datetime],
) -> Response[Any]:
    """Take one's own entry back, while entries may be changed and no draw stands on it; of several, the one named."""
    data = await typed(request, Withdrawn)
    await contest_sql.lock(tx, contest_id)
    contest, terms = await own_contest(tx, contest_id)
    mine = [each.id for each in await sql.entries_of(tx, contest_id, me_of(who))]
    chosen = [each for each in mine if data.entry in (None, each)]
    if not chosen:
        raise Refused("entry.none", _("You are not entered in this contest."), status=409)
    if not terms.own_entry or contest.status != "open":
        raise Refused("entries.not_own", _("Please ask the organisers to take your entry out."), status=409)
    eligibility.require_changes_open(terms, now)
    await entry_sql.remove(tx, chosen[0])
    await judged.tell(tx, contest_id)
    return done(request, to=f"/events/contests/{contest_id}/enter", body={"id": chosen[0]})


router = Router(path="/events", route_handlers=[enter_page, enter, withdraw])
