"""Plans of halls: the first plan, what clashes, what delays move, who comes next, who umpires."""

from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from shared.rules.scheduling import Away, Court, Fixture, Hall, Official, Rules, Session, Slot
from shared.rules.scheduling.capacity import knockout, least_slots, round_robin, shortage
from shared.rules.scheduling.clashes import clashes
from shared.rules.scheduling.delays import shifted
from shared.rules.scheduling.first_plan import first_plan
from shared.rules.scheduling.model import DAY
from shared.rules.scheduling.next_match import next_match
from shared.rules.scheduling.officiating import officials_of

MORNING = Session(540, 720)
COURTS = (Court("1", show=True), Court("2"))


def match(name: str, *players: str, **more: object) -> Fixture:
    return replace(Fixture(id=name, contest="A", minutes=30, players=players), **more)


def hall(*fixtures: Fixture, **more: object) -> Hall:
    found = Hall(courts=COURTS, sessions=(MORNING,), fixtures=fixtures)
    return replace(found, **more)


@st.composite
def halls(draw: st.DrawFn) -> Hall:
    """Halls with matches of several contests, some waiting for others, people away and limits a day."""
    number = draw(st.integers(1, 14))
    fixtures = []
    for place in range(number):
        before = [str(each) for each in draw(st.sets(st.integers(0, place - 1), max_size=2))] if place else []
        fixtures.append(
            Fixture(
                id=str(place),
                contest=draw(st.sampled_from("AB")),
                minutes=draw(st.sampled_from((20, 30, 45))),
                rest=draw(st.sampled_from((0, 10, 30))),
                players=() if before else tuple(draw(st.sets(st.sampled_from("abcdefgh"), min_size=2, max_size=4))),
                possible=tuple(draw(st.sets(st.sampled_from("abcdefgh"), max_size=3))) if before else (),
                after=tuple(sorted(before)),
                final=draw(st.booleans()),
                officials=draw(st.integers(0, 1)),
            )
        )
    return Hall(
        courts=(Court("1", show=True), Court("2"), Court("3"))[: draw(st.integers(1, 3))],
        sessions=tuple(Session(day * DAY + 540, day * DAY + 720) for day in range(draw(st.integers(1, 3)))),
        fixtures=tuple(fixtures),
        away=(Away("a", 540, draw(st.integers(545, 700))),),
        officials=(Official("x"), Official("y")),
        rules=Rules(
            step=draw(st.sampled_from((5, 7, 10))),
            finals_on_show=draw(st.booleans()),
            most_a_day=draw(st.none() | st.integers(1, 3)),
            contest_most_a_day={"A": 2} if draw(st.booleans()) else {},
        ),
    )


@given(halls())
@settings(max_examples=200, deadline=None)
def test_a_first_plan_never_clashes_and_leaves_out_what_it_cannot_place(found: Hall) -> None:
    tried = first_plan(found)

    assert clashes(found, tried.plan) == ()
    assert {*tried.plan, *tried.left} == set(found.by_id)


@given(halls(), st.dictionaries(st.integers(0, 13).map(str), st.integers(540, 900), max_size=3))
@settings(max_examples=100, deadline=None)
def test_a_delay_moves_nothing_forward_and_clashes_with_nothing_but_the_end_of_a_session(
    found: Hall, late: dict[str, int]
) -> None:
    plan = first_plan(found).plan

    moved = shifted(replace(found, away=(), rules=Rules()), plan, late)

    assert all(moved[name].start >= plan[name].start and moved[name].court == plan[name].court for name in plan)
    wrong = clashes(replace(found, sessions=(), away=(), rules=Rules()), moved)
    assert {clash.kind for clash in wrong} <= {"possible"}


def test_what_is_wrong_with_a_plan_is_said_kind_by_kind() -> None:
    one, two = match("1", "a", "b", rest=20), match("2", "a", "c", after=("3",))
    three = match("3", "d", "e", rest=10, final=True, courts=("1",), not_after=570)
    found = hall(one, two, three, away=(Away("d", 500, 545),), rules=Rules(finals_on_show=True, most_a_day=1))

    kinds = [
        (clash.kind, clash.match, clash.other, clash.who)
        for clash in clashes(found, {"1": Slot("2", 550), "2": Slot("2", 570), "3": Slot("2", 560)})
    ]

    assert set(kinds) == {
        ("court", "1", "2", ""), ("court", "1", "3", ""), ("court", "3", "2", ""),
        ("player", "1", "2", "a"), ("order", "2", "3", ""), ("courts", "3", "", ""), ("show", "3", "", ""),
        ("window", "3", "", ""), ("most", "2", "", "a"),
    }  # fmt: skip


def test_nobody_wins_a_match_and_loses_it_too_so_a_final_and_the_third_place_may_be_at_once() -> None:
    semis = [match("1", "a", "b"), match("2", "c", "d")]
    people = ("a", "b", "c", "d")
    last = [Fixture(id=name, contest="A", minutes=30, possible=people, after=("1", "2")) for name in ("3", "4")]

    tried = first_plan(hall(*semis, *last))

    assert tried.plan["3"].start == tried.plan["4"].start == 570


def test_who_may_come_into_two_matches_of_two_contests_is_kept_free_for_both() -> None:
    one = match("1", "a", "b", rest=30)
    other = Fixture(id="2", contest="B", minutes=30, possible=("b", "c"))

    tried = first_plan(hall(one, other))

    assert abs(tried.plan["1"].start - tried.plan["2"].start) >= 30


def test_too_many_matches_for_the_sessions_are_counted() -> None:
    found = hall(*(match(str(number), f"a{number}", f"b{number}") for number in range(13)))

    short = shortage(found)

    assert short is not None
    assert (short.needed, short.there) == (390, 360)
    assert len(first_plan(found).left) == 1


def test_the_fewest_slots_grow_with_rounds_or_with_matches() -> None:
    assert least_slots(round_robin([5]), 5) == 5
    assert least_slots(round_robin([4, 4, 4]), 2) == 9
    assert least_slots(round_robin([4], legs=2), 2) == 6
    assert least_slots(knockout(512), 512) == 9
    assert least_slots(knockout(4), 1) == 3


def test_the_next_match_is_one_whose_players_are_free_and_rested() -> None:
    playing = match("1", "a", "b", at=Slot("2", 560))
    over = match("2", "c", "d", rest=30, at=Slot("1", 530))
    found = hall(playing, over, match("3", "a", "e"), match("4", "c", "f"), match("5", "g", "h", courts=("2",)))

    assert next_match(found, {}, ["3", "4", "5"], "1", 575).waits in ("3", "4")
    assert next_match(found, {}, ["3", "4", "5"], "2", 575).match == "5"
    assert next_match(found, {}, ["3", "4"], "1", 590).match == "3"


def test_officials_share_the_work_and_never_judge_their_own_unit() -> None:
    matches = [match(str(n), f"a{n}", units=("Library",), officials=1) for n in range(4)]
    found = hall(*matches, officials=(Official("ann", "Library"), Official("bob", "Works"), Official("cao", "Arts")))

    given_ = officials_of(found, {str(n): Slot("1", 540 + 30 * n) for n in range(4)})

    assert sorted(name for names in given_.by_match.values() for name in names) == ["bob", "bob", "cao", "cao"]
    assert given_.short == ()
