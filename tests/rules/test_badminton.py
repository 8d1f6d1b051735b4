"""The BWF Laws on service, courts, ends, intervals and the last points."""

import pytest

from shared.rules.model import Discipline, Side
from shared.rules.regulation_words import settings_in_words
from shared.rules.sheets import Mark, Rally, Sheet, Start, fold
from shared.rules.sports import regulation_of
from shared.rules.sports.badminton import PRESETS

START = Start(left=1, server=1)


def after(rallies: str, preset: str = "bwf_21x3", discipline: Discipline = "singles", start: Start = START) -> Sheet:
    return fold(regulation_of("badminton", preset, discipline), [start, *of(rallies)])


def of(rallies: str) -> list[Mark]:
    sides: dict[str, Side] = {"1": 1, "2": 2}
    return [Rally(sides[rally]) for rally in rallies]


def test_singles_serve_from_the_court_of_the_servers_score() -> None:
    courts = [(after(rallies).serving, after(rallies).service_court) for rallies in ("", "1", "11", "112", "1122")]

    assert courts == [(1, "right"), (1, "left"), (1, "right"), (2, "left"), (2, "right")]


def test_doubles_follow_the_table_of_law_11() -> None:
    """A and B (side 1) meet C and D (side 2); A serves to C: the example printed under Law 11 of the BWF."""
    expected = [
        ("", 1, 0, 0, "right"),  # 0-0: A serves C from the right court
        ("1", 1, 0, 1, "left"),  # 1-0: A and B change courts, A serves D
        ("12", 2, 1, 0, "left"),  # 1-1: D serves A; nobody changes
        ("121", 1, 1, 0, "right"),  # 2-1: B serves C; nobody changes
        ("1212", 2, 0, 1, "right"),  # 2-2: C serves B; nobody changes
        ("12122", 2, 0, 0, "left"),  # 3-2 to C and D: they change, C serves A
        ("121221", 1, 0, 0, "left"),  # 3-3: A serves C; nobody changes
        ("1212211", 1, 0, 1, "right"),  # 4-3: A and B change, A serves D
    ]

    for rallies, *service in expected:
        sheet = after(rallies, discipline="doubles")
        assert [sheet.serving, sheet.server_player, sheet.receiver_player, sheet.service_court] == service, rallies


def test_the_start_names_the_players_of_a_pair() -> None:
    sheet = after("", discipline="doubles", start=Start(left=2, server=2, serving_player=1, receiving_player=1))

    assert (sheet.serving, sheet.server_player, sheet.receiver_player, sheet.left) == (2, 1, 1, 2)
    assert sheet.right_players == (1, 1)


def test_the_winner_of_a_game_serves_first_and_ends_change() -> None:
    sheet = after("2" * 21)

    assert sheet.games == ((0, 21), (0, 0))
    assert (sheet.serving, sheet.service_court, sheet.left) == (2, "right", 2)
    assert (sheet.change_ends, sheet.interval, sheet.interval_seconds) == (True, True, 120)


def test_a_pair_may_choose_its_server_and_receiver_anew_in_each_game() -> None:
    regulation = regulation_of("badminton", "bwf_21x3", "doubles")

    sheet = fold(regulation, [START, *of("1" * 21), Start(left=2, server=1, serving_player=1, receiving_player=1)])

    assert (sheet.server_player, sheet.receiver_player, sheet.games) == (1, 1, ((21, 0), (0, 0)))
    assert not sheet.change_ends


def test_ends_change_at_eleven_in_the_third_game_only() -> None:
    first, third = after("1" * 11), after("1" * 21 + "2" * 21 + "1" * 11)
    caught_up = after("1" * 21 + "2" * 21 + "1" * 11 + "2" * 11)

    assert not first.change_ends
    assert (third.change_ends, third.left) == (True, 2)
    assert (caught_up.change_ends, caught_up.left) == (False, 2)


def test_the_interval_comes_when_the_leader_has_eleven() -> None:
    at_eleven, later = after("12" * 10 + "1"), after("12" * 10 + "12")

    assert (at_eleven.interval, at_eleven.interval_seconds) == (True, 60)
    assert (later.interval, later.interval_seconds) == (False, 0)


@pytest.mark.parametrize(
    ("rallies", "game_point", "match_point", "point_all"),
    [
        ("1" * 19, None, None, False),
        ("1" * 20, 1, None, False),
        ("12" * 20, None, None, False),
        ("12" * 20 + "2", 2, None, False),
        ("12" * 29, 2, None, True),
        ("1" * 21 + "1" * 20, 1, 1, False),
        ("1" * 21 + "2" * 20, 2, None, False),
        ("1" * 21 + "12" * 29, 2, 1, True),
        ("1" * 21 + "2" * 21 + "12" * 29, 2, 2, True),
        ("1" * 21, None, None, False),
        ("1" * 42, None, None, False),
    ],
)
def test_game_and_match_points_are_announced(
    rallies: str, game_point: Side | None, match_point: Side | None, point_all: bool
) -> None:
    sheet = after(rallies)

    assert (sheet.game_point, sheet.match_point, sheet.point_all) == (game_point, match_point, point_all)


@pytest.mark.parametrize(
    ("preset", "rallies", "games"),
    [
        ("bwf_21x3", "12" * 29 + "1" + "2" * 21 + "1" * 21, ((30, 29), (0, 21), (21, 0))),
        ("bwf_15x3", "12" * 20 + "2" + "2" * 15, ((20, 21), (0, 15))),
        ("single_21", "12" * 20 + "1", ((21, 20),)),
        ("single_21_cap30", "12" * 20 + "11", ((22, 20),)),
        ("first_to_15x3", "12" * 14 + "1" + "1" * 15, ((15, 14), (15, 0))),
    ],
)
def test_every_preset_ends_where_its_rule_says(preset: str, rallies: str, games: object) -> None:
    assert not after(rallies[:-1], preset).finished

    sheet = after(rallies, preset)

    assert sheet.finished
    assert sheet.games == games


def test_a_single_game_changes_ends_in_the_middle() -> None:
    sheet = after("1" * 11, "single_21")

    assert (sheet.change_ends, sheet.interval, sheet.left) == (True, True, 2)


def test_the_regulation_is_told_in_words() -> None:
    words = [sentence.format_map(values) for sentence, values in settings_in_words(PRESETS["bwf_21x3"].regulation)]

    assert words == [
        "Best of 3 games.",
        "A game goes to the side that first has 21 points and leads by 2, or has 30.",
        "Ends change after each game and at 11 in the last.",
        "A rest of 60 seconds at 11 in every game, of 120 between games.",
    ]


def test_the_first_preset_is_the_laws() -> None:
    assert next(iter(PRESETS)) == "bwf_21x3"
    assert all(preset.key == key for key, preset in PRESETS.items())
