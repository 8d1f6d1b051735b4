"""Team ties: line-ups handed in blind, rubbers called one by one, the tie decided by them."""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid4

import msgspec
from msgspec import Struct

from shared.messages.events import MatchCalled, MatchDecided, MatchReady
from shared.messages.members import MemberChanged
from shared.messages.scoring import SheetClosed
from shared.rules.model import Outcome, Side
from shared.rules.sports import regulation_of
from shared.rules.ties.orders import ORDERS
from tests.servers import Running
from tests.services.events.desk import Desk, made, open_desk
from tests.services.events.hall import courts, matches, sheet_of


class Tie(Struct):
    desk: Desk
    contest: str
    id: str
    teams: list[list[UUID]]
    """Member ids of both teams, the captain first."""
    by_name: dict[str, list[UUID]]

    async def hand_in(self, side: int, players: list[UUID], by: UUID | None = None) -> Any:
        body = {
            "side": side,
            "place": [["A", "B", "C"], ["X", "Y", "Z"]][side - 1],
            "player": [str(p) for p in players],
        }
        events = self.desk.events
        headers = self.desk.headers if by is None else events.as_(by, "Captain") | {"Accept-Language": "en"}
        return await events.http.post(f"/events/ties/{self.id}/line-up", json=body, headers=headers)

    async def shown(self, who: UUID | None = None) -> Any:
        events = self.desk.events
        headers = events.as_(who or uuid4(), "Somebody")
        return (await events.http.get(f"/events/ties/{self.id}", headers=headers)).json()

    async def close(self, rubber: int, winner: Side, *, revision: int = 40, correction: str = "") -> None:
        await self.close_rubber((await self.shown())["rubbers"][rubber - 1]["id"], winner, revision, correction)

    async def close_rubber(self, rubber: str, winner: Side, revision: int = 40, correction: str = "") -> None:
        games = ((11, 5),) * 3 if winner == 1 else ((5, 11),) * 3
        await self.desk.events.deliver(
            SheetClosed(
                id=sheet_of(rubber, 1),
                revision=revision,
                match_id=UUID(rubber),
                attempt=1,
                outcome=Outcome("played", winner, games),
                closed_at=datetime.now(UTC),
                correction=correction,
            )
        )


async def tie_of(events: Running, key: str = "cn_tt_3s", teams: int = 2, kind: str = "knockout", **more: Any) -> Tie:
    """The first tie of a contest of teams of four, their order of rubbers as named."""
    desk = await open_desk(events)
    order = msgspec.structs.replace(ORDERS[key].rule, **more)
    laws = msgspec.structs.replace(regulation_of("table_tennis", "ittf_bo5", "team"), tie=order)
    body = {"name": f"Ties {uuid4().hex[:6]}", "discipline": "team", "preset": "ittf_bo5", "format": {"kind": kind}}
    contest = made(await desk.post(f"/events/{desk.id}/contests", body))
    async with events.app.state.db.tx() as tx:
        await tx.execute("update contest set regulation = $2 where id = $1", UUID(contest), laws)
    members = [[uuid4() for _ in range(4)] for _ in range(teams)]
    for number, team in enumerate(members):
        unit, tag = f"Unit {number}", uuid4().hex[:6]
        await events.deliver_batch(
            [
                MemberChanged(id=who, revision=1, staff_number=f"{tag}{place}", name=f"P{number}{place}", unit=unit)
                for place, who in enumerate(team)
            ]
        )
        entry = {"members": [f"{tag}{place}" for place in range(4)]}
        assert (await desk.post(f"/events/contests/{contest}/entries", entry)).status_code == 201
    assert (await desk.post(f"/events/contests/{contest}/draw", {"lot": "x"})).status_code < 300
    assert (await desk.post(f"/events/contests/{contest}/draw/publish", {})).status_code < 300
    first = (await matches(desk, contest))[1]
    by_name = {f"Unit {number}": team for number, team in enumerate(members)}
    return Tie(desk, contest, first["id"], [by_name[name] for name in first["sides"]], by_name)


async def test_line_ups_are_hidden_until_both_are_in_and_then_make_the_rubbers(events: Running) -> None:
    tie = await tie_of(events)

    first = await tie.hand_in(1, tie.teams[0][:3], by=tie.teams[0][0])
    hidden = await tie.shown(tie.teams[1][0])
    second = await tie.hand_in(2, tie.teams[1][1:], by=tie.teams[1][0])
    found = await tie.shown()

    assert (first.json()["revealed"], second.json()["revealed"]) == (False, True)
    assert (hidden["handed_in"], hidden["revealed"], hidden["rubbers"]) == ([True, False], False, [])
    assert [each["status"] for each in found["rubbers"]] == ["ready"] * 3
    ready = [each for each in await events.journal(MatchReady) if each.match.tie and str(each.match.tie.id) == tie.id]
    assert [each.match.tie.rubber for each in ready] == [1, 2, 3]
    assert [member.id for member in ready[0].match.sides[1].members] == [tie.teams[1][1]]
    assert ready[0].match.regulation.tie is None


