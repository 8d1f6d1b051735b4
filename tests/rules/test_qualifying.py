"""Who goes on from groups: places, the best of a place, and ties that nobody but a person decides."""

from itertools import combinations

from msgspec.structs import replace

from shared.rules.contest import Plan, evaluate
from shared.rules.formats import Format, format_file
from shared.rules.model import GameRule, Outcome, Regulation
from shared.rules.plan import BestPlace, GroupPlace
from shared.rules.qualifying import Field, best_first, compared, group_places
from shared.rules.standings import CHAINS, Meeting, standings

LAWS = Regulation("any", 1, "singles", 3, GameRule(11, 2), table=CHAINS["ittf_singles"])
FORM = Format(kind="groups_knockout", groups=3, qualify=2, best_next=2)


def group(names: str, by: int = 5) -> list[Meeting]:
    """Everybody beats all who come later, each game by 11 to so many."""
    return [Meeting(pair, Outcome("played", 1, ((11, by), (11, by)))) for pair in combinations(names, 2)]


def field(*groups: list[Meeting], form: Format = FORM, **more: object) -> Field:
    meetings = dict(enumerate(groups, 1))
    tables = {
        number: standings(LAWS, sorted({side for meeting in inside for side in meeting.sides}), inside)
        for number, inside in meetings.items()
    }
    return replace(
        Field(form=form, regulation=LAWS, seeds={}, tables=tables, meetings=meetings),
        **more,
    )


def test_the_best_third_lost_by_less() -> None:
    groups = field(group("abc", 3), group("def", 9), group("ghi", 5))

    assert best_first(groups, 3) == [("f",), ("i",), ("c",)]


def test_equal_thirds_across_the_line_are_told_and_a_lot_decides() -> None:
    groups = field(group("abc"), group("def"), group("ghi", 3))
    wanted = {BestPlace(3, 1)}

    open_tie = compared(groups, wanted)
    decided = compared(replace(groups, decisions=(("f", "c"),)), wanted)

    assert open_tie == ({}, {0: (("c", "f"),)})
    assert decided == ({BestPlace(3, 1): "f"}, {})


def test_equal_thirds_that_nobody_waits_for_are_not_told() -> None:
    groups = field(group("abc", 9), group("def"), group("ghi"))

    assert compared(groups, {BestPlace(3, 1)}) == ({BestPlace(3, 1): "c"}, {})


def test_a_larger_group_leaves_out_its_last_where_the_format_says_so() -> None:
    sizes = group("abcd", 3), group("efg", 9), group("hij", 9)
    dropping = replace(FORM, drop_last=True)

    assert best_first(field(*sizes), 3)[0] == ("c",)
    assert best_first(field(*sizes, form=dropping), 3)[-1] == ("c",)


def test_seeding_can_compare_thirds() -> None:
    groups = field(group("abc"), group("def"), group("ghi"), form=replace(FORM, best_by="seeding"), seeds={"i": 3})

    assert best_first(groups, 3) == [("i",), ("c", "f")]


def test_a_shared_place_in_a_group_keeps_thirds_open() -> None:
    cycle = [Meeting(pair, Outcome("played", 1, ((11, 5), (11, 5)))) for pair in (("a", "b"), ("b", "c"), ("c", "a"))]

    assert compared(field(cycle, group("def")), {BestPlace(3, 1)}) == ({}, {1: (("a", "b", "c"),)})
    assert group_places({GroupPlace(1, 1)}, field(cycle).tables) == ({}, {1: (("a", "b", "c"),)})


def test_groups_with_best_thirds_fill_a_knockout() -> None:
    lines = tuple("abcdefghi")
    nodes = format_file("groups_knockout").structure(FORM, lines, "lot")
    plan = Plan(form=FORM, regulation=LAWS, nodes=nodes, lines=lines)
    sides = evaluate(plan, {}).sides
    scores = {1: 3, 2: 5, 3: 9}
    outcomes = {}
    for node in nodes:
        if node.group is not None:
            one, two = sides[node.number]
            assert one and two
            by = scores[node.group]
            games = ((11, by), (11, by)) if one < two else ((by, 11), (by, 11))
            outcomes[node.number] = Outcome("played", 1 if one < two else 2, games)

    found = evaluate(plan, outcomes)

    knockout = {side for node in nodes if node.group is None for side in found.sides[node.number] if side}
    assert knockout == set("abdeghfi") and found.open_ties == {}
