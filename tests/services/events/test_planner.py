"""The search for a plan: plans without clashes, better and better; what cannot be had together, no more than needed."""

from collections.abc import Sequence

from hypothesis import HealthCheck, given, settings
from msgspec.structs import replace

from services.events.planner.solve import solve
from services.events.planner.told import Better, Ended, Found, Impossible
from services.events.planner.wishes import Wish, only, smallest_conflict, wishes_of
from shared.rules.scheduling import Away, Court, Fixture, Hall, Official, Rules, Session, Slot
from shared.rules.scheduling.clashes import clashes
from shared.rules.scheduling.model import DAY
from tests.bench.schedule import bench_schedule
from tests.rules.test_scheduling import halls

MORNING = Session(540, 720)


def searched(hall: Hall, seconds: float = 5) -> list[Found]:
    told: list[Found] = []
    solve(hall, seconds, told.append)
    return told


def round_robin(size: int, **more: object) -> tuple[Fixture, ...]:
    pairs = [(one, two) for one in range(size) for two in range(one)]
    return tuple(
        replace(
            Fixture(id=f"{one}{two}", contest="A", minutes=30, players=(f"p{one}", f"p{two}")),
            **more,
        )
        for one, two in pairs
    )


def hall(*fixtures: Fixture, **more: object) -> Hall:
    found = Hall(courts=(Court("1", show=True), Court("2")), sessions=(MORNING,), fixtures=fixtures)
    return replace(found, **more)


@given(halls())
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_every_plan_told_of_is_whole_and_without_a_clash(found: Hall) -> None:
    told = searched(found, 1)

    for plan in (each for each in told if isinstance(each, Better)):
        assert set(plan.plan) == set(found.by_id)
        assert clashes(found, plan.plan) == ()
    assert not isinstance(told[-1], Better)


def test_plans_get_better_until_none_is() -> None:
    fixtures = [*round_robin(4, rest=10), Fixture(id="f", contest="A", minutes=30, after=("10",), final=True)]

    told = searched(hall(*fixtures, rules=Rules(finals_on_show=True)))

    costs = [each.cost for each in told if isinstance(each, Better) and each.cost is not None]
    assert costs == sorted(costs, reverse=True)
    assert isinstance(told[-1], Ended)
    assert told[-1].best


def test_a_match_that_has_begun_stays_and_the_others_go_around_it() -> None:
    begun = Fixture(id="b", contest="A", minutes=33, rest=10, players=("p0", "x"), at=Slot("1", 543))

    told = searched(hall(begun, *round_robin(3)))

    best = [each for each in told if isinstance(each, Better)][-1].plan
    assert best["b"] == Slot("1", 543)
    assert min(best["10"].start, best["20"].start) >= 543 + 33 + 10


def test_a_match_held_outside_every_session_spoils_no_plan() -> None:
    held = [
        Fixture(id=name, contest="A", minutes=30, players=("p0", name), at=Slot("1", start), final=start > 0)
        for name, start in (("early", -3000), ("late", 9000))
    ]

    told = searched(hall(*held, *round_robin(3), rules=Rules(most_a_day=4)), 2)

    assert set([each for each in told if isinstance(each, Better)][-1].plan) == {"early", "late", "10", "20", "21"}
    assert isinstance(told[-1], Ended)


def test_sessions_too_short_are_said_in_minutes() -> None:
    told = searched(hall(*round_robin(6)))

    assert told == [Impossible((), 450, 360)]


def test_the_wishes_in_conflict_are_named_and_no_others() -> None:
    busy = Away("p0", 540, 600)
    others = Away("somebody", 540, 700)
    fixtures = round_robin(4, rest=30)

    told = searched(hall(*fixtures, away=(others, busy), rules=Rules(most_a_day=9)))

    assert isinstance(told[-1], Impossible)
    assert set(told[-1].wishes) == {Wish("away", "p0"), Wish("rest", "A", 30)}
    assert told[-1].sure


def test_contests_bound_to_a_court_that_cannot_hold_them_both_are_named() -> None:
    one = round_robin(4, courts=("1",))
    two = tuple(replace(each, id=f"b{each.id}", contest="B", players=()) for each in one)
    three = Fixture(id="c", contest="C", minutes=30, courts=("2",))

    told = searched(hall(*one, *two, three, sessions=(Session(540, 780),)))

    assert told == [Impossible((Wish("courts", "A"), Wish("courts", "B")))]


def test_three_hundred_matches_on_eight_courts_are_planned_soon_and_then_better() -> None:
    found = bench_schedule(8)

    assert found["wrong"] == []
    assert found["a plan without a clash after, s"] < 20
    assert found["last cost"] < found["its cost"]


def test_a_limit_a_day_spreads_a_contest_over_days_or_is_named() -> None:
    days = tuple(Session(day * DAY + 540, day * DAY + 720) for day in range(3))
    wanted = hall(*round_robin(4), sessions=days, rules=Rules(contest_most_a_day={"A": 1}))

    fits, not_ = searched(wanted, 2), searched(replace(wanted, sessions=days[:2]), 2)

    assert any(isinstance(each, Better) for each in fits)
    assert not_[-1] == Impossible((Wish("most_each", "A", 1),))


def test_officials_bound_how_many_matches_are_on_at_once() -> None:
    wanted = hall(*round_robin(4, officials=1), officials=(Official("ann"),))

    plan = [each for each in searched(wanted, 2) if isinstance(each, Better)][-1].plan

    assert len({slot.start for slot in plan.values()}) == 6


def test_matches_of_one_unit_are_not_at_once_where_that_is_better() -> None:
    own = {"minutes": 30, "contest": "A", "units": ("Library",)}
    fixtures = [Fixture(id=name, players=(f"{name}1", f"{name}2"), **own) for name in "ab"]  # type: ignore[arg-type]

    together, apart = (
        [each for each in searched(hall(*fixtures, rules=Rules(units_apart=wish))) if isinstance(each, Better)][-1].plan
        for wish in (False, True)
    )

    assert together["a"].start == together["b"].start
    assert abs(apart["a"].start - apart["b"].start) >= 30


def test_a_wish_left_out_asks_for_nothing() -> None:
    away = Away("p0", 0, 2000)
    wanted = hall(*round_robin(3, rest=20, courts=("1",)), away=(away,), rules=Rules(most_a_day=1))

    bare = only(wanted, ())

    assert wishes_of(bare) == ()
    assert only(wanted, wishes_of(wanted)) == wanted


def test_the_smallest_conflict_is_found_among_many_wishes_with_few_questions() -> None:
    wishes = [Wish("away", str(number)) for number in range(64)]
    asked: list[Sequence[Wish]] = []

    def works(kept: Sequence[Wish]) -> bool:
        asked.append(kept)
        return not {wishes[7], wishes[42], wishes[50]} <= set(kept)

    assert set(smallest_conflict(wishes, works)) == {wishes[7], wishes[42], wishes[50]}
    assert len(asked) < 40
    assert smallest_conflict(wishes, lambda _kept: False) == ()
