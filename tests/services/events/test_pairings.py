"""Contests whose matches come as they go: Swiss rounds, second stages by lot and by hand, a ladder to its end."""

from typing import Any
from uuid import UUID, uuid4

from shared.messages.events import ContestDecided, MatchReady
from tests.servers import Running
from tests.services.events.desk import Desk, made, members, open_desk, refused
from tests.services.events.hall import closed, matches, play


async def contest_of(desk: Desk, entries: int, units: int = 7, **form: Any) -> str:
    """A published contest of this format."""
    body = {"name": f"Contest {uuid4().hex[:6]}", "discipline": "singles", "format": form}
    contest = made(await desk.post(f"/events/{desk.id}/contests", body))
    numbers = await members(desk.events, entries, units)
    answer = await desk.post(f"/events/contests/{contest}/entries", {"entries": [{"members": [n]} for n in numbers]})
    assert answer.status_code == 201, answer.text
    for step, given in (("draw", {"lot": "spring"}), ("draw/publish", {})):
        answer = await desk.post(f"/events/contests/{contest}/{step}", given)
        assert answer.status_code == 200, answer.text
    return contest


async def pair(desk: Desk, contest: str, **body: Any) -> Any:
    answer = await desk.post(f"/events/contests/{contest}/pairings", body)
    assert answer.status_code == 200, answer.text
    return answer.json()


async def test_a_swiss_contest_is_paired_round_by_round_to_its_places(events: Running) -> None:
    desk = await open_desk(events)
    contest = await contest_of(desk, 5, kind="swiss")

    early = await desk.post(f"/events/contests/{contest}/pairings", {})
    assert "Round 1 is not over" in refused(early, "swiss.early", 409)
    await play(events, desk, contest)
    assert (await pair(desk, contest))["matches"] == [3, 4]
    await play(events, desk, contest)
    await pair(desk, contest)
    await play(events, desk, contest)

    found = await desk.get(f"/events/contests/{contest}/placings")
    assert found["status"] == "decided"
    assert len(found["placings"]) == 5
    met = [frozenset(match["entries"]) for match in (await matches(desk, contest)).values()]
    assert len(set(met)) == len(met) == 6
    refused(await desk.post(f"/events/contests/{contest}/pairings", {}), "pairing.none", 409)


async def test_the_proposed_round_and_the_table_are_on_the_page(events: Running) -> None:
    desk = await open_desk(events)
    contest = await contest_of(desk, 4, kind="swiss")
    await play(events, desk, contest)

    page = await desk.page(f"/events/contests/{contest}/pairings")

    assert "Take this round" in page
    assert "Opponents&#39; points" in page or "Opponents' points" in page
    assert "对手积分" in await desk.page(f"/events/contests/{contest}/table", "zh")


async def test_a_round_changed_by_hand_is_taken_and_told_who_meets_again(events: Running) -> None:
    desk = await open_desk(events)
    contest = await contest_of(desk, 4, kind="swiss")
    await play(events, desk, contest)
    first, second = [match["entries"] for match in (await matches(desk, contest)).values() if match["round"] == 1]
    path = f"/events/contests/{contest}/round"

    refused(await desk.post(path, {"one": [first[0]], "two": [first[1]]}), "swiss.round")
    refused(await desk.post(path, {"one": [first[0], first[0]], "two": [first[1], second[1]]}), "swiss.round")
    refused(await desk.post(path, {"one": [first[0]], "two": []}), "swiss.round")
    answer = await desk.post(path, {"one": [first[0], second[0]], "two": [first[1], second[1]]})

    assert [each["code"] for each in answer.json()["report"]] == ["swiss.again", "swiss.again"]
    assert "have met before" in await desk.page(f"/events/contests/{contest}/pairings")


async def test_a_second_stage_is_drawn_by_lot_when_the_groups_are_over(events: Running) -> None:
    desk = await open_desk(events)
    contest = await contest_of(desk, 8, kind="groups_knockout", groups=2, second_stage="redrawn")
    path = f"/events/contests/{contest}/pairings"
    refused(await desk.post(path, {"lot": "autumn"}), "second_stage.early", 409)
    await decide_groups(desk, contest)

    drawn = await pair(desk, contest, lot="autumn")

    assert (drawn["lot"], len(drawn["matches"])) == ("autumn", 3)
    knockout = [match for number, match in (await matches(desk, contest)).items() if number in drawn["matches"]]
    assert [match["status"] for match in knockout] == ["ready", "ready", "waiting"]
    assert "autumn" in await desk.page(path)
    told = [ready for ready in await events.journal(MatchReady) if ready.match.contest_id == UUID(contest)]
    assert {ready.match.number for ready in told} >= {match["number"] for match in knockout[:2]}
    await play(events, desk, contest)
    assert (await desk.get(f"/events/contests/{contest}/placings"))["status"] == "decided"


