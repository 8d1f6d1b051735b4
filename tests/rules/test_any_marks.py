"""Whatever is tapped on any pad: refused in words, or taken, added up, undone, and in the end a possible result."""

from decimal import Decimal

import msgspec
from hypothesis import given
from hypothesis import strategies as st

from shared.rules.model import Regulation
from shared.rules.refusals import Illegal
from shared.rules.sheets import (
    Again,
    Basket,
    Confirm,
    Counted,
    Disqualified,
    FalseStart,
    FalseSwitch,
    Foul,
    Fouled,
    Game,
    HandedIn,
    Judged,
    Mark,
    PeriodOver,
    Rally,
    Retired,
    Start,
    TimeOut,
    Undo,
    Walkover,
    apply,
    check_result,
    fold,
    open_sheet,
)
from shared.rules.sports import presets, sport

side = st.sampled_from([1, 2])
player = st.integers(0, 3)
seat = st.integers(1, 4)
points = st.tuples(st.sampled_from([0, 5, 11, 15, 20, 21, 25]), st.sampled_from([0, 9, 13, 19, 21, 22]))
ends: st.SearchStrategy[Mark] = st.one_of(
    st.builds(Undo),
    st.builds(Confirm),
    st.builds(Walkover, side),
    st.builds(Retired, side),
    st.builds(Disqualified, side),
)
begins: st.SearchStrategy[Mark] = st.builds(Start, side, side, st.integers(0, 1), st.integers(0, 1))
plays: dict[str, st.SearchStrategy[Mark]] = {
    "rally": st.one_of(begins, *[st.builds(Rally, side)] * 4, st.builds(Game, points), st.builds(TimeOut, side)),
    "clock": st.one_of(
        begins,
        *[st.builds(Basket, side, st.integers(1, 4), st.none() | player)] * 3,
        st.builds(Foul, side, st.none() | player),
        st.builds(TimeOut, side),
        st.builds(PeriodOver),
        st.builds(Game, points),
    ),
    "count": st.one_of(
        *[st.builds(Counted, seat, st.integers(0, 300), st.integers(0, 5))] * 2,
        *[st.builds(HandedIn, seat)] * 2,
        st.builds(FalseStart),
        st.builds(FalseSwitch),
        st.builds(Fouled),
        st.builds(Again),
    ),
    "judge": st.one_of(
        st.builds(Judged, seat, st.lists(st.decimals(0, 50, places=1), max_size=5).map(tuple)),
        st.builds(Judged, seat, st.just((Decimal(20),) * 4)),
        *[st.builds(HandedIn, seat)] * 2,
        st.builds(Again),
    ),
}
anything = st.one_of(*plays.values())


@st.composite
def tried(draw: st.DrawFn) -> tuple[Regulation, list[Mark]]:
    regulation = draw(
        st.sampled_from([preset.regulation for preset in presets() if sport(preset.regulation.sport).PAD in plays])
    )
    own = plays[sport(regulation.sport).PAD]
    return regulation, draw(st.lists(st.one_of(own, own, own, own, ends, anything), max_size=60))


@given(tried())
def test_what_is_taken_adds_up_can_be_undone_and_ends_in_a_possible_result(
    match: tuple[Regulation, list[Mark]],
) -> None:
    regulation, marks = match
    sheet, taken = open_sheet(regulation), list[Mark]()
    for mark in marks:
        try:
            after = apply(regulation, sheet, mark)
        except Illegal:
            continue
        taken.append(mark)
        if not isinstance(mark, Undo) and not after.closed:
            undone = apply(regulation, after, Undo())
            assert msgspec.structs.replace(undone, count=sheet.count) == sheet
        sheet = after

    assert fold(regulation, taken) == sheet
    assert sheet.closed <= sheet.finished == (sheet.outcome is not None)
    assert msgspec.json.decode(msgspec.json.encode(taken), type=list[Mark]) == taken
    if sheet.outcome is not None:
        check_result(regulation, sheet.outcome)
