"""A contest of four singles players, the facts events tells of it, and their inboxes: what these tests stand on."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from msgspec import Struct
from msgspec.structs import replace

from shared.messages.events import (
    ContestDecided,
    CourtRef,
    DrawEntry,
    DrawPublished,
    EntryRef,
    MatchCalled,
    MatchDecided,
    MatchReady,
    MatchState,
    MemberRef,
    PlacingRef,
)
from shared.rules.model import Outcome, OutcomeKind, Points, Side
from shared.rules.sports import regulation_of
from tests.servers import Running

NAMES = ("张三", "李四", "王五", "赵六")
MORNING = datetime(2026, 5, 1, 1, 0, tzinfo=UTC)
GAMES: tuple[Points, ...] = ((21, 15), (18, 21), (21, 19))


def at(minutes: int) -> datetime:
    return MORNING + timedelta(minutes=minutes)


def played(winner: Side, games: tuple[Points, ...] = GAMES, kind: OutcomeKind = "played") -> Outcome:
    return Outcome(kind, winner, games)


class Contest(Struct):
    """The players are entries 0 to 3; `match` is played by entries 0 and 1 unless told otherwise."""

    service: Running
    id: UUID
    event_id: UUID
    match_id: UUID
    entries: tuple[EntryRef, ...]

    def member(self, number: int, person: int = 0) -> UUID:
        return self.entries[number].members[person].id

    def state(self, attempt: int = 1, sides: tuple[int, int] = (0, 1), round_: int = 2) -> MatchState:
        return MatchState(
            event_id=self.event_id,
            event_name="职工运动会",
            contest_id=self.id,
            contest_name="男子单打",
            regulation=regulation_of("badminton", "bwf_21x3", "singles"),
            number=3,
            round=round_,
            rounds=2,
            attempt=attempt,
            status="decided",
            sides=(self.entries[sides[0]], self.entries[sides[1]]),
            court=CourtRef(uuid4(), "2 号场"),
            starts_at=at(30),
        )

    def draw(self, revision: int = 1, order: tuple[int, ...] = (0, 1, 2, 3)) -> DrawPublished:
        drawn = tuple(
            DrawEntry(entry=self.entries[number], line=line, first_match=1, opponent=NAMES[order[(line - 1) ^ 1]])
            for line, number in enumerate(order, 1)
        )
        return DrawPublished(
            id=self.id,
            revision=revision,
            event_id=self.event_id,
            event_name="职工运动会",
            contest_name="男子单打",
            lot="seed",
            entries=drawn,
            published_at=at(0),
        )

    def ready(self, revision: int, minute: int, court: str = "2 号场") -> MatchReady:
        state = replace(self.state(), status="ready", starts_at=at(minute), court=CourtRef(self.id, court))
        return MatchReady(id=self.match_id, revision=revision, match=state)

    def called(self, call: int = 1, revision: int = 2, attempt: int = 1, minute: int = 10) -> MatchCalled:
        state = self.state(attempt)
        return MatchCalled(id=self.match_id, revision=revision, match=state, call=call, called_at=at(minute))

    def decided(
        self, outcome: Outcome, *, revision: int = 3, attempt: int = 1, minute: int = 40, corrected: bool = False,
        match_id: UUID | None = None, sides: tuple[int, int] = (0, 1), round_: int = 2,
    ) -> MatchDecided:  # fmt: skip
        return MatchDecided(
            id=match_id or self.match_id,
            revision=revision,
            match=self.state(attempt, sides, round_),
            outcome=outcome,
            decided_at=at(minute),
            corrected=corrected,
        )

    def placed(self, order: tuple[int, ...] = (0, 1, 2, 3), revision: int = 5, minute: int = 50) -> ContestDecided:
        places = ((1, 1), (2, 2), (3, 4), (3, 4))
        return ContestDecided(
            id=self.id,
            revision=revision,
            event_id=self.event_id,
            event_name="职工运动会",
            contest_name="男子单打",
            placings=tuple(
                PlacingRef(entry=self.entries[number], first=first, last=last)
                for number, (first, last) in zip(order, places, strict=False)
            ),
            decided_at=at(minute),
        )

    def headers(self, number: int, lang: str = "zh", person: int = 0) -> dict[str, str]:
        return self.service.as_(self.member(number, person), NAMES[number]) | {"Accept-Language": lang}

    async def inbox(self, number: int, lang: str = "zh", person: int = 0, query: str = "") -> Any:
        answer = await self.service.http.get(f"/notifications/inbox{query}", headers=self.headers(number, lang, person))
        assert answer.status_code == 200, answer.text
        return answer.json()

    async def texts(self, number: int, lang: str = "zh") -> list[str]:
        return [message["text"] for message in (await self.inbox(number, lang))["messages"]]

    async def read(self, number: int, **body: Any) -> Any:
        headers = self.headers(number)
        return await self.service.http.post("/notifications/inbox/read", json=body, headers=headers)


def new_contest(service: Running, persons: int = 1) -> Contest:
    """A contest nobody has heard of yet."""
    entries = tuple(
        EntryRef(id=uuid4(), name=name, unit="一分厂", members=tuple(MemberRef(uuid4(), name) for _ in range(persons)))
        for name in NAMES
    )
    return Contest(service, uuid4(), uuid4(), uuid4(), entries)
