"""The properties of a draw, over many lots and fields; and what hand-made lines are told."""

from time import perf_counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.rules.draws.lines import Contender, Draw, check_lines, draw, swapped
from shared.rules.draws.seeding import SeedRule, opponent_line, seed_lines
from shared.rules.refusals import IllegalDraw

LOTS = [f"lot {number}" for number in range(200)]
RULES: tuple[SeedRule, ...] = ("bwf", "ittf")


def field(entries: int, seeds: int, units: int = 0) -> list[Contender]:
    return [
        Contender(f"e{number}", f"U{number % units}" if units else "", number if number <= seeds else None)
        for number in range(1, entries + 1)
    ]


def codes(draw: Draw) -> list[str]:
    return [conflict.code for conflict in draw.report]


@st.composite
def fields(pick: st.DrawFn, most: int = 70) -> list[Contender]:
    entries = pick(st.integers(2, most))
    seeds = pick(st.integers(0, max(2, entries // 2)))
    units = pick(st.lists(st.sampled_from(["", "A", "B", "C", "D"]), min_size=entries, max_size=entries))
    return [Contender(f"e{n}", unit, n + 1 if n < seeds else None) for n, unit in enumerate(units)]


@given(contenders=fields(), lot=st.sampled_from(LOTS), rule=st.sampled_from(RULES))
def test_every_draw_is_fair(contenders: list[Contender], lot: str, rule: SeedRule) -> None:
    made = draw(contenders, lot, rule)

    assert sorted(line for line in made.lines if line) == sorted(one.id for one in contenders)
    assert made.size < 2 * len(contenders) and made.size & (made.size - 1) == 0
    assert all(made.lines[pair] or made.lines[pair + 1] for pair in range(0, made.size, 2))
    assert not {code for code in codes(made) if not code.startswith("unit.")}


@pytest.mark.parametrize("rule", RULES)
@pytest.mark.parametrize("entries", [*range(2, 40), 63, 64, 65, 100, 511, 512])
def test_byes_go_to_the_best_seeds_and_are_even(entries: int, rule: SeedRule) -> None:
    seeds = max(2, entries // 3)
    for lot in LOTS[: 200 if entries < 20 else 5]:
        made = draw(field(entries, seeds), lot, rule)
        byes = [line for line, entry in enumerate(made.lines, 1) if entry is None]
        with_bye = sorted(int(str(made.lines[opponent_line(line) - 1])[1:]) for line in byes)
        assert with_bye[:seeds] == list(range(1, min(len(byes), seeds) + 1))
        sections = 2
        while sections < made.size:
            inside = [
                made.lines[n::1][: made.size // sections].count(None)
                for n in range(0, made.size, made.size // sections)
            ]
            assert max(inside) - min(inside) <= 1, (sections, inside)
            sections *= 2


@pytest.mark.parametrize("rule", RULES)
def test_seeds_stand_on_their_lines_and_the_lot_uses_them_all(rule: SeedRule) -> None:
    groups = seed_lines(32, rule)
    seen: dict[int, set[int]] = {seed: set() for seed in range(1, 9)}
    for lot in LOTS:
        lines = draw(field(32, 8), lot, rule).lines
        for seed, places in seen.items():
            places.add(lines.index(f"e{seed}") + 1)

    assert seen[1] == {1} and seen[2] == {32}
    assert seen[3] == seen[4] == set(groups[2])
    assert seen[5] == seen[8] == set(groups[3])


def test_every_unseeded_entry_can_come_to_every_free_line() -> None:
    seen = {draw(field(8, 2), lot, "bwf").lines.index("e5") + 1 for lot in LOTS}

    assert seen == {2, 3, 4, 5, 6, 7}


def test_a_draw_can_be_made_again_from_its_lot() -> None:
    contenders = field(37, 8, units=5)

    assert draw(contenders, "x", "bwf") == draw(contenders, "x", "bwf")
    assert draw(contenders, "x", "bwf") != draw(contenders, "y", "bwf")


def test_seeds_with_gaps_count_in_their_order() -> None:
    contenders = [Contender("a", "", 7), Contender("b", "", 3), *[Contender(f"c{n}", "") for n in range(6)]]

    lines = draw(contenders, "x", "bwf").lines

    assert (lines[0], lines[7]) == ("b", "a")


def test_thousands_are_drawn_at_once() -> None:
    contenders = field(4096, 16, units=200)

    began = perf_counter()
    made = draw(contenders, "x", "bwf")

    assert perf_counter() - began < 1
    assert not made.report


@pytest.mark.parametrize(
    ("contenders", "code"),
    [
        ([], "draw.too_few"),
        (field(1, 0), "draw.too_few"),
        (field(4097, 0), "draw.too_many"),
        ([*field(3, 0), Contender("e1", "")], "draw.entry_twice"),
        ([Contender("a", "", 1), Contender("b", "", 1)], "draw.seed_twice"),
        (field(8, 5), "draw.too_many_seeds"),
    ],
)
def test_what_cannot_be_drawn_is_refused(contenders: list[Contender], code: str) -> None:
    with pytest.raises(IllegalDraw) as refusal:
        draw(contenders, "x", "bwf")

    assert refusal.value.code == code


def test_a_swap_changes_two_lines_and_tells_what_it_breaks() -> None:
    made = draw(field(8, 2), "x", "bwf")

    changed = swapped(made, 1, 4)

    assert (changed.lines[0], changed.lines[3]) == (made.lines[3], made.lines[0])
    assert [(one.code, one.ids) for one in changed.report] == [("seed.place", ("e1",))]
    assert swapped(changed, 4, 1) == made


def test_a_swap_that_lets_byes_meet_is_refused() -> None:
    made = draw(field(6, 2), "x", "bwf")

    with pytest.raises(IllegalDraw) as two_byes:
        swapped(made, 1, 7)
    with pytest.raises(IllegalDraw) as no_line:
        swapped(made, 1, 9)

    assert (two_byes.value.code, no_line.value.code) == ("draw.two_byes", "draw.no_line")


@pytest.mark.parametrize(
    ("lines", "code"),
    [
        (("a", "b", "c"), "draw.size"),
        (("a", None, None, None), "draw.two_byes"),
        (("a", "b", "c", "c"), "draw.incomplete"),
        (("a", None, "b", None), "draw.incomplete"),
        (("a", None, "b", None, "c", None, "d", None), "draw.wrong_size"),
    ],
)
def test_lines_that_are_no_draw_are_refused(lines: tuple[str | None, ...], code: str) -> None:
    contenders = [Contender("a", ""), Contender("b", ""), Contender("c", "")]

    with pytest.raises(IllegalDraw) as refusal:
        check_lines(contenders, lines, "bwf")

    assert refusal.value.code == code


def test_lots_drawn_by_hand_are_told_what_they_break() -> None:
    contenders = [Contender("a", "U", 1), Contender("b", "V", 2), *[Contender(name, "U") for name in "cd"]]
    contenders += [Contender("e", ""), Contender("f", "")]

    report = check_lines(contenders, ("a", "c", "d", None, "e", None, "f", "b"), "bwf")

    assert [(one.code, one.ids, one.round) for one in report] == [
        ("bye.order", ("a",), 1),
        ("bye.order", ("b",), 1),
        ("unit.first_round", ("a", "c"), 1),
    ]


def test_crowded_byes_are_told() -> None:
    contenders = [Contender(name, "") for name in "abcdef"]

    report = check_lines(contenders, ("a", None, "b", None, "c", "d", "e", "f"), "bwf")

    assert [one.code for one in report] == ["bye.spread"]
