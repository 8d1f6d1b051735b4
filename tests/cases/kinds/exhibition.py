"""Judged works and prizes: kinds of `exhibition.yaml`."""

from collections.abc import Callable
from decimal import Decimal

from shared.rules.exact import fraction, mean, rounded
from shared.rules.judging import judged_mean, rank, total
from shared.rules.model import Criterion, Exhibition, Performance, PrizeTier
from shared.rules.places import levels
from shared.rules.prizes import awarded, quotas
from tests.cases.kinds.case import Answer, Case


def decimal(value: object) -> Decimal:
    return Decimal(str(value))


def exhibition_of(case: Case) -> Exhibition:
    return Exhibition(drop=case.get("drop", 1), drop_from=case.get("drop_from", 5), digits=case.get("digits", 2))


def mean_of_judges(case: Case) -> Answer:
    shown = exhibition_of(case)
    given = {
        work: tuple(decimal(score) for score in scores if score is not None) for work, scores in case["scores"].items()
    }
    firsts = {work: tuple(map(decimal, marks)) for work, marks in case.get("first_item", {}).items()}
    works = {
        work: Performance(score=Decimal(0), counts=counts, firsts=firsts.get(work, ()))
        for work, counts in given.items()
    }
    asked: list[object] = [case["expected"], case["order"]]
    got: list[object] = [
        {work: str(rounded(judged_mean(shown, counts), shown.digits)) for work, counts in given.items()},
        levels(rank(shown, works)),
    ]
    if "plain_mean" in case:
        asked.append(case["plain_mean"])
        got.append({work: str(rounded(mean(map(fraction, counts)), shown.digits)) for work, counts in given.items()})
    return asked, got


def prize_quota(case: Case) -> Answer:
    tiers = [PrizeTier(name, share=decimal(share)) for name, share in case.get("shares", {}).items()]
    tiers += [PrizeTier(name, count=count) for name, count in case.get("counts", {}).items()]
    return case["expected"], quotas(tiers, case["n"], case.get("rounding", "half_up"), case.get("min_first", 0))


def prize_quota_tie(case: Case) -> Answer:
    scores = {str(place): decimal(score) for place, score in enumerate(case["ranked_scores"])}
    tiers = [PrizeTier(name, count=count) for name, count in case["quota"].items()]
    prizes = awarded(tiers, [[entry] for entry in scores], scores, case["policy"])
    got = {name: [case["ranked_scores"][int(entry)] for entry in winners] for name, winners in prizes.items()}
    return case["expected"], {name: got[name] for name in case["expected"]}


def rubric(case: Case) -> Answer:
    items = tuple(Criterion(name, decimal(maximum)) for name, maximum in case["items"].items())
    marks = tuple(decimal(case["judge"][item.name]) for item in items)
    return decimal(case["expected"]), total(Exhibition(rubric=items), marks)


KINDS: dict[str, Callable[[Case], Answer]] = {
    "judged_mean": mean_of_judges,
    "prize_quota": prize_quota,
    "prize_quota_tie": prize_quota_tie,
    "rubric_weighted": rubric,
}
