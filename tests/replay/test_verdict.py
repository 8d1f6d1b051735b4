"""Every kind of difference is found and said."""

from typing import Any

import pytest

from deploy.replay import inboxes, verdict
from deploy.replay.model import Contest, Entrant, Meeting, Person
from deploy.replay.organiser import Opened

ANN, BEN, CHO = (Person(name, name, "CHN", "female") for name in ("Ann", "Ben", "Cho"))
CONTEST = Contest(
    name="WS",
    discipline="singles",
    entrants={person.name: Entrant(person.name, "CHN", (person,)) for person in (ANN, BEN, CHO)},
    lines=("Ann", None, "Ben", "Cho"),
    meetings=(
        Meeting(1, ("Ben", "Cho"), 2, "retired", ((3, 5),), ((1, 1, 1, 2, 2, 2, 2, 2),)),
        Meeting(2, ("Ann", "Cho"), 1, "played", ((21, 0), (21, 3)), ()),
    ),
)
OPENED = Opened("c", CONTEST, {"Ann": "1", "Ben": "2", "Cho": "3"})


def listed() -> list[dict[str, Any]]:
    return [
        {
            "number": 1,
            "round": 1,
            "group": None,
            "status": "decided",
            "entries": ["2", "3"],
            "outcome": {"kind": "retired", "winner": 2, "games": [[3, 5]]},
        },
        {
            "number": 2,
            "round": 2,
            "group": None,
            "status": "decided",
            "entries": ["1", "3"],
            "outcome": {"kind": "played", "winner": 1, "games": [[21, 0], [21, 3]]},
        },
    ]


def test_the_same_tournament_has_no_difference() -> None:
    assert verdict.of_matches(OPENED, listed()) == []


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"winner": 2}, "WS, Ann – Cho: was won by side 2, in the file by side 1."),
        ({"kind": "retired"}, "WS, Ann – Cho: ended as retired, in the file as played."),
        ({"games": [[21, 0], [21, 4]]}, "WS, Ann – Cho: ended 21-0 21-4, in the file 21-0 21-3."),
        ({"games": []}, "WS, Ann – Cho: ended without a game, in the file 21-0 21-3."),
    ],
)
def test_an_outcome_that_differs_is_told(changed: dict[str, Any], sentence: str) -> None:
    matches = listed()
    matches[1]["outcome"] |= changed

    assert verdict.of_matches(OPENED, matches) == [sentence]


def test_a_match_that_is_not_decided_is_told() -> None:
    matches = listed()
    matches[1] |= {"status": "playing", "outcome": None}

    assert verdict.of_matches(OPENED, matches) == ["WS, Ann – Cho: is playing, not decided."]


def test_sides_that_never_met_are_told_with_the_meeting_that_is_missing() -> None:
    matches = listed()
    matches[1]["entries"] = ["1", "2"]

    assert verdict.of_matches(OPENED, matches) == [
        "WS match 2: Ann – Ben did not meet in the file.",
        "WS: Ann – Cho was not played.",
    ]


def test_a_match_in_another_round_is_told() -> None:
    matches = listed()
    matches[0]["round"] = 2

    assert verdict.of_matches(OPENED, matches) == ["WS, Ben – Cho: was played in round 2, in the file in round 1."]


def test_another_champion_is_told_and_so_is_none() -> None:
    placed = {"placings": [{"entry_id": "3", "first": 1, "last": 1}, {"entry_id": "1", "first": 2, "last": 2}]}

    assert verdict.of_champion(OPENED, placed) == ["WS: Cho is placed first, in the file Ann."]
    assert verdict.of_champion(OPENED, {"placings": []}) == ["WS: nobody is placed first, in the file Ann."]


def test_the_last_result_of_an_inbox_is_compared_from_its_readers_side() -> None:
    told = {"round": 2, "outcome": "played", "won": False, "games": [[0, 21], [3, 21]]}

    assert inboxes.of_contest(OPENED, CHO, told) == []
    assert inboxes.of_contest(OPENED, ANN, told | {"won": True, "games": [[21, 0], [21, 3]]}) == []


def test_an_inbox_that_ends_otherwise_or_with_nothing_is_told() -> None:
    told = {"round": 1, "outcome": "retired", "won": True, "games": [[5, 3]]}

    assert inboxes.of_contest(OPENED, CHO, told) == ["Cho: the inbox of WS ends with (1, 'retired', True, ((5, 3),))."]
    assert inboxes.of_contest(OPENED, BEN, None) == ["Ben: no result of WS in the inbox."]


def test_who_did_not_play_a_contest_needs_no_result_of_it() -> None:
    stranger = Person("Dai", "Dai", "CHN", "female")

    assert inboxes.of_contest(OPENED, stranger, None) == []
