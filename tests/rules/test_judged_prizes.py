"""Prizes, titles and who goes on, from the places of a result."""

from decimal import Decimal
from typing import Any

import pytest

from shared.rules.judged.advance import advancing
from shared.rules.judged.result import evaluate
from shared.rules.judged.rule_set import Advance, Prizes
from shared.rules.judged.stage_words import going_on_in_words
from shared.rules.model import PrizeTier
from tests.rules.judged import one_stage, prizes, rule_set, stage, turn

PRELIM = stage(key="prelim", name="Preliminary", weight=Decimal(0), advance=Advance(count=2))
TIERS = (PrizeTier("first", count=1), PrizeTier("second", count=1), PrizeTier("third", count=1))


def test_a_first_prize_carries_its_title() -> None:
    titled = Prizes(tiers=TIERS, titles={"first": "河南省教学标兵"})

    lines = evaluate(rule_set(prizes=titled), one_stage({"a": 90, "b": 80, "c": 70, "d": 60}))

    assert [(line.prize, line.title) for line in lines] == [
        ("first", "河南省教学标兵"),
        ("second", ""),
        ("third", ""),
        ("", ""),
    ]


def test_a_prize_widens_over_equal_totals_or_is_cut_by_the_tie_order() -> None:
    marks = one_stage({"a": "90.001", "b": "90.004", "c": 80})

    widened = evaluate(rule_set(prizes=Prizes(tiers=TIERS)), marks)
    cut = evaluate(rule_set(prizes=Prizes(tiers=TIERS, boundary="cut")), marks)

    assert prizes(widened) == {"b": "first", "a": "first", "c": "third"}
    assert prizes(cut) == {"b": "first", "a": "second", "c": "third"}


def test_equal_totals_of_different_stages_are_not_equal() -> None:
    rule = rule_set(PRELIM, stage(), prizes=Prizes(tiers=TIERS[:1]))
    marks = {"prelim": [turn("a", [95]), turn("b", [90])], "final": [turn("a", [90])]}

    assert prizes(evaluate(rule, marks)) == {"a": "first"}


@pytest.mark.parametrize(("of", "expected"), [("entries", 2), ("last_stage", 1)])
def test_shares_are_of_all_entries_or_of_the_last_stage(of: Any, expected: int) -> None:
    half = Prizes(tiers=(PrizeTier("first", share=Decimal("0.5")),), of=of)
    marks = {"prelim": [turn(entry, [score]) for entry, score in zip("abcd", (90, 80, 70, 60), strict=True)]}
    marks["final"] = [turn("a", [50]), turn("b", [40])]

    assert len(prizes(evaluate(rule_set(PRELIM, stage(), prizes=half), marks))) == expected


SPLIT = stage(key="split", name="Split", weight=Decimal(0), compare="apart", advance=Advance(count=1, per="panel"))
"""Book 1.3: panels that do not mark the same entries are ranked apart; the best of each meet in a final."""


def split_contest(first: int, second: int) -> dict[str, str]:
    """Two panels of three, the best of each in the final: prizes by entry."""
    tiers = (PrizeTier("first", count=first), PrizeTier("second", count=second))
    early = [turn(entry, [score], panel="A") for entry, score in (("a1", 90), ("a2", 60), ("a3", 50))]
    early += [turn(entry, [score], panel="B") for entry, score in (("b1", 99), ("b2", 98), ("b3", 97))]
    marks = {"split": early, "final": [turn("a1", [80]), turn("b1", [70])]}
    return prizes(evaluate(rule_set(SPLIT, stage(), prizes=Prizes(tiers=tiers)), marks))


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        (1, 0, {"a1": "first"}),
        (1, 1, {"a1": "first", "b1": "second"}),
        (2, 1, {"a1": "first", "b1": "first", "a2": "second", "b2": "second"}),
        (3, 1, {"a1": "first", "b1": "first", "a2": "first", "b2": "first"}),
    ],
)
def test_who_went_on_is_before_who_did_not_and_panels_ranked_apart_share_a_level(
    first: int, second: int, expected: dict[str, str]
) -> None:
    assert split_contest(first, second) == expected


def test_a_share_counts_everybody_who_was_judged_before_any_panel() -> None:
    third = Prizes(tiers=(PrizeTier("first", share=Decimal("0.3")),))
    early = [turn(f"{panel}{place}", [90 - place], panel=panel) for panel in "AB" for place in range(5)]
    marks = {"split": early, "final": [turn("A0", [70]), turn("B0", [80]), turn("A1", [60]), turn("B1", [50])]}

    assert list(prizes(evaluate(rule_set(SPLIT, stage(), prizes=third), marks))) == ["B0", "A0", "A1"]


