"""Prizes and awards: proposed by formula, changed by a person, seen by everybody once confirmed."""

from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest

from services.events import prize_tiers
from shared.kit.http.errors import Refused
from shared.messages.events import ContestDecided
from shared.rules.model import PrizeTier
from tests.servers import Running
from tests.services.events.desk import Desk, open_desk, refused
from tests.services.events.hall import closed, matches, play

ENGLISH = [str]


async def decided(events: Running, entries: int = 8) -> tuple[Desk, str]:
    desk = await open_desk(events)
    contest, _matches = await desk.published(entries)
    await play(events, desk, contest)
    return desk, contest


async def proposed(desk: Desk, path: str, body: Any) -> dict[str, list[str]]:
    """The awards as the desk shows them after a proposal: names and units of winners by name of the award."""
    answer = await desk.post(path, body)
    assert answer.status_code == 201, answer.text
    found = (await desk.get(f"/events/{desk.id}/awards/desk"))["awards"]
    return {award["name"]: [winner["name"] for winner in award["winners"]] for award in found}


async def public(desk: Desk) -> list[Any]:
    answer = await desk.events.http.get(f"/events/{desk.id}/awards", headers={"Accept": "application/json"})
    assert answer.status_code == 200, answer.text
    return list(answer.json()["awards"])


def test_prizes_are_read_as_people_write_them() -> None:
    tiers = prize_tiers.read("First prize 10%\nBest picture: 2\n特等奖 ≥200\nThird prize 9 >= 100", ENGLISH)

    assert tiers == (
        PrizeTier("first", share=Decimal("0.1")),
        PrizeTier("Best picture", count=2),
        PrizeTier("特等奖", at_least=Decimal(200)),
        PrizeTier("third", count=9, at_least=Decimal(100)),
    )


def test_prizes_written_down_are_read_as_they_were() -> None:
    tiers = (PrizeTier("special", at_least=Decimal(200)), PrizeTier("first", share=Decimal("0.125")))

    assert prize_tiers.read(prize_tiers.written(tiers, str), ENGLISH) == tiers


@pytest.mark.parametrize("text", ["", "Gold", "Gold 200%", "Gold 1\nGold 2", "x" * 90 + " 3", "Gold 3 >= many"])
def test_prizes_nobody_could_give_are_refused(text: str) -> None:
    with pytest.raises(Refused):
        prize_tiers.read(text, ENGLISH)


async def test_prizes_follow_the_places_and_shared_places_share_them(events: Running) -> None:
    desk, contest = await decided(events)

    found = await proposed(
        desk, f"/events/contests/{contest}/prizes", {"tiers": "First prize 1\nThird prize 2\nFair 2"}
    )

    assert [len(winners) for winners in found.values()] == [1, 3, 4]
    assert list(found) == ["first", "third", "Fair"]


async def test_a_new_proposal_replaces_the_one_before_it(events: Running) -> None:
    desk, contest = await decided(events, 4)
    await proposed(desk, f"/events/contests/{contest}/prizes", {"tiers": "Gold prize 1"})

    found = await proposed(desk, f"/events/contests/{contest}/prizes", {"tiers": "Silver prize 1"})

    assert list(found) == ["silver"]


async def test_nobody_sees_an_award_before_it_is_published(events: Running) -> None:
    desk, contest = await decided(events, 4)
    await proposed(desk, f"/events/contests/{contest}/prizes", {"tiers": "First prize 1\nSecond prize 1"})
    assert await public(desk) == []

    await desk.post(f"/events/{desk.id}/awards/publish", {})

    assert [award["name"] for award in await public(desk)] == ["first", "second"]


async def test_a_published_award_is_taken_back_before_it_is_changed(events: Running) -> None:
    desk, contest = await decided(events, 4)
    await proposed(desk, f"/events/contests/{contest}/prizes", {"tiers": "First prize 1"})
    award = (await desk.get(f"/events/{desk.id}/awards/desk"))["awards"][0]
    path = f"/events/awards/{award['id']}"
    await desk.post(f"{path}/publish", {})
    refused(await desk.post(path, {"name": "Best", "winners": "A | B"}), "award.published", 409)

    await desk.post(f"{path}/take-back", {})
    winner = award["winners"][0]
    await desk.post(path, {"name": "First prize", "winners": f"{winner['name']} | {winner['unit']}\nA guest | Town"})

    changed = (await desk.get(f"/events/{desk.id}/awards/desk"))["awards"][0]
    assert changed["name"] == "first"
    assert changed["winners"][0] == winner
    assert changed["winners"][1]["unit"] == "Town"


