"""A sports meeting of all six sports, played to its end: its team totals are those a person counts by hand."""

from datetime import UTC, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID, uuid4

from shared.messages.base import Message
from shared.messages.members import MemberChanged
from shared.messages.scoring import SheetClosed
from shared.rules.model import Outcome, Performance, Points
from tests.servers import Running
from tests.services.events.desk import Desk, made, open_desk, staff_numbers
from tests.services.events.hall import matches, sheet_of

UNITS = "ABCD"
SETS: dict[str, tuple[Points, ...]] = {
    "fivb_bo5": ((25, 20),) * 3,
    "ittf_bo5": ((11, 5),) * 3,
    "bwf_21x3": ((21, 10),) * 2,
    "fiba_5x5": ((20, 10),) * 4,
}


class Meeting:
    """An event of four units, each with one entry in every contest."""

    def __init__(self, events: Running, desk: Desk) -> None:
        self.events, self.desk = events, desk
        self.members: dict[str, str] = {}
        self.contests: dict[str, str] = {}

    async def enter(self, preset: str, discipline: str, seeds: str = "", **form: Any) -> str:
        """A contest with an entry of each unit, drawn and published."""
        body = {"name": f"{preset} {uuid4().hex[:4]}", "preset": preset, "discipline": discipline, "format": form}
        contest = made(await self.desk.post(f"/events/{self.desk.id}/contests", body))
        entries = [
            {"members": [self.members[unit]], "seed": seeds.index(unit) + 1 if unit in seeds else None}
            for unit in UNITS
        ]
        answer = await self.desk.post(f"/events/contests/{contest}/entries", {"entries": entries})
        assert answer.status_code == 201, answer.text
        steps: list[tuple[str, dict[str, str]]] = [("draw", {"lot": "meeting"}), ("draw/publish", {})]
        for step, asked in steps:
            answer = await self.desk.post(f"/events/contests/{contest}/{step}", asked)
            assert answer.status_code == 200, answer.text
        entered = (await self.desk.look(contest))["entries"]
        self.units = {each["id"]: each["unit"] for each in entered}
        return contest

    async def play(self, contest: str, preset: str, order: str) -> None:
        """Of two that meet the one earlier in `order` wins, until nobody has to play any more."""
        games = SETS[preset]
        while ready := [each for each in (await matches(self.desk, contest)).values() if each["status"] == "ready"]:
            sheets: list[Message] = []
            for match in ready:
                one, two = (order.index(self.units[entry]) for entry in match["entries"])
                won = games if one < two else tuple((b, a) for a, b in games)
                sheets.append(sheet(match, Outcome("played", 1 if one < two else 2, won)))
            await self.events.deliver_batch(sheets)

    async def perform(self, contest: str, scores: dict[str, str]) -> None:
        found = (await matches(self.desk, contest)).values()
        await self.events.deliver_batch(
            [
                sheet(
                    match,
                    Outcome(
                        "played",
                        None,
                        performance=Performance(score=Decimal(scores[self.units[match["entries"][0]]])),
                    ),
                )
                for match in found
            ]
        )


def sheet(match: Any, outcome: Outcome) -> SheetClosed:
    return SheetClosed(
        id=sheet_of(match["id"], match["attempt"]),
        revision=50,
        match_id=UUID(match["id"]),
        attempt=match["attempt"],
        outcome=outcome,
        closed_at=datetime.now(UTC),
    )


async def opened(events: Running) -> Meeting:
    meeting = Meeting(events, await open_desk(events))
    for unit in UNITS:
        number = str(next(staff_numbers))
        meeting.members[unit] = number
        await events.deliver(
            MemberChanged(id=uuid4(), revision=1, staff_number=number, name=f"Captain {number}", unit=unit)
        )
    return meeting


async def test_team_totals_of_all_six_sports_are_as_counted_by_hand(events: Running) -> None:
    meeting = await opened(events)
    desk = meeting.desk
    settings = {"scale": "7 5 4 3 2 1", "short_field": 6, "least": 3}
    assert (await desk.post(f"/events/{desk.id}/meeting", settings)).status_code == 200

    volleyball = await meeting.enter("fivb_bo5", "team", kind="round_robin")
    await meeting.play(volleyball, "fivb_bo5", "ABCD")
    tennis = await meeting.enter("ittf_bo5", "singles", "BA", kind="knockout")
    await meeting.play(tennis, "ittf_bo5", "BACD")
    badminton = await meeting.enter("bwf_21x3", "singles", "CD", kind="knockout", third_place=True)
    await meeting.play(badminton, "bwf_21x3", "CDAB")
    basketball = await meeting.enter("fiba_5x5", "team", "DC", kind="knockout", third_place=True)
    await meeting.play(basketball, "fiba_5x5", "DCBA")
    rope = await meeting.enter("ijru_srss_30", "singles", kind="heats", lanes=2)
    await meeting.perform(rope, {"A": "90", "B": "90", "C": "80.50", "D": "70"})
    works = await meeting.enter("calligraphy_brush", "singles", kind="heats")
    await meeting.perform(works, {"A": "80", "B": "85", "C": "90", "D": "95"})
    for contest in (volleyball, basketball):
        await desk.post(f"/events/{desk.id}/meeting/contests/{contest}", {"counts": True, "multiplier": 2})
    path = f"/events/{desk.id}/meeting/adjustments"
    await desk.post(path, {"kind": "record", "unit": "A", "points": 9, "reason": "Record", "contest_id": rope})
    await desk.post(path, {"kind": "deduction", "unit": "D", "points": 2, "reason": "Checked in, did not start"})

    answer = await desk.post(f"/events/{desk.id}/meeting/state", {"state": "final"})

    assert answer.status_code == 200, answer.text
    found = await events.http.get(f"/events/{desk.id}/meeting", headers={"Accept": "application/json"})
    # Four entries reward three places: 7, 5, 4. Volleyball and basketball count double; who share a place share.
    #             volleyball  tennis  badminton  basketball  rope  works  record
    by_hand = {
        "A": 14 + 5 + 4 + 0 + 6 + 0 + 9,
        "B": 10 + 7 + 0 + 8 + 6 + 4,
        "C": 8 + 2 + 7 + 10 + 4 + 5,
        "D": 0 + 2 + 5 + 14 + 0 + 7 - 2,
    }
    assert {line["unit"]: Decimal(line["points"]) for line in found.json()["totals"]} == by_hand
    assert [line["unit"] for line in found.json()["totals"]] == ["A", "C", "B", "D"]
