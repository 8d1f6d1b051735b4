"""A panel's tablet as its own page speaks: it looks at its bench and hands ballots in with the right hash."""

from typing import Any
from uuid import UUID

import httpx
from msgspec import Struct

from services.scoring.judged.ground import ballot_id
from shared.rules.judged.rule_set import RuleSet
from tests.ballots import ballot_body
from tests.servers import Running
from tests.services.scoring.judged.day import Day, new_day


def body(
    seat: UUID, performance: UUID, marks: dict[str, str], revision: int = 1, version: int = 1, **changed: Any
) -> dict[str, Any]:
    """What a tablet sends of a ballot: the hash is of exactly that."""
    return ballot_body(seat, performance, version, marks, revision) | changed


class Tablet(Struct):
    """A tablet in a seat of a panel."""

    http: httpx.AsyncClient
    seat: UUID
    token: str

    @property
    def headers(self) -> dict[str, str]:
        return {"Authorization": f"Bearer seat.{self.token}", "Accept": "application/json", "Accept-Language": "en"}

    async def bench(self) -> Any:
        answer = await self.http.get("/scoring/bench", headers=self.headers)
        assert answer.status_code == 200, answer.text
        return answer.json()

    async def turn(self, performance: UUID) -> Any:
        """One performance as the bench shows it."""
        turns = [turn for contest in (await self.bench())["contests"] for turn in contest["turns"]]
        return next(turn for turn in turns if turn["performance_id"] == str(performance))

    def path(self, performance: UUID, revision: int = 1) -> str:
        return f"/scoring/ballots/{ballot_id(performance, self.seat)}/revisions/{revision}"

    async def send(
        self, performance: UUID, marks: dict[str, str], revision: int = 1, version: int = 1, **changed: Any
    ) -> httpx.Response:
        sent = body(self.seat, performance, marks, revision, version, **changed)
        return await self.http.put(self.path(performance, revision), json=sent, headers=self.headers)

    async def give(self, performance: UUID, total: str, revision: int = 1) -> Any:
        """Hand in the one mark of the plain stage; returns the receipt."""
        answer = await self.send(performance, {"all": total}, revision)
        assert answer.status_code in (200, 201), answer.text
        return answer.json()

    async def ask(self, performance: UUID, reason: str) -> httpx.Response:
        path = f"/scoring/ballots/{ballot_id(performance, self.seat)}/changes"
        return await self.http.post(path, json={"reason": reason}, headers=self.headers)


class Stand(Struct):
    """A contest day with a tablet in each judge's seat."""

    day: Day
    tablets: list[Tablet]

    @property
    def turns(self) -> list[UUID]:
        return self.day.turns

    async def sql(self, statement: str, *values: Any) -> list[Any]:
        return await self.day.ground.sql(statement, *values)

    async def revisions(self, performance: UUID, tablet: Tablet) -> list[tuple[int, str]]:
        """Number and standing of everything stored of a ballot."""
        found = await self.sql(
            "select revision, standing from ballot_revision where ballot_id = $1 order by revision",
            ballot_id(performance, tablet.seat),
        )
        return [(row["revision"], row["standing"]) for row in found]

    async def active(self, performance: UUID, tablet: Tablet) -> int | None:
        found = await self.sql("select active from ballot where id = $1", ballot_id(performance, tablet.seat))
        return found[0]["active"] if found else None

    async def acts(self, act: str) -> list[Any]:
        return await self.sql(
            "select * from desk_act where contest_id = $1 and act = $2 order by id", self.day.ground.contest_id, act
        )


async def new_stand(scoring: Running, rule_set: RuleSet | None = None, entries: int = 3, judges: int = 5) -> Stand:
    """The first stage runs, everybody waits, every judge has a tablet."""
    day = await new_day(scoring, rule_set, entries, judges)
    scoring.http.cookies.clear()
    return Stand(day, [Tablet(scoring.http, judge.id, judge.token) for judge in day.ground.judges])