async def test_only_captains_and_organisers_hand_in_and_only_what_the_rules_allow(events: Running) -> None:
    tie = await tie_of(events)

    stranger = await tie.hand_in(1, tie.teams[0][:3], by=tie.teams[0][1])
    other = await tie.hand_in(1, tie.teams[0][:3], by=tie.teams[1][0])
    twice = await tie.hand_in(1, [tie.teams[0][0]] * 3)
    foreign = await tie.hand_in(1, [*tie.teams[0][:2], tie.teams[1][0]])

    assert [each.status_code for each in (stranger, other)] == [403, 403]
    assert (twice.status_code, twice.json()["code"]) == (422, "line_up.players")
    assert (foreign.status_code, foreign.json()["code"]) == (422, "line_up.missing")
    assert (await tie.shown())["handed_in"] == [False, False]


async def test_a_tie_is_called_rubber_by_rubber_and_not_before_its_line_ups(events: Running) -> None:
    tie = await tie_of(events)
    one, two = await courts(tie.desk, "1", "2")

    early = await tie.desk.post(f"/events/matches/{tie.id}/call", {"court_id": one})
    await tie.hand_in(1, tie.teams[0][:3])
    await tie.hand_in(2, tie.teams[1][:3])
    first = await tie.desk.post(f"/events/matches/{tie.id}/call", {"court_id": one})
    rubbers = (await tie.shown())["rubbers"]
    third = await tie.desk.post(f"/events/matches/{rubbers[2]['id']}/call", {"court_id": two})

    assert (early.status_code, early.json()["code"]) == (409, "line_up.due")
    assert first.json()["id"] == rubbers[0]["id"]
    assert third.status_code == 200
    called = await events.journal(MatchCalled)
    assert [each.match.tie.rubber for each in called if each.match.tie][-2:] == [1, 3]


async def test_rubbers_decide_the_tie_and_the_rest_is_not_played(events: Running) -> None:
    tie = await tie_of(events, teams=4)
    await tie.hand_in(1, tie.teams[0][:3])
    await tie.hand_in(2, tie.teams[1][:3])

    await tie.close(1, 2)
    await tie.close(2, 2)

    found = await tie.shown()
    assert (found["score"], [each["status"] for each in found["rubbers"]]) == ([0, 2], ["decided", "decided", "void"])
    listed = await matches(tie.desk, tie.contest)
    assert listed[1]["outcome"]["winner"] == 2
    assert listed[1]["outcome"]["games"] == [[0, 2]]
    assert listed[1]["sides"][1] in listed[3]["sides"]
    decided = [each for each in await events.journal(MatchDecided) if str(each.id) == tie.id]
    assert len(decided) == 1
    assert len(decided[0].outcome.rubbers) == 3


async def test_a_corrected_rubber_opens_the_tie_again_and_the_dead_rubber_with_it(events: Running) -> None:
    tie = await tie_of(events, teams=4)
    await tie.hand_in(1, tie.teams[0][:3])
    await tie.hand_in(2, tie.teams[1][:3])
    await tie.close(1, 2)
    await tie.close(2, 2)

    await tie.close(2, 1, revision=41, correction="sides were mixed up")

    found = await tie.shown()
    assert (found["score"], [each["status"] for each in found["rubbers"]]) == ([1, 1], ["decided", "decided", "ready"])
    listed = await matches(tie.desk, tie.contest)
    assert listed[1]["outcome"] is None
    assert listed[1]["sides"][1] not in listed[3]["sides"]
    await tie.close(3, 1)
    assert (await matches(tie.desk, tie.contest))[1]["outcome"]["games"] == [[2, 1]]


async def test_shown_line_ups_are_taken_back_only_before_a_rubber_begins(events: Running) -> None:
    tie = await tie_of(events)
    await tie.hand_in(1, tie.teams[0][:3])
    await tie.hand_in(2, tie.teams[1][:3])

    back = await tie.desk.post(f"/events/ties/{tie.id}/conceal", {})
    again = await tie.hand_in(1, tie.teams[0][1:])
    await tie.close(1, 1)
    late = await tie.desk.post(f"/events/ties/{tie.id}/conceal", {})

    assert (back.status_code, again.json()["revealed"]) == (200, True)
    assert (late.status_code, late.json()["code"]) == (409, "line_up.begun")


