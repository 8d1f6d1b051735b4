"""Marks from tablets over HTTP: order, repeats, refusals, and what is told of them."""

import asyncio
from uuid import UUID, uuid4

import pytest

from shared.messages.scoring import ScoreChanged, SheetClosed
from tests.servers import Running
from tests.services.scoring.ground import CONFIRM, START, UNDO, game, new_event, rally, rows, sent


async def test_a_match_marked_rally_by_rally_closes_with_its_outcome(scoring: Running) -> None:
    # given a called match and the court's tablet
    event = await new_event(scoring)
    match_id = await event.call(event.courts[0])
    tablet = await event.pair(event.courts[0])
    sheet = await tablet.sheet()
    assert (sheet["match_id"], sheet["status"], sheet["revision"]) == (str(match_id), "open", 0)
    # when every rally is sent by itself
    for mark in [START, *game(1, 15), *game(1, 19), CONFIRM]:
        answer = await tablet.mark(sheet["id"], mark)
        assert answer.status_code == 200, answer.text
    # then the sheet is closed and the outcome told
    shown = answer.json()["sheet"]
    assert (shown["status"], shown["sheet"]["closed"]) == ("closed", True)
    told_outcome = shown["sheet"]["outcome"]
    assert (told_outcome["kind"], told_outcome["winner"], told_outcome["games"]) == ("played", 1, [[21, 15], [21, 19]])
    closed = [each for each in await scoring.journal(SheetClosed) if each.match_id == match_id]
    assert [each.revision for each in closed] == [1 + 36 + 40 + 1]
    assert closed[0].outcome.winner == 1


async def test_each_answer_tells_the_revision_that_the_journal_tells(scoring: Running) -> None:
    # given
    event = await new_event(scoring)
    match_id = await event.call(event.courts[0])
    tablet = await event.pair(event.courts[0])
    sheet_id = (await tablet.sheet())["id"]
    # when
    revisions = [
        (await tablet.mark(sheet_id, mark)).json()["revision"] for mark in (START, rally(1), rally(2), rally(2), UNDO)
    ]
    # then
    told = [each for each in await scoring.journal(ScoreChanged) if each.match_id == match_id]
    assert revisions == [each.revision for each in told] == [1, 2, 3, 4, 5]
    assert told[-1].games == ((1, 1),)
    assert told[-1].serving == 2


async def test_a_repeated_mark_gets_the_same_answer_and_counts_once(scoring: Running) -> None:
    # given a mark that was answered
    event = await new_event(scoring)
    await event.call(event.courts[0])
    tablet = await event.pair(event.courts[0])
    sheet_id = (await tablet.sheet())["id"]
    await tablet.mark(sheet_id, START)
    point = sent(rally(1))
    first = await tablet.mark(sheet_id, point)
    # when it is sent again, alone, twice at once and together with a new one
    again = await tablet.mark(sheet_id, point)
    both = await asyncio.gather(tablet.mark(sheet_id, point), tablet.mark(sheet_id, point))
    mixed = await tablet.mark(sheet_id, point, rally(2))
    # then
    assert first.json() == again.json() == both[0].json() == both[1].json()
    assert [mark["ordinal"] for mark in mixed.json()["marks"]] == [2, 3]
    assert mixed.json()["sheet"]["sheet"]["games"] == [[1, 1]]


async def test_another_mark_under_a_used_id_is_refused_and_nothing_changes(scoring: Running) -> None:
    # given
    event = await new_event(scoring, courts=2)
    await event.call(event.courts[0])
    await event.call(event.courts[1])
    tablet, other = await event.pair(event.courts[0]), await event.pair(event.courts[1])
    sheet_id, other_id = (await tablet.sheet())["id"], (await other.sheet())["id"]
    await tablet.mark(sheet_id, START)
    used = uuid4()
    await tablet.mark(sheet_id, sent(rally(1), used))
    # when
    here = await tablet.mark(sheet_id, sent(rally(2), used))
    elsewhere = await other.mark(other_id, sent(START, used))
    # then
    assert (here.status_code, here.json()["code"]) == (422, "mark.differs")
    assert here.json()["details"]["sheet"]["revision"] == 2
    assert (elsewhere.status_code, elsewhere.json()["code"]) == (409, "mark.elsewhere")
    assert (await other.sheet())["revision"] == 0
    assert (await other.mark(other_id, START)).status_code == 200


async def test_an_illegal_mark_is_refused_with_the_present_sheet_and_takes_the_whole_request_with_it(
    scoring: Running,
) -> None:
    # given
    event = await new_event(scoring)
    await event.call(event.courts[0])
    tablet = await event.pair(event.courts[0])
    sheet_id = (await tablet.sheet())["id"]
    # when a rally comes before the start, and a confirmation too early
    early = await tablet.mark(sheet_id, rally(1))
    spoiled = await tablet.mark(sheet_id, START, rally(1), CONFIRM)
    # then
    assert early.status_code == spoiled.status_code == 409
    assert early.json()["details"]["sheet"]["revision"] == 0
    assert spoiled.json()["code"] == "confirm.early"
    assert await rows(scoring, "select 1 from mark where sheet_id = $1", UUID(sheet_id)) == []


