"""Team totals: points are neither made nor lost, the order of input never matters, and count-back decides."""

from decimal import Decimal
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from shared.rules.meets import Adjustment, Field, Finish, Meet, contest_points, rewarded, totals


def field(name: str, levels: list[list[str]], multiplier: int = 1) -> Field:
    finishes, place = [], 1
    for level in levels:
        finishes += [Finish(f"{name} {place} {unit}", unit, place, place + len(level) - 1) for unit in level]
        place += len(level)
    return Field(contest=name, started=place - 1, finishes=tuple(finishes), multiplier=Decimal(multiplier))


LEVELS = st.permutations([*"ABCDEFGHIJ"]).flatmap(
    lambda units: st.lists(st.booleans(), min_size=len(units), max_size=len(units)).map(
        lambda ties: _levels([*units], ties)
    )
)


def _levels(units: list[str], ties: list[bool]) -> list[list[str]]:
    found: list[list[str]] = []
    for unit, tied in zip(units, ties, strict=True):
        if tied and found:
            found[-1].append(unit)
        else:
            found.append([unit])
    return found


@given(LEVELS, st.sampled_from([0, 6, 8, 10]))
def test_shared_places_share_their_points_and_none_are_lost(levels: list[list[str]], short: int) -> None:
    meet = Meet(short_field=short)
    contest = field("run", levels)

    points = contest_points(meet, contest)

    assert sum(points.values()) == sum(map(Fraction, rewarded(meet, contest.started)))


@given(LEVELS, LEVELS, st.randoms())
def test_the_order_of_contests_and_finishes_never_matters(
    one: list[list[str]], two: list[list[str]], chance: object
) -> None:
    fields = [field("one", one), field("two", two, 2)]
    mixed = [
        Field(contest=each.contest, started=each.started, finishes=each.finishes[::-1], multiplier=each.multiplier)
        for each in reversed(fields)
    ]

    as_they_are = {line.unit: (line.first, line.last, line.points) for line in totals(Meet(), fields)}

    assert {line.unit: (line.first, line.last, line.points) for line in totals(Meet(), mixed)} == as_they_are


def test_equal_totals_are_split_by_more_firsts_and_the_table_says_so() -> None:
    fields = [
        field("one", [["A"], ["B"], ["C"], ["D"]]),
        field("two", [["C"], ["B"], ["A"], ["D"]]),
        field("three", [["D"], ["B"], ["E"], ["F"]]),
    ]
    lines = totals(Meet(scale=tuple(map(Decimal, (3, 2, 1)))), fields)

    assert [(line.unit, int(line.points), line.split_by) for line in lines[:3]] == [
        ("B", 6, ""),
        ("A", 4, ""),
        ("C", 4, ""),
    ]
    assert (lines[1].first, lines[1].last) == (1 + 1, 3)
    assert lines[3].unit == "D"


def test_a_unit_below_an_equal_total_is_told_why() -> None:
    fields = [field("one", [["A"], ["B"], ["C"]]), field("two", [["C"], ["B"], ["D"]])]
    lines = totals(Meet(scale=tuple(map(Decimal, (2, 1)))), fields)

    assert [(line.unit, line.split_by) for line in lines] == [("C", ""), ("A", "place.3"), ("B", "place.1"), ("D", "")]


def test_more_records_first_where_the_regulation_says_so() -> None:
    fields = [field("one", [["A"], ["B"], ["C"]])]
    bonus = [Adjustment("B", Decimal(2), record=True)]

    lines = totals(Meet(equal="records"), fields, bonus)

    assert [(line.unit, line.split_by) for line in lines] == [("B", ""), ("A", "records"), ("C", "")]


def test_a_limited_unit_scores_at_the_top_and_displaces_nobody() -> None:
    meet = Meet(limited=("PE",))

    first = contest_points(meet, field("one", [["PE"], ["A"], ["B"]]))
    fourth = contest_points(meet, field("two", [["A"], ["B"], ["C"], ["PE"], ["D"]]))

    assert first == {"PE": 9, "A": 9, "B": 7}
    assert fourth == {"A": 9, "B": 7, "C": 6, "PE": 0, "D": 5}


def test_of_two_teams_of_a_unit_the_better_or_their_mean_counts() -> None:
    contest = field("one", [["A"], ["A"], ["B"]])

    assert contest_points(Meet(teams="best"), contest)["A"] == 9
    assert contest_points(Meet(teams="mean"), contest)["A"] == 8
    assert contest_points(Meet(), contest)["A"] == 16


def test_taking_part_counts_for_every_entry() -> None:
    contest = field("one", [[unit] for unit in "ABCDEFGHI"])

    assert contest_points(Meet(taking_part=Decimal("0.1")), contest)["I"] == Fraction(1, 10)
