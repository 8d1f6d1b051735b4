"""Changes that arrive together: written together, and one that fails leaves its neighbours unharmed."""

import asyncio
from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid4

from services.scoring.book import By
from services.scoring.change import Change, NewMark, journal_row, mark_row
from services.scoring.coalescer import MOST, Coalescer, Waiting
from shared.kit.db import Db
from shared.messages.scoring import ScoreChanged
from shared.rules.marks import Rally, Start
from tests.servers import Running
from tests.services.scoring.ground import Event, new_event, rows

NOW = datetime(2026, 5, 1, 9, tzinfo=UTC)


async def change_for(scoring: Running, event: Event, **wrong: Any) -> Change:
    """The first mark on the sheet of a fresh match, as the book would write it."""
    match_id = await event.ready()
    sheet_id = UUID((await event.sheet_of(match_id))["sheet_id"])
    held = await scoring.app.state.hall.book.look(sheet_id)
    told = ScoreChanged(id=sheet_id, revision=1, match_id=match_id, attempt=1, games=((0, 0),), marked_at=NOW)
    mark = NewMark(wrong.get("mark_id", uuid4()), Start(1, 1), NOW)
    return Change(
        sheet_id,
        (sheet_id, wrong.get("was", 0), 1, "open", wrong.get("state", "{}"), held.row.match_revision, None),
        [mark_row(sheet_id, 1, mark, None, event.organiser)],
        journal_row(told),
    )


async def marks_of(scoring: Running, changes: list[Change]) -> list[int]:
    found = await rows(
        scoring,
        "select s.id, s.revision, (select count(*) from mark m where m.sheet_id = s.id) as marks, "
        "(select count(*) from journal j where j.aggregate = s.id) as told from sheet s where s.id = any($1)",
        [change.sheet_id for change in changes],
    )
    assert all(row["revision"] == row["marks"] == row["told"] for row in found)
    by_id = {row["id"]: row["marks"] for row in found}
    return [by_id[change.sheet_id] for change in changes]


async def test_changes_that_arrive_together_go_in_few_statements_and_wake_the_relay(scoring: Running) -> None:
    # given
    event = await new_event(scoring)
    changes = [await change_for(scoring, event) for _ in range(40)]
    woken: list[int] = []
    coalescer = Coalescer(scoring.app.state.db, lambda: woken.append(1))
    # when
    done = await asyncio.gather(*(coalescer.submit(change) for change in changes))
    # then
    assert all(done)
    assert await marks_of(scoring, changes) == [1] * 40
    assert len(woken) <= 2


async def test_a_change_the_database_refuses_takes_no_neighbour_with_it(scoring: Running) -> None:
    # given nine good changes, one with a mark number in use and one that is no JSON
    event = await new_event(scoring)
    used = uuid4()
    taken = await change_for(scoring, event, mark_id=used)
    assert await scoring.app.state.hall.book.coalescer.submit(taken)
    good = [await change_for(scoring, event) for _ in range(9)]
    bad = [await change_for(scoring, event, mark_id=used), await change_for(scoring, event, state="{")]
    coalescer = Coalescer(scoring.app.state.db, lambda: None)
    # when all arrive at once
    every = [*good[:4], bad[0], *good[4:], bad[1]]
    done = await asyncio.gather(*(coalescer.submit(change) for change in every), return_exceptions=True)
    # then
    assert [isinstance(each, Exception) for each in done] == [change in bad for change in every]
    assert await marks_of(scoring, good) == [1] * 9
    assert await marks_of(scoring, bad) == [0, 0]


async def test_a_change_decided_on_an_old_sheet_is_not_written_and_said_so(scoring: Running) -> None:
    # given one change on the present revision and one on a revision that is no more
    event = await new_event(scoring)
    good, stale = await change_for(scoring, event), await change_for(scoring, event, was=7)
    # when
    coalescer = Coalescer(scoring.app.state.db, lambda: None)
    done = await asyncio.gather(coalescer.submit(good), coalescer.submit(stale))
    # then
    assert list(done) == [True, False]
    assert await marks_of(scoring, [good, stale]) == [1, 0]


