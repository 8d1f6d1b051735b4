"""The real tournaments, and who played in them."""

import pytest

from deploy.replay.model import Contest, Tournament, Unreadable
from deploy.replay.people import staff_number
from deploy.replay.tournament import load
from tests.replay.conftest import DATA, Write, row

# Champions as the tournaments' own records have them; None stands for a partner the files never name.
CHAMPIONS: dict[str, dict[str, tuple[str, ...] | None]] = {
    "all_england_open_2018": {
        "MS": ("Yuqi Shi",),
        "WS": ("Tzu Ying Tai",),
        "MD": ("Marcus Fernaldi Gideon", "Kevin Sanjaya Sukamuljo"),
        "WD": ("Kamilla Rytter Juhl", "Christinna Pedersen"),
        "XD": ("Yuta Watanabe", "Arisa Higashino"),
    },
    "fuzhou_china_open_2018": {
        "MS": ("Kento Momota",),
        "WS": ("Yufei Chen",),
        "MD": ("Marcus Fernaldi Gideon", "Kevin Sanjaya Sukamuljo"),
        "WD": ("So Hee Lee", "Seung Chan Shin"),
        "XD": ("Siwei Zheng", "Yaqiong Huang"),
    },
    "malaysia_masters_2018": {
        "MS": ("Viktor Axelsen",),
        "WS": ("Ratchanok Intanon",),
        "MD": ("Fajar Alfian", "Muhammad Rian Ardianto"),
        "WD": ("Kamilla Rytter Juhl", "Christinna Pedersen"),
        "XD": None,
    },
}
BYES = {
    ("all_england_open_2018", "WS"): ["Yufei Chen"],
    ("fuzhou_china_open_2018", "WD"): [
        "Greysia Polii",
        "Misaki Matsutomo",
        "Puttita Supajirakul",
        "Qingchen Chen",
        "Yuki Fukushima",
    ],
    ("malaysia_masters_2018", "WS"): ["Bingjiao He"],
    ("malaysia_masters_2018", "XD"): ["Yogendran Khrishnan"],
}
OPENS = sorted(CHAMPIONS)


@pytest.fixture(scope="module", params=OPENS)
def real(request: pytest.FixtureRequest) -> tuple[str, Tournament]:
    return request.param, load(DATA / f"{request.param}.csv")


def byes_of(contest: Contest) -> list[str]:
    pairs = zip(contest.lines[::2], contest.lines[1::2], strict=True)
    return sorted(str(upper or lower) for upper, lower in pairs if upper is None or lower is None)


def test_five_brackets_of_32_lines_hold_every_entrant_once(real: tuple[str, Tournament]) -> None:
    _, tournament = real

    assert [contest.name for contest in tournament.contests] == ["MS", "WS", "MD", "WD", "XD"]
    for contest in tournament.contests:
        assert len(contest.lines) == 32
        assert sorted(line for line in contest.lines if line) == sorted(contest.entrants)
        assert len(contest.meetings) == len(contest.entrants) - 1


def test_byes_are_those_who_have_no_first_match(real: tuple[str, Tournament]) -> None:
    name, tournament = real

    for contest in tournament.contests:
        assert byes_of(contest) == BYES.get((name, contest.name), [])


def test_playing_the_lines_down_gives_the_meetings(real: tuple[str, Tournament]) -> None:
    """The bracket redone from its lines alone: winners of neighbours meet, side 1 from above."""
    for contest in real[1].contests:
        winners = {(match.round, match.sides): match.sides[match.winner - 1] for match in contest.meetings}
        lines = list(contest.lines)
        for number in range(1, 6):
            met = list(zip(lines[::2], lines[1::2], strict=True))
            lines = [winners[number, (up, down)] if up and down else up or down for up, down in met]

        assert lines == [contest.champion]


def test_champions_are_the_real_ones(real: tuple[str, Tournament]) -> None:
    name, tournament = real

    for contest in tournament.contests:
        expected = CHAMPIONS[name][contest.name]
        players = contest.entrants[contest.champion].players
        assert expected is None or tuple(player.name for player in players) == expected


