"""Brackets deduced from who met whom."""

import pytest

from deploy.replay.model import Unreadable
from deploy.replay.tournament import load
from tests.replay.conftest import Write, row

SEMIS = [row("Semi final", 1, "Ann", "Ben"), row("Semi final", 2, "Cho", "Dai")]


def test_the_upper_half_belongs_to_side_one_of_the_final(write: Write) -> None:
    path = write([*SEMIS, row("Final", 1, "Dai", "Ann")])

    (contest,) = load(path).contests

    assert contest.lines == ("Cho", "Dai", "Ann", "Ben")
    assert [(match.round, match.sides) for match in contest.meetings] == [
        (1, ("Cho", "Dai")),
        (1, ("Ann", "Ben")),
        (2, ("Dai", "Ann")),
    ]
    assert contest.champion == "Dai"


def test_a_side_without_a_first_match_had_a_bye(write: Write) -> None:
    path = write([SEMIS[1], row("Final", 2, "Ann", "Dai")])

    tournament = load(path)

    assert tournament.contests[0].lines == ("Ann", None, "Cho", "Dai")
    assert [match.sides for match in tournament.contests[0].meetings] == [("Cho", "Dai"), ("Ann", "Dai")]
    assert tournament.notes == ("MS: Ann had a bye in 'Semi final'.",)


def test_a_missing_later_match_is_a_walkover_by_the_winner_who_vanished(write: Write) -> None:
    first = [row("Quarter final", 1, name, f"{name}'s first") for name in ("Ann", "Ben", "Cho", "Dai")]
    path = write([*first, SEMIS[1], row("Final", 2, "Ann", "Dai")])

    tournament = load(path)

    walkover = next(match for match in tournament.contests[0].meetings if match.kind == "walkover")
    assert (walkover.round, walkover.sides, walkover.winner) == (2, ("Ann", "Ben"), 1)
    assert tournament.contests[0].lines[:4] == ("Ann", "Ann's first", "Ben", "Ben's first")
    assert tournament.notes == ("MS: Ben gave Ann a walkover in 'Semi final'.",)


def test_two_missing_later_matches_cannot_be_told_apart(write: Write) -> None:
    first = [row("Quarter final", 1, name, f"{name}'s first") for name in ("Ann", "Ben", "Cho", "Dai")]
    path = write([*first, row("Final", 2, "Ann", "Dai")])

    with pytest.raises(Unreadable, match="nobody can be named whom Ann beat in 'Semi final'"):
        load(path)


def test_the_winner_of_a_retirement_is_who_plays_on(write: Write) -> None:
    retired = row("Semi final", 0, "Ann", "Ben", games="2-0", rallies="11")
    path = write([retired, SEMIS[1], row("Final", 1, "Ben", "Dai")])

    (contest,) = load(path).contests

    match = contest.meetings[0]
    assert (match.kind, match.winner, match.games) == ("retired", 2, ((2, 0),))


@pytest.mark.parametrize(
    ("games", "rallies", "winner"),
    [
        ("21-0 3-5", "1" * 21 + " 11122222", 1),
        ("0-21 21-0 2-1", "2" * 21 + " " + "1" * 21 + " 112", 1),
        ("1-2", "122", 2),
    ],
)
def test_who_was_ahead_won_a_final_that_ended_by_retirement(
    write: Write, games: str, rallies: str, winner: int
) -> None:
    path = write([*SEMIS, row("Final", 0, "Ann", "Dai", games=games, rallies=rallies)])

    tournament = load(path)

    assert tournament.contests[0].meetings[-1].winner == winner
    assert "was ahead when line 4 ended by retirement" in tournament.notes[0]


def test_a_final_broken_off_at_level_points_is_refused(write: Write) -> None:
    path = write([*SEMIS, row("Final", 0, "Ann", "Dai", games="1-1", rallies="12")])

    with pytest.raises(Unreadable, match="Line 4: it cannot be known who retired"):
        load(path)


def test_a_loser_who_plays_on_is_refused(write: Write) -> None:
    path = write([*SEMIS, row("Final", 1, "Ann", "Cho")])

    with pytest.raises(Unreadable, match="Cho lost in 'Semi final' and played on"):
        load(path)


def test_a_match_that_leads_nowhere_is_refused(write: Write) -> None:
    path = write([*SEMIS, row("Semi final", 1, "Eve", "Fay"), row("Final", 1, "Ann", "Dai")])

    with pytest.raises(Unreadable, match="Line 4: Eve against Fay leads nowhere"):
        load(path)


def test_who_plays_twice_in_a_round_is_refused(write: Write) -> None:
    path = write([*SEMIS, row("Semi final", 1, "Ann", "Fay"), row("Final", 1, "Ann", "Dai")])

    with pytest.raises(Unreadable, match="somebody plays twice in 'Semi final'"):
        load(path)


def test_a_contest_without_a_final_is_refused(write: Write) -> None:
    with pytest.raises(Unreadable, match="MS has no single final"):
        load(write(SEMIS))


def test_a_round_of_another_format_is_refused_by_its_name(write: Write) -> None:
    with pytest.raises(Unreadable, match="Line 4: MS has a round named 'Repechage'"):
        load(write([*SEMIS, row("Repechage", 1, "Ann", "Dai")]))
