"""Contests without opponents: counts become a ranking, works go by numbers until all are judged."""

from datetime import UTC, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID, uuid4

from shared.messages.events import ContestDecided, MatchReady
from shared.messages.scoring import SheetClosed
from shared.rules.model import Outcome, Performance
from tests.servers import Running
from tests.services.events.desk import Desk, made, members, open_desk, refused
from tests.services.events.hall import matches, sheet_of


async def published(events: Running, preset: str, entries: int, **settings: Any) -> tuple[Desk, str]:
    """A contest of performances under play."""
    desk = await open_desk(events)
    body = {"name": f"Contest {uuid4().hex[:6]}", "preset": preset, "format": {"kind": "heats"} | settings}
    contest = made(await desk.post(f"/events/{desk.id}/contests", body))
    numbers = await members(events, entries)
    listed = {"entries": [{"members": [number]} for number in numbers]}
    assert (await desk.post(f"/events/contests/{contest}/entries", listed)).status_code == 201
    for step in ("draw", "draw/publish"):
        answer = await desk.post(f"/events/contests/{contest}/{step}", {"lot": "spring"} if step == "draw" else {})
        assert answer.status_code == 200, answer.text
    return desk, contest


def counted(score: int | str, failures: int = 0, counts: tuple[Decimal, ...] = ()) -> Outcome:
    return Outcome("played", None, performance=Performance(score=Decimal(score), failures=failures, counts=counts))


async def close(events: Running, desk: Desk, contest: str, outcomes: dict[int, Outcome]) -> None:
    """Close the sheets of some attempts, by number."""
    found = await matches(desk, contest)
    await events.deliver_batch(
        [
            SheetClosed(
                id=sheet_of(found[number]["id"], 1),
                revision=9,
                match_id=UUID(found[number]["id"]),
                attempt=1,
                outcome=outcome,
                closed_at=datetime.now(UTC),
            )
            for number, outcome in outcomes.items()
        ]
    )


async def ranking(desk: Desk, contest: str) -> list[tuple[int | None, str | None]]:
    found = await desk.get(f"/events/contests/{contest}/performances")
    return [(line["first"], line["score"]) for line in found["ranking"]]


async def test_equal_counts_share_the_place_and_who_did_not_start_has_none(events: Running) -> None:
    desk, contest = await published(events, "ijru_srss_30", 4)

    await close(events, desk, contest, {1: counted(80), 2: counted(92), 3: counted(80), 4: Outcome("walkover", None)})

    assert await ranking(desk, contest) == [(1, "92"), (2, "80"), (2, "80"), (None, None)]
    placings = (await desk.get(f"/events/contests/{contest}/placings"))["placings"]
    assert [(each["first"], each["last"]) for each in placings] == [(1, 1), (2, 3), (2, 3)]


async def test_the_ranking_stands_while_others_are_yet_to_jump(events: Running) -> None:
    desk, contest = await published(events, "ijru_srss_30", 3)

    await close(events, desk, contest, {2: counted(70)})

    assert await ranking(desk, contest) == [(1, "70"), (None, None), (None, None)]
    assert "70" in await desk.page(f"/events/contests/{contest}")


async def test_the_best_of_several_attempts_counts(events: Running) -> None:
    desk, contest = await published(events, "together_180_hbcj", 2, attempts=2)

    await close(events, desk, contest, {1: counted(50), 2: counted(60), 3: counted(71), 4: counted(40)})

    assert await ranking(desk, contest) == [(1, "71"), (2, "60")]


async def test_fewer_failures_come_first_where_the_regulation_says_so(events: Running) -> None:
    desk, contest = await published(events, "single_60_lht", 2)

    await close(events, desk, contest, {1: counted(168, failures=2), 2: counted(168, failures=1)})

    found = (await desk.get(f"/events/contests/{contest}/performances"))["ranking"]
    assert [(line["first"], line["attempts"][0]["performance"]["failures"]) for line in found] == [(1, 1), (2, 2)]


async def test_prizes_by_threshold_follow_the_scores(events: Running) -> None:
    desk, contest = await published(events, "single_60_dlou_2016", 4)
    await close(events, desk, contest, {1: counted(205), 2: counted(161), 3: counted(150), 4: counted(99)})

    body = {"tiers": "Special prize ≥200\nFirst prize 3 ≥160\nSecond prize 6 ≥130\nThird prize 9 ≥100"}
    await desk.post(f"/events/contests/{contest}/prizes", body)

    awards = (await desk.get(f"/events/{desk.id}/awards/desk"))["awards"]
    assert [len(award["winners"]) for award in awards] == [1, 1, 1, 0]


async def test_a_work_goes_by_its_number_until_all_are_judged(events: Running) -> None:
    desk, contest = await published(events, "calligraphy_brush", 3)
    ready = [message for message in await events.journal(MatchReady) if str(message.match.contest_id) == contest]
    sides = [message.match.sides[0] for message in ready]
    assert {side.name for side in sides if side} == {"R-001", "R-002", "R-003"}
    assert all(side and not side.unit and not side.members for side in sides)
    public = await events.http.get(f"/events/contests/{contest}", headers={"Accept": "text/html"})
    assert "Player" not in public.text
    answer = await events.http.get(f"/events/contests/{contest}/draw.json", headers={"Accept": "application/json"})
    refused(answer, "works.unnamed", 409)
    assert "spring" not in public.text

    panel = tuple(map(Decimal, (90, 80, 85)))
    await close(events, desk, contest, {number: counted("85.00", counts=panel) for number in (1, 2, 3)})

    decided = [message for message in await events.journal(ContestDecided) if str(message.id) == contest]
    assert all(place.entry.name.startswith("Player") for place in decided[-1].placings)
    public = await events.http.get(f"/events/contests/{contest}", headers={"Accept": "text/html"})
    assert "Player" in public.text


async def test_contests_without_opponents_count_in_the_team_totals(events: Running) -> None:
    desk, contest = await published(events, "ijru_srss_30", 4)
    await close(events, desk, contest, {1: counted(90), 2: counted(80), 3: counted(80), 4: Outcome("walkover", None)})

    totals = (await desk.get(f"/events/{desk.id}/meeting/desk"))["totals"]

    assert [Decimal(line["points"]) for line in totals] == [Decimal(9), Decimal("6.5"), Decimal("6.5"), Decimal(0)]


async def test_a_person_hands_in_as_many_works_as_the_regulation_allows(events: Running) -> None:
    desk = await open_desk(events)
    body = {"name": "Brush", "preset": "calligraphy_brush", "format": {"kind": "heats"}}
    contest = made(await desk.post(f"/events/{desk.id}/contests", body))
    (number,) = await members(events, 1)
    path, work = f"/events/contests/{contest}/entries", {"members": [number]}
    refused(await desk.post(path, {"entries": [work, work, work]}), "member.entered")
    assert (await desk.post(path, {"entries": [work]})).status_code == 201
    assert (await desk.post(path, {"entries": [work]})).status_code == 201

    refused(await desk.post(path, {"entries": [work]}), "member.entered")
