"""Who may be entered in a contest, and why somebody may not. Knows people and settings; no roster, no clock.

What notices ask differs from one to the next (sports.md 1.3, 3.3 and 4: a leader's place, five men and two women,
active and retired judged apart, works a person): every question is a setting, and a setting left alone asks nothing.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Literal

from msgspec import Struct

from shared.rules.model import Words
from shared.rules.words import _

Gender = Literal["", "male", "female", "mixed"]
Category = Literal["", "staff", "retired"]
Leaders = Literal["", "leaders", "others"]


class Eligibility(Struct, frozen=True, kw_only=True):
    """What a contest asks of those who enter it."""

    gender: Gender = ""
    """`mixed` wants men and women in every entry."""
    category: Category = ""
    leaders: Leaders = ""
    age_least: int | None = None
    """Years of age reached in the year of the event."""
    age_most: int | None = None
    least_men: int = 0
    """Fewest men in an entry of more than one."""
    least_women: int = 0
    one_unit: bool = False
    """All members of an entry belong to one unit."""
    units: tuple[str, ...] = ()
    """Only these units; none named means all."""
    unit_most: int | None = None
    """Most entries of one unit."""
    event_most: int | None = None
    """Most contests of the whole event one person may enter, as this contest sees it."""


class Applicant(Struct, frozen=True, kw_only=True):
    """A member as eligibility sees them."""

    name: str
    unit: str = ""
    gender: str = ""
    category: str = "staff"
    leader: bool = False
    birth_year: int | None = None
    elsewhere: int = 0
    """Other contests of the event they are entered in."""


class Ineligible(Struct, frozen=True):
    """Why an entry is refused: a code and an English msgid with its values."""

    code: str
    sentence: str
    params: dict[str, Any] = {}


def against(rule: Eligibility, entry: Sequence[Applicant], year: int) -> list[Ineligible]:
    """Everything that stands against one entry; empty where nothing does. Ages are those reached in `year`.

    What a rule asks and the roster does not say stands against an entry too, for nobody can tell.

    >>> women = Eligibility(gender="female", age_most=45)
    >>> [each.code for each in against(women, [Applicant(name="Li", gender="male", birth_year=1980)], 2026)]
    ['entry.gender', 'entry.age']
    >>> against(women, [Applicant(name="Wang", gender="female", birth_year=1981)], 2026)
    []
    """
    alone = [found for each in entry for found in against_one(rule, each, year)]
    return [*alone, *against_mixture(rule, entry)]


def against_one(rule: Eligibility, each: Applicant, year: int) -> Iterator[Ineligible]:
    who = {"member": each.name}
    if rule.gender in ("male", "female") and each.gender != rule.gender:
        yield Ineligible("entry.gender", WRONG_GENDER[rule.gender, each.gender == ""], who)
    if rule.category and each.category != rule.category:
        yield Ineligible("entry.category", WRONG_CATEGORY[rule.category], who)
    if rule.leaders and each.leader != (rule.leaders == "leaders"):
        yield Ineligible("entry.leader", WRONG_LEADER[rule.leaders], who)
    if rule.units and each.unit not in rule.units:
        sentence = _("{member} belongs to {unit}, which does not take part in this contest.")
        yield Ineligible("entry.unit", sentence, {**who, "unit": each.unit or "–"})
    if rule.event_most is not None and each.elsewhere >= rule.event_most:
        sentence = _("{member} is entered in {times} contests of this event already; {most} are allowed.")
        yield Ineligible("entry.times", sentence, {**who, "times": each.elsewhere, "most": rule.event_most})
    yield from against_age(rule, each, year)


def against_age(rule: Eligibility, each: Applicant, year: int) -> Iterator[Ineligible]:
    if rule.age_least is None and rule.age_most is None:
        return
    if each.birth_year is None:
        sentence = _("The roster does not say in which year {member} was born, and this contest asks for an age.")
        yield Ineligible("entry.age_unknown", sentence, {"member": each.name})
        return
    params = {"member": each.name, "age": year - each.birth_year, "least": rule.age_least, "most": rule.age_most}
    if rule.age_least is not None and year - each.birth_year < rule.age_least:
        sentence = _("{member} becomes {age} this year; this contest is for those of {least} and above.")
        yield Ineligible("entry.age", sentence, params)
    if rule.age_most is not None and year - each.birth_year > rule.age_most:
        sentence = _("{member} becomes {age} this year; this contest is for those of {most} and below.")
        yield Ineligible("entry.age", sentence, params)


def against_mixture(rule: Eligibility, entry: Sequence[Applicant]) -> Iterator[Ineligible]:
    """What stands against the members together."""
    men, women = (sum(each.gender == gender for each in entry) for gender in ("male", "female"))
    least_men = max(rule.least_men, rule.gender == "mixed") if len(entry) > 1 else 0
    least_women = max(rule.least_women, rule.gender == "mixed") if len(entry) > 1 else 0
    if men < least_men:
        sentence = _("An entry needs {least} men at least; here the roster knows {found}.")
        yield Ineligible("entry.men", sentence, {"least": least_men, "found": men})
    if women < least_women:
        sentence = _("An entry needs {least} women at least; here the roster knows {found}.")
        yield Ineligible("entry.women", sentence, {"least": least_women, "found": women})
    units = sorted({each.unit for each in entry})
    if rule.one_unit and len(units) > 1:
        sentence = _("All of an entry must belong to one unit; here they belong to {units}.")
        yield Ineligible("entry.one_unit", sentence, {"units": ", ".join(unit or "–" for unit in units)})


def quotas(rule: Eligibility, entered: Mapping[str, int], wanted: Sequence[Sequence[str]]) -> list[Ineligible | None]:
    """For each wanted entry, given by the units it belongs to, what its units' quota says; in the order of the list.

    `entered` counts the entries each unit has already. The first of a list take the places that are left.

    >>> [each and each.params["unit"] for each in quotas(Eligibility(unit_most=2), {"A": 1}, [["A"], ["A"], ["B"]])]
    [None, 'A', None]
    """
    counted = dict(entered)
    return [quota(rule, counted, units) for units in wanted]


def quota(rule: Eligibility, counted: dict[str, int], units: Sequence[str]) -> Ineligible | None:
    full = [unit for unit in units if rule.unit_most is not None and counted.get(unit, 0) >= rule.unit_most]
    if full:
        sentence = _("{unit} has {most} entries already, as many as one unit may have.")
        return Ineligible("entry.quota", sentence, {"unit": full[0] or "–", "most": rule.unit_most})
    for unit in units:
        counted[unit] = counted.get(unit, 0) + 1
    return None


def in_words(rule: Eligibility) -> Words:
    """Who may enter, in sentences for the contest's page. Empty where everybody may."""
    numbers: dict[str, object] = {
        "least": rule.age_least, "most": rule.age_most, "men": rule.least_men, "women": rule.least_women,
        "unit_most": rule.unit_most, "event_most": rule.event_most, "units": ", ".join(rule.units),
    }  # fmt: skip
    said = {
        GENDER_WORDS.get(rule.gender, ""): True,
        CATEGORY_WORDS.get(rule.category, ""): True,
        LEADER_WORDS.get(rule.leaders, ""): True,
        _("Those who become {least} or more this year."): rule.age_least is not None,
        _("Those who become {most} at most this year."): rule.age_most is not None,
        _("{men} men at least in every entry."): rule.least_men > 0,
        _("{women} women at least in every entry."): rule.least_women > 0,
        _("All of an entry belong to one unit."): rule.one_unit,
        _("Units that take part: {units}."): bool(rule.units),
        _("{unit_most} entries of one unit at most."): rule.unit_most is not None,
        _("Nobody enters more than {event_most} contests of the event."): rule.event_most is not None,
    }
    return [(sentence, numbers) for sentence, holds in said.items() if sentence and holds]


GENDER_WORDS = {"male": _("For men."), "female": _("For women."), "mixed": _("Men and women in every entry.")}
CATEGORY_WORDS = {"staff": _("For members at work."), "retired": _("For retired members.")}
LEADER_WORDS = {"leaders": _("For leaders."), "others": _("For members who are not leaders.")}
WRONG_CATEGORY = {
    "staff": _("{member} is retired; this contest is for members at work."),
    "retired": _("{member} is at work; this contest is for retired members."),
}
WRONG_LEADER = {
    "leaders": _("{member} is no leader; this contest is for leaders."),
    "others": _("{member} is a leader; this contest is for the others."),
}
WRONG_GENDER = {
    ("male", False): _("{member} is a woman; this contest is for men."),
    ("female", False): _("{member} is a man; this contest is for women."),
    ("male", True): _("The roster does not say whether {member} is a man; this contest is for men."),
    ("female", True): _("The roster does not say whether {member} is a woman; this contest is for women."),
}
