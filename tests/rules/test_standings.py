"""Group tables: properties that hold for every table, and rulings no worked case shows."""

from fractions import Fraction
from itertools import combinations
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from shared.rules.model import Clock, GameRule, Key, Outcome, Regulation, Rubber, Side, Table, TieRule
from shared.rules.refusals import IllegalRegulation
from shared.rules.standings import CHAINS, Meeting, standings
from shared.rules.standings.chains import NAMES
from shared.rules.standings.keys import KEYS, ratio
from shared.rules.standings.words import check_table, in_words, split_words

LAWS = Regulation("any", 1, "singles", 3, GameRule(11, 2))
BASKETBALL = Regulation("any", 1, "team", clock=Clock())
ENTRIES = ("a", "b", "c", "d", "e")


def under(chain: str, regulation: Regulation = LAWS) -> Regulation:
    return replace(regulation, table=CHAINS[chain])


def won(one: str, two: str, *games: tuple[int, int]) -> Meeting:
    winner: Side = 1 if sum(a > b for a, b in games) * 2 > len(games) else 2
    return Meeting((one, two), Outcome("played", winner, games))


def lost(one: str, two: str, kind: str = "walkover", games: tuple[tuple[int, int], ...] = ()) -> Meeting:
    """The first gave it to the second."""
    return Meeting((one, two), Outcome(kind, 2, games))  # type: ignore[arg-type]


GAMES = st.sampled_from([((11, 5), (11, 7)), ((11, 9), (4, 11), (13, 11)), ((5, 11), (11, 6), (11, 8))])


@st.composite
def outcomes(draw: st.DrawFn) -> Outcome | None:
    kind = draw(st.sampled_from(["open", "played", "played", "played", "walkover", "retired", "void"]))
    winner: Side = draw(st.sampled_from([1, 2]))
    if kind == "open":
        return None
    if kind == "played":
        games = draw(GAMES)
        return Outcome("played", winner, games if winner == 1 else tuple((two, one) for one, two in games))
    if kind == "retired":
        return Outcome("retired", winner, ((11, 4), (3, 5)))
    return Outcome(kind, None if kind == "void" else winner)  # type: ignore[arg-type]


@st.composite
def groups(draw: st.DrawFn) -> tuple[Meeting, ...]:
    count = draw(st.integers(2, 5))
    return tuple(Meeting(pair, draw(outcomes())) for pair in combinations(ENTRIES[:count], 2))


@given(groups(), st.sampled_from(sorted(CHAINS)), st.randoms(use_true_random=False))
def test_the_order_of_input_never_matters(meetings: tuple[Meeting, ...], chain: str, random: Random) -> None:
    entries = sorted({side for meeting in meetings for side in meeting.sides})
    turned = [
        meeting if meeting.outcome is None or random.random() < 0.5 else mirrored(meeting) for meeting in meetings
    ]
    random.shuffle(turned)

    straight = standings(under(chain), entries, meetings)

    assert standings(under(chain), entries[::-1], turned) == straight


def mirrored(meeting: Meeting) -> Meeting:
    outcome = meeting.outcome
    assert outcome is not None
    winner: Side | None = None if outcome.winner is None else (2 if outcome.winner == 1 else 1)
    games = tuple((two, one) for one, two in outcome.games)
    return Meeting((meeting.sides[1], meeting.sides[0]), replace(outcome, winner=winner, games=games))


@given(groups(), st.sampled_from(sorted(CHAINS)))
def test_everybody_stands_once_and_places_leave_no_gap(meetings: tuple[Meeting, ...], chain: str) -> None:
    entries = sorted({side for meeting in meetings for side in meeting.sides})

    table = standings(under(chain), entries, meetings)

    assert sorted(line.entry for line in table) == entries
    for place, line in enumerate(table, 1):
        assert line.first <= place <= line.last
        assert sum(other.first == line.first for other in table) == line.last - line.first + 1
        assert (line.split_by == "") == (place == 1 or line.first < place)


@given(groups(), st.sampled_from(sorted(CHAINS)), st.permutations(ENTRIES))
def test_a_decision_separates_only_whom_nothing_else_does(
    meetings: tuple[Meeting, ...], chain: str, lots: list[str]
) -> None:
    entries = sorted({side for meeting in meetings for side in meeting.sides})
    before = {line.entry: line for line in standings(under(chain), entries, meetings)}

    after = standings(under(chain), entries, meetings, [lots])

    for line in after:
        assert before[line.entry].first <= line.first <= before[line.entry].last
        assert line.first == line.last or line.split_by == "withdrawn" or before[line.entry].withdrawn


def test_an_unplayed_match_counts_no_point_for_the_loser_of_table_tennis() -> None:
    table = standings(under("ittf_singles"), "ab", [lost("a", "b")])

    assert [(line.entry, line.points, line.games, line.score) for line in table] == [
        ("b", 2, (2, 0), (22, 0)),
        ("a", 0, (0, 2), (0, 22)),
    ]


def test_badminton_deletes_the_results_of_who_retires() -> None:
    meetings = [
        won("a", "b", (11, 3), (11, 3)),
        lost("a", "c", "retired", ((11, 3), (2, 5))),
        won("b", "c", (11, 9), (11, 9)),
    ]

    table = standings(under("bwf_individual"), "abc", meetings)

    assert [(line.entry, line.played, line.withdrawn, line.split_by) for line in table] == [
        ("b", 1, False, ""),
        ("c", 1, False, "wins.all"),
        ("a", 0, True, "withdrawn"),
    ]