def test_every_match_of_the_main_draw_is_played(real: tuple[str, Tournament]) -> None:
    name, tournament = real

    played = sum(len(contest.meetings) for contest in tournament.contests)

    assert played == {"all_england_open_2018": 154, "fuzhou_china_open_2018": 150, "malaysia_masters_2018": 153}[name]


def test_staff_numbers_are_one_a_person(real: tuple[str, Tournament]) -> None:
    persons = real[1].persons

    assert len({person.staff_number for person in persons}) == len(persons)
    assert all(person.name and person.unit and person.gender for person in persons)


def test_the_retirement_of_birmingham_was_won_by_who_played_on() -> None:
    contest = load(DATA / "all_england_open_2018.csv", "WS").contests[0]

    (retired,) = [match for match in contest.meetings if match.kind == "retired"]

    assert (retired.sides, retired.winner, retired.games) == (("Jin Wei Goh", "Bingjiao He"), 1, ((6, 1),))


def test_qualifying_is_left_aside_and_said() -> None:
    tournament = load(DATA / "malaysia_masters_2018.csv")

    assert tournament.notes[0] == "26 qualifying matches were left aside."


def test_groups_are_who_met_whom_and_a_missing_match_is_explained_by_who_went_on() -> None:
    found = load(DATA / "world_tour_finals_2018.csv", "MD")

    (contest,) = found.contests
    assert contest.form.kind == "groups_knockout"
    assert len(contest.lines) == 8
    assert len(contest.meetings) == 2 * 6 + 2 + 1
    assert set(contest.second_stage) == {"Kim ASTRUP", "Hiroyuki ENDO", "Junhui LI", "Hung Ling CHEN"}
    assert [(each.kind, each.sides, each.winner) for each in contest.meetings if each.kind != "played"] == [
        ("walkover", ("Marcus Fernaldi GIDEON", "Chengkai HAN"), 2)
    ]
    assert found.notes == ("MD: Marcus Fernaldi GIDEON gave a walkover in the group.",)


def test_who_retired_in_a_group_is_who_did_not_go_on() -> None:
    (contest,) = load(DATA / "world_tour_finals_2018.csv", "WS").contests

    retired = [each for each in contest.meetings if each.kind == "retired"]
    assert [each.sides[2 - each.winner] for each in retired] == ["Yufei CHEN", "Tzu Ying TAI"]


def test_a_contest_that_is_not_in_the_file_is_refused_with_those_that_are() -> None:
    with pytest.raises(Unreadable, match="has no contest XX; it has MS, WS, MD, WD, XD"):
        load(DATA / "all_england_open_2018.csv", "XX")


def test_a_pair_is_named_by_the_row_that_knows_the_partner(write: Write) -> None:
    path = write(
        [
            row("Semi final", 1, "Ann / (partner not recorded)", "Ben / Cho", "XD"),
            row("Semi final", 1, "Dai / Eve", "Fay / (partner not recorded)", "XD"),
            row("Final", 1, "Ann / Gus", "Dai / Eve", "XD"),
        ]
    )

    entrants = load(path).contests[0].entrants

    assert [player.name for player in entrants["Ann"].players] == ["Ann", "Gus"]
    assert [player.name for player in entrants["Fay"].players] == ["Fay", "Fay's partner (XD)"]
    assert [player.gender for player in entrants["Dai"].players] == ["male", "female"]


def test_who_plays_two_contests_is_one_person(write: Write) -> None:
    path = write([row("Final", 1, "Ann", "Ben"), row("Final", 2, "Ann / Eve", "Cho / Dai", "XD")])

    tournament = load(path)

    assert [person.name for person in tournament.persons] == ["Ann", "Ben", "Eve", "Cho", "Dai"]


def test_staff_numbers_are_the_same_in_every_run() -> None:
    assert staff_number("Yuqi Shi", "male") == staff_number("Yuqi Shi", "male")
    assert staff_number("Yuqi Shi", "male") != staff_number("Yuqi Shi", "female")
    assert len(staff_number("Yuqi Shi", "male")) == 10