async def test_the_best_units_have_the_prizes_of_the_team_totals(events: Running) -> None:
    desk, _contest = await decided(events)
    totals = (await desk.get(f"/events/{desk.id}/meeting/desk"))["totals"]

    found = await proposed(desk, f"/events/{desk.id}/awards/teams", {"tiers": "First prize 1\nSecond prize 1"})

    assert found["first"] == [line["unit"] for line in totals if line["first"] == 1]


async def test_the_organisation_award_follows_turnout_and_places(events: Running) -> None:
    desk, _contest = await decided(events)
    for unit, members, finishers, placed in (("P", 50, 35, 7), ("Q", 80, 48, 24), ("U", 40, 30, 3), ("V", 20, 12, 0)):
        body = {"unit": unit, "members": members, "finishers": finishers, "placed": placed}
        await desk.post(f"/events/{desk.id}/awards/figures", body)
    lines = (await desk.get(f"/events/{desk.id}/awards/units"))["units"]
    for line in lines:
        if line["figure"]["unit"] not in "PQUV":
            body = {"unit": line["figure"]["unit"], "members": 1000, "finishers": 1, "placed": 0}
            await desk.post(f"/events/{desk.id}/awards/figures", body)

    found = await proposed(desk, f"/events/{desk.id}/awards/organisation", {"ranks": 2})

    assert found == {"first": ["Q"], "second": ["P"], "organisation_award": ["U", "V"]}


async def test_sportsmanship_goes_to_the_best_by_criteria(events: Running) -> None:
    desk, _contest = await decided(events)
    for place in range(4):
        body = {"unit": f"Unit {place}", "kind": "sportsmanship", "mark_1": 5, "mark_2": str(20 - place // 2)}
        answer = await desk.post(f"/events/{desk.id}/awards/marks", body)
        assert answer.status_code == 200, answer.text

    found = await proposed(desk, f"/events/{desk.id}/awards/best", {"kind": "sportsmanship", "number": 1})

    assert found == {"sportsmanship": ["Unit 0", "Unit 1"]}


async def test_a_mark_above_its_criterion_is_refused(events: Running) -> None:
    desk = await open_desk(events)
    body = {"unit": "Unit 1", "kind": "host", "mark_1": 41}

    refused(await desk.post(f"/events/{desk.id}/awards/marks", body), "meeting.amount")


async def test_prizes_wait_until_the_contest_is_decided(events: Running) -> None:
    desk = await open_desk(events)
    contest, _matches = await desk.published(4)

    answer = await desk.post(f"/events/contests/{contest}/prizes", {"tiers": "First prize 1"})

    refused(answer, "prizes.open", 409)


async def test_awards_read_in_both_languages(events: Running) -> None:
    desk, contest = await decided(events, 4)
    await proposed(desk, f"/events/contests/{contest}/prizes", {"tiers": "First prize 1\nBest <smile> 1"})
    await desk.post(f"/events/{desk.id}/awards/publish", {})
    await proposed(desk, f"/events/{desk.id}/awards/teams", {"tiers": "First prize 1"})

    for path in ("awards", "awards/desk", "awards/units"):
        english, chinese = [await desk.page(f"/events/{desk.id}/{path}", lang) for lang in ("en", "zh")]
        assert "<smile>" not in english
        assert ("一等奖" in chinese) or path == "awards/units"
        assert english != chinese


async def test_a_member_finds_a_published_award_among_their_own(events: Running) -> None:
    desk, contest = await decided(events, 4)
    await proposed(desk, f"/events/contests/{contest}/prizes", {"tiers": "First prize 1"})
    await desk.post(f"/events/{desk.id}/awards/publish", {})
    winner = (await public(desk))[0]["winners"][0]
    member = await winner_of(events, winner["entry_id"])

    mine = await events.http.get("/events/my", headers=events.as_(member) | {"Accept": "application/json"})

    assert [(each["name"], each["winner"]) for each in mine.json()["awards"]] == [("first", winner["name"])]
    page = await events.http.get("/events/my", headers=events.as_(member) | {"Accept": "text/html"})
    assert "一等奖" in page.text


async def test_a_result_that_changed_marks_the_awards_proposed_before_it(events: Running) -> None:
    desk, contest = await decided(events, 2)
    await proposed(desk, f"/events/contests/{contest}/prizes", {"tiers": "First prize 1"})
    (final,) = (await matches(desk, contest)).values()

    await events.deliver(closed(final["id"], 2, revision=60, correction="Wrong side"))

    (award,) = (await desk.get(f"/events/{desk.id}/awards/desk"))["awards"]
    assert award["outdated"]
    assert "propose anew" in await desk.page(f"/events/{desk.id}/awards/desk")


async def winner_of(events: Running, entry: str) -> UUID:
    """The member who made an entry."""
    for message in await events.journal(ContestDecided):
        for place in message.placings:
            if str(place.entry.id) == entry:
                found: UUID = place.entry.members[0].id
                return found
    raise AssertionError(entry)