async def test_the_pages_are_shown_in_both_languages(events: Running) -> None:
    tie = await tie_of(events)
    before = await tie.desk.page(f"/events/ties/{tie.id}", "zh")
    form = await tie.desk.page(f"/events/ties/{tie.id}/line-up/1", "en")
    await tie.hand_in(1, tie.teams[0][:3])
    await tie.hand_in(2, tie.teams[1][:3])

    after = await tie.desk.page(f"/events/ties/{tie.id}", "en")

    assert "出场名单" in before
    assert "Hand in" in form
    assert "P00" in after or "P10" in after


async def test_a_tie_between_other_sides_has_new_line_ups_and_new_rubbers(events: Running) -> None:
    tie = await tie_of(events, teams=4)
    found = await matches(tie.desk, tie.contest)
    await events.deliver_batch([whole(found[1]["id"], 2), whole(found[2]["id"], 2)])
    final = await final_of(tie)
    await final.hand_in(1, final.teams[0][:3])
    await final.hand_in(2, final.teams[1][:3])
    await final.close(1, 1)
    former = (await final.shown())["rubbers"]

    await events.deliver(whole(found[1]["id"], 1, revision=41, correction="sides were mixed up"))

    again = await final_of(tie)
    anew = await again.shown()
    assert (anew["revealed"], anew["handed_in"], anew["rubbers"]) == (False, [False, False], [])
    told = {str(each.id): each.match.status for each in await events.journal(MatchReady) if each.match.tie}
    assert [told[each["id"]] for each in former[1:]] == ["void", "void"]
    await final.close_rubber(former[1]["id"], 1)
    assert [(await again.hand_in(side, again.teams[side - 1][:3])).status_code for side in (1, 2)] == [200, 200]
    await again.close(1, 2)
    await again.close(2, 2)
    assert (await matches(tie.desk, tie.contest))[3]["outcome"]["games"] == [[0, 2]]


async def final_of(tie: Tie) -> Tie:
    final = (await matches(tie.desk, tie.contest))[3]
    return Tie(tie.desk, tie.contest, final["id"], [tie.by_name[name] for name in final["sides"]], tie.by_name)


def whole(match: str, winner: Side, *, revision: int = 40, correction: str = "") -> SheetClosed:
    """A tie's result typed without rubbers."""
    return SheetClosed(
        id=sheet_of(match, 1),
        revision=revision,
        match_id=UUID(match),
        attempt=1,
        outcome=Outcome("played", winner, ((2, 0),) if winner == 1 else ((0, 2),)),
        closed_at=datetime.now(UTC),
        correction=correction,
    )


async def test_organisers_set_the_order_of_rubbers_of_a_tie_until_a_line_up_is_in(events: Running) -> None:
    cup, fixed = await tie_of(events, "bd_sudirman"), await tie_of(events)

    stored = await cup.desk.post(f"/events/ties/{cup.id}/order", {"order": ["5", "1", "2", "3", "4"]})
    twice = await cup.desk.post(f"/events/ties/{cup.id}/order", {"order": ["5", "5", "2", "3", "4"]})
    other = await fixed.desk.post(f"/events/ties/{fixed.id}/order", {"order": ["2", "1", "3"]})
    page = await cup.desk.page(f"/events/ties/{cup.id}", "en")

    assert stored.status_code == 200
    assert (twice.status_code, twice.json()["code"]) == (422, "tie.order")
    assert (other.status_code, other.json()["code"]) == (409, "tie.fixed_order")
    play = page.split("<ol>")[1]
    assert play.index("Mixed doubles") < play.index("singles")


async def test_in_groups_all_rubbers_may_be_played_where_a_knockout_stops(events: Running) -> None:
    tie = await tie_of(events, kind="round_robin", all_in_groups=True)
    await tie.hand_in(1, tie.teams[0][:3])
    await tie.hand_in(2, tie.teams[1][:3])

    await tie.close(1, 1)
    await tie.close(2, 1)
    between = await tie.shown()
    await tie.close(3, 2)

    assert [each["status"] for each in between["rubbers"]] == ["decided", "decided", "ready"]
    decided = (await matches(tie.desk, tie.contest))[1]["outcome"]
    assert (decided["winner"], decided["games"]) == (1, [[2, 1]])
    (table,) = (await tie.desk.get(f"/events/contests/{tie.contest}/standings"))["groups"]
    assert [line["rubbers"] for line in table["lines"]] == [[2, 1], [1, 2]]
