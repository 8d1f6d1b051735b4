"""Entries of a contest: by hand, by list, by file; seeds and removal. Closed once the draw is published."""

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from litestar import Request, Response, Router, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery
from msgspec import Meta, Struct
from msgspec.structs import replace

from services.events import eligibility, judged
from services.events.access import entering_contest, open_entry, organised_contest
from services.events.lists import Line, lines_of_rows, lines_of_text
from services.events.naming import MOST_ENTRIES, Present, Problem, Wanted, keys_of, named, problems_of, with_team_names
from services.events.sql import contests as contest_sql
from services.events.sql import eligibility as eligibility_sql
from services.events.sql import entries as sql
from services.events.sql import roster
from services.events.sql.contests import Contest
from services.events.sql.roster import Person
from services.events.tables import rows_of
from shared.kit.db import Tx
from shared.kit.http.auth import Who, signed_in
from shared.kit.http.errors import Refused
from shared.kit.http.forms import Upload, typed
from shared.kit.http.replies import done, from_htmx, json, page, sentence, wants_json
from shared.kit.words import _

AnyRequest = Request[Any, Any, Any]
FOUND = 30
Seed = Annotated[Annotated[int, Meta(le=512)] | None, Meta(title=_("Seed"))]
"""No contest has more entries than that."""


class NewEntry(Struct, kw_only=True):
    members: list[str]
    """Staff numbers."""
    seed: Seed = None
    name: Annotated[str, Meta(max_length=120)] = ""
    unit: Annotated[str, Meta(max_length=120)] = ""
    category: Annotated[str, Meta(max_length=40)] = ""


class NewEntries(Struct, kw_only=True):
    """One entry, many entries, or entries as people write them."""

    members: list[str] = []
    seed: Seed = None
    name: Annotated[str, Meta(max_length=120)] = ""
    unit: Annotated[str, Meta(max_length=120)] = ""
    category: Annotated[str, Meta(title=_("Category"), max_length=40)] = ""
    entries: list[NewEntry] = []
    picked: list[str] = []
    """Staff numbers ticked on the page: in singles each is an entry, in doubles the two are a pair."""
    each: bool = False
    """Where an entry may be any number: everybody ticked is an entry of their own."""
    listed: str = ""
    file: Upload | None = None
    exception: Annotated[str, Meta(title=_("Reason for an exception"), max_length=200)] = ""
    """Why they are entered although the contest's own rules or dates stand against it."""
    reason: Annotated[str, Meta(title=_("Reason"), max_length=200)] = ""
    """Why they come into a judged contest that its panel has already."""


class NewSeed(Struct):
    seed: Seed = None


class Made(Struct):
    id: UUID
    name: str


@get("/contests/{contest_id:uuid}/members", guards=[signed_in])
async def find_members(
    request: AnyRequest,
    contest_id: FromPath[UUID],
    tx: NamedDependency[Tx],
    who: NamedDependency[Who],
    q: FromQuery[str] = "",
) -> Response[Any]:
    """Members by name or staff number, with those who are entered already marked."""
    contest = await organised_contest(tx, contest_id, who)
    words = q.replace("/", " ").replace("、", " ").split()
    found = await roster.search(tx, words, FOUND) if words else []
    if wants_json(request):
        return json({"members": found})
    template = "members_found.html" if from_htmx(request) else "members_find.html"
    entered = await sql.entered_members(tx, contest_id)
    return page(request, template, contest=contest, found=found, entered=entered, q=q)


@post("/contests/{contest_id:uuid}/entries", guards=[signed_in])
async def add_entries(
    request: AnyRequest,
    contest_id: FromPath[UUID],
    tx: NamedDependency[Tx],
    who: NamedDependency[Who],
    now: NamedDependency[datetime],
) -> Response[Any]:
    data = await typed(request, NewEntries)
    contest = await entering_contest(tx, contest_id, who, data.reason)
    exception = data.exception or (data.reason if contest.status == "judging" else "")
    lines = lines_asked(data, contest)
    if lines:
        wanted, problems = named(lines, await roster.named(tx, keys_of(lines)))
    else:
        wanted, problems = await numbered(tx, asked(data, contest)), []
    if not wanted and not problems:
        raise Refused("entries.none", _("Nobody was named."))
    there = await present(tx, contest)
    wanted = with_team_names(wanted, there)
    problems += problems_of(wanted, there)
    if not exception:
        problems += await eligibility.problems(tx, contest, wanted, now)
    problems.sort(key=lambda each: each.line)
    if problems:
        return refuse_entries(request, contest, lines, problems)
    added = await sql.add(tx, contest_id, [each.row for each in wanted])
    if exception:
        await eligibility_sql.except_entries(tx, [each.id for each in added], exception)
    await void_draw(tx, contest)
    await judged.entered(tx, contest, added, data.reason.strip(), who.name)
    body = {"entries": [Made(each.id, each.name) for each in added]}
    # A script that is sent to a place on the page where it is would not load the page again.
    place = "" if from_htmx(request) else "#entries"
    return done(request, to=f"/events/contests/{contest_id}/desk{place}", body=body, status=201)


