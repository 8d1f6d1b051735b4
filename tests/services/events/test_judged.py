"""A judged contest from its entries to the placings its signed result makes."""

from typing import TypeVar
from uuid import UUID

import pytest

from shared.messages.base import Message
from shared.messages.events import ContestDecided, JudgedContestChanged
from tests.servers import Running
from tests.services.events.desk import Desk, member, members, open_desk, staff_numbers
from tests.services.events.judged import entered, handed_over, judged_contest, ranked, signed

M = TypeVar("M", bound=Message)


@pytest.fixture
async def desk(events: Running) -> Desk:
    return await open_desk(events)


async def heard(desk: Desk, contest: str, kind: type[M]) -> list[M]:
    """What was told of one contest, in order."""
    return [each for each in await desk.events.journal(kind) if each.id == UUID(contest)]


async def four_of_different_units(desk: Desk) -> list[str]:
    numbers = [str(next(staff_numbers)) for _ in range(4)]
    for place, number in enumerate(numbers, start=1):
        await member(desk.events, number, f"Reader {place}", f"Unit {place}")
    return numbers


async def test_every_change_of_the_entries_is_told_whole_under_a_rising_revision(desk: Desk) -> None:
    # given
    contest = await judged_contest(desk)
    authors = await four_of_different_units(desk)
    # when
    (entry,) = await entered(desk, contest, {"members": authors, "name": "《黄河颂》", "category": "朗诵"})
    # then
    first, second = await heard(desk, contest, JudgedContestChanged)
    assert (first.status, first.preset, first.entries) == ("entering", "recitation_10", ())
    assert second.revision > first.revision
    (told,) = second.entries
    assert (told.id, told.name, told.category, told.withdrawn) == (entry, "《黄河颂》", "朗诵", False)
    assert [(each.name, each.unit) for each in told.authors] == [(f"Reader {n}", f"Unit {n}") for n in range(1, 5)]


async def test_a_signed_result_decides_it_with_shared_places_prizes_and_titles(desk: Desk) -> None:
    # given
    contest = await judged_contest(desk)
    authors = await four_of_different_units(desk)
    (work,) = await entered(desk, contest, {"members": authors, "name": "《黄河颂》"})
    one, two = await entered(desk, contest, *({"members": [n]} for n in await members(desk.events, 2)))
    await handed_over(desk, contest)
    # when
    lines = [
        ranked(work, 1, "9.46", "first", "教学标兵"),
        ranked(one, 2, "9.10", "second", last=3),
        ranked(two, 2, "9.10", "second", last=3),
    ]
    await desk.events.deliver(signed(desk, contest, lines))
    # then
    (decided,) = await heard(desk, contest, ContestDecided)
    best = decided.placings[0]
    assert (best.entry.name, best.prize, best.title, str(best.total)) == ("《黄河颂》", "first", "教学标兵", "9.46")
    assert [each.name for each in best.entry.members] == [f"Reader {n}" for n in range(1, 5)]
    assert [(each.first, each.last) for each in decided.placings[1:]] == [(2, 3), (2, 3)]
    assert (await heard(desk, contest, JudgedContestChanged))[-1].status == "decided"
    found = await desk.get(f"/events/contests/{contest}/placings")
    assert (found["status"], found["placings"][0]["prize"], found["placings"][0]["total"]) == (
        "decided",
        "first",
        "9.46",
    )


async def test_an_amended_result_replaces_the_first_which_stays_known(desk: Desk) -> None:
    # given
    contest = await judged_contest(desk)
    one, two = await entered(desk, contest, *({"members": [n]} for n in await members(desk.events, 2)))
    await handed_over(desk, contest)
    first = signed(desk, contest, [ranked(one, 1, "90", "first"), ranked(two, 2, "89", "second")])
    amended = signed(desk, contest, [ranked(two, 1, "91", "first"), ranked(one, 2, "90", "second")], 2, "Appeal upheld")
    # when
    await desk.events.deliver(first)
    await desk.events.deliver(amended)
    await desk.events.deliver(first)
    # then
    decided = await heard(desk, contest, ContestDecided)
    assert [each.placings[0].entry.id for each in decided] == [one, two]
    assert decided[1].revision > decided[0].revision
    shown = await desk.look(contest)
    assert [(each["version"], each["amendment"]) for each in shown["results"]] == [(2, "Appeal upheld"), (1, "")]
    awards = (await desk.get(f"/events/{desk.id}/awards"))["awards"]
    assert [(each["name"], [w["entry_id"] for w in each["winners"]]) for each in awards] == [
        ("first", [str(two)]),
        ("second", [str(one)]),
    ]