def test_a_second_forfeit_annuls_all_results_in_basketball() -> None:
    laws = under("fiba", BASKETBALL)
    forfeits = [lost("c", "a"), lost("c", "b")]

    once = standings(laws, "abc", [won("a", "b", (60, 50)), forfeits[0], won("c", "b", (70, 60))])
    twice = standings(laws, "abc", [won("a", "b", (60, 50)), *forfeits])

    assert {line.entry: (line.points, line.score) for line in once} == {
        "a": (4, (80, 50)),
        "c": (2, (70, 80)),
        "b": (2, (110, 130)),
    }
    assert [(line.entry, line.points) for line in twice] == [("a", 2), ("b", 1), ("c", 0)]


def test_a_team_short_of_players_keeps_the_score_that_it_loses_by() -> None:
    laws = under("fiba", BASKETBALL)
    behind = Meeting(("a", "b"), Outcome("retired", 1, ((40, 30),)))
    ahead = Meeting(("a", "b"), Outcome("retired", 1, ((30, 40),)))

    assert [line.score for line in standings(laws, "ab", [behind])] == [(40, 30), (30, 40)]
    assert [line.score for line in standings(laws, "ab", [ahead])] == [(2, 0), (0, 2)]


def test_forfeits_count_in_no_average_of_points() -> None:
    meetings = [
        won("a", "b", (21, 20)),
        lost("d", "a"),
        lost("d", "b"),
        won("c", "d", (21, 3)),
        won("b", "c", (15, 11)),
    ]
    laws = under("fiba_3x3", replace(BASKETBALL, clock=Clock(forfeit=(0, 0))))

    table = standings(laws, "abcd", [*meetings, won("c", "a", (12, 9))])

    assert {line.entry: line.won for line in table} == {"a": 2, "b": 2, "c": 2, "d": 0}
    assert [line.entry for line in table[:3]] == ["b", "a", "c"]


def test_the_deciding_game_costs_a_point_in_volleyball() -> None:
    table = standings(under("fivb"), "ab", [won("a", "b", (11, 2), (2, 11), (11, 9))])

    assert [(line.entry, line.points) for line in table] == [("a", 2), ("b", 1)]


def test_rubbers_of_a_tie_add_up_and_a_tie_not_played_is_written() -> None:
    tie = TieRule(key="any", rubbers=(Rubber("", (), ()),) * 5, to_win=3)
    rubbers = tuple(won("", "", *games).outcome for games in [((11, 2), (11, 3)), ((11, 2), (2, 11), (11, 3))])
    stopped = (*rubbers, Outcome("walkover", 2), Outcome("walkover", 1), None)
    played = Meeting(("a", "b"), Outcome("played", 1, ((3, 1),), rubbers=stopped))

    first, second, third = standings(
        under("ittf_team", replace(LAWS, tie=tie)), "abc", [played, lost("c", "a"), lost("c", "b")]
    )

    assert (first.rubbers, first.games, first.score) == ((6, 1), (12, 3), (46 + 22 + 66, 21 + 22))
    assert (second.rubbers, second.points) == ((4, 3), 3)
    assert (third.rubbers, third.points) == ((0, 6), 0)


def test_a_typed_tie_counts_its_rubbers() -> None:
    tie = TieRule(key="any", rubbers=(Rubber("", (), ()),) * 5, to_win=3)
    typed = Meeting(("a", "b"), Outcome("played", 2, ((2, 3),)))

    assert [line.rubbers for line in standings(under("ittf_team", replace(LAWS, tie=tie)), "ab", [typed])] == [
        (3, 2),
        (2, 3),
    ]


def test_open_matches_of_who_withdrew_are_walkovers_where_the_table_says_so() -> None:
    meetings = [won("a", "b", (11, 3), (11, 3)), Meeting(("a", "c")), Meeting(("b", "c"))]

    table = standings(under("ittf_singles"), "abc", meetings, withdrawn={"a"})

    assert [(line.entry, line.points, line.withdrawn) for line in table] == [
        ("c", 2, False),
        ("a", 2, True),
        ("b", 1, False),
    ]


def test_meetings_with_others_count_where_all_matches_do() -> None:
    table = standings(under("fiba", BASKETBALL), "ab", [won("a", "b", (9, 8)), won("x", "a", (9, 1)), lost("y", "b")])

    assert {line.entry: line.played for line in table} == {"a": 2, "b": 2}
    assert table[0].entry == "a"


def test_ratios_are_compared_exactly() -> None:
    assert ratio((1, 3)) == Fraction(1, 3)
    assert ratio((33333333, 99999998)) > ratio((33333333, 99999999))
    assert ratio((1, 0)) > ratio((10**9, 1))


@pytest.mark.parametrize("chain", CHAINS)
def test_every_preset_can_be_said_and_is_allowed(chain: str) -> None:
    table = CHAINS[chain]

    check_table(table)
    said = [sentence.format_map(values) for sentence, values in in_words(table)]

    assert len(said) == len(set(said))
    assert chain in NAMES
    assert all(split_words(f"{key.compare}.{key.scope}") for key in table.keys)


@pytest.mark.parametrize(
    ("table", "code"),
    [
        (Table(), "table.no_keys"),
        (Table(keys=(Key("luck"),)), "table.key_unknown"),
        (Table(keys=(Key("wins"),) * 21), "table.too_many_keys"),
        (Table(keys=(Key("wins"),), win=1, loss=1), "table.points"),
        (Table(keys=(Key("wins"),), forfeit=-1), "table.points"),
    ],
)
def test_a_table_that_cannot_be_is_refused(table: Table, code: str) -> None:
    with pytest.raises(IllegalRegulation) as refused:
        check_table(table)

    assert refused.value.code == code


def test_every_key_can_be_said_over_both_kinds_of_matches() -> None:
    assert all(split_words(f"{name}.{scope}") for name in KEYS for scope in ("all", "tied"))
