"""Team totals and awards: kinds of `meets.yaml`."""

import re
from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction

from shared.rules.awards import Turnout, organisation, organisation_index, turnout_minimum
from shared.rules.meets import (
    Adjustment,
    Field,
    Finish,
    Meet,
    adjusted,
    contest_points,
    count_back,
    points_at,
    rewarded,
    strength,
    totals,
)
from shared.rules.places import levels, ranked
from tests.cases.kinds.case import Answer, Case


def exact(value: object) -> Fraction:
    return Fraction(str(value))


def meet_of(case: Case) -> Meet:
    rule = re.fullmatch(r"n_minus_1_if_le_(\d+)", str(case.get("short_field", case.get("rule", ""))))
    return Meet(
        scale=tuple(Decimal(str(each)) for each in case["scale"]),
        ties="higher" if "higher" in case.get("tie", "") else "average",
        short_field=int(rule.group(1)) if rule else 0,
        least=case.get("minimum", 3),
        teams=case.get("teams", "all"),
        limited=tuple(case.get("limited", ())),
        limited_to=case.get("limited_to", 3),
    )


def field_of(event: Case) -> Field:
    finishes, place = [], 1
    for tied in event["places"]:
        units = event.get("units", {})
        finishes += [Finish(entry, units.get(entry, entry), place, place + len(tied) - 1) for entry in tied]
        place += len(tied)
    return Field(
        contest=event["name"],
        started=event["entries"],
        finishes=tuple(finishes),
        multiplier=Decimal(str(event.get("multiplier", 1))),
    )


def meet_points(case: Case) -> Answer:
    meet, fields = meet_of(case), [field_of(event) for event in case["events"]]
    lines = totals(meet, fields)
    got = {field.contest: contest_points(meet, field) for field in fields}
    got["total"] = {line.unit: line.points for line in lines}
    expected = {name: {unit: exact(points) for unit, points in each.items()} for name, each in case["expected"].items()}
    order = levels(tuple((line.unit, line.first, line.last) for line in lines))
    return (expected, case["order"]), ({name: got[name] for name in expected}, order)


def total_ties(case: Case) -> Answer:
    meet = Meet(equal="records" if "record" in case["rule"] else "count_back")
    records, places = case.get("records", {}), case["placings"]
    values = {
        unit: strength(meet, exact(total), records.get(unit, 0), count_back(places.get(unit, ())))
        for unit, total in case["totals"].items()
    }
    return case["order"], levels(ranked(values))


def tie_points(case: Case) -> Answer:
    meet = meet_of(case)
    got = points_at(meet, meet.scale, case["at_place"], case["tied"])
    return (exact(case["expected"]), case["next_place"]), (got, case["at_place"] + case["tied"])


def short_field(case: Case) -> Answer:
    meet = meet_of(case)
    got = {started: [int(each) for each in rewarded(meet, started)] or "cancelled" for started in case["expected"]}
    return case["expected"], got


def meet_adjust(case: Case) -> Answer:
    changes = [Adjustment("", Decimal(str(bonus)), record=True) for bonus in case.get("record_bonus", ())]
    for count, penalty in (("no_show_after_checkin", "no_show_penalty"), ("impersonation", "impersonation_penalty")):
        if case.get(count):
            changes += [Adjustment("", -Decimal(str(case[penalty])))] * case[count]
    return exact(case["expected"]), adjusted(exact(case["base"]), changes)


def turnout(case: Case) -> Answer:
    return case["expected"], {members: turnout_minimum(members) for members in case["expected"]}


def organisation_awards(case: Case) -> Answer:
    units = {unit: Turnout(**numbers) for unit, numbers in case["units"].items()}
    indexes = {unit: organisation_index(each) for unit, each in units.items()}
    given = {award: [*winners] for award, winners in organisation(units).items() if winners}
    expected = {unit: exact(index) for unit, index in case["expected_index"].items()}
    return (expected, case["expected"]), (indexes, given)


KINDS: dict[str, Callable[[Case], Answer]] = {
    "meet_points": meet_points,
    "total_ties": total_ties,
    "tie_points": tie_points,
    "short_field": short_field,
    "meet_adjust": meet_adjust,
    "turnout_minimum": turnout,
    "organisation_index": organisation_awards,
}
