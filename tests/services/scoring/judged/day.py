"""A contest day: judges with chief, supervisor and timekeeper, performances to open, mark, close and tell."""

from decimal import Decimal
from typing import Any
from uuid import UUID, uuid4

import httpx
from msgspec import Struct

from shared.rules.judged.rule_set import (
    Criterion,
    DeductionKind,
    Fact,
    PanelRule,
    Prizes,
    RuleSet,
    Spread,
    Stage,
    TimeLimit,
)
from shared.rules.judged.steps import Deduct, Round, SumCriteria, TrimMean
from shared.rules.model import PrizeTier
from tests.servers import Running
from tests.services.scoring.judged.works_ground import Ground, Judge, entry, prepare

STEPS = (SumCriteria(), TrimMean(), Round(), Deduct())


def stage(key: str = "final", **changed: Any) -> Stage:
    """A stage of one criterion of 100 points and one of nothing else: totals are easy to read."""
    plain: dict[str, Any] = {
        "key": key,
        "name": key.title(),
        "criteria": (Criterion(key="all", name="All", maximum=Decimal(100)),),
        "steps": STEPS,
        "panel": PanelRule(size=5, least=3),
        "time": TimeLimit(most=600, warnings=(540,), per_minute=Decimal(1)),
        "deductions": (DeductionKind(key="leak", name="Identity told", points=Decimal(5)),),
        "reveal": "immediate",
        "spread": Spread(range=Decimal(10), from_mean=Decimal(6)),
    }
    return Stage(**(plain | changed))


def rules(*stages: Stage, **changed: Any) -> RuleSet:
    plain: dict[str, Any] = {
        "key": "test",
        "name": "Test",
        "stages": stages or (stage(),),
        "prizes": Prizes(
            tiers=(PrizeTier("first", count=1), PrizeTier("second", count=1)), titles={"first": "河南省教学标兵"}
        ),
    }
    return RuleSet(**(plain | changed))


class Day(Struct):
    ground: Ground
    chief_id: UUID
    supervisor_id: UUID
    timekeeper_id: UUID
    turns: list[UUID] = []

    @property
    def scoring(self) -> Running:
        return self.ground.scoring

    @property
    def contest(self) -> str:
        return f"/scoring/contests/{self.ground.contest_id}"

    @property
    def organiser(self) -> dict[str, str]:
        return self.ground.desk

    @property
    def chief(self) -> dict[str, str]:
        return self.scoring.as_(self.chief_id, "Chief")

    @property
    def supervisor(self) -> dict[str, str]:
        return self.scoring.as_(self.supervisor_id, "Supervisor")

    @property
    def timekeeper(self) -> dict[str, str]:
        return self.scoring.as_(self.timekeeper_id, "Timekeeper")

    async def post(self, path: str, headers: dict[str, str] | None = None, /, **data: Any) -> httpx.Response:
        who = self.organiser if headers is None else headers
        return await self.scoring.http.post(path, json=data, headers=who)

    async def look(self, path: str, headers: dict[str, str] | None = None, *, html: bool = False) -> httpx.Response:
        who = dict(self.organiser if headers is None else headers)
        if html:
            who["Accept"] = "text/html"
        return await self.scoring.http.get(path, headers=who)

    async def act(self, turn: UUID, act: str, headers: dict[str, str] | None = None, /, **data: Any) -> httpx.Response:
        return await self.post(f"/scoring/performances/{turn}/{act}", headers, **data)

    async def done(self, turn: UUID, act: str, headers: dict[str, str] | None = None, /, **data: Any) -> Any:
        answer = await self.act(turn, act, headers, **data)
        assert answer.status_code == 200, answer.text
        return answer.json()

    async def marks(self, turn: UUID, *totals: str) -> None:
        """Ballots of the first judges, in order of their numbers."""
        for judge, total in zip(self.ground.judges, totals, strict=False):
            await self.ground.ballot(turn, judge, {"all": total})

    async def performed(self, turn: UUID, *totals: str) -> None:
        """Open, mark and close."""
        await self.done(turn, "open")
        await self.marks(turn, *totals)
        await self.done(turn, "close")

    async def stand(self, turn: UUID) -> Any:
        """The row of a performance."""
        return (await self.ground.sql("select * from performance where id = $1", turn))[0]

    async def state(self, turn: UUID) -> str:
        return str((await self.stand(turn))["status"])

    async def anybody(self, path: str) -> str:
        """A public page as somebody sees it who has no right to anything."""
        pages = []
        for accept in ("text/html", "application/json"):
            answer = await self.scoring.http.get(path, headers={"Accept": accept})
            assert answer.status_code == 200, answer.text
            pages.append(answer.text)
        return "\n".join(pages)

    async def change(self, turn: UUID, judge: Judge, total: str) -> None:
        """A judge's new marks replace the old in what counts: the old revision is kept."""
        await self.ground.sql(
            "update ballot_revision set standing = 'superseded' where ballot_id = "
            "(select id from ballot where performance_id = $1 and seat_id = $2)",
            turn,
            judge.id,
        )
        await self.ground.sql(
            "insert into ballot_revision (ballot_id, revision, hash, content, marks, standing, rule_set_version, "
            "panel_version, device_at, contest_id, number, link) "
            "select b.id, b.active + 1, '', '', $3, 'active', 1, 1, "
            "now(), $4, (select max(number) + 1 from ballot_revision where contest_id = $4), '' "
            "from ballot b where performance_id = $1 and seat_id = $2",
            turn,
            judge.id,
            {"all": total},
            self.ground.contest_id,
        )
        await self.ground.sql(
            "update ballot set active = active + 1, reopened_at = null where performance_id = $1 and seat_id = $2",
            turn,
            judge.id,
        )


async def new_day(scoring: Running, rule_set: RuleSet | None = None, entries: int = 3, judges: int = 5) -> Day:
    """A contest whose first stage runs, everybody waiting."""
    found = [entry(f"Work {place}", f"College {place}") for place in range(1, entries + 1)]
    ground = await prepare(scoring, rule_set or rules(), found)
    await ground.seat([f"Judges' unit {place}" for place in range(1, judges + 1)])
    day = Day(ground, uuid4(), uuid4(), uuid4())
    for number, (role, name, member) in enumerate(
        (
            ("chief", "Chief", day.chief_id),
            ("supervisor", "Supervisor", day.supervisor_id),
            ("timekeeper", "Timekeeper", day.timekeeper_id),
        ),
        91,
    ):
        await ground.sql(
            "insert into panel_seat (panel_id, number, role, marks, name, member_id) "
            "values ($1, $2, $3, false, $4, $5)",
            ground.panel_id,
            number,
            role,
            name,
            member,
        )
    day.turns = await ground.turns(ground.rule_set.stages[0].key, "running")
    return day


async def reserve(day: Day, number: int = 50) -> UUID:
    rows = await day.ground.sql(
        "insert into panel_seat (panel_id, number, role, reserve, name) "
        "values ($1, $2, 'judge', true, $3) returning id",
        day.ground.panel_id,
        number,
        f"Reserve {number}",
    )
    found: UUID = rows[0]["id"]
    return found


def fact() -> Fact:
    return Fact(key="difficulty", name="Difficulty", minimum=Decimal(1), maximum=Decimal(5), step=Decimal("0.1"))
