"""What a correction reaches is listed before anything happens."""

from uuid import UUID

from shared.messages.scoring import SheetClosed
from shared.rules.model import Outcome
from tests.servers import Running
from tests.services.events.desk import open_desk, refused
from tests.services.events.hall import closed, courts, matches, play


async def test_the_list_names_what_must_be_played_again_and_who_meets_then(events: Running) -> None:
    desk = await open_desk(events)
    contest, _made = await desk.published(8)
    await play(events, desk, contest)
    before = await matches(desk, contest)

    found = await desk.get(f"/events/matches/{before[1]['id']}/correction?kind=played&games=15-21+15-21")

    assert [(each["number"], each["replayed"]) for each in found["reached"]] == [(5, True), (7, True)]
    assert found["reached"][0]["after"] == [before[1]["sides"][1], before[5]["sides"][1]]
    assert found["reached"][1]["after"] == [None, before[7]["sides"][1]]
    assert found["sheet_revision"] == 43
    assert await matches(desk, contest) == before


async def test_what_was_listed_is_what_happens(events: Running) -> None:
    desk = await open_desk(events)
    contest, _made = await desk.published(16)
    await play(events, desk, contest, until=13)
    before = await matches(desk, contest)
    listed = (await desk.get(f"/events/matches/{before[3]['id']}/correction?kind=walkover&winner=2"))["reached"]

    await events.deliver(
        SheetClosed(
            id=closed(before[3]["id"], 1).id,
            revision=60,
            match_id=UUID(before[3]["id"]),
            attempt=1,
            outcome=Outcome("walkover", 2),
            closed_at=closed(before[3]["id"], 1).closed_at,
            correction="was not there",
        )
    )

    after = await matches(desk, contest)
    changed = [number for number in after if number != 3 and after[number] != before[number]]
    assert [each["number"] for each in listed] == changed
    assert [each["after"] for each in listed] == [after[number]["sides"] for number in changed]


async def test_a_match_on_court_is_named_as_interrupted(events: Running) -> None:
    desk = await open_desk(events)
    contest, _made = await desk.published(4)
    (court,) = await courts(desk, "1")
    await play(events, desk, contest, until=2)
    found = await matches(desk, contest)
    await desk.post(f"/events/matches/{found[3]['id']}/call", {"court_id": court})

    listed = await desk.get(f"/events/matches/{found[1]['id']}/correction?kind=played&games=15-21+15-21")

    assert [(each["number"], each["replayed"], each["interrupted"]) for each in listed["reached"]] == [(3, False, True)]


async def test_a_correction_that_keeps_the_winner_reaches_nothing(events: Running) -> None:
    desk = await open_desk(events)
    contest, _made = await desk.published(4)
    await play(events, desk, contest)
    match = (await matches(desk, contest))[1]["id"]

    page = await desk.page(f"/events/matches/{match}/correction?kind=played&games=21-3+21-5")

    assert "No other match is reached." in page
    assert f'action="/scoring/matches/{match}/result"' in page
    assert 'name="sheet_revision" value="43"' in page
    assert 'name="games" value="21-3 21-5"' in page


async def test_a_result_that_cannot_be_is_refused_before_it_is_sent(events: Running) -> None:
    desk = await open_desk(events)
    contest, _made = await desk.published(2)
    await play(events, desk, contest)
    path = f"/events/matches/{(await matches(desk, contest))[1]['id']}/correction"

    impossible = await events.http.get(f"{path}?kind=played&games=21-20+21-5", headers=desk.headers)
    unreadable = await events.http.get(f"{path}?kind=played&games=twenty", headers=desk.headers)
    nobody = await events.http.get(f"{path}?kind=walkover", headers=desk.headers)

    assert impossible.status_code == 422
    refused(unreadable, "result.unreadable")
    refused(nobody, "result.winner_missing")


async def test_an_open_match_has_nothing_to_correct(events: Running) -> None:
    desk = await open_desk(events)
    contest, _made = await desk.published(2)
    match = (await matches(desk, contest))[1]["id"]

    answer = await events.http.get(f"/events/matches/{match}/correction", headers=desk.headers)

    refused(answer, "match.open", 409)


async def test_full_width_scores_are_read(events: Running) -> None:
    desk = await open_desk(events)
    contest, _made = await desk.published(2)
    await play(events, desk, contest)
    match = (await matches(desk, contest))[1]["id"]

    found = await desk.get(f"/events/matches/{match}/correction?kind=played&games=１５：２１，21比19、9-21")

    assert found["outcome"]["games"] == [[15, 21], [21, 19], [9, 21]]
