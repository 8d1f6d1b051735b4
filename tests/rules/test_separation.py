"""Members of one unit are apart as long as they can be, whatever the lot, and seeding goes first."""

from collections import Counter
from itertools import permutations

from hypothesis import given, settings
from hypothesis import strategies as st

from shared.rules.draws.lines import Contender, draw
from shared.rules.draws.separation import place

LOTS = [f"lot {number}" for number in range(200)]


def unseeded(*sizes: int) -> list[Contender]:
    return [Contender(f"u{unit}-{n}", f"U{unit}") for unit, size in enumerate(sizes) for n in range(size)]


def meetings(lines: tuple[str | None, ...], units: dict[str, str]) -> int:
    """How many matches of round 1 are inside a unit."""
    pairs = zip(lines[::2], lines[1::2], strict=True)
    return sum(bool(a and b and units[a] and units[a] == units[b]) for a, b in pairs)


@given(sizes=st.lists(st.integers(1, 16), min_size=1, max_size=20), lot=st.sampled_from(LOTS))
def test_without_seeds_and_byes_every_section_has_its_share(sizes: list[int], lot: str) -> None:
    contenders = unseeded(*sizes)
    size = 1 << max(len(contenders) - 1, 1).bit_length()
    contenders += [Contender(f"x{number}", "") for number in range(size - len(contenders))]
    unit = {one.id: one.unit for one in contenders}

    lines = draw(contenders, lot, "ittf").lines

    length = size
    while length >= 2:
        inside = [Counter(unit[str(line)] for line in lines[n : n + length]) for n in range(0, size, length)]
        for name in set(unit.values()) - {""}:
            counts = [section[name] for section in inside]
            assert max(counts) - min(counts) <= 1
        length //= 2


def test_four_seeds_and_their_mates_are_one_in_each_quarter() -> None:
    contenders = [Contender("s1", "A", 1), Contender("s2", "B", 2), Contender("s3", "C", 3), Contender("s4", "D", 4)]
    contenders += [Contender(f"{unit}{n}", unit) for unit in "ABCD" for n in range(3)]
    for lot in LOTS:
        made = draw(contenders, lot, "bwf")
        quarters = [made.lines[start : start + 4] for start in range(0, 16, 4)]
        units = [
            sorted((str(line)[0] if str(line)[0] != "s" else "ABCD"[int(str(line)[1]) - 1]) for line in quarter)
            for quarter in quarters
        ]
        assert units == [list("ABCD")] * 4, (lot, made.lines)


def test_seeds_of_one_unit_are_drawn_into_other_halves() -> None:
    """Seeds 3 and 4 belong to the units of 1 and 2: the lot has no choice left."""
    contenders = [Contender(f"s{seed}", unit, seed) for seed, unit in ((1, "A"), (2, "B"), (3, "B"), (4, "A"))]
    contenders += [Contender(f"x{number}", "") for number in range(12)]

    found = {draw(contenders, lot, "bwf").lines.index("s3") + 1 for lot in LOTS}

    assert found == {5}


def test_one_unit_alone_is_drawn_and_told() -> None:
    made = draw(unseeded(8), "x", "bwf")

    assert [conflict.code for conflict in made.report] == ["unit.first_round"] * 4


def test_entries_without_a_unit_are_kept_apart_from_nobody() -> None:
    assert draw([Contender(f"e{n}", "") for n in range(8)], "x", "bwf").report == ()


@settings(max_examples=400)
@given(
    units=st.lists(st.sampled_from("ABC"), min_size=3, max_size=8),
    seeds=st.integers(0, 2),
    lot=st.sampled_from(LOTS),
    rule=st.sampled_from(["bwf", "ittf"]),
)
def test_no_fewer_meetings_of_unit_mates_in_round_1_can_be_had(units, seeds, lot, rule) -> None:  # type: ignore[no-untyped-def]
    """Held against every other arrangement with the same seeds and byes."""
    contenders = [Contender(f"e{n}", unit, n + 1 if n < seeds else None) for n, unit in enumerate(units)]
    unit_of = {one.id: one.unit for one in contenders}
    lines = draw(contenders, lot, rule).lines
    free = [n for n, line in enumerate(lines) if line is not None and int(line[1:]) >= seeds]

    fewest = meetings(lines, unit_of)
    for order in set(permutations([unit_of[str(lines[n])] for n in free])):
        changed = [unit_of[line] if line else None for line in lines]
        for n, unit in zip(free, order, strict=True):
            changed[n] = unit
        fewest = min(fewest, meetings(tuple(changed), {unit: unit for unit in "ABC"}))

    assert meetings(lines, unit_of) == fewest


def test_two_seeds_in_a_half_send_their_mates_to_the_other() -> None:
    fixed = {1: ("A", ""), 3: ("A", "")}
    groups = {("A", ""): ["a", "b"], ("", "c"): ["c"], ("", "d"): ["d"], ("", "e"): ["e"], ("", "f"): ["f"]}

    placed = place(groups, [2, 4, 5, 6, 7, 8], fixed, 8)

    assert {entry for line, entry in placed.items() if line <= 4} == {"c", "d"}