def test_a_part_of_a_total_is_measured_against_no_least_total() -> None:
    least = Prizes(tiers=(PrizeTier("first", at_least=Decimal(20)),))
    prelim = stage(key="prelim", name="Preliminary", weight=Decimal("0.3"), advance=Advance(count=1))
    marks = {"prelim": [turn("a", [90]), turn("b", [85])], "final": [turn("a", [80])]}

    assert prizes(evaluate(rule_set(prelim, stage(weight=Decimal("0.7")), prizes=least), marks)) == {"a": "first"}


@pytest.mark.parametrize(
    ("rounding", "least_first", "expected"),
    [("down", 0, 0), ("down", 1, 1), ("half_up", 0, 1), ("up", 0, 1)],
)
def test_the_rounding_of_shares_is_a_rule(rounding: Any, least_first: int, expected: int) -> None:
    tenth = Prizes(tiers=(PrizeTier("first", share=Decimal("0.1")),), rounding=rounding, least_first=least_first)

    lines = evaluate(rule_set(prizes=tenth), one_stage({entry: 90 - index for index, entry in enumerate("abcdef")}))

    assert len(prizes(lines)) == expected


def test_each_category_has_its_own_prizes_and_places_stay_common() -> None:
    rule = rule_set(prizes=Prizes(tiers=TIERS[:1], apart="category"))
    categories = {"a": "photo", "b": "photo", "c": "brush"}

    lines = evaluate(rule, one_stage({"a": 90, "b": 80, "c": 70}), categories)

    assert [(line.entry, line.first, line.prize) for line in lines] == [
        ("a", 1, "first"),
        ("b", 2, ""),
        ("c", 3, "first"),
    ]


def test_a_prize_can_ask_for_a_score() -> None:
    asked = Prizes(tiers=(PrizeTier("first", count=1, at_least=Decimal(95)), PrizeTier("second", count=2)))

    assert prizes(evaluate(rule_set(prizes=asked), one_stage({"a": 94, "b": 80, "c": 70}))) == {
        "a": "second",
        "b": "second",
    }


@pytest.mark.parametrize(
    ("boundary", "expected"), [("admit_all", ("a", "b", "c")), ("ties", ("a", "c")), ("none", ("a",))]
)
def test_equals_at_the_line_go_on_as_the_rule_says(boundary: Any, expected: tuple[str, ...]) -> None:
    rule = rule_set(stage(key="prelim", advance=Advance(count=2, boundary=boundary)), stage())
    marks = {"prelim": [turn("a", [90]), turn("b", ["89.501"]), turn("c", ["89.504"]), turn("d", [80])]}

    assert tuple(sorted(advancing(rule, "prelim", marks))) == expected


def test_the_first_of_each_panel_go_on() -> None:
    rule = rule_set(stage(key="prelim", advance=Advance(count=1, per="panel")), stage())
    marks = {"prelim": [turn("a", [90], panel="A"), turn("b", [89], panel="A"), turn("c", [60], panel="B")]}

    assert advancing(rule, "prelim", marks) == ("a", "c")


def test_everyone_judged_goes_on_where_no_number_is_named() -> None:
    rule = rule_set(stage(key="prelim"), stage())
    marks = {"prelim": [turn("a", [90]), turn("b", [80]), turn("c", [], status="absent")]}

    assert advancing(rule, "prelim", marks) == ("a", "b")
    assert advancing(rule, "prelim", {}) == ()


@pytest.mark.parametrize(
    ("compare", "per", "said"),
    [("together", "contest", False), ("together", "panel", True), ("apart", "contest", True)],
)
def test_the_regulation_says_whether_the_number_is_of_each_panel(compare: Any, per: Any, said: bool) -> None:
    rule = stage(compare=compare, advance=Advance(count=2, per=per))

    assert any("of each panel" in sentence for sentence, _params in going_on_in_words(rule)) == said


@pytest.mark.parametrize(
    ("compare", "expected"),
    [("together", ("a", "d")), ("apart", ("a", "c", "d"))],
)
def test_so_many_of_each_category_go_on(compare: str, expected: tuple[str, ...]) -> None:
    # given the calligraphy works ahead of all photographs
    first = stage(key="prelim", advance=Advance(count=1, per="category"), compare=compare)
    panels = {"a": "P1", "b": "P1", "c": "P2", "d": "P2"}
    marks = [turn(entry, [mark], panel=panels[entry]) for entry, mark in zip("abcd", (90, 80, 70, 60), strict=True)]
    categories = {"a": "calligraphy", "b": "calligraphy", "c": "calligraphy", "d": "photo"}
    # then each category has its own first, of panels ranked apart in each
    going = advancing(rule_set(first, stage()), "prelim", {"prelim": marks}, categories)
    assert tuple(sorted(going)) == expected
