"""Whether those somebody wants to enter may be entered, now. Knows the roster's copy; the rules know the questions."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from msgspec.structs import replace

from services.events.naming import Problem, Wanted
from services.events.sql import eligibility as sql
from services.events.sql.contests import Contest
from services.events.sql.eligibility import Entered, Facts, Terms
from shared.kit.db import Tx
from shared.kit.http.errors import Refused
from shared.kit.words import _
from shared.rules import eligibility as rules
from shared.rules.eligibility import Applicant, Eligibility, Ineligible
from shared.rules.model import Words


async def terms_of(tx: Tx, contest_id: UUID) -> Terms:
    found = await sql.terms(tx, contest_id)
    if found is None:
        raise Refused("contest.unknown", _("There is no such contest."), status=404)
    return found


def rule_of(terms: Terms) -> Eligibility:
    """The contest's rule with what the whole event adds to it."""
    return replace(terms.eligibility, event_most=terms.entries_each)


def in_words(terms: Terms) -> Words:
    """Who may enter, in sentences; what holds for the whole event too."""
    return rules.in_words(rule_of(terms))


async def problems(tx: Tx, contest: Contest, wanted: Sequence[Wanted], now: datetime) -> list[Problem]:
    """Why some of the entries asked for may not be entered now, by the line they stand on."""
    if not wanted:
        return []
    terms = await terms_of(tx, contest.id)
    closed = closed_against(terms, now)
    if closed is not None:
        return [Problem(wanted[0].line, closed.code, closed.sentence, closed.params)]
    rule = rule_of(terms)
    asked = [member.id for each in wanted for member in each.members]
    if terms.entries_each is not None:
        await sql.hold_members(tx, asked)
    facts = await facts_of(tx, contest, asked)
    found = [
        Problem(each.line, told.code, told.sentence, told.params)
        for each in wanted
        for told in rules.against(rule, applicants(each, facts), terms.starts_on.year)
    ]
    full = rules.quotas(rule, by_unit(await sql.entered(tx, contest.id)), [units_of(each, facts) for each in wanted])
    return found + [
        Problem(each.line, told.code, told.sentence, told.params)
        for each, told in zip(wanted, full, strict=True)
        if told is not None
    ]


async def facts_of(tx: Tx, contest: Contest, members: Sequence[UUID]) -> dict[UUID, Facts]:
    return {each.id: each for each in await sql.facts(tx, contest.event_id, contest.id, members)}


def applicants(wanted: Wanted, facts: dict[UUID, Facts]) -> list[Applicant]:
    return [applicant(facts[member.id]) for member in wanted.members if member.id in facts]


def applicant(fact: Facts) -> Applicant:
    return Applicant(
        name=fact.name,
        unit=fact.unit,
        gender=fact.gender,
        category=fact.category,
        leader=fact.leader,
        birth_year=fact.birth_year,
        elsewhere=fact.elsewhere,
    )


def units_of(wanted: Wanted, facts: dict[UUID, Facts]) -> list[str]:
    """The units an entry counts for: those of its members, or its own where it names none."""
    return sorted({each.unit for each in applicants(wanted, facts)}) or [wanted.unit]


def by_unit(entered: Sequence[Entered]) -> dict[str, int]:
    found: dict[str, int] = {}
    for each in entered:
        for unit in each.units:
            found[unit] = found.get(unit, 0) + 1
    return found


def closed_against(terms: Terms, now: datetime) -> Ineligible | None:
    """Why nobody can be entered at this moment."""
    if terms.opens_at is not None and now < terms.opens_at:
        return Ineligible("entries.early", _("Entries are not open yet."))
    if terms.closes_at is not None and now > terms.closes_at:
        return Ineligible("entries.closed", _("Entries are closed."))
    return None


def require_changes_open(terms: Terms, now: datetime) -> None:
    """Raises Refused once entries may no longer be changed. Without a date of its own the window ends with entries."""
    until = terms.changes_until or terms.closes_at
    if until is not None and now > until:
        raise Refused("entries.fixed", _("The time for changes of entries is over."), status=409)


async def require_eligible(tx: Tx, contest: Contest, members: Sequence[UUID], entry_id: UUID) -> None:
    """Raises Refused if an entry there is could not stand with these members. Dates are asked elsewhere."""
    terms = await terms_of(tx, contest.id)
    rule = rule_of(terms)
    facts = await facts_of(tx, contest, members)
    people = [applicant(facts[member]) for member in members if member in facts]
    others = [each for each in await sql.entered(tx, contest.id) if each.id != entry_id]
    full = rules.quotas(rule, by_unit(others), [sorted({each.unit for each in people})])
    told = rules.against(rule, people, terms.starts_on.year) + [each for each in full if each is not None]
    if told:
        raise Refused(told[0].code, told[0].sentence, status=422, **told[0].params)


async def standing_against(tx: Tx, contest: Contest) -> list[tuple[Entered, list[Ineligible]]]:
    """The entries there are which the present rules would refuse, each with the reasons."""
    terms = await terms_of(tx, contest.id)
    rule = rule_of(terms)
    entered = await sql.entered(tx, contest.id)
    facts = await facts_of(tx, contest, [member for each in entered for member in each.members])
    full = rules.quotas(rule, {}, [each.units for each in entered])
    found = []
    for each, over in zip(entered, full, strict=True):
        people = [applicant(facts[member]) for member in each.members if member in facts]
        told = rules.against(rule, people, terms.starts_on.year) + ([over] if over else [])
        if told and not each.exception:
            found.append((each, told))
    return found
