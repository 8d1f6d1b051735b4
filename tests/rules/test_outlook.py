"""What if: what is certain before the last matches of a group."""

from itertools import combinations, product

from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from shared.rules.model import Clock, GameRule, Outcome, Points, Regulation, Rubber, TieRule
from shared.rules.standings import CHAINS, Meeting, standings
from shared.rules.standings.extremes import scores_of
from shared.rules.standings.outlook import Scenario, outlook

LAWS = Regulation("any", 1, "singles", 3, GameRule(11, 2), table=CHAINS["ittf_singles"])
BASKETBALL = Regulation("any", 1, "team", clock=Clock(), table=CHAINS["fiba"])
SCORES: tuple[tuple[Points, ...], ...] = (
    ((11, 0), (11, 0)),
    ((11, 2), (3, 11), (11, 9)),
    ((9, 11), (11, 9), (11, 9)),
)


def won(one: str, two: str, games: tuple[Points, ...] = SCORES[0]) -> Meeting:
    return Meeting((one, two), Outcome("played", 1, games))


def test_two_wins_of_two_are_through_and_the_last_match_decides_the_rest() -> None:
    played = [won("a", "b"), won("a", "c"), won("b", "d"), won("c", "d")]

    found = outlook(LAWS, "abcd", [*played, Meeting(("b", "c")), Meeting(("a", "d"))], 2)

    assert {chance.entry: chance.verdict for chance in found.chances} == {
        "a": "through",
        "b": "open",
        "c": "open",
        "d": "out",
    }
    [b] = [chance for chance in found.chances if chance.entry == "b"]
    assert (b.winning, b.losing, b.best, b.worst) == ("through", "out", 2, 3)
    assert Scenario(("a", "b"), ("a", "b"), ()) in found.scenarios


def test_where_margins_decide_it_says_so() -> None:
    played = [
        Meeting(("a", "b"), Outcome("played", 1, ((60, 50),))),
        Meeting(("b", "c"), Outcome("played", 1, ((60, 50),))),
    ]

    found = outlook(BASKETBALL, "abc", [*played, Meeting(("c", "a"))], 2)

    assert found.scenarios == (
        Scenario(("c",), (), ("a", "b", "c")),
        Scenario(("a",), ("a", "b"), ()),
    )


def test_places_that_may_go_on_leave_the_next_open() -> None:
    meetings = [won("a", "b"), won("a", "c"), won("b", "c")]

    assert [each.verdict for each in outlook(LAWS, "abc", meetings, 1, 1).chances] == ["through", "open", "out"]


def test_too_many_open_matches_say_nothing() -> None:
    meetings = [Meeting(pair) for pair in combinations("abcdef", 2)]

    found = outlook(LAWS, "abcdef", meetings, 2)

    assert (found.chances, found.scenarios, len(found.to_come)) == ((), (), 15)


def test_matches_of_who_withdrew_are_not_to_come() -> None:
    meetings = [won("a", "b"), Meeting(("a", "c")), Meeting(("b", "c"))]

    found = outlook(LAWS, "abc", meetings, 1, withdrawn={"c"})

    assert found.to_come == ()
    assert found.chances[0].verdict == "through"


def test_extremes_of_a_tie_are_ties_that_can_be() -> None:
    tie = TieRule(key="any", rubbers=(Rubber("", (), ()),) * 5, to_win=3)

    for outcome in scores_of(replace(LAWS, tie=tie)):
        assert sum(rubber.winner == 1 for rubber in outcome.rubbers if rubber) == 3
        assert len(outcome.rubbers) == outcome.games[0][0] + outcome.games[0][1] <= 5


@st.composite
def unfinished(draw: st.DrawFn) -> list[Meeting]:
    """A group of four with at most two matches to come."""
    pairs = list(combinations("abcd", 2))
    left = draw(st.integers(0, 2))
    done = []
    for pair in pairs[left:]:
        sides = pair if draw(st.booleans()) else pair[::-1]
        done.append(won(*sides, draw(st.sampled_from(SCORES))))
    return [*done, *map(Meeting, pairs[:left])]


@settings(max_examples=40)
@given(unfinished(), st.sampled_from(["ittf_singles", "fivb", "bwf_individual", "cn_vb_b"]), st.integers(1, 3))
def test_what_is_certain_holds_for_every_way_to_end(meetings: list[Meeting], chain: str, places: int) -> None:
    laws = replace(LAWS, table=CHAINS[chain])
    left = [meeting.sides for meeting in meetings if meeting.outcome is None]
    verdicts = {chance.entry: chance.verdict for chance in outlook(laws, "abcd", meetings, places).chances}

    for winners in product((False, True), repeat=len(left)):
        for scores in product(SCORES, repeat=len(left)):
            ends = [
                won(*(pair if first else pair[::-1]), games)
                for pair, first, games in zip(left, winners, scores, strict=True)
            ]
            for line in standings(laws, "abcd", [*meetings, *ends]):
                assert verdicts[line.entry] != "through" or line.last <= places
                assert verdicts[line.entry] != "out" or line.first > places