def lines_asked(data: NewEntries, contest: Contest) -> list[Line]:
    if data.file is not None and data.file.data:
        return lines_of_rows(rows_of(data.file.data), contest.regulation.discipline)
    return lines_of_text(data.listed, contest.regulation.discipline)


def asked(data: NewEntries, contest: Contest) -> list[NewEntry]:
    """The entries asked for by staff number."""
    if data.picked and (data.each or contest.regulation.discipline == "singles"):
        return [NewEntry(members=[number], seed=data.seed, category=data.category) for number in data.picked]
    members = data.picked or data.members
    named = NewEntry(members=members, seed=data.seed, name=data.name, unit=data.unit, category=data.category)
    return ([named] if members else []) + data.entries


async def numbered(tx: Tx, entries: Sequence[NewEntry]) -> list[Wanted]:
    """The entries with their members; every staff number must be known."""
    known = await roster.numbered(tx, [number for entry in entries for number in entry.members])
    return [
        Wanted(
            line=line,
            members=tuple(member_of(number, known) for number in entry.members),
            seed=entry.seed,
            name=entry.name.strip(),
            unit=entry.unit.strip(),
            category=entry.category.strip(),
        )
        for line, entry in enumerate(entries, start=1)
    ]


def member_of(staff_number: str, known: dict[str, Person]) -> Person:
    if staff_number not in known:
        raise Refused(
            "member.unknown",
            _("There is no member with the staff number {staff_number}."),
            staff_number=staff_number,
        )
    return known[staff_number]


async def present(tx: Tx, contest: Contest) -> Present:
    shown = contest.regulation.exhibition
    most_each = shown.most_each or MOST_ENTRIES if shown else 1
    if contest.judged:
        most_each = judged.works_of_one(contest.regulation)
    return Present(
        contest.regulation.discipline,
        contest.entered,
        await sql.entered_members(tx, contest.id, most_each),
        await sql.seeds(tx, contest.id),
        most_each,
        await sql.times_entered(tx, contest.id) if most_each > 1 else {},
        await sql.names(tx, contest.id) if contest.regulation.discipline == "team" and not contest.judged else (),
        contest.judged,
    )


def refuse_entries(
    request: AnyRequest, contest: Contest, lines: Sequence[Line], problems: Sequence[Problem]
) -> Response[Any]:
    """Nothing is entered. A list comes back as text to be mended, every bad line with its reason."""
    if wants_json(request) or not lines:
        first = problems[0]
        told = [said(request, problem) for problem in problems]
        raise Refused(first.code, first.sentence, status=422, details=told, **first.params)
    text = "\n".join(line.text for line in lines)
    place = {line.number: row for row, line in enumerate(lines, start=1)}
    bad = [(place[problem.line], lines[place[problem.line] - 1], problem) for problem in problems]
    return page(request, "entries_refused.html", status=422, contest=contest, text=text, problems=bad)


def said(request: AnyRequest, problem: Problem) -> Problem:
    """The problem with its sentence in the reader's language, for those who read JSON."""
    return replace(problem, sentence=sentence(request, problem.sentence, problem.params))


async def void_draw(tx: Tx, contest: Contest) -> None:
    """Whoever enters, leaves or is seeded anew after the draw voids it; it was not published yet."""
    if contest.status == "drawn":
        await contest_sql.reopen(tx, contest.id)


@post("/entries/{entry_id:uuid}/seed", guards=[signed_in])
async def seed_entry(
    request: AnyRequest, entry_id: FromPath[UUID], tx: NamedDependency[Tx], who: NamedDependency[Who]
) -> Response[Any]:
    data = await typed(request, NewSeed)
    contest, entry = await open_entry(tx, entry_id, who)
    if data.seed is not None and data.seed < 1:
        raise Refused("seed.invalid", _("A seed is a number from 1."))
    holder = (await sql.seeds(tx, contest.id)).get(data.seed or 0)
    if holder is not None and data.seed != entry.seed:
        raise Refused(
            "seed.taken", _("Seed {seed} is given already, to {entry}."), status=409, seed=data.seed, entry=holder
        )
    if data.seed != entry.seed:
        await sql.set_seeds(tx, contest.id, [entry.id], [data.seed])
        await void_draw(tx, contest)
    to = f"/events/contests/{contest.id}/desk#entry-{entry.id}"
    return done(request, to=to, body=Made(entry.id, entry.name))


@post("/entries/{entry_id:uuid}/remove", guards=[signed_in])
async def remove_entry(
    request: AnyRequest, entry_id: FromPath[UUID], tx: NamedDependency[Tx], who: NamedDependency[Who]
) -> Response[Any]:
    contest, entry = await open_entry(tx, entry_id, who)
    await sql.remove(tx, entry.id)
    await void_draw(tx, contest)
    await judged.tell(tx, contest.id)
    return done(request, to=f"/events/contests/{contest.id}/desk#entries", body=Made(entry.id, entry.name))


router = Router(path="/events", route_handlers=[find_members, add_entries, seed_entry, remove_entry])