async def test_a_second_stage_drawn_in_the_room_is_kept_as_it_was_drawn(events: Running) -> None:
    desk = await open_desk(events)
    contest = await contest_of(desk, 6, kind="groups_knockout", groups=2, second_stage="redrawn")
    await decide_groups(desk, contest)
    best = await best_of_groups(desk, contest)

    async def put(lines: list[Any]) -> Any:
        path = f"/events/contests/{contest}/second-stage"
        return await desk.events.http.put(path, json={"lines": lines}, headers=desk.headers)

    refused(await put([best[0], best[0], best[2], best[3]]), "draw.incomplete")
    assert "Lots were drawn by hand" in await desk.page(f"/events/contests/{contest}/pairings")
    again = await desk.form(f"/events/contests/{contest}/second-stage", entry=best, line=["1", "1", "3", "4"])
    assert again.status_code == 422
    answer = await put(best)

    assert answer.status_code == 200, answer.text
    assert [each["code"] for each in answer.json()["report"]] == ["second_stage.half", "second_stage.half"]
    first = (await matches(desk, contest))[answer.json()["matches"][0]]
    assert first["entries"] == best[:2]


async def test_a_ladder_is_climbed_by_challenges_until_it_is_closed(events: Running) -> None:
    desk = await open_desk(events)
    contest = await contest_of(desk, 5, kind="ladder", reach=2)
    order = [line["entry"] for line in (await desk.get(f"/events/contests/{contest}/table"))["table"]]
    challenges = f"/events/contests/{contest}/challenges"

    refused(await desk.post(challenges, {"who": order[4], "whom": order[1]}), "ladder.reach")
    answer = await desk.post(challenges, {"who": order[3], "whom": order[1]})
    assert answer.status_code == 201, answer.text
    refused(await desk.post(challenges, {"who": order[2], "whom": order[1]}), "ladder.busy")
    refused(await desk.post(f"/events/contests/{contest}/close", {}), "ladder.open", 409)
    match = (await matches(desk, contest))[1]
    assert (match["status"], match["entries"]) == ("ready", [order[3], order[1]])
    await events.deliver(closed(match["id"], 1))

    now = [line["entry"] for line in (await desk.get(f"/events/contests/{contest}/table"))["table"]]
    assert now == [order[0], order[3], order[1], order[2], order[4]]
    assert (await desk.post(f"/events/contests/{contest}/close", {})).status_code == 200
    decided = [each for each in await events.journal(ContestDecided) if each.id == UUID(contest)]
    assert [str(placing.entry.id) for placing in decided[-1].placings] == now


async def test_a_stranger_challenges_nobody(events: Running) -> None:
    desk = await open_desk(events)
    contest = await contest_of(desk, 3, kind="ladder")
    order = [line["entry"] for line in (await desk.get(f"/events/contests/{contest}/table"))["table"]]

    answer = await events.http.post(
        f"/events/contests/{contest}/challenges",
        json={"who": order[1], "whom": order[0]},
        headers=events.as_(uuid4(), "Somebody"),
    )

    refused(answer, "ladder.not_yours", 403)


async def decide_groups(desk: Desk, contest: str) -> None:
    """Whoever stands higher in the draw wins every group match, so that no group ends in a tie."""
    entries = {each["id"]: each["line"] for each in (await desk.look(contest))["entries"]}
    while ready := [m for m in (await matches(desk, contest)).values() if m["status"] == "ready"]:
        await desk.events.deliver_batch(
            [
                closed(m["id"], 1 if entries[m["entries"][0]] < entries[m["entries"][1]] else 2, attempt=m["attempt"])
                for m in ready
            ]
        )


async def best_of_groups(desk: Desk, contest: str) -> list[str]:
    """The first two of both groups, group mates beside one another."""
    by_line = {each["line"]: each["id"] for each in (await desk.look(contest))["entries"]}
    return [by_line[line] for line in (1, 2, 4, 5)]
