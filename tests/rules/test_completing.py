"""Lots typed line by line: whatever stands already, the rest is completed into a draw, as good as can be."""

from hypothesis import given
from hypothesis import strategies as st

from shared.rules.draws.completing import complete_bracket, complete_groups
from shared.rules.draws.groups import groups_of
from shared.rules.draws.lines import Contender, check_lines, draw
from shared.rules.draws.seeding import bracket_size
from shared.rules.formats import Format, groups_knockout
from shared.rules.lot import Lot
from shared.rules.refusals import IllegalDraw


def field(entries: int, units: int, seeds: int) -> list[Contender]:
    return [
        Contender(f"e{number}", f"unit {number % units}" if units else "", number + 1 if number < seeds else None)
        for number in range(entries)
    ]


@given(entries=st.integers(2, 33), units=st.integers(0, 6), seeds=st.integers(0, 4), lot=st.text(max_size=4))
def test_any_lines_are_completed_or_refused(entries: int, units: int, seeds: int, lot: str) -> None:
    contenders = field(entries, units, min(seeds, max(bracket_size(entries) // 2, 2)))
    chance = Lot(lot)
    size = bracket_size(entries)
    begun: list[str | None] = [None] * size
    for line, one in zip(chance.shuffled(range(size)), chance.shuffled(contenders)[: chance.below(entries + 1)],
                         strict=False):  # fmt: skip
        begun[line] = one.id
    try:
        lines = complete_bracket(contenders, begun, "bwf")
    except IllegalDraw as refused:
        assert refused.code == "draw.byes_meet"
        return

    assert sorted(line for line in lines if line) == sorted(one.id for one in contenders)
    assert all(lines[line] == entry for line, entry in enumerate(begun) if entry is not None)
    check_lines(contenders, lines, "bwf")


@given(entries=st.integers(4, 33), seeds=st.integers(0, 4), units=st.integers(0, 1), lot=st.text(max_size=4))
def test_a_draw_half_typed_breaks_nothing_that_the_whole_does_not(
    entries: int, seeds: int, units: int, lot: str
) -> None:
    contenders = field(entries, 0 if units == 0 else entries, min(seeds, 2))
    lines = draw(contenders, lot, "ittf").lines
    begun = [line if number % 2 else None for number, line in enumerate(lines)]

    completed = complete_bracket(contenders, begun, "ittf")

    codes = {conflict.code for conflict in check_lines(contenders, completed, "ittf")}
    assert codes <= {"bye.order", "bye.spread"}


@given(entries=st.integers(4, 40), groups=st.integers(1, 8), seeds=st.integers(0, 12), lot=st.text(max_size=4))
def test_groups_begun_by_hand_are_completed(entries: int, groups: int, seeds: int, lot: str) -> None:
    form = Format(kind="groups_knockout", groups=groups, qualify=2)
    contenders = field(entries, 5, min(seeds, entries))
    try:
        lines = groups_knockout.draw(form, contenders, lot, "bwf").lines
    except IllegalDraw:
        return
    begun = [line if number % 3 else None for number, line in enumerate(lines)]

    completed = complete_groups(contenders, begun, groups)

    assert sorted(line for line in completed if line) == sorted(one.id for one in contenders)
    sizes = [len(inside) for inside in groups_of(completed, groups)]
    assert max(sizes) - min(sizes) <= 1
    codes = {conflict.code for conflict in groups_knockout.check_lines(form, contenders, completed, "bwf")}
    assert "seed.group" not in codes
