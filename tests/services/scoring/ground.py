"""An event with courts, matches called to them and tablets paired: what scoring's tests stand on."""

from datetime import UTC, datetime
from itertools import count
from typing import Any
from uuid import UUID, uuid4

import httpx
from msgspec import Struct
from msgspec.structs import replace

from shared.messages.events import CourtRef, EntryRef, EventChanged, MatchCalled, MatchReady, MatchState, MemberRef
from shared.rules.sports import regulation_of
from tests.servers import Running

revisions = count(1)
START = {"kind": "start", "left": 1, "server": 1}
CONFIRM = {"kind": "confirm"}
UNDO = {"kind": "undo"}


def rally(side: int) -> dict[str, Any]:
    return {"kind": "rally", "side": side}


def game(winner: int, loser_points: int = 0) -> list[dict[str, Any]]:
    """The rallies of a game to 21, the loser's points first."""
    return [rally(3 - winner)] * loser_points + [rally(winner)] * 21


def sent(mark: dict[str, Any], id_: UUID | None = None) -> dict[str, Any]:
    return {"id": str(id_ or uuid4()), "at": "2026-05-01T09:00:00Z", "mark": mark}


class Tablet(Struct):
    """A paired tablet."""

    http: httpx.AsyncClient
    seat_id: str
    token: str
    court: CourtRef

    @property
    def headers(self) -> dict[str, str]:
        return {"Authorization": f"Bearer seat.{self.token}", "Accept": "application/json"}

    async def mark(self, sheet_id: Any, *marks: dict[str, Any]) -> httpx.Response:
        """Send marks: bare ones get ids of their own."""
        body = {"marks": [each if "mark" in each else sent(each) for each in marks]}
        return await self.http.post(f"/scoring/sheets/{sheet_id}/marks", json=body, headers=self.headers)

    async def look(self) -> Any:
        answer = await self.http.get("/scoring/seat", headers=self.headers)
        assert answer.status_code == 200, answer.text
        return answer.json()

    async def sheet(self) -> Any:
        return (await self.look())["sheet"]


class Event(Struct):
    """An event the service has heard of."""

    scoring: Running
    id: UUID
    organiser: UUID
    courts: list[CourtRef]

    @property
    def desk(self) -> dict[str, str]:
        """Headers of its organiser."""
        return self.scoring.as_(self.organiser, "Organiser")

    async def pair(self, court: CourtRef, place: int = 1) -> Tablet:
        path = f"/scoring/courts/{court.id}/pairings"
        code = (await self.scoring.http.post(path, json={"place": place}, headers=self.desk)).json()["code"]
        answer = await self.scoring.http.post("/scoring/pair", json={"code": code})
        assert answer.status_code == 201, answer.text
        self.scoring.http.cookies.clear()
        return Tablet(self.scoring.http, answer.json()["seat_id"], answer.json()["token"], court)

    def match(self, court: CourtRef | None = None, **changed: Any) -> MatchState:
        state = MatchState(
            event_id=self.id,
            event_name="Spring Cup",
            contest_id=uuid4(),
            contest_name="MS",
            regulation=regulation_of("badminton", "bwf_21x3", "singles"),
            number=1,
            round=1,
            rounds=3,
            attempt=1,
            status="called" if court else "ready",
            sides=(entry("张三"), entry("李四")),
            court=court,
        )
        return replace(state, **changed)

    async def ready(self, match_id: UUID | None = None, **changed: Any) -> UUID:
        """A match with both sides known; returns its id."""
        match_id = match_id or uuid4()
        await self.scoring.deliver(MatchReady(id=match_id, revision=next(revisions), match=self.match(**changed)))
        return match_id

    async def call(self, court: CourtRef, match_id: UUID | None = None, **changed: Any) -> UUID:
        match_id = match_id or uuid4()
        await self.scoring.deliver(
            MatchCalled(
                id=match_id,
                revision=next(revisions),
                match=self.match(court, **changed),
                call=1,
                called_at=datetime.now(UTC),
            )
        )
        return match_id

    async def sheet_of(self, match_id: UUID) -> Any:
        answer = await self.scoring.http.get(f"/scoring/matches/{match_id}/result", headers=self.desk)
        assert answer.status_code == 200, answer.text
        return answer.json()

    async def type_result(self, match_id: UUID, **data: Any) -> httpx.Response:
        return await self.scoring.http.post(f"/scoring/matches/{match_id}/result", json=data, headers=self.desk)


def entry(name: str) -> EntryRef:
    return EntryRef(id=uuid4(), name=name, unit="信息学院", members=(MemberRef(uuid4(), name),))


async def new_event(scoring: Running, courts: int = 1) -> Event:
    event = Event(scoring, uuid4(), uuid4(), [CourtRef(uuid4(), f"{place} 号场") for place in range(1, courts + 1)])
    await scoring.deliver(told(event))
    return event


def told(event: Event, **changed: Any) -> EventChanged:
    day = datetime(2026, 5, 1, tzinfo=UTC).date()
    message = EventChanged(
        id=event.id,
        revision=next(revisions),
        name="Spring Cup",
        status="running",
        starts_on=day,
        ends_on=day,
        venue="Hall",
        organisers=(event.organiser,),
        courts=tuple(event.courts),
    )
    return replace(message, **changed)


async def rows(scoring: Running, statement: str, *values: Any) -> list[Any]:
    async with scoring.app.state.db.acquire() as tx:
        found: list[Any] = await tx.fetch(statement, *values)
    return found