@pytest.mark.parametrize(
    "mark",
    [
        {"kind": "typed", "outcome": {"kind": "walkover", "winner": 1}},
        {"kind": "corrected", "outcome": {"kind": "walkover", "winner": 1}, "reason": "mine"},
        {"kind": "rally", "side": 3},
        {"kind": "rally"},
        {"kind": "won"},
        "rally",
    ],
)
async def test_a_tablet_may_not_send_what_no_umpire_marks(scoring: Running, mark: object) -> None:
    # given
    event = await new_event(scoring)
    await event.call(event.courts[0])
    tablet = await event.pair(event.courts[0])
    sheet_id = (await tablet.sheet())["id"]
    # when
    answer = await tablet.mark(sheet_id, {"id": str(uuid4()), "at": "2026-05-01T09:00:00Z", "mark": mark})
    # then
    assert (answer.status_code, answer.json()["code"]) == (422, "input.invalid")


async def test_marks_after_the_close_are_refused(scoring: Running) -> None:
    # given a sheet closed by a walkover
    event = await new_event(scoring)
    await event.call(event.courts[0])
    tablet = await event.pair(event.courts[0])
    sheet_id = (await tablet.sheet())["id"]
    await tablet.mark(sheet_id, {"kind": "walkover", "loser": 2}, CONFIRM)
    # when
    late = await tablet.mark(sheet_id, START)
    # then
    assert (late.status_code, late.json()["code"]) == (409, "sheet.closed")


async def test_both_clocks_are_stored_and_the_servers_order_rules(scoring: Running) -> None:
    # given a tablet two hours behind
    event = await new_event(scoring)
    await event.call(event.courts[0])
    tablet = await event.pair(event.courts[0])
    sheet_id = (await tablet.sheet())["id"]
    # when
    await tablet.mark(sheet_id, sent(START) | {"at": "2026-05-01T11:00:00+02:00"})
    await tablet.mark(sheet_id, sent(rally(2)) | {"at": "2026-05-01T07:00:00Z"})
    # then
    kept = await rows(
        scoring, "select ordinal, device_at, at from mark where sheet_id = $1 order by ordinal", UUID(sheet_id)
    )
    assert [row["ordinal"] for row in kept] == [1, 2]
    assert [row["device_at"].hour for row in kept] == [9, 7]
    assert kept[0]["at"] <= kept[1]["at"]


async def test_two_requests_at_once_on_one_sheet_are_both_kept_in_some_order(scoring: Running) -> None:
    # given
    event = await new_event(scoring)
    await event.call(event.courts[0])
    tablet = await event.pair(event.courts[0])
    sheet_id = (await tablet.sheet())["id"]
    await tablet.mark(sheet_id, START)
    # when
    answers = await asyncio.gather(*(tablet.mark(sheet_id, rally(1 + place % 2)) for place in range(20)))
    # then
    assert sorted(answer.json()["marks"][0]["ordinal"] for answer in answers) == list(range(2, 22))
    assert (await tablet.sheet())["sheet"]["games"] == [[10, 10]]


async def test_sixty_four_sheets_at_once_lose_and_double_nothing(scoring: Running) -> None:
    # given
    event = await new_event(scoring, courts=64)
    tablets = [await event.pair(court) for court in event.courts]
    matches = [await event.call(court) for court in event.courts]
    sheets = [(await tablet.sheet())["id"] for tablet in tablets]

    # when each plays its own match at the same time, every request sent twice
    async def play(place: int) -> None:
        for mark in [START, *[rally(1 + (place >> bit & 1)) for bit in range(12)]]:
            once = sent(mark)
            first, second = await asyncio.gather(
                tablets[place].mark(sheets[place], once), tablets[place].mark(sheets[place], once)
            )
            assert first.status_code == second.status_code == 200, first.text

    await asyncio.gather(*(play(place) for place in range(64)))
    # then acknowledged = stored = journalled, on every sheet
    stored = await rows(scoring, "select sheet_id, count(*) as n, max(ordinal) as last from mark group by 1")
    counts = {str(row["sheet_id"]): (row["n"], row["last"]) for row in stored}
    assert all(counts[sheet] == (13, 13) for sheet in sheets)
    told = [each for each in await scoring.journal(ScoreChanged) if each.match_id in set(matches)]
    assert len(told) == 64 * 13
    newest = {each.match_id: each for each in sorted(told, key=lambda each: each.revision)}
    for place, match_id in enumerate(matches):
        second = bin(place).count("1")
        assert newest[match_id].games == ((12 - second, second),)


async def test_marks_can_be_neither_changed_nor_deleted_in_the_database(scoring: Running) -> None:
    # given a stored mark
    event = await new_event(scoring)
    await event.call(event.courts[0])
    tablet = await event.pair(event.courts[0])
    sheet_id = (await tablet.sheet())["id"]
    await tablet.mark(sheet_id, START)
    # when and then
    for statement in (
        "update mark set ordinal = 7",
        "delete from mark",
        "truncate mark",
        "insert into mark select id, sheet_id, 9, mark, seat_id, member_id, device_at, at from mark limit 1",
    ):
        with pytest.raises(Exception, match=r"append-only|duplicate key"):
            await rows(scoring, statement)
    assert (await tablet.mark(sheet_id, rally(1))).json()["revision"] == 2
