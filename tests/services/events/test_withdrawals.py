"""Late changes: an entry gives up, comes back, or gets other players; nobody else's result moves."""

from typing import Any
from uuid import UUID

from shared.messages.events import MatchReady
from tests.servers import Running
from tests.services.events.desk import Desk, members, open_desk, refused
from tests.services.events.hall import closed, matches
from tests.services.events.test_pairings import contest_of


async def late(desk: Desk, contest: str, entry: str, what: str, **body: Any) -> Any:
    path = f"/events/contests/{contest}/entries/{entry}/{what}"
    return await desk.post(path, {"reason": "injured"} | body)


async def test_a_withdrawal_gives_walkovers_now_and_as_matches_come(events: Running) -> None:
    desk = await open_desk(events)
    contest, _ = await desk.published(4)
    first, second, final = (await matches(desk, contest)).values()
    await events.deliver(closed(first["id"], 1))
    winner = first["entries"][0]

    answer = await late(desk, contest, winner, "withdraw")

    assert answer.status_code == 200, answer.text
    assert (await matches(desk, contest))[1]["outcome"]["kind"] == "played"
    await events.deliver(closed(second["id"], 1))
    found = (await matches(desk, contest))[final["number"]]
    assert (found["outcome"]["kind"], found["outcome"]["winner"]) == ("walkover", 2)
    assert (await desk.get(f"/events/contests/{contest}/placings"))["status"] == "decided"


async def test_in_a_group_all_open_matches_are_walked_over_at_once(events: Running) -> None:
    desk = await open_desk(events)
    contest = await contest_of(desk, 4, kind="round_robin")
    first = (await matches(desk, contest))[1]
    await events.deliver(closed(first["id"], 1))

    changed = (await late(desk, contest, first["entries"][0], "withdraw")).json()["matches"]

    found = await matches(desk, contest)
    assert sum(match["outcome"] is not None for match in found.values()) == 3
    assert found[1]["outcome"]["kind"] == "played"
    assert len(changed) == 2


async def test_a_result_that_is_typed_after_all_outranks_the_walkover(events: Running) -> None:
    desk = await open_desk(events)
    contest, _ = await desk.published(2)
    (final,) = (await matches(desk, contest)).values()
    await late(desk, contest, final["entries"][0], "withdraw")
    assert (await matches(desk, contest))[1]["outcome"]["winner"] == 2

    await events.deliver(closed(final["id"], 1, revision=1))

    assert (await matches(desk, contest))[1]["outcome"]["winner"] == 1


async def test_a_withdrawal_taken_back_opens_its_matches_again(events: Running) -> None:
    desk = await open_desk(events)
    contest, _ = await desk.published(4)
    entry = (await matches(desk, contest))[1]["entries"][0]
    refused(await late(desk, contest, entry, "return"), "entry.present", 409)
    await late(desk, contest, entry, "withdraw")
    assert (await matches(desk, contest))[3]["entries"][0] is not None
    refused(await late(desk, contest, entry, "withdraw"), "entry.withdrawn", 409)

    assert (await late(desk, contest, entry, "return")).json()["matches"] == [1]

    found = await matches(desk, contest)
    assert (found[1]["status"], found[1]["attempt"], found[1]["outcome"]) == ("ready", 2, None)
    assert found[3]["entries"][0] is None
    told = [ready for ready in await events.journal(MatchReady) if ready.id == UUID(found[1]["id"])]
    assert told[-1].match.attempt == 2
    await events.deliver(closed(found[1]["id"], 2, attempt=2))
    assert (await matches(desk, contest))[3]["entries"][0] == found[1]["entries"][1]


async def test_others_take_the_place_of_an_entry_that_has_not_played(events: Running) -> None:
    desk = await open_desk(events)
    contest, _ = await desk.published(4)
    first, second, _ = (await matches(desk, contest)).values()
    await events.deliver(closed(second["id"], 1))
    (number,) = await members(events, 1, names="Substitute")
    entry = first["entries"][0]

    refused(await late(desk, contest, entry, "replace", members=["9999999"]), "member.unknown")
    answer = await late(desk, contest, entry, "replace", members=[number])
    assert answer.status_code == 200, answer.text

    found = await matches(desk, contest)
    assert found[1]["sides"][0] == f"Substitute {number}"
    assert found[1]["attempt"] == 1
    assert found[2]["outcome"]["kind"] == "played"
    told = [ready for ready in await events.journal(MatchReady) if ready.id == UUID(first["id"])]
    assert told[-1].match.sides[0] is not None
    assert told[-1].match.sides[0].name == f"Substitute {number}"
    refused(await late(desk, contest, second["entries"][0], "replace", members=[number]), "entry.began", 409)
    page = await desk.page(f"/events/contests/{contest}/entries/{entry}")
    assert "injured" in page


async def test_a_late_change_needs_a_reason_and_a_published_draw(events: Running) -> None:
    desk = await open_desk(events)
    contest, _ = await desk.published(3)
    entry = (await desk.look(contest))["entries"][0]["id"]
    drawn = await desk.drawn(3)
    other = (await desk.look(drawn))["entries"][0]["id"]

    refused(await late(desk, contest, entry, "withdraw", reason=" "), "late.reason")
    refused(await late(desk, drawn, other, "withdraw"), "draw.open", 409)
    refused(await late(desk, contest, other, "withdraw"), "entry.unknown", 404)
    refused(await late(desk, contest, entry, "withdraw", revision=1), "page.stale", 409)