async def test_more_than_a_flush_holds_goes_in_several(scoring: Running) -> None:
    # given
    event = await new_event(scoring)
    changes = [await change_for(scoring, event) for _ in range(MOST + 5)]
    coalescer = Coalescer(scoring.app.state.db, lambda: None)
    # when
    done = await asyncio.gather(*(coalescer.submit(change) for change in changes))
    # then
    assert len(done) == MOST + 5
    assert await marks_of(scoring, changes) == [1] * (MOST + 5)


async def test_a_lost_database_refuses_everyone_and_the_next_try_goes_through(scoring: Running) -> None:
    # given a coalescer whose database is not open yet
    event = await new_event(scoring)
    changes = [await change_for(scoring, event) for _ in range(3)]
    away = Coalescer(Db("postgres://nobody@127.0.0.1:1/none", lambda: None), lambda: None)
    # when
    refused = await asyncio.gather(*(away.submit(change) for change in changes), return_exceptions=True)
    away.db = scoring.app.state.db
    done = await asyncio.gather(*(away.submit(change) for change in changes))
    # then
    assert [type(each).__name__ for each in refused] == ["DatabaseAway"] * 3
    assert list(done) == [True] * 3


async def test_another_replicas_marks_are_read_and_built_upon(scoring: Running) -> None:
    # given two books over one database, both holding the same sheet
    event = await new_event(scoring)
    change = await change_for(scoring, event)
    book = scoring.app.state.hall.book
    other = type(book)(
        scoring.app.state.db, Coalescer(scoring.app.state.db, lambda: None), lambda _before, _after: None
    )
    await other.look(change.sheet_id)
    by = By(member_id=event.organiser)
    first = NewMark(uuid4(), Start(1, 1), NOW)
    # when each marks in turn
    await book.move(change.sheet_id, by, lambda _held: [first])
    held = await other.move(change.sheet_id, by, lambda _held: [NewMark(uuid4(), Rally(1), NOW)])
    # then the second is put after the first, and a repeat at the other book is known
    assert (held.row.revision, held.sheet.games) == (2, ((1, 0),))
    repeat = await book.move(change.sheet_id, by, lambda held: [] if first.id in held.marks else [first])
    assert repeat.marks[first.id][0] == 1
    assert await marks_of(scoring, [change]) == [2]


class Gated(Coalescer):
    """Both flights land in the same step of the loop; what comes in right then must not be left behind."""

    def __init__(self, db: Db) -> None:
        super().__init__(db, lambda: None)
        self.gate = asyncio.Event()
        self.late: list[asyncio.Task[bool]] = []
        self.changes: list[Change] = []

    async def write(self, batch: list[Waiting]) -> None:
        await self.gate.wait()
        if self.changes:
            asyncio.get_running_loop().call_soon(self.submit_late, self.changes.pop())
        for _, done in batch:
            done.set_result(True)

    def submit_late(self, change: Change) -> None:
        # Run up to its first wait at once, as a request does that was next in line.
        waiting = self.submit(change)
        waiting.send(None)
        self.late.append(asyncio.create_task(self.end_of(waiting)))

    async def end_of(self, waiting: Any) -> bool:
        while self.waiting or self.flights:
            await asyncio.sleep(0.01)
        waiting.close()
        return True


async def test_a_change_that_comes_in_as_the_last_flights_land_is_written(scoring: Running) -> None:
    event = await new_event(scoring)
    first, second, late = [await change_for(scoring, event) for _ in range(3)]
    coalescer = Gated(scoring.app.state.db)
    one = asyncio.create_task(coalescer.submit(first))
    await asyncio.sleep(0)
    two = asyncio.create_task(coalescer.submit(second))
    while sum(not flight.done() for flight in coalescer.flights) < 2 or coalescer.waiting:
        await asyncio.sleep(0)
    coalescer.changes.append(late)

    coalescer.gate.set()

    assert all(await asyncio.gather(one, two))
    assert await asyncio.wait_for(coalescer.late[0], 3)
